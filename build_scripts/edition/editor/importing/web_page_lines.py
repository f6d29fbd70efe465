"""The lines of a web page, for its import: what a reader sees as blocks, one after the other.

In: a page as BeautifulSoup reads it. Out: `Line`, each with its place in the page; the words of navigation, which is taken
out of the page; the notes at the foot. Knows nothing of documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString
from lxml import etree  # type: ignore[import-untyped]

from edition.editor.importing.imported import Collector, plain

_INVISIBLE = ("script", "style", "template", "noscript", "svg", "iframe", "object", "head", "datalist")
_SLANTED = ("em", "i", "cite")
_NAVIGATION = (
    "nav, aside, footer, form, button, select, dialog"
    ", [role=navigation], [role=banner], [role=contentinfo], [role=search]"
)
_NAMES = re.compile(
    r"(?i)(?:^|[-_ ])(?:nav|navbar|navigation|menu|breadcrumbs?|share|social|related|sidebar|cookies?|pager|skip|"
    r"toolbar|newsletter|headerlink|permalink|visually-hidden|sr-only)(?:$|[-_ ])"
)
_BLOCK_NAMES = (
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer form h1"
    " h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section summary table tbody td tfoot th thead"
    " title tr ul button select label input dialog textarea"
)
BLOCKS = set(_BLOCK_NAMES.split())
_NOTE = re.compile(r"^(?:\\?\[(\d{1,3})\\?\]|(\d{1,3})[.)]?)\s+")


@dataclass(frozen=True)
class Line:
    """A block of a page: heading, paragraph or item; its text in Markdown; its element; the links in it."""

    kind: str
    text: str
    tag: str
    element: Tag
    links: tuple[str, ...] = ()

    def within(self, element: Tag) -> bool:
        """Whether the line stands in an element."""
        return self.element is element or any(parent is element for parent in self.element.parents)

    def group(self, scope: Tag) -> Tag:
        """The part of the page that the line opens: the nearest element around it that holds other words too."""
        own = len("".join(self.element.get_text().split()))
        for parent in self.element.parents:
            if parent is scope:
                break
            if len("".join(parent.get_text().split())) > own:
                row = parent.name in ("dl", "tbody", "table")  # a list of labels and values opens with each anew
                return scope if row or parent.find("h1") else parent
        return scope


def navigation(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Take out of a page what helps to move in it, and tell its words: (what, words)."""
    for tag in soup.find_all(_INVISIBLE):
        if tag.name != "head":
            tag.extract()
    whole = len(soup.get_text())
    for tag in [*soup.select(_NAVIGATION), *(t for t in soup.find_all(True) if _NAMES.search(_names(t)))]:
        inside = any(parent is soup for parent in tag.parents)
        if (
            inside
            and not tag.find("h1")
            and tag.name not in ("html", "body", "main", "h1")
            and len(tag.get_text()) <= whole / 2
        ):
            words = plain(tag.get_text(" "))
            tag.extract()
            if words:
                yield f"<{tag.name}>{' ' + _names(tag) if _names(tag) else ''}", words
    # The head of the site; one that holds the title of the document is kept.
    for tag in soup.select("body > header, [role=banner]"):
        if not tag.find("h1") and plain(tag.get_text(" ")):
            tag.extract()
            yield "<header>", plain(tag.get_text(" "))


def _names(tag: Tag) -> str:
    classes: str | list[str] = tag.get("class") or []
    return " ".join([str(tag.get("id") or ""), *([classes] if isinstance(classes, str) else map(str, classes))]).strip()


