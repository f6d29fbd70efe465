"""What is marked in the paragraphs of a document, laid out for TEI: ranges, points, and the voices that divide a paragraph.

In: one document. Out: `Layout`, by the position of a paragraph. Says where things stand and what they are,
not how TEI writes them (that is `write.tei.text`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from edition.model.annotations import Annotated, Bracket
from edition.model.apparatus import Speech
from edition.model.document import Emendation
from edition.stages.marks import Range

EMPHASIS, WORD, PAGE_BREAK = "emphasis", "word", "page break"  # marks that say nothing more than what they are
Segment = tuple[int, int, Speech | None]
Point = tuple[int, object]


@dataclass(frozen=True)
class Anchor:
    """Where the words begin or end that a note explains."""

    id: str


@dataclass
class MarksByParagraph:
    """Everything that is marked, by the position of its paragraph."""

    ranges: dict[int, list[Range]] = field(default_factory=lambda: defaultdict(list))
    points: dict[int, list[Point]] = field(default_factory=lambda: defaultdict(list))
    expansions: set[Bracket] = field(default_factory=set)  # brackets that hold letters and nothing else


def collect(document: Annotated) -> MarksByParagraph:
    """The marks of a document; the brackets last, because what stands inside one decides what it can be."""
    marks = MarksByParagraph()
    for index, paragraph in enumerate(document.paragraphs):
        marks.ranges[index] += [Range(a, b, EMPHASIS) for a, b in paragraph.block.emphasis]
    for emendation in document.emended.emendations:
        _add_emendation(marks, document, emendation)
    for mention in document.mentions:
        marks.ranges[mention.span.index].append(Range(mention.span.start, mention.span.end, mention))
    for note in document.notes:
        begin, end = Anchor(f"from-{note.note.key}"), Anchor(f"to-{note.note.key}")
        marks.points[note.span.index] += [(note.span.start, begin), (note.span.end, end), (note.at, note)]
    for bracket in document.brackets:
        marks.ranges[bracket.span.index] += list(_bracket(marks, document, bracket))
    return marks


def segments(document: Annotated, index: int) -> Iterator[Segment]:
    """A paragraph cut into what each voice says, and what stands between."""
    at, length = 0, len(document.paragraphs[index].text)
    for spoken in (s for s in document.spoken if s.span.index == index):
        if spoken.span.start > at:
            yield at, spoken.span.start, None
        if spoken.span.end > max(at, spoken.span.start):
            yield max(at, spoken.span.start), spoken.span.end, spoken.speech
        at = max(at, spoken.span.end)
    if at < length:
        yield at, length, None


def within(marks: MarksByParagraph, index: int, start: int, end: int) -> tuple[list[Range], list[Point]]:
    """The marks of one segment of a paragraph, counted from its beginning; ranges are cut at its ends."""
    ranges = [
        Range(max(r.start, start) - start, min(r.end, end) - start, r.mark)
        for r in marks.ranges[index]
        if r.start < end and r.end > start
    ]
    return ranges, [(at - start, m) for at, m in marks.points[index] if start < at <= end or at == start == 0]


def _add_emendation(marks: MarksByParagraph, document: Annotated, emendation: Emendation) -> None:
    """An emendation where it stands in the text as shown; headings made even show nothing there."""
    for index, at in _places(document, emendation):
        if emendation.rule == "joined" and at > 0:
            marks.points[index].append((at, PAGE_BREAK))
            return
        if emendation.rule == "replaced" and document.paragraphs[index].text.startswith(emendation.after, at):
            if emendation.after:
                marks.ranges[index].append(Range(at, at + len(emendation.after), emendation))
            else:
                marks.points[index].append((at, emendation))
            return


def _places(document: Annotated, emendation: Emendation) -> Iterator[tuple[int, int]]:
    """Where in the paragraphs the source place of an emendation may have come to stand."""
    line, column = emendation.place.line, emendation.place.column
    for index, paragraph in enumerate(document.paragraphs):
        for start, of_line, of_column in reversed(paragraph.block.runs):
            if of_line == line and of_column <= column:
                yield index, start + column - of_column


def _bracket(marks: MarksByParagraph, document: Annotated, bracket: Bracket) -> Iterator[Range]:
    """A bracket; where it completes a word with letters alone, also the word."""
    start, end, index = bracket.span.start, bracket.span.end, bracket.span.index
    if bracket.kind == "expansion" and not _is_marked_inside(marks, bracket):
        marks.expansions.add(bracket)
        text, first, last = document.paragraphs[index].text, start, end
        while first and text[first - 1].isalpha():
            first -= 1
        while last < len(text) and text[last].isalpha():
            last += 1
        yield Range(first, last, WORD)
    yield Range(start, end, bracket)


def _is_marked_inside(marks: MarksByParagraph, bracket: Bracket) -> bool:
    """Whether anything begins or ends inside a bracket, or marks just it."""
    start, end, index = bracket.span.start, bracket.span.end, bracket.span.index
    ranges = marks.ranges[index]
    stops = [at for at, _ in marks.points[index]] + [at for r in ranges for at in (r.start, r.end)]
    return any(start < at < end for at in stops) or any((r.start, r.end) == (start, end) for r in ranges)
