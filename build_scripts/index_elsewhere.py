"""Locators of the index that are no paragraphs, as rows: set apart, with a word that says where they lead.

In: `Edition`, locators. Out: a row that every page and print sets in its own way.
"""

from __future__ import annotations

from collections.abc import Sequence

from build_scripts.dates import print_date
from build_scripts.gather import Edition
from build_scripts.index import Elsewhere
from build_scripts.print_text import Row, between, item_link, plain


def elsewhere(edition: Edition, found: Sequence[Elsewhere]) -> Row:
    """ "calendar, 1 March 1951, 4 March 1951": an empty row if there are none."""
    if not found:
        return []
    items = [edition.calendar[locator.item] for locator in found]
    dates = [print_date(item.date) for item in items]
    shown = [d if dates.count(d) == 1 else i.short_title for i, d in zip(items, dates, strict=True)]
    links: list[Row] = [[item_link(edition, i.key, plain(text))] for i, text in zip(items, shown, strict=True)]
    return [["em", ["calendar"]], "\u00a0", *between(links, ", ")]
