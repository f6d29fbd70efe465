"""The numbers of paragraphs: counted, but where the apparatus keeps a number that was published.

In: the blocks of a body, and the numbers that the apparatus gives. Out: (number, letter) for each block.
A paragraph that was divided becomes 3a and 3b, and the next keeps its 4; where two were joined the next keeps its 6.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from edition.model.apparatus import Numbered
from edition.model.problem import Problem
from edition.model.text import Block

_NUMBER = re.compile(r"([1-9][0-9]{0,5})([a-z]?)")


Numbers = list[tuple[int, str]]


def numbers(blocks: Sequence[Block], given: tuple[Numbered, ...], problems: list[Problem]) -> Numbers:
    """The number of each block, counted from 1; a given number is taken, and counting goes on from it."""
    wanted = {index: n for n in given if (index := _index(blocks, n, problems)) is not None}
    found: Numbers = []
    for index in range(len(blocks)):
        before = found[-1] if found else (0, "")
        number = (before[0] + 1, "")
        if index in wanted:
            match = _NUMBER.fullmatch(wanted[index].number)
            kept = (int(match[1]), match[2]) if match else number
            if not match or kept <= before:
                message = f"{str(wanted[index].number)!r} is not a valid number for the paragraph after ¶ {before[0]}{before[1]}"
                cure = "use a higher number, such as 5, or 4a and 4b for the parts of the former 4"
                problems.append(Problem("bad-value", wanted[index].number.place, message, cure))
            number = kept if kept > before else number
        found.append(number)
    return found


def _index(blocks: Sequence[Block], given: Numbered, problems: list[Problem]) -> int | None:
    """Which block begins with the words; None, with the reason reported, where none does or several do."""
    found = [n for n, block in enumerate(blocks) if given.at and block.text.startswith(given.at)]
    if len(found) == 1 or not given.at:
        return found[0] if found else None
    kind = "anchor-not-unique" if found else "anchor-not-found"
    message = f"{len(found) or 'no'} paragraphs begin with {str(given.at)!r}"
    problems.append(Problem(kind, given.at.place, message, "quote enough of the first words to identify one paragraph"))
    return None
