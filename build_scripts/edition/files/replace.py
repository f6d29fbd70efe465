"""Writing to disk so that nothing is half done.

In: path -> bytes below a folder. Out: the folder holds exactly these generated files, beside those that people wrote.
New files are first written to a stage; then a journal says what is to be moved; then everything is moved. A run that is
killed before the journal leaves the folder as it was; one killed after it is finished by the next run.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

GENERATED = "generated_from:"  # the front matter by which a generated page is known
# Folders with nothing but generated files, which can carry no such mark, and files like them; git does not keep them.
DOWNLOADS = ("documents/*", "data", "dts", "assets/chinese")
PRINTS = ("*.pdf", "*.epub")


class OnDemand(Mapping[str, bytes]):
    """Files by path, each read when it is asked for: all of a large edition at once would take much memory."""

    def __init__(self, read: Mapping[str, Callable[[], bytes]]) -> None:
        self._read = read

    def __getitem__(self, path: str) -> bytes:
        return self._read[path]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


class Stored(MutableMapping[str, bytes]):
    """Files by path, each written below a folder as it is made, and read there when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sizes: dict[str, int] = {}  # in bytes, by path
        self._folders: set[Path] = set()  # that are known to be there

    def __getitem__(self, path: str) -> bytes:
        if path not in self.sizes:
            raise KeyError(path)
        return (self.folder / path).read_bytes()

    def __setitem__(self, path: str, data: bytes) -> None:
        file = self.folder / path
        if file.parent not in self._folders:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(file.parent)
        file.write_bytes(data)
        self.sizes[path] = len(data)

    def __delitem__(self, path: str) -> None:
        del self.sizes[path]
        (self.folder / path).unlink()

    def __iter__(self) -> Iterator[str]:
        return iter(self.sizes)

    def __len__(self) -> int:
        return len(self.sizes)


