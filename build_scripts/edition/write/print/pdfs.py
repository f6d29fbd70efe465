"""Stage 6, write: the edition as PDF.

In: `Edition`. Out: one PDF a document, and the whole edition as a book, in volumes where it is long, as bytes by path; or
written into a folder of the reader's choice, on other paper or in large type. What is unchanged comes from the cache.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any

from edition.files.cache import Cache
from edition.files.replace import OnDemand, write_whole
from edition.model.edition import Edition
from edition.model.problem import Problem
from edition.write.formats import VOLUME_FILE, path, volume_path
from edition.write.print import fonts as print_fonts
from edition.write.print.press import Press, PrintFailure, key, press, typeset
from edition.write.shared.book import Layout, Written, book, one
from edition.write.shared.rows import words
from edition.write.shared.same_matter import by_paragraph
from edition.write.shared.volumes import volumes

Progress = Callable[[str], None]


Make = Callable[[], dict[str, Any]]


_MAKING = Lock()  # one at a time: what several prints need, as the characters of the fonts, is found out by the first


def pdfs(
    edition: Edition,
    root: Path,
    written: Written,
    tei: Mapping[str, bytes] | None = None,
    progress: Progress = lambda _: None,
) -> Mapping[str, bytes]:
    """The PDFs of all documents and of the edition by path, from the cache where nothing that they show has changed.

    `written` has the pages around the documents, `tei` the TEI of documents by id. A print with characters that no font has
    is left out (see `write.print.fonts`), and so is what `pdf:` in edition.yaml leaves out. Raises PrintFailure where one cannot
    be laid out.
    """
    tei, cache = tei or {}, Cache(root / ".cache/print")
    if edition.settings.pdf == "none":
        return {}
    at, cores = press(root, edition.settings.released), os.cpu_count() or 1
    large = BoundedSemaphore(max(1, cores // 2))  # volumes take much memory: no more of them at once
    pool, made = ThreadPoolExecutor(cores), dict[str, Future[str | None]]()
    try:
        for name, make in _wanted(edition, written, Layout(), (), tei, edition.settings.pdf == "book"):
            turn = large if VOLUME_FILE.fullmatch(name) else nullcontext()
            made[name] = pool.submit(_made, at, root, cache, make, tei.get(Path(name).stem, b""), turn)
        keys = dict[str, str]()
        for name, future in made.items():
            progress(name)
            if stored := future.result():
                keys[name] = stored
    finally:
        pool.shutdown(cancel_futures=True)  # after a failure, or an interrupt, no further print is begun
    cache.keep_only(set(keys.values()))
    return OnDemand({name: partial(_read, cache, key) for name, key in keys.items()})


def print_to(
    edition: Edition,
    root: Path,
    written: Written,
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
    for name, make in _wanted(edition, written, layout, ids, {}, not ids):
        data = make()
        file, started = out / Path(name).name, time.monotonic()
        if found := print_fonts.missing(words(data), root):
            lacking += found
            say(f"{file}: not made because a font is missing")
            continue
        printed = typeset(at, data)
        write_whole(file, printed.pdf)
        size, seconds = len(printed.pdf) / 1000, time.monotonic() - started
        late = f"; notes on the page after their marks: {', '.join(printed.misplaced)}" if printed.misplaced else ""
        say(f"{file}: {printed.pages} pages, {size:,.0f} kB, {seconds:.1f} s{late}")
    if lacking:
        print_fonts.check_characters(edition, root, problems)


def _wanted(
    edition: Edition, written: Written, layout: Layout, ids: Iterable[str], tei: Mapping[str, bytes], whole: bool
) -> Iterator[tuple[str, Make]]:
    """How the data of each print are made, by its path: the documents named, or all; the volumes of the book if wanted."""
    shared = by_paragraph(edition)
    for id in ids or edition.documents:
        yield path(id), partial(one, edition, id, layout, shared, f"{id}.tei.xml" if id in tei else "")
    for volume in volumes(edition) if whole else ():
        yield volume_path(volume.number), partial(book, edition, written, layout, shared, volume)


def _made(
    at: Press, root: Path, cache: Cache, make: Make, tei: bytes, turn: AbstractContextManager[object]
) -> str | None:
    """The key of a print in the cache, when its turn has come; None where it has characters that no font has."""
    with turn:
        with _MAKING:
            data = make()
            lacking = print_fonts.missing(words(data), root)
        return None if lacking else _kept(at, cache, data, tei)


def _kept(at: Press, cache: Cache, data: Mapping[str, Any], tei: bytes) -> str:
    """The key of a print in the cache; made, and put there, if it is new."""
    name = f"{key(at, data, tei)}.pdf"
    if cache.get(name) is None:
        cache.put(name, typeset(at, data, tei).pdf)
    return name


def _read(cache: Cache, key: str) -> bytes:
    """A print that was put into the cache just now."""
    data = cache.get(key)
    if data is None:
        raise PrintFailure("a print was deleted or damaged while the edition was being built; build it again")
    return data
