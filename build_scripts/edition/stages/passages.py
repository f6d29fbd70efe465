"""What ties passages together: cross-references, the chronology, the figures.

In: `cross_references.yaml`, `chronology.yaml`, `figures.yaml` in `source_texts/`, the annotated documents.
Out: `CrossReference`s, `Event`s and `Figure`s with their passages found in the documents.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from pathlib import Path

from edition.files.fields import Fields
from edition.files.yaml_places import load_yaml
from edition.model.annotations import Annotated
from edition.model.apparatus import CERTAINTIES
from edition.model.document import Extent, Span
from edition.model.edition import CrossReference, Event, Figure, ItemPlace, Passage
from edition.model.names import Register
from edition.model.placed import Text
from edition.model.problem import Place, Problem
from edition.source.dates import check_date
from edition.source.quotations import known_item, passage, source_refs
from edition.source.registers import unknown_name
from edition.source.typography import typeset
from edition.stages.anchors import Anchors

CROSS_REFERENCES = "source_texts/cross_references.yaml"


CHRONOLOGY = "source_texts/chronology.yaml"


FIGURES = "source_texts/figures.yaml"


class Finder:
    """Finds passages in all documents; keeps the anchors of each."""

    def __init__(self, documents: Mapping[str, Annotated], problems: list[Problem]) -> None:
        self.documents, self.problems = documents, problems
        self.anchors: dict[str, Anchors] = {}

    def find(self, entry: Fields) -> Passage | None:
        """The passage that an entry with `document` and an anchor means."""
        document = entry.required("document")
        words = passage(entry)
        entry.close()
        if not self.known(document):
            return None
        if document not in self.anchors:
            self.anchors[document] = Anchors(self.documents[document].paragraphs)
        extent = self.anchors[document].extent(words, self.problems)
        return Passage(str(document), extent) if extent else None

    def known(self, document: Text) -> bool:
        """Whether there is a document of this id; reported if there is none."""
        if document in self.documents:
            return True
        cure = "write the name of a file in source_texts/documents/, without .md"
        self.problems.append(Problem("unknown-document", document.place, f"no document {str(document)!r}", cure))
        return False

    def all(self, entry: Fields) -> tuple[Passage, ...]:
        """The field `passages` of an entry."""
        return tuple(p for e in entry.mappings("passages") if (p := self.find(e)))

    def all_or_numbered(self, entry: Fields) -> tuple[Passage, ...]:
        """The field `passages` where a passage may also be whole paragraphs, by their numbers."""
        found: list[Passage] = []
        for given in entry.mappings("passages"):
            words = None if "paragraphs" in given else self.find(given)
            found += [words] if words else self._numbered(given) if "paragraphs" in given else []
        return tuple(found)

    def _numbered(self, entry: Fields) -> Iterator[Passage]:
        """The paragraphs that an entry with `document` and `paragraphs` means."""
        document, numbers = entry.required("document"), entry.texts("paragraphs")
        entry.close()
        if not self.known(document):
            return
        places = {str(p.number): n for n, p in enumerate(self.documents[document].paragraphs) if p.number is not None}
        for number in numbers:
            if number in places:
                index = places[number]
                span = Span(index, 0, len(self.documents[document].paragraphs[index].text))
                yield Passage(str(document), Extent(span, span))
            else:
                cure = f"write a number that is printed in the document, from {next(iter(places), 'none')} on"
                message = f"no ¶ {number} in {document}"
                self.problems.append(Problem("unknown-paragraph", number.place, message, cure))


def load_cross_references(
    root: Path, finder: Finder, calendar: Container[str], problems: list[Problem]
) -> tuple[CrossReference, ...]:
    """All cross-references, in the order of the file; of the calendar only its keys matter."""
    found = []
    for entry in entries_of(root, CROSS_REFERENCES, problems):
        label, note = typeset(entry.required("label")), typeset(entry.text("note"))
        given = entry.mappings("passages")
        passages = tuple(p for e in given if "item" not in e and (p := finder.find(e)))
        items = tuple(i for e in given if "item" in e and (i := _item_place(e, calendar, problems)))
        reference = CrossReference(entry.id("key"), label, note, passages, items)
        found.append(reference)
        all_found = [*passages, *items]
        if len(given) < 2 or (len(all_found) == len(given) and len({*all_found}) < 2):  # else others are unknown
            cure = "give at least two different passages, or remove the entry"
            entry.problem("bad-value", reference.key.place, f"{str(reference.key)!r} does not link any passages", cure)
        entry.close()
    check_keys([f.key for f in found], problems)
    return tuple(found)


def _item_place(entry: Fields, calendar: Container[str], problems: list[Problem]) -> ItemPlace | None:
    """A place in an item of the calendar."""
    key, at = entry.required("item"), typeset(entry.text("at"))
    entry.close()
    return ItemPlace(str(key), at) if key and known_item(key, calendar, problems) else None


def load_chronology(root: Path, finder: Finder, register: Register, problems: list[Problem]) -> tuple[Event, ...]:
    """All events, in the order of their dates."""
    events = []
    for entry in entries_of(root, CHRONOLOGY, problems):
        names = (*entry.texts("people"), *entry.texts("places"), *entry.texts("organizations"), *entry.texts("terms"))
        problems += [unknown_name(n, register) for n in names if n not in register.names]
        event = Event(
            key=entry.id("key"),
            date=check_date(entry.required("date"), problems),
            event=typeset(entry.required("event")),
            place=typeset(entry.text("place")),
            names=tuple(n for n in names if n in register.names),
            certainty=entry.choice("certainty", CERTAINTIES, "certain"),
            note=typeset(entry.text("note")),
            sources=source_refs(entry),
            passages=finder.all(entry),
        )
        entry.close()
        events.append(event)
    check_keys([e.key for e in events], problems)
    return tuple(sorted(events, key=lambda e: (e.date.split("/")[0], e.key)))


def load_figures(root: Path, finder: Finder, problems: list[Problem]) -> tuple[Figure, ...]:
    """All figures, in the order of the file."""
    figures = []
    for entry in entries_of(root, FIGURES, problems):
        figures.append(
            Figure(
                key=entry.id("key"),
                label=typeset(entry.required("label")),
                says=typeset(entry.required("says")),
                found=typeset(entry.required("found")),
                sources=source_refs(entry),
                passages=finder.all(entry),
            )
        )
        entry.close()
    check_keys([f.key for f in figures], problems)
    return tuple(figures)


def entries_of(root: Path, path: str, problems: list[Problem]) -> list[Fields]:
    """The entries of a file that is a list; none where it is missing."""
    data = load_yaml(root, path, problems) if (root / path).exists() else None
    if isinstance(data, Fields):
        problems.append(
            Problem("wrong-shape", data.place, "the file must contain a list", "begin each entry with - key:")
        )
        return []
    entries = [e for e in data or () if isinstance(e, Fields)]
    for e in data or ():
        if not isinstance(e, Fields):
            problems.append(Problem("wrong-shape", e.place, "an entry must be a mapping", "begin it with key:"))
    return entries


def check_keys(keys: list[Text], problems: list[Problem]) -> None:
    """Report every key that occurs twice."""
    first: dict[str, Place] = {}
    for key in keys:
        if key in first:
            message = f"duplicate key {str(key)!r}"
            problems.append(
                Problem("duplicate-key", key.place, message, f"first used in line {first[key].line}; choose another")
            )
        first.setdefault(key, key.place)
