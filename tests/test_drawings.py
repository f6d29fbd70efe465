"""The drawings say what their tables say, lead where they should, and hold whatever the registers may hold."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from edition.model.dates import print_date
from edition.model.edition import Edition
from edition.model.placed import Text
from edition.verify.links import read_page
from edition.versions.ledger import addresses
from edition.write.drawings.map import sort_places, write_map
from edition.write.drawings.map_drawing import MapPoint, draw, wanted
from edition.write.drawings.map_frame import OUTLINES, WIDTH, load_frame
from edition.write.drawings.map_labels import dot_box, place
from edition.write.drawings.strips import LISTED, MOST, STRIPS, make_strip, shortened, strip_page, write_strips
from edition.write.drawings.svg import Box, address, clean, number, path, text_box, text_width
from edition.write.drawings.timeline import days, lay_out, make_scale, write_timeline
from tests.project import REPOSITORY

Element = ElementTree.Element
NASTY = "<script>alert(\"1\")</script> & 'two'\n\n| *three* ]]> <!-- \x00\x0b 漢口"
STRIP = f"strips/{min(p.stem for p in (REPOSITORY / 'source_texts/documents').glob('*.md'))}.md"
PAGES = ("map.md", "timeline.md", STRIP)
FRAME = load_frame()


def pages(edition: Edition) -> dict[str, str]:
    return {**write_map(edition), **write_timeline(edition), **write_strips(edition)}


def figures(page: str) -> list[Element]:
    """The drawings of a page, which must be XML."""
    return [ElementTree.fromstring(f) for f in re.findall(r"<figure.*?</figure>", page, re.DOTALL)]


def anchors(figure: Element) -> list[Element]:
    return list(figure.iter("a"))


def links(page: str) -> list[str]:
    """The addresses that the Markdown of a page links to, as paths of its source."""
    return re.findall(r"\]\(([^)]+)\)", re.sub(r"<figure.*?</figure>", "", page, flags=re.DOTALL))


def published(page: str, href: str) -> str:
    """The address that a link of a drawing leads to."""
    path, hash, fragment = href.partition("#")
    folder = posixpath.normpath(posixpath.join("/", page.removesuffix(".md"), path))
    return f"{folder}/{hash}{fragment}"


@pytest.mark.parametrize("page", PAGES)
def test_drawings_are_xml_and_one_block(edition: Edition, page: str) -> None:
    text = pages(edition)[page]
    found = figures(text)
    assert found
    for block in re.findall(r"<figure.*?</figure>", text, re.DOTALL):
        assert "\n\n" not in block and "<script" not in block
    for figure in found:
        caption = figure.find("figcaption")
        assert caption is not None and caption.text
        for drawing in figure.iter("svg"):
            assert drawing.get("role") == "figure" and drawing.get("aria-label")
            assert drawing.get("aria-describedby") == caption.get("id")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_an_address_of_the_edition(edition: Edition, page: str) -> None:
    known = addresses(edition)
    found = [a for f in figures(pages(edition)[page]) for a in anchors(f)]
    assert found
    for anchor in found:
        assert published(page, anchor.attrib["href"]) in known, anchor.attrib["href"]
        title = anchor.find("title")
        assert title is not None and title.text and anchor.get("aria-label")


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_addresses_and_the_same_every_time(edition: Edition, page: str) -> None:
    assert f"/{page.removesuffix('.md')}/" in addresses(edition)
    assert pages(edition)[page] == pages(edition)[page]
    assert all(
        "." not in n or len(n.partition(".")[2]) == 1 for n in re.findall(r'[xyr]="([-0-9.]+)"', pages(edition)[page])
    )


def test_every_place_with_coordinates_is_drawn_once_or_listed(edition: Edition) -> None:
    places, page = sort_places(edition, FRAME), write_map(edition)["map.md"]
    located = Counter(n.id for n in edition.register.of("places") if n.location)
    assert Counter(p.name.id for p in (*places.drawn, *places.outside, *places.at_city)) == located
    drawn = Counter(a.attrib["href"] for f in figures(page) for a in anchors(f))
    assert drawn == Counter(f"../places/{p.name.id}/" for p in places.drawn)
    assert all(FRAME.holds(p.at) for p in places.drawn) and not any(FRAME.holds(p.at) for p in places.outside)
    assert all(p.style == "country" for p in places.at_city)
    assert [n.id for n in places.without] == [n.id for n in edition.register.of("places") if not n.location]


def test_the_table_is_the_map(edition: Edition) -> None:
    places, page = sort_places(edition, FRAME), write_map(edition)["map.md"]
    for id, found in (("on-the-map", places.drawn), ("outside", places.outside), ("not-apart", places.at_city)):
        part = page.partition(f"{{: #{id} }}")[2].partition("\n## ")[0]
        rows = [line for line in part.splitlines() if line.startswith("| [")]
        assert [links(row)[0] for row in rows] == [f"places/{p.name.id}.md" for p in found]
        for row, one in zip(rows, found, strict=True):
            mentioned = {
                m.document.paragraphs[m.mention.span.index].label for m in edition.mentions.get(one.name.id, ())
            }
            assert bool(mentioned) == ("#" in row), row
            assert f"{abs(one.latitude):.2f}°" in row and dict(one.name.location)["point"] in row.replace("&#124;", "|")
    without = page.partition("{: #without }")[2]
    assert links(without) == [f"places/{n.id}.md" for n in places.without]


def label_boxes(figure: Element) -> dict[str, Box]:
    """The boxes of the names on the map, measured again from what is drawn."""
    found = {}
    for anchor in anchors(figure):
        text = anchor.find("text")
        if text is not None:
            size, spacing = float(text.attrib["font-size"]), float(text.attrib["letter-spacing"])
            at = float(text.attrib["x"]), float(text.attrib["y"]), text.attrib["text-anchor"]
            found[anchor.attrib["href"]] = text_box(text.text or "", size, *at, spacing)
    return found


def test_no_two_names_overlap_on_the_map(edition: Edition) -> None:
    (figure,) = figures(write_map(edition)["map.md"])
    boxes, places = label_boxes(figure), sort_places(edition, FRAME).drawn
    assert len(boxes) == len(places), "every name has found room"
    for (one, first), (other, second) in combinations(boxes.items(), 2):
        assert not first.overlaps(second), (one, other)
    whole = Box(0, 0, WIDTH, FRAME.height)
    dots = [dot_box(p.at) for p in places if p.style == "dot"]
    for href, box in boxes.items():
        assert box.within(whole) and not any(box.overlaps(d) for d in dots), href


def crowd(edition: Edition, count: int) -> list[MapPoint]:
    """Many places about one point, cities and areas by turns."""
    name, (x, y) = edition.register.of("places")[0], (WIDTH / 2, FRAME.height / 2)
    styles = ("dot", "area", "country")
    return [
        MapPoint(
            replace(name, id=Text(f"n{n}", name.id.place), name=f"Place number {n}"),
            0,
            0,
            (x + n % 7, y + n % 5),
            styles[n % 3],
            n,
        )
        for n in range(count)
    ]


def test_a_crowd_is_drawn_whole_and_without_overlap(edition: Edition) -> None:
    places = crowd(edition, 120)
    labels = place(wanted(places), Box(0, 0, WIDTH, FRAME.height), [])
    boxes = [label.box for label in labels.values() if label]
    assert 5 < len(boxes) < 120
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    root = Element("svg")
    root.extend(draw(places, FRAME))
    found = [a for a in root.iter("a")]
    assert len(found) == 120
    assert all(len(a) >= 2 for a in found), "a place without room for its name keeps a mark"


def test_the_frame_leads_there_and_back() -> None:
    for longitude, latitude in ((75.0, 39.5), (105.0, 36.0), (128.0, 47.0), (110.0, 18.0)):
        assert FRAME.back(FRAME.at(longitude, latitude)) == pytest.approx((longitude, latitude))
    west, east, north, south = FRAME.at(100, 36)[0], FRAME.at(110, 36)[0], FRAME.at(105, 40)[1], FRAME.at(105, 30)[1]
    assert west < east and north < south
    a_degree = abs(FRAME.at(105, 35)[1] - FRAME.at(105, 36)[1]) / FRAME.scale
    assert a_degree == pytest.approx(111.2, rel=0.03), "kilometres"


def test_the_outlines_are_small_and_named() -> None:
    assert OUTLINES.stat().st_size < 250_000
    assert "Made with Natural Earth" in OUTLINES.read_text("utf-8")
    assert "public domain" in OUTLINES.with_name("README.md").read_text("utf-8")
    assert all(FRAME.outlines[layer] for layer in ("land", "lakes", "rivers", "borders"))


def test_the_caveat_and_the_credit_are_printed(edition: Edition) -> None:
    (figure,) = figures(write_map(edition)["map.md"])
    caption = figure.findtext("figcaption") or ""
    assert "Borders and coastlines are those of today, not of" in caption and "Made with Natural Earth" in caption


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1949-02-06", (1949, 2, 6), (1949, 2, 6)),
        ("1949-02-06?", (1949, 2, 6), (1949, 2, 6)),
        ("1948-02", (1948, 2, 1), (1948, 2, 29)),
        ("1949~", (1949, 1, 1), (1949, 12, 31)),
        ("1949-09-21?/1949-09-30", (1949, 9, 21), (1949, 9, 30)),
        ("1948-12/1949-02", (1948, 12, 1), (1949, 2, 28)),
        ("1949-02-06/..", (1949, 2, 6), (1949, 2, 6)),
        ("../1949", (1949, 1, 1), (1949, 12, 31)),
        ("1949-02-06/", (1949, 2, 6), (1949, 2, 6)),
    ],
)
def test_dates_become_days(text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert days(text) == (date(*first), date(*last))


def test_the_timeline_is_its_list(edition: Edition) -> None:
    page = write_timeline(edition)["timeline.md"]
    (figure,) = figures(page)
    marks = [a for a in anchors(figure) if a.attrib["class"].startswith("event")]
    assert [a.attrib["href"] for a in marks] == [f"../chronology/#c-{e.key}" for e in edition.chronology]
    assert links(page)[1:] == [f"chronology.md#c-{e.key}" for e in edition.chronology]
    for count, (mark, event) in enumerate(zip(marks, edition.chronology, strict=True), start=1):
        assert mark.findtext("text") == str(count)
        assert f"\n{count}. [{print_date(event.date)}]" in page
    documents = [a.attrib["href"] for a in anchors(figure) if a.attrib["class"] == "document"]
    assert documents == [f"../documents/{id}/" for id in edition.documents]


def test_marks_of_the_timeline_stand_at_their_dates_and_apart(edition: Edition) -> None:
    scale = make_scale(edition.chronology, edition.documents.values())
    marks = lay_out(edition.chronology, scale)
    for mark in marks:
        first, last = days(mark.event.date)
        assert mark.left <= scale.at(first) + 0.1 and scale.at(last) <= mark.right + 0.1
        assert mark.long == (first != last)
        assert mark.doubtful == (mark.event.certainty != "certain" or "?" in mark.event.date)
    for one, other in combinations(marks, 2):
        assert one.level != other.level or one.right <= other.left or other.right <= one.left


def test_strips_are_their_tables(edition: Edition) -> None:
    written = write_strips(edition)
    for document in edition.documents.values():
        strip, page = make_strip(edition, document), written[strip_page(document)]
        (figure,) = figures(page)
        rows = [row for _, group in strip.groups for row in group]
        assert all(len(group) <= MOST for _, group in strip.groups)
        drawn = [a.attrib["href"] for a in anchors(figure) if a.get("class") in ("certain", "doubtful")]
        assert drawn == [f"../../documents/{document.id}/#p{n}" for r in rows for n in r.paragraphs]
        table = [links(line) for line in page.splitlines() if line.startswith("| [")]
        assert table == [
            [f"../{r.name.register}/{r.name.id}.md", *(f"../documents/{document.id}.md#p{n}" for n in r.paragraphs)]
            for r in rows
        ]
        for row in rows:
            mentioned = {
                m.document.paragraphs[m.mention.span.index].number
                for m in edition.mentions[row.name.id]
                if m.document.id == document.id
            }
            assert set(row.paragraphs) == mentioned - {None}


def test_the_list_of_strips_leads_to_each_of_them(edition: Edition) -> None:
    found = links(write_strips(edition)[STRIPS])
    for document in edition.documents.values():
        most = [r.name for _, group in make_strip(edition, document).groups for r in group[:LISTED]]
        at = found.index(f"{document.id}.md")
        assert found[at + 1 : at + 1 + len(most)] == [f"../{name.register}/{name.id}.md" for name in most]


def test_strips_name_their_marks(edition: Edition) -> None:
    page = "".join(write_strips(edition).values())
    names = {n.name for n in edition.register.names.values()}
    titles = [a.findtext("title") or "" for f in figures(page) for a in anchors(f) if a.get("class") == "certain"]
    assert titles and all(t.rpartition(", ¶ ")[0] in names for t in titles)
    assert text_width(shortened("A name that is much too long for its column"), 11.5) <= 126
    assert shortened("W" * 40).endswith("W…")


def with_nasty_words(edition: Edition) -> Edition:
    """The edition with words that mean something to HTML, Markdown and XML wherever editors write words."""
    names = {
        id: replace(n, name=f"{n.name} {NASTY}", kind=n.kind, modern_name=NASTY)
        for id, n in edition.register.names.items()
    }
    documents = {
        id: replace(d, apparatus=replace(d.apparatus, short_title=f"{d.id} {NASTY}"))
        for id, d in edition.documents.items()
    }
    events = tuple(replace(e, event=NASTY) for e in edition.chronology)
    return replace(edition, register=replace(edition.register, names=names), documents=documents, chronology=events)


@pytest.mark.parametrize("page", PAGES)
def test_nasty_words_stay_words(edition: Edition, page: str) -> None:
    text = pages(with_nasty_words(edition))[page]
    found = figures(text)
    assert len(found) == len(figures(pages(edition)[page]))
    titles = [a.findtext("title") or "" for f in found for a in anchors(f)]
    assert any(clean(NASTY) in t for t in titles)
    assert "<script" not in text and "<!--" not in text
    soup = BeautifulSoup(text, "lxml")
    assert len(soup.select("figure svg")) == sum(len(list(f.iter("svg"))) for f in found)
    assert len(soup.select("figure a")) == sum(len(anchors(f)) for f in found)


def test_pages_stand_without_entries(edition: Edition) -> None:
    register = replace(edition.register, names={})
    bare = replace(edition, register=register, documents={}, chronology=(), mentions={})
    assert set(pages(bare)) == {"map.md", "timeline.md", STRIPS}


@pytest.mark.parametrize("page", PAGES)
def test_built_pages_have_the_drawings_and_the_proof_reads_their_links(corpus: Path, page: str) -> None:
    drawn = figures((corpus / "docs" / page).read_text("utf-8"))
    html = (corpus / "site" / page.removesuffix(".md") / "index.html").read_bytes()
    soup = BeautifulSoup(html, "lxml")
    for figure, built in zip(drawn, soup.select("article figure.drawing"), strict=True):
        assert [a.attrib["href"] for a in anchors(figure)] == [a["href"] for a in built.select("svg a")]
    assert {a.attrib["href"] for f in drawn for a in anchors(f)} <= set(read_page(html).links)


def test_numbers_paths_and_addresses() -> None:
    assert [number(v) for v in (1, 1.04, -0.04, 2.25, -3.5)] == ["1", "1", "0", "2.2", "-3.5"]
    assert path([(0, 0), (0.01, 0), (1, -1), (2.5, 0)], closed=True) == "M0 0l1-1 1.5 1z"
    assert path([(1, 1)]) == ""
    assert address("map.md", "places/x.md") == "../places/x/"
    assert address("strips.md", "documents/y.md#p3") == "../documents/y/#p3"
    assert address("map.md", "index.md") == "../"
