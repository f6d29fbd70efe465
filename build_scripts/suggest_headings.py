"""Suggestions on index headings: those used elsewhere that fit a paragraph which has none of them.

In: the edition, a document. Out: `Found`s with an entry for the section `index`. A heading fits where the name it stands for is
mentioned, or where all of its words occur; of its subheadings the one with most words in common is offered.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from build_scripts.anchor import Anchors, Span
from build_scripts.annotated import Annotated
from build_scripts.english import COMMON
from build_scripts.gather import Edition
from build_scripts.index import SEPARATOR
from build_scripts.likeness import stem
from build_scripts.suggestion import Found, anchored, entry

OFTEN = 0.25  # a name or word in more of a document's paragraphs than this needs no index
_NEAR = 25  # characters from each other: the words of a heading that stand together


@dataclass(frozen=True)
class _Fit:
    """What a paragraph is compared with: its words, its names, the headings it has, and where they occur."""

    words: Mapping[str, tuple[Span, ...]]
    names: Mapping[str, Span]
    has: frozenset[str]


def headings(edition: Edition, document: Annotated) -> Iterator[Found]:
    """A heading of the index that a paragraph does not have and that fits it."""
    anchors = Anchors(document.paragraphs)
    fits = {i: _fit(document, i) for i, p in enumerate(document.paragraphs) if p.number is not None}
    subs, names = _used(edition), {}
    for main in subs:
        names[main] = _ids(edition, main)
    for main, below in subs.items():
        having = {i: span for i, fit in fits.items() if (span := _where(fit, main, names[main]))}
        if len(having) > max(3, OFTEN * len(fits)):
            continue
        for index, span in having.items():
            if main in fits[index].has:
                continue
            heading = _with_sub(main, below, fits[index])
            rank = math.log(1 + len(fits) / len(having)) + (SEPARATOR in heading) + bool(names[main])
            fields: dict[str, object] = {**anchored(anchors, _quoted(document, span)), "headings": [heading]}
            why = f"the heading “{heading}” is used {_elsewhere(edition, document, main)}"
            yield Found(
                span, why, f"apparatus/{document.id}.yaml", entry("index", fields), rank, f"{main} {fields['at']}"
            )


def _used(edition: Edition) -> dict[str, list[str]]:
    """Every heading of the index with its subheadings."""
    return {h.text: [sub for sub, _ in h.subheadings] for h in edition.index if h.locators or h.subheadings}


def _ids(edition: Edition, main: str) -> tuple[str, ...]:
    """The names that a heading stands for: "Novak, Anna" is Anna Novak."""
    last, _, first = main.partition(", ")
    found = edition.register.spellings.get(main) or edition.register.spellings.get(f"{first} {last}", ())
    return found or tuple(str(n.id) for n in edition.register.names.values() if n.sort == main)


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


def _with_sub(main: str, below: list[str], fit: _Fit) -> str:
    """A heading with the subheading that fits best; without one where none has most of its words here."""
    best, most = main, 0.59
    for sub in below:
        words = _content(sub)
        share = sum(w in fit.words for w in words) / len(words) if words else 0.0
        if share > most:
            best, most = f"{main}{SEPARATOR}{sub}", share
    return best


def _content(text: str) -> list[str]:
    return [stem(w) for w in re.findall(r"[^\W_]{3,}", text.lower()) if w not in COMMON]


def _quoted(document: Annotated, span: Span) -> Span:
    """The words of a span and those before and after it, within the paragraph."""
    text = document.paragraphs[span.index].text
    start = text.rfind(" ", 0, text.rfind(" ", 0, max(0, span.start - 1)) + 1) + 1
    ends = [m.start() for m in re.finditer(r" |$", text[span.end :])][:3]
    return Span(span.index, start, span.end + ends[-1])


def _elsewhere(edition: Edition, document: Annotated, main: str) -> str:
    """Where a heading is used: in which other documents, or in this one."""
    others = [
        str(d.apparatus.short_title)
        for d in edition.documents.values()
        if d.id != document.id and any(e.heading.partition(SEPARATOR)[0].strip() == main for e in d.index)
    ]
    return f"in {others[0]}{f' and {len(others) - 1} more' if len(others) > 1 else ''}" if others else "elsewhere here"
