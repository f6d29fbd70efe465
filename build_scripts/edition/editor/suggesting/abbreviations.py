"""Suggestions on abbreviations that nobody explains: no register has them, no bracket says what they mean.

In: the edition, a document. Out: `Found`s with a note to be written for the section `notes`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from edition.editor.suggesting.english import USUAL
from edition.editor.suggesting.suggestion import RuleResult, anchored, slug
from edition.files.yaml_words import flow
from edition.model.annotations import Annotated
from edition.model.document import Span
from edition.model.edition import Edition
from edition.stages.anchors import Anchors

_LETTERS = re.compile(r"(?<![\w.])(?:[A-Z]{2,}(?:\([a-z]\))?|(?:[A-Z]\.){2,})(?![\w(])")
_SHORTENED = re.compile(r"(?<![\w.])[A-Z]?[b-df-hj-np-tv-z]{2,4}\.(?= [A-Z\d])")
_ROMAN = re.compile(r"[IVXLC]+")


def abbreviations(edition: Edition, document: Annotated) -> Iterator[RuleResult]:
    """An abbreviation that the edition does not explain, with the beginning of a note."""
    anchors, explained = Anchors(document.paragraphs), _explained(edition, document)
    first: dict[str, Span] = {}
    counts = Counter[str]()
    for index, paragraph in enumerate(document.paragraphs):
        if paragraph.number is None or paragraph.text.isupper():
            continue
        for match in (*_LETTERS.finditer(paragraph.text), *_SHORTENED.finditer(paragraph.text)):
            span = Span(index, match.start(), match.end())
            plain = match[0].rstrip(".").lower()
            if match[0] in explained or plain in USUAL or _ROMAN.fullmatch(match[0]) or _is_marked(document, span):
                continue
            first.setdefault(match[0], span)
            counts[match[0]] += 1
    for text, span in first.items():
        times = f"; occurs {counts[text]} times" if counts[text] > 1 else ""
        fields = {
            "key": slug(f"{text} {document.id}"),
            **anchored(anchors, span),
            "kind": "identification",
            "text": "",
            "sources": [],
        }
        yield RuleResult(
            span, f"not explained{times}", f"apparatus/{document.id}.yaml", f"notes:\n  - {flow(fields)}", counts[text]
        )


def _explained(edition: Edition, document: Annotated) -> set[str]:
    """What the registers have, what a bracket or a note explains, and what stands in brackets after its full form."""
    words = {w for spelling in edition.register.spellings for w in spelling.split() if w.isupper()}
    for bracket in document.brackets:
        if bracket.kind == "gloss":
            words |= set(document.paragraphs[bracket.span.index].text[: bracket.span.start].split()[-1:])
    noted = {document.paragraphs[n.span.index].text[n.span.start : n.span.end] for n in document.notes}
    return words | {w for text in noted if len(text) <= 30 for w in text.split()}


def _is_marked(document: Annotated, span: Span) -> bool:
    """Whether a mention holds the span, or it is an initial of a name."""
    text = document.paragraphs[span.index].text
    marked = (m.span for m in document.mentions if m.span.index == span.index)
    is_initial = (
        text[span.end - 1] == "."
        and re.match(r" [A-Z][a-z]", text[span.end :])
        and "." in text[span.start : span.end - 1]
    )
    return bool(is_initial) or any(s.start <= span.start < s.end for s in marked)
