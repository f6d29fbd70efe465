"""Projects to try things on: copies of the repository's own corpus and of the small editions in `tests/editions/`."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from edition.files.replace import Stored, generated
from edition.model.edition import Edition
from edition.write.table import write

REPOSITORY = Path(__file__).resolve().parent.parent
EDITIONS = Path(__file__).parent / "editions"
PRINTS = ".cache/print"
COMMAND = Path(sys.executable).with_name("edition")


def copy_corpus(to: Path) -> Path:
    """The repository as far as a site is made of it, without what an earlier build left."""
    to.mkdir(parents=True, exist_ok=True)
    shutil.copytree(REPOSITORY / "source_texts", to / "source_texts")
    shutil.copytree(REPOSITORY / "docs", to / "docs")
    share_prints(REPOSITORY, to)
    if (REPOSITORY / "releases").exists():
        shutil.copytree(REPOSITORY / "releases", to / "releases")
    return _copy_settings(to)


def stored(folder: Path, files: Mapping[str, bytes]) -> Stored:
    """Files as a build has them once they are made."""
    made = Stored(folder)
    made.update(files)
    return made


def files_of(edition: Edition, root: Path) -> dict[str, bytes]:
    """Everything that is written of an edition, by path."""
    with tempfile.TemporaryDirectory() as folder:
        return dict(write(edition, root, Stored(Path(folder))))


def share_prints(of: Path, to: Path) -> None:
    """Copy the PDFs that were laid out already: they are kept by what they show, and a book takes half a minute."""
    if (of / PRINTS).is_dir():
        shutil.copytree(of / PRINTS, to / PRINTS, dirs_exist_ok=True)


def copy_edition(name: str, to: Path) -> Path:
    """A small edition with the repository's settings and looks; its hand-written pages are one heading each."""
    shutil.copytree(EDITIONS / name / "source_texts", to / "source_texts")
    shutil.copytree(REPOSITORY / "docs", to / "docs", ignore=shutil.ignore_patterns("*.md"))
    for left in generated(to / "docs"):  # by a build of the repository
        (to / "docs" / left).unlink()
    made = set(generated(REPOSITORY / "docs"))
    for page in sorted((REPOSITORY / "docs").rglob("*.md")):
        path = page.relative_to(REPOSITORY / "docs")
        if path.as_posix() not in made:
            (to / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
            (to / "docs" / path).write_text(f"# A page by hand: {path.stem}\n", "utf-8")
    for folder in sorted((to / "docs").rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return _copy_settings(to)


def _copy_settings(to: Path) -> Path:
    """The settings and looks of the site, wherever the repository keeps them."""
    shutil.copy(REPOSITORY / "mkdocs.yml", to)
    if (REPOSITORY / "overrides").exists():
        shutil.copytree(REPOSITORY / "overrides", to / "overrides")
    return to


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that is made by the first of the processes of a test run that needs it; the others wait and read it."""
    own = factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / f"once-{name}"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "made").exists():
            shutil.rmtree(shared / "project", ignore_errors=True)  # what a process left that could not make it
            make(shared / "project")
            (shared / "made").touch()
    return shared / "project"


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def start(root: Path, *words: str, said: int = subprocess.PIPE, **variables: str) -> subprocess.Popen[str]:
    """Start the console command on a project, from a folder whose depth differs with the project's.

    What it says besides its results goes to `said`: a pipe that nobody reads is full after some time, and it waits.
    """
    return subprocess.Popen(
        [str(COMMAND), *words, "--root", str(root)],
        cwd=root if root.is_dir() else None,
        stdout=subprocess.PIPE,
        stderr=said,
        text=True,
        encoding="utf-8",
        env={**os.environ, **variables},
    )


def run(root: Path, *words: str, **variables: str) -> tuple[int, str]:
    """Run the console command on a project: its exit code and everything it said."""
    process = start(root, *words, said=subprocess.PIPE, **variables)
    out, err = process.communicate()
    return process.returncode, out + err
