"""One document as XHTML, for EPUB and for the page in one file: its head, its text, its notes.

In: one document, where links lead. Out: an element. The words of the source text stand in elements of the classes
`source` and `paragraph`, with the ids that they have on the site; everything else is the edition's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from edition.model.annotations import Annotated, Bracket, Mention, NoteMark
from edition.model.document import Paragraph
from edition.stages.marks import Event, Range, events
from edition.write.epub.xhtml import Goals, H, inline, typed
from edition.write.shared.elements import Element, Filler, xml
from edition.write.shared.rows import Row, between, plain

Marking = tuple[list[Range], list[tuple[int, object]]]


def text(document: Annotated, data: Mapping[str, Any], goals: Goals) -> Element:
    """The document, without the works that it cites; `data` is what `write.shared.document` makes of it."""
    shown = list(zip(document.paragraphs, _paragraphs(document, goals), strict=True))
    matters = {b["id"]: b.get("matters", []) for b in data["blocks"]}
    section = H.section(typed("chapter", "doc-chapter", **{"aria-labelledby": "title"}))
    opening = {p.id for p in document.opening}
    header = [e for p, e in shown if p.id in opening]
    section.append(H.header(*header if any(p.id == "title" for p, _ in shown) else [*header, _title(document)]))
    section.append(_about(data["about"], goals))
    section.extend(e for p, e in shown if p.id not in matters and p.id not in opening)
    for paragraph, element in shown:
        if paragraph.id in matters:
            section.append(element)
            section.extend(_matters(matters[paragraph.id], goals))
    if document.notes:
        section.append(_notes(document, data["notes"], goals))
    return section


def _title(document: Annotated) -> Element:
    """The title of a document that has none of its own."""
    return H.h1({"id": "title"}, xml(document.title))


def _about(rows: list[Any], goals: Goals) -> Element:
    """What the edition says of the document."""
    listed = H.dl({"class": "about"})
    for term, said in rows:
        listed.extend([H.dt(*inline(term, goals)), H.dd(*inline(said, goals))])
    return listed


def _matters(rows: Sequence[Row], goals: Goals) -> Iterator[Element]:
    """What stands elsewhere on the matters of a paragraph."""
    if rows:
        yield H.p({"class": "matter"}, "Parallel passages: ", *inline(between(rows, ". "), goals), ".")


def _notes(document: Annotated, notes: Mapping[str, Row], goals: Goals) -> Element:
    """The notes, each with the way back to its mark; an e-reader shows one where its mark is touched."""
    section = H.section(typed("footnotes", **{"class": "notes", "aria-labelledby": "notes"}), H.h2("Notes", id="notes"))
    for number, mark in enumerate(document.notes, start=1):
        key = str(mark.note.key)
        back = H.a(typed("backlink", "doc-backlink", href=f"#fnref-{key}", title="Back to the text"), f"{number}.")
        note = H.aside(typed("footnote", "doc-footnote", id=f"fn-{key}"))
        note.append(H.p(back, " ", *inline(notes[key], goals)))
        section.append(note)
    return section


def _paragraphs(document: Annotated, goals: Goals) -> Iterator[Element]:
    """Every field, heading and paragraph with everything that is marked in it, in the order of the text."""
    marks, numbers = _marks(document), {m.note.key: n for n, m in enumerate(document.notes, start=1)}
    for paragraph, (ranges, points) in zip(document.paragraphs, marks, strict=True):
        element = _empty(paragraph)
        filler = Filler(element)
        for event in events(paragraph.text, ranges, points):
            _put(filler, event, numbers, goals)
        yield element


def _empty(paragraph: Paragraph) -> Element:
    """The element that a field, heading or paragraph goes into."""
    if paragraph.id.startswith("s-"):
        return H.h2({"class": "source", "id": paragraph.id})
    if paragraph.number is None:
        other = "label" if paragraph.id.startswith("label-") else "field"
        kind = paragraph.id if paragraph.id in ("date", "title") else other
        return (H.h1 if kind == "title" else H.p)({"class": f"source {kind}", "id": paragraph.id})
    item = " item" if paragraph.block.kind == "item" else ""
    number = H.span({"class": "pn"}, f"¶\u00a0{paragraph.number}")
    number.tail = " "
    return H.p({"class": f"paragraph{item}", "id": paragraph.id}, number)


def _marks(document: Annotated) -> list[Marking]:
    """What is marked in each paragraph. A name ends at the number of a note and begins again after it: both are links."""
    marks: list[Marking] = [([Range(a, b, "em") for a, b in p.block.emphasis], []) for p in document.paragraphs]
    for note in document.notes:
        marks[note.span.index][1].append((note.at, note))
    for bracket in document.brackets:
        marks[bracket.span.index][0].append(Range(bracket.span.start, bracket.span.end, bracket))
    for mention in document.mentions:
        ranges, points = marks[mention.span.index]
        inside = {at for at, _ in points if mention.span.start < at < mention.span.end}
        stops = [mention.span.start, *sorted(inside), mention.span.end]
        ranges += [Range(a, b, mention) for a, b in pairwise(stops)]
    return marks


def _put(filler: Filler, event: Event, numbers: dict[Any, int], goals: Goals) -> None:
    """What an event brings to the element that is open."""
    if event.kind == "text":
        _words(filler, event.text, goals)
    elif event.kind == "close":
        filler.close()
    elif isinstance(event.mark, NoteMark):
        filler.add(_note_mark(str(event.mark.note.key), numbers[event.mark.note.key]))
    else:
        element = _range(event.mark, goals)
        filler.add(element)
        filler.opened.append(element)


def _words(filler: Filler, text: str, goals: Goals) -> None:
    """Words; those in another script say in which language they are to be read."""
    for part in plain(text):
        if isinstance(part, str):
            filler.words(part)
        else:
            filler.add(inline([part], goals)[0])


def _range(mark: object, goals: Goals) -> Element:
    if isinstance(mark, Mention):
        doubt = "" if mark.certainty == "certain" else f" {mark.certainty}"
        return H.a({"class": f"name{doubt}", "href": goals.address(f"n:{mark.name}")})
    if isinstance(mark, Bracket):
        return H.span({"class": f"translator {mark.kind}"})
    return H.em()


def _note_mark(key: str, number: int) -> Element:
    link = H.a(typed("noteref", "doc-noteref", href=f"#fn-{key}"), str(number))
    return H.sup({"id": f"fnref-{key}"}, link)
