"""The copy for reading without a network: unpacked, opened from the disk in Chromium with the network off, and used."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from edition.files.zips import archive
from edition.model.addresses import OFFLINE_COPY
from edition.publish.offline_copy import COPY_FOLDER, LEFT_OUT, for_disk, write_copy
from edition.source.settings import load_settings
from edition.verify.links import check_links, read_pages
from tests.browser import chromium
from tests.test_arriving import FONTS, SETTLED

LATER = "1949-02-06-mikoyan-mao"


@pytest.fixture(scope="module")
def copy(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy, unpacked."""
    to = tmp_path_factory.mktemp("offline")
    with zipfile.ZipFile(corpus / "site" / OFFLINE_COPY) as archive:
        assert archive.testzip() is None
        archive.extractall(to)
    return to / COPY_FOLDER


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


class Reader:
    """A page without a network that remembers what went wrong and what was asked for."""

    def __init__(self, browser: Browser, copy: Path, width: int = 1000) -> None:
        self.copy, self.wrong = copy, list[str]()
        self.context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda m: self.wrong.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.wrong.append(str(e)))
        self.page.on("requestfailed", lambda r: self.wrong.append(f"failed: {r.url}"))
        self.page.on("request", lambda r: None if self._is_here(r.url) else self.wrong.append(f"foreign: {r.url}"))

    def _is_here(self, url: str) -> bool:
        return url.startswith((self.copy.as_uri(), "data:"))

    def open(self, path: str) -> Page:
        self.page.goto((self.copy / path).as_uri())
        return self.page


@pytest.fixture
def reader(browser: Browser, copy: Path) -> Iterator[Reader]:
    made = Reader(browser, copy)
    yield made
    made.context.close()
    assert not made.wrong


def test_a_reader_opens_it_and_follows_a_note_and_a_name(reader: Reader) -> None:
    page = reader.open("index.html")
    page.get_by_role("link", name="30 January 1949").first.click()
    expect(page).to_have_url(re.compile(r"/documents/1949-01-30-mikoyan-mao/index\.html$"))
    page.locator("#p1 a.footnote-ref").first.click()
    page.locator(".note-popup a", has_text="Show in the list of notes").click()
    expect(page.locator("li:target")).to_be_visible()
    page.locator("li:target a.footnote-backref").first.click()
    expect(page.locator("#p1 sup:target")).to_be_visible()
    page.locator("#p3 a.name[href*='jiang-jieshi']").first.click()
    expect(page).to_have_url(re.compile(r"/people/jiang-jieshi/index\.html$"))
    expect(page.locator("article h1")).to_contain_text("Jiang Jieshi")


def test_every_spelling_is_found(reader: Reader) -> None:
    page = reader.open("index.html")
    box = page.locator("form.search-box input")
    box.fill("Chiang Kai-shek")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/index\.html#q="))
    expect(page.locator("#search-words")).to_have_value("Chiang Kai-shek")  # the page has read its address
    for spelling in ("Chiang Kai-shek", "蒋介石", "Чан Кайши", "Jiang Jeshi"):
        page.fill("#search-words", spelling)
        page.press("#search-words", "Enter")
        first = page.locator("#search-results a.search-place", has_text="Jiang Jieshi").first
        expect(first).to_be_visible()
    first.click()
    expect(page.locator("h1")).to_contain_text("Jiang Jieshi")


def test_the_citation_gives_the_published_address(reader: Reader) -> None:
    page = reader.open(f"documents/{LATER}/index.html")
    page.evaluate(
        """() => {
            navigator.clipboard.writeText = async (text) => { window.copied = text; };
            navigator.clipboard.write = async ([item]) => { window.copied = await (await item.getType("text/plain")).text(); };
        }"""
    )
    page.locator("#p14 .pn").click()
    page.locator(".paragraph-menu").get_by_role("button", name="Copy: Chicago, note", exact=True).click()
    page.wait_for_function("() => window.copied")
    assert re.search(rf"https://[^ ]+/documents/{LATER}/#p14\b", page.evaluate("window.copied"))
    expect(page.locator("#cite-address-p")).to_have_text(re.compile(rf"^https://[^ ]+/documents/{LATER}/#p\d+$"))


