"""What all drawings share: elements of SVG, numbers, the width of words, boxes that must not overlap.

In: figures and words. Out: SVG as one block of HTML, the same bytes every time. Words pass through `xml.etree`, which
escapes them. Knows nothing of maps, dates or names.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from xml.etree import ElementTree

from edition.model.addresses import address_of

Element = ElementTree.Element
Point = tuple[float, float]

# Widths of letters as parts of the size of the type, a little more than they are in the edition's fonts.
_WIDTHS = (
    (0.34, "ijlI.,:;!|()[]'’ -ft"),
    (0.45, "rszcJ"),
    (0.72, "ABCDEFGHKLNOPQRTUVXY&"),
    (0.96, "mwMW—"),
)
_WIDTH = {letter: width for width, letters in _WIDTHS for letter in letters}
_OTHER, _FULL, _CJK = 0.58, 1.0, "\u2e80"
ASCENT, DESCENT = 0.76, 0.24  # of the size of the type
# What XML has no place for; YAML lets some of it through.
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Box:
    """A rectangle with its sides along the axes; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


def text_width(text: str, size: float, spacing: float = 0) -> float:
    """How wide words are at most when they are set; `spacing` is what stands between letters."""
    em = sum(_WIDTH.get(c, _FULL if c >= _CJK else _OTHER) for c in text)
    return em * size + len(text) * spacing


def text_box(text: str, size: float, x: float, y: float, anchor: str = "start", spacing: float = 0) -> Box:
    """The box of words whose line stands at `y` and that begin, end or have their middle at `x`."""
    width = text_width(text, size, spacing)
    left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
    return Box(left, y - ASCENT * size, left + width, y + DESCENT * size)


@lru_cache(4096)
def number(value: float) -> str:
    """A number with one decimal at most, and no minus before a nought."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


@lru_cache(4096)
def clean(text: str) -> str:
    """Words on one line, without characters that no page can hold."""
    return " ".join(_FORBIDDEN.sub("", text).split())


def tag(name: str, attributes: Mapping[str, str | float] | None = None, *inside: Element | str) -> Element:
    """An element with its attributes, and the elements or words in it."""
    element = Element(name)
    for key, value in (attributes or {}).items():
        element.set(key, clean(value) if isinstance(value, str) else number(value))
    for part in inside:
        if not isinstance(part, str):
            element.append(part)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + _FORBIDDEN.sub("", part)
        else:
            element.text = (element.text or "") + _FORBIDDEN.sub("", part)
    return element


def words(text: str, x: float, y: float, anchor: str = "start", **attributes: str) -> Element:
    """Words of a drawing."""
    more = {k.rstrip("_"): v for k, v in attributes.items()}
    return tag("text", {"x": x, "y": y, "text-anchor": anchor, **more}, clean(text))


def anchor(href: str, title: str, *inside: Element, **attributes: str) -> Element:
    """A link of a drawing, with the name that a pointer shows and a reader of the screen speaks."""
    more = {k.rstrip("_"): v for k, v in attributes.items()}
    return tag("a", {"href": href, "aria-label": title, **more}, tag("title", {}, clean(title)), *inside)


def address(page: str, target: str) -> str:
    """The address of one published page as seen from another, under any base: "map.md", "places/x.md#y" → "../places/x/#y"."""
    path, hash, fragment = target.partition("#")
    return _between(page, path) + "/" + hash + fragment


@cache
def _between(page: str, path: str) -> str:
    return posixpath.relpath(address_of(path), address_of(page))


def path(points: Iterable[Point], closed: bool = False) -> str:
    """The data of a path: tenths of a unit, each point as its distance from the one before; points that fall together are one."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    kept = [p for n, p in enumerate(tenths) if n == 0 or p != tenths[n - 1]]
    if len(kept) < 2:
        return ""
    steps = [(x - a, y - b) for (a, b), (x, y) in zip(kept, kept[1:], strict=False)]
    start = " ".join(number(v / 10) for v in kept[0])
    line = " ".join(f"{number(x / 10)} {number(y / 10)}" for x, y in steps)
    return f"M{start}l{line.replace(' -', '-')}{'z' if closed else ''}"


def svg(size: Point, label: str, described_by: str, inside: Iterable[Element], **attributes: str) -> Element:
    """A drawing of a size in its own units; the caption with the id `described_by` says what it shows."""
    width, height = size
    more = {k.rstrip("_"): v for k, v in attributes.items()}
    box = f"0 0 {number(width)} {number(height)}"
    head = {"viewBox": box, "role": "figure", "aria-label": label, "aria-describedby": described_by}
    return tag("svg", {**head, **more}, *inside)


def figure(kind: str, caption: str, drawn: Iterable[Element], id: str, start: str = "left") -> str:
    """Drawings in a box that scrolls sideways, and the caption: one block of HTML that Markdown leaves alone.

    `start` says which side a narrow screen shows first: left or right.
    """
    box = tag("div", {"class": f"scroll {start}"}, *drawn)
    whole = tag("figure", {"class": f"drawing {kind}"}, box, tag("figcaption", {"id": id}, clean(caption)))
    whole.set("data-search-exclude", "")
    ElementTree.indent(whole, "")
    return re.sub(r"\n\s*\n", "\n", ElementTree.tostring(whole, encoding="unicode"))
