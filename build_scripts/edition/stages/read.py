"""Stage 1, read: a source text becomes a row of blocks.

In: one file in `source_texts/documents/`. Out: `SourceText`: its SHA-256 and blocks (headings, paragraphs, list items)
in order, each with its text and the line and column of every character.
Does not know what a block means (that is `parse`) and changes no word. Only the Markdown that occurs in such files is
understood: headings, lists, emphasis, rules (which show nothing), addresses between angle brackets. Everything else, HTML
above all, stays text.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from edition.files.text import decode, place_at, read_bytes
from edition.model.limits import DEEPEST_LIST, LARGEST_TEXT, LONGEST_LINE, MOST_LINES
from edition.model.problem import Place, Problem
from edition.model.text import Block, SourceText, part

# Switched off: what would swallow or change words of a typescript (indented code, link brackets, entities, HTML …), and
# "text_join", which would hide where a backslash stood.
_OFF = [
    "code",
    "fence",
    "blockquote",
    "reference",
    "html_block",
    "lheading",
    "backticks",
    "link",
    "image",
    "html_inline",
    "entity",
    "text_join",
]


_LINE_END = re.compile(r"\r\n?|\n")


_HTML = re.compile(r"</?[A-Za-z][^<>]*>|<!--|&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]{2,8});")


_ADDRESS = re.compile(r"<(https?://[^<>\s]*)>")


# A speech in a record taken down as dialogue, "Comrade X: …": a label of up to five words, and a colon.
_SPEECH = re.compile(r"[^\s:]{1,30}(?: [^\s:]{1,30}){0,4}: ")


def read(root: Path, id: str, problems: list[Problem]) -> SourceText | None:
    """Read the source text of a document; None, with the reason reported, if it is not text."""
    path = f"source_texts/documents/{id}.md"
    data = read_bytes(root, path, problems, LARGEST_TEXT)
    text = None if data is None else decode(data, path, problems)
    if data is None or text is None or not _has_size_of_text(path, text, problems):
        return None
    for found, times in Counter(m[0] for m in _HTML.finditer(text)).items():
        if not _ADDRESS.fullmatch(found):
            place = place_at(path, text, text.index(found), len(found))
            message = f"{found!r} looks like HTML" + (f"; it occurs {times} times" if times > 1 else "")
            problems.append(Problem("raw-html", place, message, "no action needed: it is displayed as text"))
    return SourceText(id, path, hashlib.sha256(data).hexdigest(), tuple(read_blocks(text)))


def _has_size_of_text(path: str, text: str, problems: list[Problem]) -> bool:
    """Whether a text has no more lines, and no longer ones, than a document can have."""
    lines = text.split("\n")
    long = next((n for n, line in enumerate(lines, start=1) if len(line) > LONGEST_LINE), 0)
    if long:
        message = f"the line has {len(lines[long - 1]):,} characters: paragraph breaks have been lost"
    elif sum(map(bool, lines)) > MOST_LINES:
        message = f"the file has more than {MOST_LINES:,} lines"
    else:
        return True
    cure = "check that it is the right file; if it is as received, obtain a copy of the one document"
    problems.append(Problem("file-too-large", Place(path, long or 1), message, cure))
    return False


def read_blocks(text: str) -> Iterator[Block]:
    """The blocks of a text in order."""
    lines = _LINE_END.split(text.replace("\0", "\N{REPLACEMENT CHARACTER}"))  # as the parser has them
    item: Token | None = None  # the list item that is open and has shown nothing yet
    level = 0
    for token in _MARKDOWN.parse(text):
        if token.type in ("list_item_open", "list_item_close"):
            if item is not None and item.info:
                yield _block(item, lines, item, 0)  # a number with nothing after it
            item = token if token.type == "list_item_open" else None
        if token.type in ("heading_open", "heading_close"):
            level = int(token.tag[1]) if token.nesting > 0 else 0
        elif token.type == "inline" and token.content:
            yield from _split_speeches(_block(token, lines, item, level))
            item = None  # what follows in the same item is a paragraph of its own


def _block(token: Token, lines: list[str], item: Token | None, level: int) -> Block:
    """The block of one inline token: its visible text, and where each part of it stands in the file."""
    line, column = token.map[0] if token.map else 0, 0
    text, runs, emphasis, opened = "", list[tuple[int, int, int]](), list[tuple[int, int]](), list[int]()
    if item is not None and item.info:  # the printed number of a list item is a word of the text
        column = lines[line].find(item.info)
        runs.append((0, line + 1, column + 1))
        text = f"{item.info}{item.markup} "
        column += len(item.info) + 1
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            line, column = line + 1, 0
            text += "\n"
        elif child.type == "em_open":
            opened.append(len(text))
        elif child.type == "em_close":
            emphasis.append((opened.pop(), len(text)))
        elif child.content:
            printed = child.markup if child.type == "text_special" else child.content
            column = max(column, lines[line].find(printed, column))
            runs.append((len(text), line + 1, column + 1 + printed.find(child.content)))
            text += child.content
            column += len(printed)
    kind = "heading" if level else "item" if item is not None else "paragraph"
    return Block(kind, text.rstrip(), tuple(runs) or ((0, line + 1, 1),), level, tuple(emphasis))


def _address(state: StateInline, silent: bool) -> bool:
    """Rule of the Markdown parser: <https://…> is the address as printed; anything else between < and > is text."""
    match = _ADDRESS.match(state.src, state.pos)
    if match and not silent:
        token = state.push("text_special", "", 0)
        token.content, token.markup = match[1], match[0]
    state.pos = match.end() if match else state.pos
    return bool(match)


def _list(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Rule of the Markdown parser: a list, but none so deep that the parser would leave off and skip what follows.

    There a mark still begins a paragraph of its own, and stays in its text.
    """
    deep = state.level >= 2 * DEEPEST_LIST  # a list and its item are two levels
    return (silent or not deep) and list_block(state, line, end, silent)


_MARKDOWN = MarkdownIt("commonmark", {"html": False, "maxNesting": 3 * DEEPEST_LIST}).disable(_OFF)


_MARKDOWN.inline.ruler.at("autolink", _address)


_MARKDOWN.block.ruler.at("list", _list, {"alt": ["paragraph", "reference", "blockquote"]})


def _split_speeches(block: Block) -> Iterator[Block]:
    """Lines of dialogue that stand one under the other without a blank line are blocks of their own."""
    start = 0
    if block.kind == "paragraph":
        for match in re.finditer(r"\n", block.text):
            if _is_speech(block.text, match.end()) and _is_speech(block.text, start):
                yield part(block, start, match.start())
                start = match.end()
    yield part(block, start, len(block.text))


def _is_speech(text: str, start: int) -> bool:
    """Whether a speech begins here: every word of its label has a capital ("Comrade [Anna] Novak: …")."""
    match = _SPEECH.match(text, start)
    return match is not None and all(word.lstrip("[(")[:1].isupper() for word in match[0].split())
