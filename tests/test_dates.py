"""Dates: what is let through is EDTF, by a parser of the whole standard, and a day of the calendar."""

from __future__ import annotations

from datetime import date
from itertools import product
from random import Random

import edtf
import pytest

from edition.model.dates import agree
from edition.model.placed import Text
from edition.model.problem import Place, Problem
from edition.source.dates import check_date

YEARS, MONTHS = ("0000", "0001", "1900", "1949", "9999"), ("", "-01", "-02", "-12", "-00", "-13", "-21")
DAYS, DOUBTS = ("", "-01", "-28", "-29", "-31", "-00", "-32"), ("", "?", "~", "%", "??")
POINTS = [f"{y}{m}{d}{q}" for y, m, d, q in product(YEARS, MONTHS, DAYS, DOUBTS) if m or not d]
SPANS = [f"{a}/{b}" for a, b in Random(1).sample(list(product([*POINTS, "", ".."], repeat=2)), 500)]


def good(text: str) -> bool:
    problems: list[Problem] = []
    check_date(Text(text, Place("dates.yaml")), problems)
    return not problems


def by_the_standard(text: str) -> bool:
    """EDTF, and every day in it one of the calendar."""
    try:
        edtf.parse_edtf(text)
        for day in text.split("/"):
            day = day.rstrip("?~%")
            if day.count("-") == 2:
                date.fromisoformat(day)
    except (edtf.EDTFParseException, ValueError):
        return False
    return True


def test_what_is_let_through_is_edtf() -> None:
    let_through = [text for text in (*POINTS, *SPANS) if good(text)]
    assert len(let_through) > 150
    assert [text for text in let_through if not by_the_standard(text)] == []


@pytest.mark.parametrize(
    "text", ["1949", "1949-02", "1949-02-06", "1905?", "1904~", "1949-01-28/1949-02-07", "../1949"]
)
def test_what_editors_write_is_let_through(text: str) -> None:
    assert good(text) and by_the_standard(text)


@pytest.mark.parametrize(
    "text", ["1949-02-29", "1949-13", "49", "6.2.1949", "1949-2-6", "1949/", "1949/1950/1951", "x"]
)
def test_what_is_no_date_is_not(text: str) -> None:
    assert good(text) is (text == "1949/")


@pytest.mark.parametrize(
    ("given", "printed", "same"),
    [
        ("1949-01-30", "1949-01-30", True),
        ("1949-01-30", "1949-01-31", False),
        ("1949-01", "1949-01-31", True),
        ("1949-01-30", "1949", True),
        ("1949-02~", "1949-01-31", False),
        ("1949?", "1949-01-31", True),
        ("1949-01-30/1949-02-08", "1949-02-06", True),
        ("1949-01-30/1949-02-08", "1949-02-09", False),
        ("../1949-02-08", "1948", True),
        ("1949-02-08/..", "1948", False),
        ("1949-02-08/", "1949-02", True),
        ("1949/1951-03", "1951-05-01", False),
        ("1950-05/1950-06-03", "1950-06-05", False),
        ("1950-05-01/1952", "1950-04-30", False),
    ],
)
def test_dates_that_can_be_of_one_day(given: str, printed: str, same: bool) -> None:
    assert agree(given, printed) is same
