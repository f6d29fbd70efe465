"""The search: what can be found, the index, and what a reader finds with it in a real browser."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from edition.model.edition import Edition
from edition.publish.search_index import check_index, make_index, write_search
from edition.write.search.records import Record, SearchPage, fold, key, names_known, volumes, words
from tests.browser import Watched, served
from tests.project import tree

QUERIES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("cases").joinpath("search/queries.yaml").read_text("utf-8")
)
SECTIONS = ("name", "text", "note")
DONE = (
    "() => { const s = document.getElementById('search-status').textContent; return s && !s.startsWith('Searching'); }"
)


# What can be found.


def test_every_paragraph_note_and_name_is_found_once(edition: Edition) -> None:
    found = [f"{v.address}#{r.id}" if r.id else v.address for v in volumes(edition) for r in v.records]
    wanted = [name.address[1:] for name in edition.register.names.values()]
    for document in edition.documents.values():
        wanted += [f"{document.address[1:]}#{p.id}" for p in document.body]
        wanted += [f"{document.address[1:]}#fn-{mark.note.key}" for mark in document.notes]
    assert len(found) == len(set(found))
    beside = set(found) - set(wanted)
    assert set(wanted) <= set(found)
    items = {item.address[1:] for item in edition.calendar.values()}
    assert items <= beside
    assert all("#s-" in address or address.endswith("#summary") for address in beside - items)


def test_a_paragraph_knows_its_words_names_speakers_and_marks(edition: Edition) -> None:
    for document in edition.documents.values():
        volume = next(v for v in volumes(edition) if v.address == document.address[1:])
        for index, paragraph in enumerate(document.paragraphs):
            record = next((r for r in volume.records if r.id == paragraph.id), None)
            if paragraph.number is not None:
                assert record and record.text == paragraph.text
                assert record.place == f"¶\u00a0{paragraph.number}"
                assert set(record.names) == {m.name for m in document.mentions if m.span.index == index}
                assert [at for at, _ in record.marks] == [m.at for m in document.notes if m.span.index == index]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Chiang Kai-shek", "chiang kai shek"),
        ("Máo Zédōng", "mao zedong"),
        ("Pei-p'ing", "pei ping"),
        ("Pei-p’ing", "pei ping"),
        ("ÜRÜMQI", "urumqi"),
        ("Com[munist]", "com munist"),
        ("Zhong\u200bguo, co\u00adal", "zhongguo coal"),
        ("蔣介石", "蔣介石"),
        ("Цзян", "цзян"),
        ("Бэйпин", "бэипин"),
        (" … ", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_every_spelling_is_known_folded(edition: Edition) -> None:
    known = names_known(edition)
    for name in edition.register.names.values():
        spellings = known[name.address[1:]][3]
        assert isinstance(spellings, list)
        assert {fold(spelling) for _, spelling in name.spellings} - {""} == set(spellings)


def test_a_key_is_one_word_and_its_own() -> None:
    ids = ("a-b", "azb", "aqzb", "ab", "1949-02-06", "b-a", "soviets", "soviet", "q", "qq", "qz", "-")
    keys = [key("n", id) for id in ids]
    assert len(set(keys)) == len(keys)
    assert all(k.isalpha() and k.islower() for k in keys)


def test_words_are_folded_and_long() -> None:
    volume = SearchPage("people/a/", (Record("", "name", "Ürümqi, the Kai-shek of 1949"),))
    assert words([volume]) == "shek\nurumqi"


# The index.


def test_the_index_is_the_same_every_time(edition: Edition, tmp_path: Path) -> None:
    for name in ("first", "second", "third"):
        assert write_search(edition, tmp_path / name) == []
    made = tree(tmp_path / "first")
    assert made == tree(tmp_path / "second") == tree(tmp_path / "third")
    assert all(made.values())


def test_a_wrong_index_is_noticed() -> None:
    good = [
        SearchPage("people/a/", (Record("", "name", "One two"),)),
        SearchPage("people/b/", (Record("", "name", "Three"),)),
    ]
    files = make_index(good)
    assert check_index(good, files) == []
    assert len(check_index(good[:1], files)) == 1
    assert len(check_index([*good, SearchPage("people/c/", ())], files)) == 1
    assert len(check_index([good[0], SearchPage("people/b/", (Record("", "name", "Four"),))], files)) == 1


# In the browser.


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    with Watched(browser) as watched:
        yield watched
        assert not watched.wrong


def search(page: Page, site: str, query: str, **filters: str) -> None:
    page.goto("about:blank")
    page.goto(f"{site}search/#{urlencode({'q': query, **filters})}")
    page.wait_for_function(DONE)
    page.evaluate("document.fonts.ready.then(() => true)")  # a font on its way would count as failed


def first(page: Page, site: str, section: str) -> str:
    """The address of the first hit of a section, below the site and without the words to be marked."""
    links = page.locator(f"section[aria-labelledby=search-{section}] .search-place")
    if not links.count():
        return "none"
    address = str(links.first.evaluate("a => a.href"))
    return address.removeprefix(site).replace("/index.html", "/").split(":~:")[0]


def name_of(case: dict[str, Any]) -> str:
    return " ".join([case["query"], *case.get("filters", {}).values()])


def check(page: Page, site: str, case: dict[str, Any]) -> None:
    """What is shown is what the case says."""
    for section in SECTIONS:
        if section in case:
            assert first(page, site, section) == case[section]
    if "marked" in case:
        assert page.locator("section[aria-labelledby=search-text] mark").first.inner_text() == case["marked"]
    if "says" in case:
        assert case["says"] in page.locator(".search-remark").inner_text()
    if "offers" in case:
        assert page.locator(".search-nothing a").first.inner_text() == case["offers"]
    if all(case.get(section) == "none" for section in SECTIONS):
        assert page.locator("#search-status").inner_text().startswith("No results.")


@pytest.fixture(scope="module")
def asked(browser: Browser) -> Iterator[Watched]:
    """One page for all questions, as of a reader who asks one after another."""
    with Watched(browser) as watched:
        yield watched


@pytest.mark.parametrize("case", QUERIES, ids=name_of)
def test_query(asked: Watched, site: str, case: dict[str, Any]) -> None:
    search(asked.page, site, case["query"], **case.get("filters", {}))
    check(asked.page, site, case)
    assert not asked.wrong


def test_there_are_forty_queries() -> None:
    assert len(QUERIES) >= 40


def test_the_page_folds_as_the_generator_does(watched: Watched, site: str, edition: Edition) -> None:
    watched.page.goto(f"{site}search/")
    spellings = list(edition.register.spellings)
    folded = watched.page.evaluate("(all) => all.map(editionSearch.fold)", spellings)
    assert dict(zip(spellings, folded, strict=True)) == {s: fold(s) for s in spellings}
    ids = [*edition.register.names, *edition.documents]
    keys = watched.page.evaluate("(all) => all.map((id) => editionSearch.key('n', id))", ids)
    assert keys == [key("n", id) for id in ids]


@pytest.mark.parametrize("query", ["Sun Fo", "loan", "Beijing", '"peace talks"', "peasants", "Sun Yatsen's widow"])
def test_a_hit_lands_on_its_paragraph_with_the_words_marked(watched: Watched, site: str, query: str) -> None:
    page = watched.page
    search(page, site, query)
    links = page.locator("section:not([aria-labelledby=search-name]) .search-place")
    for address in links.evaluate_all("all => all.map((a) => a.href)"):
        place, _, directives = address.partition(":~:")
        if not directives:  # words of headings and notes also stand elsewhere on the page
            assert "#s-" in place or "#fn-" in place or "#k-" in place
            continue
        page.goto(place)
        page.evaluate("document.fonts.ready.then(() => true)")
        id = place.partition("#")[2]
        inside = squeezed(page.locator(f"[id='{id}']").inner_text())
        whole = squeezed(str(page.evaluate("document.body.innerText")))
        for directive in directives.removeprefix("text=").split("&text="):
            words = "".join(part.strip("-") for part in directive.split(","))
            place_of_words = whole.index(squeezed(unquote(words)))
            assert 0 <= place_of_words - whole.index(inside) < len(inside), address


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_browser_marks_the_words_it_lands_on(watched: Watched, site: str) -> None:
    page = watched.page
    search(page, site, "silver")
    page.locator("section[aria-labelledby=search-text] .search-place").first.click()
    page.wait_for_load_state("networkidle")
    top = page.locator("#p50").bounding_box()
    assert "documents/1949-02-06-mikoyan-mao/#p50" in page.url
    assert top and top["y"] + top["height"] > 0 and top["y"] < 900


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_the_box_of_every_page_leads_to_the_search(watched: Watched, site: str, key: str) -> None:
    page = watched.page
    page.goto(f"{site}chronology/", wait_until="networkidle")
    page.keyboard.press(key)
    page.keyboard.type("Peking")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/#q=Peking")
    page.wait_for_function(DONE)
    assert first(page, site, "name") == "places/beiping/"
    assert page.locator("#search-words").input_value() == "Peking"


def test_the_form_is_used_by_keyboard_and_kept_in_the_address(watched: Watched, site: str) -> None:
    page = watched.page
    page.goto(f"{site}search/", wait_until="networkidle")
    assert page.evaluate("document.activeElement.id") == "search-words"
    page.keyboard.type("loan")
    page.keyboard.press("Enter")
    page.wait_for_function(DONE)
    page.get_by_label("Speaker").select_option("mao-zedong")
    page.wait_for_url("**/search/#q=loan&speaker=mao-zedong")
    page.go_back()
    page.wait_for_function("() => document.querySelector('[data-filter=speaker]').value === ''")
    assert page.url.endswith("#q=loan")
    assert page.locator("#search-status").get_attribute("role") == "status"


def test_what_is_typed_before_the_search_is_ready_stays(watched: Watched, site: str) -> None:
    page, held = watched.page, list[Route]()
    page.route("**/search/names.json*", lambda route: held.append(route))
    with page.expect_request("**/search/names.json*"):
        page.goto(f"{site}search/#q=silver", wait_until="domcontentloaded")
    words = page.locator("#search-words")
    expect(words).to_have_value("silver")
    words.fill("loan")
    held[0].continue_()
    page.wait_for_function(DONE)
    assert words.input_value() == "loan"
    words.press("Enter")
    page.wait_for_url("**/search/#q=loan")


def test_more_hits_are_shown_on_request(watched: Watched, site: str) -> None:
    page = watched.page
    search(page, site, "Mao")
    hits = page.locator("section[aria-labelledby=search-text] .search-hit")
    assert hits.count() == 10
    page.locator("section[aria-labelledby=search-text] .search-more").click()
    page.wait_for_function(
        "() => document.querySelectorAll('section[aria-labelledby=search-text] .search-hit').length === 30"
    )
    assert (
        page.evaluate(
            "document.activeElement.closest('li') === document.querySelectorAll('#search-results ol:not([id]) li')[0]"
        )
        is False
    )
    assert page.evaluate("document.activeElement.className") == "search-place"


def test_without_a_script_a_link_leads_to_the_page_and_the_lists_are_named(browser: Browser, site: str) -> None:
    with Watched(browser, script=False) as watched:
        watched.page.goto(f"{site}chronology/")
        assert not watched.page.locator(".search-box").is_visible()
        watched.page.locator("a.search-link").click()
        watched.page.wait_for_url("**/search/")
        assert not watched.page.locator("#search-form").is_visible()
        shown = watched.page.locator("#search-without")
        assert shown.is_visible() and shown.locator("a").count() == 3


# From a disk, where a browser reads no file but scripts, styles and pictures.


# Fonts are asked for early, which browsers refuse on a disk, with three words of protest; then they take them all the same.
FONT_EARLY = re.compile(r"assets/fonts/|net::ERR_FAILED$|preload")


def on_disk(page: Page, site: Path, query: str, **filters: str) -> None:
    page.goto("about:blank")
    page.goto(f"{(site / 'search/index.html').as_uri()}#{urlencode({'q': query, **filters})}")
    page.wait_for_function(DONE)


@pytest.fixture
def disk(browser: Browser) -> Iterator[Watched]:
    """What a page opened from a disk may load; it must still be free of errors and ask no host for anything."""
    with Watched(browser) as watched:
        yield watched
        wrong = [w for w in watched.wrong if not w.startswith("foreign: file:") and not FONT_EARLY.search(w)]
        assert wrong == []


@pytest.mark.parametrize("case", QUERIES, ids=name_of)
def test_query_from_a_disk(asked: Watched, corpus: Path, case: dict[str, Any]) -> None:
    on_disk(asked.page, corpus / "site", case["query"], **case.get("filters", {}))
    check(asked.page, f"{(corpus / 'site').as_uri()}/", case)


def test_a_hit_on_a_disk_leads_to_the_file(disk: Watched, corpus: Path) -> None:
    on_disk(disk.page, corpus / "site", "silver")
    disk.page.locator("section[aria-labelledby=search-text] .search-place").first.click()
    disk.page.wait_for_load_state("networkidle")
    assert "/site/documents/1949-02-06-mikoyan-mao/index.html#p50:~:text=" in disk.page.url
    disk.page.keyboard.press("/")
    disk.page.keyboard.type("Chiang Kai-shek")
    disk.page.keyboard.press("Enter")
    disk.page.wait_for_url("**/search/index.html#*")
    disk.page.wait_for_function(DONE)
    assert disk.page.url.split("/site/")[1] == "search/index.html#q=Chiang+Kai-shek"


def test_without_an_index_the_one_file_is_searched(browser: Browser, corpus: Path, tmp_path: Path) -> None:
    """In a preview, which MkDocs alone makes of docs/."""
    shutil.copytree(corpus / "site", tmp_path / "site")
    for kept in ("pagefind", "volumes"):
        shutil.rmtree(tmp_path / "site/search" / kept)
    for file in ("names.json", "words.txt"):
        (tmp_path / "site/search" / file).unlink()
    with served(tmp_path / "site") as site, Watched(browser) as watched:
        search(watched.page, site, "Chiang Kai-shek")
        assert first(watched.page, site, "name") == "people/jiang-jieshi/"
        assert first(watched.page, site, "text") == "documents/1949-01-30-mikoyan-mao/#p3"


def test_what_is_found_is_set_as_text(browser: Browser, corpus: Path, tmp_path: Path) -> None:
    for folder in ("assets", "search"):
        shutil.copytree(corpus / "site" / folder, tmp_path / "site" / folder)
    copy = tmp_path / "site/search/offline.js"
    copy.write_text(copy.read_text("utf-8").replace("silver", "<img src=x onerror=alert(1)> silver"), "utf-8")
    with Watched(browser) as watched:
        on_disk(watched.page, tmp_path / "site", "silver")
        results = watched.page.locator("#search-results")
        assert results.locator("img").count() == 0
        assert "<img src=x onerror=alert(1)> silver" in results.inner_text()


def test_without_anything_to_search_the_lists_are_named(browser: Browser, corpus: Path, tmp_path: Path) -> None:
    for folder in ("assets", "search"):
        shutil.copytree(corpus / "site" / folder, tmp_path / "site" / folder)
    (tmp_path / "site/search/offline.js").unlink()
    with Watched(browser) as watched:
        on_disk(watched.page, tmp_path / "site", "loan")
        assert "could not be loaded" in watched.page.locator("#search-status").inner_text()
        assert watched.page.locator("#search-without a").count() == 3
        assert watched.page.locator("#search-without").is_visible()


@pytest.mark.parametrize("query", ["", "Chiang", "Jiang Jeshi", "zanzibar loan"])
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark"), (1280, "light")])
def test_the_page_is_accessible(browser: Browser, site: str, query: str, width: int, scheme: str) -> None:
    with Watched(browser, width, scheme) as watched:
        search(watched.page, site, query) if query else watched.page.goto(f"{site}search/", wait_until="networkidle")
        rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        found = Axe().run(watched.page, options=rules).response["violations"]
        assert not [f"{v['id']}: {n['html'][:160]}" for v in found for n in v["nodes"]]
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= width


def test_names_file_is_what_the_page_reads(corpus: Path, edition: Edition) -> None:
    stored = json.loads((corpus / "site/search/names.json").read_text("utf-8"))
    assert [row[1] for row in stored["documents"]] == list(edition.documents)
    assert {row[1] for row in stored["names"]} == set(edition.register.names)
