"""The Markdown of pages that people wrote: its parser, and the sections that links lead to.

In: a page of `docs/`. Out: its title and its sections. A section is a heading with an id: the one that the page gives it,
`{: #id }`, else the one that the site makes of its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from markdown.extensions.toc import slugify, unique
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_ATTRIBUTES = re.compile(r"\s*\{:[^{}\n]*\}")  # ids and classes that the site's Markdown gives to what comes before
_ID = re.compile(r"\{:[^{}\n]*#([^\s{}]+)[^{}\n]*\}")


def _drop_attributes(state: StateCore) -> None:
    """A rule of the parser: attributes are no words of the page; the id of a heading stays with it."""
    for before, token in pairwise(state.tokens):
        for child in token.children or ():
            if child.type == "text":
                if before.type == "heading_open" and (given := _ID.search(child.content)):
                    before.attrSet("id", given[1])
                child.content = _ATTRIBUTES.sub("", child.content)


def _name_headings(state: StateCore) -> None:
    """A rule of the parser: every heading has an id, as on the site."""
    found = list(_headings(state.tokens))
    taken = {str(token.attrs["id"]) for token, _ in found if "id" in token.attrs}
    for token, title in found:
        if "id" not in token.attrs:
            token.attrSet("id", unique(slugify(title, "-"), taken))


def _headings(tokens: list[Token]) -> Iterator[tuple[Token, str]]:
    """Every heading with its words."""
    for token, inside in pairwise(tokens):
        if token.type == "heading_open":
            yield token, "".join(child.content for child in inside.children or ()).strip()


MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
MARKDOWN.core.ruler.after("inline", "attributes", _drop_attributes)
MARKDOWN.core.ruler.after("attributes", "sections", _name_headings)


@dataclass(frozen=True)
class Sections:
    """The title of a page, and the titles of its sections by their ids."""

    title: str
    titles: Mapping[str, str]


def without_front_matter(text: str) -> str:
    """The Markdown of a page alone."""
    return _FRONT.sub("", text)


def sections_of(text: str) -> Sections:
    """The sections of a page."""
    found = [(t, title) for t, title in _headings(MARKDOWN.parse(without_front_matter(text)))]
    return Sections(
        next((title for token, title in found if token.tag == "h1"), ""),
        {str(token.attrs["id"]): title for token, title in found if token.tag != "h1"},
    )
