"""The whole edition: all that any writer needs.

Made by `stages.gather` from the documents and from what stands beside them: cross-references, chronology, calendar, index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from edition.model.annotations import Annotated, Mention
from edition.model.apparatus import Ignore, SourceRef
from edition.model.dates import print_date
from edition.model.document import Extent, Number
from edition.model.names import Register, sort_key
from edition.model.placed import Text
from edition.model.problem import Problem, errors
from edition.model.works import Citation, Reference, Work, recommendations


@dataclass(frozen=True)
class Passage:
    """A passage of one document."""

    document: str
    extent: Extent


@dataclass(frozen=True)
class ItemPlace:
    """A place in an item of the calendar, or the whole item."""

    item: str
    at: str = ""


@dataclass(frozen=True)
class CrossReference:
    """Passages on the same matter."""

    key: Text
    label: str
    note: str
    passages: tuple[Passage, ...]
    items: tuple[ItemPlace, ...] = ()  # of the calendar


@dataclass(frozen=True)
class Event:
    """A dated event, and the passages that bear on it."""

    key: Text
    date: str
    event: str
    place: str
    names: tuple[str, ...]
    certainty: str
    note: str
    sources: tuple[SourceRef, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Figure:
    """A number of the texts beside what was found."""

    key: Text
    label: str
    says: str
    found: str
    sources: tuple[SourceRef, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, order=True)
class Locator:
    """A document and a range of its paragraphs."""

    document: str
    first: Number
    last: Number


@dataclass(frozen=True)
class NoteLocator:
    """A note, and the paragraph whose words it explains; on words of the head there is a label instead of a number."""

    document: str
    number: Number | None
    label: str
    key: str


@dataclass(frozen=True)
class PageLocator:
    """A section of a page that people wrote; `title` and `section_title` are what a reader is told."""

    page: str  # below docs/
    section: str
    title: str
    section_title: str


@dataclass(frozen=True)
class ItemLocator:
    """An item of the calendar."""

    item: str


Elsewhere = NoteLocator | PageLocator | ItemLocator  # what is not a paragraph of a document


@dataclass(frozen=True)
class Heading:
    """A heading of the index with its own locators, its subheadings and its references.

    Locators that are no paragraphs stand in `elsewhere`, by subheading; under an empty one those of the heading itself.
    """

    text: str
    locators: tuple[Locator, ...] = ()
    subheadings: tuple[tuple[str, tuple[Locator, ...]], ...] = ()
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = field(default=())
    elsewhere: Mapping[str, tuple[Elsewhere, ...]] = field(default_factory=dict)
    mentioned: bool = True  # else it is said that no document or note mentions it

    @property
    def own_elsewhere(self) -> tuple[Elsewhere, ...]:
        return self.elsewhere.get("", ())


@dataclass(frozen=True)
class Settings:
    """What the edition says of itself."""

    title: str
    description: str
    editors: tuple[str, ...]
    version: str
    released: str  # the day of this version; also the date that the built files carry
    address: str  # the base of every address, with a slash at its end
    contact: str  # where readers send corrections; empty if the publisher has not said
    responsible: str = ""  # the person or institution that answers for the edition; empty if the publisher has not said
    permission: str = ""  # what the archive was asked and answered about its texts; empty if the publisher has not said
    home: tuple[str, ...] = ()  # paragraphs with which the first page begins; else it begins with the description
    front_pages: tuple[str, ...] = ()  # hand-written pages, below docs/, that the printed book has before the documents
    last_pages: tuple[str, ...] = ()  # those that it has at its end
    further_reading: tuple[str, ...] = ()  # topics, in the order in which they are printed
    pdf: str = "book"  # what a build prints: see PDF
    ignore: tuple[Ignore, ...] = ()  # warnings that stand with reason

    @property
    def has_real_address(self) -> bool:
        """Whether the owner has set an address: hosts under .example are reserved (RFC 2606) and do not work."""
        return not (urlsplit(self.address).hostname or "").endswith(".example")

    @property
    def unset(self) -> tuple[str, ...]:
        """What only the publisher can say and has not said, each as a sentence for the editor."""
        wanted = (
            (self.has_real_address, f"The address {self.address} is a placeholder: set the real one (address)."),
            (self.responsible, "No one is named as answering for the edition (responsible)."),
            (self.contact, "There is no address to which readers can report errors (contact)."),
            (self.permission, "Nothing is said about permission to reproduce the texts (permission)."),
        )
        return tuple(sentence for value, sentence in wanted if not value)


@dataclass(frozen=True)
class Held:
    """A claim that was found but not printed, and why."""

    concerns: str
    claim: str
    why: str


@dataclass(frozen=True)
class GeneralRemark:
    """A remark on the texts as a whole."""

    kind: str
    note: str
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True)
class Located:
    """A mention with its document."""

    document: Annotated
    mention: Mention


@dataclass(frozen=True)
class Edition:
    """The whole edition: all that any writer needs."""

    settings: Settings
    documents: Mapping[str, Annotated]  # by id, in the order of their dates
    register: Register
    mentions: Mapping[str, tuple[Located, ...]]  # by name id, in the order of the documents
    works: Mapping[str, Work]
    cited: tuple[Reference, ...]  # wherever a work is cited that is known
    short: Mapping[Reference, Citation]  # each reference as a short citation; none in an edition that is only checked
    full: Mapping[str, Citation]  # each work cited or recommended as a full citation, by key
    cross_references: tuple[CrossReference, ...]
    chronology: tuple[Event, ...]
    figures: tuple[Figure, ...]
    calendar: Mapping[str, Item]  # by key, in the order of their dates
    index: tuple[Heading, ...]
    held: tuple[Held, ...]
    remarks: tuple[GeneralRemark, ...]
    abbreviations: tuple[Abbreviation, ...]

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What each document is called in locators, by its id."""
        return labels(self.documents.values())

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The number of each document in their order, from 0, by its id."""
        return {id: number for number, id in enumerate(self.documents)}

    @cached_property
    def neighbours(self) -> Mapping[str, tuple[Annotated | None, Annotated | None]]:
        """By the id of a document the one before it and the one after it."""
        row = [None, *self.documents.values(), None]
        return {id: (row[number], row[number + 2]) for id, number in self.positions.items()}

    @cached_property
    def filed(self) -> Mapping[str, int]:
        """The number of each work cited or recommended, in filing order, by the words of its citation."""
        texts = {work: "".join(run.text for run in citation).lstrip("‘“") for work, citation in self.full.items()}
        order = sorted(texts, key=lambda work: (sort_key(texts[work]), work))
        return {work: number for number, work in enumerate(order)}

    @cached_property
    def cited_works(self) -> frozenset[str]:
        """The keys of the works cited."""
        return frozenset(work for work, _ in self.cited)

    @cached_property
    def further_reading(self) -> Mapping[str, tuple[str, ...]]:
        """By topic the keys of the works recommended, in filing order."""
        recommended = {str(work.key) for work in recommendations(self.works)}
        filed = [key for key in self.filed if key in recommended]
        of = {
            t: tuple(key for key in filed if t in self.works[key].further_reading)
            for t in self.settings.further_reading
        }
        return {topic: keys for topic, keys in of.items() if keys}

    @cached_property
    def works_online(self) -> Mapping[str, Work]:
        """Works by their address; where two have one, the first."""
        return {str(w.csl["URL"]): w for w in reversed([*self.works.values()]) if "URL" in w.csl}

    @property
    def counts(self) -> dict[str, int]:
        """How much of everything there is."""
        documents = self.documents.values()
        return {
            "documents": len(documents),
            "paragraphs": sum(len(d.body) for d in documents),
            "notes": sum(len(d.notes) for d in documents),
            "names": len(self.register.names),
            "mentions": sum(len(d.mentions) for d in documents),
            "index headings": sum(1 + len(h.subheadings) for h in self.index),
            "cross-references": len(self.cross_references),
            "events": len(self.chronology),
            "figures": len(self.figures),
            **({"items of the calendar": len(self.calendar)} if self.calendar else {}),
            "claims withheld": len(self.held),
            "works cited": len(self.cited_works),
            "emendations": sum(len(d.emended.emendations) for d in documents),
            "brackets": sum(len(d.brackets) for d in documents),
        }


def people_of(document: Annotated) -> set[str]:
    """The names that a document's own data give: participants, narrator, place, speakers."""
    apparatus = document.apparatus
    speakers = {str(n) for s in apparatus.speakers for n in s.people}
    return {str(p.name) for p in apparatus.participants} | {str(apparatus.narrator), str(apparatus.place)} | speakers


