"""Stage 6, write: the EPUBs, one a document and one of the whole edition.

In: `Edition`, the project's folder (for the pages that people wrote). Out: `documents/ID/ID.epub`, `edition.epub`.
What a book holds and where its links lead is said here; how a document, a register, an index look is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from edition.model.addresses import CALENDAR_PAGE, beside, canonical
from edition.model.annotations import Annotated
from edition.model.dates import print_date
from edition.model.edition import Edition
from edition.write.epub import back_matter as epub_back
from edition.write.epub.back_matter import chapter
from edition.write.epub.document import text
from edition.write.epub.front_matter import CONTENTS_OF_RIGHTS, title_of_document, title_of_edition
from edition.write.epub.package import Book, Part, part, to_epub
from edition.write.epub.xhtml import Goals, H, Online, inline
from edition.write.formats import WHOLE, summary
from edition.write.shared.elements import Element

Values = Mapping[str, Any]


def goals_of_document(data: Values, lead: Online) -> Goals:
    """Where links lead in the book of one document; `data` is what it holds, `lead` leads to the published site."""
    document = data["document"]
    file = f"{document['id']}.xhtml"
    found = {f"p:{document['id']}:{id}": f"{file}#{id}" for id in ids(document)}
    found |= {f"f:{document['id']}:{key}": f"{file}#fn-{key}" for key in document["notes"]}
    found |= {f"n:{e['id']}": f"names.xhtml#n-{e['id']}" for r in data["registers"] for e in r["entries"]}
    found |= epub_back.index_places(data["index"], "index.xhtml")
    return Goals(lead, found | {f"b:{w['key']}": f"works.xhtml#b-{w['key']}" for w in data["works"]})


def chapters_of_document(document: Annotated, data: Values, goals: Goals) -> dict[str, Element]:
    """The text of a document and what stands after it, by the files of its book."""
    made = {f"{document.id}.xhtml": text(document, data["document"], goals)}
    if data["registers"]:
        made["names.xhtml"] = chapter("names", "Names", names(data["registers"], goals))
    if data["index"]:
        made["index.xhtml"] = _index(data, goals)
    if data["works"]:
        works = epub_back.works(data["works"], goals)
        made["works.xhtml"] = chapter("works", "Works cited", works, "bibliography", "doc-bibliography")
    return made


def epub_of_document(
    edition: Edition, document: Annotated, data: Values, goals: Goals, chapters: Mapping[str, Element]
) -> bytes:
    """The book of one document, of its values and chapters."""
    return to_epub(_document(edition, document, data, goals, chapters))


def goals_of_edition(edition: Edition, data: Values, lead: Online) -> Goals:
    """Where links lead in the book of the whole edition; `data` is what it holds around the documents."""
    found = {f"p:{d.id}:{p.id}": f"{d.id}.xhtml#{p.id}" for d in edition.documents.values() for p in d.paragraphs}
    notes = ((d.id, mark.note.key) for d in edition.documents.values() for mark in d.notes)
    found |= {f"f:{id}:{key}": f"{id}.xhtml#fn-{key}" for id, key in notes}
    found |= {f"n:{e['id']}": f"{_register_file(r)}#n-{e['id']}" for r in data["registers"] for e in r["entries"]}
    found |= epub_back.index_places(data["index"], "index.xhtml")
    found |= {
        f"b:{e['key']}": f"works.xhtml#b-{e['key']}" for g in data["bibliography"] for e in g["entries"] if e["key"]
    }
    found |= {f"k:{i['key']}": f"calendar.xhtml#k-{i['key']}" for i in data["calendar"]}
    found |= {f"d:{CALENDAR_PAGE}": "calendar.xhtml"} if data["calendar"] else {}
    found |= {f"x:{p['key']}": f"passages.xhtml#x-{p['key']}" for p in data["passages"]}
    for page in (*data["front"], *data["last"]):
        found[f"d:{page['path']}"] = _page_file(page)
        found |= {f"d:{page['path']}#{id}": f"{_page_file(page)}#{epub_back.section_id(id)}" for id in _sections(page)}
    return Goals(lead, found)


def text_part(document: Annotated, values: Values, content: Element, kind: str = "bodymatter") -> Part:
    """The text of a document as a part of a book."""
    sections = [(b["id"], b["text"]) for b in values["blocks"] if b["kind"] == "heading"]
    sections += [("notes", "Notes")] if document.notes else []
    return part(f"{document.id}.xhtml", f"{values['short']}", content, kind, tuple(sections))


def epub_of_edition(edition: Edition, data: Values, texts: Sequence[Part], goals: Goals) -> bytes:
    """The book of the whole edition: the texts of its documents, and what stands around them."""
    settings = edition.settings
    parts = [part("title.xhtml", "About this book", title_of_edition(data)), *_pages(data["front"], goals), *texts]
    parts += [*_back(data, goals), *_pages(data["last"], goals), _colophon(data)]
    translators = [str(d.apparatus.translator) for d in edition.documents.values() if d.apparatus.translator]
    made = Book(
        address=canonical(edition, f"/{WHOLE}"),
        title=settings.title,
        description=f"{settings.description}. Version {settings.version}.",
        creators=tuple(map(str, settings.editors)),
        translators=tuple(dict.fromkeys(translators)),
        source="",
        rights=CONTENTS_OF_RIGHTS,
        released=settings.released,
        parts=tuple(parts),
    )
    return to_epub(made)


def ids(document: Values) -> Iterator[str]:
    """The ids of everything in the text of a document that can be led to."""
    yield from (part["id"] for part in (*document["head"], *document["blocks"]))


def _document(
    edition: Edition, document: Annotated, data: Values, goals: Goals, chapters: Mapping[str, Element]
) -> Book:
    """The book of one document."""
    values, settings = data["document"], edition.settings
    parts = [
        part("title.xhtml", "About this book", title_of_document(edition, document, values, goals)),
        text_part(document, values, chapters[f"{document.id}.xhtml"]),
    ]
    registers = tuple((f"names-{r['kind']}", r["title"]) for r in data["registers"])
    back = (
        ("names", "Names", "", registers),
        ("index", "Index", "index", ()),
        ("works", "Works cited", "bibliography", ()),
    )
    for name, title, kind, sections in back:
        if (file := f"{name}.xhtml") in chapters:
            parts.append(part(file, title, chapters[file], kind, sections))
    return Book(
        address=canonical(edition, f"/{beside(document, '.epub')}"),
        title=f"{document.title}, {print_date(document.apparatus.date)}",
        description=f"{summary(document)} From {settings.title}, version {settings.version}.".strip(),
        creators=tuple(map(str, settings.editors)),
        translators=(str(document.apparatus.translator),) if document.apparatus.translator else (),
        source=str(document.apparatus.archive_reference),
        rights=CONTENTS_OF_RIGHTS,
        released=settings.released,
        parts=tuple(parts),
    )


def names(registers: Iterable[Values], goals: Goals, level: Any = H.h2) -> Iterator[Element]:
    """The names of one document, register by register."""
    for register in registers:
        yield level({"id": f"names-{register['kind']}"}, register["title"])
        yield from epub_back.register(register["entries"], goals)


def _index(data: Values, goals: Goals) -> Element:
    content = epub_back.index(data["index"], data["index-how"], goals)
    return chapter("index", "Index", content, "index", "doc-index")


def _register_file(register: Values) -> str:
    return f"names-{register['kind']}.xhtml"


def _page_file(page: Values) -> str:
    return f"page-{page['path'].removesuffix('.md').replace('/', '-')}.xhtml"


def _sections(page: Values) -> Iterator[str]:
    """The ids of the sections of a page that people wrote."""
    yield from (block["id"] for block in page["blocks"] if block["kind"] == "heading")


def _pages(pages: Iterable[Values], goals: Goals) -> Iterator[Part]:
    """The pages that people wrote."""
    for page in pages:
        title = "".join(H.span(*inline(page["title"], goals)).itertext())
        yield part(_page_file(page), title, chapter("page", title, epub_back.by_hand(page["blocks"], goals)))


def _back(data: Values, goals: Goals) -> Iterator[Part]:
    """What stands after the texts."""
    listed = (
        ("chronology", "Chronology", epub_back.chronology(data["chronology"], goals)),
        ("calendar", "Calendar", epub_back.calendar(data["calendar"], goals)),
        ("passages", "Parallel passages", epub_back.passages(data["passages"], goals)),
        ("changes", "Emendations and remarks", epub_back.changes(data["emendations"], data["remarks"], goals)),
    )
    for id, title, content in listed:
        if made := list(content):
            yield part(f"{id}.xhtml", title, chapter(id, title, made))
    for register in data["registers"]:
        content = epub_back.register(register["entries"], goals)
        yield part(_register_file(register), register["title"], chapter("names", register["title"], content))
    if data["index"]:
        yield part("index.xhtml", "Index", _index(data, goals), "index")
    groups = [e for g in data["bibliography"] for e in (H.h2(g["title"]), *epub_back.works(g["entries"], goals))]
    if groups:
        content = chapter("works", "Bibliography", groups, "bibliography", "doc-bibliography")
        yield part("works.xhtml", "Bibliography", content, "bibliography")


def _colophon(data: Values) -> Part:
    """What the edition holds, and by what the source texts can be known."""
    counts = epub_back.table([["Item"], ["Count"]], [[[a], [b]] for a, b in data["counts"]], Goals(str))
    hashes = [H.p({"class": "entry"}, f"{short}: ", H.code(hash)) for short, hash in data["hashes"]]
    content = [H.h2("Contents of the edition"), counts, H.h2("SHA-256 of the source texts"), *hashes]
    return part("colophon.xhtml", "Colophon", chapter("colophon", "Colophon", content, "colophon", "doc-colophon"))
