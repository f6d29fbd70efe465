"""Stage 6, write: the list of all documents, by date, by person, by place and by subject.

In: `Edition`, the sizes of the downloads. Out: `docs/documents/index.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from edition.model.addresses import anchor
from edition.model.annotations import Annotated
from edition.model.edition import Edition, Heading
from edition.model.names import filing
from edition.write.formats import printed_volumes
from edition.write.markdown.how_to_cite import size_of_file
from edition.write.markdown.index import INDEX
from edition.write.markdown.syntax import Pages, escape, languages, link, name_link, page, start
from edition.write.shared.volumes import volumes

LIST = "documents/index.md"
MANY = 30  # documents, from which on a list of them is divided by year
_YEAR = re.compile(r"[0-9]{4}")
Found = Mapping[str, Sequence[Annotated]]  # documents by the id of a name, or by an index heading


def write_list(edition: Edition, sizes: Mapping[str, int]) -> Pages:
    """The list; it is written even without documents, so that its address holds. `sizes` are those of the files by path."""
    documents = list(edition.documents.values())
    body = [
        f"{len(documents)} documents. The foot of each document links to the previous and next documents by date.",
        *_in_print(edition, sizes),
        "## By date {: #date }",
        *_by_date(documents),
        *_by_name(edition, "## By participant {: #person }", _people(documents)),
        *_by_name(edition, "## By place {: #place }", _places(documents)),
        *_by_subject(edition),
    ]
    return {LIST: page("Documents", "source_texts/documents/, source_texts/apparatus/", body)}


def _in_print(edition: Edition, sizes: Mapping[str, int]) -> Iterator[str]:
    """The volumes of the book where there are several; one alone is offered on the first page and with the files."""
    printed = printed_volumes(sizes)
    if len(printed) > 1:
        yield "PDF volumes of the whole edition, each with its own registers and index:\n{: #print }"
        yield "\n".join(
            f'- <a href="../{path}" type="application/pdf">Volume {v.number}</a>: {v.span} (PDF, {size_of_file(sizes[path])})'
            for v in volumes(edition)
            if (path := printed.get(v.number))
        )


def size(document: Annotated) -> str:
    """How much there is of a document."""
    paragraphs, notes = len(document.body), len(document.notes)
    return f"{paragraphs} paragraph{'s' * (paragraphs != 1)}, {notes} note{'s' * (notes != 1)}"


def _by_date(documents: Sequence[Annotated]) -> Iterator[str]:
    """Every document; many of them under their years."""
    if len(documents) <= MANY:
        yield from map(_entry, documents)
        return
    for year, found in by_year(documents).items():
        yield f"### {year} {{: #y-{year} }}"
        yield from map(_entry, found)


def by_year(documents: Sequence[Annotated]) -> dict[str, list[Annotated]]:
    """Documents by the year in which they begin, or by which they end where no more is known."""
    found: dict[str, list[Annotated]] = {}
    for document in documents:
        year = _YEAR.search(document.apparatus.date)
        assert year, "the date was checked"
        found.setdefault(year[0], []).append(document)
    return dict(sorted(found.items()))


def _entry(document: Annotated) -> str:
    summary = document.emended.parsed.field("summary")
    text = f" Archive’s summary: {escape(' '.join(b.text for b in summary.blocks))}" if summary else ""
    return f"{_link(document)}\n:   {start(escape(document.title))}. {size(document)}.{text}"


def _link(document: Annotated) -> str:
    return document_link(LIST, document)


def document_link(here: str, document: Annotated) -> str:
    """A link from a page to a document, under its short title."""
    return link(here, f"documents/{document.id}.md", escape(document.apparatus.short_title))


def _people(documents: Sequence[Annotated]) -> Found:
    found: dict[str, list[Annotated]] = {}
    for document in documents:
        for name in dict.fromkeys(str(p.name) for p in document.apparatus.participants):
            found.setdefault(name, []).append(document)
    return found


def _places(documents: Sequence[Annotated]) -> Found:
    found: dict[str, list[Annotated]] = {}
    for document in documents:
        if document.apparatus.place:
            found.setdefault(str(document.apparatus.place), []).append(document)
    return found


def _by_name(edition: Edition, title: str, found: Found) -> Iterator[str]:
    names = sorted((n for n in edition.register.names.values() if n.id in found), key=filing)
    if names:
        yield title
        yield "\n".join(f"- {name_link(edition, LIST, n.id)}: {'; '.join(map(_link, found[n.id]))}" for n in names)


def _by_subject(edition: Edition) -> Iterator[str]:
    """Headings of the index that lead to more than one document; those of one alone are in the index."""
    shared = [(h, count) for h in edition.index if (count := len(_documents(h))) > 1]
    if shared:
        yield "## By subject {: #subject }"
        rest = link(LIST, INDEX, "the index")
        yield (
            "Subjects that occur in more than one document, with the number of documents. "
            f"For all subjects, by paragraph, see {rest}."
        )
        yield " · ".join(
            f"{link(LIST, f'{INDEX}#{anchor(h.text)}', languages(escape(h.text)))} ({count})" for h, count in shared
        )


def _documents(heading: Heading) -> set[str]:
    below = (locator for _, found in heading.subheadings for locator in found)
    return {locator.document for locator in (*heading.locators, *below)}
