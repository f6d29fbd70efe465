"""The commands that help an editor: `edition suggest`, `new-name`, `rename`, `move` and `undo`.

In: words on a command line. Out: text, and an exit code. Does nothing itself: see the package
`editor`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from edition.cli.terminal import ROOT, check_root, print_problems
from edition.problems.words import count

if TYPE_CHECKING:
    from edition.editor.plan import Refused
    from edition.editor.renaming.rename import Plan
    from edition.model.edition import Edition
    from edition.model.problem import Problem

DRY_RUN = click.option("--dry-run", is_flag=True, help="Show the changes as a unified diff without making them.")
_KINDS = ("cut", "name", "like", "bracket", "abbreviation", "number", "heading", "passage")
_REGISTERS = ("people", "places", "peoples", "organizations", "terms")


@click.command()
@ROOT
@click.argument("id")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(_KINDS), help="Show only suggestions of this kind.")
@click.option("--all", "everything", is_flag=True, help="Include lower-ranked suggestions.")
@click.option("--write", is_flag=True, help="Save the suggestions in the document's apparatus, with status: suggested.")
@click.option("--accept", multiple=True, metavar="KEY", help="Accept this suggestion: insert it in the right file.")
@click.option("--refuse", multiple=True, metavar="KEY", help="Reject this suggestion: do not make it again.")
def suggest(
    root: Path,
    id: str,
    kinds: tuple[str, ...],
    everything: bool,
    write: bool,
    accept: tuple[str, ...],
    refuse: tuple[str, ...],
) -> None:
    """Suggest additions to the document ID, with the YAML to paste.

    Among them are names, divided paragraphs, brackets, headings and parallel passages. Nothing is added automatically.
    Suggestions rejected in the apparatus (status: refused) are not made again.
    """
    check_root(root)
    from edition.editor.plan import Refused
    from edition.editor.suggesting.decide import judged
    from edition.editor.suggesting.kept import refused_keys, statuses, with_suggestions
    from edition.editor.suggesting.kinds import suggest as find
    from edition.editor.suggesting.kinds import text_of
    from edition.model.problem import errors

    edition, problems = _gathered(root, id)
    path = f"source_texts/apparatus/{id}.yaml"
    whole = [s for o in find(edition, id, everything=True) for s in o.shown] if write or accept or refuse else []
    try:
        if accept or refuse:
            _write(root, judged(root, id, {s.key: s for s in whole}, accept, refuse), dry_run=False)
            return click.echo(f"{id}: {len(accept)} accepted, {len(refuse)} refused.")
        text = (root / path).read_bytes().decode("utf-8")
        offers = find(edition, id, refused_keys(text), kinds, everything)
        click.echo(text_of(id, offers))
        if write:
            kept = with_suggestions(text, [s for o in offers for s in o.shown], [s.key for s in whole])
            _write(root, {path: kept.encode()}, dry_run=False)
            click.echo(f"Saved in {path}, under suggestions: {count(len(statuses(kept)), 'entry', 'entries')}.")
    except Refused as refused:
        _exit(refused)
    if found := errors(problems):
        click.echo(f"{count(len(found), 'error')} in the project; run: edition check", err=True)


def _gathered(root: Path, id: str) -> tuple[Edition, list[Problem]]:
    """The edition with its problems, which do not stand in the way; ends the program if the document cannot be read."""
    from edition.model.problem import errors
    from edition.stages.gather import gather

    problems: list[Problem] = []
    edition = gather(root, problems)
    if edition is None or id not in edition.documents:
        print_problems(errors(problems), root)
        known = f": the IDs are {', '.join(edition.documents) or '(none yet)'}" if edition else ""
        raise click.ClickException(f"no readable document {id!r}{known}")
    return edition, problems


@click.command("new-name")
@ROOT
@click.argument("register", type=click.Choice(_REGISTERS))
@click.argument("id")
@click.option("--name", required=True, help="The name, in the form readers will look for.")
@click.option("--sort", default="", help='Form used for sorting, such as "Novak, Anna".  [default: the name]')
@click.option(
    "--form",
    "forms",
    multiple=True,
    help="Words in the texts that always refer to this entry; repeat the option for each form.",
)
@click.option("--note", default="", help="Note for readers.")
@click.option(
    "--certainty", type=click.Choice(["certain", "probable", "possible"]), help="Certainty of the identification."
)
@click.option("--kept", default="", help="Reason for keeping the entry if no document mentions it.")
@click.option("--after", default="", metavar="ID", help="Insert after this entry.")
@click.option("--shared", is_flag=True, help="Allow forms that also belong to another entry.")
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
    """Add an entry to a register, in sorted position. Rejects an ID already in use or a form that belongs to another entry."""
    check_root(root)
    from edition.editor.plan import Refused
    from edition.editor.renaming.new_name import Entry, plan_new_name

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
@click.option("--merge", is_flag=True, help="Merge OLD into the existing entry NEW. The forms of OLD are added to NEW.")
@DRY_RUN
def rename(root: Path, old: str, new: str, merge: bool, dry_run: bool) -> None:
    """Change the ID of a register entry from OLD to NEW.

    It is changed in every file that refers to it and, if the address was published, in the ledger.
    """
    check_root(root)
    from edition.editor.plan import Refused
    from edition.editor.renaming.rename import plan_rename

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
    """Change the ID of a document from OLD to NEW: its files, all references to it and, if it was published, the ledger."""
    check_root(root)
    from edition.editor.plan import Refused
    from edition.editor.renaming.rename import plan_move

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
    """Undo the last suggest, new-name, rename or move. Run it again to redo the change."""
    check_root(root)
    from edition.editor.plan import Refused
    from edition.editor.undo import NothingToUndo, before_last

    try:
        changes = before_last(root)
        _write(root, changes, dry_run)
    except NothingToUndo as why:
        _exit(Refused(f"nothing to undo: {why}"))
    except Refused as refused:
        _exit(refused)
    click.echo("Nothing was written." if dry_run else f"Restored: {', '.join(sorted(changes))}")


def _write(root: Path, changes: Mapping[str, bytes | None], dry_run: bool) -> None:
    from edition.editor.plan import diff, write

    if dry_run:
        click.echo(diff(root, changes), nl=False)
    else:
        write(root, changes)


def _say(plan: Plan, done: str, dry_run: bool) -> None:
    for field in plan.dropped:
        click.echo(f"not merged: {field}")
    for place in plan.still_named:
        click.echo(f"still mentioned, please check: {place}")
    if dry_run:
        click.echo("Nothing was written.")
        return
    written = sum(data is not None for data in plan.changes.values())
    ledger = f", {count(plan.recorded, 'line')} added to the ledger" if plan.recorded else ""
    click.echo(f"{plan.old} {done} {plan.new}: {count(written, 'file')} written{ledger}. Next: edition build")
    click.echo("To undo: edition undo")


def _exit(refused: Refused) -> NoReturn:
    if refused.problems:
        click.echo(f"{refused.problems}\n", err=True)
    click.echo(f"Error: {refused}", err=True)
    sys.exit(1)
