"""Stage 6, write: lists for readers: abbreviations, persons with their offices, works cited and further reading.

In: `Edition`. Out: `docs/about/abbreviations.md`, `docs/about/persons.md`, `docs/about/sources.md`. The first two hold
nothing but headings, paragraphs and tables, so that a book may include them among its pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from edition.model.dates import print_date
from edition.model.edition import Edition
from edition.model.names import Name
from edition.model.works import Work
from edition.source.abbreviations import ABBREVIATIONS_FILE
from edition.source.bibliography import GRADES
from edition.write.markdown.syntax import (
    SOURCES,
    Pages,
    citation,
    escape,
    languages,
    link,
    name_link,
    page,
    prose,
    start,
    table,
)
from edition.write.shared.back_matter import GROUPS, remarks_on

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
    return page("Abbreviations", ABBREVIATIONS_FILE, [said, table(("Abbreviation", "Meaning"), rows)], hide=[])


def _persons(edition: Edition) -> str:
    """People with their offices: those who took part in a conversation, others whom the documents name, the rest."""
    people = [n for n in edition.register.of("people") if n.post]
    present = {str(p.name) for d in edition.documents.values() for p in d.apparatus.participants}
    if not people:
        return ""
    others = [n for n in people if n.id not in present]
    named = [n for n in others if edition.mentions.get(n.id)]
    body = [f"Offices are those held {_when(edition)}. For sources, see the entry of each person."]
    for title, those in (("Participants", [n for n in people if n.id in present]), ("Others named", named)):
        if those:
            body += [f"## {title}", table(("Person", "Office", "Named in"), map(tuple, _rows(edition, those)))]
    if rest := [n for n in others if not edition.mentions.get(n.id)]:
        rows = [(_person(edition, name), prose(name.post)) for name in rest]
        body += ["## Others mentioned in the notes", table(("Person", "Office"), rows)]
    return page("Persons and their offices", "source_texts/register/people.yaml", body, hide=[])


def _when(edition: Edition) -> str:
    """On which day, or between which days, the documents were written."""
    dates = [str(d.apparatus.date) for d in edition.documents.values()]
    if not dates:
        return "at the time of the documents"
    first, last = dates[0], dates[-1]
    return f"on {print_date(first)}" if first == last else f"from {print_date(f'{first}/{last}')}"


def _rows(edition: Edition, people: list[Name]) -> Iterator[tuple[str, str, str]]:
    for name in people:
        documents = dict.fromkeys(located.document.id for located in edition.mentions.get(name.id, ()))
        shown = ((id, escape(edition.labels[id]).replace(" ", "\N{NO-BREAK SPACE}")) for id in documents)
        named = "; ".join(link(PERSONS, f"documents/{id}.md", label) for id, label in shown)
        yield _person(edition, name), prose(name.post), named or "–"


def _person(edition: Edition, name: Name) -> str:
    return name_link(edition, PERSONS, name.id, languages(escape(name.sort)))


_OTHERS = "The press of later years, textbooks, broadcasters and pages for the general reader."


def write_sources(edition: Edition) -> Pages:
    """The page."""
    body = [
        f"{len(edition.cited_works)} works cited. Works consulted only in an unauthorized copy are listed without a link.",
    ]
    for grade in GRADES:
        graded = [
            edition.works[k] for k in edition.filed if k in edition.cited_works and edition.works[k].grade == grade
        ]
        body += (
            [f"## {GROUPS[grade]} {{: #grade-{grade} }}", *([_OTHERS] if grade == "other" else [])] if graded else []
        )
        body += [_work(edition, work, remarks_on(work)) for work in graded]
    body += _further_reading(edition)
    return {SOURCES: page("Sources", "source_texts/bibliography.yaml", body, hide=[])}


def _work(edition: Edition, work: Work, remarks: Iterable[str] = ()) -> str:
    text = start(citation(edition.full[work.key], links=True))
    return f"{text} {escape(' '.join(remarks))}".strip() + f"\n{{: #{work.key} .work }}"


def _further_reading(edition: Edition) -> Iterable[str]:
    """The works of each topic: short, with a link, where they stand in full above."""
    given = set(edition.cited_works)
    if edition.further_reading:
        yield "## Further reading {: #further-reading }"
        yield "Works given in full here are not cited in this edition; the others link to their entries above."
    for topic, keys in edition.further_reading.items():
        yield f"### {escape(topic)}"
        for key in keys:
            short = link(SOURCES, f"{SOURCES}#{key}", citation(edition.short[(key, "")]).rstrip("."))
            yield f"{short}.\n{{: .work }}" if key in given else _work(edition, edition.works[key])
            given.add(key)
