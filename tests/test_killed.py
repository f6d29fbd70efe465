"""A build that is stopped: at fifty moments, by a full disk, by a signal, by another build beside it.

What a killed process leaves is what stands on the disk at that moment. So one build is run to its end, and at each moment,
just before something is written, renamed or deleted, the project is copied: that is what a kill at this moment leaves. The
moments are drawn by lot with a fixed seed: over the whole of the build, and closer where the finished files take their places.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from edition.build import build
from edition.cli.main import main
from edition.files import replace as files
from edition.write.search import offline as search_copy
from tests.project import copy_edition, start, tree
from tests.test_build import change_edition

MOMENTS, LATE = 50, 20  # of which so many are from the time at which finished files are moved
_CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate")
_listeners: list[Callable[[str, str], None]] = []  # a hook of the interpreter cannot be taken away: this can be emptied


def _hook(event: str, given: tuple[Any, ...]) -> None:
    if not _listeners:
        return
    if event == "open":
        mode, flags = (given[1] or ""), given[2]
        writes = any(c in mode for c in "wax+") or (not mode and flags & (os.O_WRONLY | os.O_RDWR))
        if not writes or not isinstance(given[0], str | os.PathLike):
            return
    elif event not in _CHANGES:
        return
    listener, path = _listeners[0], str(given[1] if event == "os.rename" else given[0])
    listener(event, path)


sys.addaudithook(_hook)


@contextmanager
def listening(listener: Callable[[str, str], None]) -> Iterator[None]:
    """Tell a listener of everything that is about to change on the disk: (what, path)."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.clear()


def written_by_people(root: Path) -> list[str]:
    """The files of a project that was never built, without those that are made and were copied with the rest."""
    made = {f"docs/{path}" for path in (search_copy.OFFLINE_SEARCH, *files.generated(root / "docs"))}
    return sorted({p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()} - made)


class Killed:
    """A build of which copies were taken."""

    def of_people(self, root: Path) -> dict[str, tuple[bytes, int]]:
        """What people wrote, byte for byte, with the time of its last change."""
        found = [name for name in self.people if (root / name).exists()]
        return {name: ((root / name).read_bytes(), (root / name).stat().st_mtime_ns) for name in found}

    def __init__(self, built: Path, to: Path) -> None:
        self.old = tree(built / "docs"), tree(built / "site")
        first, second = to / "first", to / "second"
        shutil.copytree(built, first)
        change_edition(first)
        shutil.copytree(first, second)
        operations: list[str] = []
        with listening(lambda _, path: operations.append(path)):
            assert build(first).good
        self.new = tree(first / "docs"), tree(first / "site")
        self.people = written_by_people(copy_edition("brief", to / "never-built"))
        self.editors = self.of_people(first)
        late = next(n for n, path in enumerate(operations) if path.endswith("journal.tmp"))
        lot = random.Random("fifty moments")
        chosen = sorted({*lot.sample(range(late), MOMENTS - LATE), *lot.sample(range(late, len(operations)), LATE)})
        self.copies = [to / f"killed-{n}" for n in chosen]
        self.operations = len(operations)
        self.seen = 0

        def copy(event: str, path: str) -> None:
            listener = _listeners.pop()
            if self.seen in chosen:
                shutil.copytree(second, to / f"killed-{self.seen}")
            self.seen += 1
            _listeners.append(listener)

        with listening(copy):
            assert build(second).good
        self.after = second
        self.last_opened = late
        self.rebuilt = [self.copies[n] for n in (5, MOMENTS - LATE - 1, MOMENTS - 3)]
        mixed = next(c for c in self.copies if tree(c / "docs") not in (self.old[0], self.new[0]))
        self.mixed = Path(shutil.copytree(mixed, to / "mixed"))


@pytest.fixture(scope="module")
def killed(built_brief: Path, tmp_path_factory: pytest.TempPathFactory) -> Killed:
    return Killed(built_brief, tmp_path_factory.mktemp("killed"))


def test_fifty_moments_over_the_whole_of_a_build(killed: Killed) -> None:
    assert len(killed.copies) == MOMENTS and all(copy.is_dir() for copy in killed.copies)
    assert killed.operations > 800 and killed.old[0] != killed.new[0] and killed.old[1] != killed.new[1]


def test_no_file_of_an_editor_was_changed(killed: Killed) -> None:
    """Not its bytes, and not the time of its last change."""
    assert len(killed.people) > 40 and {"mkdocs.yml", "source_texts/edition.yaml"} <= set(killed.editors)
    for copy in (*killed.copies, killed.after):
        assert killed.of_people(copy) == killed.editors, copy.name


