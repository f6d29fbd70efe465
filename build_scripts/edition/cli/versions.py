"""The commands that keep what was published: `edition record` and `edition release`.

In: words on a command line. Out: text, and an exit code. Does nothing itself: see `record` and `release`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from edition.cli.terminal import ROOT, Progress, check_root, gather_or_exit, print_problems
from edition.problems.words import count


@click.command()
@ROOT
@click.option(
    "--change", multiple=True, metavar="ADDRESS", help="The words of this paragraph were changed deliberately."
)
@click.option("--withdraw", multiple=True, metavar="ADDRESS", help="Withdraw this address; requires --why.")
@click.option("--move", multiple=True, nargs=2, metavar="OLD NEW", help="The content of OLD has moved to NEW.")
@click.option(
    "--split",
    multiple=True,
    nargs=2,
    metavar="OLD NEW,NEW",
    help="The content of OLD has been divided among several addresses.",
)
@click.option(
    "--merge", multiple=True, nargs=2, metavar="OLD INTO", help="The content of OLD has been merged into INTO."
)
@click.option("--why", default="", help="Reason for a withdrawal or change, shown to readers.")
def record(
    root: Path,
    change: tuple[str, ...],
    withdraw: tuple[str, ...],
    move: tuple[tuple[str, str], ...],
    split: tuple[tuple[str, str], ...],
    merge: tuple[tuple[str, str], ...],
    why: str,
) -> None:
    """Add all new addresses to the ledger, and record changes to old ones with the options below.

    Give addresses as /people/ID/ or /documents/ID/#p14; a NEW address on the same page may be just #p14a. A change to a
    page applies to every place on it: when a document moves, its paragraphs and notes move with it. Existing lines in
    the ledger are never changed.
    """
    check_root(root)
    from edition.versions.record import record as run

    try:
        added = run(root, gather_or_exit(root), change, withdraw, move, why, split, merge)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{count(added, 'line')} added to source_texts/ledger.tsv.")


@click.command()
@ROOT
@click.argument("version", metavar="X.Y.Z")
@click.option("--dry-run", is_flag=True, help="Build, and show what would be written without writing it.")
def release(root: Path, version: str, dry_run: bool) -> None:
    """Release the edition as version X.Y.Z. Its pages are kept permanently under /v/X.Y.Z/.

    Writes releases/X.Y.Z.tar.xz (the pages, with a banner), releases/X.Y.Z.json (the texts and their locations) and the ledger,
    then rebuilds the site. Commit all three together with docs/. The version must match source_texts/edition.yaml and have an
    entry in CHANGELOG.md.
    """
    check_root(root)
    from edition.release import release as run

    with Progress() as progress:
        made = run(root, version, dry_run, progress)
    print_problems(made.built.problems, root)
    for line in (*made.refused, *made.built.failures):
        click.echo(f"Error: {line}", err=True)
    for line in made.written:
        click.echo(f"{'would write' if dry_run else 'written'}: {line}")
    if not made.good:
        click.echo(f"\n{'Not released' if not made.written else 'Released, but the site was not built'}.", err=True)
        sys.exit(1)
    click.echo(
        "Nothing was written." if dry_run else f"Version {version} has been released. Commit these files and docs/."
    )
