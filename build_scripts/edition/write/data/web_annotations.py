"""Stage 6, write: the notes of a document as W3C Web Annotations, to be laid over its text wherever that stands.

In: `Edition`. Out: `ID.annotations.jsonld` beside each page. A quotation has as many characters around it as make it unique;
a position counts the Unicode characters of `plain_text`: the texts of head, headings and paragraphs, one line feed between two.
"""

from __future__ import annotations

import hashlib
from itertools import accumulate
from typing import Any

from edition.model.addresses import beside, canonical
from edition.model.annotations import Annotated, NoteMark
from edition.model.edition import Edition
from edition.model.typography import unmarked
from edition.write.formats import LANGUAGE, NOTES_LICENCE, text_of, to_json, without_empty, works_cited

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32  # characters of context, at least
_MOTIVATIONS = {"identification": "identifying", "textual": "describing"}  # all other kinds comment
Json = dict[str, Any]


def write_annotations(edition: Edition) -> dict[str, bytes]:
    """The notes of every document."""
    return {beside(d, ".annotations.jsonld"): to_json(_collection(edition, d)) for d in edition.documents.values()}


def plain_text(document: Annotated) -> str:
    """The text that the positions count: each piece of the text as `ID.json` has it, one line feed between two."""
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def _collection(edition: Edition, document: Annotated) -> Json:
    """All notes of a document on one page of annotations, and what their positions count."""
    text, page = plain_text(document), canonical(edition, document.address)
    here = canonical(edition, f"/{beside(document, '.annotations.jsonld')}")
    digest = hashlib.sha256(text.encode()).hexdigest()
    positions = (
        f"Positions are counted from 0 in Unicode characters, over the texts of head, headings and paragraphs as given in "
        f"{document.id}.json, in order and joined by single line feeds: {len(text)} characters, SHA-256 of their UTF-8 {digest}."
    )
    starts = list(accumulate((len(p.text) + 1 for p in document.paragraphs), initial=0))
    items = [_annotation(edition, document, mark, text, starts) for mark in document.notes]
    return {
        "@context": CONTEXT,
        "id": here,
        "type": "AnnotationCollection",
        "label": f"Notes on {document.apparatus.short_title}, version {edition.settings.version}",
        "rdfs:comment": positions,
        "dcterms:isPartOf": {"id": page},
        "rights": NOTES_LICENCE,
        "total": len(items),
        "first": {"id": f"{here}#page-1", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }


def _annotation(edition: Edition, document: Annotated, mark: NoteMark, text: str, starts: list[int]) -> Json:
    """One note: its words, and the words it explains, here and in the archive's own copy."""
    page, note = canonical(edition, document.address), mark.note
    start, end = starts[mark.span.index] + mark.span.start, starts[mark.span.index] + mark.span.end
    quote = _quote(text, start, end)
    scope = f"{page}#{document.paragraphs[mark.span.index].id}"
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    targets: list[Json] = [{"source": page, "scope": scope, "selector": [quote, position]}]
    if document.apparatus.canonical_address:
        targets.append({"source": str(document.apparatus.canonical_address), "selector": quote})
    return {
        "id": f"{page}#fn-{note.key}",
        "type": "Annotation",
        "motivation": _MOTIVATIONS.get(note.kind, "commenting"),
        "rights": NOTES_LICENCE,
        "body": {"type": "TextualBody", "value": _words(edition, mark), "format": "text/plain", "language": LANGUAGE},
        "target": targets,
    }


def _words(edition: Edition, mark: NoteMark) -> str:
    """The note with the works that it rests on."""
    cited = "; ".join(text_of(c).rstrip(".") for _, c in works_cited(mark.note.sources, edition.short))
    return f"{unmarked(mark.note.text)} Sources: {cited}." if cited else unmarked(mark.note.text)


def _quote(text: str, start: int, end: int) -> Json:
    """Words of the text with what stands around them, so much of it that together they stand there once."""
    around = _AROUND
    while True:
        before, after = text[max(0, start - around) : start], text[end : end + around]
        if text.count(before + text[start:end] + after) == 1 or around > len(text):
            break
        around *= 2
    return without_empty({"type": "TextQuoteSelector", "exact": text[start:end], "prefix": before, "suffix": after})