@dataclass(frozen=True)
class Checked:
    """What came of a check. The problems are in the order of their places, each once."""

    edition: Edition | None
    problems: tuple[Problem, ...]
    ignored: tuple[Problem, ...] = ()
    new_addresses: int = 0  # that the ledger does not have yet
    reminders: tuple[Problem, ...] = ()

    @property
    def errors(self) -> int:
        return len(errors(self.problems))

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors

    @property
    def good(self) -> Edition | None:
        """The edition, if nothing stands in the way of a build."""
        return None if self.errors else self.edition


@dataclass(frozen=True)
class Item:
    """A record, a cable, a letter: what it is, where it is kept and printed, what of it was read, on what it bears.

    Who sent it, received it, passed it on, was meant by it or took part is the id of a name, or a name in words.
    """

    key: Text
    date: Text
    kind: str
    number: str  # of a cable
    senders: tuple[Text, ...]
    receivers: tuple[Text, ...]
    through: tuple[Text, ...]
    meant_for: tuple[Text, ...]
    participants: tuple[Text, ...]
    title: str  # as the archive prints it
    short_title: str
    subject: str
    record: Text  # its number in the archive that published it
    archive: str  # reference as printed
    work: Text  # its own entry in the bibliography; empty if it has none
    printed: tuple[SourceRef, ...]
    sources: tuple[SourceRef, ...]
    read: str
    note: str
    relations: Mapping[str, tuple[Text, ...]]  # by RELATIONS, keys of other items
    mission: bool
    document: Text  # the id of the document that it is; empty if this edition does not have it
    passages: tuple[Passage, ...]
    index: tuple[Text, ...]

    @property
    def address(self) -> str:
        return f"/calendar/#k-{self.key}"

    @property
    def parties(self) -> tuple[Text, ...]:
        """Everybody who had to do with it."""
        return (*self.senders, *self.receivers, *self.through, *self.meant_for, *self.participants)

    @property
    def references(self) -> tuple[SourceRef, ...]:
        """Every work by which it is known, its own entry first."""
        return (*((SourceRef(self.work),) if self.work else ()), *self.printed, *self.sources)


@dataclass(frozen=True)
class Abbreviation:
    """A shortened form and what it means."""

    key: Text
    form: str  # as listed
    forms: tuple[str, ...]  # as printed in the documents
    means: str


def labels(documents: Iterable[Annotated]) -> dict[str, str]:
    """By id the date; where documents share one their short titles; where they share these too the date with a number.

    What would still be the label of another has the id after it.
    """
    documents = list(documents)
    dates = Counter(print_date(d.apparatus.date) for d in documents)
    titles = Counter(d.apparatus.short_title for d in documents)
    found, taken, numbered = dict[str, str](), set[str](), Counter[str]()
    for document in documents:
        date, title = print_date(document.apparatus.date), document.apparatus.short_title
        numbered[date] += 1
        alike = f"{date} ({numbered[date]})" if titles[title] > 1 else title
        label = str(alike if dates[date] > 1 else date)
        found[document.id] = label if label not in taken else f"{label}, {document.id}"
        taken.add(label)
    return found
