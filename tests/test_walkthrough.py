"""The tutorial for editors, `docs/editing/tutorial.md`: its commands are run, its pieces are pasted, and what it says is printed
is compared.

`sh` blocks are commands; a `text` block is what those before it print (a line `…` stands for any lines); a `yaml` block is
pasted, as step 6 says, into the file that the words before it name last.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.pasting import paste
from tests.project import REPOSITORY

_BLOCK = re.compile(r"(?m)^```(sh|text|yaml)\n(.*?)^```$", re.DOTALL)
_FILE = re.compile(r"`(source_texts/[\w/.-]+\.yaml)`")


@dataclass
class Shell:
    """A folder and the variables that commands have set."""

    folder: Path
    variables: dict[str, str] = field(default_factory=lambda: dict(os.environ))

    def run(self, command: str) -> str:
        """What a command prints; it must end well."""
        if command.startswith("cd "):
            self.folder = (self.folder / command.removeprefix("cd ")).resolve()
            return ""
        if command.startswith("export PATH="):
            self.variables["PATH"] = f"{self.folder}/.venv/bin:{self.variables['PATH']}"
            return ""
        done = subprocess.run(
            command,
            shell=True,
            cwd=self.folder,
            env=self.variables,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert done.returncode == 0, f"{command}: {done.stdout}"
        return done.stdout


def walkthrough() -> str:
    return (REPOSITORY / "docs/editing/tutorial.md").read_text("utf-8")


def blocks() -> Iterator[tuple[str, str, str]]:
    """The kind of each block, the file that the words before it name last, and what is in it."""
    text, file, at = walkthrough(), "", 0
    for match in _BLOCK.finditer(text):
        file = next(reversed(_FILE.findall(text[at : match.start()])), file)
        yield match[1], file, match[2]
        at = match.end()


def matches(said: str, printed: str) -> bool:
    """Whether a `text` block tells what was printed."""
    parts = [re.escape(part.strip("\n")) for part in re.split(r"(?m)^ *…$", said.strip("\n"))]
    pattern = r"\n(?:.*\n)*".join(parts).replace(re.escape("… s."), r"\d+\.\d s\.")
    return re.fullmatch(pattern, printed.strip("\n")) is not None


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A folder that has of the repository what the commands use."""
    for name in ("tests", "build_scripts"):
        (tmp_path / name).symlink_to(REPOSITORY / name)
    (tmp_path / ".venv").symlink_to(Path(sys.executable).parent.parent)
    (tmp_path / "build").mkdir()
    return Shell(tmp_path)


def test_every_command_prints_what_the_walkthrough_says(shell: Shell) -> None:
    printed, compared = "", 0
    for kind, file, text in blocks():
        if kind == "sh":
            assert not printed.strip(), f"nothing is said of what is printed: {printed}"
            printed = "".join(shell.run(command) for command in text.splitlines())
        elif kind == "text":
            assert matches(text, printed), f"the walk-through says:\n{text}\nprinted is:\n{printed}"
            printed, compared = "", compared + 1
        else:
            paste(shell.folder / file, text)
    assert compared >= 7 and shell.folder.name == "trial"
    page = (shell.folder / "site/documents/1951-05-20-novak-lund/index.html").read_text("utf-8")
    assert all(words in page for words in ("Erik Dahl", "fn-finished-in-august", "dahl-erik", "cost-in-april-and-may"))
    suggested = shell.run("edition suggest 1951-05-20-novak-lund")
    assert "“Erik Dahl”" not in suggested and "may belong together" not in suggested and "add up" not in suggested


def test_every_piece_goes_into_a_file_that_is_named() -> None:
    files = [file for kind, file, _ in blocks() if kind == "yaml"]
    assert sorted({*files}) == [
        "source_texts/apparatus/1951-05-20-novak-lund.yaml",
        "source_texts/cross_references.yaml",
    ]


def test_the_walkthrough_comes_to_every_command_of_an_editor() -> None:
    text = walkthrough()
    for command in ("import", "check", "suggest", "new-name", "build", "serve", "record", "verify", "rename", "move"):
        assert f"edition {command}" in text, command


def test_what_is_compared() -> None:
    assert matches("a\n…\nb\n", "a\nx\ny\nb\n") and matches("a\n…\nb\n", "a\nb\n")
    assert matches("done; … s.", "done; 1.5 s.") and matches("a\n  …\nb", "a\n  x\nb")
    assert not matches("a\n…\nb\n", "a\nb\nc\n") and not matches("a\n", "b\n") and not matches("… s.", "1 s.")


def test_the_trial_is_not_made_over_something(shell: Shell) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.trial", "build"], cwd=shell.folder, capture_output=True, text=True
    )
    assert done.returncode == 1 and done.stderr == "build is there already: take it away, or name another folder\n"
