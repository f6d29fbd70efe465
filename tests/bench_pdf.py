"""The benchmark of print: seconds a document and memory of the PDFs and of the book at several sizes.

In: sizes on the command line. Out: a table. Each size runs in a process of its own, so that its peak memory is its own.
Not a test: nothing here fails because it is slow. Seconds are those of the processor, nothing comes from a cache.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).parent.parent
HEAD = ("documents", "s a document", "MB", "s of the book", "pages", "MB")


def main() -> None:
    """Run every size and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench_pdf", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sizes", default="2,20,100", help="numbers of documents  [default: 2,20,100]")
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)  # how this program calls itself
    options = parser.parse_args()
    if options.step:
        print(json.dumps(_measured(int(options.step[0]), options.step[1] == "book")))
        return
    print("PDFs: seconds of the processor a document, one after another; then the whole as a book. Peak memory in MB.")
    print("  ".join(HEAD), flush=True)
    for size in map(int, options.sizes.split(",")):
        (seconds, memory, _), (whole, most, pages) = _run(size, "each"), _run(size, "book")
        row = (size, f"{seconds / size:.2f}", f"{memory:.0f}", f"{whole:.1f}", pages, f"{most:.0f}")
        print("  ".join(str(cell).rjust(len(head)) for cell, head in zip(row, HEAD, strict=True)), flush=True)


def _run(size: int, what: str) -> tuple[float, float, int]:
    command = [sys.executable, "-m", "tests.bench_pdf", "--step", str(size), what]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT, check=True)
    seconds, memory, pages = json.loads(done.stdout.splitlines()[-1])
    return seconds, memory, pages


def _measured(size: int, whole: bool) -> tuple[float, float, int]:
    """(seconds, peak memory in MB, pages) of laying out the synthetic edition; making it is not counted."""
    from edition.stages.gather import gather
    from edition.write.markdown.lists import book_pages
    from edition.write.print import press as presses
    from edition.write.shared.book import Layout, book, one
    from edition.write.shared.same_matter import by_paragraph
    from edition.write.shared.volumes import volumes
    from tests.synthetic import make

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make(PROJECT, root, size)
        edition = gather(root, [], cache=False)
        assert edition is not None
        started, shared, pages = _clock(), by_paragraph(edition), 0
        at = presses.press(root, edition.settings.released)
        if whole:
            for volume in volumes(edition):
                pages += presses.typeset(
                    at, book(edition, book_pages(edition, PROJECT), Layout(), shared, volume)
                ).pages
        else:
            for id in edition.documents:
                presses.typeset(at, one(edition, id, Layout(), shared))
        seconds = _clock() - started
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return seconds, peak / (1 << 20 if sys.platform == "darwin" else 1 << 10), pages


def _clock() -> float:
    """Seconds of the processor so far, in this process and in the compilers that it started."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(u.ru_utime + u.ru_stime for u in used)


if __name__ == "__main__":
    main()
