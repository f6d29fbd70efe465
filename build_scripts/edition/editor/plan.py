"""Changing source texts by command: looked through first, then written whole or not at all.

In: path -> bytes below the project, None for a file that goes. Out: the problems that the project would have and has not now; a
diff; the files written. A run that is killed leaves nothing done, or a journal that the next command of any kind carries out.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory

from edition.editor.undo import as_it_stands, keep, to_be_kept
from edition.files import replace as files
from edition.model.edition import Edition
from edition.model.problem import Problem, errors
from edition.stages.gather import gather
from edition.versions.ledger import check_ledger

Changes = Mapping[str, bytes | None]
_EDIT = ".cache/edit"


class Refused(Exception):
    """A change that is not made: a sentence, and the problems that it would bring, as they are shown."""

    def __init__(self, message: str, problems: str = "") -> None:
        super().__init__(message)
        self.problems = problems


@contextmanager
def changed_copy(root: Path, changes: Changes) -> Iterator[Path]:
    """A copy of the project's inputs as they would be after some changes; gone when it is left."""
    with TemporaryDirectory(prefix="edition-") as folder:
        copy = Path(folder)
        shutil.copytree(root / "source_texts", copy / "source_texts")
        for name in ("releases", "docs", ".cache"):
            if (root / name).is_dir():
                os.symlink((root / name).resolve(), copy / name)
        for path, data in changes.items():
            if not path.startswith("source_texts/"):
                continue
            if data is None:
                (copy / path).unlink()
            else:
                (copy / path).parent.mkdir(parents=True, exist_ok=True)
                (copy / path).write_bytes(data)
        yield copy


def problems_of(root: Path) -> tuple[Edition | None, list[Problem]]:
    """The edition of a project and its problems, those of its ledger among them."""
    problems: list[Problem] = []
    edition = gather(root, problems, cite=False)
    if edition is not None and not errors(problems):
        check_ledger(root, edition, problems)
    return edition, problems


def new_problems(before: list[Problem], after: list[Problem]) -> list[Problem]:
    """The problems of kinds of which there are more than before: those that were there word for word are left out."""
    had, counts = {(p.kind, p.message) for p in before}, Counter(p.kind for p in before)
    more = {kind for kind, count in Counter(p.kind for p in after).items() if count > counts[kind]}
    return [p for p in after if p.kind in more and (p.kind, p.message) not in had]


def diff(root: Path, changes: Changes) -> str:
    """What would change, as a unified diff; a new file in a folder from which another goes is taken for that one."""
    gone = {path.rpartition("/")[0]: path for path, data in changes.items() if data is None}
    parts = []
    for path, data in sorted(changes.items()):
        if data is None:
            continue  # shown where it stands now
        of = path if (root / path).exists() else gone.get(path.rpartition("/")[0], "")
        parts += [f"{of} becomes {path}\n"] if of != path and of else []
        before = (root / of).read_bytes() if of else b""
        old, new = (d.decode("utf-8-sig").splitlines(keepends=True) for d in (before, data))
        shown = unified_diff(old, new, f"a/{of}" if of else "none", f"b/{path}", n=1)
        parts += [line if line.endswith("\n") else f"{line}\n" for line in shown]
    return "".join(parts)


def write(root: Path, changes: Changes) -> None:
    """Write all changes, or none; what they replace is kept for `edition undo`.

    Raises Refused where a build or another change is at work.
    """
    with files.lock(root / ".cache") as mine:
        if not mine:
            raise Refused("another edition command is running on this project: wait for it to finish")
        changes = {path: data for path, data in changes.items() if data != as_it_stands(root / path)}
        if not changes:
            return  # and the command before can still be undone
        kept = to_be_kept(root, changes)
        new = {path: data for path, data in changes.items() if data is not None}
        files.put(root, new, [path for path, data in changes.items() if data is None], root / _EDIT)
        keep(root, kept)


def finish_edit(root: Path) -> bool:
    """Carry out what a killed run has left; False where that run is still at work."""
    with files.lock(root / ".cache") as mine:
        if mine:
            files.finish(root, root / _EDIT)
    return mine
