"""Import, form (a): Markdown as the texts of the edition have it, with labels at any heading level or none.

In: a text. Out: `Imported`: as received where every label that a document needs is there, else with those labels added.
The rest of the file, from the first line of the body to the last, stays as it is in any case.
"""

from __future__ import annotations

import re
from dataclasses import replace

from edition.editor.importing.imported import (
    NO_LABEL,
    NOTHING_TO_SPLIT,
    Dropped,
    Imported,
    Piece,
    date_of,
    inline,
    refusal,
)
from edition.model.dates import parse_date
from edition.model.document import Parsed
from edition.model.problem import Problem
from edition.model.text import Block, SourceText
from edition.stages.parse import LABELS, OTHER, parse
from edition.stages.read import read_blocks

_HEADING = re.compile(r"(?m)^ {0,3}#{1,6}\s+\S")
_LABEL = re.compile(r"(?m)^\W*([A-Za-z][a-z]+(?: [A-Za-z][a-z]+)?)\b\W*?(?::|$)")
_EMPTY_LINE = re.compile(r"(?:\r\n?|\n)[^\S\r\n]*(?:\r\n?|\n)")
_SHORT = 160  # characters of a title


def is_markdown(name: str, data: bytes) -> bool:
    """Whether a text has headings, or two of the known labels each at the begin of a line."""
    text = data.decode("utf-8-sig", errors="replace")
    labels = {LABELS[m[1].lower()] for m in _LABEL.finditer(text) if m[1].lower() in LABELS}
    headings = bool(_HEADING.search(text))
    return (headings or len(labels) > 1) if _EMPTY_LINE.search(text.strip()) else (headings and len(labels) > 1)


def import_markdown(path: str, data: bytes, problems: list[Problem]) -> Imported | None:
    """Divide a Markdown text; None, with the reason reported, if it has nothing to divide."""
    text = data.decode("utf-8-sig")
    if _EMPTY_LINE.search(text.strip()) or len(text.split("\n")) < 2:
        return divide(path, text, problems)
    made = divide(path, "\n\n".join(text.splitlines()), problems, keep=False)
    guess = "the file has no blank lines, so each line is treated as a paragraph"
    return replace(made, guessed=(guess, *made.guessed)) if made else None


def divide(path: str, text: str, problems: list[Problem], keep: bool = True) -> Imported | None:
    """The same of a text that is read already; where it is not to be kept byte for byte, its head is written anew."""
    text = re.sub(r"\r\n?", "\n", text)
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2:
        message = "the whole document is on a single line" if lines else "the file is empty"
        problems.append(refusal(path, message, "obtain a copy with line breaks, at least one per paragraph"))
        return None
    found: list[Problem] = []
    source = SourceText("", path, "", tuple(read_blocks(text)))
    parsed = parse(source, found)
    body = [b for s in parsed.sections for b in (s.heading, *s.blocks) if b]
    if not body and not any(f.key == "contents" for f in parsed.head):
        problems.append(refusal(path, NOTHING_TO_SPLIT, "check that the file is complete"))
        return None
    if keep and not any(p.kind == "missing-label" for p in found):
        return Imported(_head(parsed), _pieces(text, body), text, verbatim=True)
    return _completed(parsed, body, text)


def _completed(parsed: Parsed, body: list[Block], text: str) -> Imported:
    """A text some of whose labels are missing."""
    head, guessed = _head(parsed), list[str]()
    body = _bare_head(body, head, guessed)
    if "date" not in head:
        found, where = date_of([b.text for f in parsed.head for b in f.blocks] + [b.text for b in body[:8]])
        if found:
            head["date"] = (found,)
            guessed.append(f'the date {found}, from the words "{where[:80]}"')
    if "contents" not in head and body:
        head["contents"] = ()
        guessed.append(f'the text begins at "{body[0].text[:60]}": {NO_LABEL}')
    labels = [f.label.text for f in parsed.head if f.label and not f.key.startswith(OTHER)]
    dropped = [Dropped("labels", "the edition writes its own", label) for label in labels]
    return Imported(head, _pieces(text, body), text, tuple(dropped), tuple(guessed))


def _bare_head(body: list[Block], head: dict[str, tuple[str, ...]], guessed: list[str]) -> list[Block]:
    """The blocks without a date and a title that stand before them without anything that tells what they are."""
    while len(body) > 1:
        first = body[0]
        if "date" not in head and parse_date(first.text):
            head["date"] = (marked(first),)
        elif "title" not in head and _is_short(first):
            head["title"] = (marked(first),)
            guessed.append(f'the title, "{first.text[:80]}": a short line before the text')
        else:
            break
        body = body[1:]
    return body


def _is_short(block: Block) -> bool:
    """Whether a block may be a title: a heading, or a short paragraph that is no sentence."""
    sentence = block.text.rstrip("\"'”’)] ").endswith((".", "?", "!", ":", ";", ","))
    return block.kind == "heading" or (block.kind == "paragraph" and len(block.text) <= _SHORT and not sentence)


def _head(parsed: Parsed) -> dict[str, tuple[str, ...]]:
    head: dict[str, tuple[str, ...]] = {}
    for field in parsed.head:
        texts = tuple(f"- {marked(b)}" if b.kind == "item" else marked(b) for b in field.blocks)
        name = field.label.text.rstrip(": ") if field.label else ""
        if not field.key.startswith(OTHER):
            head[field.key] = texts
        elif name and name not in head and name.lower() not in LABELS and not name.startswith(OTHER):
            head[name] = texts
        else:  # a label cannot stand twice: it is kept as words, which are read as a label again
            head[field.key] = (" ".join([field.label.text, *texts]),) if field.label else texts
    return head


def _pieces(text: str, body: list[Block]) -> tuple[Piece, ...]:
    """The body as it stands in the file."""
    if not body:
        return ()
    line, column = body[0].runs[0][1:]
    lines = text.split("\n")[line - 1 :]
    # The body begins in the middle of a line only where a label stands before it.
    lines[0] = lines[0] if not lines[0][: column - 1].strip(" #*-+0123456789.)\t") else lines[0][column - 1 :]
    return (Piece("as-received", "\n".join(lines).strip("\n")),)


def marked(block: Block) -> str:
    """The text of a block as Markdown, with its italics."""
    runs, at = [], 0
    for start, end in block.emphasis:
        runs += [(block.text[at:start], False), (block.text[start:end], True)]
        at = max(at, end)
    return inline([*runs, (block.text[at:], False)])
