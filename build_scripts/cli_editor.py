"""The commands that help an editor: `edition suggest`, `new-name`, `rename`, `move` and `undo`.

In: words on a command line. Out: text, and an exit code. Does nothing itself: see `suggest`, `new_name`, `rename`, `editing`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from build_scripts.terminal import ROOT, check_root, count, print_problems

if TYPE_CHECKING:
    from build_scripts.editing import Refused
    from build_scripts.gather import Edition
    from build_scripts.problem import Problem
    from build_scripts.rename import Plan

DRY_RUN = click.option(
    "--dry-run", is_flag=True, help="Print what would change, as a unified diff, and change nothing."
)
_KINDS = ("cut", "name", "like", "bracket", "abbreviation", "number", "heading", "passage")
_REGISTERS = ("people", "places", "peoples", "organizations", "terms")


@click.command()
@ROOT
@click.argument("id")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(_KINDS), help="Only suggestions of this kind.")
@click.option("--all", "everything", is_flag=True, help="Those of lower rank too.")
@click.option("--write", is_flag=True, help="Keep them in the apparatus of the document, with status: suggested.")
@click.option("--accept", multiple=True, metavar="KEY", help="Paste this one where it belongs.")
@click.option("--refuse", multiple=True, metavar="KEY", help="Never say this one again.")
def suggest(
    root: Path,
    id: str,
    kinds: tuple[str, ...],
    everything: bool,
    write: bool,
    accept: tuple[str, ...],
    refuse: tuple[str, ...],
) -> None:
    """Say what may be added to the document ID, with the YAML to paste: names, cuts, brackets, headings, passages and more.

    Rules find it, and an editor judges: nothing is added to the edition by itself. What was refused in the apparatus
    (status: refused) is not said again.
    """
    check_root(root)
    from build_scripts.editing import Refused
    from build_scripts.judge import judged
    from build_scripts.problem import errors
    from build_scripts.suggest import suggest as find
    from build_scripts.suggest import text_of
    from build_scripts.suggestions_kept import refused_keys, statuses, with_suggestions

    edition, problems = _gathered(root, id)
    path = f"source_texts/apparatus/{id}.yaml"
    whole = [s for o in find(edition, id, everything=True) for s in o.shown] if write or accept or refuse else []
    try:
        if accept or refuse:
            _write(root, judged(root, id, {s.key: s for s in whole}, accept, refuse), dry_run=False)
            click.echo(f"{id}: {len(accept)} accepted, {len(refuse)} refused.")
            return
        text = (root / path).read_bytes().decode("utf-8")
        offers = find(edition, id, refused_keys(text), kinds, everything)
        click.echo(text_of(id, offers))
        if write:
            kept = with_suggestions(text, [s for o in offers for s in o.shown], [s.key for s in whole])
            _write(root, {path: kept.encode()}, dry_run=False)
            click.echo(f"Kept in {path}, under suggestions: {count(len(statuses(kept)), 'entry', 'entries')}.")
    except Refused as refused:
        _exit(refused)
    if errors(problems):
        click.echo(f"{count(len(errors(problems)), 'error')} in the project: edition check", err=True)


def _gathered(root: Path, id: str) -> tuple[Edition, list[Problem]]:
    """The edition with its problems, which do not stand in the way; ends the program if the document cannot be read."""
    from build_scripts.gather import gather
    from build_scripts.problem import errors

    problems: list[Problem] = []
    edition = gather(root, problems)
    if edition is None or id not in edition.documents:
        print_problems(errors(problems), root)
        known = f": the IDs are {', '.join(edition.documents) or '(none yet)'}" if edition else ""
        raise click.ClickException(f"there is no document {id!r} that can be read{known}")
    return edition, problems


@click.command("new-name")
@ROOT
@click.argument("register", type=click.Choice(_REGISTERS))
@click.argument("id")
@click.option("--name", required=True, help="The name as readers are to find it.")
@click.option("--sort", default="", help='What it is filed by, such as "Novak, Anna".  [default: the name]')
@click.option("--form", "forms", multiple=True, help="Words printed in the texts that always mean it; once for each.")
@click.option("--note", default="", help="What the reader is told of it.")
@click.option("--certainty", type=click.Choice(["certain", "probable", "possible"]), help="Of the identification.")
@click.option("--kept", default="", help="Why it is kept if no document mentions it.")
@click.option("--after", default="", metavar="ID", help="The entry it stands after.")
@click.option("--shared", is_flag=True, help="A form may belong to another entry too.")
@DRY_RUN
def new_name(
    root: Path,
    register: str,
    id: str,
    name: str,
    sort: str,
    forms: tuple[str, ...],
    note: str,
    certainty: str | None,
    kept: str,
    after: str,
    shared: bool,
    dry_run: bool,
) -> None:
    """Add an entry to a register, in its place. An id that is taken, or a form that is another's, is refused."""
    check_root(root)
    from build_scripts.editing import Refused
    from build_scripts.new_name import Entry, plan_new_name

    entry = Entry(register, id, name, sort, forms, note, certainty or "", kept)
    try:
        changes, said = plan_new_name(root, entry, after, shared)
        _write(root, changes, dry_run)
    except Refused as refused:
        _exit(refused)
    if said:
        click.echo(f"{said}\n", err=True)
    if not dry_run:
        click.echo(f"Added to source_texts/register/{register}.yaml: {id}.")


