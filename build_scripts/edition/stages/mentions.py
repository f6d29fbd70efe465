"""Mentions: where a text names somebody or something that a register knows.

In: a text, the printed forms of the registers, the spans that the apparatus has already settled.
Out: (start, end, ids) of every form found, longest first, whole words only; more than one id is an ambiguity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

_FIRST = re.compile(r"\w+|[^\w\s]")


class FormFinder:
    """Finds the printed forms of a register; made once, used for every text."""

    def __init__(self, forms: dict[str, tuple[str, ...]]) -> None:
        self.forms = forms
        self.lengths: dict[str, list[int]] = {}  # first word -> lengths of the forms that begin with it, longest first
        for form in forms:
            if first := _FIRST.match(form):
                self.lengths.setdefault(first[0], []).append(len(form))
        self.lengths = {word: sorted(set(lengths), reverse=True) for word, lengths in self.lengths.items()}
        self.starts = _starts(self.lengths)

    def find(self, text: str, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Every form in the text that does not touch a taken span; a longer form hides those inside it."""
        done = 0
        for match in self.starts.finditer(text):
            start = match.start()
            if start < done:
                continue
            for length in self.lengths.get(match[0], ()):
                form = text[start : start + length]
                end = start + len(form)  # at the end of the text there may be less, and that may be a shorter form
                if form in self.forms and _ends_word(text, end) and not _touches(start, end, taken):
                    yield start, end, self.forms[form]
                    done = end
                    break


def _starts(words: Iterable[str]) -> re.Pattern[str]:
    """Words, and single signs that are in none, that begin as a form does: of most texts these are few."""
    letters, signs = (
        "".join(sorted({re.escape(w[0]) for w in words if bool(re.match(r"\w", w)) is wanted}))
        for wanted in (True, False)
    )
    kinds = ([rf"[{letters}]\w*"] if letters else []) + ([f"[{signs}]"] if signs else [])
    return re.compile(rf"(?<!\w)(?:{'|'.join(kinds)})" if kinds else r"(?!)")


def _ends_word(text: str, end: int) -> bool:
    return not (text[end - 1].isalnum() and text[end : end + 1].isalnum())


def _touches(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < b and a < end for a, b in taken)


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence of a text that holds a span: for showing a mention in its sentence."""
    ends = _sentence_ends(text)
    left = max((e for e in ends if e <= start), default=0)
    right = min((e for e in ends if e >= end), default=len(text))
    while left < start and text[left] == " ":
        left += 1
    return left, right


@lru_cache(maxsize=1 << 16)  # a paragraph is asked for once for every name in it
def _sentence_ends(text: str) -> tuple[int, ...]:
    return tuple(
        m.end()
        for m in _SENTENCE_END.finditer(text)
        if not _ABBREVIATION.search(text, max(0, m.start() - 60), m.start() + 1)
    )


_SENTENCE_END = re.compile(r"[.?!][\"')\]]*(?=\s+[\"'(\[]?[A-Z0-9])")
# A stop after one letter ("I. V.") or a common abbreviation ends no sentence.
_ABBREVIATION = re.compile(r"(?:\b(?:\w|[Cc]de|vol|Vol|No|no|pp?|etc|Op|Ll)|\[\w+\])\.$")
