"""Warnings that an editor has looked at and lets stand, each with the reason.

In: the field `ignore` of an apparatus (for that document's two files) and of `edition.yaml` (for any file). Out: the problems
without the warnings that are ignored, and a warning for each entry that meets none any more. Errors cannot be ignored.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from edition.files.fields import Fields
from edition.model.apparatus import Ignore
from edition.model.problem import PROBLEM_KINDS, WARNING, Problem

UNUSED = "ignore-unused"


IGNORABLE = tuple(
    sorted(kind for kind, (severity, _) in PROBLEM_KINDS.items() if severity == WARNING and kind != UNUSED)
)


def load_ignored(data: Fields, files: tuple[str, ...] = ()) -> tuple[Ignore, ...]:
    """The field `ignore`; where the files are not given each entry names one, below source_texts/."""
    found = []
    for entry in data.mappings("ignore"):
        of = files or (f"source_texts/{entry.required('file')}",)
        found.append(Ignore(entry.choice("kind", IGNORABLE), entry.required("at"), entry.required("reason"), of))
        entry.close()
    return tuple(found)


def sort_out(problems: Iterable[Problem], ignores: Iterable[Ignore], root: Path) -> tuple[list[Problem], list[Problem]]:
    """(those that stand, those that are ignored); among the first those entries that meet nothing."""
    standing, ignored, used = list[Problem](), list[Problem](), set[int]()
    ignores = list(ignores)
    for problem in problems:
        meeting = [i for i in ignores if _meets(i, problem, root)]
        used |= {id(i) for i in meeting}
        (ignored if meeting else standing).append(problem)
    for ignore in ignores:
        if id(ignore) not in used:
            message = f"no warning [{ignore.kind}] matches a line containing {str(ignore.at)!r}"
            standing.append(Problem(UNUSED, ignore.at.place, message, "remove the entry, or correct its words"))
    return standing, ignored


def _meets(ignore: Ignore, problem: Problem, root: Path) -> bool:
    """Whether a problem is one that an entry means."""
    place = problem.place
    if problem.kind != ignore.kind or place.path not in ignore.files:
        return False
    return ignore.at in _line(root / place.path, place.line)


def _line(path: Path, number: int) -> str:
    """A line of a file; nothing where there is none."""
    try:
        text = path.read_text("utf-8-sig", errors="replace") if path.is_file() else ""  # a pipe would be waited for
        return text.split("\n")[number - 1]
    except (OSError, IndexError):
        return ""
