"""Stage 8, verify: read the built pages back and prove what the edition promises.

In: a built site, the edition, the source texts. Out: `Finding`s, none if everything holds.
Reads HTML with BeautifulSoup and takes nothing from the generator on trust: words are counted in the source files anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from build_scripts.annotate import Annotated
from build_scripts.fidelity import differences, shown_words, source_words
from build_scripts.gather import Edition
from build_scripts.ledger import load_ledger
from build_scripts.problem import Problem

_PARSER = "lxml"
_NOT_SOURCE = ".pn, .headerlink, sup"  # what the edition adds within a block of the source
# What a browser fetches without being asked: attributes of tags, addresses in style sheets.
_LOADS = {"link": ("href",), "object": ("data",), "video": ("src", "poster"), "use": ("href",)}
_LOADS |= dict.fromkeys(("script", "img", "iframe", "source", "audio", "embed", "track", "input"), ("src", "srcset"))
_IN_STYLES = re.compile(r"""(?:url\(|@import)\s*["']?\s*((?:[a-z]+:)?//[^"')\s;]+)""", re.IGNORECASE)
_LINKS = ("http", "https", "mailto")  # to other hosts: the reader decides


@dataclass(frozen=True)
class Finding:
    """Something that a built page should have and has not."""

    page: str
    message: str

    def __str__(self) -> str:
        return f"{self.page}: {self.message}"


@dataclass(frozen=True)
class Page:
    """What a page offers and asks for."""

    ids: frozenset[str]
    links: tuple[str, ...]
    loads: tuple[str, ...]


def verify(root: Path, site: Path, edition: Edition, progress: Callable[[str], None] = lambda _: None) -> list[Finding]:
    """Every check on a built site."""
    findings: list[Finding] = []
    counted: dict[str, tuple[int, int, int, int]] = {}
    for document in edition.documents.values():
        progress(document.id)
        file = site / document.address.strip("/") / "index.html"
        if not file.exists():
            findings.append(Finding(document.address, "the page is missing"))
            continue
        soup = BeautifulSoup(file.read_text("utf-8"), _PARSER)
        text = (root / document.emended.parsed.source.path).read_text("utf-8")
        findings += _check_words(document, text, soup)
        findings += _check_paragraphs(document, soup)
        findings += _check_notes(document, soup, edition)
        findings += _check_mentions(document, soup, edition)
        counted[document.id] = _count(soup)
    findings += _check_colophon(site, edition, counted)
    pages = read_pages(site, progress)
    findings += check_links(pages, site, urlsplit(edition.settings.address).path)
    findings += _check_styles(site)
    findings += _check_addresses(root, pages)
    return findings


def source_blocks(soup: BeautifulSoup) -> list[Tag]:
    """The blocks of a document page that hold words of the source text, with everything else taken out of them."""
    blocks = [b for b in soup.select("article .source, article .paragraph") if isinstance(b, Tag)]
    for block in blocks:
        for added in block.select(_NOT_SOURCE):
            added.extract()
    return blocks


def _check_words(document: Annotated, text: str, soup: BeautifulSoup) -> Iterator[Finding]:
    """Every word of the source text once, in order, unless an emendation says otherwise."""
    page = copy(soup)
    shown = [word for block in source_blocks(page) for word in shown_words(block.get_text())]
    for difference in differences(source_words(text), shown, document.emended.emendations):
        yield Finding(document.address, difference)


def _check_paragraphs(document: Annotated, soup: BeautifulSoup) -> Iterator[Finding]:
    page = copy(soup)
    shown = {
        str(b.get("id")): b.get_text().split() for b in source_blocks(page) if "paragraph" in (b.get("class") or ())
    }
    for paragraph in document.body:
        if shown.pop(paragraph.id, None) != paragraph.text.split():
            yield Finding(document.address, f"{paragraph.label} is not on the page as it should be")
    for id in shown:
        yield Finding(document.address, f"there is a paragraph {id} that the edition does not have")


def _check_notes(document: Annotated, soup: BeautifulSoup, edition: Edition) -> Iterator[Finding]:
    """Each note once, and its mark once, in the paragraph it belongs to."""
    for mark in document.notes:
        key = mark.note.key
        notes, marks = soup.select(f'li[id="fn-{key}"]'), soup.select(f'sup[id="fnref-{key}"]')
        if len(notes) != 1 or len(marks) != 1:
            yield Finding(document.address, f"the note {key} stands {len(notes)} times, its mark {len(marks)} times")
            continue
        if marks[0].find_parent(id=document.paragraphs[mark.span.index].id) is None:
            yield Finding(document.address, f"the mark of the note {key} stands elsewhere")
        works = ["".join(r.text for r in edition.short[(str(s.work), s.at)]) for s in mark.note.sources]
        text, cited = mark.note.text.replace("*", ""), f"Sources: {'; '.join(works)}" if works else ""
        printed = notes[0].get_text().replace("*", "")
        if printed.split()[: len(text.split())] != text.split() or _letters(printed) != _letters(text + cited):
            yield Finding(document.address, f"the note {key} has other words")


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _check_mentions(document: Annotated, soup: BeautifulSoup, edition: Edition) -> Iterator[Finding]:
    """The linked names of the page are the mentions of the edition, in order and on their words."""
    wanted = [
        (edition.register.names[m.name].address, document.paragraphs[m.span.index].text[m.span.start : m.span.end])
        for m in document.mentions
    ]
    shown = [(f"/{str(a.get('href', '')).replace('../', '')}", a.get_text()) for a in soup.select("article a.name")]
    if wanted != shown:
        first = next((w for w, s in zip(wanted, [*shown, None], strict=False) if w != s), "one too many")
        yield Finding(
            document.address, f"{len(wanted)} mentions should be linked, {len(shown)} are; first difference: {first}"
        )


def _count(soup: BeautifulSoup) -> tuple[int, int, int, int]:
    """(words, paragraphs, notes, mentions) counted on a page. Takes the page apart."""
    notes, mentions = len(soup.select("article li[id^=fn-]")), len(soup.select("article a.name"))
    blocks = source_blocks(soup)
    words = sum(len(shown_words(b.get_text())) for b in blocks)
    return words, sum("paragraph" in (b.get("class") or ()) for b in blocks), notes, mentions


def _check_colophon(site: Path, edition: Edition, counted: dict[str, tuple[int, int, int, int]]) -> Iterator[Finding]:
    """The numbers printed on the colophon are those counted."""
    file = site / "about/colophon/index.html"
    soup = BeautifulSoup(file.read_text("utf-8") if file.exists() else "", _PARSER)
    rows = [[str(c.get_text()) for c in row.select("td")] for row in soup.select("article tr")]
    for what, count in edition.counts.items():
        if [what, f"{count:,}"] not in rows:
            yield Finding("/about/colophon/", f"the edition holds {count:,} {what}, the page says otherwise")
    for id, numbers in counted.items():
        document = edition.documents[id]
        row = next((r for r in rows if r[-1:] == [document.emended.parsed.source.sha256]), None)
        if row is None or row[1:5] != [f"{n:,}" for n in numbers]:
            yield Finding("/about/colophon/", f"counted for {id}: {numbers}, printed: {row[1:5] if row else 'nothing'}")


def read_pages(site: Path, progress: Callable[[str], None] = lambda _: None) -> dict[str, Page]:
    """Every HTML page of a site by its path, with its ids, links and what it loads."""
    pages = {}
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        progress(path)
        soup = BeautifulSoup(file.read_text("utf-8"), _PARSER)
        tags = [t for t in soup.find_all(True) if isinstance(t, Tag)]
        loads = [address for t in tags if not _is_canonical(t) for address in _loads(t)]
        styles = " ".join([t.get_text() for t in tags if t.name == "style"] + [str(t.get("style", "")) for t in tags])
        pages[path] = Page(
            frozenset(str(t["id"]) for t in tags if t.get("id")),
            tuple(str(t["href"]) for t in tags if t.name == "a" and t.get("href")),
            (*loads, *_IN_STYLES.findall(styles)),
        )
    return pages


def _loads(tag: Tag) -> Iterator[str]:
    """The addresses that a browser fetches for a tag."""
    for attribute in _LOADS.get(tag.name, ()):
        value = str(tag.get(attribute) or "")
        if attribute == "srcset":
            yield from (part.split()[0] for part in value.split(",") if part.strip())
        elif value:
            yield value


def _is_canonical(tag: Tag) -> bool:
    """Links in the head that name an address and load nothing."""
    return tag.name == "link" and bool(
        {"canonical", "prev", "next", "alternate", "license"} & set(tag.get("rel") or ())
    )


def check_links(pages: dict[str, Page], site: Path, base: str = "/") -> Iterator[Finding]:
    """Every link within the site leads to a file and, where it names one, to an id; nothing is loaded from elsewhere."""
    exists: dict[str, bool] = {}
    for path, page in pages.items():
        for href in (*page.links, *page.loads):
            parts = urlsplit(href)
            if parts.scheme or parts.netloc:
                if href in page.loads and parts.scheme != "data":
                    yield Finding(path, f"loads {href} from another host")
                elif href in page.links and parts.scheme not in _LINKS:
                    yield Finding(path, f"the link {href} is no web address")
                continue
            target = _target(path, unquote(parts.path), base)
            if target not in exists:
                exists[target] = (site / target).is_file()
            fragment = unquote(parts.fragment)
            if not exists[target]:
                yield Finding(path, f"the link {href} leads nowhere")
            elif fragment and target in pages and fragment not in (pages[target].ids | {"__search"}):
                yield Finding(path, f"the link {href} leads to a page that has no such place")


def _check_styles(site: Path) -> Iterator[Finding]:
    """The style sheets load nothing from elsewhere."""
    for file in sorted(site.rglob("*.css")):
        for address in _IN_STYLES.findall(file.read_text("utf-8")):
            yield Finding(file.relative_to(site).as_posix(), f"loads {address} from another host")


def _target(page: str, path: str, base: str = "/") -> str:
    """The file that a link on a page leads to; the site begins at the path `base` of its host."""
    joined = str(PurePosixPath(page).parent / path) if path else page
    if path.startswith("/"):
        joined = path.removeprefix(base) if path.startswith(base) else f"outside{path}"
    parts: list[str] = []
    for part in joined.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    clean = "/".join(parts)
    return clean if re.search(r"\.[a-z0-9]{2,5}$", clean) else f"{clean}/index.html".lstrip("/")


def _check_addresses(root: Path, pages: dict[str, Page]) -> Iterator[Finding]:
    """Every live address of the ledger answers."""
    problems: list[Problem] = []
    for line in load_ledger(root, problems).values():
        path, _, fragment = line.address.partition("#")
        page = pages.get(_target("index.html", path))
        if line.state == "live" and (page is None or (fragment and fragment not in page.ids)):
            yield Finding(line.address, "the ledger has this address, the site has not")
