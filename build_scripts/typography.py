"""Quotation marks: editors type the straight ones of a keyboard, readers see “these”, ‘these’, and the apostrophe’s own form.

In: the edition's own words. Out: the same words, typeset, each character in its place. Words of a source text, and names in the
forms in which one prints them, never come here: they stay as received.
"""

from __future__ import annotations

from markdown_it import MarkdownIt

_QUOTES = MarkdownIt("zero", {"typographer": True}).enable("smartquotes")  # nothing else: other markup stays as it is
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


def typeset(text: str) -> str:
    """A text with quotation marks in pairs and apostrophes as they are printed; a mark that belongs to no pair stays."""
    if "'" not in text and '"' not in text:
        return str(text)
    (inline,) = _QUOTES.parseInline(text)
    return "".join(token.content for token in inline.children or ())


def straight(text: str) -> str:
    """A text as it is typed: to be compared with words of a source text."""
    return text.translate(_STRAIGHT)
