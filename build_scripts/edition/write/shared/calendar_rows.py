"""What is said of an item of the calendar, as rows that every page and print sets in its own way.

In: `Edition`, an `Item`. Out: its heading, who sent it or took part, its subject, and the facts about it: label and row.
Of an item that is a document of this edition the document says who, what and where.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from edition.checks.calendar import number_of
from edition.model.annotations import Annotated, NoteMark
from edition.model.apparatus import SourceRef
from edition.model.dates import print_date
from edition.model.document import spans
from edition.model.edition import Edition, Item, Locator
from edition.model.placed import Text
from edition.stages.calendar import READ, RELATIONS
from edition.stages.index import merge
from edition.write.shared.rows import Node, Row, between, item_link, joined, plain, prose, sources

# What an item is called at its target, and what the target says of it.
_RELATED = {
    "answers": ("Answers", "Answered by"),
    "refers_to": ("Refers to", "Referred to in"),
    "follows": ("Follows", "Followed by"),
}
BEARS_ON = "Bears on"
Fact = tuple[str, Row]  # a label, which may be empty, and what it introduces


@dataclass(frozen=True)
class CitingNote:
    """A note that refers to an item: its document, its number in it, the note with its place."""

    document: Annotated
    number: int
    mark: NoteMark


@dataclass(frozen=True)
class CalendarRows:
    """Rows for the items of an edition; knows what refers to each of them."""

    edition: Edition

    @cached_property
    def notes(self) -> Mapping[str, list[CitingNote]]:
        """The notes that cite each item, by its key."""
        found: dict[str, list[CitingNote]] = {}
        for document in self.edition.documents.values():
            for number, mark in enumerate(document.notes, start=1):
                for key in dict.fromkeys(str(r.item) for r in mark.note.sources if r.item):
                    found.setdefault(key, []).append(CitingNote(document, number, mark))
        return found

    @cached_property
    def _reverse(self) -> Mapping[tuple[str, str], list[Item]]:
        """The items that have a relation to one, by relation and key."""
        found: dict[tuple[str, str], list[Item]] = {}
        for item in self.edition.calendar.values():
            for relation, targets in item.relations.items():
                for target in targets:
                    found.setdefault((relation, str(target)), []).append(item)
        return found

    def heading(self, item: Item) -> str:
        """ "6 March 1951: cable no. 17"."""
        return f"{print_date(item.date)}: {item.kind}{f' no. {item.number}' if item.number else ''}"

    def account(self, item: Item) -> Row:
        """Who sent it or took part, what it is about, what is remarked on it."""
        rows = [_sentence(self.parties(item)), _sentence(self.subject(item)), prose(item.note)]
        return between([row for row in rows if row], " ")

    def apparatus(self, item: Item) -> Row:
        """The facts about it, one after the other; where it bears on the texts is said after them (`places`)."""
        return between([_sentence([*_label(label), *row]) for label, row in self.facts(item)], " ")

    def places(self, item: Item) -> list[Locator]:
        """The paragraphs on which it bears."""
        found = []
        for passage in item.passages:
            touched = self.edition.documents[passage.document].paragraphs
            numbers = [n for s in spans(passage.extent, touched) if (n := touched[s.index].number) is not None]
            found += [Locator(passage.document, numbers[0], numbers[-1])] if numbers else []
        return list(merge(found, self.edition.positions))

    def parties(self, item: Item) -> Row:
        """Who sent it to whom, or who took part."""
        document = self.document(item)
        if document:
            return listed([self.party(p.name) for p in document.apparatus.participants])
        row = listed([self.party(p) for p in item.senders])
        for word, parties in (("to", item.receivers), ("for", item.meant_for), ("through", item.through)):
            if parties:
                comma = ", " if word != "to" and row else " " if row else ""
                row = [*row, f"{comma}{word} ", *listed([self.party(p) for p in parties])]
        return row or listed([self.party(p) for p in item.participants])

    def parties_of(self, item: Item) -> tuple[Text, ...]:
        """Who had to do with it: ids of names, or names in words."""
        document = self.document(item)
        return tuple(p.name for p in document.apparatus.participants) if document else item.parties

    def party(self, party: str) -> Row:
        """A name of the registers, or a name in words."""
        name = self.edition.register.names.get(party)
        return [["link", f"n:{party}", plain(name.name)]] if name else plain(party)

    def subject(self, item: Item) -> Row:
        """What it is about."""
        document = self.document(item)
        return prose(item.subject or (document.apparatus.subject if document else ""))

    def document(self, item: Item) -> Annotated | None:
        """The document of this edition that it is."""
        return self.edition.documents.get(item.document)

    def facts(self, item: Item) -> Iterator[Fact]:
        """Where it is kept and printed, what of it was read, what it has to do with other items and with the texts."""
        document = self.document(item)
        if document:
            target = ["see", document.id, "title", "title", plain(document.apparatus.short_title)]
            yield "In this edition", [target]
        if item.title:
            title = plain(f"“{item.title}”")
            yield "", [["link", f"b:{item.work}", title]] if item.work in self.edition.full else title
        if archive := self._archive(item, document):
            yield "Archive", archive
        if printed := sources(self.edition, item.printed):
            yield "Printed in", printed
        own = (SourceRef(item.work),) if item.work and not item.title else ()
        if cited := sources(self.edition, (*own, *item.sources)):
            yield "Sources", cited
        if item.read:
            yield "", [READ[item.read].capitalize()]
        yield from self._related(item)
        if cited := list(self._citing(item)):
            yield "Cited in", between(cited, "; ")

    def _archive(self, item: Item, document: Annotated | None) -> Row:
        """The archive that published it with the number there, and the reference to the file as printed."""
        work = self.edition.works.get(item.work)
        number = str(item.record) or (number_of(document) if document else "")
        reference = item.archive or (str(document.apparatus.archive_reference) if document else "")
        address = (
            str(document.apparatus.canonical_address) if document else str(work.csl.get("URL", "")) if work else ""
        )
        published = str(work.csl.get("container-title", "")) if work and (number or address) else ""
        row = plain(", ".join(p for p in (published, f"no. {number}" if number else "") if p))
        if row and address:
            row = [["url", address, row]]
        return between([r for r in (row, plain(reference)) if r], "; ")

    def _related(self, item: Item) -> Iterator[Fact]:
        for relation in RELATIONS:
            here, there = _RELATED[relation]
            for label, others in (
                (here, [self.edition.calendar[k] for k in item.relations[relation]]),
                (there, self._reverse.get((relation, str(item.key)), [])),
            ):
                if others:
                    yield label, between([[self.link(other)] for other in others], "; ")

    def link(self, item: Item, text: str = "") -> Node:
        """A link to an item, with its short title; in a print that does not have it, to its address."""
        return item_link(self.edition, item.key, plain(text or item.short_title))

    def _citing(self, item: Item) -> Iterator[Row]:
        """The notes that cite it, each with its paragraph, the first of a document with its date."""
        before = ""
        for cited in self.notes.get(str(item.key), ()):
            id, paragraph = cited.document.id, cited.document.paragraphs[cited.mark.span.index]
            date = "" if id == before else f"{self.edition.labels[id]}, "
            label = paragraph.label.replace("¶ ", "¶\u00a0")
            text = f"{date}{label}, note {cited.number}"
            before = id
            yield [["see", id, paragraph.id, paragraph.id, plain(text), str(cited.mark.note.key)]]


def _label(label: str) -> Row:
    return [["em", [f"{label}:"]], " "] if label else []


def _sentence(row: Row) -> Row:
    """A row with a stop at its end."""
    return joined([*row, "" if str(row[-1]).endswith(".") else "."]) if row else row


def listed(rows: Sequence[Row]) -> Row:
    """Rows as a list in words: one, two and three."""
    if len(rows) < 2:
        return [node for row in rows for node in row]
    return [*between(rows[:-1], ", "), " and ", *rows[-1]]


def of_mission(items: Iterable[Item]) -> list[Item]:
    """Those of some items that belong to the mission."""
    return [item for item in items if item.mission]
