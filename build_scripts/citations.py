"""Citations of the documents, formatted by a CSL processor (pandoc) from their records.

In: `Edition`. Out: for each document its citation in each style, as a row of `Run`s, for the page and its script.
Each document is cited by itself: beside others a processor would write 1949a, or a dash for a translator named before.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import lxml.html  # type: ignore[import-untyped]
import pypandoc

from build_scripts.annotated import Annotated
from build_scripts.bibliography import FULL, Citation, Run
from build_scripts.csl_record import for_pandoc, from_pandoc, record
from build_scripts.gather import Edition

_STYLE_FILES = Path(__file__).parent / "csl"
_STORED = "citations-of-documents.json"


@dataclass(frozen=True)
class Style:
    """A way of citing, the CSL style that has it, and where in pandoc's output it stands."""

    id: str
    name: str
    file: str
    selector: str


_NOTE, _ENTRY = "//li[starts-with(@id, 'fn')]/p", "//div[contains(@class, 'csl-entry')]"
STYLES = (
    Style("chicago-note", "Chicago, note", FULL, _NOTE),
    Style("chicago-bibliography", "Chicago, bibliography", FULL, _ENTRY),
    Style("mla", "MLA", "modern-language-association", _ENTRY),
    Style("apa", "APA", "apa", _ENTRY),
)
Citations = Mapping[str, Mapping[str, Citation]]  # document id -> style id -> citation


def format_citations(edition: Edition, cache: Path | None) -> Citations:
    """The citations of every document; formatted anew only where a record or a style changed."""
    files = sorted({style.file for style in STYLES})
    wanted = {(d.id, file): _request(edition, d, file) for d in edition.documents.values() for file in files}
    stored = cache / _STORED if cache else None
    made: dict[str, str] = json.loads(stored.read_text("utf-8")) if stored and stored.exists() else {}
    missing = [request for request in wanted.values() if _key(request) not in made]
    with ThreadPoolExecutor() as pool:
        made |= zip(map(_key, missing), pool.map(_run_pandoc, missing), strict=True)
    if stored and missing:
        stored.parent.mkdir(parents=True, exist_ok=True)
        stored.write_text(json.dumps({_key(r): made[_key(r)] for r in wanted.values()}), "utf-8")
    return {
        id: {style.id: read_citation(made[_key(wanted[(id, style.file)])], style) for style in STYLES}
        for id in edition.documents
    }


def read_citation(html: str, style: Style) -> Citation:
    """The citation of a style in pandoc's output."""
    found = lxml.html.document_fromstring(html).xpath(style.selector)
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


def _request(edition: Edition, document: Annotated, file: str) -> tuple[str, str]:
    """(style, records as JSON): everything that a formatted citation depends on, but for pandoc itself."""
    return file, json.dumps([for_pandoc(record(edition, document))], ensure_ascii=False)


def _key(request: tuple[str, str]) -> str:
    file, records = request
    style = (_STYLE_FILES / f"{file}.csl").read_bytes()
    said = f"{pypandoc.get_pandoc_version()}\0{records}\0".encode()
    return hashlib.sha256(said + style).hexdigest()[:24]


def _run_pandoc(request: tuple[str, str]) -> str:
    """Pandoc's page with one citation in it, as a note or in a bibliography, or both."""
    file, records = request
    with tempfile.TemporaryDirectory() as folder:
        bibliography = Path(folder) / "records.json"
        bibliography.write_text(records, "utf-8")
        command = [pypandoc.get_pandoc_path(), "--from=markdown", "--to=html", "--wrap=none", "--citeproc", "--quiet"]
        command += ["--metadata=lang:en-US", f"--bibliography={bibliography}", f"--csl={_STYLE_FILES / file}.csl"]
        said = f"[@{json.loads(records)[0]['id']}]"
        done = subprocess.run(command, input=said, capture_output=True, text=True, encoding="utf-8", check=True)
    return from_pandoc(done.stdout)
