"""Stage 6, write: every writer once, in one table.

In: `Edition`, what keeps the files. Out: path below `docs/` -> bytes of the file. Nothing is written to `docs/` here (that is
`files`), and nothing is held once it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from build_scripts.books import write_books
from build_scripts.citations import format_citations
from build_scripts.collecting import uncollected
from build_scripts.files import OnDemand, Stored
from build_scripts.fonts import write_fonts
from build_scripts.format_annotations import write_annotations
from build_scripts.format_beacon import write_beacons
from build_scripts.format_corpus import write_corpus
from build_scripts.format_data import write_data
from build_scripts.format_dts import write_dts
from build_scripts.format_feeds import write_feeds
from build_scripts.format_json import write_json
from build_scripts.format_oai import write_oai
from build_scripts.format_references import write_references
from build_scripts.format_text import write_texts
from build_scripts.formats import beside
from build_scripts.gather import Edition
from build_scripts.map import write_map
from build_scripts.markdown_about import write_about
from build_scripts.markdown_calendar import write_calendar
from build_scripts.markdown_cite import Offer
from build_scripts.markdown_document import write_documents
from build_scripts.markdown_documents import write_list
from build_scripts.markdown_former import add_former
from build_scripts.markdown_home import write_home
from build_scripts.markdown_index import write_index
from build_scripts.markdown_lists import book_pages, write_lists
from build_scripts.markdown_names import write_names
from build_scripts.markdown_passages import write_passages
from build_scripts.markdown_problems import write_problems
from build_scripts.markdown_sources import write_sources
from build_scripts.markdown_versions import write_versions
from build_scripts.past import Past, load_past
from build_scripts.printing import Progress, pdfs
from build_scripts.quotations import write_quotations
from build_scripts.search_copy import write_search_copy
from build_scripts.strips import write_strips
from build_scripts.tei import SUFFIX as TEI
from build_scripts.tei import write_tei
from build_scripts.tei_corpus import write_corpus_tei
from build_scripts.tei_names import write_registers
from build_scripts.timeline import write_timeline


@uncollected()
def write(
    edition: Edition,
    root: Path,
    into: Stored,
    progress: Progress = lambda _: None,
    frozen: bool = False,
) -> Stored:
    """All generated pages, the font for the Chinese in them, the files beside them, and what can be searched, put `into`.

    `root` is where the cache is, and what earlier versions left behind. `frozen` pages, those of a release, know of no other
    version. Raises PrintFailure where a PDF cannot be laid out.
    """
    past = load_past(root, edition, frozen)
    write_files(edition, root, past, into, progress)
    write_pages(edition, root, past, into)
    return into


def write_pages(edition: Edition, root: Path, past: Past, into: Stored) -> None:
    """The pages, and the font for the Chinese in them; they offer the files that were put `into` before."""
    pages: dict[str, str] = {}
    for writer in page_writers(edition, root, dict(into.sizes), past):
        pages |= writer()
    pages = add_former(pages, past)
    into.update(write_fonts(pages.values(), root / ".cache"))
    into.update((path, text.encode()) for path, text in pages.items())


def page_writers(
    edition: Edition, root: Path, sizes: Mapping[str, int], past: Past
) -> tuple[Callable[[], dict[str, str]], ...]:
    """Every writer of pages, to be called for its pages; `sizes` are those of the files that pages offer."""
    return (
        lambda: write_documents(edition, Offer(format_citations(edition, root / ".cache"), sizes), past),
        lambda: write_home(edition, sizes),
        lambda: write_list(edition, sizes),
        lambda: write_names(edition),
        lambda: write_index(edition),
        lambda: write_passages(edition),
        lambda: write_calendar(edition),
        lambda: write_map(edition),
        lambda: write_timeline(edition),
        lambda: write_strips(edition),
        lambda: write_about(edition),
        lambda: write_lists(edition),
        lambda: write_sources(edition),
        write_problems,
        lambda: write_versions(edition, past),
    )


def write_files(edition: Edition, root: Path, past: Past, into: Stored, progress: Progress = lambda _: None) -> None:
    """What stands beside the pages: of each document, then of the whole. A format is offered once it has a row in `formats`."""
    tei = OnDemand({id: partial(into.__getitem__, beside(d, TEI)) for id, d in edition.documents.items()})
    into.update(write_texts(edition))
    into.update(write_tei(edition))
    into.update(write_json(edition))
    into.update(write_annotations(edition))
    into.update(write_references(edition, root / ".cache"))
    into.update(write_data(edition))
    into.update(write_registers(edition))
    into.update(write_corpus_tei(edition, into))
    into.update(write_beacons(edition))
    into.update((path, text.encode()) for path, text in write_quotations(edition).items())
    into.update(write_corpus(edition, into))
    into.update(write_oai(edition))
    into.update(write_dts(edition, into))
    written = book_pages(edition, root)
    into.update(pdfs(edition, root, written, tei, progress))
    into.update(write_books(edition, written))
    into.update(write_feeds(edition, into, [since.release for since in past.releases]))
    into.update(write_search_copy(edition))
