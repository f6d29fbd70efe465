"""Pages that people wrote, for print: their Markdown as a tree of blocks that JSON holds.

In: a page of `docs/`. Out: its title and its blocks: headings, paragraphs, lists, quotations, tables, code. Links to other
pages become references within the book where the book has the place, else the page's address.
"""

from __future__ import annotations

import posixpath
import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from build_scripts.print_text import Row, joined, plain

_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_PARAGRAPH = re.compile(r"documents/([a-z0-9-]+)\.md#(p[0-9]+)")
_NAME = re.compile(r"(?:people|places|peoples|organizations|terms)/([a-z0-9-]+)\.md")
_KINDS = {"paragraph": "paragraph", "blockquote": "quotation", "bullet_list": "list", "ordered_list": "numbers"}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def page_data(path: str, text: str, address: str) -> dict[str, Any]:
    """A page at `path` below `docs/`; `address` is the base of the edition's addresses."""
    tree = SyntaxTreeNode(_MARKDOWN.parse(_FRONT.sub("", text)))
    blocks = [_block(node, path, address) for node in tree.children if node.type != "hr"]
    title = next((b["row"] for b in blocks if b["kind"] == "heading" and b["level"] == 1), plain(path))
    return {"path": path, "title": title, "blocks": [b for b in blocks if b["row"] != title or b["kind"] != "heading"]}


def _block(node: SyntaxTreeNode, path: str, address: str) -> dict[str, Any]:
    if node.type == "heading":
        return {"kind": "heading", "level": int(node.tag[1]), "row": _inline(node, path, address)}
    if node.type == "paragraph":
        return {"kind": "paragraph", "row": _inline(node, path, address)}
    if node.type in ("fence", "code_block"):
        return {"kind": "code", "row": [node.content.rstrip("\n")]}
    if node.type == "table":
        head, *body = (row for part in node.children for row in part.children)
        cells = [[_inline(cell, path, address) for cell in row.children] for row in (head, *body)]
        return {"kind": "table", "row": [], "head": cells[0], "rows": cells[1:]}
    kind = _KINDS.get(node.type, "list-item")
    return {"kind": kind, "row": [], "blocks": [_block(child, path, address) for child in node.children]}


def _inline(node: SyntaxTreeNode, path: str, address: str) -> Row:
    return joined(n for inline in node.children for child in inline.children for n in _node(child, path, address))


def _node(node: SyntaxTreeNode, path: str, address: str) -> Row:
    if node.type in ("softbreak", "hardbreak"):
        return [" "] if node.type == "softbreak" else [["break"]]
    if node.type == "code_inline":
        return [["code", node.content]]
    if not node.children:
        return plain(node.content.replace("¶ ", "¶\u00a0"))
    inner = joined(n for child in node.children for n in _node(child, path, address))
    if node.type == "link":
        return [_link(str(node.attrs["href"]), inner, path, address)]
    return [["em" if node.type == "em" else "strong", inner]]


def _link(href: str, inner: Row, path: str, address: str) -> list[Any]:
    """A link as a reference within the book, where the book has its goal."""
    if href.startswith(("http:", "https:", "mailto:")):
        return ["url", href, inner]
    goal = posixpath.normpath(posixpath.join(posixpath.dirname(path), href)) if not href.startswith("#") else path
    if match := _PARAGRAPH.fullmatch(goal):
        return ["see", match[1], match[2], match[2], inner]
    if match := _NAME.fullmatch(goal):
        return ["link", f"n:{match[1]}", inner]
    page, _, fragment = goal.partition("#")
    if page == "about/sources.md" and fragment:
        return ["link", f"b:{fragment}", inner]
    place = page.removesuffix(".md").removesuffix("index")
    return [
        "link",
        f"d:{page}",
        inner,
        f"{address.rstrip('/')}/{place.strip('/')}/{f'#{fragment}' if fragment else ''}",
    ]
