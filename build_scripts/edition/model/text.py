"""A source text as it was received: blocks of its words with their places in the file.

Made by `stages.read`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from edition.model.problem import Place

_FAR = 1 << 60  # behind every line of a file


@dataclass(frozen=True)
class Block:
    """One block of a text. `runs` holds (offset in text, line, column) wherever the source place jumps."""

    kind: str  # heading | paragraph | item
    text: str
    runs: tuple[tuple[int, int, int], ...]
    level: int = 0  # of a heading, 1 to 6
    emphasis: tuple[tuple[int, int], ...] = ()  # ranges printed in italics

    def place(self, path: str, offset: int = 0, length: int = 1) -> Place:
        """The place in the source file of a character of this block."""
        start, line, column = self.runs[max(0, bisect_right(self.runs, (offset, _FAR, 0)) - 1)]
        return Place(path, line, column + offset - start, length)


@dataclass(frozen=True)
class SourceText:
    """A source text as received."""

    id: str
    path: str
    sha256: str
    blocks: tuple[Block, ...]


def part(block: Block, start: int, end: int) -> Block:
    """The part of a block between two offsets, with line breaks and tabs shown as spaces."""
    place = block.place("", start)
    first, last = bisect_right(block.runs, (start, _FAR, 0)), bisect_left(block.runs, (end, 0, 0))
    inside = [(at - start, line, column) for at, line, column in block.runs[first:last]]
    emphasis = tuple((max(a, start) - start, min(b, end) - start) for a, b in block.emphasis if a < end and b > start)
    text = block.text[start:end].translate({ord("\n"): " ", ord("\t"): " "})
    return Block(block.kind, text, ((0, place.line, place.column), *inside), block.level, emphasis)


def joined(first: Block, second: Block) -> Block:
    """Two blocks as one of the kind of the first, with a space between them."""
    shift = len(first.text) + 1
    runs = first.runs + tuple((at + shift, line, column) for at, line, column in second.runs)
    emphasis = first.emphasis + tuple((a + shift, b + shift) for a, b in second.emphasis)
    return replace(first, text=f"{first.text} {second.text}", runs=runs, emphasis=emphasis)
