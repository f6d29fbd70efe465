"""What else bears on the matter of a paragraph: passages of these documents, and records outside the edition.

In: `Edition`. Out: for each paragraph the cross-references that touch it, and the items of the calendar whose passages have it or
that its notes cite. An item stands once: with a cross-reference, if one has it. Made once for all documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from edition.model.document import spans
from edition.model.edition import CrossReference, Edition, ItemPlace, Passage

Where = tuple[str, int]  # a document and the position of a paragraph in it


@dataclass(frozen=True)
class Beside:
    """What bears on the matter of one paragraph."""

    references: tuple[CrossReference, ...] = ()
    items: tuple[ItemPlace, ...] = ()  # those that no cross-reference has here


def by_paragraph(edition: Edition) -> Mapping[Where, Beside]:
    """What bears on each paragraph, by document and position; those on which nothing does are left out."""
    references: dict[Where, dict[str, CrossReference]] = {}
    for reference in edition.cross_references:
        for where in (w for p in reference.passages for w in _touched(edition, p)):
            references.setdefault(where, {})[reference.key] = reference
    items: dict[Where, dict[str, list[str]]] = {}
    for where, place in (*_bearing(edition), *_cited(edition)):
        if not edition.calendar[place.item].document:
            items.setdefault(where, {}).setdefault(place.item, []).append(place.at)
    order = {key: number for number, key in enumerate(edition.calendar)}
    found = {}
    for where in {**references, **items}:
        touching = tuple(references.get(where, {}).values())
        told = {p.item for r in touching for p in r.items}
        kept = sorted((key for key in items.get(where, {}) if key not in told), key=order.__getitem__)
        found[where] = Beside(touching, tuple(_together(key, items[where][key]) for key in kept))
    return {where: beside for where, beside in found.items() if beside.references or beside.items}


def touches(passage: Passage, document: str, index: int) -> bool:
    """Whether a passage has a paragraph of a document, given by its position."""
    return passage.document == document and passage.extent.first.index <= index <= passage.extent.last.index


def _together(item: str, places: list[str]) -> ItemPlace:
    """Several places in an item as one."""
    return ItemPlace(item, "; ".join(dict.fromkeys(p for p in places if p)))


def _touched(edition: Edition, passage: Passage) -> Iterator[Where]:
    for span in spans(passage.extent, edition.documents[passage.document].paragraphs):
        yield passage.document, span.index


def _bearing(edition: Edition) -> Iterator[tuple[Where, ItemPlace]]:
    """The items with each paragraph that their passages touch."""
    for item in edition.calendar.values():
        for where in (w for p in item.passages for w in _touched(edition, p)):
            yield where, ItemPlace(str(item.key))


def _cited(edition: Edition) -> Iterator[tuple[Where, ItemPlace]]:
    """The items that the notes of each paragraph cite."""
    for document in edition.documents.values():
        for mark in document.notes:
            for reference in (r for r in mark.note.sources if r.item):
                yield (document.id, mark.span.index), ItemPlace(str(reference.item), reference.within)
