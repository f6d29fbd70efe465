"""The benchmark: seconds and memory of a build at several sizes, beside stock MkDocs on the same Markdown.

In: sizes on the command line. Out: a table. Every step runs in a process of its own, so that its peak memory is its own.
Not a test: nothing here fails because it is slow. Seconds are those of the processor, so that other work on the machine
counts little; they depend on the machine all the same, and only the ratios of one run can be compared.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

PROJECT = Path(__file__).parent.parent
OWN = ("pages", "files", "search", "proof", "copy", "rest")
PARTS = (*OWN, "MkDocs", "tools", "prints")
SHARES = ("whole", "pages", "own", "stock")
MEMORY = ("MB build", "print", "stock")
CHECK = ("check", "again", "ratio")
HEAD = ("documents", *PARTS, *SHARES, *MEMORY, *CHECK)
ABOUT = """\
Seconds of the processor a document, of a build in which nothing is kept from an earlier one.
Ours: pages, from reading to their Markdown; files, the other formats; search; proof; copy, that for reading offline; rest,
which is starting, hashing, and moving files to their places.
Of others: MkDocs; tools, that is pandoc, fontTools and Pagefind; prints, that is Typst (laid out apart: the documents of the
first volume and the volume; each volume is laid out by itself; those of this edition itself within its build).
The whole; the share of the pages in it, and the share of all that is ours; stock MkDocs, with Material, on the same docs/.
Peak memory in MB: of the build without prints, of the largest print, of stock MkDocs.
Check: `edition check` by the clock, of all documents, nothing kept; again, after one was changed; their ratio."""
# Where in a build the seconds of each part are spent: module, function. What stands within another is taken from it.
SPENT = {
    "pages": (("checking", "check"), ("write", "write_pages")),
    "fonts": (("write", "write_fonts"),),
    "files": (("write", "write_files"),),
    "search": (("search_index", "write_search"),),
    "proof": (("verify", "check"),),
    "copy": (("offline", "write_copy"),),
    "MkDocs": (("publish", "publish"),),
}
# Where processes are started whose seconds are not those of tools: those that read documents are ours.
STARTED = {"readers": ("checking", "check"), "prints": ("write", "pdfs")}


@dataclass(frozen=True)
class Used:
    """Seconds of the processor: in our own process, and in those of others that it started and that have ended."""

    own: float
    others: float = 0.0

    def __sub__(self, before: Used) -> Used:
        return Used(self.own - before.own, self.others - before.others)

    def __add__(self, other: Used) -> Used:
        return Used(self.own + other.own, self.others + other.others)

    def __mul__(self, factor: float) -> Used:
        return Used(self.own * factor, self.others * factor)

    @property
    def whole(self) -> float:
        return self.own + self.others


@dataclass(frozen=True)
class Cost:
    """What a step took from its first import to its end, and its peak memory in MB."""

    used: Used
    memory: float
    parts: Mapping[str, float]  # seconds of our own process by part, where the step has any


def main() -> None:
    """Run every size and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=(__doc__ or "").split("\n")[0])
    sizes = "numbers of documents; 0 is this edition itself  [default: 0,2,100,1000]"
    parser.add_argument("--sizes", default="0,2,100,1000", help=sizes)
    parser.add_argument("--keep", action="store_true", help="keep the synthetic editions, and say where they are")
    parser.add_argument("--step", nargs=3, help=argparse.SUPPRESS)  # how this program calls itself
    options = parser.parse_args()
    if options.step:
        name, root, size = options.step
        print(json.dumps(_measured(STEPS[name], Path(root), int(size))))
        return
    print(_machine())
    print(ABOUT)
    print("  ".join(HEAD), flush=True)
    for size in map(int, options.sizes.split(",")):
        row = _row(size, options.keep)
        print("  ".join(cell.rjust(len(head)) for cell, head in zip(row, HEAD, strict=True)), flush=True)


