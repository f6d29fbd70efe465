"""Rows of nodes (`print_text`) as Markdown, for what a page and a print say alike.

In: `Edition`, the page, a row. Out: Markdown. A reference to a note has the note's key after what all references have.
"""

from __future__ import annotations

from typing import Any

from build_scripts.gather import Edition
from build_scripts.markdown import CALENDAR_PAGE, SOURCES, escape, languages, link
from build_scripts.print_text import Row


def markdown(edition: Edition, here: str, row: Row) -> str:
    """A row as Markdown of the page `here`."""
    return "".join(escape(n) if isinstance(n, str) else _node(edition, here, n) for n in row)


def _node(edition: Edition, here: str, node: list[Any]) -> str:
    kind = node[0]
    if kind == "em":
        return f"*{markdown(edition, here, node[1])}*"
    if kind == "lang":
        return languages(escape(node[2]))
    if kind == "url":
        return f"[{markdown(edition, here, node[2])}](<{node[1]}>)"
    if kind == "see":
        place = f"fn-{node[5]}" if len(node) > 5 else node[2]
        return link(
            here, f"documents/{node[1]}.md{'' if place == 'title' else f'#{place}'}", markdown(edition, here, node[4])
        )
    if kind in ("link", "at"):
        return _inner(edition, here, node[1], markdown(edition, here, node[2]))
    raise TypeError(kind)


def _inner(edition: Edition, here: str, place: str, text: str) -> str:
    """A link to a name, a work, an item of the calendar, a page; its text is Markdown already."""
    kind, _, id = place.partition(":")
    if kind == "d":
        return link(here, id, text)
    if kind == "n":
        return link(here, f"{edition.register.names[id].register}/{id}.md", text)
    return link(here, f"{SOURCES}#{id}" if kind == "b" else f"{CALENDAR_PAGE}#k-{id}", text)
