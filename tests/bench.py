"""The benchmark: seconds and memory of a build at several sizes, beside stock MkDocs on the same Markdown.

In: sizes on the command line. Out: a table. Every step runs in a process of its own, so that its peak memory is its own.
Not a test: nothing here fails because it is slow. Seconds are those of the processor, so that other work on the machine
counts little; they depend on the machine all the same, and only the ratios of one run can be compared.
"""

from __future__ import annotations

import argparse
import gc
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
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

PROJECT = Path(__file__).parent.parent
SECONDS = ("pages", "tools", "files", "MkDocs", "search", "proof", "whole", "share", "stock")
CHECK = ("check", "again", "ratio")
HEAD = ("documents", *SECONDS, "MB 1-6", "MkDocs", "proof", "stock", *CHECK)


@dataclass(frozen=True)
class Cost:
    """What a step took: seconds from its first import to its end, and its peak memory in MB."""

    seconds: float
    memory: float


def main() -> None:
    """Run every size and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sizes", default="2,100,1000", help="numbers of documents  [default: 2,100,1000]")
    parser.add_argument("--keep", action="store_true", help="keep the synthetic editions, and say where they are")
    parser.add_argument("--step", nargs=3, help=argparse.SUPPRESS)  # how this program calls itself
    options = parser.parse_args()
    if options.step:
        name, root, size = options.step
        print(json.dumps(_measured(STEPS[name], Path(root), int(size))))
        return
    print(_machine())
    print(
        "Seconds of the processor a document, then peak memory in MB. Pages: stages 1 to 6, from reading to the Markdown in"
    )
    print(
        "docs/, nothing cached, and their share of the whole; tools: pandoc and fontTools, started for the pages; files: the"
    )
    print("other formats beside the pages, without prints.")
    print("Stock: MkDocs and Material alone, on the same docs/.")
    print(
        "Check: `edition check` by the clock, of all documents, nothing kept; again, after one was changed; their ratio."
    )
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
    root = Path(tempfile.mkdtemp(prefix=f"edition-{size}-"))
    try:
        cost = {name: _run(name, root, size) for name in STEPS}
    finally:
        if keep:
            print(f"kept: {root}", file=sys.stderr)
        else:
            shutil.rmtree(root)
    names = ("files", "pages", "tools", "stages", "mkdocs", "search", "proof", "stock")
    files, pages, tools, ours, mkdocs, search, proof, stock = (cost[name] for name in names)
    own = pages.seconds - tools.seconds
    parts = (own, *(step.seconds for step in (tools, files, mkdocs, search, proof)))
    seconds = [f"{s / size:.3f}" for s in (*parts, sum(parts))]
    memory = [f"{c.memory:.0f}" for c in (ours, mkdocs, proof, stock)]
    cold, warm = cost["check"].seconds, cost["check again"].seconds
    checks = (f"{cold:.2f}", f"{warm:.2f}", f"{warm / cold:.0%}")
    return (str(size), *seconds, f"{own / sum(parts):.0%}", f"{stock.seconds / size:.3f}", *memory, *checks)


def _run(name: str, root: Path, size: int) -> Cost:
    """A step in a fresh process. This one imports little: a child begins with the peak of its parent."""
    print(f"{size} documents: {name} …", end=" ", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "tests.bench", "--step", name, str(root), str(size)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT)
    if done.returncode:
        raise SystemExit(f"the step {name!r} went wrong at {size} documents")
    cost = Cost(*json.loads(done.stdout.splitlines()[-1]))
    print(f"{cost.seconds:.1f} s, {cost.memory:.0f} MB", file=sys.stderr)
    return cost


def _measured(step: Callable[[Path, int], float], root: Path, size: int) -> tuple[float, float]:
    """(seconds, peak memory in MB) of a step, with what it starts."""
    seconds = step(root, size)
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return seconds, peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _clock() -> float:
    """Seconds of the processor so far, in this process and in those that it started and that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(u.ru_utime + u.ru_stime for u in used)


def _make(root: Path, size: int) -> float:
    """The synthetic edition, its addresses recorded as they are after a publication; nothing is left in the cache."""
    from build_scripts.gather import gather
    from build_scripts.problem import Problem, render
    from build_scripts.record import record
    from tests.synthetic import make

    started = _clock()
    make(PROJECT, root, size)
    problems: list[Problem] = []
    edition = gather(root, problems, cache=False)
    if edition is None or problems:
        raise SystemExit(render(problems[:20], root))
    record(root, edition)
    return _clock() - started


def _stages(root: Path, size: int) -> float:
    """Stages 1 to 6: from the source texts to docs/."""
    started = _clock()
    from build_scripts import files
    from build_scripts.checking import check
    from build_scripts.problem import render
    from build_scripts.write import write

    checked = check(root)
    if checked.good is None:
        raise SystemExit(render(checked.problems[:20], root))
    (root / ".cache").mkdir(exist_ok=True)
    files.stage(root / "docs", write(checked.good, root), root / ".cache")
    return _clock() - started