@dataclass
class _Reader:
    """What has been read of the line that is open, and the lines before it."""

    element: Tag  # the block that was opened or closed last
    lines: list[Line] = field(default_factory=list)
    collector: Collector = field(default_factory=Collector)
    links: list[str] = field(default_factory=list)
    italic: int = 0
    number: str = ""  # of a list item; it waits for the first words, which may stand in a paragraph of the item
    numbers: dict[int, int] = field(default_factory=dict)

    def end_line(self, following: Tag) -> None:
        self.collector.flush()
        block = _block(self.element)
        for piece in self.collector.pieces:
            self.lines.append(Line(_kind(self.element), piece.text, block.name, block, tuple(self.links)))
        self.collector.pieces.clear()
        self.links.clear()
        self.element = following

    def text(self, text: str) -> None:
        if self.number and text.strip():
            self.collector.add(self.number)
            self.number = ""
        self.collector.add(text, self.italic > 0)

    def open(self, tag: Tag) -> list[PageElement]:
        """Begin an element; returns what it holds."""
        if tag.name == "br" and re.fullmatch(r"h[1-6]", self.element.name):
            self.text(" ")  # a heading over two lines is one
            return []
        if tag.name in BLOCKS:
            self.end_line(tag)
        self.italic += tag.name in _SLANTED
        if tag.name == "a" and tag.get("href"):
            self.links.append(plain(str(tag["href"])))
        if tag.name == "li":
            self.number = _number(tag, self.numbers)
        if tag.name == "sup" and re.fullmatch(r"\s*\d{1,3}\s*", tag.get_text()):
            return [NavigableString(f"[{tag.get_text(strip=True)}]")]  # the mark of a note
        return list(tag.children)

    def close(self, tag: Tag, scope: Tag) -> None:
        self.italic -= tag.name in _SLANTED
        if tag.name in BLOCKS and not (tag.name == "br" and re.fullmatch(r"h[1-6]", self.element.name)):
            self.end_line(tag.parent or scope)


def lines_of(scope: Tag) -> list[Line]:
    """The lines of an element, in order."""
    reader = _Reader(scope)
    stack: list[tuple[PageElement, bool]] = [(scope, False)]
    while stack:  # not recursive: a page may be nested as deeply as its parser allows
        node, closing = stack.pop()
        if isinstance(node, Tag) and closing:
            reader.close(node, scope)
        elif isinstance(node, Tag):
            stack.append((node, True))
            stack += [(child, False) for child in reversed(reader.open(node))]
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            reader.text(str(node))
    reader.end_line(scope)
    return reader.lines


def _block(element: Tag) -> Tag:
    """The block that a line belongs to: for a broken line the element around the break."""
    return element.parent if element.name == "br" and element.parent else element


def _kind(element: Tag) -> str:
    names = [element.name, *(p.name for p in element.parents)]
    if re.fullmatch(r"h[1-6]", _block(element).name):
        return "heading"
    return "item" if "li" in names[:3] else "paragraph"


def _number(item: Tag, numbers: dict[int, int]) -> str:
    """The number that a browser shows before an item of a numbered list."""
    around = item.parent
    if around is None or around.name != "ol":
        return ""
    start = str(item.get("value") or (around.get("start") if id(around) not in numbers else "") or "")
    number = int(start) if start.lstrip("-").isdigit() else numbers.get(id(around), 0) + 1
    numbers[id(around)] = number
    letter = str(around.get("type") or "1")
    return f"{chr(ord(letter) + number - 1)}) " if letter in ("a", "A") and 1 <= number <= 26 else f"{number}. "


def read_notes(lines: list[Line], guessed: list[str]) -> list[str]:
    """Take the notes of the text from its end, where they stand in a row and their marks stand before them."""
    marks = {m for line in lines for m in re.findall(r"\[(\d{1,3})\]", line.text)}
    notes: list[str] = []
    while lines and (match := _NOTE.match(lines[-1].text)) and (match[1] or match[2]) in marks:
        line = lines.pop()
        notes.insert(0, _NOTE.sub(f"[{match[1] or match[2]}] ", line.text))
    if notes:
        guessed.append(
            "the notes at the end: lines beginning with a number that also occurs in the text, superscript or in brackets"
        )
    return notes


def page_words(tree: etree._Element) -> str:
    """All words that a page shows, those of blocks apart from each other; read without BeautifulSoup."""
    found: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        skip = name in _INVISIBLE and name != "head"
        hidden += (event == "start") if skip else 0
        hidden -= (event == "end") if skip else 0
        is_mark = name == "sup" and (element.xpath("string()").strip().isdigit())
        found.append(" " if name in BLOCKS or is_mark else "")
        text = element.text if event == "start" else element.tail
        if not hidden and text:
            found.append(text)
    return "".join(found)
