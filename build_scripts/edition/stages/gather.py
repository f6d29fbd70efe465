"""Stage 5, gather: everything becomes one `Edition`.

In: the project's `source_texts/`; of hand-written pages the works that they cite and the sections that are indexed. Out: the
edition, or the problems that stand in its way. The only stage that sees all documents. Writes nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from edition.checks.note_keys import check_note_keys
from edition.checks.support import check_known, check_support, check_topics, source_lists
from edition.checks.unnamed import check_named
from edition.files.text import check_folders
from edition.model.annotations import Annotated
from edition.model.apparatus import SourceRef
from edition.model.edition import Edition, Heading, Item, Located, people_of
from edition.model.names import Register
from edition.model.problem import Problem, errors, without_echoes
from edition.model.works import Reference, Work
from edition.source.abbreviations import load_abbreviations
from edition.source.bibliography import load_bibliography
from edition.source.registers import load_register
from edition.source.settings import document_ids, load_held, load_remarks, load_settings
from edition.source.written_pages import indexed_pages, page_citations
from edition.stages.cache import Readings, read_all
from edition.stages.calendar import indexed_items, load_calendar
from edition.stages.cite import cite_all
from edition.stages.index import indexed_notes, load_index_file, make_index
from edition.stages.item_sources import ItemSources
from edition.stages.passages import Finder, load_chronology, load_cross_references, load_figures

Progress = Callable[[str], None]


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector: there are no cycles here, and it would go through the edition again and again.

    What was made meanwhile is left out of its later rounds too; it goes when nothing refers to it any more. What earlier
    work has left is collected first, for it would stay for good.
    """
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


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
    settings, register = load_settings(root, problems), load_register(root, problems)
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
    references = _references(root, claims, calendar, works, problems)
    check_note_keys((d.apparatus for d in documents.values()), problems)
    if settings:
        check_topics(works.values(), settings.further_reading, problems)
    problems[:] = without_echoes(problems)
    if settings is None:
        return None
    cited = cite and not errors(problems)
    short, full = cite_all(works, references, root / ".cache" if cache else None) if cited else ({}, {})
    beside = (cross_references, chronology, figures, calendar, index, held, remarks, abbreviations)
    return Edition(settings, documents, register, mentions, works, references, short, full, *beside)


def _references(
    root: Path,
    claims: Sequence[Sequence[SourceRef]],
    calendar: Mapping[str, Item],
    works: Mapping[str, Work],
    problems: list[Problem],
) -> tuple[Reference, ...]:
    """Wherever a known work is cited: for a claim, for an item of the calendar, on a page that people wrote."""
    of_items = (reference for item in calendar.values() for reference in item.references)
    cited = [*chain.from_iterable(claims), *of_items, *page_citations(root)]
    check_known(cited, works, problems)
    check_support(claims, works, problems)
    return tuple((str(r.work), r.at) for r in cited if r.work in works)


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
