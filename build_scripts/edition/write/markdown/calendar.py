"""Stage 6, write: the calendar, by month.

In: `Edition`. Out: `docs/calendar.md`; nothing where there is no calendar.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from itertools import groupby

from edition.model.addresses import CALENDAR_PAGE
from edition.model.dates import print_date
from edition.model.edition import Edition, Item
from edition.stages.calendar import CALENDAR
from edition.write.markdown.index import locators
from edition.write.markdown.syntax import Pages, escape, heading, markdown, page, start
from edition.write.shared.calendar_rows import BEARS_ON, CalendarRows, of_mission


def write_calendar(edition: Edition) -> Pages:
    """The page, where there are items."""
    return {CALENDAR_PAGE: page("Calendar", CALENDAR, _body(edition))} if edition.calendar else {}


def _body(edition: Edition) -> Iterator[str]:
    items, rows = list(edition.calendar.values()), CalendarRows(edition)
    yield (
        f"{len(items)} items: the exchange to which the documents belong, by date. For each item the calendar gives the "
        "archive reference and the place of publication, what of it was read for this edition, and the paragraphs "
        "on which it bears. The documents of this edition are linked. "
        'The calendar is also a <a href="../data/calendar.csv">table for spreadsheets</a>.'
    )
    yield from _contents(items)
    for month, group in groupby(items, key=_month):
        yield f"## {_named(month)} {{: #m-{month} }}"
        for item in group:
            yield from _item(edition, rows, item)


def _month(item: Item) -> str:
    return item.date[:7].rstrip("?~%/")


def _named(month: str) -> str:
    """ "March 1951", "1951"."""
    year, _, number = month.partition("-")
    return f"{calendar.month_name[int(number)]} {year}" if number else year


def _contents(items: list[Item]) -> Iterator[str]:
    """Every month by year, and the items of the mission, folded."""
    rows = []
    for year, group in groupby(dict.fromkeys(map(_month, items)), key=lambda month: month[:4]):
        months = " · ".join(f"[{_named(m).removesuffix(f' {year}')}](#m-{m})" for m in group)
        rows.append(f"- **{year}** {months}")
    yield '<div class="contents" markdown>\n\n' + "\n".join(rows) + "\n\n</div>"
    if mission := of_mission(items):
        listed = "\n".join(f"- {print_date(i.date)}: {_jump(i)}" for i in mission)
        yield (
            '<details class="same-matter" markdown>\n'
            f'<summary markdown="span">Items of the mission: {len(mission)}</summary>\n\n{listed}\n\n</details>'
        )


def _jump(item: Item) -> str:
    return f"[{escape(item.short_title)}](#k-{item.key})"


def _item(edition: Edition, rows: CalendarRows, item: Item) -> Iterator[str]:
    """An item: heading, account, facts in small type."""
    mark = ' <span class="of-mission">mission</span>' if item.mission else ""
    yield f"### {heading(escape(rows.heading(item)))}{mark} {{: #k-{item.key} }}"
    yield start(markdown(edition, CALENDAR_PAGE, rows.account(item)))
    facts = [markdown(edition, CALENDAR_PAGE, rows.apparatus(item))]
    if places := rows.places(item):
        facts.append(f"*{BEARS_ON}:* {locators(edition, CALENDAR_PAGE, places)}.")
    yield " ".join(f for f in facts if f) + "\n{: .item-facts }"
