"""The command `edition new-name`: a further entry in a register.

In: the register, the id, what is known of the name. Out: the file of the register with the entry in its place, or a reason why
not: an id that is taken, a form that belongs to another entry. Nothing is written here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from textwrap import fill

import yaml

from edition.editor.plan import Refused, changed_copy, new_problems, problems_of
from edition.editor.renaming.references import source_of
from edition.files.fields import check_id
from edition.files.yaml_edit import Edit, Source
from edition.files.yaml_words import scalar
from edition.model.names import REGISTERS
from edition.model.placed import Text
from edition.model.problem import Place, Problem, errors
from edition.problems.excerpt import render
from edition.source.registers import load_register


@dataclass(frozen=True)
class Entry:
    """What an editor says of a name."""

    register: str
    id: str
    name: str
    sort: str = ""
    forms: tuple[str, ...] = ()
    note: str = ""
    certainty: str = ""
    kept: str = ""

    @property
    def text(self) -> str:
        """The entry as it is written to its register."""
        lines = [f"{self.id}:", f"  name: {scalar(self.name)}"]
        lines += [f"  sort: {scalar(self.sort)}"] if self.sort else []
        lines += [f"  forms: [{', '.join(map(scalar, self.forms))}]"] if self.forms else []
        if self.note:
            folded = fill(self.note, 116, initial_indent="    ", subsequent_indent="    ", break_long_words=False)
            lines.append(f"  note: >-\n{folded}")
        lines += [f"  certainty: {self.certainty}"] if self.certainty else []
        lines += [f"  kept: {scalar(self.kept)}"] if self.kept else []
        return "\n".join(lines)


def plan_new_name(root: Path, entry: Entry, after: str = "", shared: bool = False) -> tuple[dict[str, bytes], str]:
    """(the file with the entry, problems that come with it and do not stand in its way). Raises Refused.

    `after` names the entry behind which it stands; without it an entry goes to its place where all ids are in order, else to the
    end. With `shared` a form may belong to another entry too: which is meant is then to be said in each apparatus.
    """
    _check(root, entry, shared)
    path = f"source_texts/register/{entry.register}.yaml"
    text = _with_entry(source_of(root, path), entry, after) if (root / path).exists() else f"{entry.text}\n"
    changes = {path: text.encode()}
    _, before = problems_of(root)
    with changed_copy(root, changes) as copy:
        _, after_it = problems_of(copy)
        added = new_problems(before, after_it)
        wrong = [p for p in errors(added) if not (shared and p.kind == "ambiguous-mention")]
        if wrong:
            raise Refused("nothing added: this would cause new problems", render(wrong, copy))
        return changes, render(added, copy)


def _check(root: Path, entry: Entry, shared: bool) -> None:
    problems: list[Problem] = []
    check_id(Text(entry.id, Place("")), problems)
    if problems:
        raise Refused(f"{problems[0].message}: {problems[0].cure}")
    if entry.register not in REGISTERS:
        raise Refused(f"no register {entry.register!r}; the registers are {', '.join(REGISTERS)}")
    register = load_register(root, [])
    if entry.id in register.names:
        there = register.names[entry.id]
        raise Refused(f"the ID {entry.id} is already in use: {there.name}, in register/{there.register}.yaml")
    for form in entry.forms:
        if (ids := register.forms.get(form, ())) and not shared:
            raise Refused(
                f"the form {form!r} belongs to {' and '.join(ids)}: omit it, or use --shared and specify in each "
                "apparatus, under mentions, which is meant"
            )


def _with_entry(source: Source, entry: Entry, after: str) -> str:
    """The text of a register with a further entry, apart from its neighbours as they are from each other."""
    if not isinstance(source.root, yaml.MappingNode) or not source.root.value:
        return source.applied([Edit(len(source.text), len(source.text), f"{entry.text}\n")])
    keys = [k for k, _ in source.root.value]
    at = _place([str(k.value) for k in keys], entry.id, after)
    gap = "\n\n" if re.search(r"\n\r?\n(?=[^\s#])", source.text) else "\n"
    if at == 0:
        start = source.start(keys[0])
        return source.applied([Edit(start, start, f"{entry.text}{gap}")])
    end = source.line_end(source.end(source.root.value[at - 1][1]))
    return source.applied([Edit(end, end, f"{gap}{entry.text}" + ("" if source.text[end:] else "\n"))])


def _place(ids: list[str], id: str, after: str) -> int:
    """How many entries stand before a new one."""
    if after:
        if after not in ids:
            raise Refused(f"this register has no entry {after!r} to insert after")
        return ids.index(after) + 1
    in_order = all(a < b for a, b in pairwise(ids))
    return sum(other < id for other in ids) if in_order else len(ids)
