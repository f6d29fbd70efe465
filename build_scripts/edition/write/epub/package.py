"""EPUB 3: the package of a book, and its archive.

In: a `Book`: its parts as XHTML, and what a library must know of it. Out: the bytes of an EPUB, the same for the same book.
Knows nothing of documents (that is `write.epub.contents`). Written by hand, for there is little of it: EPUB 3.3 and
EPUB Accessibility 1.1 of the W3C say what must stand where. The first file of the archive is not compressed: it must not be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import lxml.etree  # type: ignore[import-untyped]
from lxml.builder import ElementMaker  # type: ignore[import-untyped]

from edition.files.zips import archive
from edition.write.epub.xhtml import H, page, typed
from edition.write.formats import LANGUAGE
from edition.write.shared.elements import Element, xml

STYLE = Path(__file__).parent / "styles/reading.css"
_OPF, _DC = "http://www.idpf.org/2007/opf", "http://purl.org/dc/elements/1.1/"
_CONTAINER = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    b'<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
_XHTML = "application/xhtml+xml"
_MARC_ROLES = "marc:relators"
_READABLE = (  # what holds for every book that is made here: text alone, in reading order
    ("schema:accessMode", "textual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityFeature", "readingOrder"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "displayTransformability"),
    ("schema:accessibilityHazard", "none"),
)
_SUMMARY = (
    "Text only: no images, audio or scripts. Headings, notes with backlinks, lists and tables are tagged; "
    "paragraph numbers are the same in every version of the edition; Chinese and Russian words are tagged by language."
)

P, D = (ElementMaker(namespace=n, nsmap={None: _OPF, "dc": _DC}) for n in (_OPF, _DC))


@dataclass(frozen=True)
class Part:
    """A file of the book, finished. `kind` is a landmark of EPUB ("index"), where it is one; `sections` are id and title."""

    file: str
    title: str
    page: bytes
    kind: str = ""
    sections: tuple[tuple[str, str], ...] = ()


def part(file: str, title: str, content: Element, kind: str = "", sections: tuple[tuple[str, str], ...] = ()) -> Part:
    """A file of the book, of what stands on its page. Only its bytes are kept: those of a large book are many."""
    return Part(file, title, page(title, content), kind, sections)


@dataclass(frozen=True)
class Book:
    """What is in a book, and what is said of it; `address` is canonical, and also its identifier."""

    address: str
    title: str
    description: str
    creators: tuple[str, ...]
    translators: tuple[str, ...]
    source: str
    rights: str
    released: str  # a day
    parts: tuple[Part, ...]


def to_epub(book: Book) -> bytes:
    """The book as a file."""
    first, *others = book.parts
    files = {"mimetype": b"application/epub+zip", "META-INF/container.xml": _CONTAINER}
    files["EPUB/package.opf"] = _xml(_package(book))
    files["EPUB/style.css"] = STYLE.read_bytes()
    files["EPUB/nav.xhtml"] = page("Contents", _navigation(book))
    files |= {f"EPUB/{p.file}": p.page for p in (first, *others)}
    return archive(files, stored=("mimetype",))


def _package(book: Book) -> Element:
    metadata = P.metadata(*_described(book), *_accessible(book))
    items = [
        P.item({"id": "nav", "href": "nav.xhtml", "media-type": _XHTML, "properties": "nav"}),
        P.item({"id": "style", "href": "style.css", "media-type": "text/css"}),
    ]
    items += [P.item({"id": _id(p), "href": p.file, "media-type": _XHTML}) for p in book.parts]
    first, *others = map(_id, book.parts)
    spine = P.spine(*(P.itemref(idref=id) for id in (first, "nav", *others)))
    head = {"version": "3.0", "unique-identifier": "identifier", "{http://www.w3.org/XML/1998/namespace}lang": LANGUAGE}
    return P.package(head, metadata, P.manifest(*items), spine)


def _id(part: Part) -> str:
    return f"f-{part.file.removesuffix('.xhtml')}"


def _described(book: Book) -> Iterator[Element]:
    """Dublin Core."""
    yield D.identifier({"id": "identifier"}, book.address)
    yield D.title(xml(book.title))
    yield D.language(LANGUAGE)
    for n, name in enumerate(book.creators):
        yield from _person(D.creator, f"creator-{n}", name, "edt")
    for n, name in enumerate(book.translators):
        yield from _person(D.contributor, f"translator-{n}", name, "trl")
    yield D.date(book.released)
    yield D.rights(xml(book.rights))
    for element, said in ((D.description, book.description), (D.source, book.source)):
        if said:
            yield element(xml(said))
    yield P.meta({"property": "dcterms:modified"}, f"{book.released}T00:00:00Z")


def _person(element: Element, id: str, name: str, role: str) -> Iterator[Element]:
    yield element({"id": id}, xml(name))
    yield P.meta({"refines": f"#{id}", "property": "role", "scheme": _MARC_ROLES}, role)


def _accessible(book: Book) -> Iterator[Element]:
    """What a reader can expect of the book. No conformance is claimed: that would need somebody's judgement."""
    index = [("schema:accessibilityFeature", "index")] if any(p.kind == "index" for p in book.parts) else []
    for key, value in (*_READABLE, *index, ("schema:accessibilitySummary", _SUMMARY)):
        yield P.meta({"property": key}, value)


def _navigation(book: Book) -> Element:
    """The contents, and the places that e-readers have buttons for."""
    contents = H.nav(typed("toc", "doc-toc", **{"aria-labelledby": "contents"}), H.h1({"id": "contents"}, "Contents"))
    contents.append(H.ol(*(_entry(p) for p in book.parts)))
    marks = H.nav(typed("landmarks", hidden="hidden", **{"aria-labelledby": "landmarks"}))
    text = next(p for p in book.parts if p.kind == "bodymatter")
    known = [("toc", "nav.xhtml#contents", "Contents"), ("bodymatter", text.file, "The text")]
    known += [(p.kind, p.file, p.title) for p in book.parts if p.kind not in ("", "bodymatter")]
    listed = H.ol(*(H.li(H.a(typed(kind, href=file), title)) for kind, file, title in known))
    marks.extend([H.h2({"id": "landmarks"}, "Landmarks"), listed])
    return H.div(contents, marks)


def _entry(part: Part) -> Element:
    item = H.li(H.a({"href": part.file}, xml(part.title)))
    if part.sections:
        item.append(H.ol(*_sections(part.file, part.sections)))
    return item


def _sections(file: str, sections: Iterable[tuple[str, str]]) -> Iterator[Element]:
    for id, title in sections:
        yield H.li(H.a({"href": f"{file}#{id}"}, xml(title)))


def _xml(root: Element) -> bytes:
    written: bytes = lxml.etree.tostring(root, encoding="UTF-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + written + b"\n"
