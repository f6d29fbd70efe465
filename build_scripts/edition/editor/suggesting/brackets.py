"""Suggestions on square brackets: those that no rule could type and that are probably no words supplied.

In: a document. Out: `Found`s with a kind for the section `brackets`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from edition.editor.suggesting.suggestion import RuleResult, anchored, entry
from edition.model.annotations import Annotated
from edition.model.edition import Edition
from edition.stages.anchors import Anchors
from edition.stages.brackets import Context

_REACH = 60  # characters around a bracket
_LOST = re.compile(r"(?i)\b(?:illegible|missing|torn|blank|unclear|indecipherable|cut off|not included|omit\w*)\b")
_NOTE = re.compile(r"(?i)\b(?:translator|trans|editor|ed|note|footnote|archivist)\b[.:' ]|^trans\.?$")
_AFTER_NAME = re.compile(r"[A-Z]\w+(?:'s)? $")
_OPENS = re.compile(r"(?:^|[.?!]\s)$")


def says_something_is_lost(c: Context) -> bool:
    """[illegible], [one word missing]"""
    return bool(_LOST.search(c.inside))


def is_a_note(c: Context) -> bool:
    """[translator's note: …]"""
    return bool(_NOTE.search(c.inside))


def follows_an_abbreviation(c: Context) -> bool:
    """LB [Lighthouse Board, later the Office]: words that explain letters"""
    return bool(re.search(r"\b[A-Z]{2,} $", c.before)) and " " in c.inside


def follows_a_name(c: Context) -> bool:
    """the Elv [Storelv]: a name directly after a name"""
    another = c.inside[:1].isupper() and not _OPENS.search(c.before[:-1]) and not re.match(r" [A-Z]", c.after)
    return another and bool(_AFTER_NAME.search(c.before))


def stands_for_a_person(c: Context) -> bool:
    """he [Lind] said: a name after a pronoun"""
    return c.inside[:1].isupper() and bool(re.search(r"(?i)\b(?:he|she|they|him|her|them|his|their|who) $", c.before))


def is_long(c: Context) -> bool:
    """[that is, the boats that lie in the harbour]: more than a reader would take for words left out"""
    return len(c.inside.split()) >= 6 or bool(re.match(r"(?i)(?:i\.e\.|that is|meaning|referring)", c.inside))


Rule = Callable[[Context], bool]
# In this order: what a bracket that was taken for words supplied may be instead.
RULES: tuple[tuple[str, str, Rule], ...] = (
    ("omission", "something is missing here", says_something_is_lost),
    ("source-note", "it is a note", is_a_note),
    ("gloss", "it follows an abbreviation", follows_an_abbreviation),
    ("identification", "a name follows a pronoun", stands_for_a_person),
    ("modern-name", "a name follows a name", follows_a_name),
    ("gloss", "it explains", is_long),
)


def brackets(edition: Edition, document: Annotated) -> Iterator[RuleResult]:
    """A bracket taken for words supplied, with the kind that it probably is."""
    anchors = Anchors(document.paragraphs)
    settled, seen = {anchors.find(b.quote, []) for b in document.apparatus.brackets}, set[str]()
    for bracket in document.brackets:
        paragraph, span = document.paragraphs[bracket.span.index], bracket.span
        if bracket.kind != "supplied" or span in settled or paragraph.number is None:
            continue
        text = paragraph.text
        if text[span.start : span.end] in seen:  # told once: they have one key
            continue
        context = Context(
            text[span.start + 1 : span.end - 1],
            text[max(0, span.start - _REACH) : span.start],
            text[span.end : span.end + _REACH],
        )
        for kind, why, rule in RULES:
            if rule(context):
                fields = {**anchored(anchors, span), "kind": kind}
                seen.add(text[span.start : span.end])
                said = f"classified as supplied; probably {kind}: {why}"
                yield RuleResult(span, said, f"apparatus/{document.id}.yaml", entry("brackets", fields), 1)
                break
