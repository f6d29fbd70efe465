"""Numbers as English texts print them: "2 million 200 thousand", "1,200", "twelve", "67%".

In: a text. Out: `Numeral`s with their value and place. Years, days, ordinals, ranges and references are left out.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass

from edition.editor.suggesting.english import SCALES, SMALL_NUMBERS, TENS

WORDS = {word: value for value, word in enumerate(SMALL_NUMBERS)} | TENS
_MONTHS = "|".join(calendar.month_name[1:])
_WORD = "|".join(sorted(WORDS, key=len, reverse=True))
_PART = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|\b(?:{'|'.join(TENS)})-(?:{'|'.join(SMALL_NUMBERS[1:10])})\b|\b(?:{_WORD})\b)"
_SCALE = rf"(?:\s(?:{'|'.join(SCALES)})\b)"
_NUMERAL = re.compile(rf"(?<![\w.,/-]){_PART}{_SCALE}*(?:\s{_PART}{_SCALE}+)*(?:%|\sper ?cent\b)?", re.IGNORECASE)
_NOT_COUNTED = re.compile(rf"(?:\s(?:{_MONTHS})\b|-\d|(?:st|nd|rd|th)\b|/\d|\w)")
_BEFORE = re.compile(rf"(?:\b(?:{_MONTHS}|[Nn]o\.|[Vv]ol\.|pp?\.|¶)|\b[Aa]rticle|\b[Cc]hapter)\s$")


@dataclass(frozen=True)
class Numeral:
    """A number of a text."""

    start: int
    end: int
    value: float
    percent: bool
    words: str


def numerals(text: str) -> Iterator[Numeral]:
    """Every number of a text that counts or measures something."""
    for match in _NUMERAL.finditer(text):
        if _NOT_COUNTED.match(text, match.end()) or _BEFORE.search(text, max(0, match.start() - 20), match.start()):
            continue
        words = match[0]
        if re.fullmatch(r"1[0-9]{3}|20[0-9]{2}", words):  # a year
            continue
        percent = words.endswith("%") or words.lower().endswith(("percent", "per cent"))
        yield Numeral(match.start(), match.end(), _value(words), percent, words)


def _value(words: str) -> float:
    """The value of a numeral: each part times its scales, added up."""
    total, part = 0.0, 0.0
    for word in re.findall(r"[\d.,]*\d|[a-z]+(?:-[a-z]+)?", words.lower().replace(",", "")):
        if word in SCALES:
            part *= SCALES[word]
        elif word not in ("per", "percent", "cent"):
            total, part = total + part, _plain(word)
    return total + part


def _plain(word: str) -> float:
    if word in WORDS:
        return WORDS[word]
    return sum(WORDS[w] for w in word.split("-")) if word[0].isalpha() else float(word)


def shown(value: float) -> str:
    """A value as a reader writes it: 2,100,000."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"
