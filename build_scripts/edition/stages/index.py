"""The analytical index: headings and subheadings with locators, see and see also.

In: the index entries of all documents, those of notes, pages and items of the calendar, `source_texts/index.yaml`.
Out: `Heading`s in filing order. A locator in a text is a document with a paragraph or a range of paragraphs; those that touch
are merged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from rapidfuzz import fuzz, process

from edition.files.fields import Fields, Items
from edition.files.yaml_places import load_yaml
from edition.model.annotations import Annotated, IndexEntry
from edition.model.edition import Elsewhere, Heading, Locator, NoteLocator
from edition.model.names import sort_key
from edition.model.placed import Text
from edition.model.problem import Place, Problem
from edition.source.typography import typeset

INDEX_FILE = "source_texts/index.yaml"


Entries = Iterable[tuple[Text, Elsewhere]]  # headings with such locators, in the order in which they are printed


def load_index_file(root: Path, problems: list[Problem]) -> Fields:
    """What `index.yaml` has; nothing where it is missing, or, with the reason reported, where it is no mapping."""
    data = load_yaml(root, INDEX_FILE, problems) if (root / INDEX_FILE).exists() else None
    if isinstance(data, Items):
        problems.append(
            Problem("wrong-shape", data.place, "the file must contain a mapping", "begin with see: or see_also:")
        )
    return data if isinstance(data, Fields) else Fields(Place(INDEX_FILE), problems)


def indexed_notes(documents: Iterable[Annotated]) -> Iterator[tuple[Text, NoteLocator]]:
    """The headings under which notes stand, each with the note, in the order of the documents and of their text."""
    for document in documents:
        for mark in document.notes:
            paragraph = document.paragraphs[mark.span.index]
            for heading in mark.note.index:
                yield heading, NoteLocator(document.id, paragraph.number, paragraph.label, str(mark.note.key))


def make_index(
    documents: Mapping[str, Annotated], others: Entries, data: Fields, problems: list[Problem]
) -> tuple[Heading, ...]:
    """The index of all documents, and of what else is indexed; `data` is what the file of the index has."""
    found: dict[str, dict[str, list[Locator]]] = {}
    elsewhere: dict[str, dict[str, dict[Elsewhere, None]]] = {}
    for document in documents.values():
        for entry in document.index:
            locator = _locator(document, entry, problems)
            if locator:
                main, sub = _parted(entry.heading)
                found.setdefault(main, {}).setdefault(sub, []).append(locator)
    for heading, other in others:
        main, sub = _parted(heading)
        found.setdefault(main, {}).setdefault(sub, [])
        elsewhere.setdefault(main, {}).setdefault(sub, {})[other] = None
    missing = {typeset(heading): heading for heading in data.texts("not_mentioned")}
    see, see_also = references(data, found, missing, problems)
    data.close()
    problems += _mentioned(missing.values(), found, documents.values())
    order = {id: n for n, id in enumerate(documents)}
    headings = [
        Heading(
            main,
            merge(found.get(main, {}).get("", ()), order),
            tuple((s, merge(found[main][s], order)) for s in sorted(found.get(main, {}), key=sort_key) if s),
            see.get(main, ()),
            see_also.get(main, ()),
            {sub: tuple(others) for sub, others in elsewhere.get(main, {}).items()},
            main not in missing,
        )
        for main in {**found, **see, **missing}
    ]
    return tuple(sorted(headings, key=lambda h: sort_key(h.text)))


def _mentioned(
    missing: Iterable[Text], found: Mapping[str, object], documents: Iterable[Annotated]
) -> Iterator[Problem]:
    """Headings that are said not to be mentioned, and are."""
    patterns = {
        heading: re.compile(rf"(?<!\w){re.escape(typeset(heading))}(?!\w)", re.IGNORECASE) for heading in missing
    }
    texts = [(d, text) for d in documents if patterns for text in _texts(d)]
    for heading, pattern in patterns.items():
        where = next((document.id for document, text in texts if pattern.search(text)), "")
        if typeset(heading) in found or where:
            told = f"occurs in {where}" if where else "has locators"
            message, cure = f"{str(heading)!r} {told}", "remove it from not_mentioned, and index the passage"
            yield Problem("heading-is-mentioned", heading.place, message, cure)


def _texts(document: Annotated) -> Iterator[str]:
    """The words of a document and of its notes."""
    yield from (typeset(paragraph.text) for paragraph in document.paragraphs)
    yield from (mark.note.text for mark in document.notes)


def _parted(heading: str) -> tuple[str, str]:
    """A heading and its subheading, which may be empty."""
    main, _, sub = heading.partition(SEPARATOR)
    return main.strip(), sub.strip()


def merge(locators: Iterable[Locator], order: Mapping[str, int]) -> tuple[Locator, ...]:
    """Locators in the order of the documents, those that overlap or follow each other made one range."""
    merged: list[Locator] = []
    for document, group in groupby(sorted(locators, key=lambda x: (order[x.document], x)), lambda x: x.document):
        run: list[Locator] = []
        for locator in group:
            if run and locator.first.place <= run[-1].last.place + 1:
                run[-1] = Locator(document, run[-1].first, max(run[-1].last, locator.last))
            else:
                run.append(locator)
        merged += run
    return tuple(merged)


def divide(
    headings: Sequence[Heading], parts: Mapping[str, str], elsewhere: str = ""
) -> dict[str, tuple[Heading, ...]]:
    """The index of each part of the edition alone: its own locators, and references to headings that it has.

    `parts` says by its id to which part a document belongs; `elsewhere` is the part that has all that is in no document.
    """
    made: dict[str, dict[str, Heading]] = {part: {} for part in parts.values()}
    for heading in headings:
        own, below = _by_part(heading.locators, parts), dict[str, list[tuple[str, tuple[Locator, ...]]]]()
        others = _others_by_part(heading, parts, elsewhere)
        for text, found in heading.subheadings:
            by_part = _by_part(found, parts)
            for part in {**by_part, **dict.fromkeys(p for p, those in others.items() if text in those)}:
                below.setdefault(part, []).append((text, by_part.get(part, ())))
        for part in {**own, **below, **others, **({} if heading.mentioned else {elsewhere: ()})}:
            if part in made:
                kept = tuple(below.get(part, ()))
                made[part][heading.text] = replace(
                    heading, locators=own.get(part, ()), subheadings=kept, elsewhere=others.get(part, {})
                )
    for heading in headings:
        for here in made.values() if heading.see else ():
            targets = tuple(t for t in heading.see if t.partition(SEPARATOR)[0] in here)
            if targets and heading.text not in here:
                here[heading.text] = replace(heading, see=targets, see_also=())
    order = {h.text: n for n, h in enumerate(headings)}
    return {
        part: tuple(sorted(map(_known(here), here.values()), key=lambda h: order[h.text]))
        for part, here in made.items()
    }


def _others_by_part(
    heading: Heading, parts: Mapping[str, str], elsewhere: str
) -> dict[str, dict[str, tuple[Elsewhere, ...]]]:
    """The locators that are no paragraphs, by part and subheading: a note belongs to the part of its document."""
    found: dict[str, dict[str, tuple[Elsewhere, ...]]] = {}
    for text, others in heading.elsewhere.items():
        for other in others:
            here = found.setdefault(parts[other.document] if isinstance(other, NoteLocator) else elsewhere, {})
            here[text] = (*here.get(text, ()), other)
    return found


def _known(found: Mapping[str, Heading]) -> Callable[[Heading], Heading]:
    """A heading with those of its references that lead somewhere among these."""
    return lambda h: replace(h, see_also=tuple(t for t in h.see_also if t.partition(SEPARATOR)[0] in found))


def _by_part(locators: Iterable[Locator], parts: Mapping[str, str]) -> dict[str, tuple[Locator, ...]]:
    found: dict[str, list[Locator]] = {}
    for locator in locators:
        found.setdefault(parts[locator.document], []).append(locator)
    return {part: tuple(locators) for part, locators in found.items()}


def _locator(document: Annotated, entry: IndexEntry, problems: list[Problem]) -> Locator | None:
    """The paragraphs of an entry; None, with the reason reported, where it stands on words of the head or a heading."""
    inside = document.paragraphs[entry.extent.first.index : entry.extent.last.index + 1]
    numbers = [p.number for p in inside if p.number is not None]
    if numbers:
        return Locator(document.id, numbers[0], numbers[-1])
    message = f"the heading {str(entry.heading)!r} has no paragraph: the words quoted are in the {inside[0].label}"
    problems.append(Problem("bad-value", entry.heading.place, message, "anchor the entry to words in a paragraph"))
    return None


SEPARATOR = " > "


References = dict[str, tuple[str, ...]]


def references(
    data: Fields, known: Mapping[str, Mapping[str, object]], missing: Mapping[str, object], problems: list[Problem]
) -> tuple[References, References]:
    """(see, see also) by heading; every target must be a heading with locators."""
    see, see_also = (_table(data.fields(name), known, problems) for name in ("see", "see_also"))
    for heading, key in data.fields("see").keys_seen.items():
        if typeset(heading) in known or typeset(heading) in missing:
            cure = "make it a see_also, or move the locators to the target"
            message = f"{heading!r} has locators of its own; see is only for headings without locators"
            if typeset(heading) in missing:
                message = f"{heading!r} is under not_mentioned; see is only for headings that lead to another"
                cure = "make it a see_also, or remove it from not_mentioned"
            problems.append(Problem("unknown-heading", key.place, message, cure))
    for heading, key in data.fields("see_also").keys_seen.items():
        if typeset(heading) not in known and typeset(heading) not in missing:
            message = f"{heading!r} is not an index heading, so no reader would reach this reference"
            problems.append(Problem("unknown-heading", key.place, message, _closest(heading, known)))
    return see, see_also


def _table(fields: Fields, known: Mapping[str, Mapping[str, object]], problems: list[Problem]) -> References:
    """The targets of every heading of `see` or `see_also`: one text, or a list."""
    table = {}
    for heading, value in fields.items():
        targets = (fields.text(heading),) if isinstance(value, Text) else fields.texts(heading)
        for target in targets:
            main, _, sub = typeset(target).partition(SEPARATOR)
            if sub not in {"", *known.get(main, ())} or main not in known:
                message = f"{str(target)!r} is not an index heading with locators"
                problems.append(Problem("unknown-heading", target.place, message, _closest(target, known)))
        table[typeset(heading)] = tuple(map(typeset, targets))
    return table


def _closest(heading: str, known: Mapping[str, Mapping[str, object]]) -> str:
    texts = [f"{main}{SEPARATOR}{sub}" if sub else main for main, subs in known.items() for sub in ("", *subs)]
    found = process.extractOne(heading, texts, scorer=fuzz.ratio, score_cutoff=60)
    return (
        f"did you mean {found[0]!r}?"
        if found
        else "refer to a heading in the apparatus files, spelled exactly as it is there"
    )