def test_the_next_build_is_good(killed: Killed) -> None:
    """Of some copies, early and late; what was left half done changes nothing of what is made."""
    for copy in killed.rebuilt:
        result = build(copy)
        assert result.good, (copy.name, result.failures, result.problems)
        assert (tree(copy / "docs"), tree(copy / "site")) == killed.new, copy.name
        assert {p.name for p in (copy / ".cache").iterdir() if p.is_dir() or p.suffix == ".tmp"} <= {"fonts", "read"}


def test_what_a_kill_leaves_is_whole(killed: Killed) -> None:
    """At once, but for the moments in which files are moved: then as soon as any command has begun."""
    in_between = 0
    for copy in (c for c in killed.copies if c not in killed.rebuilt):
        docs, swapped = tree(copy / "docs"), not (copy / "site").exists()
        site = tree(copy / ".site.old" if swapped else copy / "site")
        assert site in (killed.old[1], killed.new[1]), f"{copy.name}: a mixed site/"
        with files.lock(copy / ".cache") as mine, files.working(copy, copy / ".cache"):  # as every command that builds
            assert mine, "a killed process holds no lock"
        assert not swapped or tree(copy / "site") == site, copy.name
        if docs not in (killed.old[0], killed.new[0]):
            in_between += 1
            assert tree(copy / "docs") == killed.new[0], f"{copy.name}: what was begun is finished"
    assert 0 < in_between <= LATE, "some of the moments are in the middle of the moving"


def test_a_build_that_fails_mends_too(killed: Killed) -> None:
    """The last good output is whole again even where the next build finds something wrong."""
    copy = killed.mixed
    assert tree(copy / "docs") not in (killed.old[0], killed.new[0])
    (copy / "mkdocs.yml").write_text("site_name: [", "utf-8")  # nothing can be built
    assert CliRunner().invoke(main, ["build", "--root", str(copy)]).exit_code == 1
    assert tree(copy / "docs") == killed.new[0] and tree(copy / "site") in (killed.old[1], killed.new[1])


SIGNALS = [(signal.SIGKILL, 0.3), (signal.SIGTERM, 1.0), (signal.SIGINT, 1.6)]


@pytest.mark.parametrize(("number", "seconds"), SIGNALS, ids=lambda v: v.name if isinstance(v, signal.Signals) else "")
def test_a_signal(killed: Killed, built_brief: Path, tmp_path: Path, number: signal.Signals, seconds: float) -> None:
    """The same with real signals to a real process, which is stopped wherever it happens to be."""
    root = tmp_path / "project"
    shutil.copytree(built_brief, root)
    change_edition(root)
    before = killed.of_people(root)
    process = start(root, "build")
    while process.poll() is None and not (root / ".cache/working").exists():
        time.sleep(0.02)  # until it has begun; how long that takes depends on the machine
    time.sleep(seconds)
    process.send_signal(number)
    _, err = process.communicate()
    assert "Traceback" not in err, err
    with files.lock(root / ".cache") as mine, files.working(root, root / ".cache"):
        assert mine
    assert tree(root / "docs") in (killed.old[0], killed.new[0])
    assert tree(root / "site") in (killed.old[1], killed.new[1])
    assert killed.of_people(root) == before


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO], ids=os.strerror)
def test_a_disk_that_refuses_at_some_moment(killed: Killed, built_brief: Path, tmp_path: Path, number: int) -> None:
    """A full disk, a quota, a disk that became read-only, a broken one: from some moment on nothing can be written."""
    root, seen = tmp_path / "project", 0
    shutil.copytree(built_brief, root)
    change_edition(root)
    before, moment = killed.of_people(root), random.Random(number).randrange(killed.last_opened)

    def refuse(event: str, path: str) -> None:
        nonlocal seen
        seen += 1
        if seen > moment and event == "open":
            raise OSError(number, os.strerror(number), path)

    with listening(refuse):
        result = CliRunner().invoke(main, ["build", "--root", str(root)])
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert result.exit_code == 1 and os.strerror(number) in result.output, result.output
    assert tree(root / "docs") in (killed.old[0], killed.new[0])
    assert tree(root / "site") in (killed.old[1], killed.new[1])
    assert killed.of_people(root) == before


def test_two_builds_at_once(killed: Killed, built_brief: Path, tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(built_brief, root)
    change_edition(root)
    processes = [start(root, "build") for _ in range(2)]
    said = [process.communicate() for process in processes]
    codes = [process.returncode for process in processes]
    assert 0 in codes and set(codes) <= {0, 1}
    for code, (_, err) in zip(codes, said, strict=True):
        assert code == 0 or "another build is running in this folder: wait for it to finish" in err, err
    assert (tree(root / "docs"), tree(root / "site")) == killed.new
