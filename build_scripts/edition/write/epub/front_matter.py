"""The first page of an EPUB, and of a document in one file: what this is, how to read it, how to cite it.

In: `Edition`, values as `write.shared.book` makes them. Out: elements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from edition.model.addresses import canonical
from edition.model.annotations import Annotated
from edition.model.dates import print_date
from edition.model.edition import Edition
from edition.write.citing.record import archives_own
from edition.write.epub.back_matter import chapter
from edition.write.epub.xhtml import Goals, H, inline
from edition.write.formats import NOTES_LICENCE
from edition.write.shared.elements import Element, xml
from edition.write.shared.rows import citation

Values = Mapping[str, Any]
CONTENTS_OF_RIGHTS = (
    "The source texts are subject to the terms of the archives that published them; this edition grants no licence for them. "
    "The edition’s own work (notes, registers, index) is licensed under CC BY 4.0."
)
_RESERVED = " (a placeholder: the edition’s publisher has not yet set the real address)"


def title_of_document(edition: Edition, document: Annotated, values: Values, goals: Goals) -> Element:
    """The first page of a document's book."""
    settings = edition.settings
    opening = [
        H.p({"class": "date"}, xml(values["date"])),
        H.p("From ", H.em(xml(settings.title)), f", version {xml(settings.version)}, {print_date(settings.released)}."),
        H.p(xml(", ".join(settings.editors))),
    ]
    return chapter("book", document.title, [*opening, *reading(), *citing(edition, document, values, goals)])


def reading() -> Iterator[Element]:
    """What the marks in the text mean."""
    yield H.h2("Reading this book")
    brackets = H.span({"class": "translator"}, "Words in [square brackets]")
    yield H.p(
        "The text of the record is in roman type. ",
        brackets,
        " are taken to be the translator’s. The notes (linked from the superscript numbers), the material "
        "between rules and the lines headed "
        "“Parallel passages” are this edition’s. Names link to their register entries. The number after ¶ is the "
        "paragraph number, which is the same "
        "in every version of the edition; cite by paragraph.",
    )


def citing(edition: Edition, document: Annotated, values: Values, goals: Goals) -> Iterator[Element]:
    """How to cite a document, and its terms."""
    settings, archive = edition.settings, archives_own(document)
    yield H.h2("How to cite")
    if archive:
        yield H.p("Cite the archive first: ", *inline(citation(archive), goals))
    address = H.a({"href": values["address"]}, values["address"])
    reserved = "" if settings.has_real_address else _RESERVED
    said = f", version {xml(settings.version)} ({print_date(settings.released)}), "
    yield H.p(
        f"Then cite this edition: {xml(values['short'])}, ¶ … . In ",
        H.em(xml(settings.title)),
        said,
        address,
        f"{reserved}.",
    )
    yield from rights(canonical(edition, "/about/rights/"))


def rights(address: str) -> Iterator[Element]:
    """The terms of texts and notes."""
    yield H.h2("Rights")
    yield H.p(
        "The source text is subject to the terms of the archive that published it; this edition grants no "
        "licence for it. The edition’s own work "
        "(notes, registers, index) is licensed under ",
        H.a({"href": NOTES_LICENCE}, "CC BY 4.0"),
        ". For details see ",
        H.a({"href": address}, address),
        ".",
    )


def title_of_edition(data: Values) -> Element:
    """The first page of the book of the whole edition."""
    reserved = "" if data["real"] else _RESERVED
    base = data["address"].rstrip("/")
    opening = [
        H.p(xml(data["description"])),
        H.p(xml(", ".join(data["editors"]))),
        H.p(
            f"Version {xml(data['version'])}, {data['released']}. ",
            H.a({"href": data["address"]}, data["address"]),
            f"{reserved}.",
        ),
    ]
    cite = [
        H.h2("How to cite"),
        H.p(
            "Cite the archive first, using its own citation, which appears at the head of each document. Then "
            "give the short title of the "
            "document, the paragraph number (after ¶), the title and version of this edition and the address of the document."
        ),
    ]
    return chapter("book", data["title"], [*opening, *reading(), *cite, *rights(f"{base}/about/rights/")])
