"""Suggestions on numbers that do not add up: parts and their whole, a list and the number announced, shares of a hundred.

In: a document. Out: `Found`s with a remark for the section `textual`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from edition.editor.suggesting.numerals import Numeral, numerals, shown
from edition.editor.suggesting.suggestion import RuleResult, anchored, entry
from edition.model.annotations import Annotated
from edition.model.document import Paragraph, Span
from edition.model.edition import Edition
from edition.stages.anchors import Anchors
from edition.stages.mentions import sentence_at

_PARTS = re.compile(r"\b(?:of|among) (?:them|whom|which|these|those)\b|\bincluding\b")
_REMAINING = re.compile(r"\b(?:remaining|other|rest)\b[^.]{0,12}$")
_LABEL = re.compile(r"\(?(?:[a-z]|\d{1,2}|[ivx]+)[).]\s")
_MOST = 30  # items of a list
Wrong = tuple[int, int, str]  # start and end of the words in a paragraph, what is wrong with them


def parts_and_whole(paragraphs: list[Paragraph], at: int) -> Iterator[Wrong]:
    """ "9 boats, of them 4 at sea and 6 in the harbour": parts that are not the whole."""
    text = paragraphs[at].text
    for match in _PARTS.finditer(text):
        left, right = sentence_at(text, match.start(), match.end())
        before = list(numerals(text[left : match.start()]))
        after = list(numerals(text[match.end() : right].partition(";")[0]))
        if before and (wrong := _parts(before[-1], after, match[0] != "including")):
            yield left + before[-1].start, match.end() + after[-1].end, wrong


def _parts(whole: Numeral, parts: Iterable[Numeral], all_of_them: bool) -> str:
    """What is wrong with some parts of a whole; empty if nothing is."""
    same = [p for p in parts if p.percent == whole.percent]
    total = sum(p.value for p in same)
    if larger := [p for p in same if p.value > whole.value]:
        return f"{larger[0].words} is more than the whole, {whole.words}"
    if len(same) > 1 and (total > whole.value or (all_of_them and total < whole.value)):
        return f"the parts add up to {shown(total)} and not to {shown(whole.value)}"
    return ""


def list_and_number(paragraphs: list[Paragraph], at: int) -> Iterator[Wrong]:
    """ "There are three boats:" before a list of four."""
    text = paragraphs[at].text.rstrip()
    items = 0
    for following in paragraphs[at + 1 :]:
        if following.number is None or not (following.block.kind == "item" or _LABEL.match(following.text)):
            break
        items += 1
    if items > 1 and text.endswith((":", "—", "-")):
        start, end = sentence_at(text, len(text) - 1, len(text))
        counted = [n for n in numerals(text) if start <= n.start and not n.percent and 2 <= n.value <= _MOST]
        if counted and all(n.value != items for n in counted):
            yield counted[-1].start, end, f"{counted[-1].words} announced, but the list has {items}"


def shares_of_a_hundred(paragraphs: list[Paragraph], at: int) -> Iterator[Wrong]:
    """ "10% … the remaining 80%": shares that do not make up a hundred."""
    text = paragraphs[at].text
    shares = [n for n in numerals(text) if n.percent]
    for number, share in enumerate(shares):
        earlier = shares[:number]
        rest = _REMAINING.search(text, max(0, share.start - 40), share.start)
        if earlier and rest and all(e.value + share.value != 100 for e in earlier):
            made = " and ".join(dict.fromkeys((earlier[-1].words, share.words)))
            yield share.start, share.end, f"{made} do not make up 100%"


def ranges(paragraphs: list[Paragraph], at: int) -> Iterator[Wrong]:
    """ "from 4 to 3 million": a range that ends before it begins."""
    text = paragraphs[at].text
    for match in re.finditer(
        r"\bfrom (\d+(?:\.\d+)?) to (\d+(?:\.\d+)?)\b(?!%? (?:January|February|March|April))", text
    ):
        if float(match[1]) >= float(match[2]):
            yield match.start(), match.end(), f"the range ends lower than it begins, {match[1]}"


Rule = Callable[[list[Paragraph], int], Iterator[Wrong]]
RULES: tuple[Rule, ...] = (parts_and_whole, list_and_number, shares_of_a_hundred, ranges)


def numbers(edition: Edition, document: Annotated) -> Iterator[RuleResult]:
    """Numbers that do not add up, with a remark for readers."""
    anchors, paragraphs, seen = Anchors(document.paragraphs), list(document.paragraphs), set[str]()
    for index, paragraph in enumerate(paragraphs):
        for rule in RULES if paragraph.number is not None else ():
            for start, end, wrong in rule(paragraphs, index):
                span = Span(index, start, end)
                if paragraph.text[start:end] in seen:  # told once: they have one key
                    continue
                seen.add(paragraph.text[start:end])
                fields = {**anchored(anchors, span), "kind": "number", "note": f"{wrong[:1].upper()}{wrong[1:]}."}
                yield RuleResult(span, wrong, f"apparatus/{document.id}.yaml", entry("textual", fields), 1)
