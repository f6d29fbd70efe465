"""Anchors: from quoted words to a place in a document.

In: the numbered paragraphs of a document and a `Quote`. Out: a `Span`, or a problem that names the closest words.
The quotation must stand exactly once (W3C Web Annotation, TextQuoteSelector); `before` and `after` tell places apart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from rapidfuzz import fuzz

from edition.model.apparatus import Quote, QuotedPassage
from edition.model.document import Extent, Paragraph, Span
from edition.model.problem import Problem


class Anchors:
    """Finds quotations in one document."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.paragraphs = paragraphs
        self.starts: list[int] = []
        texts: list[str] = []
        at = 0
        for paragraph in paragraphs:
            self.starts.append(at)
            texts.append(paragraph.text)
            at += len(paragraph.text) + 1
        self.text = "\n".join(texts)

    def find(self, quote: Quote, problems: list[Problem]) -> Span | None:
        """The one place of a quotation; None, with the reason reported, if there is none or more than one."""
        needle = f"{quote.before}{quote.at}{quote.after}"
        if not quote.at.strip():
            return None  # reported as a missing field
        if "\n" in needle:
            message, cure = (
                "the quotation contains a line break",
                "put it on one line, quoting a single paragraph",
            )
            problems.append(Problem("anchor-not-found", quote.at.place, message, cure))
            return None
        places = self._places(needle)
        if len(places) == 1:
            return self._span(places[0] + len(quote.before), len(quote.at))
        if places:
            shown = ", ".join(self.paragraphs[self._span(p, 1).index].label for p in places[:6])
            message = f"{str(quote.at)!r} occurs {len(places)} times in the document ({shown})"
            cure = "quote more words, or add before: or after: with the adjacent words"
            problems.append(Problem("anchor-not-unique", quote.at.place, message, cure))
        else:
            together = " (before, at and after together)" if needle != quote.at else ""
            message = f"{needle!r}{together} is not in the document"
            problems.append(Problem("anchor-not-found", quote.at.place, message, self._closest(needle)))
        return None

    def extent(self, passage: QuotedPassage, problems: list[Problem]) -> Extent | None:
        """The extent of a passage: one quotation, or from one to another."""
        first = self.find(passage.first, problems)
        last = self.find(passage.last, problems) if passage.last else first
        if first is None or last is None:
            return None
        if (last.index, last.end) < (first.index, first.start) and passage.last:
            message = "the passage ends before it begins"
            problems.append(Problem("anchor-not-found", passage.last.at.place, message, "swap from and to"))
            return None
        return Extent(first, last)

    def words_before(self, span: Span) -> str:
        """As many words before a span as tell it from other places with the same words."""
        text, before = self.paragraphs[span.index].text, span.start
        while before > 0:
            before = text.rfind(" ", 0, max(0, before - 1)) + 1
            if self.text.count(text[before : span.end]) == 1:
                break
        return text[before : span.start]

    def _places(self, needle: str) -> list[int]:
        places, at = [], self.text.find(needle)
        while at >= 0:
            places.append(at)
            at = self.text.find(needle, at + 1)
        return places

    def _span(self, offset: int, length: int) -> Span:
        index = bisect_right(self.starts, offset) - 1
        start = offset - self.starts[index]
        return Span(index, start, start + length)

    def _closest(self, needle: str) -> str:
        best = (0.0, "quote words from the document exactly")
        for paragraph in self.paragraphs:
            found = fuzz.partial_ratio_alignment(needle, paragraph.text)
            if found is not None and found.score > best[0]:
                start = paragraph.text.rfind(" ", 0, found.dest_start + 1) + 1
                end = paragraph.text.find(" ", found.dest_end)
                words = paragraph.text[start : end if end >= 0 else None]
                best = (found.score, f'closest: {paragraph.label} "{words}"; quote its exact words')
        return best[1]
