"""Pages that people wrote, for print: their Markdown as a tree of blocks that JSON holds.

In: a page of `docs/`. Out: its title and its blocks: headings, paragraphs, lists, quotations, tables, code. Links to other
pages become references within the book where the book has the place, else the page's address.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from edition.model.addresses import address_of
from edition.source.written_pages import MARKDOWN, without_front_matter
from edition.write.shared.rows import Row, joined, plain

_PARAGRAPH = re.compile(r"documents/([a-z0-9-]+)\.md#(p[0-9]+)")
_NAME = re.compile(r"(?:people|places|peoples|organizations|terms)/([a-z0-9-]+)\.md")
_KINDS = {"paragraph": "paragraph", "blockquote": "quotation", "bullet_list": "list", "ordered_list": "numbers"}


@dataclass(frozen=True)
class _Goals:
    """Where links can lead: the base of all addresses, and the places of the book."""

    address: str
    places: Collection[str]


def page_data(path: str, text: str, address: str, places: Collection[str]) -> dict[str, Any]:
    """A page at `path` below `docs/`; `address` is the base of the edition's addresses, `places` are those that the book has."""
    tree = SyntaxTreeNode(MARKDOWN.parse(without_front_matter(text)))
    blocks = [_block(node, path, _Goals(address, places)) for node in tree.children if node.type != "hr"]
    title = next((b["row"] for b in blocks if b["kind"] == "heading" and b["level"] == 1), plain(path))
    return {"path": path, "title": title, "blocks": [b for b in blocks if b["row"] != title or b["kind"] != "heading"]}


def _block(node: SyntaxTreeNode, path: str, goals: _Goals) -> dict[str, Any]:
    if node.type == "heading":
        row = _inline(node, path, goals)
        return {"kind": "heading", "level": int(node.tag[1]), "id": str(node.attrs["id"]), "row": row}
    if node.type == "paragraph":
        return {"kind": "paragraph", "row": _inline(node, path, goals)}
    if node.type in ("fence", "code_block"):
        return {"kind": "code", "row": [node.content.rstrip("\n")]}
    if node.type == "table":
        head, *body = (row for part in node.children for row in part.children)
        cells = [[_inline(cell, path, goals) for cell in row.children] for row in (head, *body)]
        return {"kind": "table", "row": [], "head": cells[0], "rows": cells[1:]}
    kind = _KINDS.get(node.type, "list-item")
    return {"kind": kind, "row": [], "blocks": [_block(child, path, goals) for child in node.children]}


def _inline(node: SyntaxTreeNode, path: str, goals: _Goals) -> Row:
    return joined(n for inline in node.children for child in inline.children for n in _node(child, path, goals))


def _node(node: SyntaxTreeNode, path: str, goals: _Goals) -> Row:
    if node.type in ("softbreak", "hardbreak"):
        return [" "] if node.type == "softbreak" else [["break"]]
    if node.type == "code_inline":
        return [["code", node.content]]
    if not node.children:
        return plain(node.content.replace("¶ ", "¶\u00a0"))
    inner = joined(n for child in node.children for n in _node(child, path, goals))
    if node.type == "link":
        return [_link(str(node.attrs["href"]), inner, path, goals)]
    return [["em" if node.type == "em" else "strong", inner]]


def _link(href: str, inner: Row, path: str, goals: _Goals) -> list[Any]:
    """A link as a reference within the book, where the book has its goal; else to the address."""
    if href.startswith(("http:", "https:", "mailto:")):
        return ["url", href, inner]
    goal = posixpath.normpath(posixpath.join(posixpath.dirname(path), href)) if not href.startswith("#") else path
    page, _, fragment = goal.partition("#")
    if (match := _PARAGRAPH.fullmatch(goal)) and f"p:{match[1]}:{match[2]}" in goals.places:
        return ["see", match[1], match[2], match[2], inner]
    if (match := _NAME.fullmatch(goal)) and f"n:{match[1]}" in goals.places:
        return ["link", f"n:{match[1]}", inner]
    if page == "about/sources.md" and f"b:{fragment}" in goals.places:
        return ["link", f"b:{fragment}", inner]
    address = goals.address.rstrip("/") + address_of(page) + (f"#{fragment}" if fragment else "")
    if page == "calendar.md" and fragment.startswith("k-"):
        return ["link", f"k:{fragment.removeprefix('k-')}", inner, address]
    return ["link", f"d:{page}", inner, address]
