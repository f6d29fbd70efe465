"""The keys of notes: each stands once in the edition.

In: the apparatus of every document. Out: problems. That a key stands once in its own document is part of `annotate`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from edition.model.apparatus import Apparatus
from edition.model.problem import Problem


def check_note_keys(apparatuses: Iterable[Apparatus], problems: list[Problem]) -> None:
    """A note's key is an address and stands once in the edition."""
    first: dict[str, str] = {}
    for apparatus in apparatuses:
        for key in (note.key for note in apparatus.notes):
            if first.setdefault(key, apparatus.path) != apparatus.path:
                cure = (
                    f"first used in {Path(first[key]).stem}; choose another, because keys must be unique in the edition"
                )
                problems.append(Problem("duplicate-key", key.place, f"the note key {str(key)!r} is a duplicate", cure))
