"""The abbreviations that readers meet, and where a document first uses each.

In: `source_texts/abbreviations.yaml`; the paragraphs of a document. Out: `Abbreviation`s in filing order; the first use of
each in a document, as a `Span`. Names that are abbreviations have register entries as well: where a mention
covers the words, the entry explains them and no first use is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from edition.model.annotations import Annotated
from edition.model.document import Span
from edition.model.edition import Abbreviation
from edition.model.names import sort_key
from edition.model.problem import Problem
from edition.source.settings import mappings
from edition.source.typography import typeset

ABBREVIATIONS_FILE = "source_texts/abbreviations.yaml"


@dataclass(frozen=True)
class FirstUse:
    """The place where a document first uses an abbreviation."""

    span: Span
    abbreviation: Abbreviation


def load_abbreviations(root: Path, problems: list[Problem]) -> tuple[Abbreviation, ...]:
    """All abbreviations in filing order; none where the file is missing."""
    loaded: dict[str, Abbreviation] = {}
    for entry in mappings(root, ABBREVIATIONS_FILE, problems):
        key, form, means = entry.id("key"), entry.required("form"), entry.required("means")
        printed = tuple(map(str, entry.texts("printed"))) if "printed" in entry else (str(form),)
        entry.close()
        if key in loaded:
            cure = f"first used in line {loaded[key].key.place.line}"
            problems.append(Problem("duplicate-key", key.place, f"the abbreviation {str(key)!r} occurs twice", cure))
        loaded.setdefault(key, Abbreviation(key, typeset(form), printed, typeset(means)))
    return tuple(sorted(loaded.values(), key=lambda a: (sort_key(a.form), a.key)))


def first_uses(document: Annotated, abbreviations: Sequence[Abbreviation]) -> Iterator[FirstUse]:
    """Where each abbreviation is first printed in a document outside the mentions of names.

    Words that cross another first use are left to it: the longer form is looked for first.
    """
    taken = [m.span for m in document.mentions]
    longest = sorted(
        ((form, a) for a in abbreviations for form in a.forms), key=lambda pair: (-len(pair[0]), pair[1].key)
    )
    done: set[str] = set()
    for form, abbreviation in longest:
        span = _first(document, form, taken) if abbreviation.key not in done else None
        if span:
            taken.append(span)
            done.add(abbreviation.key)
            yield FirstUse(span, abbreviation)


def _first(document: Annotated, form: str, taken: Sequence[Span]) -> Span | None:
    """The first place of a form, as a word of its own, that nothing else covers."""
    pattern = re.compile(rf"(?<!\w){re.escape(form)}(?!\w)")
    for index, paragraph in enumerate(document.paragraphs):
        for match in pattern.finditer(paragraph.text):
            span = Span(index, match.start(), match.end())
            if not any(t.index == index and t.start < span.end and span.start < t.end for t in taken):
                return span
    return None
