"""The commands `edition rename` and `edition move`: the id of a register entry or of a document becomes another.

In: the project's folder, the old id and the new one. Out: a `Plan`: every file that changes, the ledger among them. Nothing is
written here; a plan that would bring a new problem is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from edition.editor.plan import Changes, Refused, changed_copy, new_problems, problems_of
from edition.editor.renaming.merge import merged
from edition.editor.renaming.references import (
    DOCUMENT_IN_SUGGESTIONS,
    DOCUMENTS,
    NAME_IN_SUGGESTIONS,
    NAMES,
    applied,
    links_redirected,
    redirected,
    register_file,
    source_of,
    still_named,
)
from edition.files.fields import check_id
from edition.files.yaml_edit import Edit, key_of, replaced
from edition.model.edition import Edition
from edition.model.placed import Text
from edition.model.problem import Place, Problem, errors
from edition.problems.excerpt import render
from edition.versions.ledger import LEDGER, append, check_ledger, load_ledger
from edition.versions.record import lines_of_move


@dataclass(frozen=True)
class Plan:
    """What a command would do."""

    old: str  # address
    new: str
    changes: Changes
    recorded: int  # lines that the ledger gets
    dropped: tuple[str, ...] = ()  # fields of a merged entry that are not taken over
    still_named: tuple[str, ...] = ()  # places to look at by hand


def plan_rename(root: Path, old: str, new: str, merge: bool) -> Plan:
    """A register entry under another id; with `merge`, joined with the entry that has it. Raises Refused."""
    path, source = register_file(old, root)
    _check_new(new)
    try:
        there, _ = register_file(new, root)
    except Refused:
        there = ""
    if old == new:
        raise Refused("the two IDs are the same")
    if there and not merge:
        raise Refused(
            f"{there} already has an entry {new!r}: use --merge if the two are the same, or choose another ID"
        )
    if merge and not there:
        raise Refused(f"no entry {new!r} to merge with: omit --merge, or correct the ID")
    edits = redirected(root, NAMES, NAME_IN_SUGGESTIONS, old, new)
    dropped: tuple[str, ...] = ()
    if there:
        joined, dropped = merged(root, (path, old), (there, new))
        edits |= joined
    else:
        entry = key_of(source.root, old)
        assert entry is not None
        edits[path] = [*edits.get(path, []), replaced(source, entry[0], new)]
    addresses = (f"/{Path(path).stem}/{old}/", f"/{Path(there or path).stem}/{new}/")
    links = [(a.strip("/"), b.strip("/")) for a, b in [addresses]]
    changes: dict[str, bytes | None] = {**applied(root, edits), **links_redirected(root, links)}
    return _checked(root, Plan(*addresses, changes, 0, dropped), "merged" if merge else "moved")


def plan_move(root: Path, old: str, new: str) -> Plan:
    """A document under another id. Raises Refused."""
    files = [f"source_texts/documents/{old}.md", f"source_texts/apparatus/{old}.yaml"]
    if missing := [f for f in files if not (root / f).is_file()]:
        raise Refused(f"there is no {missing[0]}")
    _check_new(new)
    taken = [f for f in (f.replace(f"/{old}.", f"/{new}.") for f in files) if (root / f).exists()]
    if taken:
        raise Refused(f"{taken[0]} already exists, and documents cannot be merged: choose another ID")
    edits = redirected(root, DOCUMENTS, DOCUMENT_IN_SUGGESTIONS, old, new)
    edits.setdefault(files[1], []).extend(_own(root, files[1], old, new))
    changed = applied(root, edits)
    links = [(f"{folder}/{old}", f"{folder}/{new}") for folder in ("documents", "strips")]
    changes: dict[str, bytes | None] = {**changed, **links_redirected(root, links)}
    for file in files:
        changes[file.replace(f"/{old}.", f"/{new}.")] = changes.get(file) or (root / file).read_bytes()
        changes[file] = None
    return _checked(root, Plan(f"/documents/{old}/", f"/documents/{new}/", changes, 0), "moved")


def _own(root: Path, path: str, old: str, new: str) -> list[Edit]:
    """The apparatus says itself whose it is."""
    source = source_of(root, path)
    entry = key_of(source.root, "document")
    named = entry and isinstance(entry[1], yaml.ScalarNode) and entry[1].value == old
    return [replaced(source, entry[1], new)] if entry and named and isinstance(entry[1], yaml.ScalarNode) else []


def _check_new(id: str) -> None:
    problems: list[Problem] = []
    check_id(Text(id, Place("")), problems)
    if problems:
        raise Refused(f"{problems[0].message}: {problems[0].cure}")


def _checked(root: Path, plan: Plan, state: str) -> Plan:
    """The plan with the lines of the ledger. Raises Refused where the project would have a problem it has not now."""
    _, before = problems_of(root)
    with changed_copy(root, plan.changes) as copy:
        edition, after = problems_of(copy)
        added = new_problems(errors(before), [p for p in errors(after) if not p.kind.startswith("ledger-")])
        if edition is None or added:
            raise Refused("nothing changed: this would cause new problems", render(added, copy))
        recorded = _record(copy, edition, plan, state, before)
        changes = dict(plan.changes)
        if recorded:
            changes[LEDGER] = (copy / LEDGER).read_bytes()
    id = plan.old.strip("/").rpartition("/")[2]
    return Plan(plan.old, plan.new, changes, recorded, plan.dropped, tuple(still_named(root, id, changes)))


def _record(copy: Path, edition: Edition, plan: Plan, state: str, before: list[Problem]) -> int:
    """Append to the ledger of the copy what became of a published address. Returns the number of lines."""
    problems: list[Problem] = []
    known = load_ledger(copy, problems)
    if plan.new in known and known[plan.new].state != "live":
        raise Refused(f"{plan.new} was {known[plan.new].state}, and addresses are never reused: choose another ID")
    if plan.old not in known or known[plan.old].state != "live":
        return 0  # never published
    try:
        recorded = append(copy, lines_of_move(copy, edition, plan.old, plan.new, state))
    except ValueError as error:
        raise Refused(str(error)) from None
    check_ledger(copy, edition, problems)
    if added := new_problems(before, errors(problems)):
        raise Refused("nothing changed: the ledger would be inconsistent", render(added, copy))
    return recorded
