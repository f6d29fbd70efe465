"""Stage 4, annotate: what the edition adds to one document, each addition tied to its words.

In: `Emended`, `Apparatus`, `Register`. Out: `Annotated`: numbered paragraphs with brackets, mentions, notes, speakers,
index headings and textual remarks as spans. A pure function of one document's own files and the register.
Does not see other documents and writes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import count, groupby

from markdown.extensions.toc import slugify

from edition.model.annotations import Annotated, Bracket, IndexEntry, Mention, NoteMark, Remark, Spoken
from edition.model.apparatus import NOBODY, RECORDER, Apparatus
from edition.model.dates import agree, edtf, is_date
from edition.model.document import Emended, Number, Paragraph, Parsed, Span, spans
from edition.model.names import REGISTERS, Register
from edition.model.placed import Text
from edition.model.problem import Place, Problem
from edition.source.registers import unknown_name
from edition.stages.anchors import Anchors
from edition.stages.brackets import find_brackets
from edition.stages.mentions import FormFinder
from edition.stages.paragraph_numbers import Numbers, numbers

ANNOTATED_HEAD = ("citation", "summary")  # head fields in which names and notes are marked


def annotate(
    emended: Emended, apparatus: Apparatus, register: Register, finder: FormFinder, problems: list[Problem]
) -> Annotated:
    """Tie every addition to its words; what cannot be tied is reported and left out."""
    body = [b for s in emended.parsed.sections for b in s.blocks]
    paragraphs = tuple(number(emended.parsed, numbers(body, apparatus.numbers, problems)))
    anchors = Anchors(paragraphs)
    _check_source(emended.parsed, apparatus, problems)
    _check_names(apparatus, register, problems)
    mentions = _mentions(anchors, apparatus, finder, problems)
    return Annotated(
        id=emended.parsed.source.id,
        emended=emended,
        apparatus=apparatus,
        paragraphs=paragraphs,
        brackets=_brackets(anchors, apparatus, register, problems),
        mentions=mentions,
        notes=_notes(anchors, apparatus, mentions, problems),
        spoken=_spoken(anchors, emended.parsed, apparatus, problems),
        index=tuple(
            IndexEntry(extent, heading)
            for entry in apparatus.index
            if (extent := anchors.extent(entry.passage, problems))
            for heading in entry.headings
        ),
        remarks=tuple(Remark(s, t.kind, t.note) for t in apparatus.textual if (s := anchors.find(t.quote, problems))),
    )


def number(parsed: Parsed, counted: Numbers | None = None) -> Iterator[Paragraph]:
    """Every block with its id: head fields by key, headings by slug, paragraphs and list items by number."""
    for field in parsed.head:
        if field.label:
            yield Paragraph(f"label-{field.key}", None, field.label)
        for n, block in enumerate(field.blocks, start=1):
            yield Paragraph(field.key if n == 1 else f"{field.key}-{n}", None, block)
    following = (Number(place, *n) for place, n in enumerate(counted or ((n, "") for n in count(1)), start=1))
    slugs = set[str]()
    for section in parsed.sections:
        if section.heading:
            slug = base = f"s-{slugify(section.heading.text, '-') or 'section'}"
            while slug in slugs:
                slug = f"{base}-{sum(s.startswith(base) for s in slugs) + 1}"
            slugs.add(slug)
            yield Paragraph(slug, None, section.heading)
        for block in section.blocks:
            found = next(following)
            yield Paragraph(f"p{found}", found, block)


def _annotatable(anchors: Anchors) -> Iterator[tuple[int, Paragraph]]:
    for index, paragraph in enumerate(anchors.paragraphs):
        if paragraph.number is not None or paragraph.id.startswith(ANNOTATED_HEAD):
            yield index, paragraph


def _check_source(parsed: Parsed, apparatus: Apparatus, problems: list[Problem]) -> None:
    """The source text must be the file that the apparatus was written for."""
    if apparatus.sha256 and apparatus.sha256 != parsed.source.sha256:
        message = f"{parsed.source.path} has SHA-256 {parsed.source.sha256}"
        cure = (
            "restore the file as received; if you have received a better copy, record its hash and check every anchor"
        )
        problems.append(Problem("hash-changed", apparatus.sha256.place, message, cure))
    if apparatus.printed_address and apparatus.printed_address != parsed.printed_address:
        message = f"the source text gives a different address: {parsed.printed_address or 'none'}"
        problems.append(
            Problem("bad-address", apparatus.printed_address.place, message, "copy the address from the source text")
        )
    printed = next((b.text for f in parsed.head if f.key == "date" for b in f.blocks), "")
    if (found := edtf(printed)) and is_date(apparatus.date) and not agree(apparatus.date, found):
        message = f"the source text has a different date: {printed}"
        problems.append(
            Problem("date-differs", apparatus.date.place, message, "correct it, or suppress the warning under ignore")
        )


def _check_names(apparatus: Apparatus, register: Register, problems: list[Problem]) -> None:
    who: list[Text] = [p.name for p in apparatus.participants] + [apparatus.narrator]
    who += [n for s in apparatus.speakers for n in s.people]
    fields: tuple[tuple[list[Text], tuple[str, ...]], ...] = (
        (who, ("people", "organizations", "peoples")),  # a delegation or a party may speak
        ([apparatus.place], ("places",)),
        ([m.name for m in apparatus.mentions], REGISTERS),
    )
    for names, kinds in fields:
        for name in (n for n in names if n and n not in (NOBODY, RECORDER)):
            if name not in register.names:
                problems.append(unknown_name(name, register))
            elif register.names[name].register not in kinds:
                message = f"{str(name)!r} is in {register.names[name].register}.yaml"
                cure = f"name an entry of {' or '.join(f'{kind}.yaml' for kind in kinds)}"
                problems.append(Problem("bad-value", name.place, message, cure))


def _brackets(
    anchors: Anchors, apparatus: Apparatus, register: Register, problems: list[Problem]
) -> tuple[Bracket, ...]:
    settled = {s: b for b in apparatus.brackets if (s := anchors.find(b.quote, problems))}
    found = [
        (Span(index, start, end), kind)
        for index, paragraph in _annotatable(anchors)
        for start, end, kind in find_brackets(paragraph.text, register)
    ]
    for span, by_hand in settled.items():
        if span not in {s for s, _ in found}:
            message, cure = f"{str(by_hand.quote.at)!r} is not a square bracket", "quote it in full, from [ to ]"
            problems.append(Problem("anchor-not-found", by_hand.quote.at.place, message, cure))
    return tuple(Bracket(span, settled[span].kind if span in settled else kind) for span, kind in found)


def _mentions(
    anchors: Anchors, apparatus: Apparatus, finder: FormFinder, problems: list[Problem]
) -> tuple[Mention, ...]:
    """Mentions settled by hand, then every printed form that they leave free."""
    by_hand = [(s, m) for m in apparatus.mentions if (s := anchors.find(m.quote, problems))]
    by_hand.sort(key=lambda pair: pair[0])
    for (first, _), (second, entry) in zip(by_hand, by_hand[1:], strict=False):
        if first.index == second.index and second.start < first.end:
            message = f"{str(entry.quote.at)!r} overlaps another mention marked by hand"
            problems.append(
                Problem(
                    "overlapping-anchors", entry.quote.at.place, message, "quote fewer words, or remove one of them"
                )
            )
    mentions = [Mention(s, str(m.name), m.certainty, m.note) for s, m in by_hand if m.name != NOBODY]
    for index, paragraph in _annotatable(anchors):
        taken = [(s.start, s.end) for s, _ in by_hand if s.index == index]
        for start, end, ids in finder.find(paragraph.text, taken):
            if len(ids) > 1:
                problems.append(_ambiguous(anchors, Span(index, start, end), ids, apparatus))
            else:
                mentions.append(Mention(Span(index, start, end), ids[0]))
    return tuple(sorted(mentions, key=lambda m: m.span))


def _ambiguous(anchors: Anchors, span: Span, ids: tuple[str, ...], apparatus: Apparatus) -> Problem:
    paragraph = anchors.paragraphs[span.index]
    form = paragraph.text[span.start : span.end]
    entry = f"{{at: {_quoted(form)}, before: {_quoted(anchors.words_before(span))}, name: {ids[0]}}}"
    cure = f"add to mentions: in {apparatus.path}: {entry}; or with name: {' or '.join((*ids[1:], NOBODY))}"
    path = apparatus.path.replace("/apparatus/", "/documents/").replace(".yaml", ".md")
    place = paragraph.block.place(path, span.start, len(form))
    return Problem("ambiguous-mention", place, f"{form!r} in {paragraph.label} may be {' or '.join(ids)}", cure)


def _quoted(text: str) -> str:
    """A text between quotation marks, as YAML reads it."""
    return json.dumps(text, ensure_ascii=False)


def _notes(
    anchors: Anchors, apparatus: Apparatus, mentions: Iterable[Mention], problems: list[Problem]
) -> tuple[NoteMark, ...]:
    keys: dict[str, Place] = {}
    inside = {index: tuple(group) for index, group in groupby(mentions, key=lambda m: m.span.index)}
    marks = []
    for note in apparatus.notes:
        if note.key in keys:
            cure = f"first used in line {keys[note.key].line}; a note's key is its address, so choose another"
            problems.append(Problem("duplicate-key", note.key.place, f"duplicate note key {str(note.key)!r}", cure))
        keys.setdefault(note.key, note.key.place)
        span = anchors.find(note.quote, problems)
        if span is None:
            continue
        paragraph = anchors.paragraphs[span.index]
        if paragraph.number is None and not paragraph.id.startswith(ANNOTATED_HEAD):
            message = f"a note cannot be attached to a {paragraph.label}"
            problems.append(Problem("bad-value", note.quote.at.place, message, "anchor it to words in a paragraph"))
            continue
        marks.append(NoteMark(span, _mark_at(paragraph.text, span, inside.get(span.index, ())), note))
    return tuple(sorted(marks, key=lambda m: (m.span.index, m.at, m.span.start)))


def _mark_at(text: str, span: Span, mentions: Iterable[Mention]) -> int:
    """Where the mark of a note stands: after its words, outside a name or bracket, after the punctuation that follows.

    The mentions are those of the same paragraph.
    """
    at = span.end
    for mention in mentions:
        if mention.span.start < at < mention.span.end:
            at = mention.span.end
    if text.count("[", 0, at) > text.count("]", 0, at) and "]" in text[at:]:
        at = text.index("]", at) + 1
    if text.startswith("'s", at):
        at += 2
    while at < len(text) and text[at] in ".,;:?!\"')":
        at += 1
    return at


def _spoken(anchors: Anchors, parsed: Parsed, apparatus: Apparatus, problems: list[Problem]) -> tuple[Spoken, ...]:
    """Every speech cut at paragraph ends; where speakers are given they must cover the body exactly once."""
    extents = [(speech, anchors.extent(speech.passage, problems)) for speech in apparatus.speakers]
    spoken = [
        Spoken(span, speech)
        for speech, extent in extents
        if extent
        for span in spans(extent, anchors.paragraphs)
        if anchors.paragraphs[span.index].number is not None
    ]
    spoken.sort(key=lambda s: s.span)
    if extents and all(extent for _, extent in extents):
        for index, paragraph in enumerate(anchors.paragraphs):
            if paragraph.number is not None:
                problems += _check_cover(paragraph, [s for s in spoken if s.span.index == index], parsed.source.path)
    return tuple(spoken)


def _check_cover(paragraph: Paragraph, spoken: list[Spoken], path: str) -> Iterator[Problem]:
    """The words of a paragraph that nobody speaks, and those that stand in two passages."""
    at = 0
    for s in [*spoken, None]:
        start = s.span.start if s else len(paragraph.text)
        if gap := paragraph.text[at:start].strip():
            place = paragraph.block.place(path, paragraph.text.index(gap, at), len(gap))
            message = f"{paragraph.label}: no speaker for {_short(gap)!r}"
            cure = "under speakers, add a passage, or extend the preceding or following passage to include these words"
            yield Problem("speaker-gap", place, message, cure)
        elif s and start < at:
            message = f"{paragraph.label}: two speakers' passages include {_short(paragraph.text[start:at])!r}"
            cure = "make each passage begin where the previous one ends"
            yield Problem("speaker-gap", s.speech.passage.first.at.place, message, cure)
        at = max(at, s.span.end if s else at)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60].rsplit(' ', 1)[0]} …"
