"""The bibliography: the works that may be cited, as data of CSL.

In: `source_texts/bibliography.yaml` (CSL-JSON's fields, written as YAML; facts of this edition under `custom`).
Out: `Work` by key. Its fields have the shapes that CSL-JSON 1.0.2 gives them, so that every processor can read them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from edition.files.fields import Fields, Items, Value
from edition.files.yaml_places import load_yaml
from edition.model.placed import Text
from edition.model.problem import Place, Problem
from edition.model.works import Work
from edition.source.typography import typeset
from edition.source.web_addresses import address

BIBLIOGRAPHY_FILE = "source_texts/bibliography.yaml"


# Primary and institutional sources; scholarship; reference works, and pages of institutions to look things up in. Others (the
# press of later years, textbooks, broadcasters, pages for the general reader) may stand beside these and carry nothing alone.
GRADES = ("primary", "scholarly", "reference", "other")


FIELDS = Path(__file__).parent / "csl_fields.txt"


NAMES = ("family", "given", "literal")


BESIDE_NAMES = ("dropping-particle", "non-dropping-particle", "suffix")


MANNERS = ("comma-suffix", "static-ordering", "parse-names")


def load_bibliography(root: Path, problems: list[Problem]) -> dict[str, Work]:
    """Every work by key, in the order of the file."""
    data = load_yaml(root, BIBLIOGRAPHY_FILE, problems) if (root / BIBLIOGRAPHY_FILE).exists() else None
    works: dict[str, Work] = {}
    for entry in data or ():
        if not isinstance(entry, Fields):
            problems.append(
                Problem(
                    "wrong-shape",
                    Place(BIBLIOGRAPHY_FILE),
                    "the bibliography must be a list of works",
                    "begin each with - id:",
                )
            )
            break
        key = entry.id("id")
        if key in works:
            cure = f"first used in line {works[key].key.place.line}"
            problems.append(Problem("duplicate-key", key.place, f"the work {str(key)!r} occurs twice", cure))
        works.setdefault(key, _work(key, entry))
    return works


def _work(key: Text, entry: Fields) -> Work:
    entry.required("type")
    entry.required("title")
    address(entry, "URL")
    _check_shapes(entry)
    custom = entry.fields("custom")
    work = Work(
        key,
        {k: _plain(v) for k, v in entry.items() if k != "custom" and v != ""},
        custom.choice("grade", GRADES),
        custom.choice("seen", ("true", "false"), "false") == "true",
        typeset(custom.text("consulted")),
        typeset(custom.text("title_form")),
        custom.text("whole"),
        tuple(Text(typeset(topic), topic.place) for topic in custom.texts("further_reading")),
        _to_verify(custom),
    )
    custom.text("accessed_as")
    custom.text("supports")
    custom.close()
    entry.close()
    return work


def _to_verify(custom: Fields) -> tuple[Text, ...]:
    citable, check = custom.text("citable"), custom.text("check")
    return tuple(t for t in (Text(citable.removeprefix("not yet: "), citable.place), check) if t)


def _check_shapes(entry: Fields) -> None:
    """Report what a program that reads CSL-JSON would stumble over, or pass over without a word."""
    for kind, key in _fields():
        if kind == "people":
            for person in entry.mappings(key):
                _check_person(key, person)
        elif kind == "date":
            _check_date(key, entry.fields(key))
        else:
            entry.text(key)
    entry.texts("categories")


def _check_person(key: str, person: Fields) -> None:
    if not any([person.text(part) for part in NAMES]):
        cure = "write {family: …, given: …}, or {literal: …} for an organization"
        person.problem("missing-field", person.place, f"a name under {key!r} is empty", cure)
    for part in BESIDE_NAMES:
        person.text(part)
    for manner in MANNERS:
        person.choice(manner, ("true", "false"), "false")
    person.close()


def _check_date(key: str, date: Fields) -> None:
    for text in ("literal", "raw", "season", "circa"):
        date.text(text)
    for n, parts in enumerate(date.sequence("date-parts")):
        whole = isinstance(parts, Items) and 1 <= len(parts) <= 3 and all(_is_number(p) for p in parts)
        if not whole or n > 1:
            cure = "write date-parts: [[year, month, day]], or [[from], [to]]; month and day may be missing"
            date.problem(
                "wrong-shape", parts.place, f"the date under {key!r} must be one or two lists of whole numbers", cure
            )
    date.close()


@cache
def _fields() -> tuple[tuple[str, str], ...]:
    """(what it holds, its name) of each field of CSL."""
    lines = FIELDS.read_text("utf-8").split("\n")
    return tuple((kind, name) for kind, _, name in (x.partition(" ") for x in lines if x and not x.startswith("#")))


def _is_number(value: Value) -> bool:
    return isinstance(value, Text) and value.isascii() and value.removeprefix("-").isdigit()


def _plain(value: Value) -> Any:
    """A YAML value as JSON: whole numbers only where CSL wants them, in lists within lists (the parts of dates)."""
    if isinstance(value, Text):
        return str(value)
    if isinstance(value, Items):
        return [
            [int(str(p)) if _is_number(p) else _plain(p) for p in v] if isinstance(v, Items) else _plain(v)
            for v in value
        ]
    if str(value.get("static-ordering")) == "true":  # pandoc would print such a name given name first
        return {"literal": " ".join(str(value[k]) for k in ("family", "given") if k in value)}
    return {k: _plain(v) for k, v in value.items() if v != ""}
