"""The running text of a TEI document, for its import.

In: an element. Out: `Walk`: pieces of text, notes, what stands in the head, what was left out. Every element is either a
block, or left out with its words listed, or has a place of its own (note, head, choice); of all others the words are kept.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from lxml import etree  # type: ignore[import-untyped]

from edition.editor.importing.imported import Collector, Dropped, Piece

_BLOCK_NAMES = (
    "p head item label dateline byline salute signed docDate docTitle docAuthor row l ab trailer argument epigraph"
    " div text front body back opener closer postscript list table lg q quote said floatingText attachment"
)
BLOCKS = set(_BLOCK_NAMES.split())
_INSIDE = {"q", "quote", "said"}  # blocks only where they hold blocks
_CHOSEN = ("sic", "orig", "abbr")  # of a choice, what the document itself has
LEFT_OUT = {"teiHeader": "describes the file", "figure": "a picture", "fw": "a running head", "del": "struck out"}


@dataclass
class Walk:
    """What has been met on the way through a document."""

    collector: Collector = field(default_factory=Collector)
    notes: dict[str, list[Piece]] = field(default_factory=dict)  # by number, in order
    highest: int = 0  # number of a note so far
    head: dict[str, list[str]] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)
    tags: Counter[str] = field(default_factory=Counter)
    pages: list[str] = field(default_factory=list)
    numbered: list[str] = field(default_factory=list)  # notes that the file gives no number, or one that was there


def walk_through(node: etree._Element, walk: Walk, italic: bool) -> None:
    """Put the words of an element where they belong; what follows it is for its parent."""
    name, collector = name_of(node), walk.collector
    walk.tags[name] += 1
    if name in LEFT_OUT:
        walk.dropped.append(Dropped(f"<{name}>", LEFT_OUT[name], spaced(node)))
    elif name == "note":
        _note(node, walk)
    elif name == "head" and "title" not in walk.head and _is_first(node, walk):
        collector.flush()
        walk.head["title"] = apart(node, walk, "title")
    elif name == "choice":
        _choice(node, walk, italic)
    elif name == "pb":
        walk.pages.append(node.get("n") or "?")
    elif name == "gap":
        collector.add("[…]")
    elif name in ("lb", "cb", "cell"):
        collector.add(" " if name != "cell" or not collector.runs else " | ")
        _children(node, walk, italic)
    elif name in BLOCKS and not (name in _INSIDE and not any(name_of(c) in BLOCKS for c in node)):
        _block(node, walk, italic)
    else:
        _children(
            node, walk, italic or (name == "hi" and "italic" in (node.get("rend") or node.get("rendition") or ""))
        )


def _block(node: etree._Element, walk: Walk, italic: bool) -> None:
    """An element whose words stand apart from those before and after it."""
    name, collector, before = name_of(node), walk.collector, node.getprevious()
    labelled = name == "item" and before is not None and name_of(before) == "label"
    is_heading = name == "head" and name_of(node.getparent()) != "list"
    if not labelled:
        collector.flush("heading" if is_heading else "item" if name in ("item", "label") else "")
    _children(node, walk, italic)
    if name == "label" and name_of(node.getparent()) == "list":
        collector.add(" ")
    else:
        collector.flush()
        collector.kind = "paragraph"


def _children(node: etree._Element, walk: Walk, italic: bool) -> None:
    walk.collector.add(node.text, italic)
    for child in node:
        walk_through(child, walk, italic)
        walk.collector.add(child.tail, italic)


def _note(node: etree._Element, walk: Walk) -> None:
    """A note: the source note is the citation, a summary the summary, any other gets its mark here and stands at the foot."""
    key = {"source": "citation", "summary": "summary", "abstract": "summary"}.get(node.get("type") or "")
    if key:
        walk.head.setdefault(key, []).extend(apart(node, walk, key))
        if node.get("n"):
            walk.dropped.append(Dropped("the number of the source note", "already in the head", node.get("n")))
        return
    number = node.get("n") or ""
    if not re.fullmatch(r"[0-9]{1,4}", number) or number in walk.notes:
        number = str(walk.highest + 1)
        walk.numbered.append(number)
    walk.highest = max(walk.highest, int(number))
    walk.notes[number] = []
    walk.collector.add(f"[{number}]")
    texts = apart(node, walk, "note")
    walk.notes[number] = [Piece("note", f"[{number}] {texts[0]}" if n == 0 else t) for n, t in enumerate(texts)]


def apart(node: etree._Element, walk: Walk, what: str) -> list[str]:
    """The paragraphs of an element that stands in another place than the words around it."""
    outer, walk.collector = walk.collector, Collector()
    _children(node, walk, False)
    walk.collector.flush()
    inner, walk.collector = walk.collector.pieces, outer
    return [" ".join(p.text for p in inner)] if what == "title" else [p.text for p in inner] or ["[…]"]


def _choice(node: etree._Element, walk: Walk, italic: bool) -> None:
    """Of two readings the document's own; the editor's is dropped."""
    own = next((c for c in node if name_of(c) in _CHOSEN), node[0] if len(node) else None)
    for child in node:
        if child is own:
            walk_through(child, walk, italic)
        else:
            walk.dropped.append(Dropped(f"<{name_of(child)}>", "the reading of the file's editor", spaced(child)))


def _is_first(node: etree._Element, walk: Walk) -> bool:
    """Whether a head is that of the document: nothing but a dateline stands before it, and it is no list's."""
    parent = node.getparent()
    return name_of(parent) not in ("list", "table", "figure", "note") and len(walk.collector.pieces) < 3


def name_of(node: etree._Element | None) -> str:
    return etree.QName(node).localname if node is not None and isinstance(node.tag, str) else ""


def spaced(node: etree._Element) -> str:
    """All words of an element, those of blocks apart from each other."""
    found: list[str] = []
    for event, element in etree.iterwalk(node, events=("start", "end")):
        found.append(" " if name_of(element) in BLOCKS | {"note", "lb", "cell", "corr", "reg", "expan"} else "")
        found.append((element.text if event == "start" else element.tail if element is not node else "") or "")
    return "".join(found)
