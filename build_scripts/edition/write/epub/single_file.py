"""Stage 6, write: each document as one HTML file that can be mailed and kept.

In: `Edition`, the chapters of the document's EPUB. Out: `documents/ID/ID.single.html`: the same on one page, with styles. It
needs no script, no font and no other file; a policy in it lets it load nothing. What it does not hold is linked on the published
site.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from edition.model.annotations import Annotated
from edition.model.edition import Edition
from edition.write.epub import back_matter as epub_back
from edition.write.epub.contents import ids
from edition.write.epub.front_matter import citing, reading
from edition.write.epub.package import STYLE
from edition.write.epub.xhtml import Goals, H, Online, to_html
from edition.write.formats import LANGUAGE, summary
from edition.write.shared.elements import Element, xml

SUFFIX = ".single.html"
PAGE_STYLE = STYLE.with_name("single.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_LINK = H.a().tag
_LOWER = {H.h1().tag: H.h2().tag, H.h2().tag: H.h3().tag}
Values = Mapping[str, Any]


def single_file(
    edition: Edition, document: Annotated, data: Values, lead: Online, chapters: Mapping[str, Element]
) -> bytes:
    """The file of a document, of the values of its book; `lead` leads to the published site.

    The chapters of the book are moved into it, and are of no further use.
    """
    for chapter in chapters.values():
        _lead_within(chapter, chapters)
    page = _page(edition, document, data, Goals(lead, _places(data)), list(chapters.values()))
    return b"<!doctype html>\n" + to_html(page) + b"\n"


def _lead_within(chapter: Element, files: Collection[str]) -> None:
    """Let links to the files of the book lead to places on the page."""
    for link in chapter.iter(_LINK):
        file, sign, place = link.get("href").partition("#")
        if sign and file in files:
            link.set("href", f"#{place}")


@cache
def _style() -> str:
    return "\n".join(sheet.read_text("utf-8") for sheet in (STYLE, PAGE_STYLE))


def _places(data: Values) -> dict[str, str]:
    """The places of the file."""
    found = {f"p:{data['document']['id']}:{id}": f"#{id}" for id in ids(data["document"])}
    found |= {f"f:{data['document']['id']}:{key}": f"#fn-{key}" for key in data["document"]["notes"]}
    found |= {f"n:{e['id']}": f"#n-{e['id']}" for r in data["registers"] for e in r["entries"]}
    found |= epub_back.index_places(data["index"], "")
    return found | {f"b:{w['key']}": f"#b-{w['key']}" for w in data["works"]}


def _page(edition: Edition, document: Annotated, data: Values, goals: Goals, chapters: Sequence[Element]) -> Element:
    values, settings = data["document"], edition.settings
    text, *after = chapters
    about = epub_back.chapter(
        "about", "About this file", [*reading(), *citing(edition, document, values, goals)], role=""
    )
    parts = [_lowered(part) for part in (*after, about)]
    links = [("title", "Text"), *([("notes", "Notes")] if document.notes else [])]
    links += [(part.get("aria-labelledby"), part[0].text) for part in parts]
    head = H.head(
        H.meta(charset="utf-8"),
        H.meta({"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        H.meta(name="viewport", content="width=device-width,initial-scale=1"),
        H.title(xml(f"{values['short']} – {settings.title}")),
        H.meta(name="description", content=xml(summary(document) or values["short"])),
        H.link(rel="canonical", href=values["address"]),
        H.style(_style()),
    )
    nav = H.nav({"aria-label": "On this page"}, H.ul(*(H.li(H.a({"href": f"#{id}"}, said)) for id, said in links)))
    return H.html({"lang": LANGUAGE}, head, H.body(nav, H.main(text, *parts)))


def _lowered(chapter: Element) -> Element:
    """A chapter of a book as a part of a page, its headings one level lower."""
    if chapter.get("role") == "doc-chapter":
        del chapter.attrib["role"]
    for element in chapter.iter():
        element.tag = _LOWER.get(element.tag, element.tag)
    return chapter
