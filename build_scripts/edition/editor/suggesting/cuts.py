"""Suggestions on page-break cuts: two paragraphs that are probably one.

In: a document as it is shown. Out: `Found`s with a `join` for the emendations. What the rule of `emend` joins by itself is
joined already; here are the cuts of which it cannot be sure: before a name, after an article, within brackets or quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from edition.editor.suggesting.suggestion import RuleResult, entry, once
from edition.model.annotations import Annotated
from edition.model.document import Paragraph, Span
from edition.model.edition import Edition
from edition.stages.anchors import Anchors

_END = re.compile(r"[.?!:;…][\"'”’)\]]*$")
_LABEL = re.compile(r"\(?(?:[a-z]{1,4}|\d{1,3}|[ivx]+)[).]\s")
# Words after which no English sentence ends.
_DANGLING = re.compile(
    r"(?:,|[-–—]|(?<![\w'’])(?:a|an|the|of|to|in|on|at|by|for|from|with|without|and|or|but|that|which|who|as|than|if|when|because|into|"
    r"between|against|under|over|toward|towards|is|are|was|were|be|been|has|have|had|will|would|can|could|should|may|"
    r"must|not|their|its|his|her|our))$",
    re.IGNORECASE,
)
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"))
_REASON = "The paragraph is divided in mid-sentence by a page break in the copy."
_FEW = 8  # words: what is shorter may be a line of its own


def cuts(edition: Edition, document: Annotated) -> Iterator[RuleResult]:
    """A paragraph that does not end, and one that does not begin."""
    anchors = Anchors(document.paragraphs)
    kept = [str(w.at) for w in document.apparatus.emendations if w.kind == "keep"]
    for index, (first, second) in enumerate(pairwise(document.paragraphs)):
        if first.number is None or second.number is None or any(second.text.startswith(w) for w in kept):
            continue
        if reasons := tuple(_reasons(first, second)):
            rank = sum(weight for weight, _ in reasons)
            span = _first_words(anchors, index + 1)
            at = second.text[: span.end]
            why = f"may continue {first.label} “… {' '.join(first.text.split()[-4:])}”: {', '.join(w for _, w in reasons)}"
            fields = {"kind": "join", "at": at, "reason": _REASON}
            yield RuleResult(span, why, f"apparatus/{document.id}.yaml", entry("emendations", fields), rank)


def _reasons(first: Paragraph, second: Paragraph) -> Iterator[tuple[float, str]]:
    """What speaks for a cut between two paragraphs, with its weight; nothing where it is not enough."""
    tail, item = first.text.rstrip(), "item" in (first.block.kind, second.block.kind) or _LABEL.match(second.text)
    ended, small = bool(_END.search(tail)), second.text[:1].islower()
    dangling = _DANGLING.search(tail)
    if dangling:
        yield 3, f"it ends with {tail.split()[-1]!r}"
    if small and not item:
        yield (2 if ended else 3), "this begins with a lowercase letter"
    if any(_open(tail, *pair) and _closes(second.text, *pair) for pair in _PAIRS):
        yield 2, "a bracket or quotation is open"
    if not (ended or item or small or dangling) and len(tail.split()) >= _FEW and not second.text.isupper():
        yield 1.5, "it ends without a full stop"


def _open(text: str, left: str, right: str) -> bool:
    return text.rfind(left) > text.rfind(right)


def _closes(text: str, left: str, right: str) -> bool:
    return right in text.partition(left)[0]


def _first_words(anchors: Anchors, index: int) -> Span:
    """The first words of a paragraph, as many as tell it from all others, at least four.

    Not more than stand before the next cut, where it is joined of several: an emendation quotes one piece as received.
    """
    block = anchors.paragraphs[index].block
    later = (at for (_, above, _), (at, line, _) in pairwise(block.runs) if at and line > above + 1)
    cut = next(later, len(block.text))
    ends = [m.end() for m in re.finditer(r"\S+", block.text[:cut])]
    return Span(index, 0, next((e for e in ends[3:] if once(anchors.text, block.text[:e])), ends[-1]))
