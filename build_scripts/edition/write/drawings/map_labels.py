"""Where the names on the map stand: a greedy rule, the same every time.

In: points with the words to be set at them, and what must stay free. Out: for each a place for its words, or none.
Each name in turn takes the first of its places that is free; a name that finds none is left without words.
Draws nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from edition.write.drawings.svg import Box, Point, text_box, text_width

DOT = 3.2  # half the width of a dot
_GAP = 3.5  # from a dot to its words
_AIR = 1.5  # around words
_RINGS = 5  # how far from its point the name of an area may stand, in lines


@dataclass(frozen=True)
class Wanted:
    """Words that are to stand at a point."""

    id: str
    text: str
    at: Point
    size: float
    dot: bool
    spacing: float = 0


@dataclass(frozen=True)
class Label:
    """Where words stand."""

    x: float
    y: float
    anchor: str
    box: Box


def place(wanted: Iterable[Wanted], frame: Box, taken: Iterable[Box]) -> dict[str, Label | None]:
    """A place for each, in the order given; dots are kept free for all of them."""
    wanted = list(wanted)
    full = [*taken, *(dot_box(w.at) for w in wanted if w.dot)]
    placed: dict[str, Label | None] = {}
    for one in wanted:
        candidates = around_dot(one) if one.dot else around_point(one)
        placed[one.id] = label = next((c for c in candidates if _free(c.box, frame, full)), None)
        if label:
            full.append(label.box)
    return placed


def _free(box: Box, frame: Box, full: list[Box]) -> bool:
    return box.within(frame) and not any(box.overlaps(other) for other in full)


def dot_box(at: Point) -> Box:
    return Box(at[0] - DOT, at[1] - DOT, at[0] + DOT, at[1] + DOT)


def around_dot(wanted: Wanted) -> Iterator[Label]:
    """Right, left, above, below, then the corners: where a reader looks for the name of a dot."""
    (x, y), gap, size = wanted.at, DOT + _GAP, wanted.size
    middle, above, below = y + size * 0.31, y - gap - size * 0.05, y + gap + size * 0.66
    yield _label(wanted, x + gap, middle, "start")
    yield _label(wanted, x - gap, middle, "end")
    yield _label(wanted, x, above, "middle")
    yield _label(wanted, x, below, "middle")
    for corner_y in (y - gap * 0.5, y + gap * 0.5 + size * 0.6):
        yield _label(wanted, x + gap * 0.7, corner_y, "start")
        yield _label(wanted, x - gap * 0.7, corner_y, "end")


def around_point(wanted: Wanted) -> Iterator[Label]:
    """On the point, then in rings about it: the name of an area stands near its point, not beside it."""
    (x, y), size = wanted.at, wanted.size
    width = text_width(wanted.text, size, wanted.spacing)
    yield _label(wanted, x, y + size * 0.31, "middle")
    for ring in range(1, 2 * _RINGS + 1):
        down, across = ring * size * 0.5, width / 2 + ring * size * 0.25
        for dx, dy in ((0, -down), (0, down), (across, 0), (-across, 0)):
            yield _label(wanted, x + dx, y + dy + size * 0.31, "middle")
        for dx, dy in ((across, -down), (-across, -down), (across, down), (-across, down)):
            yield _label(wanted, x + dx * 0.7, y + dy + size * 0.31, "middle")


def _label(wanted: Wanted, x: float, y: float, anchor: str) -> Label:
    x, y = round(x, 1), round(y, 1)
    box = text_box(wanted.text, wanted.size, x, y, anchor, wanted.spacing)
    return Label(x, y, anchor, Box(box.left - _AIR, box.top, box.right + _AIR, box.bottom))
