"""References to items of the calendar, as references to the works by which they are cited.

In: an edition's parts as they were loaded, the calendar. Out: the same parts; where one refers to an item, the item's own work
with the place given, or a work that prints or tells of it, with its short title and the place. Such a reference keeps the item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from edition.model.annotations import Annotated
from edition.model.apparatus import Note, SourceRef
from edition.model.edition import Event, Figure, GeneralRemark, Item
from edition.model.names import Name, Register
from edition.model.placed import Text
from edition.model.problem import Problem
from edition.source.quotations import known_item

Citing = TypeVar("Citing", Note, Name, Event, Figure, GeneralRemark)
References = tuple[SourceRef, ...]


@dataclass(frozen=True)
class ItemSources:
    """Puts works in the place of items; reports what cannot be cited."""

    calendar: Mapping[str, Item]
    problems: list[Problem]

    def documents(self, documents: Mapping[str, Annotated]) -> dict[str, Annotated]:
        """The documents with their notes and what is said of their places."""
        return {id: self._document(document) for id, document in documents.items()}

    def _document(self, document: Annotated) -> Annotated:
        apparatus = document.apparatus
        refs = [apparatus.place_sources, *(note.sources for note in apparatus.notes)]
        if not any(r.item for of_one in refs for r in of_one):
            return document
        notes = {str(note.key): self.entry(note) for note in apparatus.notes}
        marks = tuple(replace(mark, note=notes[mark.note.key]) for mark in document.notes)
        place = self.references(apparatus.place_sources)
        return replace(
            document, notes=marks, apparatus=replace(apparatus, notes=tuple(notes.values()), place_sources=place)
        )

    def register(self, register: Register) -> Register:
        """The registers with what their entries rest on."""
        if not any(r.item for name in register.names.values() for r in name.sources):
            return register
        return replace(register, names={id: self.entry(name) for id, name in register.names.items()})

    def entries(self, entries: Iterable[Citing]) -> tuple[Citing, ...]:
        """Events, figures and the like."""
        return tuple(map(self.entry, entries))

    def entry(self, entry: Citing) -> Citing:
        """A note, a register entry, an event and the like."""
        if not any(r.item for r in entry.sources):
            return entry
        return replace(entry, sources=self.references(entry.sources))

    def references(self, references: References) -> References:
        """Some references; those to items that are unknown or cannot be cited are left out."""
        return tuple(made for r in references if (made := self._work(r) if r.item else r))

    def _work(self, reference: SourceRef) -> SourceRef | None:
        if not known_item(reference.item, self.calendar, self.problems):
            return None
        item = self.calendar[reference.item]
        base = next((r for r in item.references if reference.work in ("", r.work)), None)
        if base is None:
            self.problems.append(_not_cited(reference, item))
            return None
        where = base.at or ("" if base.work == item.work else f"“{item.short_title}”")  # collections have it so
        at = ", ".join(part for part in (where, reference.at) if part)
        return SourceRef(Text(base.work, reference.item.place), at, reference.item, reference.within)


def _not_cited(reference: SourceRef, item: Item) -> Problem:
    """The problem of a reference to an item by a work that does not have it."""
    if reference.work:
        message = f"the item {str(item.key)!r} does not name the work {str(reference.work)!r}"
        return Problem("unknown-source", reference.work.place, message, "add the work to the item, or correct the key")
    message = f"the item {str(item.key)!r} names no work, so it cannot be cited"
    cure = f"add work:, printed: or sources: to it in {item.key.place.path}"
    return Problem("unknown-source", reference.item.place, message, cure)
