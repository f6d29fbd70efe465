"""Stage 6, write: what ties passages together: cross-references, chronology, figures.

In: `Edition`. Out: `docs/cross-references.md`, `docs/chronology.md`, `docs/figures.md`.
"""

from __future__ import annotations

from edition.model.addresses import CALENDAR_PAGE
from edition.model.dates import print_date
from edition.model.document import spans
from edition.model.edition import CrossReference, Edition, ItemPlace, Passage
from edition.stages.passages import CHRONOLOGY, CROSS_REFERENCES, FIGURES
from edition.write.markdown.syntax import (
    Pages,
    escape,
    heading,
    languages,
    link,
    markdown,
    name_link,
    page,
    prose,
    sources,
    start,
)
from edition.write.shared.rows import item_place


def write_passages(edition: Edition) -> Pages:
    """The three pages; those without entries are still written, so that their addresses hold."""
    return {
        "cross-references.md": _cross_references(edition),
        "chronology.md": _chronology(edition),
        "figures.md": _figures(edition),
    }


def quoted(edition: Edition, here: str, passage: Passage) -> str:
    """A passage with its locator and its words, one paragraph after another."""
    document = edition.documents[passage.document]
    shown = []
    for span in spans(passage.extent, document.paragraphs):
        paragraph = document.paragraphs[span.index]
        where = link(
            here, f"documents/{document.id}.md#{paragraph.id}", f"{_date(edition, passage)}, {paragraph.label}"
        )
        words = escape(paragraph.text[span.start : span.end])
        shown.append(f"{where}: “{words}”" if words else where)
    return " ".join(shown)


def item_line(edition: Edition, here: str, place: ItemPlace) -> str:
    """An item of the calendar with a place in it, its kind and what it is about."""
    item = edition.calendar[place.item]
    subject = f": {prose(item.subject)}" if item.subject else ""
    return f"{markdown(edition, here, item_place(edition, place))} ({item.kind}){subject}"


def _date(edition: Edition, passage: Passage) -> str:
    return print_date(edition.documents[passage.document].apparatus.date)


def _cross_references(edition: Edition) -> str:
    """The concordance: under each label a sentence, then the passages, grouped by document."""
    here = "cross-references.md"
    body = [f"{len(edition.cross_references)} subjects on which passages in one or more documents bear on one another."]
    for reference in edition.cross_references:
        body.append(f"## {heading(escape(reference.label))} {{: #x-{reference.key} }}")
        body.append(start(prose(reference.note)))
        body.append(_side_by_side(edition, here, reference))
    return page("Parallel passages", CROSS_REFERENCES, body)


def _side_by_side(edition: Edition, here: str, reference: CrossReference) -> str:
    """The passages of each document in a column of their own, side by side where there is room."""
    rows: dict[str, list[str]] = {}
    for passage in reference.passages:
        rows.setdefault(passage.document, []).append(f"- {quoted(edition, here, passage)}")
    columns = []
    for id in sorted(rows, key=edition.positions.__getitem__):
        heading = link(here, f"documents/{id}.md", escape(edition.documents[id].apparatus.short_title))
        columns.append(f"<div markdown>\n\n**{heading}**\n\n" + "\n".join(rows[id]) + "\n\n</div>")
    if reference.items:
        listed = "\n".join(f"- {item_line(edition, here, place)}" for place in reference.items)
        columns.append(f"<div markdown>\n\n**{link(here, CALENDAR_PAGE, 'Calendar')}**\n\n{listed}\n\n</div>")
    return '<div class="side-by-side" markdown>\n\n' + "\n\n".join(columns) + "\n\n</div>"


def _chronology(edition: Edition) -> str:
    """Dated events with their sources, and the passages that bear on them."""
    here = "chronology.md"
    body = [
        "Dated events before, during and after the conversations that bear on the texts. The "
        f"{link(here, 'timeline.md', 'timeline')} shows them to scale.",
    ]
    year = ""
    for event in edition.chronology:
        if event.date[:4] != year:
            year = event.date[:4]
            body.append(f"## {year}")
        doubt = "" if event.certainty == "certain" else f" *({event.certainty})*"
        parts = [start(prose(event.event)) + doubt]
        if event.note:
            parts.append(prose(event.note))
        if event.names:
            parts.append("Names: " + ", ".join(name_link(edition, here, n) for n in event.names) + ".")
        if cited := sources(edition, here, event.sources):
            parts.append(f"*Sources:* {cited}.")
        rows = [f"    - {quoted(edition, here, p)}" for p in event.passages]
        place = f", {languages(escape(event.place))}" if event.place else ""
        block = f"**{print_date(event.date)}**{place}\n:   {' '.join(parts)}\n{{: #c-{event.key} }}"
        body.append(block + ("\n\n" + "\n".join(rows) if rows else ""))
    return page("Chronology", CHRONOLOGY, body)


def _figures(edition: Edition) -> str:
    """Every number of the texts beside what was found."""
    here = "figures.md"
    body = [
        f"{len(edition.figures)} figures given in the texts, with comparisons from other sources where they were "
        "checked. Sums and percentages are this edition’s own "
        "calculations.",
    ]
    document = ""
    for figure in edition.figures:
        first = figure.passages[0].document if figure.passages else document
        if first != document:
            document = first
            body.append(f"## {heading(escape(edition.documents[document].apparatus.short_title))} {{: #{document} }}")
        cited = sources(edition, here, figure.sources)
        body.append(f"### {heading(escape(figure.label))} {{: #f-{figure.key} }}")
        body.append("\n".join(f"- {quoted(edition, here, p)}" for p in figure.passages))
        body.append(
            f"In the text\n:   {start(prose(figure.says))}\n\n"
            f"Comparison\n:   {start(prose(figure.found))}{f' *Sources:* {cited}.' if cited else ''}"
        )
    return page("Figures", FIGURES, body)
