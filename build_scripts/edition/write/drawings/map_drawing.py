"""The drawing of the map: the ground, then each place with its name as a link.

In: `Place`s, the frame. Out: elements of SVG. Does not choose what is drawn; that is `map`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from edition.model.names import Name
from edition.write.drawings.map_frame import WIDTH, Frame, graticule
from edition.write.drawings.map_labels import DOT, Label, Wanted, place
from edition.write.drawings.svg import Box, Element, Point, address, anchor, path, tag, words

MAP = "map.md"
_KEY = Box(8, -66, 190, -8)  # the key, in the lower left corner; heights from the lower edge
_KILOMETRES = 500
_SIZES = {"dot": 13.5, "country": 14.5, "area": 14.0, "water": 14.0}  # of the type
_SPACINGS = {"country": 1.5, "water": 0.8}  # between letters


@dataclass(frozen=True)
class MapPoint:
    """A place of the register with its point on the drawing."""

    name: Name
    longitude: float
    latitude: float
    at: Point
    style: str  # dot, area, water or country
    mentions: int


def draw(places: Iterable[MapPoint], frame: Frame) -> Iterator[Element]:
    """The ground, then the places in filing order; their names find room in the order of how often they are mentioned."""
    places = tuple(places)
    yield tag("g", {"class": "ground", "aria-hidden": "true"}, *_ground(frame))
    key = Box(_KEY.left, frame.height + _KEY.top, _KEY.right, frame.height + _KEY.bottom)
    yield _key(key, frame)
    texts = wanted(places)
    labels = place(texts, Box(3, 3, WIDTH - 3, frame.height - 3), [key])
    setting = {w.id: {"font-size": str(w.size), "letter-spacing": str(w.spacing)} for w in texts}
    for one in places:
        yield _mark(one, labels[one.name.id], setting[one.name.id])


def wanted(places: Iterable[MapPoint]) -> list[Wanted]:
    """The names to be set: cities before areas, for they must stand by their dots; then by mentions."""
    order = sorted(places, key=lambda p: (p.style != "dot", -p.mentions, p.name.id))
    return [
        Wanted(str(p.name.id), _text(p), p.at, _SIZES[p.style], p.style == "dot", _SPACINGS.get(p.style, 0))
        for p in order
    ]


def _text(place: MapPoint) -> str:
    return " ".join(place.name.name.split())


def _mark(place: MapPoint, label: Label | None, setting: dict[str, str]) -> Element:
    """A place as a link: a dot and its name, or a name alone; a small square where there is no room for a name."""
    (x, y), style = place.at, place.style
    shapes = [tag("circle", {"cx": x, "cy": y, "r": DOT})] if style == "dot" else []
    if label:
        shapes.append(words(_text(place), label.x, label.y, label.anchor, **setting))
    elif style != "dot":
        shapes.append(tag("rect", {"x": x - 2, "y": y - 2, "width": 4, "height": 4}))
    count = f"{place.mentions} mention{'' if place.mentions == 1 else 's'}"
    title = ", ".join(t for t in (_text(place), place.name.kind, count) if t)
    return anchor(address(MAP, f"places/{place.name.id}.md"), title, *shapes, class_=style)


def _ground(frame: Frame) -> Iterator[Element]:
    """Sea, land, lakes, rivers, borders, and the net of degrees."""
    yield tag("rect", {"class": "sea", "width": WIDTH, "height": frame.height})
    for layer, shapes in frame.outlines.items():
        closed = layer in ("land", "lakes")
        paths = [path((frame.at(*p) for p in shape), closed) for shape in shapes if _near(shape, frame)]
        yield tag("path", {"class": layer, "d": "".join(paths)})
    lines = list(graticule(frame))
    yield tag("path", {"class": "net", "d": "".join(path(points) for _, points in lines)})
    for name, points in lines:
        yield from _degree(name, points, frame)
    yield tag("rect", {"class": "edge", "width": WIDTH, "height": frame.height})


def _near(shape: Iterable[Point], frame: Frame) -> bool:
    """Whether the rectangle round a shape touches the frame."""
    points = [frame.at(*p) for p in shape]
    (left, right), (top, bottom) = ((min(v), max(v)) for v in zip(*points, strict=True))
    return Box(left, top, right, bottom).overlaps(Box(0, 0, WIDTH, frame.height))


def _degree(name: str, points: tuple[Point, ...], frame: Frame) -> Iterator[Element]:
    """The name of a meridian at the upper edge, of a parallel at the right edge."""
    if points and name.endswith(("E", "W")):
        yield words(name, points[-1][0] + 3, 11)
    elif points:
        y = next((p[1] for p in reversed(points) if frame.holds(p)), 0)
        yield words(name, WIDTH - 3, y - 3, "end")


def _key(box: Box, frame: Frame) -> Element:
    """What the lines mean, and how long a distance is."""
    left, length = box.left + 10, _KILOMETRES * frame.scale
    bar, river, border = box.top + 16, box.top + 34, box.top + 50
    rows = [
        tag("rect", {"x": box.left, "y": box.top, "width": box.right - box.left, "height": box.bottom - box.top}),
        tag("path", {"class": "bar", "d": f"M{left} {bar - 4:.1f}v4h{length:.1f}v-4"}),
        words(f"{_KILOMETRES} km", left + length + 6, bar),
        tag("path", {"class": "rivers", "d": f"M{left} {river - 3:.1f}h30"}),
        words("river", left + 36, river),
        tag("path", {"class": "borders", "d": f"M{left} {border - 3:.1f}h30"}),
        words("present-day border", left + 36, border),
    ]
    return tag("g", {"class": "key", "aria-hidden": "true"}, *rows)
