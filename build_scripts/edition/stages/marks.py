"""The running text of a paragraph with its marks, in an order every writer can follow.

In: a text, ranges over it (which may nest or cross), points in it. Out: a row of events, properly nested:
a range that would cross another is closed and opened again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Range:
    """Characters `start` to `end`, marked with something; what is opened first encloses what is opened later."""

    start: int
    end: int
    mark: object


@dataclass(frozen=True)
class Event:
    """A piece of text, the begin or end of a range, or a point."""

    kind: Literal["text", "open", "close", "point"]
    text: str = ""
    mark: object = None


def events(text: str, ranges: Iterable[Range], points: Iterable[tuple[int, object]] = ()) -> Iterator[Event]:
    """The events of a text from its first character to its last."""
    ranges = sorted(ranges, key=lambda r: (r.start, -r.end))
    points = sorted(points, key=lambda p: p[0])
    stops = sorted({0, len(text), *(r.start for r in ranges), *(r.end for r in ranges), *(at for at, _ in points)})
    opened: list[Range] = []
    for at, until in zip(stops, [*stops[1:], len(text)], strict=True):
        yield from _close(opened, at)
        for point_at, mark in points:
            if point_at == at:
                yield Event("point", mark=mark)
        for r in ranges:
            if r.start == at and r.end > at:
                opened.append(r)
                yield Event("open", mark=r.mark)
        if until > at:
            yield Event("text", text[at:until])


def _close(opened: list[Range], at: int) -> Iterator[Event]:
    """Close the ranges that end here; those opened after them and going on are closed and opened again."""
    ending = [n for n, r in enumerate(opened) if r.end <= at]
    if not ending:
        return
    above = opened[ending[0] :]
    del opened[ending[0] :]
    for r in reversed(above):
        yield Event("close", mark=r.mark)
    for r in above:
        if r.end > at:
            opened.append(r)
            yield Event("open", mark=r.mark)
