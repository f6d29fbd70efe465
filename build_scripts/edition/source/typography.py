"""Straight quotation marks that editors type become curved ones, by the rule of markdown-it-py."""

from __future__ import annotations

from markdown_it import MarkdownIt

_QUOTES = MarkdownIt("zero", {"typographer": True}).enable("smartquotes")  # nothing else: other markup stays as it is


def typeset(text: str) -> str:
    """A text with quotation marks in pairs and apostrophes as they are printed; a mark that belongs to no pair stays."""
    if "'" not in text and '"' not in text:
        return str(text)
    (inline,) = _QUOTES.parseInline(text)
    return "".join(token.content for token in inline.children or ())
