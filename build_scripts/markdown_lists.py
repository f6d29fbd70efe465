"""Stage 6, write: two lists for readers: abbreviations, and people with the office that they held at the time.

In: `Edition`. Out: `docs/about/abbreviations.md`, `docs/about/persons.md`. Both hold
nothing but headings, paragraphs and tables, so that a book may include them among its pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from build_scripts.abbreviations import PATH
from build_scripts.dates import print_date
from build_scripts.gather import Edition
from build_scripts.markdown import Pages, escape, languages, link, name_link, page, prose
from build_scripts.markdown_about import table
from build_scripts.register import Name

ABBREVIATIONS, PERSONS = "about/abbreviations.md", "about/persons.md"


def write_lists(edition: Edition) -> Pages:
    """Both pages; a list with nothing in it has none."""
    pages = {ABBREVIATIONS: _abbreviations(edition), PERSONS: _persons(edition)}
    return {path: text for path, text in pages.items() if text}


def book_pages(edition: Edition, root: Path) -> dict[str, str]:
    """The Markdown of the pages that a book has around its documents: lists, and pages that people wrote below `docs/`."""
    wanted = (*edition.settings.front_pages, *edition.settings.last_pages)
    by_hand = {path: root / "docs" / path for path in wanted}
    return {path: file.read_text("utf-8") for path, file in by_hand.items() if file.exists()} | write_lists(edition)


def _abbreviations(edition: Edition) -> str:
    """Every abbreviation with what it means."""
    if not edition.abbreviations:
        return ""
    rows = [(f"**{escape(a.form)}**{{: #a-{a.key} }}", prose(a.means)) for a in edition.abbreviations]
    said = "Abbreviations used in the texts and in this edition."
    return page("Abbreviations", PATH, [said, table(("Abbreviation", "Meaning"), rows)], hide=[])


def _persons(edition: Edition) -> str:
    """People with their offices: first those who took part in a conversation, then the others."""
    people = [n for n in edition.register.of("people") if n.post]
    present = {str(p.name) for d in edition.documents.values() for p in d.apparatus.participants}
    if not people:
        return ""
    body = [f"Offices are those held {_when(edition)}. For sources, see the entry of each person."]
    for title, those in (
        ("Participants", [n for n in people if n.id in present]),
        ("Others named", [n for n in people if n.id not in present]),
    ):
        if those:
            body += [f"## {title}", table(("Person", "Office", "Named in"), map(tuple, _rows(edition, those)))]
    return page("Persons and their offices", "source_texts/register/people.yaml", body, hide=[])


def _when(edition: Edition) -> str:
    """On which day, or between which days, the documents were written."""
    dates = [print_date(str(d.apparatus.date)) for d in edition.documents.values()]
    if not dates:
        return "at the time of the documents"
    return f"on {dates[0]}" if len({*dates}) == 1 else f"between {dates[0]} and {dates[-1]}"


def _rows(edition: Edition, people: list[Name]) -> Iterator[tuple[str, str, str]]:
    for name in people:
        documents = dict.fromkeys(located.document.id for located in edition.mentions.get(name.id, ()))
        named = "; ".join(link(PERSONS, f"documents/{id}.md", escape(edition.labels[id])) for id in documents)
        yield name_link(edition, PERSONS, name.id, languages(escape(name.sort))), prose(name.post), named or "–"