def _pages(root: Path, size: int) -> float:
    """Of stages 1 to 6 the pages alone: from the source texts to their Markdown. Documents' citations are files here."""
    started = _clock()
    from build_scripts.gather import gather
    from build_scripts.ledger import check_ledger
    from build_scripts.past import load_past
    from build_scripts.write import write_pages

    edition = gather(root, [], cache=False)
    assert edition
    check_ledger(root, edition, [])
    (root / ".cache").mkdir(exist_ok=True)
    shutil.rmtree(root / ".cache/fonts", ignore_errors=True)
    write_pages(edition, root, {}, load_past(root, edition))
    return _clock() - started


def _tools(root: Path, size: int) -> float:
    """Of the pages what programs of others take: pandoc, which is started, and fontTools."""
    from build_scripts.fonts import write_fonts
    from build_scripts.gather import gather
    from build_scripts.past import load_past
    from build_scripts.write import write_pages

    begun = resource.getrusage(resource.RUSAGE_CHILDREN)
    edition = gather(root, [], cache=False)
    assert edition
    pages = write_pages(edition, root, {}, load_past(root, edition))
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    texts = [data.decode() for path, data in pages.items() if path.endswith(".md")]
    shutil.rmtree(root / ".cache/fonts", ignore_errors=True)
    started = _clock()
    write_fonts(texts, root / ".cache")
    return _clock() - started + ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime


def _files(root: Path, size: int) -> float:
    """Of stages 1 to 6 the other formats and the citations of each document. The edition is made before the clock starts."""
    from build_scripts.citations import format_citations
    from build_scripts.gather import gather
    from build_scripts.past import load_past
    from build_scripts.write import write_files

    edition = gather(root, [])
    assert edition
    started = _clock()
    format_citations(edition, root / ".cache")
    write_files(edition, root, load_past(root, edition))
    return _clock() - started


def _search(root: Path, size: int) -> float:
    """The index of the search, and what the colophon links to."""
    from build_scripts.build_info import write_build_info
    from build_scripts.gather import gather
    from build_scripts.search_index import write_search

    edition = gather(root, [])
    assert edition
    started = _clock()
    if failures := write_search(edition, root / "site"):
        raise SystemExit("\n".join(failures[:20]))
    write_build_info(root, root / "site", edition, {})
    return _clock() - started


def _mkdocs(root: Path, size: int) -> float:
    """Stage 7: from docs/ to site/."""
    from build_scripts.settings import load_settings

    settings = load_settings(root, [])
    assert settings
    started = _clock()
    from build_scripts.publish import publish

    if failures := publish(root, settings, root / "site"):
        raise SystemExit("\n".join(failures[:20]))
    return _clock() - started


def _proof(root: Path, size: int) -> float:
    """Stage 8. The edition that it compares with is made before the clock starts; its memory counts."""
    from build_scripts.gather import gather
    from build_scripts.verify import verify

    edition = gather(root, [])
    assert edition
    gc.freeze()  # as in a build
    started = _clock()
    if findings := verify(root, root / "site", edition):
        raise SystemExit("\n".join(str(finding) for finding in findings[:20]))
    return _clock() - started


def _check(root: Path, size: int) -> float:
    """The command as an editor gives it, in seconds by the clock: it uses several processors."""
    shutil.rmtree(root / ".cache/read", ignore_errors=True)
    return _by_the_clock(root)


def _check_again(root: Path, size: int) -> float:
    """The same, after a note of one document was changed."""
    with sorted((root / "source_texts/apparatus").glob("*.yaml"))[0].open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    return _by_the_clock(root)


def _by_the_clock(root: Path) -> float:
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "build_scripts", "check", "--root", str(root)], capture_output=True)
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    return time.monotonic() - started


def _stock(root: Path, size: int) -> float:
    """MkDocs by its own command, with the theme as it comes."""
    settings = (root / "mkdocs.yml").read_text("utf-8")
    (root / "stock.yml").write_text(re.sub(r"(?m)^ *(?:custom_dir|hooks):.*\n(?: *- .*\.py\n)*", "", settings), "utf-8")
    started = _clock()
    from mkdocs.__main__ import cli

    os.environ["EDITION_ADDRESS"] = "https://stock.example/"
    cli(["build", "--quiet", "-f", str(root / "stock.yml"), "-d", str(root / "stock")], standalone_mode=False)
    return _clock() - started


STEPS: dict[str, Callable[[Path, int], float]] = {
    "making the edition": _make,
    "check": _check,
    "check again": _check_again,
    "files": _files,
    "pages": _pages,
    "tools": _tools,
    "stages": _stages,
    "mkdocs": _mkdocs,
    "search": _search,
    "proof": _proof,
    "stock": _stock,
}

if __name__ == "__main__":
    main()
