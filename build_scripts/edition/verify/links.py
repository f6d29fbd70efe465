"""The links of a built site, and what its pages load.

In: a built site. Out: what each page offers and asks for; a `Finding` for every broken link and for everything
that would be fetched from another host. Asks no other host for anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from sys import intern
from urllib.parse import unquote, urlsplit

import lxml.etree  # type: ignore[import-untyped]
import lxml.html  # type: ignore[import-untyped]

from edition.model.addresses import RELEASE_PREFIX, Finding, target

# What a browser fetches without being asked: attributes of tags, addresses in style sheets.
_LOADS = {"link": ("href",), "object": ("data",), "video": ("src", "poster"), "use": ("href",)}


_LOADS |= dict.fromkeys(("script", "img", "iframe", "source", "audio", "embed", "track", "input"), ("src", "srcset"))


_IDS, _LINKED, _FETCHING, _STYLES = (
    lxml.etree.XPath(path, smart_strings=False)
    for path in ("//@id", "//a/@href", " | ".join(f"//{tag}" for tag in _LOADS), "//style/text() | //@style")
)


_IN_STYLES = re.compile(r"""(?:url\(|@import)\s*["']?\s*((?:[a-z]+:)?//[^"')\s;]+)""", re.IGNORECASE)


_NAMES = {"canonical", "prev", "next", "alternate", "license"}  # links in the head that load nothing


_LINKS = ("http", "https", "mailto")  # to other hosts: the reader decides


@dataclass(frozen=True)
class Page:
    """What a page offers and asks for, each once."""

    ids: frozenset[str]
    links: tuple[str, ...]
    loads: tuple[str, ...]


def read_pages(site: Path, progress: Callable[[str], None] = lambda _: None) -> dict[str, Page]:
    """Every HTML page of a site by its path, with its ids, links and what it loads; not those of released versions."""
    pages = {}
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        if not path.startswith(f"{RELEASE_PREFIX}/"):
            progress(path)
            pages[path] = read_page(file.read_bytes())
    return pages


def read_page(data: bytes) -> Page:
    """One page. Read with lxml itself, and asked in XPath: every page of a site is read, and this takes a tenth of the time."""
    try:
        top = lxml.html.document_fromstring(data, lxml.html.HTMLParser(encoding="utf-8"))
    except lxml.etree.ParserError:  # nothing on it
        return Page(frozenset(), (), ())
    loads = [address for tag in _FETCHING(top) if not _is_canonical(tag) for address in _loads(tag)]
    return Page(
        frozenset(map(intern, filter(None, _IDS(top)))),
        _once(filter(None, _LINKED(top))),
        _once([*loads, *_IN_STYLES.findall(" ".join(_STYLES(top)))]),
    )


def _once(addresses: Iterable[str]) -> tuple[str, ...]:
    """Each address once; and once in memory, for most stand on many pages."""
    return tuple(dict.fromkeys(map(intern, addresses)))


def _loads(tag: lxml.html.HtmlElement) -> Iterator[str]:
    """The addresses that a browser fetches for a tag."""
    for attribute in _LOADS.get(tag.tag, ()):
        value = tag.get(attribute) or ""
        if attribute == "srcset":
            yield from (part.split()[0] for part in value.split(",") if part.strip())
        elif value:
            yield value


def _is_canonical(tag: lxml.html.HtmlElement) -> bool:
    """Links in the head that name an address and load nothing."""
    return tag.tag == "link" and bool(_NAMES & set((tag.get("rel") or "").split()))


def check_links(pages: dict[str, Page], site: Path, base: str = "/") -> Iterator[Finding]:
    """Every link within the site leads to a file and, where it names one, to an id; nothing is loaded from elsewhere."""
    exists: dict[str, bool] = {}
    for path, page in pages.items():
        goals: dict[str, str] = {}  # a page leads to most others many times, to one place or another
        for href in dict.fromkeys((*page.links, *page.loads)):
            address, _, fragment = href.partition("#")
            if address not in goals:
                goals[address] = _goal(path, address, base)
            goal, place = goals[address], unquote(fragment)
            if not goal:
                yield from _elsewhere(path, page, href)
                continue
            if goal not in exists:
                exists[goal] = (site / goal).is_file()
            if not exists[goal]:
                yield Finding(path, f"the link {href} is broken")
            elif place and goal in pages and place not in pages[goal].ids and place != "__search":
                yield Finding(path, f"the link {href} leads to a page without that anchor")


def _goal(path: str, address: str, base: str) -> str:
    """The file of the site that an address on a page leads to; none where it is that of another host."""
    parts = urlsplit(address)
    return "" if parts.scheme or parts.netloc else target(path, unquote(parts.path), base)


def _elsewhere(path: str, page: Page, href: str) -> Iterator[Finding]:
    """What is wrong with an address of another host: a page may lead there, but load nothing from it."""
    scheme = urlsplit(href).scheme
    if href in page.loads and scheme != "data":
        yield Finding(path, f"loads {href} from another host")
    elif href in page.links and scheme not in _LINKS:
        yield Finding(path, f"the link {href} is not a web address")


def check_styles(site: Path) -> Iterator[Finding]:
    """The style sheets load nothing from elsewhere."""
    for file in sorted(f for f in site.rglob("*.css") if f.relative_to(site).parts[0] != RELEASE_PREFIX):
        for address in _IN_STYLES.findall(file.read_text("utf-8", errors="replace")):
            yield Finding(file.relative_to(site).as_posix(), f"loads {address} from another host")
