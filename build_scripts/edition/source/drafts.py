"""What is still to be done in the apparatus of a draft.

In: the fields of an apparatus file. Out: a warning for each field that is there and empty, for each line under to_do, and for
suggestions that wait. The section of suggestions is read nowhere else but where it is written (`editor.suggesting.kept`).
"""

from __future__ import annotations

from edition.files.fields import Fields
from edition.model.problem import Place, Problem

_ELSEWHERE = (
    "document",
    "short_title",
    "date",
    "sha256",
    "status",
)  # their absence is an error, told where they are read
SUGGESTIONS = "suggestions"
SUGGESTED, REFUSED = "suggested", "refused"


def still_to_do(data: Fields, problems: list[Problem]) -> None:
    """Report what an editor has left open; a text that was reviewed may have nothing under to_do either."""
    for task in data.texts("to_do"):
        cure = "complete it, then remove the line"
        problems.append(Problem("still-to-do", task.place, f"to do: {task}", cure))
    if data.get("status", "draft") == "draft":
        for fields in (data, *(value for value in data.values() if isinstance(value, Fields))):
            _report_empty(fields, problems)


def _report_empty(fields: Fields, problems: list[Problem]) -> None:
    for key, value in fields.items():
        if not value and not isinstance(value, Fields) and key not in (*_ELSEWHERE, "to_do"):
            cure = "fill it in, or remove the line if there is nothing to add"
            place = fields.keys_seen[key].place
            problems.append(Problem("still-to-do", place, f"to do: {key!r} is empty", cure))


def check_suggestions(data: Fields, problems: list[Problem]) -> None:
    """Report what is wrong with the section, and how many suggestions wait in it."""
    entries = data.mappings(SUGGESTIONS)
    for entry in entries:
        entry.required("key")
        entry.choice("status", (SUGGESTED, REFUSED))
        for field in ("at", "where", "why", "file", "paste"):
            entry.text(field)
        entry.close()
    waiting = [e for e in entries if e.get("status") == SUGGESTED]
    if waiting:
        place = data.keys_seen[SUGGESTIONS].place
        cure = (
            "run edition suggest ID --accept KEY or --refuse KEY, or paste each into the right file and remove it here"
        )
        many = "suggestion to review" if len(waiting) == 1 else "suggestions to review"
        place = Place(place.path, place.line, place.column, len(SUGGESTIONS))
        problems.append(Problem("suggested", place, f"{len(waiting)} {many}", cure))
