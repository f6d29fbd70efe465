"""Stage 5, gather: everything becomes one `Edition`.

In: the project's `source_texts/`; of hand-written pages the works that they cite and the sections that are indexed. Out: the
edition, or the problems that stand in its way. The only stage that sees all documents. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from build_scripts.abbreviations import Abbreviation, load_abbreviations
from build_scripts.annotated import Annotated, Mention
from build_scripts.bibliography import Work, load_bibliography
from build_scripts.calendar_items import Item, indexed_items, load_calendar
from build_scripts.cited_works import Citation, Reference, cite_all, recommendations
from build_scripts.collecting import uncollected
from build_scripts.index import Heading, indexed_notes, load_index_file, make_index
from build_scripts.index_pages import indexed_pages
from build_scripts.item_sources import ItemSources
from build_scripts.labels import labels
from build_scripts.note_keys import check_note_keys
from build_scripts.page_citations import page_citations
from build_scripts.passages import (
    CrossReference,
    Event,
    Figure,
    Finder,
    load_chronology,
    load_cross_references,
    load_figures,
)
from build_scripts.problem import Problem, errors, without_echoes
from build_scripts.reading import Readings, read_all
from build_scripts.register import Register, load_register, sort_key
from build_scripts.settings import (
    GeneralRemark,
    Held,
    Settings,
    document_ids,
    load_held,
    load_remarks,
    load_settings,
)
from build_scripts.support import check_known, check_support, check_topics, source_lists
from build_scripts.text_file import check_folders
from build_scripts.unnamed import check_named

Progress = Callable[[str], None]


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


@uncollected()
def gather(
    root: Path,
    problems: list[Problem],
    progress: Progress = lambda _: None,
    cache: bool = True,
    readings: Readings = read_all,
    cite: bool = True,
) -> Edition | None:
    """Read everything below `root` and put it together; None if the edition's own settings cannot be read.

    Works are cited in an edition without errors, unless it is only to be checked (`cite` is false): formatting takes long.
    """
    check_folders(root, problems)
    settings = load_settings(root, problems)
    register = load_register(root, problems)
    works = load_bibliography(root, problems)
    documents = _documents(root, register, problems, progress, readings)
    finder = Finder(documents, problems)
    calendar = load_calendar(root, finder, register, works, problems)
    items = ItemSources(calendar, problems)
    cross_references = load_cross_references(root, finder, calendar, problems)
    chronology = items.entries(load_chronology(root, finder, register, problems))
    figures = items.entries(load_figures(root, finder, problems))
    held, remarks = load_held(root, problems), items.entries(load_remarks(root, problems))
    abbreviations = load_abbreviations(root, problems)
    documents, register = items.documents(documents), items.register(register)
    index = _index(root, documents, calendar, problems)
    mentions = _mentions(documents)
    check_named(register, {*mentions, *(n for d in documents.values() for n in people_of(d))}, problems)
    claims = list(source_lists(documents, register.names.values(), (*chronology, *figures, *remarks)))
    of_items = (reference for item in calendar.values() for reference in item.references)
    cited = [*chain.from_iterable(claims), *of_items, *page_citations(root)]
    check_note_keys((d.apparatus for d in documents.values()), problems)
    check_known(cited, works, problems)
    check_support(claims, works, problems)
    if settings:
        check_topics(works.values(), settings.further_reading, problems)
    problems[:] = without_echoes(problems)
    if settings is None:
        return None
    references = tuple((str(r.work), r.at) for r in cited if r.work in works)
    kept = root / ".cache" if cache else None
    short, full = cite_all(works, references, kept) if cite and not errors(problems) else ({}, {})
    return Edition(
        settings,
        documents,
        register,
        mentions,
        works,
        references,
        short,
        full,
        cross_references,
        chronology,
        figures,
        calendar,
        index,
        held,
        remarks,
        abbreviations,
    )


def _index(
    root: Path, documents: Mapping[str, Annotated], calendar: Mapping[str, Item], problems: list[Problem]
) -> tuple[Heading, ...]:
    """The index of the texts, then of their notes, of pages, of the calendar."""
    data = load_index_file(root, problems)
    notes, pages = indexed_notes(documents.values()), indexed_pages(root, data, problems)
    return make_index(documents, [*notes, *pages, *indexed_items(calendar.values())], data, problems)


def _documents(
    root: Path, register: Register, problems: list[Problem], progress: Progress, readings: Readings
) -> dict[str, Annotated]:
    """Stages 1 to 4 for every document; those that cannot be read are left out, with the reason reported."""
    made: list[Annotated] = []
    for reading in readings(root, document_ids(root, problems), register, progress):
        problems += reading.problems
        made += [reading.document] if reading.document else []
    return {d.id: d for d in sorted(made, key=lambda d: (d.apparatus.date, d.id))}


def _mentions(documents: Mapping[str, Annotated]) -> dict[str, tuple[Located, ...]]:
    found: dict[str, list[Located]] = {}
    for document in documents.values():
        for mention in document.mentions:
            found.setdefault(mention.name, []).append(Located(document, mention))
    return {name: tuple(located) for name, located in found.items()}


def people_of(document: Annotated) -> set[str]:
    """The names that a document's own data give: participants, narrator, place, speakers."""
    apparatus = document.apparatus
    speakers = {str(n) for s in apparatus.speakers for n in s.people}
    return {str(p.name) for p in apparatus.participants} | {str(apparatus.narrator), str(apparatus.place)} | speakers
