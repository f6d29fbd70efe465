"""The pages of `docs/` that people wrote: their sections, the works that they cite, the sections that are indexed.

In: the pages, and the headings of `index.yaml` that lead to them. Out: sections by page, references, locators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path

from markdown.extensions.toc import slugify, unique
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from edition.files.fields import Fields
from edition.files.replace import generated
from edition.files.text import read_text
from edition.model.apparatus import SourceRef
from edition.model.edition import PageLocator
from edition.model.placed import Text
from edition.model.problem import Place, Problem
from edition.source.typography import typeset


def indexed_pages(root: Path, data: Fields, problems: list[Problem]) -> Iterator[tuple[Text, PageLocator]]:
    """The headings of the index under which sections stand, each with the section, in the order of the entries."""
    entries = data.mappings("pages")
    made = set(generated(root / "docs")) if entries else set()
    known: dict[str, Sections | None] = {}
    for entry in entries:
        page, section, headings = entry.required("page"), entry.required("section"), entry.texts("headings")
        entry.close()
        if page not in known:
            text = None if page in made or not page.endswith(".md") else read_text(root, f"docs/{page}", [])
            known[page] = None if text is None else sections_of(text)
        found = known[page]
        if page and section and (found is None or section not in found.titles):
            problems.append(_unknown(page, section, found))
        elif found and section:
            locator = PageLocator(str(page), str(section), typeset(found.title), typeset(found.titles[section]))
            yield from ((Text(typeset(heading), heading.place), locator) for heading in headings)


def _unknown(page: Text, section: Text, found: Sections | None) -> Problem:
    """What is wrong with an entry that has no target."""
    if found is None:
        cure = "write its path below docs/, such as about/introduction.md"
        return Problem("unknown-section", page.place, f"{str(page)!r} is not a hand-written page", cure)
    closest = get_close_matches(section, found.titles, 1)
    cure = f"closest: {closest[0]}" if closest else f"sections of the page: {', '.join(found.titles)}"
    return Problem("unknown-section", section.place, f"{page} has no section {str(section)!r}", cure)


_LINK = re.compile(r"\]\((?:[\w./-]*/)?sources\.md#([\w-]+)\)")


def page_citations(root: Path) -> Iterator[SourceRef]:
    """Every work that a hand-written page links to, in the order of the pages; those of unreadable pages are left out."""
    made = set(generated(root / "docs"))
    for path in sorted((root / "docs").rglob("*.md")):
        if path.relative_to(root / "docs").as_posix() not in made:
            yield from _citations(root, path.relative_to(root).as_posix())


def _citations(root: Path, page: str) -> Iterator[SourceRef]:
    for number, line in enumerate((read_text(root, page, []) or "").split("\n"), start=1):
        for link in _LINK.finditer(line):
            yield SourceRef(Text(link[1], Place(page, number, link.start(1) + 1, len(link[1]))))


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
