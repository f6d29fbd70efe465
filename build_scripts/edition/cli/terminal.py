"""What all commands share: the option for the project's folder, a line of progress, problems and counts in words.

In: words and problems. Out: text on the terminal. Knows no command.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from edition.model.problem import Problem, errors
from edition.problems.excerpt import render

if TYPE_CHECKING:  # imported where it is needed: help is shown in an instant
    from edition.model.edition import Edition


ROOT = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="Project folder, containing source_texts/.  [default: current folder]",
)


class Progress:
    """One line that says what is being done, on a terminal only."""

    def __enter__(self) -> Callable[[str], None]:
        self.shown = sys.stderr.isatty()
        return self._show if self.shown else (lambda _: None)

    def _show(self, text: str) -> None:
        click.echo(f"\r\x1b[K{text[:100]}", nl=False, err=True)

    def __exit__(self, *_: object) -> None:
        if self.shown:
            click.echo("\r\x1b[K", nl=False, err=True)


def check_root(root: Path) -> None:
    if not (root / "source_texts").is_dir():
        raise click.ClickException(
            f"{root.resolve()} does not contain source_texts/: change to the project folder, or use --root"
        )
    if (root / ".cache/edit/journal.json").exists():
        from edition.editor.plan import finish_edit

        if finish_edit(root):
            click.echo(
                "An earlier change to the source texts had been interrupted; it has now been completed.", err=True
            )


def print_problems(problems: list[Problem], root: Path) -> None:
    if problems:
        click.echo(render(problems, root) + "\n", err=True)


def gather_or_exit(root: Path) -> Edition:
    """The edition of a project; where it cannot be gathered its errors are printed, and the program ends with code 1."""
    from edition.stages.gather import gather

    problems: list[Problem] = []
    edition = gather(root, problems)
    if edition is None or errors(problems):
        print_problems(errors(problems), root)
        sys.exit(1)
    return edition
