"""Import, form (b): a saved web page of a digital archive.

In: HTML. Out: `Imported`: title, date, citation, summary, language and text, wherever they stand on the page; told by labels
that a reader sees, not by the names of the archive's own tags, which change. Navigation, related documents and the like are
dropped, and listed. Nothing the page refers to is fetched.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, UnicodeDammit
from lxml import etree  # type: ignore[import-untyped]

from edition.editor.importing.imported import Dropped, Imported, Piece, date_of, escape, find_date, refusal
from edition.editor.importing.web_page_lines import Line, lines_of, navigation, page_words, read_notes
from edition.editor.importing.web_page_parts import PageParts, divide
from edition.model.problem import Problem

_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def is_page(name: str, data: bytes) -> bool:
    """Whether a file begins as HTML does."""
    return bool(_START.match(data[:20_000]))


def import_page(path: str, data: bytes, problems: list[Problem]) -> Imported | None:
    """Divide a page; None, with the reason reported, if it is nested too deeply or holds no text."""
    html = UnicodeDammit(data, is_html=True)
    text = html.unicode_markup or ""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True)
    tree = etree.fromstring(text.encode(), parser) if text.strip() else None
    if tree is None or any("depth" in e.message for e in parser.error_log):
        message = "the page contains no text" if tree is None else "the page is nested too deeply: more than 256 levels"
        problems.append(
            refusal(path, message, "save the page again as a complete web page, or save its text as plain text")
        )
        return None
    soup = BeautifulSoup(text, "lxml")
    found = PageParts()
    if (html.original_encoding or "utf-8").lower() not in ("utf-8", "ascii"):
        found.guessed.append(f"the encoding of the page, {html.original_encoding}")
    _page(soup, found)
    notes = read_notes(found.text, found.guessed)
    if not any(line.kind in ("paragraph", "item") for line in found.text):
        problems.append(refusal(path, "no document text found on the page", "save its text as plain text"))
        return None
    head = {key: tuple(texts) for key, texts in found.head.items()}
    blocks = (*(Piece(line.kind, line.text) for line in found.text), *(Piece("note", note) for note in notes))
    return Imported(head, blocks, page_words(tree), tuple(found.dropped), tuple(found.guessed))


def _page(soup: BeautifulSoup, found: PageParts) -> None:
    if body := soup.body:
        body.extend(list(body.next_siblings))  # a browser shows what stands behind the end of a page
    for what, words in navigation(soup):
        found.dropped.append(Dropped(what, "not part of the document", words))
    scope = soup.select_one("main, [role=main], article") or soup.body or soup
    outside = [line.text for line in lines_of(soup.body or soup) if not line.within(scope)]
    if outside:
        found.dropped.append(
            Dropped("content outside the main part of the page", "not part of the document", " ".join(outside))
        )
    title = soup.title
    astray = [s for s in soup.head.strings if s.parent is not title and s.strip()] if soup.head else []
    if astray:
        found.dropped.append(Dropped("content of the page's head element", "not displayed", " ".join(astray)))
    if title is not None:
        found.dropped.append(Dropped("the browser window title", "not part of the document", title.get_text()))
    lines = _links(_title(soup, lines_of(scope), found), found)
    divide(lines, scope, found)
    _date(soup, found)


def _title(soup: BeautifulSoup, lines: list[Line], found: PageParts) -> list[Line]:
    """The lines without the title, which is the first heading of the first level, or else what the page calls itself."""
    first = next((line for line in lines if line.tag == "h1"), None)
    if first:
        found.head["title"] = [first.text]
        return [line for line in lines if line is not first]
    name = _called(soup)
    if name:
        found.head["title"] = [name]
        found.guessed.append(f'the title, which is outside the main part of the page: "{name[:80]}"')
        return [line for line in lines if line.text != name]
    return lines


def _called(soup: BeautifulSoup) -> str:
    """What a page calls itself, outside its main part: for other programs, in a heading, on the browser's window."""
    meta = soup.select_one('meta[property="og:title"], meta[name="citation_title"], meta[name="DC.title"]')
    if meta:
        return escape(str(meta.get("content") or ""))
    if soup.h1:
        return escape(soup.h1.get_text(" "))
    return escape(re.split(r" [|–-] ", soup.title.get_text())[0]) if soup.title else ""


def _links(lines: list[Line], found: PageParts) -> list[Line]:
    """The lines; of their links the words are kept."""
    for target in dict.fromkeys(t for line in lines for t in line.links):
        if not target.startswith(("http://", "https://", "mailto:", "#", "/", "?", ".")) and ":" in target:
            found.dropped.append(Dropped(f"the link {target[:60]!r}", "only http, https and mailto links are allowed"))
    return lines


def _date(soup: BeautifulSoup, found: PageParts) -> None:
    """The date, where no line of the page is one, and the address, where the citation has none."""
    times = [str(t.get("datetime") or t.get_text()) for t in soup.select("time")]
    metas = [str(m.get("content") or "") for m in soup.select('meta[name="citation_date"], meta[name="DC.date"]')]
    if "date" not in found.head:
        texts = [
            *times,
            *metas,
            *found.head.get("title", []),
            *(line.text for line in found.text[:3]),
            *found.head.get("citation", []),
        ]
        date, where = date_of(t[:10] if find_date(t[:10]) else t for t in texts)
        if date:
            found.head["date"] = [date]
            found.guessed.append(f'the date {date}, from "{where[:80]}"')
    link = soup.select_one('link[rel="canonical"], meta[property="og:url"]')
    address = str(link.get("href") or link.get("content") or "") if link else ""
    citation = found.head.get("citation", [])
    if address.startswith(("http://", "https://")) and not any("http" in text for text in citation):
        found.head["citation"] = [*citation, f"<{address}>"]
        found.guessed.append(f"the address {address}, which occurs only in the page's metadata")
