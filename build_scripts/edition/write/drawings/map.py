"""Stage 6, write: the map of the places, and the table that says the same.

In: `Edition`, the outlines. Out: `docs/map.md`. Every place whose register entry has coordinates is drawn once, or listed
with the reason why not. Shows where the register's points lie, and no boundaries but those of the outlines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from edition.model.edition import Edition, Locator
from edition.model.names import Name
from edition.stages.index import merge
from edition.write.drawings.map_drawing import MAP, MapPoint, draw
from edition.write.drawings.map_frame import WIDTH, Frame, load_frame
from edition.write.drawings.svg import figure, svg
from edition.write.markdown.index import locators
from edition.write.markdown.syntax import Pages, escape, languages, link, name_link, page, table

DOTS = ("city", "town", "village")  # kinds of place that are points
COUNTRIES = ("country", "continent")  # kinds whose point is that of a capital
WATER = ("river", "lake", "sea")


@dataclass(frozen=True)
class Sorted:
    """The places by what the map does with them."""

    drawn: tuple[MapPoint, ...]
    outside: tuple[MapPoint, ...]
    at_city: tuple[MapPoint, ...]  # countries whose point is that of a city which is drawn
    without: tuple[Name, ...]  # no coordinates


def write_map(edition: Edition) -> Pages:
    """The page; it is written even without places, so that its address holds."""
    frame = load_frame()
    places = sort_places(edition, frame)
    caption = _caption(edition)
    label = f"Map of {len(places.drawn)} places named in the texts"
    drawing = svg((WIDTH, frame.height), label, "map-caption", draw(places.drawn, frame))
    body = [
        "The places named in the texts. Each name links to its register entry; the table below the map gives the "
        "same information in words.",
        figure("map", caption, [drawing], "map-caption", _start(places.drawn)),
        *_tables(edition, places),
    ]
    return {MAP: page("Map", "source_texts/register/places.yaml", body, hide=["navigation", "toc"])}


def _start(places: Sequence[MapPoint]) -> str:
    """The side of the map that has more places."""
    return "right" if 2 * sum(p.at[0] > WIDTH / 2 for p in places) > len(places) else "left"


def _caption(edition: Edition) -> str:
    years = sorted({d.apparatus.date[:4] for d in edition.documents.values()})
    time = years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}" if years else "the period of the texts"
    return (
        "Dots mark cities and villages. Italic names are provinces, regions, islands, peninsulas, rivers and railways; each "
        "is placed at or beside the single point recorded in the register, which is often a seat of government rather than the "
        f"centre. Borders and coastlines are those of today, not of {time}. All borders are drawn alike and show "
        "de facto control; they "
        "express no view on sovereignty. Albers equal-area projection. Made with Natural Earth."
    )


def sort_places(edition: Edition, frame: Frame) -> Sorted:
    """What is drawn and what is not, in filing order."""
    names = edition.register.of("places")
    located = [_place(edition, n, frame) for n in names if n.location]
    inside = [p for p in located if frame.holds(p.at)]
    dots = {(p.longitude, p.latitude) for p in inside if p.style == "dot"}
    at_city = [p for p in inside if p.style == "country" and (p.longitude, p.latitude) in dots]
    return Sorted(
        tuple(p for p in inside if p not in at_city),
        tuple(p for p in located if not frame.holds(p.at)),
        tuple(at_city),
        tuple(n for n in names if not n.location),
    )


def _place(edition: Edition, name: Name, frame: Frame) -> MapPoint:
    at = dict(name.location)
    longitude, latitude = float(at["lon"]), float(at["lat"])
    x, y = frame.at(longitude, latitude)
    styles = {**dict.fromkeys(DOTS, "dot"), **dict.fromkeys(COUNTRIES, "country"), **dict.fromkeys(WATER, "water")}
    mentions = len(edition.mentions.get(name.id, ()))
    return MapPoint(name, longitude, latitude, (round(x, 1), round(y, 1)), styles.get(name.kind, "area"), mentions)


def _tables(edition: Edition, places: Sorted) -> Iterator[str]:
    """The places in words: drawn, outside, at the point of a city, without a point."""
    groups = (
        ("On the map", "on-the-map", places.drawn, ""),
        ("Outside the map", "outside", places.outside, ""),
        (
            "Not shown separately",
            "not-apart",
            places.at_city,
            "For these countries the register gives the location of a city already shown on the map.",
        ),
    )
    head = ("Place", "Kind", "Modern name", "Latitude, longitude", "Location shown", "Mentions")
    for title, id, found, remark in groups:
        if found:
            yield f"## {title} {{: #{id} }}"
            yield remark
            yield table(head, [_row(edition, p) for p in found])
    if places.without:
        yield "## Places without coordinates {: #without }"
        yield ", ".join(name_link(edition, MAP, n.id) for n in places.without) + "."


def _row(edition: Edition, place: MapPoint) -> tuple[str, ...]:
    at = dict(place.name.location)
    north, east = "NS"[place.latitude < 0], "EW"[place.longitude < 0]
    degrees = f"{abs(place.latitude):.2f}°\u00a0{north},\u00a0{abs(place.longitude):.2f}°\u00a0{east}"
    name, present = place.name, languages(escape(place.name.modern_name))
    return (
        name_link(edition, MAP, name.id),
        escape(name.kind),
        present,
        degrees,
        escape(at.get("point", "")),
        mentions(edition, name.id),
    )


def mentions(edition: Edition, id: str) -> str:
    """Where a name is mentioned, document by document: paragraphs, then the parts of the head."""
    found, heads = [], dict[str, None]()
    for located in edition.mentions.get(id, ()):
        paragraph = located.document.paragraphs[located.mention.span.index]
        if paragraph.number is not None:
            found.append(Locator(located.document.id, paragraph.number, paragraph.number))
        else:
            date = escape(edition.labels[located.document.id])
            target = f"documents/{located.document.id}.md#{paragraph.id}"
            heads[f"{date} {link(MAP, target, paragraph.label)}"] = None
    order = {id: n for n, id in enumerate(edition.documents)}
    return "; ".join(t for t in (locators(edition, MAP, merge(found, order)), *heads) if t)
