"""The registers: people, places, peoples, organizations and terms.

In: `source_texts/register/*.yaml`. Out: one `Register` with every `Name` by id, and the names that a printed form may mean.
Does not look at any document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.utils import default_process

from build_scripts.apparatus import CERTAINTIES
from build_scripts.dates import check_date
from build_scripts.problem import Problem
from build_scripts.quoting import SourceRef, source_refs
from build_scripts.typography import straight, typeset
from build_scripts.yaml_file import load_yaml
from build_scripts.yaml_values import Fields, Text, check_id

KINDS = ("people", "places", "peoples", "organizations", "terms")  # also the folders of the published pages
TITLES = {
    "people": "People",
    "places": "Places",
    "peoples": "Peoples and groups",
    "organizations": "Organizations",
    "terms": "Terms",
}
SYSTEMS = ("pinyin", "wade-giles", "postal", "russian", "cyrillic", "chinese", "english", "cover-name", "other")
# Where an identifier leads. pm20: the folders of the 20th Century Press Archives.
IDENTIFIERS = {
    "wikidata": "https://www.wikidata.org/entity/{}",
    "gnd": "https://d-nb.info/gnd/{}",
    "viaf": "https://viaf.org/viaf/{}",
    "lcnaf": "https://id.loc.gov/authorities/names/{}",
    "geonames": "https://www.geonames.org/{}",
    "pm20": "https://pm20.zbw.eu/folder/{}",
}
_IDENTIFIER = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9/._-]*)?")
_NUMBER = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Name:
    """A register entry."""

    id: Text
    register: str
    name: str
    sort: str
    kind: str
    forms: tuple[Text, ...]
    variants: tuple[tuple[str, str], ...]  # (system, spelling)
    traditional: str
    simplified: str
    cyrillic: str
    born: str
    died: str
    date: str
    modern_name: str
    post: str
    status: str
    location: tuple[tuple[str, str], ...]
    note: str
    sources: tuple[SourceRef, ...]
    certainty: str
    kept: str
    identifiers: tuple[tuple[str, str], ...]

    @property
    def address(self) -> str:
        return f"/{self.register}/{self.id}/"

    @cached_property
    def spellings(self) -> tuple[tuple[str, str], ...]:
        """Every spelling under which a reader may look, with its system: heading, printed forms, variants, scripts."""
        found = [("heading", self.name), *(("printed", str(f)) for f in self.forms), *self.variants]
        found += [("chinese", c) for c in (self.traditional, self.simplified) if c]
        found += [("cyrillic", self.cyrillic)] if self.cyrillic else []
        found += [("modern name", self.modern_name)] if self.modern_name else []
        seen: dict[str, tuple[str, str]] = {}
        for system, spelling in found:
            seen.setdefault(straight(spelling), (system, spelling))
        return tuple(seen.values())


@dataclass(frozen=True)
class Register:
    """All names of all registers."""

    names: dict[str, Name] = field(default_factory=dict)
    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)  # printed form -> ids
    spellings: dict[str, tuple[str, ...]] = field(default_factory=dict)  # any spelling, as it is typed -> ids

    def of(self, kind: str) -> tuple[Name, ...]:
        """The names of one register, in filing order."""
        return self._filed[kind]

    def spelled(self, text: str) -> tuple[str, ...]:
        """The ids of the names that a text is a spelling of."""
        return self.spellings.get(straight(text), ())

    @cached_property
    def _filed(self) -> dict[str, tuple[Name, ...]]:
        filed = sorted(self.names.values(), key=filing)
        return {kind: tuple(n for n in filed if n.register == kind) for kind in KINDS}

    @cached_property
    def _order(self) -> dict[str, int]:
        return {id: number for number, id in enumerate(self.names)}

    def those(self, ids: Iterable[str]) -> list[Name]:
        """Some names by their ids, in the order of the registers; an id that stands in none is left out.

        Goes through the ids, not through all names: what every document asks must not take longer in a larger edition.
        """
        return [self.names[id] for id in sorted((id for id in ids if id in self.names), key=self._order.__getitem__)]


def sort_key(text: str) -> tuple[str, str]:
    """Filing order: letters and digits without regard to case, then the text itself."""
    return ("".join(c for c in text.casefold() if c.isalnum() or c == " "), text)


def filing(name: Name) -> tuple[str, str]:
    """What a name is filed by."""
    return sort_key(name.sort)


def load_register(root: Path, problems: list[Problem]) -> Register:
    """Load every register; an id that stands in two of them is reported."""
    names: dict[str, Name] = {}
    for register in KINDS:
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
