"""Stage 6, write: the first page.

In: `Edition`, the sizes of the downloads. Out: `docs/index.md`: what the edition is, its documents, the ways in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from edition.model.addresses import CALENDAR_PAGE, OFFLINE_COPY
from edition.model.edition import Edition
from edition.model.names import REGISTERS, TITLES, Name
from edition.write.formats import WHOLE, printed_volumes
from edition.write.markdown.document_list import LIST, MANY, by_year, document_link, size
from edition.write.markdown.index import INDEX, SPEAKERS
from edition.write.markdown.names import letter
from edition.write.markdown.syntax import Pages, escape, languages, link, page, prose, start

HOME = "index.md"
_EXAMPLES = 4  # subjects of the index that are named
_OLDER = ("wade-giles", "postal")


def write_home(edition: Edition, sizes: Mapping[str, int]) -> Pages:
    """The page; `sizes` are those of the files by path."""
    body = [
        *(start(prose(text)) for text in edition.settings.home or (edition.settings.description,)),
        "## The documents {: #documents }",
        *_documents(edition),
        "## Explore the edition {: #ways }",
        *(f"{head}\n:   {text}" for head, text in _ways(edition, sizes)),
    ]
    sources = "source_texts/edition.yaml, source_texts/apparatus/"
    return {HOME: page(edition.settings.title, sources, body, hide=["navigation", "toc"])}


def _documents(edition: Edition) -> Iterator[str]:
    """Each document with its subject; of many documents the years."""
    documents = list(edition.documents.values())
    if len(documents) <= MANY:
        for document in documents:
            about = prose(document.apparatus.subject) or f"{escape(document.title)}. {size(document)}."
            yield f"{document_link(HOME, document)}\n:   {start(about)}"
        return
    years = by_year(documents).items()
    yield " · ".join(f"{link(HOME, f'{LIST}#y-{year}', year)} ({len(found)})" for year, found in years)
    yield f"{link(HOME, LIST, f'All {len(documents)} documents')}, listed by date, person, place and subject."


def _ways(edition: Edition, sizes: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The pages of the edition, each with what it holds."""
    yield link(HOME, "names.md", "Names"), _names(edition)
    subjects = ", ".join(languages(escape(text)) for text in _subjects(edition))
    said = link(HOME, SPEAKERS, "index of speakers")
    yield (
        link(HOME, INDEX, "Analytical index"),
        f"Subjects, with references to paragraphs{f': {subjects}' if subjects else ''}. See also the {said}.",
    )
    yield (
        link(HOME, "cross-references.md", "Parallel passages"),
        "Passages in which the conversations return to the same subject, side by side.",
    )
    yield (
        f"{link(HOME, 'chronology.md', 'Chronology')} and {link(HOME, 'figures.md', 'figures')}",
        "Events before, during and after the conversations; figures given in the texts, compared with other sources.",
    )
    if edition.calendar:
        yield (
            link(HOME, CALENDAR_PAGE, "Calendar"),
            f"{len(edition.calendar)} records, cables, letters and accounts of the exchange, by date.",
        )
    yield (
        link(HOME, "about/introduction.md", "Introduction"),
        "Background, participants, how the records were made and what remains unknown.",
    )
    yield (
        link(HOME, "cite/index.md", "How to cite"),
        "Citations down to the paragraph, beginning with the archive’s own.",
    )
    yield link(HOME, "about/files.md", "Downloads and data"), _files(edition, sizes)


def _names(edition: Edition) -> str:
    counts = ((len(edition.register.of(kind)), kind) for kind in REGISTERS)
    found = ", ".join(f"{count} {TITLES[kind].lower()}" for count, kind in counts if count)
    example = _example(edition)
    shown = f": *{languages(escape(example[0]))}, see {languages(escape(example[1].name))}*" if example else ""
    return start(f"{found}, listed under every spelling{shown}." if found else "None yet.")


def _example(edition: Edition) -> tuple[str, Name] | None:
    """An older spelling that is filed under another letter, of the name mentioned most often among those that have one."""
    for name in sorted(edition.register.names.values(), key=lambda n: -len(edition.mentions.get(n.id, ()))):
        for system, spelling in name.spellings:
            if system in _OLDER and letter(spelling) not in (letter(name.name), letter(name.sort)):
                return spelling, name
    return None


def _subjects(edition: Edition) -> list[str]:
    """The headings most divided; names have a list of their own, and a comma would make two of one in this row."""
    subjects = [
        h for h in edition.index if h.subheadings and "," not in h.text and not edition.register.spelled(h.text)
    ]
    return [h.text for h in sorted(subjects, key=lambda h: -len(h.subheadings))[:_EXAMPLES]]


def _files(edition: Edition, sizes: Mapping[str, int]) -> str:
    """What is offered here itself: each document has its own files on its page, and volumes stand in the list."""
    printed = printed_volumes(sizes)
    if len(printed) > 1:
        pdf = f"{link(HOME, f'{LIST}#print', f'{len(printed)} PDF volumes')}, "
    else:
        pdf = "".join(f'<a href="{path}" type="application/pdf">PDF</a>, ' for path in printed.values())
    epub = f'<a href="{WHOLE}" type="application/epub+zip">EPUB</a>'
    book = f"as a book ({pdf}{epub}) or " if edition.documents else ""
    copy = f'<a href="{OFFLINE_COPY}" type="application/zip">as an offline copy</a> (ZIP)'
    return f"Each document can be downloaded in several formats from its own page; the whole edition is available {book}{copy}."