@click.command()
@ROOT
@click.argument("old")
@click.argument("new")
@click.option("--merge", is_flag=True, help="NEW is there: join the two. The forms of OLD go to NEW.")
@DRY_RUN
def rename(root: Path, old: str, new: str, merge: bool, dry_run: bool) -> None:
    """Give the register entry OLD the id NEW, in every file that refers to it, and in the ledger if it was published."""
    check_root(root)
    from build_scripts.editing import Refused
    from build_scripts.rename import plan_rename

    try:
        plan = plan_rename(root, old, new, merge)
        _write(root, plan.changes, dry_run)
    except Refused as refused:
        _exit(refused)
    _say(plan, "merged into" if merge else "renamed to", dry_run)


@click.command()
@ROOT
@click.argument("old")
@click.argument("new")
@DRY_RUN
def move(root: Path, old: str, new: str, dry_run: bool) -> None:
    """Give the document OLD the id NEW: its files, every reference to it, and the ledger if it was published."""
    check_root(root)
    from build_scripts.editing import Refused
    from build_scripts.rename import plan_move

    try:
        plan = plan_move(root, old, new)
        _write(root, plan.changes, dry_run)
    except Refused as refused:
        _exit(refused)
    _say(plan, "moved to", dry_run)


@click.command()
@ROOT
@DRY_RUN
def undo(root: Path, dry_run: bool) -> None:
    """Put back what the last suggest, new-name, rename or move changed. Given once more, it does it again."""
    check_root(root)
    from build_scripts.editing import Refused
    from build_scripts.undo import NothingToUndo, before_last

    try:
        changes = before_last(root)
        _write(root, changes, dry_run)
    except NothingToUndo as why:
        _exit(Refused(f"there is nothing to undo: {why}"))
    except Refused as refused:
        _exit(refused)
    click.echo("Nothing of this was written." if dry_run else f"Put back: {', '.join(sorted(changes))}")


def _write(root: Path, changes: Mapping[str, bytes | None], dry_run: bool) -> None:
    from build_scripts.editing import diff, write

    if dry_run:
        click.echo(diff(root, changes), nl=False)
    else:
        write(root, changes)


def _say(plan: Plan, done: str, dry_run: bool) -> None:
    for field in plan.dropped:
        click.echo(f"not taken over: {field}")
    for place in plan.still_named:
        click.echo(f"still named, look at it: {place}")
    if dry_run:
        click.echo("Nothing of this was written.")
        return
    written = sum(data is not None for data in plan.changes.values())
    ledger = f", {count(plan.recorded, 'line')} added to the ledger" if plan.recorded else ""
    click.echo(f"{plan.old} {done} {plan.new}: {count(written, 'file')} written{ledger}. Next: edition build")
    click.echo("To undo it: edition undo")


def _exit(refused: Refused) -> NoReturn:
    if refused.problems:
        click.echo(f"{refused.problems}\n", err=True)
    click.echo(f"Error: {refused}", err=True)
    sys.exit(1)
