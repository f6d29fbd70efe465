"""The registers: people, places, peoples, organizations and terms.

In: `source_texts/register/*.yaml`. Out: one `Register` with every `Name` by id, and the names that a printed form may mean.
Does not look at any document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.utils import default_process

from edition.files.fields import Fields, check_id
from edition.files.yaml_places import load_yaml
from edition.model.apparatus import CERTAINTIES
from edition.model.names import IDENTIFIERS, REGISTERS, SYSTEMS, Name, Register
from edition.model.placed import Text
from edition.model.problem import Problem
from edition.model.typography import straight
from edition.source.dates import check_date
from edition.source.quotations import source_refs
from edition.source.typography import typeset

_IDENTIFIER = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9/._-]*)?")


_NUMBER = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]+)?")


def load_register(root: Path, problems: list[Problem]) -> Register:
    """Load every register; an id that stands in two of them is reported."""
    names: dict[str, Name] = {}
    for register in REGISTERS:
        path = f"source_texts/register/{register}.yaml"
        data = load_yaml(root, path, problems) if (root / path).exists() else None
        if isinstance(data, Fields):
            for id, key in data.keys_seen.items():
                if id in names:
                    cure = f"it is also in register/{names[id].register}.yaml: choose another ID"
                    problems.append(Problem("duplicate-key", key.place, f"duplicate ID {id!r}", cure))
                names.setdefault(id, _name(register, key, data.fields(id), problems))
        elif data is not None:
            message, cure = "a register must contain a mapping, not a list", "begin each entry with its ID and a colon"
            problems.append(Problem("wrong-shape", data.place, message, cure))
    forms = _ids((str(form), name) for name in names.values() for form in name.forms)
    return Register(names, forms, _ids((straight(s), name) for name in names.values() for _, s in name.spellings))


def _ids(pairs: Iterable[tuple[str, Name]]) -> dict[str, tuple[str, ...]]:
    """For each text the ids of the names it may mean, in the order of the registers."""
    found: dict[str, dict[str, None]] = {}
    for text, name in pairs:
        found.setdefault(text, {})[str(name.id)] = None
    return {text: tuple(ids) for text, ids in found.items()}


def _name(register: str, id: Text, entry: Fields, problems: list[Problem]) -> Name:
    check_id(id, problems)
    traditional, simplified = _chinese(entry)
    heading = typeset(entry.required("name"))
    name = Name(
        id=id,
        register=register,
        name=heading,
        sort=typeset(entry.text("sort")) or heading,
        kind=typeset(entry.text("kind")),
        forms=entry.texts("forms"),
        variants=_variants(entry),
        traditional=traditional,
        simplified=simplified,
        cyrillic=entry.text("cyrillic"),
        born=check_date(entry.text("born"), problems),
        died=check_date(entry.text("died"), problems),
        date=check_date(entry.text("date"), problems),
        modern_name=typeset(entry.text("modern_name")),
        post=typeset(entry.text("post")),
        status=typeset(entry.text("status")),
        location=_location(entry, problems),
        note=typeset(entry.text("note")),
        sources=source_refs(entry),
        certainty=entry.choice("certainty", CERTAINTIES, "certain"),
        kept=typeset(entry.text("kept")),
        identifiers=_identifiers(entry),
    )
    entry.close()
    return name


def _chinese(entry: Fields) -> tuple[str, str]:
    """(traditional, simplified): one text where both are the same."""
    if isinstance(entry.get("chinese"), Text):
        same = entry.text("chinese")
        return same, same
    fields = entry.fields("chinese")
    both = fields.text("traditional"), fields.text("simplified")
    fields.close()
    return both


def _variants(entry: Fields) -> tuple[tuple[str, str], ...]:
    fields = entry.fields("variants")
    found = [(system, typeset(spelling)) for system in SYSTEMS for spelling in fields.texts(system)]
    fields.close()
    return tuple(found)


def _location(entry: Fields, problems: list[Problem]) -> tuple[tuple[str, str], ...]:
    """Where a place lies: degrees north and east, what the point stands for, and who says so."""
    fields = entry.take("location", Fields)
    if fields is None:
        return ()
    for key, most in (("lat", 90), ("lon", 180)):
        degrees = fields.required(key)
        if degrees and not (_NUMBER.fullmatch(degrees) and abs(float(degrees)) <= most):
            cure = f"write decimal degrees between -{most} and {most}, such as 38.25"
            problems.append(Problem("bad-value", degrees.place, f"{key!r} is {str(degrees)!r}", cure))
    return tuple((key, typeset(value)) for key, value in _pairs(entry, "location", ("lat", "lon", "point", "source")))


def _identifiers(entry: Fields) -> tuple[tuple[str, str], ...]:
    """What catalogues call the name; part of an address there."""
    fields = entry.fields("identifiers")
    for kind in IDENTIFIERS:
        if not _IDENTIFIER.fullmatch(value := fields.text(kind)):
            cure = "copy only the identifier from the end of the entry's address"
            fields.problem("bad-value", value.place, f"{kind!r} is {str(value)!r}", cure)
    return _pairs(entry, "identifiers", tuple(IDENTIFIERS))


def _pairs(entry: Fields, key: str, allowed: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    fields = entry.fields(key)
    found = [(k, str(fields.text(k))) for k in allowed if fields.text(k)]
    fields.close()
    return tuple(found)


def unknown_name(name: Text, register: Register) -> Problem:
    """The problem of a name id that no register has, with the closest id."""
    closest = process.extractOne(str(name), register.names.keys(), processor=default_process, score_cutoff=60)
    cure = f"did you mean {closest[0]}? otherwise add an entry" if closest else "add an entry"
    return Problem(
        "unknown-name", name.place, f"{str(name)!r} is not in any register", f"{cure} to source_texts/register/"
    )
