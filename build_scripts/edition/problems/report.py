"""The report of a check: to be read, as JSON, or as annotations of a code host.

In: `Checked`. Out: text. Decides nothing. The shape of the JSON is `docs/schemas/check-1.json`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from edition.model.edition import Checked
from edition.model.problem import ERROR, Problem
from edition.problems.excerpt import excerpt, render
from edition.problems.words import count

CHECK_SCHEMA = "docs/schemas/check-1.json"
MANUAL = "docs/about/problems.md"


def summary(checked: Checked) -> str:
    """The last line of a report."""
    ignored = f", {len(checked.ignored)} ignored" if checked.ignored else ""
    return f"{count(checked.errors, 'error')}, {count(checked.warnings, 'warning')}{ignored}."


def reminded(checked: Checked) -> str:
    """How much is still to be verified, and how to see it."""
    points = count(len(checked.reminders), "point remains", "points remain")
    return f"{points} to be verified in the bibliography: list them with --to-verify."


def help_of(problem: Problem) -> str:
    """Where the manual explains a problem: a page of the project, and of the site under `about/problems/`."""
    return f"{MANUAL}#{problem.kind}"


def explained(problems: Sequence[Problem]) -> str:
    """Where the manual explains the kinds of some problems."""
    kinds = ", ".join(f"#{kind}" for kind in sorted({p.kind for p in problems}))
    return f"For explanations and examples see {MANUAL}: {kinds}"


def plain(problems: Sequence[Problem], root: Path) -> str:
    """Problems to be read, and where they are explained."""
    return f"{render(problems, root)}\n\n{explained(problems)}\n" if problems else ""


def difference(before: Checked, now: Checked, root: Path) -> str:
    """What is new and what is gone since the check before. A problem that only moved to another line is the same."""
    new = _without(now.problems, before.problems)
    gone = _without(before.problems, now.problems)
    said = [f"New:\n\n{plain(new, root)}"] if new else []
    said += ["Fixed:\n\n" + "".join(f"{p.place.path}: {p.message} [{p.kind}]\n" for p in gone)] if gone else []
    return "\n".join(said)


def _without(problems: Sequence[Problem], others: Sequence[Problem]) -> list[Problem]:
    known, left = Counter(map(_same, others)), []
    for problem in problems:
        known[_same(problem)] -= 1
        left += [problem] if known[_same(problem)] < 0 else []
    return left


def _same(problem: Problem) -> tuple[str, str, str]:
    return problem.kind, problem.place.path, problem.message


def as_json(checked: Checked, root: Path) -> str:
    """The report as data, on one line."""
    data = {
        "$schema": CHECK_SCHEMA,
        "errors": checked.errors,
        "warnings": checked.warnings,
        "problems": [_data(p, root) for p in checked.problems],
        "ignored": [_data(p, root) for p in checked.ignored],
        "reminders": [_data(p, root) for p in checked.reminders],
    }
    return json.dumps(data, ensure_ascii=False)


def _data(problem: Problem, root: Path) -> dict[str, Any]:
    place = problem.place
    return {
        "kind": problem.kind,
        "severity": problem.severity,
        "file": place.path,
        "line": place.line,
        "column": place.column,
        "length": place.length,
        "message": problem.message,
        "excerpt": "\n".join(excerpt(root / place.path, place)),
        "cure": problem.cure,
        "help": help_of(problem),
    }


def github(checked: Checked) -> list[str]:
    """A workflow command for each problem, as GitHub reads them from a program's output."""
    return [_annotation(problem) for problem in checked.problems]


def _annotation(problem: Problem) -> str:
    place = problem.place
    properties = {
        "file": place.path,
        "line": place.line,
        "col": place.column,
        "endColumn": place.column + place.length,
        "title": problem.kind,
    }
    said = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    cure = f"\nfix: {problem.cure}" if problem.cure else ""
    text = _escaped(f"{problem.message}{cure}\n{help_of(problem)}")
    return f"::{'error' if problem.severity == ERROR else 'warning'} {said}::{text}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
