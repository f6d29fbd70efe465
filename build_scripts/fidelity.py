"""Fidelity: the words of a source text, told without the generator's own parser, and their comparison with what is shown.

In: a source text as a string; a row of words shown; the emendations. Out: the words, and every unexplained difference.
What is not a word: Markdown's marks (heading signs, bullets, asterisks, the angle brackets of an address), white space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from build_scripts.emend import Emendation

_LINE_MARKS = re.compile(r"^ {0,3}(?:#{1,6}(?=\s|$)|[-+*](?=\s))", re.MULTILINE)
_ADDRESS = re.compile(r"<(https?://[^<>\s]*)>")
_MARKS = re.compile(r"[*_\\`]")


def source_words(text: str) -> list[str]:
    """The words of a source text, in order."""
    return shown_words(_ADDRESS.sub(r"\1", _LINE_MARKS.sub("", text)))


def shown_words(text: str) -> list[str]:
    """The words of a text that is shown."""
    return _MARKS.sub("", text).split()


def differences(source: Sequence[str], shown: Sequence[str], emendations: Sequence[Emendation]) -> list[str]:
    """Every difference between the two rows of words that no emendation explains."""
    if source == shown:
        return []
    explained = {(tuple(e.before.split()), tuple(e.after.split())) for e in emendations if e.rule == "replaced"}
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, source, shown, autojunk=False).get_opcodes():
        if kind != "equal" and not _explained(source[a:b], shown[c:d], explained):
            found.append(
                f"{' '.join(source[max(0, a - 3) : b + 3])!r} is shown as {' '.join(shown[max(0, c - 3) : d + 3])!r}"
            )
    return found


def _explained(
    before: Sequence[str], after: Sequence[str], explained: set[tuple[tuple[str, ...], tuple[str, ...]]]
) -> bool:
    """Whether a difference lies within a replacement that the apparatus records."""
    return any(_within(before, b) and _within(after, a) for b, a in explained)


def _within(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether the words stand in the whole in that order, words of the whole may be parts of them."""
    return not part or " ".join(whole) in " ".join(part) or " ".join(part) in " ".join(whole)
