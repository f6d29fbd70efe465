"""Stage 6, write: the chronology drawn to scale, and the list that says the same.

In: `Edition`. Out: `docs/timeline.md`. Each event is a number at its date: round for a day, long for a span, broken where the
date is not certain; the documents are upright lines. The words stand in the list, all else in the chronology.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from edition.model.annotations import Annotated
from edition.model.dates import print_date
from edition.model.edition import Edition, Event
from edition.stages.passages import CHRONOLOGY
from edition.write.drawings.svg import Element, address, anchor, clean, figure, svg, tag, text_box, text_width, words
from edition.write.markdown.syntax import Pages, link, page, prose

TIMELINE, CHRONOLOGY_PAGE = "timeline.md", "chronology.md"
WIDTH, MARGIN = 680.0, 14.0
DISC, LEVEL, ROW = 17.0, 18.5, 15.0  # across a mark, from level to level, from one document's name to the next
_AXIS = 34.0  # the months and years under the marks
_LEAST = 19.0  # a month must be so wide to bear its name


@dataclass(frozen=True)
class Scale:
    """From days to the drawing."""

    first: date
    last: date

    @property
    def day(self) -> float:
        return (WIDTH - 2 * MARGIN) / max(1, (self.last - self.first).days)

    def at(self, day: date) -> float:
        return MARGIN + (day - self.first).days * self.day


@dataclass(frozen=True)
class Mark:
    """An event on the drawing."""

    number: int
    event: Event
    left: float
    right: float
    level: int  # 0 is next to the axis
    long: bool  # a span, or a date of which only the month or year is known
    doubtful: bool
    of_document: bool  # on the day of a document


def write_timeline(edition: Edition) -> Pages:
    """The page; it is written even without events, so that its address holds."""
    body = [
        f"The events of the {link(TIMELINE, CHRONOLOGY_PAGE, 'chronology')} drawn to scale. The numbers refer to "
        "the list below.",
        _drawing(edition) if edition.chronology else "",
        "\n".join(_row(n, e) for n, e in enumerate(edition.chronology, start=1)),
    ]
    return {TIMELINE: page("Timeline", CHRONOLOGY, body, hide=["navigation", "toc"])}


def _row(number: int, event: Event) -> str:
    doubt = "" if event.certainty == "certain" else f" *({event.certainty})*"
    when = link(TIMELINE, f"{CHRONOLOGY_PAGE}#c-{event.key}", print_date(event.date))
    return f"{number}. {when}: {prose(event.event)}{doubt}"


def _drawing(edition: Edition) -> str:
    documents = list(edition.documents.values())
    scale = make_scale(edition.chronology, documents)
    marks = lay_out(edition.chronology, scale, {d.apparatus.date for d in documents})
    rows = name_rows(documents, scale)
    base = ROW * (max(rows.values(), default=-1) + 1) + 8 + LEVEL * (max(m.level for m in marks) + 1)
    drawn = [*_axis(scale, base), *_documents(documents, rows, scale, base), *(_mark(m, base) for m in marks)]
    caption = (
        "Each number marks an event at its date; events on the same date are stacked. Round markers: a single day. Long "
        "markers: several days, or a date known only to the month or year. Broken outline: uncertain date or "
        "event. Vertical lines: "
        "the documents in this edition. Filled markers: events on the dates of the documents."
    )
    label = f"{len(marks)} events, {print_date(scale.first.isoformat())} to {print_date(scale.last.isoformat())}"
    drawing = svg((WIDTH, base + _AXIS), label, "timeline-caption", drawn)
    return figure("timeline", caption, [drawing], "timeline-caption")


def days(text: str) -> tuple[date, date]:
    """The first and last day that a date in EDTF can mean; a span without an end is taken at the end it has."""
    parts = [p.rstrip("?~%") for p in text.split("/") if p.strip(".?~%")]
    return _first(parts[0]), _last(parts[-1])


def _first(text: str) -> date:
    year, month, day = (*(int(n) for n in text.split("-")), 1, 1)[:3]
    return date(year, month, day)


def _last(text: str) -> date:
    numbers = [int(n) for n in text.split("-")]
    year, month = numbers[0], numbers[1] if len(numbers) > 1 else 12
    return date(year, month, numbers[2] if len(numbers) > 2 else calendar.monthrange(year, month)[1])


def make_scale(events: Iterable[Event], documents: Iterable[Annotated]) -> Scale:
    """From the first day of the first month to the last day of the last."""
    found = [days(e.date) for e in events] + [days(d.apparatus.date) for d in documents]
    first, last = min(f for f, _ in found), max(last for _, last in found)
    return Scale(first.replace(day=1), _last(f"{last.year}-{last.month}"))


def lay_out(events: Sequence[Event], scale: Scale, dates: Collection[str] = ()) -> list[Mark]:
    """Every event at its date, on the lowest level where it is free."""
    ends: list[float] = []  # of each level, how far it is taken
    marks = []
    for number, event in enumerate(events, start=1):
        first, last = days(event.date)
        middle, half = (scale.at(first) + scale.at(last)) / 2, (scale.at(last) - scale.at(first)) / 2
        half = max(half, DISC * (0.68 if first != last else 0.5))
        left, right = max(1.0, middle - half), min(WIDTH - 1, middle + half)
        level = next((n for n, end in enumerate(ends) if left >= end + 1.5), len(ends))
        ends[level : level + 1] = [right]
        doubtful = event.certainty != "certain" or any(c in event.date for c in "?~%")
        marks.append(Mark(number, event, left, right, level, first != last, doubtful, event.date in dates))
    return marks


def _mark(mark: Mark, base: float) -> Element:
    """A number in a round or long outline: a link to the event in the chronology."""
    top = base - LEVEL * (mark.level + 1)
    kinds = (("long", mark.long), ("doubtful", mark.doubtful), ("of-document", mark.of_document))
    kind = " ".join(k for k, is_so in kinds if is_so)
    outline = {"x": mark.left, "y": top, "width": mark.right - mark.left, "height": DISC, "rx": DISC / 2}
    number = words(str(mark.number), (mark.left + mark.right) / 2, top + DISC / 2 + 3.4, "middle")
    title = f"{mark.number}. {print_date(mark.event.date)}: {clean(mark.event.event)}"
    href = address(TIMELINE, f"{CHRONOLOGY_PAGE}#c-{mark.event.key}")
    return anchor(href, title, tag("rect", outline), number, class_=f"event {kind}".strip())


def name_rows(documents: Iterable[Annotated], scale: Scale) -> dict[str, int]:
    """For the name of each document a row, counted from the marks upwards, where it meets no other name and no line."""
    rows: dict[str, int] = {}
    taken: list[float] = []  # of each row, how far to the left names and lines take it
    for document in sorted(documents, key=lambda d: (d.apparatus.date, d.id), reverse=True):
        x = scale.at(days(document.apparatus.date)[0])
        box = text_box(document.apparatus.short_title, 11.5, *_name_at(document, x, 0))
        row = next((n for n, left in enumerate(taken) if box.right <= left), len(taken))
        taken[: row + 1] = [*(min(left, x - 1) for left in taken[:row]), min(box.left, x - 1)]
        rows[document.id] = row
    return rows


def _name_at(document: Annotated, x: float, y: float) -> tuple[float, float, str]:
    fits = x + 5 + text_width(document.apparatus.short_title, 11.5) <= WIDTH
    return (x + 5, y, "start") if fits else (x - 5, y, "end")


def _documents(documents: Iterable[Annotated], rows: dict[str, int], scale: Scale, base: float) -> Iterator[Element]:
    """An upright line for each document, with its name as a link."""
    highest = max(rows.values(), default=0)
    for document in documents:
        x, y = scale.at(days(document.apparatus.date)[0]), ROW * (highest - rows[document.id]) + 11
        line = tag("path", {"d": f"M{x:.1f} {y - 9:.1f}V{base:.1f}"})
        name = words(document.apparatus.short_title, *_name_at(document, x, y))
        yield anchor(
            address(TIMELINE, f"documents/{document.id}.md"),
            document.apparatus.short_title,
            line,
            name,
            class_="document",
        )


def _axis(scale: Scale, base: float) -> Iterator[Element]:
    """The line of time with its months, where they are wide enough to be named, and its years."""
    months = [date(y, m, 1) for y in range(scale.first.year, scale.last.year + 1) for m in range(1, 13)]
    months = [m for m in months if scale.first <= m <= scale.last]
    named = scale.day * 30 >= _LEAST
    shown = []
    for month in months:
        if named or month.month == 1:
            left, right = scale.at(month), min(WIDTH - MARGIN, scale.at(month) + scale.day * 30.4)
            shown.append(tag("path", {"d": f"M{left:.1f} {base:.1f}v{14 if month.month == 1 else 6}"}))
            shown += [words(calendar.month_abbr[month.month], (left + right) / 2, base + 14, "middle")] if named else []
        if month.month == 1 or month == months[0]:
            shown.append(words(str(month.year), scale.at(month) + (3 if named else 2), base + 29, class_="year"))
    line = tag("path", {"d": f"M{MARGIN} {base:.1f}H{WIDTH - MARGIN}"})
    yield tag("g", {"class": "axis", "aria-hidden": "true"}, line, *shown)
