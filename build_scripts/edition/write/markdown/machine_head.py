"""What the head of a document's page tells machines: reference managers, search engines, link previews.

In: `Edition`, one document, the files offered. Out: fields of the front matter, which `partials/document-head.html`
writes as tags. schema.org's description is one data block of JSON-LD; everything else is a field that several tags share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from edition.model.addresses import beside, canonical
from edition.model.annotations import Annotated
from edition.model.edition import Edition
from edition.model.names import IDENTIFIERS, Name
from edition.model.typography import unmarked
from edition.write.citing.record import Record, holding, record
from edition.write.formats import FORMATS, LANGUAGE, NOTES_LICENCE, without_empty

_TYPES = {"people": "Person", "places": "Place", "organizations": "Organization"}  # all other names are defined terms
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")
Json = dict[str, Any]


def head_fields(edition: Edition, document: Annotated, offered: Iterable[str]) -> Json:
    """The fields of the front matter that the head of the page is made of; `offered` are the paths of files."""
    made, offered = record(edition, document), set(offered)
    formats = [f for f in FORMATS if beside(document, f.suffix) in offered]
    return {
        "edition": edition.settings.title,
        "language": LANGUAGE,
        "issued": "/".join(f"{n:02}" for n in _first_date(made)),
        "archive_location": holding(edition, document)[1],
        "rights": canonical(edition, "/about/rights/"),
        "formats": [{"href": f"{document.id}{f.suffix}", "type": f.media_type, "title": f.name} for f in formats],
        "json_ld": json_ld(edition, document, made, [(beside(document, f.suffix), f.media_type) for f in formats]),
    }


def json_ld(edition: Edition, document: Annotated, made: Record, files: list[tuple[str, str]]) -> Json:
    """The document in schema.org's words: the record in its archive, the notes on it, the edition that both stand in."""
    apparatus = document.apparatus
    notes = {"@type": "CreativeWork", "name": f"Notes on {apparatus.short_title}", "license": NOTES_LICENCE}
    archive, location = holding(edition, document)
    return without_empty(
        {
            "@context": "https://schema.org",
            "@type": ["Manuscript", "ArchiveComponent"],
            "@id": made["URL"],
            "url": made["URL"],
            "name": document.title,
            "alternateName": str(apparatus.short_title),
            "dateCreated": "-".join(f"{n:02}" for n in _first_date(made)),
            "inLanguage": LANGUAGE,
            "abstract": made.get("abstract"),
            "identifier": str(apparatus.archive_reference),
            "holdingArchive": {"@type": "ArchiveOrganization", "name": archive} if archive else None,
            "itemLocation": location,
            "sameAs": str(apparatus.canonical_address),
            "translator": [{"@type": "Person", "name": _full_name(n)} for n in made.get("translator", [])],
            "contentLocation": _thing(edition, str(apparatus.place)),
            "mentions": [_thing(edition, id) for id in dict.fromkeys(str(m.name) for m in document.mentions)],
            "isPartOf": _edition_ld(edition),
            "hasPart": notes,
            "usageInfo": canonical(edition, "/about/rights/"),
            "encoding": [
                {"@type": "MediaObject", "contentUrl": canonical(edition, f"/{p}"), "encodingFormat": t}
                for p, t in files
            ],
        }
    )


def _edition_ld(edition: Edition) -> Json:
    """The edition of which a document is a part."""
    settings = edition.settings
    return {
        "@type": "CreativeWork",
        "@id": settings.address,
        "name": settings.title,
        "description": settings.description,
        "version": settings.version,
        "datePublished": settings.released,
        "editor": [{"@type": "Organization", "name": editor} for editor in settings.editors],
    }


def _thing(edition: Edition, id: str) -> Json | None:
    """A name with the address of its entry, and those of the same thing elsewhere."""
    name = edition.register.names.get(id)
    if name is None:
        return None
    about = {"@type": _TYPES.get(name.register, "DefinedTerm"), "@id": canonical(edition, name.address)}
    return without_empty({**about, "name": str(name.name)})


def name_ld(edition: Edition, name: Name) -> Json:
    """A name in schema.org's words, for the page of its entry; a date only where it is sure, as schema.org cannot doubt."""
    kind, here = _TYPES.get(name.register, "DefinedTerm"), canonical(edition, name.address)
    dates = {"birthDate": name.born, "deathDate": name.died} if kind == "Person" else {}
    where = dict(name.location) if kind == "Place" else {}
    return without_empty(
        {
            "@context": "https://schema.org",
            "@type": kind,
            "@id": here,
            "url": here,
            "name": str(name.name),
            "alternateName": list(dict.fromkeys(s for _, s in name.spellings if s != name.name)),
            "description": unmarked(name.note),
            **{key: str(date) for key, date in dates.items() if _DAY.fullmatch(date)},
            "geo": {"@type": "GeoCoordinates", "latitude": where["lat"], "longitude": where["lon"]} if where else None,
            "inDefinedTermSet": canonical(edition, f"/{name.register}/") if kind == "DefinedTerm" else None,
            "sameAs": _elsewhere(name),
            "subjectOf": {
                "@type": "CreativeWork",
                "@id": f"{here}#entry",
                "name": f"Entry: {name.name}",
                "license": NOTES_LICENCE,
                "isPartOf": edition.settings.address,
            },
        }
    )


def _elsewhere(name: Name) -> list[str]:
    return [IDENTIFIERS[kind].format(value) for kind, value in name.identifiers]


def _first_date(made: Record) -> list[int]:
    """Year, month and day, as much as is known: of a span, its beginning."""
    parts: list[list[int]] = made.get("issued", {}).get("date-parts", [[]])
    return parts[0]


def _full_name(name: dict[str, str]) -> str:
    return name.get("literal") or " ".join(name[k] for k in ("given", "family") if k in name)
