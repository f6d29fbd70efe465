"""The edition in volumes: which documents a printed book holds, and what of the edition belongs to them.

In: `Edition`. Out: `Volume`s, in the order of the documents. A typesetter holds the whole of a book in memory until its last
page is known, so a book has a limit. An edition that fits into one volume is that volume, with everything in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from edition.checks.support import references
from edition.model.annotations import Annotated
from edition.model.dates import print_date
from edition.model.edition import CrossReference, Edition, Event, Heading, Item, Located, Passage, people_of
from edition.stages.index import divide

# Characters of text and notes in a volume, at most. With registers and index that is some 300 pages, and the typesetter took
# 1.4 GB of memory for them; the time grows faster than the length.
MOST = 500_000


@dataclass(frozen=True)
class Volume:
    """One book: its documents, and what is printed around them."""

    number: int  # from 1
    of: int  # how many there are
    documents: Mapping[str, Annotated]  # by id, in the order of their dates
    names: frozenset[str]  # ids
    mentions: Mapping[str, Sequence[Located]]  # by name id
    cross_references: tuple[CrossReference, ...]
    chronology: tuple[Event, ...]
    calendar: Mapping[str, Item]  # the first volume has it whole
    index: tuple[Heading, ...]
    works: frozenset[str]  # keys

    @property
    def span(self) -> str:
        """The dates of its documents: "1 May 1950 to 2 June 1950"."""
        labels = [print_date(document.apparatus.date) for document in self.documents.values()]
        return labels[0] if len(labels) == 1 else f"{labels[0]} to {labels[-1]}"


def whole(edition: Edition) -> Volume:
    """Everything in one book."""
    return Volume(
        1,
        1,
        edition.documents,
        frozenset(map(str, edition.register.names)),
        edition.mentions,
        edition.cross_references,
        edition.chronology,
        edition.calendar,
        edition.index,
        frozenset(edition.works),
    )


def volumes(edition: Edition, most: int = MOST) -> list[Volume]:
    """The edition in volumes of about the same length, none much longer than `most` characters.

    A document is never cut, so a volume may be longer by half of one, and one that is long by itself makes a long volume.
    """
    parts = _parts(edition.documents.values(), most)
    if len(parts) < 2:
        return [whole(edition)]
    place = {id: str(number) for number, part in enumerate(parts, 1) for id in part}
    headings, mentions = divide(edition.index, place, elsewhere="1"), _divided(edition.mentions, place)
    return [
        _volume(edition, number, parts, mentions[str(number)], headings[str(number)])
        for number in range(1, len(parts) + 1)
    ]


def _parts(documents: Iterable[Annotated], most: int) -> list[dict[str, Annotated]]:
    """The documents volume by volume: each goes where its middle lies when the whole is cut into equal lengths."""
    lengths = {d.id: (d, length_of(d)) for d in documents}
    total, before = sum(length for _, length in lengths.values()), 0
    number = max(1, ceil(total / most))
    parts: dict[int, dict[str, Annotated]] = {}
    for id, (document, length) in lengths.items():
        place = int((before + length / 2) * number / max(total, 1))
        parts.setdefault(min(place, number - 1), {})[id] = (
            document  # one without any text ends where the last volume does
        )
        before += length
    return list(parts.values())


def length_of(document: Annotated) -> int:
    """Characters of a document with its notes."""
    return sum(len(p.text) for p in document.paragraphs) + sum(len(n.text) for n in document.apparatus.notes)


Mentions = Mapping[str, Sequence[Located]]


def _divided(mentions: Mentions, place: Mapping[str, str]) -> Mapping[str, Mentions]:
    """The mentions in each volume."""
    made: dict[str, dict[str, list[Located]]] = {part: {} for part in place.values()}
    for name, found in mentions.items():
        for located in found:
            made[place[located.document.id]].setdefault(name, []).append(located)
    return made


def _volume(
    edition: Edition,
    number: int,
    parts: Sequence[Mapping[str, Annotated]],
    mentions: Mentions,
    index: tuple[Heading, ...],
) -> Volume:
    """What of the edition concerns the documents of a volume. What concerns those of none stands in the first."""
    documents, known = parts[number - 1], edition.register.names
    names = {name for name in {*mentions, *_people(documents)} if name in known}
    events = [e for e in edition.chronology if _concerns(e.passages, documents) or (number == 1 and not e.passages)]
    if number == 1:
        names |= {*known} - {*edition.mentions} - _people(edition.documents)
    calendar = edition.calendar if number == 1 else {}
    works = {str(r.work) for r in references(documents, edition.register.those(names), events)}
    works |= {str(r.work) for item in calendar.values() for r in item.references}
    if number == 1:
        everywhere = references(edition.documents, known.values(), edition.chronology)
        works |= {*edition.works} - {str(r.work) for r in everywhere}
    return Volume(
        number,
        len(parts),
        documents,
        frozenset(names),
        mentions,
        tuple(c for c in edition.cross_references if _concerns(c.passages, documents)),
        tuple(events),
        calendar,
        index,
        frozenset(works),
    )


def _people(documents: Mapping[str, Annotated]) -> set[str]:
    return {name for document in documents.values() for name in people_of(document)}


def _concerns(passages: Iterable[Passage], documents: Mapping[str, object]) -> bool:
    return any(passage.document in documents for passage in passages)
