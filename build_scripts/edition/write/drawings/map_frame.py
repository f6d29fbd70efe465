"""The frame of the map: outlines of land and water, and where on the drawing a point of the earth lies.

In: `map_data/outlines.json` (made by `map_data/reduce.py`). Out: `Frame` with the projection, in units of the drawing.
The projection is Albers's, on a sphere: areas keep their proportions. Draws nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt
from pathlib import Path

from edition.write.drawings.svg import Point

OUTLINES = Path(__file__).parent / "map_data/outlines.json"
WIDTH = 900.0  # of the drawing, in its own units
RADIUS = 6371.0  # of the earth, kilometres
LAYERS = ("land", "lakes", "rivers", "borders")


@dataclass(frozen=True)
class Frame:
    """What part of the earth is drawn, how large, and its outlines in degrees."""

    parallels: Point
    meridian: float
    latitude: float
    west: float  # kilometres from the point where that meridian and latitude meet
    south: float
    east: float
    north: float
    outlines: dict[str, tuple[tuple[Point, ...], ...]]

    @property
    def scale(self) -> float:
        """Units of the drawing for a kilometre."""
        return WIDTH / (self.east - self.west)

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.scale

    def holds(self, point: Point) -> bool:
        """Whether a point of the drawing lies inside it."""
        return 0 <= point[0] <= WIDTH and 0 <= point[1] <= self.height

    def at(self, longitude: float, latitude: float) -> Point:
        """The point of the drawing for a point of the earth."""
        cone, _ = self._cone()
        angle, distance = cone * radians(longitude - self.meridian), self._distance(latitude)
        x, y = distance * sin(angle), self._distance(self.latitude) - distance * cos(angle)
        return (x - self.west) * self.scale, (self.north - y) * self.scale

    def back(self, point: Point) -> Point:
        """The longitude and latitude of a point of the drawing."""
        cone, constant = self._cone()
        x = point[0] / self.scale + self.west
        y = self._distance(self.latitude) - (self.north - point[1] / self.scale)
        latitude = asin((constant - (hypot(x, y) * cone / RADIUS) ** 2) / (2 * cone))
        return self.meridian + degrees(atan2(x, y) / cone), degrees(latitude)

    def _cone(self) -> Point:
        first, second = (radians(p) for p in self.parallels)
        cone = (sin(first) + sin(second)) / 2
        return cone, cos(first) ** 2 + 2 * cone * sin(first)

    def _distance(self, latitude: float) -> float:
        """Kilometres from the tip of the cone."""
        cone, constant = self._cone()
        return RADIUS * sqrt(max(0.0, constant - 2 * cone * sin(radians(latitude)))) / cone


def load_frame(path: Path = OUTLINES) -> Frame:
    """The frame and its outlines."""
    data = json.loads(path.read_text("utf-8"))
    projection, unit = data["projection"], data["unit"]
    west, south, east, north = data["frame"]
    outlines = {
        layer: tuple(tuple((x * unit, y * unit) for x, y in _pairs(shape)) for shape in data[layer]) for layer in LAYERS
    }
    first, second = projection["parallels"]
    meridian, latitude = projection["meridian"], projection["latitude"]
    return Frame((first, second), meridian, latitude, west, south, east, north, outlines)


def _pairs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    return zip(numbers[::2], numbers[1::2], strict=True)


def graticule(frame: Frame, step: int = 10) -> Iterator[tuple[str, tuple[Point, ...]]]:
    """The meridians and parallels at round degrees that cross the frame, each with its name and its points in the frame."""
    corners = [frame.back((x, y)) for x in (0, WIDTH / 2, WIDTH) for y in (0, frame.height)]
    (west, east), (south, north) = ((min(v), max(v)) for v in zip(*corners, strict=True))
    for degree in _round_degrees(west, east, step):
        name = f"{abs(degree)}° {'E' if degree >= 0 else 'W'}"
        yield name, _inside(frame, [frame.at(degree, south + (north - south) * n / 40) for n in range(41)])
    for degree in _round_degrees(south, north, step):
        name = f"{abs(degree)}° {'N' if degree >= 0 else 'S'}"
        yield name, _inside(frame, [frame.at(west + (east - west) * n / 120, degree) for n in range(121)])


def _round_degrees(low: float, high: float, step: int) -> range:
    return range(int(-(-low // step)) * step, int(high // step) * step + 1, step)


def _inside(frame: Frame, points: list[Point]) -> tuple[Point, ...]:
    """The points in the frame, with one more at either end: the drawing cuts the line at its edge."""
    found = [n for n, p in enumerate(points) if frame.holds(p)]
    return tuple(points[max(0, found[0] - 1) : found[-1] + 2]) if found else ()
