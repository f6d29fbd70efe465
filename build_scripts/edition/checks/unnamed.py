"""Entries of the registers that no document names.

In: the registers, the ids of everything that documents name. Out: a problem for each other entry, unless it says why it is kept.
"""

from __future__ import annotations

from collections.abc import Collection

from edition.model.names import Register
from edition.model.problem import Problem


def check_named(register: Register, named: Collection[str], problems: list[Problem]) -> None:
    """Report the entries that stand in a register for no reason."""
    for name in register.names.values():
        if name.id not in named and not name.kept:
            cure = "add a form that occurs in the texts, a mention in an apparatus file, or kept: with the reason"
            message = f"{name.name} is not mentioned in any document"
            problems.append(Problem("name-never-mentioned", name.id.place, message, cure))
