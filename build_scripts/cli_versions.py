"""The commands that keep what was published: `edition record` and `edition release`.

In: words on a command line. Out: text, and an exit code. Does nothing itself: see `record` and `release`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from build_scripts.terminal import ROOT, Progress, check_root, count, gather_or_exit, print_problems


@click.command()
@ROOT
@click.option("--change", multiple=True, metavar="ADDRESS", help="The words of this paragraph were changed on purpose.")
@click.option("--withdraw", multiple=True, metavar="ADDRESS", help="This address is withdrawn; give --why.")
@click.option("--move", multiple=True, nargs=2, metavar="OLD NEW", help="What stood at OLD now stands at NEW.")
@click.option("--split", multiple=True, nargs=2, metavar="OLD NEW,NEW", help="What stood at OLD now stands at several.")
@click.option("--merge", multiple=True, nargs=2, metavar="OLD INTO", help="What stood at OLD is now part of INTO.")
@click.option("--why", default="", help="The reason of a withdrawal or change, for readers.")
def record(
    root: Path,
    change: tuple[str, ...],
    withdraw: tuple[str, ...],
    move: tuple[tuple[str, str], ...],
    split: tuple[tuple[str, str], ...],
    merge: tuple[tuple[str, str], ...],
    why: str,
) -> None:
    """Append to the ledger: every new address, and what is said of old ones by the options.

    An address is /people/ID/ or /documents/ID/#p14; a NEW one on the same page may be #p14a. What is said of a page is said
    of every place on it: a document that moves takes its paragraphs and notes along. Nothing in the ledger is ever changed.
    """
    check_root(root)
    from build_scripts.record import record as run

    try:
        added = run(root, gather_or_exit(root), change, withdraw, move, why, split, merge)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{count(added, 'line')} added to source_texts/ledger.tsv.")


@click.command()
@ROOT
@click.argument("version", metavar="X.Y.Z")
@click.option("--dry-run", is_flag=True, help="Build, say what would be written, and write nothing of it.")
def release(root: Path, version: str, dry_run: bool) -> None:
    """Freeze the edition as version X.Y.Z: its pages stay under /v/X.Y.Z/ for good.

    Writes releases/X.Y.Z.tar.xz (the pages, with a banner), releases/X.Y.Z.json (what stands where) and the ledger; then
    builds the site with it. Commit all three, and docs/. The version must be that of source_texts/edition.yaml and have an
    entry in CHANGELOG.md.
    """
    check_root(root)
    from build_scripts.release import release as run

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
    click.echo("Nothing of this was written." if dry_run else f"Version {version} is released. Commit these and docs/.")
