"""Suggestions: what the program thinks an editor may want to add, for the editor to judge.

Types, and what all rules share: quoting words so that they stand once, and the YAML an editor would paste. Finds nothing itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from unicodedata import combining, normalize

from edition.files.yaml_words import flow
from edition.model.annotations import Annotated
from edition.model.document import Span
from edition.stages.anchors import Anchors
from edition.stages.mentions import sentence_at

_SHOWN = 160  # characters of a sentence


_LONGEST = 80  # of a key


_ADJOINING = 40  # words, at most, that follow a quotation


@dataclass(frozen=True)
class Suggestion:
    """One thing to look at: where, the words, why, and the YAML that would settle it."""

    kind: str
    key: str  # tells it from the others of a document, and stays the same from run to run
    label: str  # of the paragraph: ¶ 3
    at: str
    sentence: str
    why: str
    file: str  # where the YAML belongs, below source_texts/
    yaml: str
    rank: float = 0.0  # higher is better, among those of a kind
    command: str = ""  # that does the same; empty where there is none


@dataclass(frozen=True)
class RuleResult:
    """What a rule says of a span: the quotation and the rest of the suggestion are made of it."""

    span: Span
    why: str
    file: str
    yaml: str
    rank: float = 0.0
    key: str = ""  # empty: the quoted words
    command: str = ""


def suggestion(kind: str, document: Annotated, found: RuleResult) -> Suggestion:
    """The suggestion of what a rule has found."""
    paragraph = document.paragraphs[found.span.index]
    at = paragraph.text[found.span.start : found.span.end]
    key = f"{kind}-{slug(found.key or at)}"
    sentence = shown_sentence(paragraph.text, found.span)
    told = (found.why, found.file, found.yaml.rstrip("\n"), found.rank, found.command)
    return Suggestion(kind, key, paragraph.label, at, sentence, *told)


def shown_sentence(text: str, span: Span) -> str:
    """The sentence of a span, cut to some 160 characters around it."""
    left, right = sentence_at(text, span.start, span.end)
    room = max(0, _SHOWN - (span.end - span.start)) // 2
    start = left if span.start - left <= room else max(left, text.rfind(" ", left, span.start - room) + 1)
    end = right if right - span.end <= room else max(span.end, text.find(" ", span.end + room))
    return f"{'… ' if start > left else ''}{text[start:end].strip()}{' …' if end < right else ''}"


def anchored(anchors: Anchors, span: Span) -> dict[str, str]:
    """The fields that quote a span so that it stands once: `at`, and `before` or `after` where they are needed."""
    text = anchors.paragraphs[span.index].text
    at = text[span.start : span.end]
    before = anchors.words_before(span)
    afters = [text[span.end : span.end + m.end()] for m in islice(re.finditer(r"\s*\S+", text[span.end :]), _ADJOINING)]
    tried = [("", ""), (before, ""), *(("", after) for after in afters), *((before, after) for after in afters)]
    left, right = next(((b, a) for b, a in tried if once(anchors.text, f"{b}{at}{a}")), (before, ""))
    return {"at": at, **({"before": left} if left else {}), **({"after": right} if right else {})}


def once(text: str, words: str) -> bool:
    """Whether words stand in a text exactly once, places that overlap counted too, as for a quotation."""
    at = text.find(words)
    return at >= 0 and text.find(words, at + 1) < 0


def entry(section: str, fields: Mapping[str, object]) -> str:
    """An item of a section of the apparatus."""
    return f"{section}:\n  - {flow(fields)}"


def slug(text: str) -> str:
    """Lowercase letters, digits and single hyphens: an id, or part of a key."""
    plain = "".join(c for c in normalize("NFKD", text) if not combining(c) and c not in "'’ʼ[]").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-") or "x"


def ranked(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """The best first; each key once."""
    best: dict[str, Suggestion] = {}
    for each in sorted(suggestions, key=lambda s: -s.rank):
        best.setdefault(each.key, each)
    return list(best.values())
