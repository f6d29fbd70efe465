"""Stage 6, write: what tells other programs that there is something to fetch: a feed of versions, a catalogue of books.

In: `Edition`, the paths of the files that were made. Out: `data/feed.xml` (Atom, an entry for the version) and
`data/opds.xml` (OPDS 1.2, an entry for each document with every file that a reading program opens).
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml.builder import ElementMaker  # type: ignore[import-untyped]

from build_scripts.annotated import Annotated
from build_scripts.formats import FORMATS, LANGUAGE, beside, canonical, summary
from build_scripts.gather import Edition
from build_scripts.tei_elements import Element, to_xml, xml

FEED, CATALOGUE = "data/feed.xml", "data/opds.xml"
ATOM, TERMS = "http://www.w3.org/2005/Atom", "http://purl.org/dc/terms/"
BOOKS = ("application/epub+zip", "application/pdf", "text/plain")  # what programs for reading open
KIND = "application/atom+xml;profile=opds-catalog;kind=acquisition"
ACQUIRE = "http://opds-spec.org/acquisition/open-access"
A, D = (ElementMaker(namespace=n, nsmap={None: ATOM, "dcterms": TERMS}) for n in (ATOM, TERMS))


def write_feeds(edition: Edition, offered: Iterable[str]) -> dict[str, bytes]:
    """The feed and the catalogue; `offered` are the paths of the files beside the documents."""
    return {FEED: to_xml(_feed(edition)), CATALOGUE: to_xml(_catalogue(edition, set(offered)))}


def _feed(edition: Edition) -> Element:
    settings = edition.settings
    said = f"Version {xml(settings.version)}: {', '.join(f'{n:,} {what}' for what, n in _counted(edition))}."
    entry = A.entry(
        A.id(f"{settings.address}#version-{xml(settings.version)}"),
        A.title(f"{xml(settings.title)}, version {xml(settings.version)}"),
        A.updated(_moment(edition)),
        A.link(rel="alternate", href=settings.address),
        A.summary(said),
    )
    return A.feed(*_head(edition, FEED, "Versions"), A.link(rel="alternate", href=settings.address), entry)


def _counted(edition: Edition) -> list[tuple[str, int]]:
    return [(what, edition.counts[what]) for what in ("documents", "paragraphs", "notes", "names")]


def _catalogue(edition: Edition, offered: set[str]) -> Element:
    self = A.link(rel="start", href=canonical(edition, f"/{CATALOGUE}"), type=KIND)
    entries = (_book(edition, document, offered) for document in edition.documents.values())
    return A.feed(*_head(edition, CATALOGUE, "Books", KIND), self, *entries)


def _book(edition: Edition, document: Annotated, offered: set[str]) -> Element:
    """A document with the files that can be read away from the site."""
    links = [
        A.link(rel=ACQUIRE, href=canonical(edition, f"/{path}"), type=f.media_type, title=f.name)
        for f in FORMATS
        if f.media_type in BOOKS and (path := beside(document, f.suffix)) in offered
    ]
    page = canonical(edition, document.address)
    return A.entry(
        A.id(page),
        A.title(xml(f"{document.apparatus.short_title}: {document.title}")),
        A.updated(_moment(edition)),
        D.language(LANGUAGE),
        D.identifier(page),
        A.rights(f"See {canonical(edition, '/about/rights/')}"),
        A.summary(xml(summary(document))),
        A.link(rel="alternate", href=page, type="text/html"),
        *links,
    )


def _head(edition: Edition, path: str, what: str, kind: str = "application/atom+xml") -> list[Element]:
    """What Atom wants at the head of a feed."""
    here = canonical(edition, f"/{path}")
    return [
        A.id(here),
        A.title(f"{xml(edition.settings.title)}: {what.lower()}"),
        A.updated(_moment(edition)),
        *(A.author(A.name(xml(editor))) for editor in edition.settings.editors),
        A.link(rel="self", href=here, type=kind),
    ]


def _moment(edition: Edition) -> str:
    """The day of the version as a moment, since that is the form that Atom knows."""
    return f"{edition.settings.released}T00:00:00Z"
