"""See and see also: references of the index from heading to heading.

In: the tables `see` and `see_also` of `source_texts/index.yaml`, the headings that have locators. Out: the targets of each
heading; problems where a reference leads to no heading, or stands where none can.
"""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz import fuzz, process

from build_scripts.problem import Problem
from build_scripts.typography import typeset
from build_scripts.yaml_values import Fields, Text

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
