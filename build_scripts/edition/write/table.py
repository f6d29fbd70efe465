"""Stage 6, write: every writer once, in one table.

In: `Edition`, what keeps the files. Out: path below `docs/` -> bytes of the file. Nothing is written to `docs/` here (that is
`files`), and nothing is held once it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from edition.files.replace import OnDemand, Stored
from edition.model.addresses import beside
from edition.model.edition import Edition
from edition.stages.gather import uncollected
from edition.versions.since import Past, load_past
from edition.write.chinese_font import write_fonts
from edition.write.citing.files import write_references
from edition.write.citing.styles import format_citations
from edition.write.data.beacon import write_beacons
from edition.write.data.corpus import write_corpus
from edition.write.data.document_json import write_json
from edition.write.data.dts import write_dts
from edition.write.data.edition_json import write_data
from edition.write.data.feeds import write_feeds
from edition.write.data.oai import write_oai
from edition.write.data.plain_text import write_texts
from edition.write.data.quotation_hashes import write_quotations
from edition.write.data.web_annotations import write_annotations
from edition.write.drawings.map import write_map
from edition.write.drawings.strips import write_strips
from edition.write.drawings.timeline import write_timeline
from edition.write.epub.books import write_books
from edition.write.formats import SUFFIX as TEI
from edition.write.markdown.about import write_about
from edition.write.markdown.calendar import write_calendar
from edition.write.markdown.cross_references import write_passages
from edition.write.markdown.document import write_documents
from edition.write.markdown.document_list import write_list
from edition.write.markdown.home import write_home
from edition.write.markdown.how_to_cite import Downloads
from edition.write.markdown.index import write_index
from edition.write.markdown.lists import book_pages, write_lists, write_sources
from edition.write.markdown.names import write_names
from edition.write.markdown.old_addresses import add_former
from edition.write.markdown.problem_manual import write_problems
from edition.write.markdown.versions import write_versions
from edition.write.print.pdfs import Progress, pdfs
from edition.write.search.offline import write_search_copy
from edition.write.tei.corpus import write_corpus_tei
from edition.write.tei.document import write_tei
from edition.write.tei.registers import write_registers


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
        lambda: write_documents(edition, Downloads(format_citations(edition, root / ".cache"), sizes), past),
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
