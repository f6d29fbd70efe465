"""The edition's own words as editors type them: *stars* mean italics, and straight quotation marks are printed as curved ones.

In: the edition's own words. Out: the same words, typeset, each character in its place; their parts in italics. Words of a source
text, and names in the forms in which one prints them, never come here: they stay as received.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Stars that stand at a space, or two together, are stars.
_ITALICS = re.compile(r"(?<!\*)\*(?![\s*])([^*]*[^\s*])\*(?!\*)")


_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


def straight(text: str) -> str:
    """A text as it is typed: to be compared with words of a source text."""
    return text.translate(_STRAIGHT)


def italics(prose: str) -> Iterator[tuple[str, bool]]:
    """The parts of an editor's prose, each with whether it is set in italics."""
    for n, part in enumerate(_ITALICS.split(prose)):
        if part:
            yield part, n % 2 == 1


def unmarked(prose: str) -> str:
    """An editor's prose without the marks of its italics."""
    return "".join(part for part, _ in italics(prose))
