"""Suggestions on passages that resemble passages of other documents: candidates for cross-references.

In: the edition, a document. Out: `Found`s with an entry for `cross_references.yaml`. Two paragraphs that a cross-reference
ties together already are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from edition.editor.suggesting.likeness import Likeness, Unit, stem
from edition.editor.suggesting.suggestion import RuleResult, anchored, slug
from edition.files.yaml_words import flow, scalar
from edition.model.annotations import Annotated
from edition.model.document import Span
from edition.model.edition import Edition
from edition.stages.anchors import Anchors

LEAST = 0.2  # of 2: less like than this is chance
EACH = 2  # a paragraph is offered at most so often: what is like everything says nothing
_QUOTED = 16  # words of a long sentence


def passages(edition: Edition, document: Annotated) -> Iterator[RuleResult]:
    """A sentence beside the likest one of another document."""
    tied, seen = _tied(edition), Counter[tuple[str, int]]()
    likeness = Likeness(edition.documents)
    anchors = {id: Anchors(d.paragraphs) for id, d in edition.documents.items()}
    taken = {str(r.key) for r in edition.cross_references}  # two suggestions may be accepted together
    for score, here, there in likeness.pairs(document.id):
        ends = ((here.document, here.span.index), (there.document, there.span.index))
        if score < LEAST or frozenset(ends) in tied or any(seen[end] >= EACH for end in ends):
            continue
        seen.update(ends)
        shared = [_told(edition, here, f) for f in likeness.shared(here, there)[:4]]
        other = edition.documents[there.document]
        why = f"similar to {other.apparatus.short_title}, {_label(edition, there)}: both have {', '.join(shared)}"
        key = " ".join(w for u in (here, there) for w in _words(edition, u)[:4])
        yield RuleResult(
            here.span, why, "cross_references.yaml", _entry(edition, anchors, here, there, shared, taken), score, key
        )


def _entry(
    edition: Edition, anchors: dict[str, Anchors], here: Unit, there: Unit, shared: list[str], taken: set[str]
) -> str:
    """The YAML of a cross-reference; its key is one that is not `taken`, and then is."""
    key = base = slug("-".join(shared[:2]))
    while key in taken:
        key = f"{base}-{int(key.removeprefix(base).strip('-') or 1) + 1}"
    taken.add(key)
    units = sorted((here, there), key=lambda u: list(edition.documents).index(u.document))
    quoted = [{"document": u.document, **anchored(anchors[u.document], _quoted(edition, u))} for u in units]
    lines = [f"- key: {key}", f"  label: {scalar(', '.join(shared[:2]))}", "  passages:"]
    return "\n".join([*lines, *(f"    - {flow(fields)}" for fields in quoted)])


def _quoted(edition: Edition, unit: Unit) -> Span:
    """A sentence, or the first words of a long one."""
    words = _words(edition, unit)
    end = unit.span.start + len(" ".join(words[:_QUOTED])) if len(words) > _QUOTED + 8 else unit.span.end
    return Span(unit.span.index, unit.span.start, end)


def _words(edition: Edition, unit: Unit) -> list[str]:
    text = edition.documents[unit.document].paragraphs[unit.span.index].text
    return text[unit.span.start : unit.span.end].split(" ")


def _label(edition: Edition, unit: Unit) -> str:
    return edition.documents[unit.document].paragraphs[unit.span.index].label


def _told(edition: Edition, unit: Unit, feature: str) -> str:
    """A feature as a reader is told of it: a name by its heading, a number as readers write it, a word as printed."""
    kind, _, value = feature.rpartition(":")
    if kind == "name" and value in edition.register.names:
        return edition.register.names[value].name
    if kind == "number":
        return value if value.endswith("%") else f"{float(value):,g}"
    words = (w.strip(".,;:!?\"'()[]").lower() for w in _words(edition, unit))
    return next((w for w in words if stem(w) == value), value)


def _tied(edition: Edition) -> set[frozenset[tuple[str, int]]]:
    """Every two paragraphs that a cross-reference has."""
    found = set()
    for reference in edition.cross_references:
        places = [
            (p.document, index)
            for p in reference.passages
            for index in range(p.extent.first.index, p.extent.last.index + 1)
        ]
        found |= {frozenset((a, b)) for a in places for b in places}
    return found
