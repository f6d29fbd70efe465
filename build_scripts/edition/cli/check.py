"""The command `edition check`: a report, or one after every change.

In: the words of the command. Out: text on the terminal, and an exit code: 0 nothing stops a build, 1 something does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from edition.cli.terminal import ROOT, Progress, check_root

if TYPE_CHECKING:  # imported where it is needed: help is shown in an instant
    from edition.model.edition import Checked

FORMATS = ("plain", "json", "github")


@click.command()
@ROOT
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="plain",
    show_default=True,
    help="plain: human-readable text. json: see docs/schemas/check-1.json. github: pull-request annotations.",
)
@click.option("--watch", is_flag=True, help="Keep running and check again after every change; stop with Ctrl-C.")
@click.option("--ignored", is_flag=True, help="Also show warnings suppressed under ignore.")
@click.option("--to-verify", is_flag=True, help="Also show what the bibliography says is still to be verified.")
def check(root: Path, form: str, watch: bool, ignored: bool, to_verify: bool) -> None:
    """Check the source texts, apparatus and registers, and report every problem with its location and a fix.

    Exits with status 1 if there are errors, otherwise 0. For an explanation of each kind of problem, see docs/about/problems.md.
    """
    check_root(root)
    from edition.check import check as run
    from edition.stages.cache import READINGS, Kept

    readings = Kept(root / ".cache" / READINGS)

    def once() -> Checked:
        with Progress() as progress:
            return run(root, progress, readings, cite=False)

    checked = once()
    _show(checked, root, form, ignored, to_verify)
    if watch:
        from edition.files.watch import changes

        try:
            with changes([root / "source_texts", root / "releases"]) as wait:
                click.echo("Waiting for changes; press Ctrl-C to stop.", err=True)
                while wait():
                    before, checked = checked, once()
                    _show(checked, root, form, ignored, to_verify, before)
        except KeyboardInterrupt:
            click.echo(err=True)
    sys.exit(1 if checked.errors else 0)


def _show(
    checked: Checked, root: Path, form: str, ignored: bool, to_verify: bool, before: Checked | None = None
) -> None:
    """The whole report; in words only what is new and what is gone, where there was one before."""
    from edition.problems import report

    if form == "json":
        click.echo(report.as_json(checked, root))
    elif form == "github":
        click.echo("".join(f"{line}\n" for line in report.github(checked)), nl=False)
    else:
        said = report.difference(before, checked, root) if before else report.plain(checked.problems, root)
        if said:
            click.echo(said, err=True)
        if ignored and checked.ignored:
            click.echo(f"Ignored:\n\n{report.plain(checked.ignored, root)}", err=True)
        if checked.reminders and to_verify:
            click.echo(f"To verify:\n\n{report.plain(checked.reminders, root)}", err=True)
        elif checked.reminders and not before:
            click.echo(report.reminded(checked))
        if checked.edition and not before and (unset := checked.edition.settings.unset):
            click.echo("Before publication, in source_texts/edition.yaml:")
            click.echo("".join(f"  {sentence}\n" for sentence in unset), nl=False)
        click.echo(report.summary(checked))