@contextmanager
def lock(cache: Path) -> Iterator[bool]:
    """Hold the project for one build; yields False where another build holds it."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def working(root: Path, cache: Path) -> Iterator[None]:
    """Mend what a killed run left behind, then say that a run is at work for as long as it is."""
    mark = cache / "working"
    recover(root / "site")
    finish(root / "docs", cache)
    if mark.exists():  # the last run was killed: a file that it kept here for later may be half written
        for path in cache.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name not in ("lock", "undo.json"):
                path.unlink()
    mark.touch()
    try:
        yield
    finally:
        mark.unlink(missing_ok=True)


def stage(target: Path, files: Stored, cache: Path) -> int:
    """Make the generated files of `target` be `files`, which are moved there. Returns how many were written or deleted."""
    finish(target, cache)
    changed = [path for path in files if not _same(target / path, files.folder / path)]
    gone = [p for p in generated(target) if p not in files]
    if changed or gone:
        _move(target, files.folder, changed, gone, cache)
    return len(changed) + len(gone)


def put(target: Path, changed: Mapping[str, bytes], gone: Iterable[str], cache: Path) -> None:
    """Write some files below `target` and delete others: all of it, or, if the run is killed before the journal, nothing."""
    stage = cache / "stage"
    shutil.rmtree(stage, ignore_errors=True)
    Stored(stage).update(changed)
    _move(target, stage, changed, gone, cache)
    shutil.rmtree(stage, ignore_errors=True)


def _move(target: Path, folder: Path, moved: Iterable[str], gone: Iterable[str], cache: Path) -> None:
    """Move files from a folder and delete others, once all that are to be moved are there, as a journal says."""
    journal = {"from": os.path.relpath(folder, cache), "move": sorted(moved), "delete": sorted(gone)}
    (cache / "journal.tmp").write_text(json.dumps(journal), "utf-8")
    os.replace(cache / "journal.tmp", cache / "journal.json")
    with _uninterrupted():
        finish(target, cache)


def finish(target: Path, cache: Path) -> None:
    """Carry out what a journal says, from the beginning or from wherever an earlier run was stopped."""
    journal = cache / "journal.json"
    if not journal.exists():
        return
    plan = json.loads(journal.read_text("utf-8"))
    folder, there = cache / plan.get("from", "stage"), set[Path]()
    for path in plan["move"]:
        old, new = folder / path, target / path
        if old.exists():
            if new.parent not in there:
                new.parent.mkdir(parents=True, exist_ok=True)
                there.add(new.parent)
            os.replace(old, new)
    for path in plan["delete"]:
        (target / path).unlink(missing_ok=True)
        parent = (target / path).parent
        while parent != target and parent.exists() and not any(parent.iterdir()):
            parent.rmdir()
            parent = parent.parent
    journal.unlink()


def copy_by_hand(target: Path, folder: Path) -> None:
    """Make in `folder` a copy of what people wrote below `target`."""
    left_out = {target / path for path in generated(target)}

    def ignored(at: str, names: list[str]) -> list[str]:
        return [name for name in names if Path(at, name) in left_out]

    shutil.copytree(target, folder, ignore=ignored, copy_function=shutil.copyfile)
    for copied in (folder, *(p for p in folder.rglob("*") if p.is_dir())):
        # It can be written to, and cleared, whatever was forbidden for the original.
        copied.chmod(copied.stat().st_mode | 0o700)


def by_hand(target: Path, files: Mapping[str, bytes]) -> list[str]:
    """Those pages of `files` in whose place stands a page that people wrote; it must not be replaced."""
    known = set(generated(target))
    return [p for p in files if p.endswith(".md") and p not in known and (target / p).exists()]


def generated(target: Path) -> list[str]:
    """The generated files that stand below a folder: pages that say so, and everything in the folders of downloads."""
    folders = [f for pattern in DOWNLOADS for f in sorted(target.glob(pattern)) if f.is_dir()]
    beside = [p for f in folders for p in sorted(f.rglob("*")) if p.is_file()]
    beside += [p for pattern in PRINTS for p in sorted(target.glob(pattern))]
    return [*pages(target), *(p.relative_to(target).as_posix() for p in beside)]


def pages(target: Path) -> list[str]:
    """The generated pages that stand below a folder."""
    found = (p for p in kept(target) if p.suffix == ".md" and p.is_file() and _says_generated(p))
    return [p.relative_to(target).as_posix() for p in found]


def kept(target: Path) -> Iterator[Path]:
    """The files below a folder that git keeps: all but downloads, among which it does not look around."""
    for at, folders, names in os.walk(target):
        inside = Path(at).relative_to(target).as_posix()
        yield from (Path(at, name) for name in sorted(names) if not is_download(f"{inside}/{name}"))
        folders[:] = [name for name in sorted(folders) if not is_download(f"{inside}/{name}/*")]


def is_download(path: str) -> bool:
    """Whether a path below `docs/` is that of a download, which stands beside the pages and not in the repository."""
    folders = PurePosixPath("/", path).parents
    inside = any(folder.match(f"/{pattern}") for folder in folders for pattern in DOWNLOADS)
    return inside or any(PurePosixPath("/", path).match(f"/{pattern}") for pattern in PRINTS)


def swap(new: Path, target: Path) -> None:
    """Put a finished folder in the place of another."""
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    with _uninterrupted():
        if target.exists():
            os.replace(target, old)
        os.replace(new, target)
    shutil.rmtree(old, ignore_errors=True)


def recover(target: Path) -> None:
    """If a run was killed in the middle of a swap, the old folder is put back."""
    old = target.with_name(f".{target.name}.old")
    if old.exists() and not target.exists():
        os.replace(old, target)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: who reads it meanwhile, or after a run that was killed, never finds half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.new")
    try:
        half.write_bytes(data)
        os.replace(half, path)
    finally:
        half.unlink(missing_ok=True)


def _same(old: Path, new: Path) -> bool:
    try:
        return old.stat().st_size == new.stat().st_size and old.read_bytes() == new.read_bytes()
    except OSError:
        return False


def _says_generated(path: Path) -> bool:
    """Whether a file's front matter, and not its text, has the field that generated files have."""
    says = False
    with path.open("rb") as file:
        if file.readline() != b"---\n":
            return False
        for line in file:
            if line.rstrip(b"\n") == b"---":
                return says
            says = says or line.startswith(GENERATED.encode())
    return False


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let an interrupt wait for the end of a few renames."""
    waiting = {signal.SIGINT, signal.SIGTERM}
    old = signal.pthread_sigmask(signal.SIG_BLOCK, waiting)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, old)
