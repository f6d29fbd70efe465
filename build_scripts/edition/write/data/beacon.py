"""Stage 6, write: BEACON files, which tell the keepers of an authority file which of its entries this edition has.

In: `Edition`. Out: `data/beacon-KIND.txt` for each kind of identifier that a register entry has.
"""

from __future__ import annotations

from edition.model.addresses import canonical
from edition.model.edition import Edition
from edition.model.names import IDENTIFIERS


def write_beacons(edition: Edition) -> dict[str, bytes]:
    """A file for each authority; none for one that no entry names."""
    files = {}
    for kind in IDENTIFIERS:
        path = f"data/beacon-{kind}.txt"
        links = sorted(
            f"{value}|{' '.join(name.name.replace('|', ' ').split())}|{name.address.strip('/')}/"
            for name in edition.register.names.values()
            for found, value in name.identifiers
            if found == kind
        )
        if links:
            files[path] = "\n".join([*_head(edition, kind, path), "", *links, ""]).encode()
    return files


def _head(edition: Edition, kind: str, path: str) -> list[str]:
    settings = edition.settings
    fields = {
        "FORMAT": "BEACON",
        "PREFIX": IDENTIFIERS[kind].removesuffix("{}"),
        "TARGET": canonical(edition, "/{+ID}"),
        "RELATION": "http://www.w3.org/2000/01/rdf-schema#seeAlso",
        "NAME": settings.title,
        "DESCRIPTION": settings.description,
        "CREATOR": "; ".join(settings.editors),
        "HOMEPAGE": settings.address,
        "FEED": canonical(edition, f"/{path}"),
        "TIMESTAMP": settings.released,
    }
    return [f"#{key}: {' '.join(str(value).split())}" for key, value in fields.items()]
