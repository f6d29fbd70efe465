"""One document on its way through the stages: parsed, emended, divided into paragraphs.

Made by `stages.parse`, `stages.emend` and `stages.anchors`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from edition.model.problem import Place
from edition.model.text import Block, SourceText

PRINTED_ADDRESS = re.compile(r"https?://[^\s<>]+")


@dataclass(frozen=True)
class HeadField:
    """A field of the head: its key, its printed label (None for date and title) and its blocks."""

    key: str  # date | title | citation | summary | language | contents | other-N
    label: Block | None  # also None where words stand in the head without a label
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
        found = [m[0] for b in citation.blocks for m in PRINTED_ADDRESS.finditer(b.text)] if citation else []
        return found[-1] if found else ""


@dataclass(frozen=True)
class Emendation:
    """One difference between the source text and what is shown."""

    rule: str
    place: Place
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class Emended:
    """A document as it is shown, and how it differs from its source text."""

    parsed: Parsed
    emendations: tuple[Emendation, ...]


class Number(NamedTuple):
    """The number of a citable paragraph: where it stands among those of its document, counted from 1, and what it is called."""

    place: int
    value: int
    letter: str = ""  # of a paragraph that was divided after its number was published: ¶ 3a

    def __str__(self) -> str:
        return f"{self.value}{self.letter}"


@dataclass(frozen=True)
class Paragraph:
    """A block with its id: a citable paragraph (p1, p2 …), a head field (citation …) or a section heading (s-…)."""

    id: str
    number: Number | None
    block: Block

    @property
    def text(self) -> str:
        return self.block.text

    @property
    def label(self) -> str:
        """How a reader is told of the place: "¶ 3", "citation", "heading"."""
        if self.number is not None:
            return f"¶ {self.number}"
        return "heading" if self.id.startswith("s-") else self.id.replace("-", " ")


@dataclass(frozen=True, order=True)
class Span:
    """Characters `start` to `end` of the paragraph at position `index` in its document."""

    index: int
    start: int
    end: int


@dataclass(frozen=True, order=True)
class Extent:
    """From a character of one paragraph to a character of the same or a later one."""

    first: Span
    last: Span


def spans(extent: Extent, paragraphs: Sequence[Paragraph]) -> list[Span]:
    """An extent as one span in each paragraph it touches."""
    found = []
    for index in range(extent.first.index, extent.last.index + 1):
        start = extent.first.start if index == extent.first.index else 0
        end = extent.last.end if index == extent.last.index else len(paragraphs[index].text)
        found.append(Span(index, start, end))
    return found
