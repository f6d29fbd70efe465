"""Suggestions on names: those that no register knows, and printed forms that look like a registered name.

In: the edition, a document. Out: `Found`s with an entry for a register, or a mention for the apparatus.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from shlex import quote

from rapidfuzz import fuzz, process

from edition.editor.suggesting.english import TITLES
from edition.editor.suggesting.suggestion import RuleResult, anchored, entry, slug
from edition.editor.suggesting.words import Candidate, candidates, capital_words, lower_words
from edition.files.yaml_words import scalar
from edition.model.annotations import Annotated
from edition.model.document import Span
from edition.model.edition import Edition
from edition.stages.anchors import Anchors

LIKE = 84.0  # of 100: two spellings that are as like as this may be one name
_ORGANIZATION = re.compile(
    r".*\b(?:Republic|Yuan|Party|Committee|Union|Government|Army|Bureau|Board|Council|Ministry|Company|League|Federation|Congress|Bank|"
    r"Office|Commission|Assembly|Institute|University|Society|Club|Corps)"
)
_TITLE = re.compile(rf"(?i)\b(?:{'|'.join(sorted(TITLES))})\.? $")
_NAMED_PLACE = re.compile(
    r".*\b(?:Island|River|Mountains?|Street|Railroad|Railway|Harbour|Port|Province|Bay|Lake|Sea)s?$"
)
_PLACE = re.compile(
    r"(?:\b(?:in|at|near|from|into|towards?)|\b(?:city|town|province|port|island|river|region) of) (?:the )?$"
)
_PLACE_AFTER = re.compile(r" (?:[Pp]rovince|[Ii]sland|[Rr]iver|[Rr]egion|[Cc]ity|[Aa]rea|[Hh]arbour|[Pp]ort)\b")
_SPEAKS = re.compile(
    r"\s(?:said|says|stated|replied|asked|noted|remarked|added|continued|thinks|believes|explained|answered|told)\b"
)
_TERM = re.compile(r".*(?:ism$|\b(?:Treaty|Agreement|Conference|War|Revolution|Policy|Plan|Pact|Act|Note)\b)")


def unknown_names(edition: Edition, document: Annotated) -> Iterator[RuleResult]:
    """A name that no register knows, with an entry to begin with."""
    counted: dict[str, list[Candidate]] = {}
    known = _spellings(edition)
    for candidate in _candidates(edition, document):
        if not _like(candidate.text, known):
            counted.setdefault(candidate.text, []).append(candidate)
    for text, found in counted.items():
        first = found[0]
        register = _register(found)
        yield RuleResult(
            first.span,
            f"not in any register{_times(found)}",
            f"register/{register}.yaml",
            f"{slug(text)}:\n  name: {scalar(text)}\n  forms: [{scalar(text)}]",
            _rank(found),
            command=f"edition new-name {register} {slug(text)} --name {quote(text)} --form {quote(text)}",
        )


def like_names(edition: Edition, document: Annotated) -> Iterator[RuleResult]:
    """A printed form that looks like a registered name: another spelling, a part of the name, other capitals."""
    anchors, known = Anchors(document.paragraphs), _spellings(edition)
    by_text: dict[str, list[tuple[Span, str, float]]] = {}
    spelled = (
        (candidate.span, candidate.text, *like)
        for candidate in _candidates(edition, document)
        if (like := _like(candidate.text, known))
    )
    for span, text, id, score in chain(spelled, _other_capitals(edition, document)):
        by_text.setdefault(text, []).append((span, id, score))
    for found in by_text.values():
        span, id, score = found[0]
        why = f"resembles {edition.register.names[id].name} ({id}){_times(found)}"
        fields = {**anchored(anchors, span), "name": id, "certainty": "probable"}
        yield RuleResult(span, why, f"apparatus/{document.id}.yaml", entry("mentions", fields), score + len(found))


def _candidates(edition: Edition, document: Annotated) -> Iterator[Candidate]:
    texts = (p.text for d in edition.documents.values() for p in d.body)
    found = candidates(document, lower_words(texts), capital_words(edition.documents.values()))
    return (c for c in found if not _is_abbreviation(c.text) and c.text not in edition.register.forms)


def _is_abbreviation(text: str) -> bool:
    return text.isupper() and " " not in text


def _spellings(edition: Edition) -> dict[str, tuple[str, bool]]:
    """Every spelling of every name, folded, with the id of the one name it may mean, and whether that is a person."""
    found: dict[str, set[str]] = {}
    for spelling, ids in edition.register.spellings.items():
        found.setdefault(fold(spelling), set()).update(ids)
    people = {str(name.id) for name in edition.register.of("people")}
    return {spelling: (min(ids), min(ids) in people) for spelling, ids in found.items() if len(ids) == 1}


def _like(text: str, known: dict[str, tuple[str, bool]]) -> tuple[str, float] | None:
    """(id, likeness) of the name that a text looks like; None if there is none."""
    folded = fold(text)
    if folded in known:
        return known[folded][0], 100.0
    found = process.extractOne(folded, known.keys(), scorer=fuzz.ratio, score_cutoff=LIKE) if len(folded) > 4 else None
    if found and found[0][:1] == folded[:1]:
        return known[found[0]][0], found[1]
    words = set(folded.split())
    whole = {id for spelling, (id, person) in known.items() if person and words < set(spelling.split())}
    return (whole.pop(), 70.0) if len(whole) == 1 else None


def _other_capitals(edition: Edition, document: Annotated) -> Iterator[tuple[Span, str, str, float]]:
    """Printed forms of several words that stand in the text with other capitals."""
    forms = {f.lower(): ids[0] for f, ids in edition.register.forms.items() if " " in f and len(ids) == 1}
    for index, paragraph in enumerate(document.paragraphs):
        text = paragraph.text.lower()
        if paragraph.number is None or len(text) != len(paragraph.text):
            continue
        for form, id in forms.items():
            at = text.find(form)
            span = Span(index, at, at + len(form))
            if at >= 0 and re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text) and not _taken(document, span):
                yield span, paragraph.text[at : span.end], id, 90.0


def _taken(document: Annotated, span: Span) -> bool:
    marked = [m.span for m in document.mentions]
    return any(s.index == span.index and s.start < span.end and span.start < s.end for s in marked)


def fold(text: str) -> str:
    """A spelling without capitals, apostrophes, brackets and hyphens."""
    return re.sub(r"\s+", " ", re.sub(r"[-‐–]", " ", re.sub(r"['’ʼ\[\].]", "", text))).casefold().strip()


def _register(found: list[Candidate]) -> str:
    """The register in which a name belongs, as far as the words around it tell."""
    text = found[0].text
    if _TERM.match(text):
        return "terms"
    if _ORGANIZATION.match(text):
        return "organizations"
    if _NAMED_PLACE.match(text):
        return "places"
    if any(_SPEAKS.match(c.after) or _TITLE.search(c.before) for c in found):
        return "people"
    if any(_PLACE.search(c.before) or _PLACE_AFTER.match(c.after) for c in found):
        return "places"
    if " " not in text and text.endswith("s") and not text.endswith("ss"):
        return "peoples"
    return "people" if " " in text else "places"


def _rank(found: list[Candidate]) -> float:
    within = sum(not c.opening for c in found)
    return within * 2 + len(found) + (3 if " " in found[0].text else 0) - (4 if not within else 0)


def _times(found: list[Candidate] | list[tuple[Span, str, float]]) -> str:
    return f"; occurs {len(found)} times" if len(found) > 1 else ""
