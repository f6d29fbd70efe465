"""Stage 2, parse: blocks become a head of labelled fields and a body of sections.

In: `SourceText`. Out: `Parsed`: head fields in their printed order, sections with their paragraphs.
Labels, not positions, tell what a field is; a label that is not known is kept and reported. Changes no word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from build_scripts.problem import Place, Problem
from build_scripts.read import Block, SourceText, part

# What a label may be called, in small letters without its colon -> the field it opens.
LABELS = {
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
REQUIRED = ("date", "title", "citation", "contents")
ONE_LINE = ("language", "contents")  # fields that hold one short line; what follows is the next field or the body
_CONTENTS_LINE = re.compile(r"(?i)\b(translation|transcript|transcription|scan|original|english|text)\b")
_ADDRESS = re.compile(r"https?://[^\s<>]+")
_DATES = ("%B %d, %Y", "%d %B %Y", "%d %b %Y", "%b %d, %Y", "%Y-%m-%d")


@dataclass(frozen=True)
class HeadField:
    """A field of the head: its key, its printed label (None for date and title) and its blocks."""

    key: str  # date | title | citation | summary | language | contents | other-N
    label: Block | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Section:
    """A section of the body: its heading (None before the first one) and its paragraphs and list items."""

    heading: Block | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Parsed:
    """A document as its source text has it."""

    source: SourceText
    head: tuple[HeadField, ...]
    sections: tuple[Section, ...]

    def field(self, key: str) -> HeadField | None:
        """The head field of that key."""
        return next((f for f in self.head if f.key == key), None)

    @property
    def printed_address(self) -> str:
        """The web address printed in the citation, or an empty text."""
        citation = self.field("citation")
        found = [m[0] for b in citation.blocks for m in _ADDRESS.finditer(b.text)] if citation else []
        return found[-1] if found else ""


def parse(source: SourceText, problems: list[Problem]) -> Parsed:
    """Divide the blocks of a source text; every block goes to a field or to the body."""
    head, rest = _head(source, problems)
    for key in REQUIRED:
        if not any(f.key == key and f.blocks for f in head):
            cure = "check that the file is whole; its labels are known by name, at any heading level"
            problems.append(Problem("missing-label", Place(source.path), f"the head has no {key}", cure))
    return Parsed(source, tuple(head), tuple(sections(rest)))


def _head(source: SourceText, problems: list[Problem]) -> tuple[list[HeadField], list[Block]]:
    """The head fields, and the blocks of the body that follow them."""
    blocks, fields, unknown, at = list(source.blocks), list[HeadField](), 0, 0
    while at < len(blocks):
        block = blocks[at]
        key, label, value = _open_field(block, {f.key for f in fields})
        if (
            not key
            and _is_label(block)
            and not any(f.key == "contents" for f in fields)
            and _label_follows(blocks[at + 1 :])
        ):
            unknown += 1
            key, label, value = f"other-{unknown}", block, None
            place = block.place(source.path, 0, len(block.text))
            cure = "nothing to do if the label is right; else correct the copy"
            problems.append(Problem("unknown-label", place, f"unknown label {block.text!r}", cure))
        if not key:
            break
        at += 1
        held = [value] if value else []
        taken = 0 if key in ("date", "title") else _length(key, blocks[at:], bool(held))
        fields.append(HeadField(key, label, (*held, *blocks[at : at + taken])))
        at += taken
    return fields, blocks[at:]


def _open_field(block: Block, have: set[str]) -> tuple[str, Block | None, Block | None]:
    """(key, label, value on the same line) of the field a block opens; ("", None, None) if it opens none."""
    if _label(block) in LABELS:
        return LABELS[_label(block)], block, None
    before, colon, _ = block.text.partition(":")
    if colon and before.strip().lower() in LABELS and block.kind == "paragraph":
        cut = len(before) + 1
        skip = len(block.text[cut:]) - len(block.text[cut:].lstrip())
        value = part(block, cut + skip, len(block.text)) if block.text[cut:].strip() else None
        return LABELS[before.strip().lower()], part(block, 0, cut), value
    if "date" not in have and parse_date(block.text):
        return "date", None, block
    if "title" not in have and (block.kind == "heading" or block.text.startswith(("Memorandum", "Record"))):
        return "title", None, block
    return "", None, None


def _label(block: Block) -> str:
    """The text of a block as a label would be looked up."""
    return block.text.strip().rstrip(":").strip().lower()


def _is_label(block: Block) -> bool:
    """Whether a block has the form of a label: one short line that ends with a colon."""
    return block.text.rstrip().endswith(":") and len(block.text) <= 40 and block.kind in ("heading", "paragraph")


def _label_follows(blocks: list[Block]) -> bool:
    """Whether a known label comes soon: an unknown one counts as a label only among known ones."""
    return any(_label(b) in LABELS for b in blocks[:4])


def _length(key: str, blocks: list[Block], has_value: bool) -> int:
    """How many of the blocks that follow a label belong to its field."""
    if key == "contents":
        first = blocks[0].text if blocks else ""
        short = len(first.split()) <= 6 and not first.rstrip().endswith((".", "?", "!"))
        return int(not has_value and short and bool(_CONTENTS_LINE.search(first)))
    if key == "language":
        return int(not has_value and bool(blocks))
    length = 0
    for block in blocks:
        if _label(block) in LABELS or _is_label(block) or block.kind == "heading":
            break
        if length and key == "summary" and not _label_follows(blocks[length:]):
            break  # no label comes any more: a summary is one paragraph, the rest is the body
        length += 1
    return length


def sections(blocks: list[Block]) -> list[Section]:
    """The body cut at its headings."""
    sections: list[tuple[Block | None, list[Block]]] = [(None, [])]
    for block in blocks:
        if block.kind == "heading":
            sections.append((block, []))
        else:
            sections[-1][1].append(block)
    return [Section(heading, tuple(content)) for heading, content in sections if heading or content]


def parse_date(text: str) -> date | None:
    """A printed date in one of the forms archives use: "February 6, 1949", "06 February 1949"."""
    for form in _DATES:
        try:
            return datetime.strptime(text.strip().rstrip("."), form).date()
        except ValueError:
            continue
    return None
