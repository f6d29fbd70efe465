"""How like two passages are: by the rare words, names and numbers that they share.

In: the documents of an edition. Out: `Unit`s (sentences) with their weighted features, and the likest ones of other documents.
A feature counts the more, the fewer sentences have it (tf-idf, cosine). No model and no list of words but the most common.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest

from edition.editor.suggesting.english import COMMON
from edition.editor.suggesting.numerals import numerals
from edition.model.annotations import Annotated, Mention
from edition.model.document import Span
from edition.stages.mentions import sentence_at

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Chosen on the cross-references of the corpus, where they matter little: tests/test_suggest.py measures.
NAME = 1.3  # weight of a shared name or number beside that of a shared word
DAMP = 20.0  # keeps two short sentences that share little from being very like
_MOST = 50  # sentences that are looked at more closely
LEAST = 5  # features: a shorter sentence is like too many


@dataclass(frozen=True)
class Unit:
    """A sentence of a document with its features."""

    document: str
    span: Span
    features: frozenset[str]


class Likeness:
    """The sentences of an edition, and how rare each of their features is."""

    def __init__(self, documents: Mapping[str, Annotated]) -> None:
        self.documents = documents
        self.units = [u for d in documents.values() for u in units(d)]
        self.having: dict[str, list[int]] = {}
        for number, unit in enumerate(self.units):
            for feature in unit.features:
                self.having.setdefault(feature, []).append(number)
        self.weights = {feature: self._weight(feature, len(having)) for feature, having in self.having.items()}
        self.norms = [self._norm(unit.features) for unit in self.units]
        self.paragraphs: dict[tuple[str, int], frozenset[str]] = {}

    def pairs(self, document: str) -> list[tuple[float, Unit, Unit]]:
        """(likeness, sentence, sentence of another document), the likest first: one for each two paragraphs."""
        best: dict[tuple[int, str, int], tuple[float, Unit, Unit]] = {}
        for number, unit in enumerate(self.units):
            for score, other in self._likest(number) if unit.document == document else ():
                score += self._around(unit, other)
                key = (unit.span.index, other.document, other.span.index)
                if key not in best or score > best[key][0]:
                    best[key] = (score, unit, other)
        return sorted(best.values(), key=lambda p: (-p[0], p[1].span, p[2].document, p[2].span))

    def shared(self, a: Unit, b: Unit) -> list[str]:
        """What two sentences share, the rarest first."""
        return sorted(a.features & b.features, key=lambda f: (-self.weights[f], f))

    def _likest(self, number: int) -> list[tuple[float, Unit]]:
        """The sentences of other documents that share two features or more, the likest first, not all of them."""
        unit, sums, shared = self.units[number], dict[int, float](), Counter[int]()
        for feature in sorted(unit.features):
            weight = self.weights[feature]
            for other in self.having[feature]:
                sums[other] = sums.get(other, 0.0) + weight
                shared[other] += 1
        scored = (
            (total / (self.norms[number] * self.norms[other] + DAMP), -other)
            for other, total in sums.items()
            if shared[other] > 1 and self.units[other].document != unit.document
        )
        return [(score, self.units[-other]) for score, other in nlargest(_MOST, scored)]

    def _around(self, a: Unit, b: Unit) -> float:
        """How like the paragraphs of two sentences are, at most 1."""
        first, second = self._paragraph(a), self._paragraph(b)
        both = sum(self.weights.get(f, 0.0) for f in sorted(first & second))
        return both / (self._norm(first) * self._norm(second) + 1.0)

    def _norm(self, features: frozenset[str]) -> float:
        return math.sqrt(sum(self.weights.get(f, 0.0) for f in sorted(features)))

    def _weight(self, feature: str, having: int) -> float:
        """The square of a feature's weight: the rarer, the more."""
        rare = math.log(1 + len(self.units) / having)
        return (rare * NAME if ":" in feature else rare) ** 2

    def _paragraph(self, unit: Unit) -> frozenset[str]:
        key = (unit.document, unit.span.index)
        if key not in self.paragraphs:
            document = self.documents[unit.document]
            text = document.paragraphs[unit.span.index].text
            mentions = (m for m in document.mentions if m.span.index == unit.span.index)
            self.paragraphs[key] = features(text, Span(unit.span.index, 0, len(text)), mentions)
        return self.paragraphs[key]


def units(document: Annotated) -> Iterator[Unit]:
    """The sentences of a document that have something to be like."""
    mentions: dict[int, list[Mention]] = {}
    for mention in document.mentions:
        mentions.setdefault(mention.span.index, []).append(mention)
    for index, paragraph in enumerate(document.paragraphs):
        if paragraph.number is None:
            continue
        at = 0
        while at < len(paragraph.text):
            start, end = sentence_at(paragraph.text, at, min(at + 1, len(paragraph.text)))
            start += len(paragraph.text[start:end]) - len(paragraph.text[start:end].lstrip())
            span = Span(index, start, end)
            found = features(paragraph.text, span, mentions.get(index, []))
            if len(found) >= LEAST:
                yield Unit(document.id, span, found)
            at = max(end, at + 1)


def features(text: str, span: Span, mentions: Iterable[Mention]) -> frozenset[str]:
    """The names, numbers and words of a span of a paragraph; the words of a name are not counted again."""
    names = [m for m in mentions if span.start <= m.span.start < span.end]
    found = {f"name:{m.name}" for m in names}
    blank = list(text)
    for m in names:
        blank[m.span.start : m.span.end] = " " * (m.span.end - m.span.start)
    left = "".join(blank)[span.start : span.end]
    found |= {f"number:{n.value:g}{'%' if n.percent else ''}" for n in numerals(left) if n.value > 2}
    words = (stem(m[0].lower()) for m in _WORD.finditer(left))
    return frozenset(found | {w for w in words if len(w) > 2 and w not in COMMON})


@lru_cache(maxsize=1 << 16)  # the same words come again and again
def stem(word: str) -> str:
    """A word without the commonest endings of English: enough to find it again, and no more."""
    word = re.sub(r"['’]s$", "", word)
    for ending, instead in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 4 and not word.endswith("ss"):
            return word.removesuffix(ending) + instead
    return word
