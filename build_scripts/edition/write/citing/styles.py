"""Citations of the documents, formatted by a CSL processor (pandoc) from their records.

In: `Edition`. Out: for each document its citations in each style, as rows of `Run`s, for the page and its script: formatted
once, with numbers that stand for those of the paragraphs. Each document is cited by itself: beside others a processor would
write 1949a, or a dash for a translator named before.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache as remembered
from pathlib import Path

import lxml.html  # type: ignore[import-untyped]
import pypandoc

from edition.files.cache import Cache
from edition.model.addresses import canonical
from edition.model.annotations import Annotated
from edition.model.edition import Edition
from edition.model.works import Citation, Run
from edition.source.web_addresses import ADDRESS
from edition.stages.cite import CSL, FULL
from edition.write.citing.record import FIRST, LAST, elsewhere, from_pandoc, located, printed

_EACH = CSL / "each.lua"
_STORED = "citations-of-documents.json"
_ADDRESS = re.compile(ADDRESS.pattern + r"(?<![.,;:)])")
_PLACES = ("", f", para. {FIRST}", f", paras. {FIRST}-{LAST}")  # in pandoc's words


@dataclass(frozen=True)
class Style:
    """A way of citing, the CSL style that has it, and where each form of it stands in pandoc's output.

    `entry` cites the whole document; `paragraph` and `passage` are empty where a style names no place in a work. In `notes` these
    are citations in full; else they are a name and a number in brackets.
    """

    id: str
    name: str
    file: str
    entry: str
    paragraph: str = ""
    passage: str = ""
    notes: bool = False


@dataclass(frozen=True)
class Cited:
    """A document in one style: whole, one paragraph of it (number `FIRST`), a passage (`FIRST` to `LAST`)."""

    entry: Citation
    paragraph: Citation
    passage: Citation


_NOTES = ("//li[@id='fn1']/p", "//li[@id='fn2']/p", "//li[@id='fn3']/p")
_IN_TEXT = ("(//span[@data-cites])[2]", "(//span[@data-cites])[3]")
_LISTED = "//div[contains(@class, 'csl-entry')]"
STYLES = (
    Style("chicago-note", "Chicago, note", FULL, *_NOTES, notes=True),
    Style("chicago-bibliography", "Chicago, bibliography", FULL, _LISTED),
    Style("mla", "MLA", "modern-language-association", _LISTED, *_IN_TEXT),
    Style("apa", "APA", "apa", _LISTED, *_IN_TEXT),
)
Request = tuple[str, str, str]  # style, records as JSON, what cites them
Citations = Mapping[str, Mapping[str, Cited]]  # document id -> style id -> citations


def format_citations(edition: Edition, cache: Path | None) -> Citations:
    """The citations of every document; formatted anew only where a record or a style changed."""
    files = sorted({style.file for style in STYLES})
    wanted = {(d.id, file): request_for(edition, d, file) for d in edition.documents.values() for file in files}
    made: dict[str, str] = json.loads(Cache(cache).get(_STORED) or b"{}")
    missing = [request for request in wanted.values() if _key(request) not in made]
    count = min(len(missing), os.cpu_count() or 1)
    shares = [missing[n::count] for n in range(count)]
    with ThreadPoolExecutor() as pool:
        for share, pages in zip(shares, pool.map(run_pandoc, shares), strict=True):
            made |= zip(map(_key, share), pages, strict=True)
    if missing:
        Cache(cache).put(_STORED, json.dumps({_key(r): made[_key(r)] for r in wanted.values()}).encode())
    return {
        d.id: {
            s.id: read_citations(made[_key(wanted[(d.id, s.file)])], s, elsewhere(edition, d), _addresses(edition, d))
            for s in STYLES
        }
        for d in edition.documents.values()
    }


def _addresses(edition: Edition, document: Annotated) -> tuple[str, ...]:
    """The addresses that lead somewhere in a citation: the document's own, and that of the archive; no other is a link."""
    own, archive = canonical(edition, document.address), str(document.apparatus.canonical_address)
    return (own, archive) if archive else (own,)


