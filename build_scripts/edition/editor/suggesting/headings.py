"""Suggestions on index headings: those used elsewhere that fit a paragraph which has none of them.

In: the edition, a document. Out: `Found`s with an entry for the section `index`. A heading fits where the name it stands for is
mentioned, or where all of its words occur; of its subheadings the one with most words in common is offered.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from edition.editor.suggesting.english import COMMON
from edition.editor.suggesting.likeness import stem
from edition.editor.suggesting.suggestion import RuleResult, anchored, entry
from edition.model.annotations import Annotated
from edition.model.document import Span
from edition.model.edition import Edition, Heading
from edition.stages.anchors import Anchors
from edition.stages.index import SEPARATOR

OFTEN = 0.25  # a name or word in more of a document's paragraphs than this needs no index
_NEAR = 25  # characters from each other: the words of a heading that stand together


@dataclass(frozen=True)
class _Fit:
    """What a paragraph is compared with: its words, its names, the headings it has, and where they occur."""

    words: Mapping[str, tuple[Span, ...]]
    names: Mapping[str, Span]
    has: frozenset[str]


def headings(edition: Edition, document: Annotated) -> Iterator[RuleResult]:
    """A heading of the index that a paragraph does not have and that fits it."""
    anchors = Anchors(document.paragraphs)
    fits = {i: _fit(document, i) for i, p in enumerate(document.paragraphs) if p.number is not None}
    filed = {name.sort: (str(name.id),) for name in edition.register.names.values()}
    for heading in edition.index:
        ids = _ids(edition, heading.text, filed)
        having = {i: span for i, fit in fits.items() if (span := _where(fit, heading.text, ids))}
        if not (heading.locators or heading.subheadings) or len(having) > max(3, OFTEN * len(fits)):
            continue
        others = _others(heading, document.id)
        for index, span in having.items():
            if heading.text in fits[index].has:
                continue
            text = _with_sub(heading, fits[index])
            rank = math.log(1 + len(fits) / len(having)) + (SEPARATOR in text) + bool(ids) + bool(others)
            fields: dict[str, object] = {**anchored(anchors, _quoted(document, span)), "headings": [text]}
            why = f"the heading “{text}” is used {_elsewhere(edition, others)}"
            key = f"{heading.text} {fields['at']}"
            yield RuleResult(span, why, f"apparatus/{document.id}.yaml", entry("index", fields), rank, key)


def _ids(edition: Edition, main: str, filed: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The names that a heading stands for: "Novak, Anna" is Anna Novak. `filed` has them by what they are filed by."""
    last, _, first = main.partition(", ")
    spelled = edition.register.spelled
    return spelled(main) or spelled(f"{first} {last}") or filed.get(main, ())


def _fit(document: Annotated, index: int) -> _Fit:
    text = document.paragraphs[index].text
    words: dict[str, tuple[Span, ...]] = {}
    for m in re.finditer(r"[^\W_]{3,}", text):
        word = stem(m[0].lower())
        words[word] = (*words.get(word, ()), Span(index, m.start(), m.end()))
    names = {m.name: m.span for m in reversed(document.mentions) if m.span.index == index}
    inside = (e for e in document.index if e.extent.first.index <= index <= e.extent.last.index)
    return _Fit(words, names, frozenset(e.heading.partition(SEPARATOR)[0].strip() for e in inside))


def _where(fit: _Fit, main: str, ids: tuple[str, ...]) -> Span | None:
    """Where a paragraph has what a heading stands for; None if it has not."""
    if ids:
        return next((fit.names[id] for id in ids if id in fit.names), None)
    first, *others = [fit.words.get(w, ()) for w in _content(main)] or [()]
    for span in first:
        if all(any(abs(s.start - span.start) <= _NEAR for s in spans) for spans in others):
            return span
    return None


def _with_sub(heading: Heading, fit: _Fit) -> str:
    """A heading with the subheading that fits best; without one where none has most of its words here."""
    best, most = heading.text, 0.59
    for sub, _ in heading.subheadings:
        words = _content(sub)
        share = sum(w in fit.words for w in words) / len(words) if words else 0.0
        if share > most:
            best, most = f"{heading.text}{SEPARATOR}{sub}", share
    return best


def _content(text: str) -> list[str]:
    return [stem(w) for w in re.findall(r"[^\W_]{3,}", text.lower()) if w not in COMMON]


def _quoted(document: Annotated, span: Span) -> Span:
    """The words of a span and those before and after it, within the paragraph."""
    text = document.paragraphs[span.index].text
    start = text.rfind(" ", 0, text.rfind(" ", 0, max(0, span.start - 1)) + 1) + 1
    ends = [m.start() for m in re.finditer(r" |$", text[span.end :])][:3]
    return Span(span.index, start, span.end + ends[-1])


def _others(heading: Heading, document: str) -> list[str]:
    """The other documents in which a heading is used."""
    locators = [*heading.locators, *(x for _, found in heading.subheadings for x in found)]
    return [id for id in dict.fromkeys(x.document for x in locators) if id != document]


def _elsewhere(edition: Edition, others: list[str]) -> str:
    if not others:
        return "elsewhere here"
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    return f"in {edition.documents[others[0]].apparatus.short_title}{more}"
