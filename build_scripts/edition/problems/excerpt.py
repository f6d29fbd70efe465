"""Problems: everything that can be wrong with an input file, and how it is shown.

In: a kind (see KINDS), a place in a file, a sentence, a cure. Out: one readable text for all of them.
This module does not find problems and does not decide what a command does about them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from unicodedata import combining, east_asian_width

from edition.model.limits import LARGEST_FILE
from edition.model.problem import ERROR, Place, Problem, unique


def render(problems: Iterable[Problem], root: Path) -> str:
    """All problems as one text, sorted by place, each once: head line, excerpt with caret, cure."""
    return "\n\n".join(_render_one(p, root) for p in unique(problems))


def _render_one(problem: Problem, root: Path) -> str:
    place = problem.place
    severity = "" if problem.severity == ERROR else f"{problem.severity}: "
    lines = [f"{place.path}:{place.line}:{place.column}: {severity}{problem.message} [{problem.kind}]"]
    lines += excerpt(root / place.path, place)
    if problem.cure:
        lines.append(f"    fix: {problem.cure}")
    return "\n".join(lines)


def excerpt(path: Path, place: Place) -> list[str]:
    """The line of the place, cut to a window, with a caret under it; nothing where the file cannot be shown."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST_FILE:
            return []  # a pipe would be waited for
        line = path.read_text("utf-8-sig", errors="replace").split("\n")[place.line - 1]
    except (OSError, IndexError):
        return []
    start = max(0, place.column - 1 - 40)
    window = "".join(map(_visible, line[start : start + 110]))
    if not window.strip():
        return []
    before, marked = window[: place.column - 1 - start], window[place.column - 1 - start :][: max(1, place.length)]
    return [f"{place.line:>6} | {window}", f"{'':>6} | {' ' * _width(before)}{'^' * (_width(marked) or 1)}"]


def _visible(character: str) -> str:
    if character == "\t":
        return "\N{RIGHTWARDS ARROW}"
    return character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"


def _width(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese characters take two."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