def test_a_quotation_is_checked(reader: Reader) -> None:
    page = reader.open("cite/index.html")
    page.fill("#quotation", "The first conversation with Mao Zedong took place on 30 January 1949.")
    page.get_by_role("button", name="Check").click()
    page.locator(".verdict.exact .says a").click()
    expect(page).to_have_url(re.compile(r"/documents/1949-01-30-mikoyan-mao/index\.html#p1$"))


def test_its_fonts_are_there(reader: Reader) -> None:
    page = reader.open("index.html")
    page.evaluate(SETTLED)
    assert page.evaluate(FONTS) == [True, True]


def test_no_page_asks_for_what_is_not_there(browser: Browser, copy: Path) -> None:
    """One page of each kind, on a narrow screen."""
    reader = Reader(browser, copy, width=390)
    kinds = ("names", "map", "timeline", "strips", "chronology", "people/mao-zedong", "about/files", "search", "index")
    for kind in kinds:
        page = reader.open(f"{kind}/index.html")
        assert page.locator("article h1").count() == 1
    assert not reader.wrong
    reader.context.close()


def test_every_link_leads_to_a_file(copy: Path) -> None:
    pages = read_pages(copy)
    assert len(pages) > 200
    assert not list(check_links(pages, copy))
    for path, page in pages.items():
        for link in (x for x in page.links if not x.startswith(("http", "mailto:", "#"))):
            assert link.partition("#")[0][-1:] != "/", f"{path}: {link}"


def test_it_holds_the_site_without_what_a_disk_cannot_use(corpus: Path, copy: Path) -> None:
    site = {p.relative_to(corpus / "site").as_posix() for p in (corpus / "site").rglob("*") if p.is_file()}
    here = {p.relative_to(copy).as_posix() for p in copy.rglob("*") if p.is_file()}
    assert here - site == {"README.txt"}
    assert {p for p in site - here if not p.startswith(LEFT_OUT)} == set()


def test_packed_twice_it_is_the_same(corpus: Path, tmp_path: Path) -> None:
    settings, site = load_settings(corpus, []), tmp_path / "site"
    assert settings
    shutil.copytree(corpus / "site", site)  # others read the corpus meanwhile
    (site / OFFLINE_COPY).write_bytes(b"")
    write_copy(settings, site)
    assert (site / OFFLINE_COPY).read_bytes() == (corpus / "site" / OFFLINE_COPY).read_bytes()


KNOWN = {"index.html", "a/index.html", "a/x.pdf", "b/index.html"}


@pytest.mark.parametrize(
    ("link", "led"),
    [
        ("../b/", "../b/index.html"),
        ("../b/#p1", "../b/index.html#p1"),
        ("..", "../index.html"),
        ("./", "index.html"),
        ("#p1", "#p1"),
        ("x.pdf", "x.pdf"),
        ("/base/b/", "../b/index.html"),
        ("../lost/#p1", "https://e.example/base/lost/#p1"),
        ("../lost.zip", "https://e.example/base/lost.zip"),
        ("https://other.example/", "https://other.example/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
    ],
)
def test_links_lead_to_files(link: str, led: str) -> None:
    page = for_disk(
        f'<p>href="../b/"</p><a title="a > b" href="{link}">x</a>', "a/index.html", KNOWN, "https://e.example/base/"
    )
    assert page == f'<p>href="../b/"</p><a title="a > b" href="{led}">x</a>'


def test_the_policy_allows_the_files_beside_a_page() -> None:
    tag = '<meta http-equiv="Content-Security-Policy" content="default-src {}">'
    assert for_disk(tag.format("'none'; script-src 'self'"), "a/index.html", KNOWN, "https://e.example/") == tag.format(
        "'none'; script-src 'self' file:"
    )


def test_an_archive_is_the_same_on_every_machine() -> None:
    """Its hash, which changes only with the version of libdeflate; and another program's reading of it."""
    files = {"a/words.txt": b"the same words again " * 500, "b.bin": bytes(range(256)), "empty": b""}
    made = archive(files)
    assert hashlib.sha256(made).hexdigest() == "0af97ef58ff9b473c9337b18d946c1e509670d8981400bad849d228f64f708ac"
    with zipfile.ZipFile(io.BytesIO(made)) as read:
        assert read.testzip() is None and {n: read.read(n) for n in read.namelist()} == files
    assert len(made) < 1000
