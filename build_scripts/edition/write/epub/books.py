"""Stage 6, write: the books: each document as an EPUB and as one HTML file, and the whole edition as an EPUB.

In: `Edition`, the project's folder (for the pages that people wrote). Out: `documents/ID/ID.epub`, `documents/ID/ID.single.html`,
`edition.epub`. What a book of one document holds is gathered here, once for both of its forms; each form has a module of its
own (`write.epub.contents`, `write.epub.single_file`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from edition.model.addresses import beside
from edition.model.annotations import Annotated
from edition.model.apparatus import SourceRef
from edition.model.edition import Edition, Heading, Located, people_of
from edition.model.names import REGISTERS, TITLES, Name, filing
from edition.stages.index import divide
from edition.write.epub import back_matter as epub_back
from edition.write.epub.contents import (
    chapters_of_document,
    epub_of_document,
    epub_of_edition,
    goals_of_document,
    goals_of_edition,
    text_part,
)
from edition.write.epub.document import text
from edition.write.epub.package import Part
from edition.write.epub.single_file import SUFFIX, single_file
from edition.write.epub.xhtml import online
from edition.write.formats import WHOLE
from edition.write.shared import back_matter as print_back
from edition.write.shared.book import Layout, Written, around
from edition.write.shared.document import document_data, works
from edition.write.shared.index_elsewhere import explained
from edition.write.shared.same_matter import by_paragraph
from edition.write.shared.volumes import whole

Values = Mapping[str, Any]


def write_books(edition: Edition, written: Written) -> Iterator[tuple[str, bytes]]:
    """(path, book) of every book; none where there is no document.

    The text of a document is gathered once for all of its books, and one document after the other.
    """
    if not edition.documents:
        return
    shared, lead = by_paragraph(edition), online(edition)
    headings = divide(edition.index, {id: id for id in edition.documents})
    surrounding = around(edition, written, Layout(), whole(edition))
    goals = goals_of_edition(edition, surrounding, lead)
    known = {str(name.id): print_back.known(edition, name) for name in edition.register.names.values()}
    texts: list[Part] = []
    for document in edition.documents.values():
        data = document_data(edition, document, shared)
        values = _values(edition, document, data, headings[document.id], known)
        own = goals_of_document(values, lead)
        chapters = chapters_of_document(document, values, own)
        yield beside(document, ".epub"), epub_of_document(edition, document, values, own, chapters)
        yield beside(document, SUFFIX), single_file(edition, document, values, lead, chapters)
        texts.append(text_part(document, data, text(document, data, goals), "" if texts else "bodymatter"))
    yield WHOLE, epub_of_edition(edition, surrounding, texts, goals)


def _values(
    edition: Edition, document: Annotated, data: Values, headings: Sequence[Heading], known: Mapping[str, Values]
) -> dict[str, Any]:
    """What a book of one document holds: the text, its names, its part of the index, the works that all of these cite.

    `known` is what is known of each name, by its id.
    """
    mentions: dict[str, list[Located]] = {}
    for mention in document.mentions:
        mentions.setdefault(mention.name, []).append(Located(document, mention))
    register = edition.register.names
    names = sorted((register[id] for id in {*mentions, *people_of(document)} if id in register), key=filing)
    entries = {n.id: {**known[n.id], **print_back.where(edition, mentions.get(str(n.id), ()))} for n in names}
    return {
        "document": data,
        "registers": [
            {"kind": kind, "title": TITLES[kind], "entries": shown}
            for kind in REGISTERS
            if (shown := [epub_back.undated(entries[n.id]) for n in names if n.register == kind])
        ],
        "index": [epub_back.undated(print_back.heading(edition, h)) for h in headings],
        "index-how": explained(edition, headings),
        "works": works(edition, _cited(document, names)),
    }


def _cited(document: Annotated, names: Iterable[Name]) -> Iterator[SourceRef]:
    yield from document.apparatus.place_sources
    for mark in document.notes:
        yield from mark.note.sources
    for name in names:
        yield from name.sources
