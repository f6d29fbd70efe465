"""The analytical index: headings and subheadings with locators, see and see also.

In: the index entries of all documents, `source_texts/index.yaml`. Out: `Heading`s in filing order.
A locator is a document with a paragraph or a range of paragraphs; locators that touch are merged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from build_scripts.annotate import Annotated, IndexEntry
from build_scripts.problem import Problem
from build_scripts.register import sort_key
from build_scripts.yaml_file import Fields, Text, load_yaml

PATH = "source_texts/index.yaml"
SEPARATOR = " > "


@dataclass(frozen=True, order=True)
class Locator:
    """A document and a range of its paragraphs."""

    document: str
    first: int
    last: int


@dataclass(frozen=True)
class Heading:
    """A heading of the index with its own locators, its subheadings and its references."""

    text: str
    locators: tuple[Locator, ...] = ()
    subheadings: tuple[tuple[str, tuple[Locator, ...]], ...] = ()
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = field(default=())


def make_index(root: Path, documents: Mapping[str, Annotated], problems: list[Problem]) -> tuple[Heading, ...]:
    """The index of all documents."""
    found: dict[str, dict[str, list[Locator]]] = {}
    for document in documents.values():
        for entry in document.index:
            main, _, sub = entry.heading.partition(SEPARATOR)
            locator = _locator(document, entry)
            if locator:
                found.setdefault(main.strip(), {}).setdefault(sub.strip(), []).append(locator)
    see, see_also = _references(root, set(found), problems)
    order = list(documents)
    headings = [
        Heading(
            main,
            merge(found.get(main, {}).get("", ()), order),
            tuple((s, merge(found[main][s], order)) for s in sorted(found.get(main, {}), key=sort_key) if s),
            see.get(main, ()),
            see_also.get(main, ()),
        )
        for main in {**found, **see}
    ]
    return tuple(sorted(headings, key=lambda h: sort_key(h.text)))


def merge(locators: Iterable[Locator], order: list[str]) -> tuple[Locator, ...]:
    """Locators in the order of the documents, those that overlap or follow each other made one range."""
    merged: list[Locator] = []
    for document, group in groupby(sorted(locators, key=lambda x: (order.index(x.document), x)), lambda x: x.document):
        run: list[Locator] = []
        for locator in group:
            if run and locator.first <= run[-1].last + 1:
                run[-1] = Locator(document, run[-1].first, max(run[-1].last, locator.last))
            else:
                run.append(locator)
        merged += run
    return tuple(merged)


def _locator(document: Annotated, entry: IndexEntry) -> Locator | None:
    inside = document.paragraphs[entry.extent.first.index : entry.extent.last.index + 1]
    numbers = [p.number for p in inside if p.number is not None]
    return Locator(document.id, numbers[0], numbers[-1]) if numbers else None


def _references(
    root: Path, known: set[str], problems: list[Problem]
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """(see, see also) by heading; every target must be a heading with locators."""
    data = load_yaml(root, PATH, problems) if (root / PATH).exists() else None
    if not isinstance(data, Fields):
        return {}, {}
    tables = []
    for name in ("see", "see_also"):
        fields = data.fields(name)
        table = {}
        for heading in fields:
            targets = (fields.text(heading),) if isinstance(fields[heading], Text) else fields.texts(heading)
            for target in targets:
                if target.partition(SEPARATOR)[0] not in known:
                    message = f"{str(target)!r} is no heading of the index"
                    problems.append(
                        Problem("unknown-heading", target.place, message, "point to a heading that has locators")
                    )
            table[heading] = tuple(str(t) for t in targets)
        tables.append(table)
    data.close()
    for heading in set(tables[0]) & known:
        place = data.fields("see").keys_seen[heading].place
        message = f"{heading!r} has locators of its own"
        problems.append(
            Problem("unknown-heading", place, message, "make it a see_also, or move the locators to the target")
        )
    return tables[0], tables[1]
