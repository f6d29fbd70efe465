"""The data of a print: one mapping for one PDF, all of it texts and numbers, to be written as JSON.

In: `Edition`, the layout wanted. Out: the data of one document, or of a volume of the edition as a book.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from edition.model.dates import print_date
from edition.model.edition import Edition
from edition.write.shared import back_matter as print_back
from edition.write.shared.document import Shared, document_data
from edition.write.shared.index_elsewhere import explained
from edition.write.shared.volumes import Volume
from edition.write.shared.written_pages import page_data

PAPERS = ("a4", "letter")
Written = Mapping[str, str]  # the Markdown of the pages around the documents, by path below docs/


@dataclass(frozen=True)
class Layout:
    """How a print is laid out: the paper, and whether in large type (16 points)."""

    paper: str = "a4"
    large: bool = False


def one(edition: Edition, id: str, layout: Layout, shared: Shared, tei: str = "") -> dict[str, Any]:
    """The data of one document; `tei` is the name of its TEI file, where one is to be attached."""
    document = document_data(edition, edition.documents[id], shared)
    return {**_common(edition, layout), "kind": "document", "documents": [document], "tei": tei}


def book(edition: Edition, written: Written, layout: Layout, shared: Shared, volume: Volume) -> dict[str, Any]:
    """The data of a volume of the edition."""
    documents = [document_data(edition, d, shared) for d in volume.documents.values()]
    return {**around(edition, written, layout, volume), "documents": documents}


def around(edition: Edition, written: Written, layout: Layout, volume: Volume) -> dict[str, Any]:
    """What a book holds around its documents; `written` gives its front and last pages as Markdown."""
    documents = volume.documents.values()
    return {
        **_common(edition, layout),
        **_numbered(edition, volume),
        "kind": "book",
        "front": _pages(edition, written, edition.settings.front_pages, volume),
        "last": _pages(edition, written, edition.settings.last_pages, volume),
        "chronology": print_back.chronology(edition, volume),
        "calendar": print_back.calendar(edition, volume),
        "passages": print_back.passages(edition, volume),
        "emendations": print_back.emendations(volume),
        "remarks": print_back.remarks(volume),
        "registers": print_back.registers(edition, volume),
        "index": print_back.index(edition, volume),
        "index-how": explained(edition, volume.index),
        "bibliography": print_back.bibliography(edition, volume),
        "counts": [[what, f"{count:,}"] for what, count in edition.counts.items()],
        "hashes": [[str(d.apparatus.short_title), d.emended.parsed.source.sha256] for d in documents],
        "tei": "",
    }


def _numbered(edition: Edition, volume: Volume) -> dict[str, str]:
    """Title and number of one volume of several; a book that has everything goes without a number."""
    if volume.of == 1:
        return {"volume": ""}
    return {
        "title": f"{edition.settings.title}, volume {volume.number}",
        "volume": f"Volume {volume.number} of {volume.of}: {volume.span}",
    }


def _common(edition: Edition, layout: Layout) -> dict[str, Any]:
    settings = edition.settings
    return {
        "title": settings.title,
        "description": settings.description,
        "editors": list(map(str, settings.editors)),
        "version": settings.version,
        "released": print_date(settings.released),
        "address": settings.address,
        "contact": settings.contact,
        "real": settings.has_real_address,
        "paper": layout.paper,
        "large": layout.large,
    }


def _pages(edition: Edition, written: Written, paths: tuple[str, ...], volume: Volume) -> list[dict[str, Any]]:
    """Those of the pages that there are, in the order wanted."""
    places = {f"p:{d.id}:{p.id}" for d in volume.documents.values() for p in d.paragraphs}
    places |= {f"n:{id}" for id in volume.names} | {f"b:{work}" for work in edition.full if work in volume.works}
    return [page_data(path, written[path], edition.settings.address, places) for path in paths if path in written]
