"""Stage 6, write: the end of a document's page, how to cite it and its files.

In: `Edition`, one document, its citations and files. Out: blocks of Markdown. Each citation is an element with an
id of its own, which a script can copy; the files are plain links, so that the page stands also where they were not made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from edition.model.addresses import beside, canonical
from edition.model.annotations import Annotated
from edition.model.edition import Edition
from edition.model.works import Citation
from edition.write.citing.files import CITING
from edition.write.citing.record import FIRST, LAST, archives_own
from edition.write.citing.styles import STYLES, Citations, Cited
from edition.write.formats import FORMATS, Format
from edition.write.markdown.syntax import citation, escape, link, start

CITE, FILES = "cite/index.md", "about/files.md"


@dataclass(frozen=True)
class Downloads:
    """What is made of the documents besides their pages: citations, and files with their sizes by path."""

    citations: Citations
    sizes: Mapping[str, int]


def cite_and_download(edition: Edition, document: Annotated, here: str, offered: Downloads) -> Iterator[str]:
    """The section: the archive's own citation first, then those of this edition, then the files."""
    yield '## Cite and download {: #cite-and-download data-search-exclude="" }'
    yield (
        "Cite the archive first, then this edition as the place where you consulted the text, with the paragraph number. "
        f"For details see {link(here, CITE, 'How to cite')}."
    )
    styled = offered.citations[document.id]
    yield _list("citations", _whole(document, styled))
    if document.body:
        yield '### A paragraph or a passage {: #cite-paragraph data-search-exclude="" }'
        yield (
            "The examples cite ¶ 1 and ¶¶ 1–2. Replace these with the paragraphs you are citing, including at "
            "the end of the address. To "
            "have the numbers filled in for you, click a ¶ number or select some words in the text."
        )
        yield _list("citations of-paragraph", _parts(edition, document, styled))
    yield '### Files {: #files data-search-exclude="" }'
    rows = [_file(document, f, offered.sizes) for f in FORMATS if beside(document, f.suffix) in offered.sizes]
    yield "\n".join(rows) or "None."
    yield _others(document, here)


def _others(document: Annotated, here: str) -> str:
    """The way to what is had for the whole edition."""
    return (
        f"For what the data files contain, and for downloads of the whole edition, see "
        f"{link(here, FILES, 'Downloads and data')}. "
        f'<a href="{document.id}{CITING}" data-citing>Citation records for a single paragraph (template)</a>.'
    )


def _whole(document: Annotated, styled: Mapping[str, Cited]) -> Iterator[str]:
    """A style, and the document in it."""
    if archive := archives_own(document):
        yield _row("The archive’s own citation", [("archive", citation(archive))])
    for style in STYLES:
        yield _row(style.name, [(style.id, citation(styled[style.id].entry, links=True))])
    yield _row("Short form", [("short", escape(document.apparatus.short_title))])


def _parts(edition: Edition, document: Annotated, styled: Mapping[str, Cited]) -> Iterator[str]:
    """A style that names places, and a paragraph and a passage in it."""
    for style in STYLES:
        found = styled[style.id]
        if found.paragraph:
            forms = [(f"{style.id}-p", _numbered(found.paragraph)), (f"{style.id}-pp", _numbered(found.passage))]
            yield _row(style.name if style.id == STYLES[0].id else f"{style.name}, in-text citation", forms)
    short, first, last = escape(document.apparatus.short_title), _number(FIRST), _number(LAST)
    yield _row("Short form", [("short-p", f"{short}, ¶ {first}"), ("short-pp", f"{short}, ¶¶ {first}–{last}")])
    address = escape(canonical(edition, document.address))
    yield _row("Address", [("address-p", f"{address}#p{first}"), ("address-pp", f"{address}#p{first}-p{last}")])


def _numbered(runs: Citation) -> str:
    """A citation with the numbers 1 and 2 in it, each where a script can find it."""
    written = citation(runs, links=True)
    for number, shown in ((FIRST, "1"), (LAST, "2")):
        written = written.replace(f"#p{number}", f"#p{shown}").replace(f"-p{number}", f"-p{shown}")
    return written.replace(FIRST, _number(FIRST)).replace(LAST, _number(LAST))


def _number(number: str) -> str:
    kind, shown = ("first", "1") if number == FIRST else ("last", "2")
    return f'<span class="{kind}">{shown}</span>'


def _list(kind: str, rows: Iterator[str]) -> str:
    return f'<div class="{kind}" markdown>\n\n' + "\n\n".join(rows) + "\n\n</div>"


def _row(name: str, forms: list[tuple[str, str]]) -> str:
    shown = (f':   <span class="citation" id="cite-{id}">{start(text)}</span>' for id, text in forms)
    return f"{name}\n" + "\n\n".join(shown)


def _file(document: Annotated, format: Format, sizes: Mapping[str, int]) -> str:
    """A file: link, kind, size, what is in it and what is not."""
    name = f"{document.id}{format.suffix}"
    size = size_of_file(sizes[beside(document, format.suffix)])
    linked = f'<a href="{name}" type="{format.media_type}" download>{format.name}</a>'
    return f"- {linked} ({format.suffix}, {size}): {format.holds}. Omits: {format.loses}."


def size_of_file(count: int) -> str:
    """The size of a file to be read: "31 KB", "1.2 MB"."""
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1000:.0f} KB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"
