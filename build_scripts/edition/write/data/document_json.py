"""Stage 6, write: one document entire as JSON.

In: `Edition`. Out: `ID.json` beside each page, in the form that `docs/schemas/document-1.json` describes. A place in the text is
the id of a paragraph with `start` and `end`: Unicode characters of its `text`, counted from 0, the end left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from edition.model.addresses import beside, canonical
from edition.model.annotations import Annotated, Spoken
from edition.model.apparatus import SourceRef
from edition.model.document import Extent, Span
from edition.model.edition import Edition
from edition.model.typography import unmarked
from edition.write.formats import text_of, to_json, without_empty, works_cited
from edition.write.shared.same_matter import Beside, Where, by_paragraph

DOCUMENT_SCHEMA = "schemas/document-1.json"
Json = dict[str, Any]


def write_json(edition: Edition) -> dict[str, bytes]:
    """Every document."""
    shared = by_paragraph(edition)
    return {beside(d, ".json"): to_json(_document(edition, d, shared)) for d in edition.documents.values()}


def _document(edition: Edition, document: Annotated, shared: Mapping[Where, Beside]) -> Json:
    apparatus, settings = document.apparatus, edition.settings
    blocks = _blocks(document)
    return {
        "$schema": canonical(edition, f"/{DOCUMENT_SCHEMA}"),
        "id": document.id,
        "address": canonical(edition, document.address),
        "edition": {"title": settings.title, "version": settings.version, "released": settings.released},
        "title": document.title,
        "short_title": str(apparatus.short_title),
        "date": str(apparatus.date),
        "status": apparatus.status,
        "source": _source(document),
        "place": _place(edition, document),
        "narrator": str(apparatus.narrator),
        "participants": [{"name": str(p.name), "side": str(p.side), "role": p.role} for p in apparatus.participants],
        "head": _head(document, blocks),
        "sections": _sections(document, blocks),
        "paragraphs": _paragraphs(document, blocks),
        "notes": _notes(edition, document),
        "index": [{"heading": str(e.heading), **passage(document, e.extent)} for e in document.index],
        "emendations": _emendations(document),
        "remarks": [{**place(document, r.span), "kind": r.kind, "note": unmarked(r.note)} for r in document.remarks],
        **without_empty({"calendar": _calendar(document, shared)}),
    }


def _calendar(document: Annotated, shared: Mapping[Where, Beside]) -> list[Json]:
    """The items of the calendar that bear on each paragraph, with the place in each."""
    found = []
    for index, paragraph in enumerate(document.paragraphs):
        there = shared.get((document.id, index), Beside())
        for item in (*(i for r in there.references for i in r.items), *there.items):
            found.append(without_empty({"in": paragraph.id, "item": item.item, "at": item.at}))
    return found


def place(document: Annotated, span: Span) -> Json:
    """A place in one paragraph."""
    return {"in": document.paragraphs[span.index].id, **_here(document, span)}


def passage(document: Annotated, extent: Extent) -> Json:
    """A passage of one or more paragraphs: where it begins, and where it ends."""
    first, last = extent.first, extent.last
    return {
        "from": {"in": document.paragraphs[first.index].id, "at": first.start},
        "to": {"in": document.paragraphs[last.index].id, "at": last.end},
    }


def sources(edition: Edition, references: Iterable[SourceRef]) -> list[Json]:
    """Works that something rests on: key in the bibliography, place in the work, item of the calendar, short citation."""
    cited = works_cited(references, edition.short)
    return [
        without_empty({"work": str(r.work), "at": r.at, "item": str(r.item), "citation": text_of(c)}) for r, c in cited
    ]


def _source(document: Annotated) -> Json:
    apparatus, source = document.apparatus, document.emended.parsed.source
    return {
        "file": str(apparatus.received_file),
        "sha256": source.sha256,
        "archive_reference": str(apparatus.archive_reference),
        "translator": str(apparatus.translator),
        "printed_address": document.emended.parsed.printed_address,
        "canonical_address": str(apparatus.canonical_address),
    }


def _place(edition: Edition, document: Annotated) -> Json | None:
    apparatus = document.apparatus
    if not apparatus.place:
        return None
    return {
        "name": str(apparatus.place),
        "certainty": apparatus.place_certainty,
        "note": unmarked(apparatus.place_note),
        "sources": sources(edition, apparatus.place_sources),
    }


def _here(document: Annotated, span: Span) -> Json:
    """A span of the paragraph that holds it, with its words."""
    words = document.paragraphs[span.index].text[span.start : span.end]
    return {"start": span.start, "end": span.end, "text": words}


def _blocks(document: Annotated) -> list[Json]:
    """Every paragraph, field and heading with what is marked in it, in the order of the text."""
    marks: dict[int, dict[str, list[Json]]] = defaultdict(lambda: defaultdict(list))
    for bracket in document.brackets:
        marks[bracket.span.index]["brackets"].append({**_here(document, bracket.span), "kind": bracket.kind})
    for mention in document.mentions:
        said = {"name": str(mention.name), "certainty": mention.certainty, "note": unmarked(mention.note)}
        marks[mention.span.index]["mentions"].append(without_empty({**_here(document, mention.span), **said}))
    for spoken in document.spoken:
        marks[spoken.span.index]["speakers"].append(_speaker(document, spoken))
    for mark in document.notes:
        marks[mark.span.index]["notes"].append({"key": str(mark.note.key), "at": mark.at})
    return [
        {
            "id": paragraph.id,
            "text": paragraph.text,
            "emphasis": [{"start": a, "end": b} for a, b in paragraph.block.emphasis],
            **{kind: marks[index][kind] for kind in ("brackets", "mentions", "speakers", "notes")},
        }
        for index, paragraph in enumerate(document.paragraphs)
    ]


def _speaker(document: Annotated, spoken: Spoken) -> Json:
    speech = spoken.speech
    said = {
        "who": [str(name) for name in speech.speakers],
        "words_of": str(speech.words_of),
        "supported_by": [str(name) for name in speech.supported_by],
        "how": speech.how,
        "certainty": speech.certainty,
        "note": unmarked(speech.note),
    }
    return without_empty({**_here(document, spoken.span), **said})


def _head(document: Annotated, blocks: list[Json]) -> list[Json]:
    """The fields of the head as received: key, printed label, and what stands after it."""
    by_id = {block["id"]: block for block in blocks}
    fields = []
    for field in document.emended.parsed.head:
        ids = [field.key if n == 1 else f"{field.key}-{n}" for n in range(1, len(field.blocks) + 1)]
        label = by_id[f"label-{field.key}"] if field.label else None
        fields.append({"key": field.key, "label": label, "blocks": [by_id[id] for id in ids]})
    return fields


def _sections(document: Annotated, blocks: list[Json]) -> list[Json]:
    return [b for p, b in zip(document.paragraphs, blocks, strict=True) if p.id.startswith("s-")]


def _paragraphs(document: Annotated, blocks: list[Json]) -> list[Json]:
    """The citable paragraphs, each with its number and the section it stands in."""
    found, section = [], None
    for paragraph, block in zip(document.paragraphs, blocks, strict=True):
        if paragraph.id.startswith("s-"):
            section = paragraph.id
        elif paragraph.number is not None:
            about = {
                "id": paragraph.id,
                "number": str(paragraph.number),
                "kind": paragraph.block.kind,
                "section": section,
            }
            found.append({**about, **block})
    return found


def _notes(edition: Edition, document: Annotated) -> list[Json]:
    return [
        {
            "key": str(mark.note.key),
            "id": f"fn-{mark.note.key}",
            "number": number,
            "kind": mark.note.kind,
            **place(document, mark.span),
            "note": unmarked(mark.note.text),
            "sources": sources(edition, mark.note.sources),
            **without_empty({"index": list(map(str, mark.note.index))}),
        }
        for number, mark in enumerate(document.notes, start=1)
    ]


def _emendations(document: Annotated) -> list[Json]:
    """Every difference from the source text, with its place in that file."""
    return [
        {
            "rule": e.rule,
            "line": e.place.line,
            "column": e.place.column,
            "before": e.before,
            "after": e.after,
            "reason": e.reason,
        }
        for e in document.emended.emendations
    ]
