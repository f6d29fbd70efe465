"""Stage 6, write: what tells other programs that there is something to fetch: a feed of versions, a catalogue of books.

In: `Edition`, the paths of the files that were made, the released versions. Out: `data/feed.xml` (Atom, an entry for each
version) and `data/opds.xml` (OPDS 1.2, an entry for the edition and each document, with every file that an e-reader opens).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lxml.builder import ElementMaker  # type: ignore[import-untyped]

from edition.model.addresses import RELEASE_PREFIX, beside, canonical
from edition.model.annotations import Annotated
from edition.model.edition import Edition
from edition.versions.released import Release
from edition.write.formats import FORMATS, LANGUAGE, WHOLE, printed_volumes, summary
from edition.write.shared.elements import Element, to_xml, xml

FEED, CATALOGUE = "data/feed.xml", "data/opds.xml"
ATOM, TERMS = "http://www.w3.org/2005/Atom", "http://purl.org/dc/terms/"
BOOKS = ("application/epub+zip", "application/pdf", "text/plain")  # what programs for reading open
KIND = "application/atom+xml;profile=opds-catalog;kind=acquisition"
ACQUIRE = "http://opds-spec.org/acquisition/open-access"
A, D = (ElementMaker(namespace=n, nsmap={None: ATOM, "dcterms": TERMS}) for n in (ATOM, TERMS))


def write_feeds(edition: Edition, offered: Iterable[str], releases: Sequence[Release] = ()) -> dict[str, bytes]:
    """The feed and the catalogue; `offered` are the paths of the files that were made, `releases` come newest first."""
    return {FEED: to_xml(_feed(edition, releases)), CATALOGUE: to_xml(_catalogue(edition, set(offered)))}


def _feed(edition: Edition, releases: Sequence[Release]) -> Element:
    """The version that is being prepared, unless it is released already, and those that were released."""
    now = [] if edition.settings.version in {r.version for r in releases} else [_now(edition)]
    entries = (*now, *(_released(edition, release) for release in releases))
    return A.feed(*_head(edition, FEED, "Versions"), A.link(rel="alternate", href=edition.settings.address), *entries)


def _now(edition: Edition) -> Element:
    settings = edition.settings
    said = f"Version {xml(settings.version)}: {', '.join(f'{n:,} {what}' for what, n in _counted(edition))}."
    return A.entry(
        A.id(f"{settings.address}#version-{xml(settings.version)}"),
        A.title(f"{xml(settings.title)}, version {xml(settings.version)}"),
        A.updated(_moment(edition)),
        A.link(rel="alternate", href=settings.address),
        A.summary(said),
    )


def _released(edition: Edition, release: Release) -> Element:
    """A version with what CHANGELOG.md said of it; its pages stay at their address."""
    pages = canonical(edition, f"/{RELEASE_PREFIX}/{release.version}/")
    return A.entry(
        A.id(pages),
        A.title(f"{xml(edition.settings.title)}, version {release.version}"),
        A.updated(f"{release.date}T00:00:00Z"),
        A.link(rel="alternate", href=pages, type="text/html"),
        A.link(rel="related", href=canonical(edition, f"/versions/{release.version}/"), type="text/html"),
        A.summary(xml(" ".join(release.changes))),
    )


def _counted(edition: Edition) -> list[tuple[str, int]]:
    return [(what, edition.counts[what]) for what in ("documents", "paragraphs", "notes", "names")]


def _catalogue(edition: Edition, offered: set[str]) -> Element:
    self = A.link(rel="start", href=canonical(edition, f"/{CATALOGUE}"), type=KIND)
    entries = (_book(edition, document, offered) for document in edition.documents.values())
    return A.feed(*_head(edition, CATALOGUE, "Books", KIND), self, *_whole(edition, offered), *entries)


def _whole(edition: Edition, offered: set[str]) -> Iterator[Element]:
    """The edition as a book, if it was made as one."""
    types = {f.name: f.media_type for f in FORMATS}
    printed = printed_volumes(offered)
    books = [(path, "PDF", f"PDF, volume {number}" if len(printed) > 1 else "PDF") for number, path in printed.items()]
    links = [
        A.link(rel=ACQUIRE, href=canonical(edition, f"/{path}"), type=types[kind], title=title)
        for path, kind, title in ((WHOLE, "EPUB", "EPUB"), *books)
        if path in offered
    ]
    if links:
        yield _acquired(edition, "/", xml(edition.settings.title), xml(edition.settings.description), links)


def _book(edition: Edition, document: Annotated, offered: set[str]) -> Element:
    """A document with the files that can be read away from the site."""
    links = [
        A.link(rel=ACQUIRE, href=canonical(edition, f"/{path}"), type=f.media_type, title=f.name)
        for f in FORMATS
        if f.media_type in BOOKS and (path := beside(document, f.suffix)) in offered
    ]
    title = xml(f"{document.apparatus.short_title}: {document.title}")
    return _acquired(edition, document.address, title, xml(summary(document)), links)


def _acquired(edition: Edition, address: str, title: str, said: str, links: Sequence[Element]) -> Element:
    """An entry of the catalogue: what stands on the page at an address, and the files to be had of it."""
    page = canonical(edition, address)
    return A.entry(
        A.id(page),
        A.title(title),
        A.updated(_moment(edition)),
        D.language(LANGUAGE),
        D.identifier(page),
        A.rights(f"See {canonical(edition, '/about/rights/')}"),
        A.summary(said),
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
