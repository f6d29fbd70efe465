"""The bibliography: works, references to them, and citations as rows of runs.

Loaded by `source.bibliography`; formatted by `stages.cite`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from edition.model.placed import Text


@dataclass(frozen=True)
class Work:
    """A work that may be cited."""

    key: Text
    csl: dict[str, Any]
    grade: str
    seen: bool
    consulted: str
    title_form: str
    whole: str  # why it is cited without a place in it, if it is of a type that is otherwise cited with one
    further_reading: tuple[Text, ...]  # topics under which it is recommended
    to_verify: tuple[Text, ...]  # the editors' own business: no page says it


@dataclass(frozen=True)
class Run:
    """Some characters of a citation, set alike."""

    text: str
    italic: bool = False
    url: str = ""


Citation = tuple[Run, ...]
Reference = tuple[str, str]  # work, place in it


def recommendations(works: Mapping[str, Work]) -> tuple[Work, ...]:
    """The works that are recommended for further reading."""
    return tuple(work for work in works.values() if work.further_reading)
