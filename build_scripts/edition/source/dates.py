"""Dates that editors write: checked, with the problem at its place."""

from __future__ import annotations

from edition.model.dates import DAY, is_date
from edition.model.placed import Text
from edition.model.problem import Problem


def check_date(text: Text, problems: list[Problem]) -> Text:
    """The same text; reported if it is not a date in EDTF or names a day that no calendar has."""
    if text and not is_date(text):
        cure = "write 1999, 1999-12 or 1999-12-31; add ? if uncertain (1905?) or ~ if approximate (1905~); write ranges as a/b"
        problems.append(Problem("bad-date", text.place, f"{str(text)!r} is not a date", cure))
    return text


def check_day(text: Text, problems: list[Problem]) -> Text:
    """The same text; reported if it is not one day."""
    if text and not (DAY.fullmatch(text) and is_date(text)):
        message = f"{str(text)!r} is not a complete date"
        problems.append(Problem("bad-date", text.place, message, "write year, month and day: 1999-12-31"))
    return text
