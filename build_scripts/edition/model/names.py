"""The registers: persons, places, peoples, organizations and terms, with every form of their names.

Loaded by `source.registers`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from edition.model.apparatus import SourceRef
from edition.model.placed import Text
from edition.model.typography import straight

REGISTERS = ("people", "places", "peoples", "organizations", "terms")  # also the folders of the published pages


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
        return {kind: tuple(n for n in filed if n.register == kind) for kind in REGISTERS}

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
