"""What stage 4 makes: one document with everything that is said about it, each addition a span of its paragraphs.

Only types: `annotate` makes them, every writer reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from edition.model.apparatus import Apparatus, Note, Speech
from edition.model.document import Emended, Extent, Paragraph, Span
from edition.model.placed import Text


@dataclass(frozen=True)
class Bracket:
    span: Span
    kind: str


@dataclass(frozen=True)
class Mention:
    span: Span
    name: str
    certainty: str = "certain"
    note: str = ""


@dataclass(frozen=True)
class NoteMark:
    """A note, the words it explains, and the character after which its mark stands."""

    span: Span
    at: int
    note: Note


@dataclass(frozen=True)
class Spoken:
    """The part of one paragraph that one voice speaks."""

    span: Span
    speech: Speech


@dataclass(frozen=True)
class IndexEntry:
    extent: Extent
    heading: Text


@dataclass(frozen=True)
class Remark:
    span: Span
    kind: str
    note: str


@dataclass(frozen=True)
class Annotated:
    """One document with everything that is said about it."""

    id: str
    emended: Emended
    apparatus: Apparatus
    paragraphs: tuple[Paragraph, ...]  # head fields, headings and citable paragraphs, in the order of the text
    brackets: tuple[Bracket, ...]
    mentions: tuple[Mention, ...]
    notes: tuple[NoteMark, ...]
    spoken: tuple[Spoken, ...]
    index: tuple[IndexEntry, ...]
    remarks: tuple[Remark, ...]

    @property
    def address(self) -> str:
        return f"/documents/{self.id}/"

    @property
    def title(self) -> str:
        title = self.emended.parsed.field("title")
        return title.blocks[0].text if title else str(self.apparatus.short_title)

    @property
    def head(self) -> list[Paragraph]:
        """The labels and fields that stand before the text, as received."""
        return list(takewhile(lambda p: p.number is None and not p.id.startswith("s-"), self.paragraphs))

    @property
    def opening(self) -> list[Paragraph]:
        """What of the head comes before what the edition says of the document: all as far as date and title."""
        ends = [n for n, paragraph in enumerate(self.head, start=1) if paragraph.id in ("date", "title")]
        return self.head[: max(ends, default=0)]

    @property
    def body(self) -> list[Paragraph]:
        """The citable paragraphs."""
        return [p for p in self.paragraphs if p.number is not None]

    @property
    def divided(self) -> dict[str, tuple[str, str]]:
        """Numbers that no paragraph bears without a letter, as ids: p3 -> (p3a, p3c), the first and the last of its parts."""
        parts: dict[str, tuple[str, str]] = {}
        for paragraph in self.body:
            whole = f"p{paragraph.number.value}" if paragraph.number else ""
            parts[whole] = (parts.get(whole, (paragraph.id,))[0], paragraph.id)
        return {whole: ends for whole, ends in parts.items() if whole not in ends}
