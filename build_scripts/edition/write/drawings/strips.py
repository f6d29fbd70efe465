"""Stage 6, write: for each document, who and what place is named in which paragraph.

In: `Edition`. Out: `docs/strips/`: a list, and a page for each document: a drawing, paragraphs from left to right and a row for
each name, and a table that says the same. Counts mentions in paragraphs, not in the head.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from edition.model.annotations import Annotated
from edition.model.document import Number
from edition.model.edition import Edition
from edition.model.names import Name, sort_key
from edition.write.drawings.svg import Element, address, anchor, clean, figure, svg, tag, text_width, words
from edition.write.markdown.syntax import Pages, escape, link, name_link, page, table

STRIPS = "strips/index.md"
GROUPS = (("people", "People"), ("places", "Places"))
MOST = 25  # rows of each group
LISTED = 5  # of them in the list of documents
FROM = "source_texts/register/, source_texts/apparatus/"
ROW, HEAD, FOOT = 15.0, 20.0, 18.0
_SIZE = 11.5  # of the type
_NAMES = 126.0  # at most, for the names at the left
_WIDTH = 520.0  # for the paragraphs of a long document; those of a short one take less


@dataclass(frozen=True)
class Row:
    """A name with the paragraphs that mention it: True where a mention is certain."""

    name: Name
    paragraphs: dict[Number, bool]
    count: int


@dataclass(frozen=True)
class Strip:
    """What is drawn of a document."""

    document: Annotated
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    sections: tuple[tuple[Number, str, str], ...]  # number of its first paragraph, id, heading

    @property
    def here(self) -> str:
        return strip_page(self.document)

    @property
    def count(self) -> int:
        """How many paragraphs there are."""
        return len(self.document.body)

    @property
    def step(self) -> float:
        """The width of a paragraph."""
        return min(14.0, max(4.0, _WIDTH / max(1, self.count)))

    @property
    def lines(self) -> list[str | Row]:
        """What stands in each line: the title of a group, or a name."""
        found: list[str | Row] = []
        for title, rows in self.groups:
            found += [title, *rows] if rows else []
        return found


def strip_page(document: Annotated) -> str:
    """The page of a document's drawing."""
    return f"strips/{document.id}.md"


def write_strips(edition: Edition) -> Pages:
    """The list, which is there even without documents, so that its address holds; and the page of each document."""
    strips = [make_strip(edition, document) for document in edition.documents.values()]
    return {STRIPS: _list(edition, strips), **{strip_page(s.document): _page(edition, s) for s in strips}}


def _list(edition: Edition, strips: Sequence[Strip]) -> str:
    """All documents, each with the names that stand in it most often."""
    body = [
        "Charts showing which people and places are named in each document, and in which paragraphs, with the same "
        f"information in tables. {link(STRIPS, 'names.md', 'Names')} lists all names in the edition."
    ]
    for strip in strips:
        title = link(STRIPS, strip_page(strip.document), escape(strip.document.apparatus.short_title))
        body.append(f"## {title} {{: #{strip.document.id} }}")
        for group, rows in strip.groups:
            most = [f"{name_link(edition, STRIPS, row.name.id)} ({row.count})" for row in rows[:LISTED]]
            body.append(f"{group} mentioned most often: {'; '.join(most)}." if most else "")
    return page("Name occurrences", FROM, body)


def _page(edition: Edition, strip: Strip) -> str:
    """The drawing of a document and its table."""
    document, here = strip.document, strip_page(strip.document)
    drawn = [_drawing(strip), _sections(strip), _table(edition, strip)] if strip.lines else ["No names are mentioned."]
    title = link(here, f"documents/{document.id}.md", escape(document.apparatus.short_title))
    body = [
        f"{title}: the {MOST} people and {MOST} places mentioned most often, by paragraph. Each mark links to its paragraph and "
        "each name to its register entry; the table below the chart gives the same information. "
        f"{link(here, STRIPS, 'All documents')}."
    ]
    return page(f"Name occurrences: {document.apparatus.short_title}", FROM, body + drawn)


def make_strip(edition: Edition, document: Annotated) -> Strip:
    """The rows and sections of a document."""
    found: dict[str, Row] = {}
    for mention in document.mentions:
        number, name = document.paragraphs[mention.span.index].number, edition.register.names[mention.name]
        if number is not None:
            row = found.get(mention.name, Row(name, {}, 0))
            certain = row.paragraphs.get(number, False) or mention.certainty == "certain"
            found[mention.name] = Row(name, {**row.paragraphs, number: certain}, row.count + 1)
    groups = tuple((title, _most(r for r in found.values() if r.name.register == g)) for g, title in GROUPS)
    return Strip(document, groups, tuple(_starts(document)))


def _most(rows: Iterator[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda r: (-r.count, sort_key(r.name.sort)))[:MOST])


def _starts(document: Annotated) -> Iterator[tuple[Number, str, str]]:
    """Each section that has paragraphs, with the number of the first."""
    heading = None
    for paragraph in document.paragraphs:
        if paragraph.id.startswith("s-"):
            heading = paragraph
        elif paragraph.number is not None and heading:
            yield paragraph.number, heading.id, heading.text
            heading = None