def _machine() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    packages = ", ".join(f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material"))
    return f"{platform.platform(terse=True)}, {cores} cores, Python {platform.python_version()}, {packages}"


def _row(size: int, keep: bool) -> tuple[str, ...]:
    """One line of the table."""
    root = Path(tempfile.mkdtemp(prefix=f"edition-{size or 'itself'}-"))
    try:
        cost = {name: _run(name, root, size) for name in STEPS}
        count = len(list((root / "source_texts/documents").glob("*.md")))
    finally:
        if keep:
            print(f"kept: {root}", file=sys.stderr)
        else:
            shutil.rmtree(root)
    used = {name: found.used for name, found in cost.items()}
    parts = _parts(cost["build"].parts, used["build"], used["prints"])
    whole, own = sum(parts.values()), sum(parts[name] for name in OWN)
    seconds = (f"{s / count:.3f}" for s in (*(parts[name] for name in PARTS), whole))
    shares = (f"{parts['pages'] / whole:.0%}", f"{own / whole:.0%}")
    memory = (f"{cost[name].memory:.0f}" for name in ("build", "prints", "stock"))
    cold, warm = used["check"].whole, used["check again"].whole
    checks = (f"{cold:.2f}", f"{warm:.2f}", f"{warm / cold:.0%}")
    return (str(size or "itself"), *seconds, *shares, f"{used['stock'].whole / count:.3f}", *memory, *checks)


def _parts(spent: Mapping[str, float], build: Used, prints: Used) -> dict[str, float]:
    """Seconds of every part; the data of prints are counted with the files."""
    within = {**spent, "pages": spent["pages"] - spent["fonts"]}
    fonts, readers, printed = (within.pop(name) for name in ("fonts", *STARTED))
    return {
        **within,
        "pages": within["pages"] + readers,
        "files": within["files"] + prints.own,
        "rest": build.own - fonts - sum(within.values()),
        "tools": build.others - readers - printed + fonts,
        "prints": prints.others + printed,
    }


def _run(name: str, root: Path, size: int) -> Cost:
    """A step in a fresh process. This one imports little: a child begins with the peak of its parent."""
    print(f"{f'{size} documents' if size else 'the edition itself'}: {name} …", end=" ", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "tests.bench", "--step", name, str(root), str(size)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT)
    if done.returncode:
        raise SystemExit(f"the step {name!r} went wrong at {size} documents")
    own, others, memory, parts = json.loads(done.stdout.splitlines()[-1])
    print(f"{own + others:.1f} s, {memory:.0f} MB", file=sys.stderr)
    return Cost(Used(own, others), memory, parts)


def _measured(step: Callable[[Path, int], Used], root: Path, size: int) -> tuple[float, float, float, dict[str, float]]:
    """(seconds of our own, of others, peak memory in MB, seconds by part) of a step, with what it starts."""
    used = step(root, size)
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return used.own, used.others, peak / (1 << 20 if sys.platform == "darwin" else 1 << 10), dict(SECONDS)


def _clock() -> Used:
    """Seconds of the processor so far."""
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Used(own.ru_utime + own.ru_stime, others.ru_utime + others.ru_stime)


def _make(root: Path, size: int) -> Used:
    """A synthetic edition, its addresses recorded as they are after a publication, or a copy of this one; no cache."""
    from edition.model.problem import Problem
    from edition.problems.excerpt import render
    from edition.stages.gather import gather
    from edition.versions.record import record
    from tests.project import copy_corpus
    from tests.synthetic import make

    started = _clock()
    if size:
        make(PROJECT, root, size)
    else:
        copy_corpus(root)
        shutil.rmtree(root / ".cache", ignore_errors=True)
    problems: list[Problem] = []
    edition = gather(root, problems, cache=False)
    if edition is None or problems:
        raise SystemExit(render(problems[:20], root))
    record(root, edition)
    return _clock() - started


def _build(root: Path, size: int) -> Used:
    """The whole of a build but for prints, which a synthetic edition leaves out."""
    shutil.rmtree(root / ".cache")
    started = Used(0.0)  # to start Python, and to import, is part of it
    begun = _clock()
    import_module("mkdocs.commands.build")
    SECONDS["MkDocs"] = (_clock() - begun).own
    for part, places in SPENT.items():
        for module, function in places:
            _account(part, import_module(f"edition.{module}"), function)
    for part, (module, function) in STARTED.items():
        _account(part, import_module(f"edition.{module}"), function, own=False)
    from edition.build import build
    from edition.problems.excerpt import render

    result = build(root)
    if not result.good:
        raise SystemExit("\n".join([*result.failures[:20], render(result.problems[:20], root)]))
    return _clock() - started


def _account(part: str, module: ModuleType, name: str, own: bool = True) -> None:
    """Add to `SECONDS` what each call of a function takes in our own process, or in those that it starts."""
    function = getattr(module, name)

    def accounted(*arguments: Any, **named: Any) -> Any:
        begun = _clock()
        try:
            return function(*arguments, **named)
        finally:
            spent = _clock() - begun
            SECONDS[part] = SECONDS.get(part, 0.0) + (spent.own if own else spent.others)

    setattr(module, name, accounted)


def _prints(root: Path, size: int) -> Used:
    """The PDFs of the documents in the first volume, and the volume, reckoned for as many documents as there are."""
    if not size:
        return Used(0.0)
    from edition.stages.gather import gather
    from edition.write.markdown.lists import book_pages
    from edition.write.print import press as presses
    from edition.write.shared.book import Layout, book, one
    from edition.write.shared.same_matter import by_paragraph
    from edition.write.shared.volumes import volumes

    edition = gather(root, [])
    assert edition
    begun = _clock()
    at, shared, first = presses.press(root, edition.settings.released), by_paragraph(edition), volumes(edition)[0]
    assert (
        edition.short is not None and edition.filed is not None
    )  # what all prints share is not to be told many times over
    started = _clock()
    for id in first.documents:
        presses.typeset(at, one(edition, id, Layout(), shared))
    presses.typeset(at, book(edition, book_pages(edition, root), Layout(), shared, first))
    return (started - begun) + (_clock() - started) * (len(edition.documents) / len(first.documents))


def _check(root: Path, size: int) -> Used:
    """The command as an editor gives it, in seconds by the clock: it uses several processors."""
    shutil.rmtree(root / ".cache/read", ignore_errors=True)
    return _by_the_clock(root)


def _check_again(root: Path, size: int) -> Used:
    """The same, after a note of one document was changed."""
    with sorted((root / "source_texts/apparatus").glob("*.yaml"))[0].open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    return _by_the_clock(root)


def _by_the_clock(root: Path) -> Used:
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "edition", "check", "--root", str(root)], capture_output=True)
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    return Used(time.monotonic() - started)


def _stock(root: Path, size: int) -> Used:
    """MkDocs by its own command, with the theme as it comes."""
    settings = (root / "mkdocs.yml").read_text("utf-8")
    (root / "stock.yml").write_text(re.sub(r"(?m)^ *(?:custom_dir|hooks):.*\n(?: *- .*\.py\n)*", "", settings), "utf-8")
    started = _clock()
    from mkdocs.__main__ import cli

    os.environ["EDITION_ADDRESS"] = "https://stock.example/"
    cli(["build", "--quiet", "-f", str(root / "stock.yml"), "-d", str(root / "stock")], standalone_mode=False)
    return _clock() - started


STEPS: dict[str, Callable[[Path, int], Used]] = {
    "making the edition": _make,
    "check": _check,
    "check again": _check_again,
    "build": _build,
    "prints": _prints,
    "stock": _stock,
}
SECONDS: dict[str, float] = {}  # by part, of the step that this process is

if __name__ == "__main__":
    main()
