"""What is still to be done in the apparatus of a draft.

In: the fields of an apparatus file. Out: a warning for each field that is there and empty, and for each line under to_do.
"""

from __future__ import annotations

from build_scripts.problem import Problem
from build_scripts.yaml_file import Fields

_ELSEWHERE = (
    "document",
    "short_title",
    "date",
    "sha256",
    "status",
)  # their absence is an error, told where they are read


def still_to_do(data: Fields, problems: list[Problem]) -> None:
    """Report what an editor has left open; a text that was reviewed may have nothing under to_do either."""
    for task in data.texts("to_do"):
        cure = "do it, then take the line away"
        problems.append(Problem("still-to-do", task.place, f"still to be done: {task}", cure))
    if data.get("status", "draft") == "draft":
        for fields in (data, *(value for value in data.values() if isinstance(value, Fields))):
            _report_empty(fields, problems)


def _report_empty(fields: Fields, problems: list[Problem]) -> None:
    for key, value in fields.items():
        if not value and not isinstance(value, Fields) and key not in (*_ELSEWHERE, "to_do"):
            cure = "fill it in, or take the line away if there is nothing to say"
            place = fields.keys_seen[key].place
            problems.append(Problem("still-to-do", place, f"still to be done: {key!r} is empty", cure))
