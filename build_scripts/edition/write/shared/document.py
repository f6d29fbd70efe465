"""One document for print: its words, its notes, and what the edition adds, as values that JSON holds.

In: `Edition`, `Annotated`. Out: a mapping that the templates of `print/` read. The words of the source text stand in `head`
and `blocks`, each with its id; everything else is the edition's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from edition.model.annotations import Annotated, Bracket, Mention, NoteMark
from edition.model.apparatus import SourceRef
from edition.model.dates import print_date
from edition.model.document import Number, Paragraph, spans
from edition.model.edition import CrossReference, Edition, Passage
from edition.stages.marks import Event, Range, events
from edition.write.shared.rows import Node, Row, between, citation, item_place, joined, plain, prose, sources
from edition.write.shared.same_matter import Beside, touches

Shared = Mapping[tuple[str, int], Beside]  # by document and position of a paragraph


def document_data(edition: Edition, document: Annotated, shared: Shared) -> dict[str, Any]:
    """Everything that is printed of a document."""
    rows = list(_rows(document))
    fields = document.emended.parsed
    summary = fields.field("summary")
    return {
        "id": document.id,
        "title": document.title,
        "short": str(document.apparatus.short_title),
        "date": edition.labels[document.id],
        "address": edition.settings.address.rstrip("/") + document.address,
        "cite": f"{document.apparatus.short_title}. {edition.settings.title}, version {edition.settings.version}",
        "summary": " ".join(b.text for b in summary.blocks) if summary else "",
        "opening": len(document.opening),
        "head": list(_head(document, rows)),
        "about": list(_about(edition, document)),
        "blocks": list(_blocks(edition, document, rows, shared)),
        "notes": {str(m.note.key): _note(edition, m) for m in document.notes},
        "works": works(edition, _cited(document)),
    }


def see(edition: Edition, passage: Passage) -> list[Any]:
    """The paragraphs of a passage as a reference."""
    document = edition.documents[passage.document]
    touched = [document.paragraphs[s.index] for s in spans(passage.extent, document.paragraphs)]
    numbers = [p.number for p in touched if p.number is not None]
    if not numbers:
        return ["see", document.id, touched[0].id, touched[0].id, [touched[0].label]]
    return see_numbers(document, numbers[0], numbers[-1])


def see_numbers(document: Annotated, first: Number, last: Number) -> list[Any]:
    """A reference to a paragraph or a range of paragraphs."""
    text = f"¶\u00a0{first}" if first == last else f"¶\u00a0{first}–{last}"
    return ["see", document.id, f"p{first}", f"p{last}", [text]]


def works(edition: Edition, references: Iterable[SourceRef]) -> list[dict[str, Any]]:
    """The works of some references, in full, each once, in filing order."""
    keys = {str(r.work) for r in references if str(r.work) in edition.full}
    filed = sorted(keys, key=edition.filed.__getitem__)
    return [{"key": key, "text": citation(edition.full[key], links=True)} for key in filed]


def _cited(document: Annotated) -> Iterator[SourceRef]:
    yield from document.apparatus.place_sources
    for mark in document.notes:
        yield from mark.note.sources


def _head(document: Annotated, rows: list[Row]) -> Iterator[dict[str, Any]]:
    """The fields of the head in the order of the source text."""
    for paragraph, row in zip(document.head, rows, strict=False):
        key = paragraph.id.removeprefix("label-")
        kind = "label" if key != paragraph.id else key if key in ("date", "title") else "field"
        yield {"kind": kind, "id": paragraph.id, "row": row}


def _about(edition: Edition, document: Annotated) -> Iterator[list[Row]]:
    """What the edition says of the document: terms and descriptions."""
    apparatus, settings = document.apparatus, edition.settings
    for side in dict.fromkeys(p.side for p in apparatus.participants):
        people = [p for p in apparatus.participants if p.side == side]
        shown = [[*_name(edition, p.name), *plain(f" ({p.role})" if p.role else "")] for p in people]
        yield [plain(f"{side} side"), between(shown, "; ")]
    if apparatus.place:
        doubt = "" if apparatus.place_certainty == "certain" else f" ({apparatus.place_certainty})"
        text = [*_name(edition, apparatus.place), f"{doubt}. ", *prose(apparatus.place_note)]
        yield [["Place"], [*text, *_sources(edition, apparatus.place_sources)]]
    if apparatus.archive_reference:
        yield [["Archive reference"], plain(apparatus.archive_reference)]
    if apparatus.translator:
        yield [["Translated by"], plain(apparatus.translator)]
    if apparatus.canonical_address:
        address = str(apparatus.canonical_address)
        yield [["Archive page"], [["url", address, [address]]]]
    version = f"version {settings.version}, {print_date(settings.released)}; {apparatus.status}; "
    yield [["This edition"], plain(f"{version}{_count(len(document.body), 'paragraph')}, {_notes(document)}")]


def _notes(document: Annotated) -> str:
    return _count(len(document.notes), "note")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _name(edition: Edition, id: str) -> Row:
    name = edition.register.names.get(id)
    return [["link", f"n:{id}", plain(name.name)]] if name else plain(id)


def _sources(edition: Edition, references: Iterable[SourceRef]) -> Row:
    cited = sources(edition, references)
    return [" ", ["em", ["Sources:"]], " ", *cited, "."] if cited else []


def _note(edition: Edition, mark: NoteMark) -> Row:
    return [*prose(mark.note.text.strip()), *_sources(edition, mark.note.sources)]


def _blocks(edition: Edition, document: Annotated, rows: list[Row], shared: Shared) -> Iterator[dict[str, Any]]:
    """Headings and numbered paragraphs; a paragraph with what stands elsewhere on the same matter."""
    divided = document.divided
    for index, (paragraph, row) in enumerate(zip(document.paragraphs, rows, strict=True)):
        if paragraph.id.startswith("s-"):
            yield {"kind": "heading", "id": paragraph.id, "row": row, "text": paragraph.text}
        elif paragraph.number is not None:
            beside = shared.get((document.id, index), Beside())
            yield {
                "kind": paragraph.block.kind,
                "id": paragraph.id,
                "n": paragraph.number.place,
                "begins": [whole for whole, (first, _) in divided.items() if first == paragraph.id],
                "ends": [whole for whole, (_, last) in divided.items() if last == paragraph.id],
                "row": row,
                "matters": list(_matters(edition, document, index, beside)),
            }


def _matters(edition: Edition, document: Annotated, index: int, beside: Beside) -> Iterator[Row]:
    """A row for each cross-reference that leads to another place, and one for the items of the calendar."""
    for reference in beside.references:
        if row := _matter(edition, document, index, reference):
            yield row
    if beside.items:
        yield ["Other records: ", *between([item_place(edition, place) for place in beside.items], "; ")]


def _matter(edition: Edition, document: Annotated, index: int, reference: CrossReference) -> Row:
    """The label of a cross-reference, and its other passages; nothing where it has none."""
    others = [p for p in reference.passages if not touches(p, document.id, index)]
    items = [item_place(edition, place) for place in reference.items]
    places = between([r for r in (together(edition, others, document.id), *items) if r], "; ")
    return [["link", f"x:{reference.key}", plain(reference.label)], ": ", *places] if places else []


def together(edition: Edition, passages: Iterable[Passage], here: str = "") -> Row:
    """References to passages in their order, each place once, those of the document `here` first: "¶ 3, 7; 7 May 1950, ¶ 2"."""
    found: dict[str, dict[str, list[Any]]] = {}
    for passage in sorted(passages, key=lambda p: (p.document != here, edition.positions[p.document], p.extent)):
        name = "" if passage.document == here else f"{edition.labels[passage.document]}, "
        first = not found.get(name)
        node = see(edition, passage)
        key = str(node)
        if key not in found.setdefault(name, {}):
            text = node[4][0] if first else node[4][0].removeprefix("¶\u00a0")
            found[name][key] = [*node[:4], [f"{name if first else ''}{text}"]]
    return between((between([[n] for n in nodes.values()], ", ") for nodes in found.values()), "; ")


def _rows(document: Annotated) -> Iterator[Row]:
    """The words of every paragraph with everything that is marked in them."""
    ranges: list[list[Range]] = [[Range(a, b, "emphasis") for a, b in p.block.emphasis] for p in document.paragraphs]
    points: list[list[tuple[int, object]]] = [[] for _ in document.paragraphs]
    for bracket in document.brackets:
        ranges[bracket.span.index].append(Range(bracket.span.start, bracket.span.end, bracket))
    for mention in document.mentions:
        paragraph = document.paragraphs[mention.span.index]
        if paragraph.number is not None:  # the registers give the pages of the text
            points[mention.span.index].append((_behind_first_word(paragraph.text, mention), mention))
    for note in document.notes:
        points[note.span.index].append((note.at, note))
    for n, paragraph in enumerate(document.paragraphs):
        yield _row(paragraph, ranges[n], points[n])


def _behind_first_word(text: str, mention: Mention) -> int:
    """Where the anchor of a mention stands: before the word, the line and the page could end between the two."""
    first = text[mention.span.start : mention.span.end].split()[:1]
    return mention.span.start + len("".join(first))


def _row(paragraph: Paragraph, ranges: list[Range], points: list[tuple[int, object]]) -> Row:
    opened: list[tuple[str, Row]] = [("", [])]
    for event in events(paragraph.text, ranges, points):
        row = opened[-1][1]
        if event.kind == "text":
            row += plain(event.text)
        elif event.kind == "point":
            row.append(_point(event))
        elif event.kind == "open":
            opened.append(("translator" if isinstance(event.mark, Bracket) else "em", []))
        else:
            kind, inner = opened.pop()
            opened[-1][1].append([kind, joined(inner)])
    return joined(opened[0][1])


def _point(event: Event) -> Node:
    if isinstance(event.mark, NoteMark):
        return ["note", str(event.mark.note.key)]
    if isinstance(event.mark, Mention):
        return ["mention", event.mark.name]
    raise TypeError(event.mark)
