"""Quoted words and references to works, as editors write them in every file.

In: fields of a YAML file. Out: `Quote`, `Passage`, `SourceRef`, typed, with their places.
Does not look at any text: `stages.anchors` finds the words, `checks.support` the works.
"""

from __future__ import annotations

from collections.abc import Container

from edition.files.fields import Fields
from edition.model.apparatus import Quote, QuotedPassage, SourceRef
from edition.model.placed import Text
from edition.model.problem import Problem
from edition.source.typography import typeset


def source_refs(entry: Fields, key: str = "sources") -> tuple[SourceRef, ...]:
    """A field such as `sources`: each item a key of the bibliography, or a mapping of `work` and `at`.

    Or one of `item` and `at`; with `work` where the item is cited by another of its works than the first.
    """
    refs = []
    for item in entry.sequence(key):
        if isinstance(item, Text):
            refs.append(SourceRef(item))
        elif isinstance(item, Fields):
            refs.append(_source_ref(item))
            item.close()
        else:
            entry.problem(
                "wrong-shape", item.place, "a source is a key or a mapping of work and at", "correct this item"
            )
    return tuple(refs)


def _source_ref(entry: Fields) -> SourceRef:
    at = typeset(entry.text("at"))
    if "item" in entry:
        return SourceRef(entry.text("work"), at, entry.required("item"), at)
    return SourceRef(entry.required("work"), at)


def known_item(key: Text, known: Container[str], problems: list[Problem]) -> bool:
    """Whether a key is that of an item of the calendar; reported if it is not."""
    if key in known:
        return True
    cure = "write the key of an item in source_texts/calendar.yaml"
    problems.append(Problem("unknown-item", key.place, f"{str(key)!r} is not an item of the calendar", cure))
    return False


def quote(entry: Fields) -> Quote:
    """The fields `at`, `before`, `after` of an anchored entry."""
    return Quote(_words(entry, "at", True), _words(entry, "before"), _words(entry, "after"))


def passage(entry: Fields) -> QuotedPassage:
    """Either `at` (words), or `from` and `to` (each words, or a mapping of at, before, after)."""
    if "from" not in entry:
        return QuotedPassage(quote(entry))
    ends = [_end(entry, key) for key in ("from", "to")]
    return QuotedPassage(ends[0], ends[1])


def _end(entry: Fields, key: str) -> Quote:
    if isinstance(entry.get(key), Fields):
        fields = entry.fields(key)
        end = quote(fields)
        fields.close()
        return end
    return Quote(_words(entry, key, True))


def _words(entry: Fields, key: str, required: bool = False) -> Text:
    """Quoted words, with their outer spaces: these can be what makes a quotation unique."""
    if required:
        entry.required(key)
    return entry.take(key, Text) or Text("", entry.place)