def read_citations(html: str, style: Style, more: Citation = (), known: Sequence[str] = ()) -> Cited:
    """The citations of a style in pandoc's output; `more` ends those in full where the style does not print it itself.

    Of the web addresses in them those that are `known`, or a place on such a page, become links.
    """
    page = lxml.html.document_fromstring(html)
    entry, *places = (_citation(page, selector) for selector in (style.entry, style.paragraph, style.passage))
    paragraph, passage = (_ended(place, more, known) if style.notes else place for place in places)
    return Cited(_ended(entry, more, known), paragraph, passage)


def _ended(citation: Citation, more: Citation, known: Sequence[str]) -> Citation:
    """A citation with something more at its end, unless it has that; known addresses in it are links."""
    said, ending = ("".join(run.text for run in runs) for runs in (citation, more))
    if citation and ending and ending not in said:
        citation = (*citation, Run(" "), *more, Run("."))
    return tuple(part for run in citation for part in _linked(run, known))


def _linked(run: Run, known: Sequence[str]) -> Iterator[Run]:
    """A run of a citation, divided where a known web address begins or ends."""
    at = 0
    addresses = () if run.url else _ADDRESS.finditer(run.text)
    for found in (f for f in addresses if f[0].partition("#")[0] in known or f[0] in known):
        if at < found.start():
            yield replace(run, text=run.text[at : found.start()])
        yield replace(run, text=found[0], url=found[0])
        at = found.end()
    if at < len(run.text):
        yield replace(run, text=run.text[at:])


def _citation(page: lxml.html.HtmlElement, selector: str) -> Citation:
    found = page.xpath(selector) if selector else []
    runs = [run for run in _runs(found[0]) if run.text.strip("\n")] if found else []
    return tuple(replace(run, text=run.text.strip("\n")) for run in runs)


def _runs(node: lxml.html.HtmlElement, italic: bool = False, url: str = "") -> Iterator[Run]:
    """The words of an element, and how they are set; without the way back from a note to its mark."""
    if node.get("role") == "doc-backlink":
        return
    italic, url = italic != (node.tag == "em"), node.get("href") or url
    if node.text:
        yield Run(node.text, italic, url)
    for child in node:
        yield from _runs(child, italic, url)
        if child.tail:
            yield Run(child.tail, italic, url)


def request_for(edition: Edition, document: Annotated, file: str) -> Request:
    """All that a formatted citation depends on, but for pandoc itself.

    A note is shortened when its work was cited before, so each note cites a copy of the record of its own; the other
    styles would tell copies apart as 1949a and 1949b, and cite one record three times.
    """
    whole = printed(edition, document)
    records = [whole, located(whole, FIRST), located(whole, FIRST, LAST)] if file == FULL else [whole]
    ids = [r["id"] for r in records] if file == FULL else [whole["id"]] * 3
    said = "\n\n".join(f"[@{id}{at}]" for id, at in zip(ids, _PLACES, strict=True))
    return file, json.dumps(records, ensure_ascii=False), said


def _key(request: Request) -> str:
    file, records, cited = request
    said = f"{pypandoc.get_pandoc_version()}\0{records}\0{cited}\0".encode()
    return hashlib.sha256(said + _program(file)).hexdigest()[:24]


def run_pandoc(requests: Iterable[Request]) -> list[str]:
    """Pandoc's pages: for each request the citations of one document, and the list of what they cite."""
    asked = json.dumps([{"style": f"{file}.csl", "records": r, "cited": cited} for file, r, cited in requests])
    command = [pypandoc.get_pandoc_path(), "lua", "-E", _EACH.name]  # whatever its user set for Lua
    done = subprocess.run(command, input=asked, capture_output=True, encoding="utf-8", check=True, cwd=CSL)
    return [from_pandoc(page) for page in json.loads(done.stdout)]


@remembered
def _program(style: str) -> bytes:
    """What formats, beside pandoc itself."""
    return (CSL / f"{style}.csl").read_bytes() + _EACH.read_bytes()
