"""Stage 2, parse: blocks become a head of labelled fields and a body of sections.

In: `SourceText`. Out: `Parsed`: head fields in their printed order, sections with their paragraphs.
Labels, not positions, tell what a field is; a label that is not known is kept and reported. Changes no word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile

from edition.model.dates import parse_date
from edition.model.document import PRINTED_ADDRESS, HeadField, Parsed, Section
from edition.model.problem import Place, Problem
from edition.model.text import Block, SourceText, joined, part

# What a label may be called, in small letters without its colon -> the field it opens.
LABELS = {
    "date": "date",
    "citation": "citation",
    "source": "citation",
    "summary": "summary",
    "abstract": "summary",
    "original language": "language",
    "language": "language",
    "contents": "contents",
    "content": "contents",
    "document contents": "contents",
}


# What every head has, and what it is known by.
REQUIRED = {
    "date": "a separate line such as December 31, 1999, or the label Date",
    "title": "a heading, or a line beginning with Memorandum or Record",
    "citation": "the label Citation or Source",
    "contents": "the label Contents",
}


OTHER = "other-"  # how the key of a field begins that no known label opens


LOOK_AHEAD = 8  # how many blocks a field may have before the next label


_TITLE = ("memorandum", "record", "minutes", "transcript")


_CONTENTS_LINE = re.compile(
    r"(?i)(?!.*(?:\bno\.? ?\d|№)).*\b(translation|transcript|transcription|scan|original|copy|typescript|english|text)\b"
)


_LABEL_WITH_VALUE = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}: ")


def parse(source: SourceText, problems: list[Problem]) -> Parsed:
    """Divide the blocks of a source text; every block goes to a field or to the body."""
    head, rest = _head(source, problems)
    for key, known_by in REQUIRED.items():
        if not any(f.key == key and (f.blocks or key == "contents") for f in head):
            cure = f"check that the file is complete: it should have {known_by}"
            problems.append(Problem("missing-label", Place(source.path), f"the head has no {key}", cure))
    return Parsed(source, tuple(head), tuple(sections(rest)))


def _head(source: SourceText, problems: list[Problem]) -> tuple[list[HeadField], list[Block]]:
    """The head fields, and the blocks of the body that follow them."""
    blocks, fields, at = _whole_headings(source.blocks), list[HeadField](), 0
    while at < len(blocks):
        have = {f.key for f in fields}
        key, label, value = _open_field(blocks, at, have) or _open_other(blocks, at, have)
        if not key:
            break
        if key.startswith(OTHER):
            problems.append(_unknown(source, blocks[at], label))
        at += 1
        held = [value] if value else []
        taken = _length(key, blocks[at:], bool(held), have | {key}) if label else 0
        fields.append(HeadField(key, label, (*held, *blocks[at : at + taken])))
        at += taken
    return fields, blocks[at:]


def _whole_headings(blocks: Iterable[Block]) -> list[Block]:
    """The blocks; a heading that goes on in the next line is one, as the lines of a paragraph are."""
    whole: list[Block] = []
    for block in blocks:
        last = whole[-1] if whole else block
        same = last is not block and (last.kind, last.level) == (block.kind, block.level) and block.kind == "heading"
        follows = same and block.runs[0][1] == last.runs[-1][1] + 1
        if follows and not any(_is_label(b) or _key(b) or parse_date(b.text) for b in (last, block)):
            whole[-1] = joined(last, block)
        else:
            whole.append(block)
    return whole


Opened = tuple[str, Block | None, Block | None]  # key, label, value on the same line


def _open_field(blocks: list[Block], at: int, have: set[str]) -> Opened | None:
    """The field that a block opens by its label, or as date or title; None if it opens none."""
    block = blocks[at]
    key = _key(block)
    if key and key not in have:
        label, value = _cut(block)
        if key != "date" or any(parse_date(b.text) for b in ([value] if value else blocks[at + 1 : at + 2])):
            return key, label, value
    if "date" not in have and parse_date(block.text):
        return "date", None, block
    if _looks_like_title(block) and not (key or have & {"title", "contents"}):
        return "title", None, block
    return None


def _open_other(blocks: list[Block], at: int, have: set[str]) -> Opened:
    """What stands among known labels but is none of them: an unknown label, or words without a label."""
    block = blocks[at]
    if "contents" in have or not _label_follows(blocks[at + 1 :], have):
        return "", None, None
    key = f"{OTHER}{sum(k.startswith(OTHER) for k in have) + 1}"
    if _is_label(block) or _key(block) or _is_label_with_value(block):
        return key, *_cut(block)
    is_title = "title" not in have and not _title_follows(blocks[at + 1 :])
    return ("title" if is_title else key), None, block


def _unknown(source: SourceText, block: Block, label: Block | None) -> Problem:
    place = block.place(source.path, 0, len((label or block).text))
    if label is None:
        message = f"unlabelled text in the head: {block.text[:60]!r}"
        return Problem("unknown-label", place, message, "no action needed if it belongs to the head")
    cure = "no action needed if the label is correct: it is shown as printed"
    return Problem("unknown-label", place, f"unknown label {label.text!r}", cure)


def _key(block: Block) -> str:
    """The key of the field whose label a block is, or begins with; empty if it has no known label."""
    if block.kind == "item":
        return ""
    before, colon, _ = block.text.partition(":")
    return LABELS.get((before if colon else block.text).strip().lower(), "")


def _cut(block: Block) -> tuple[Block, Block | None]:
    """A label and, where one follows it on the same line, its value."""
    before, colon, after = block.text.partition(":")
    cut = len(before) + len(colon)
    if not after.strip():
        return block, None
    value = part(block, cut + len(after) - len(after.lstrip()), len(block.text))
    return part(block, 0, cut), replace(value, kind="paragraph", level=0)


def _is_label(block: Block) -> bool:
    """Whether a block has the form of a label: one short line that ends with a colon."""
    return block.text.rstrip().endswith(":") and len(block.text) <= 40 and block.kind in ("heading", "paragraph")


def _is_label_with_value(block: Block) -> bool:
    return block.kind == "paragraph" and bool(_LABEL_WITH_VALUE.match(block.text))


def _looks_like_title(block: Block) -> bool:
    return (block.kind == "heading" and not _is_label(block)) or block.text.lower().startswith(_TITLE)


def _title_follows(blocks: list[Block]) -> bool:
    """Whether a title comes before the first known label."""
    return any(
        _looks_like_title(b) for b in takewhile(lambda b: _key(b) in ("", "date"), blocks) if not parse_date(b.text)
    )


def _label_follows(blocks: list[Block], have: set[str]) -> bool:
    """Whether a known label that was not there yet comes soon."""
    return any(_key(b) and _key(b) not in have for b in blocks[:LOOK_AHEAD])


def _length(key: str, blocks: list[Block], has_value: bool, have: set[str]) -> int:
    """How many of the blocks that follow a label belong to its field."""
    first = blocks[0] if blocks else None
    if key == "date":
        return int(not has_value)  # else the next block is a date: it was looked at before the label was taken for one
    if first is None or _ends_field(first, have):
        return 0
    if key == "contents":
        short = len(first.text.split()) <= 6 and not first.text.rstrip().endswith((".", "?", "!"))
        return int(not has_value and short and bool(_CONTENTS_LINE.match(first.text)))
    if key == "language":
        return int(not has_value)
    length = 0
    for block in blocks:
        last = not _label_follows(blocks[length:], have)
        if _ends_field(block, have) or (last and (length or has_value) and not PRINTED_ADDRESS.fullmatch(block.text)):
            break  # where no label comes any more a field is one paragraph, the rest is the body
        length += 1
    return length


def _ends_field(block: Block, have: set[str]) -> bool:
    known = _key(block)
    return block.kind == "heading" or _is_label(block) or (known not in have if known else _is_label_with_value(block))


def sections(blocks: list[Block]) -> list[Section]:
    """The body cut at its headings."""
    sections: list[tuple[Block | None, list[Block]]] = [(None, [])]
    for block in blocks:
        if block.kind == "heading":
            sections.append((block, []))
        else:
            sections[-1][1].append(block)
    return [Section(heading, tuple(content)) for heading, content in sections if heading or content]
