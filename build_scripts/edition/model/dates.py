"""Dates in EDTF (Library of Congress, levels 0 and 1) and how they are printed.

In: "1999", "1999-12", "1999-12-31", "1905?", "1904~", "1999-11-28/1999-12-31". Out: checked texts, and texts to read.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from functools import cache

_DATES = ("%B %d, %Y", "%d %B %Y", "%d %b %Y", "%b %d, %Y", "%Y-%m-%d", "%B %Y", "%B, %Y", "%Y")


def parse_date(text: str) -> date | None:
    """A printed date in one of the forms archives use: "December 31, 1999", "31 December 1999", "December 1999"."""
    if len(text) > 40 or not re.search(r"\d", text):
        return None
    for form in _DATES:
        try:
            return datetime.strptime(text.strip().rstrip("."), form).date()
        except ValueError:
            continue
    return None


DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


# The dates that `print_date` can put into words: EDTF has more (seasons, decades, sets). All that it lets through is EDTF:
# `tests/test_dates.py` compares it with a parser of the whole, which is too slow for a thousand dates.
_POINT = r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?[?~%]?"


_PRINTED = re.compile(rf"{_POINT}(?:/(?:{_POINT}|\.\.)?)?|(?:\.\.)?/{_POINT}")


_DOUBT = {"?": "{} (uncertain)", "~": "about {}", "%": "about {} (uncertain)"}


def edtf(printed: str) -> str:
    """A printed date as EDTF, no more exact than it is printed: 1999-12-31, 1999-12 or 1999; empty if it is none."""
    day = parse_date(printed)
    if day is None:
        return ""
    numbers = re.findall(r"\d+", printed)
    if len(numbers) > 1:
        return day.isoformat()
    return day.isoformat()[:7] if re.search(r"[A-Za-z]", printed) else day.isoformat()[:4]


def agree(given: str, printed: str) -> bool:
    """Whether two dates in EDTF can be of one day: one is within the other, however doubtful or exact they are."""
    bounds = [point.strip(".?~%") for point in given.split("/")]
    first, last = bounds[0], bounds[-1]
    return first[: len(printed)] <= printed[: len(first)] and (not last or printed[: len(last)] <= last[: len(printed)])


@cache
def is_date(text: str) -> bool:
    """Whether a text is a date in EDTF, of days that are in the calendar."""
    if not _PRINTED.fullmatch(text):
        return False
    try:
        for day in DAY.findall(text):
            date.fromisoformat(day)
    except ValueError:
        return False
    return True


def print_date(text: str) -> str:
    """A date to be read: "31 December 1999", "December 1999", "about 1905", "28 November to 31 December 1999"."""
    if "/" in text:
        start, end = text.split("/")
        if not start or not end or ".." in (start, end):
            return f"from {print_date(start)}" if end in ("", "..") else f"until {print_date(end)}"
        return f"{_without_year(start, end)} to {print_date(end)}"
    if text[-1:] in _DOUBT:
        return _DOUBT[text[-1]].format(print_date(text[:-1]))
    parts = text.split("-")
    if not all(p.isdigit() for p in parts):
        return text
    words = [parts[0], *(calendar.month_name[int(m)] for m in parts[1:2]), *(str(int(d)) for d in parts[2:3])]
    return " ".join(reversed(words))


def _without_year(start: str, end: str) -> str:
    """The first date of a span, without the year and month it shares with the last."""
    printed = print_date(start)
    if start[:7] == end[:7] and len(start) == len(end) == 10:
        return printed.split()[0]
    if start[:4] == end[:4] and len(start) > 4:
        return printed.removesuffix(f" {start[:4]}")
    return printed