def _drawing(strip: Strip) -> str:
    """Two drawings side by side: the names stay where they are while the paragraphs scroll."""
    title, id = strip.document.apparatus.short_title, f"strip-{strip.document.id}"
    height, rows = HEAD + ROW * len(strip.lines) + FOOT, [x for x in strip.lines if isinstance(x, Row)]
    left = min(_NAMES, max(text_width(r.name.name, _SIZE) for r in rows)) + 8
    right = strip.step * strip.count + 12
    names = svg((left, height), f"{title}: names", id, _names(strip, left), class_="names", **_pixels(left, height))
    marks = svg((right, height), f"{title}: marks", id, _marks(strip), class_="marks", **_pixels(right, height))
    caption = (
        f"{title}. Paragraphs run from left to right, numbered above and below the rows; vertical lines mark the beginnings "
        "of sections, numbered along the top. A hollow mark is a mention whose identification is uncertain."
    )
    return figure("strip", caption, [names, marks], id)


def _pixels(width: float, height: float) -> dict[str, str]:
    return {"width": f"{width:.0f}", "height": f"{height:.0f}"}


def _names(strip: Strip, width: float) -> Iterator[Element]:
    for n, line in enumerate(strip.lines):
        y = HEAD + ROW * n + 11
        if isinstance(line, str):
            yield words(line, width - 6, y, "end", class_="group")
        else:
            href = address(strip.here, f"{line.name.register}/{line.name.id}.md")
            yield anchor(href, line.name.name, words(shortened(line.name.name), width - 6, y, "end"))


def shortened(name: str) -> str:
    """A name cut between words, or between letters, where it is too long for its column."""
    name = clean(name)
    if text_width(name, _SIZE) <= _NAMES:
        return name
    while name and text_width(f"{name}…", _SIZE) > _NAMES:
        name = name.rpartition(" ")[0] or name[:-1]
    return f"{name}…"


def _marks(strip: Strip) -> Iterator[Element]:
    count, step = strip.count, strip.step
    bottom = HEAD + ROW * len(strip.lines)
    stripes = [n for n, line in enumerate(strip.lines) if isinstance(line, Row) and n % 2]
    ground = [tag("rect", {"x": 0, "y": HEAD + ROW * n, "width": step * count, "height": ROW}) for n in stripes]
    yield tag("g", {"class": "ground", "aria-hidden": "true"}, *ground)
    for n, (first, id, heading) in enumerate(strip.sections, start=1):
        yield _section(strip, n, (first.place - 1) * step, bottom, id, heading)
    shown = [n for n in range(1, count + 1) if n == 1 or n % (5 if step >= 5 else 10) == 0]
    lines = [HEAD + ROW * n + 11 for n, line in enumerate(strip.lines) if isinstance(line, str)]
    labels = {p.number.place: str(p.number) for p in strip.document.body if p.number}
    numbers = [words(labels[n], (n - 0.5) * step, y, "middle") for y in (*lines, bottom + 13) for n in shown]
    yield tag("g", {"class": "numbers", "aria-hidden": "true"}, *numbers)
    for n, line in enumerate(strip.lines):
        if isinstance(line, Row):
            for number, certain in line.paragraphs.items():
                yield _mark(strip, line.name, number, certain, HEAD + ROW * n)


def _section(strip: Strip, n: int, x: float, bottom: float, id: str, heading: str) -> Element:
    line = tag("path", {"d": f"M{x + 0.5:.1f} 4V{bottom:.1f}"})
    href = address(strip.here, f"documents/{strip.document.id}.md#{id}")
    return anchor(href, f"Section {n}: {heading}", line, words(str(n), x + 4, 13), class_="section", tabindex="-1")


def _mark(strip: Strip, name: Name, number: Number, certain: bool, top: float) -> Element:
    """A mention: the same link stands in the table, so that the keyboard need not pass through all of them here."""
    size = min(strip.step - 1, 9.0)
    box = {"x": (number.place - 0.5) * strip.step - size / 2, "y": top + 3, "width": size, "height": ROW - 6}
    href = address(strip.here, f"documents/{strip.document.id}.md#p{number}")
    kind = "certain" if certain else "doubtful"
    return anchor(href, f"{clean(name.name)}, ¶ {number}", tag("rect", box), class_=kind, tabindex="-1")


def _sections(strip: Strip) -> str:
    """The headings of the sections under their numbers."""
    shown = [
        f"{n}\u00a0{link(strip.here, f'documents/{strip.document.id}.md#{id}', escape(heading))}"
        for n, (_, id, heading) in enumerate(strip.sections, start=1)
    ]
    return f"Sections: {'; '.join(shown)}.\n{{: .sections }}" if shown else ""


def _table(edition: Edition, strip: Strip) -> str:
    """The names of the drawing with their paragraphs."""
    rows: list[Sequence[str]] = []
    for title, found in strip.groups:
        for row in found:
            links = ", ".join(
                link(strip.here, f"documents/{strip.document.id}.md#p{n}", str(n)) + ("" if certain else "?")
                for n, certain in row.paragraphs.items()
            )
            rows.append((name_link(edition, strip.here, row.name.id), title.lower(), str(row.count), f"¶ {links}"))
    return table(("Name", "Register", "Mentions", "Paragraphs"), rows)
