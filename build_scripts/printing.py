"""Stage 6, write: the edition as PDF.

In: `Edition`. Out: one PDF a document and one of the whole edition, as bytes by path; or written into a folder of the
reader's choice, on other paper or in large type. What is unchanged comes from the cache.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from build_scripts import print_fonts
from build_scripts.gather import Edition
from build_scripts.markdown_beside import by_paragraph
from build_scripts.press import Press, key, press, typeset
from build_scripts.print_data import Layout, book, one
from build_scripts.print_text import words
from build_scripts.problem import Problem

BOOK = "edition.pdf"
Progress = Callable[[str], None]


def path(id: str) -> str:
    """Where the PDF of a document stands below `docs/`."""
    return f"documents/{id}/{id}.pdf"


def pdfs(
    edition: Edition, root: Path, tei: Mapping[str, bytes] | None = None, progress: Progress = lambda _: None
) -> dict[str, bytes]:
    """The PDFs of all documents and of the edition by path, from the cache where nothing that they show has changed.

    `tei` holds the TEI of documents by id. A print with characters that no font has is left out (see `print_fonts`), and
    so is what `pdf:` in edition.yaml leaves out. Raises PrintFailure where one cannot be laid out.
    """
    tei, cache = tei or {}, root / ".cache/print"
    if edition.settings.pdf == "none":
        return {}
    at = press(root, edition.settings.released)
    pool, made = ThreadPoolExecutor(os.cpu_count()), dict[str, Future[Path]]()
    try:
        for name, data in _wanted(edition, root, Layout(), (), tei, edition.settings.pdf == "book"):
            if not print_fonts.missing(words(data), root):
                made[name] = pool.submit(_kept, at, cache, data, tei.get(Path(name).stem, b""))
        stored = dict[str, Path]()
        for name, file in made.items():
            progress(name)
            stored[name] = file.result()
    finally:
        pool.shutdown(cancel_futures=True)  # after a failure, or an interrupt, no further print is begun
    for old in set(cache.glob("*.pdf")) - set(stored.values()):
        old.unlink()
    return {name: file.read_bytes() for name, file in stored.items()}


def print_to(
    edition: Edition,
    root: Path,
    out: Path,
    layout: Layout,
    ids: Iterable[str],
    problems: list[Problem],
    say: Progress,
) -> None:
    """Write prints into the folder `out` and say of each how long it is: the documents named, or all and the book.

    A print with characters that no font has is not made, and they are reported. Raises OSError where a file cannot be
    written, PrintFailure where a print cannot be laid out.
    """
    out.mkdir(parents=True, exist_ok=True)
    lacking = ""
    at = press(root, edition.settings.released)
    for name, data in _wanted(edition, root, layout, ids, {}, not ids):
        file, started = out / Path(name).name, time.monotonic()
        if found := print_fonts.missing(words(data), root):
            lacking += found
            say(f"{file}: not made, for want of a font")
            continue
        printed = typeset(at, data)
        _replace(file, printed.pdf)
        size, seconds = len(printed.pdf) / 1000, time.monotonic() - started
        say(f"{file}: {printed.pages} pages, {size:,.0f} kB, {seconds:.1f} s")
    if lacking:
        print_fonts.check_characters(edition, root, problems)


def _wanted(
    edition: Edition, root: Path, layout: Layout, ids: Iterable[str], tei: Mapping[str, bytes], whole: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The data of each print by its path: the documents named, or all of them; the book if it is wanted."""
    shared = by_paragraph(edition)
    for id in ids or edition.documents:
        yield path(id), one(edition, id, layout, shared, f"{id}.tei.xml" if id in tei else "")
    if whole:
        yield BOOK, book(edition, root, layout, shared)


def _kept(at: Press, cache: Path, data: Mapping[str, Any], tei: bytes) -> Path:
    """A print in the cache; made, and put there, if it is new."""
    stored = cache / f"{key(at, data, tei)}.pdf"
    if not stored.exists():
        cache.mkdir(parents=True, exist_ok=True)
        _replace(stored, typeset(at, data, tei).pdf)
    return stored


def _replace(file: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    new = file.with_name(f".{file.name}.new")
    try:
        new.write_bytes(data)
        os.replace(new, file)
    finally:
        new.unlink(missing_ok=True)
