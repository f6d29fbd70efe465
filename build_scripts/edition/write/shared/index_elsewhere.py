"""Locators of the index that are no paragraphs: set apart, with a word or a letter that says where they lead.

In: `Edition`, locators. Out: the notes of each document; a row for what is in no document. Every page and print sets both in
its own way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from edition.model.addresses import CALENDAR_PAGE
from edition.model.dates import print_date
from edition.model.edition import Edition, Elsewhere, Heading, ItemLocator, Locator, NoteLocator, PageLocator
from edition.write.shared.rows import Row, between, item_link, page_link, plain, section_link


@dataclass(frozen=True)
class Notes:
    """The notes on a paragraph as one locator: "3n", or "3nn" for several; those on words of the head are "citation n"."""

    called: str
    numbered: bool
    keys: tuple[str, ...]


@dataclass(frozen=True)
class InDocument:
    """Where a heading leads in one document."""

    id: str
    paragraphs: tuple[Locator, ...]
    notes: tuple[Notes, ...]

    @property
    def numbered(self) -> bool:
        """Whether the first of its locators is the number of a paragraph."""
        return bool(self.paragraphs) or self.notes[0].numbered


def by_document(edition: Edition, found: Iterable[Locator], others: Iterable[Elsewhere] = ()) -> Iterator[InDocument]:
    """For each document its paragraphs, then its notes, in the order of the documents."""
    paragraphs: dict[str, list[Locator]] = {}
    notes: dict[str, list[NoteLocator]] = {}
    for locator in found:
        paragraphs.setdefault(locator.document, []).append(locator)
    for other in others:
        if isinstance(other, NoteLocator):
            notes.setdefault(other.document, []).append(other)
    for id in sorted({*paragraphs, *notes}, key=edition.positions.__getitem__):
        yield InDocument(id, tuple(paragraphs.get(id, ())), tuple(_together(notes.get(id, ()))))


def _together(notes: Iterable[NoteLocator]) -> Iterator[Notes]:
    """Notes by paragraph; those on words of the head come last."""
    placed = sorted(notes, key=lambda x: (x.number is None, x.number.place if x.number else 0))
    for number, group in groupby(placed, key=lambda x: x.number):
        for label, same in groupby(group, key=lambda x: x.label if number is None else ""):
            keys = tuple(note.key for note in same)
            letter = "n" if len(keys) == 1 else "nn"
            yield Notes(f"{label} {letter}" if number is None else f"{number}{letter}", number is not None, keys)


def explained(edition: Edition, headings: Iterable[Heading]) -> Row:
    """How locators that are no paragraphs are to be read, as sentences; only of those that these headings have."""
    headings = list(headings)
    found = [x for heading in headings for others in heading.elsewhere.values() for x in others]
    sentences: list[Row] = []
    if any(isinstance(x, NoteLocator) for x in found):
        sentences.append(["6n is a note on ¶\u00a06, 6nn more than one."])
    if pages := {x.title: x.page for x in found if isinstance(x, PageLocator)}:
        titles: list[Row] = [
            [["em", [page_link(edition, page, plain(title))]]] for title, page in sorted(pages.items())
        ]
        sentences.append(["After ", *between(titles, " or "), " the sections of that page are named."])
    if any(isinstance(x, ItemLocator) for x in found):
        calendar = page_link(edition, CALENDAR_PAGE, ["calendar"])
        sentences.append(["After ", ["em", ["calendar"]], " come items of the ", calendar, ", by date."])
    if not all(heading.mentioned for heading in headings):
        sentences.append([["em", ["Not mentioned"]], " means neither in the documents nor in the notes."])
    return between(sentences, " ")


def elsewhere(edition: Edition, found: Sequence[Elsewhere]) -> Row:
    """ "Introduction: The harbour; calendar, 1 March 1951, 4 March 1951": an empty row if there is nothing of the kind."""
    pages = [locator for locator in found if isinstance(locator, PageLocator)]
    items = [locator for locator in found if isinstance(locator, ItemLocator)]
    return between([row for row in (*_pages(edition, pages), _items(edition, items)) if row], "; ")


def _pages(edition: Edition, found: Iterable[PageLocator]) -> Iterator[Row]:
    """The sections of each page, after its title."""
    pages: dict[tuple[str, str], list[Row]] = {}
    for locator in found:
        link = section_link(edition, locator.page, locator.section, plain(locator.section_title))
        pages.setdefault((locator.page, locator.title), []).append([link])
    for (_, title), sections in pages.items():
        yield [["em", plain(title)], ": ", *between(sections, ", ")]


def _items(edition: Edition, found: Sequence[ItemLocator]) -> Row:
    """Items by their dates; those of one date by their short titles."""
    items = [edition.calendar[locator.item] for locator in found]
    dates = [print_date(item.date) for item in items]
    shown = [d if dates.count(d) == 1 else i.short_title for i, d in zip(items, dates, strict=True)]
    links: list[Row] = [[item_link(edition, i.key, plain(text))] for i, text in zip(items, shown, strict=True)]
    mark = "; " if any("," in text for text in shown) else ", "
    return [["em", ["calendar"]], "\u00a0", *between(links, mark)] if links else []
