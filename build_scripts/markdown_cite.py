"""Stage 6, write: the end of a document's page, how to cite it and what it can be had as.

In: `Edition`, one document, its citations and files. Out: blocks of Markdown. Each citation is an element with an
id of its own, which a script can copy; the files are plain links, so that the page stands also where they were not made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from build_scripts.annotated import Annotated
from build_scripts.bibliography import Citation, Run
from build_scripts.citations import STYLES, Citations
from build_scripts.formats import FORMATS, Format, beside
from build_scripts.gather import Edition
from build_scripts.markdown import citation, escape, link, start

CITE = "cite/index.md"


@dataclass(frozen=True)
class Offer:
    """What is made of the documents besides their pages: citations, and files with their sizes by path."""

    citations: Citations
    sizes: Mapping[str, int]


def offer(citations: Citations, files: Mapping[str, bytes]) -> Offer:
    """The offer of these citations and files."""
    return Offer(citations, {path: len(data) for path, data in files.items()})


def cite_and_download(edition: Edition, document: Annotated, here: str, offered: Offer) -> Iterator[str]:
    """The section: the archive's own citation first, then those of this edition, then the files."""
    yield '## Cite and download {: #cite-and-download data-search-exclude="" }'
    yield (
        "Cite the archive first, and this edition as the place where the text was consulted, by paragraph. "
        f"More in {link(here, CITE, 'How to cite')}."
    )
    yield "\n\n".join(_citations(document, offered.citations[document.id]))
    yield '### Files {: #files data-search-exclude="" }'
    rows = [_file(document, f, offered.sizes) for f in FORMATS if beside(document, f.suffix) in offered.sizes]
    yield "\n".join(rows) or "None."
    yield (
        "The forms of the JSON files are described by "
        '<a href="../../schemas/document-1.json">a schema for a document</a> and '
        '<a href="../../schemas/edition-1.json">one for the whole</a>. Registers, mentions, index and chronology of the whole '
        'edition: <a href="../../data/edition.json">JSON</a>, <a href="../../data/registers.tei.xml">TEI</a>, tables of '
        '<a href="../../data/names.csv">names</a>, <a href="../../data/mentions.csv">mentions</a> and the '
        '<a href="../../data/index.csv">index</a>.'
    )


def _citations(document: Annotated, styled: Mapping[str, Citation]) -> Iterator[str]:
    """A list of definitions: a style, and the citation in it."""
    if archive := archives_own(document):
        yield _row("The archive’s own citation", "archive", citation(archive))
    for style in STYLES:
        yield _row(style.name, style.id, citation(styled[style.id], links=True))
    short = escape(document.apparatus.short_title)
    first = document.body[0].label if document.body else ""
    yield _row("Short form, with the paragraph", "short", f"{short}, {first}".removesuffix(", "))


def archives_own(document: Annotated) -> Citation:
    """The archive's citation as received, whole, with its italics."""
    field = document.emended.parsed.field("citation")
    runs: list[Run] = []
    for block in field.blocks if field else ():
        runs += [Run(" ")] if runs else []
        at = 0
        for a, b in block.emphasis:
            runs += [Run(block.text[at:a]), Run(block.text[a:b], italic=True)]
            at = b
        runs.append(Run(block.text[at:]))
    return tuple(run for run in runs if run.text)


def _row(name: str, id: str, text: str) -> str:
    return f'{name}\n:   <span class="citation" id="cite-{id}">{start(text)}</span>'


def _file(document: Annotated, format: Format, sizes: Mapping[str, int]) -> str:
    """A file: link, kind, size, what is in it and what is not."""
    name = f"{document.id}{format.suffix}"
    size = _size(sizes[beside(document, format.suffix)])
    linked = f'<a href="{name}" type="{format.media_type}" download>{format.name}</a>'
    return f"- {linked} ({format.suffix}, {size}): {format.holds}. Not in it: {format.loses}."


def _size(count: int) -> str:
    """The size of a file to be read: "31 KB", "1.2 MB"."""
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1000:.0f} KB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"
