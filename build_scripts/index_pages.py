"""The sections of hand-written pages that the index leads to.

In: the entries under `pages` in `source_texts/index.yaml`, the pages below `docs/`. Out: headings with `PageLocator`s.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from build_scripts.files import generated
from build_scripts.index import PageLocator
from build_scripts.page_sections import Sections, sections_of
from build_scripts.problem import Problem
from build_scripts.text_file import read_text
from build_scripts.typography import typeset
from build_scripts.yaml_values import Fields, Text


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
