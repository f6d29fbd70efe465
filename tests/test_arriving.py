"""A reader comes to a page, and to a place on it: nothing moves, the place is reached, and nobody is called back to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import Watched, slow_down

DOCUMENT, OTHER = "documents/1949-02-06-mikoyan-mao/", "documents/1949-01-30-mikoyan-mao/"


# Until the fonts are there, those too that are asked for only when others are.
SETTLED = """async () => {
  for (let n = 0; n < 3; n++) {
    await document.fonts.ready;
    await new Promise((go) => setTimeout(go, 250));
  }
}"""
MOVED = """
window.moved = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) window.moved += shift.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", ["", DOCUMENT, OTHER, "names/", "index/", "people/jiang-jieshi/", "map/", "search/"])
def test_nothing_moves_while_a_page_comes(browser: Browser, site: str, path: str, width: int) -> None:
    """Nothing but, by a hair, the words after italics, whose font comes later: a tenth of what is reckoned good (0.1).

    In which order the fonts come differs from time to time; what moves by itself moves the second time too.
    """

    def moved() -> float:
        with Watched(browser, width) as watched:
            slow_down(watched.page, site)
            watched.page.add_init_script(MOVED)
            watched.page.goto(site + path)
            watched.page.evaluate(SETTLED)
            return float(watched.page.evaluate("window.moved"))

    assert moved() < 0.01 or moved() < 0.01


TOP = "(place) => place.getBoundingClientRect().top"
FAR = ("names/#m", "names/#chinese", f"{DOCUMENT}#terms-here", f"{DOCUMENT}#notes", f"{DOCUMENT}#files")


def test_nothing_moves_where_voices_were_quieted(browser: Browser, site: str) -> None:
    with Watched(browser) as watched:
        watched.page.goto(site + DOCUMENT)
        watched.page.check("#voices-record")
        slow_down(watched.page, site)
        watched.page.add_init_script(MOVED)
        watched.page.reload()
        watched.page.evaluate(SETTLED)
        assert watched.page.is_checked("#voices-record") and watched.page.locator("#p3 .translator").first.is_hidden()
        assert watched.page.evaluate("window.moved") < 0.01


@pytest.mark.parametrize("path", FAR)
@pytest.mark.parametrize("width", [320, 1280])
def test_a_place_behind_long_lists_is_reached(browser: Browser, site: str, width: int, path: str) -> None:
    """Lists above it are laid out only when they come near: the place must not move away."""
    with Watched(browser, width) as watched:
        watched.page.goto(site + path, wait_until="networkidle")
        check_reached(watched.page)


@pytest.mark.parametrize("path", ["names/#chinese", f"{DOCUMENT}#terms-here"])
def test_a_place_is_reached_where_fonts_come_late(browser: Browser, site: str, path: str) -> None:
    with Watched(browser) as watched:
        slow_down(watched.page, site)
        watched.page.goto(site + path)
        watched.page.evaluate(SETTLED)
        check_reached(watched.page)


def check_reached(page: Page) -> None:
    """The place comes to its line, and stays there."""
    place = page.locator(f"id={page.evaluate('location.hash.slice(1)')}")
    for _ in range(100):
        if 40 < place.evaluate(TOP) < 120:
            break
        page.wait_for_timeout(50)
    page.wait_for_timeout(500)
    assert 40 < (top := place.evaluate(TOP)) < 120, top


@pytest.mark.parametrize("how", ["wheel", "key", "script"])
def test_a_reader_who_goes_on_is_not_called_back(browser: Browser, site: str, how: str) -> None:
    with Watched(browser) as watched:
        page = watched.page
        page.goto(f"{site}{DOCUMENT}#p9")
        if how == "wheel":
            page.mouse.wheel(0, 900)
        elif how == "key":
            page.keyboard.press("End")
        else:
            page.evaluate("scrollBy(0, 900)")
        page.wait_for_function("() => document.querySelector('#p9').getBoundingClientRect().bottom < 0")
        page.wait_for_timeout(700)
        assert page.locator("#p9").evaluate("(p) => p.getBoundingClientRect().bottom") < 0


def test_a_page_shown_again_as_it_stood_stays(browser: Browser, site: str) -> None:
    """Browsers put back where one was, not at the beginning of what the address names, and say the same as after a link."""
    with Watched(browser) as watched:
        page = watched.page
        page.goto(f"{site}{DOCUMENT}#p9")
        page.wait_for_timeout(700)
        page.evaluate("scrollBy(0, 700)")
        page.evaluate("dispatchEvent(new HashChangeEvent('hashchange'))")
        page.evaluate("document.querySelector('#p1').append(...Array(20).fill('more words ').map((w) => w.repeat(20)))")
        page.wait_for_timeout(300)
        assert page.locator("#p9").evaluate("(p) => p.getBoundingClientRect().bottom") < 0


# Whether a font that is used however late it comes has come, of those in which nearly every line is set.
FONTS = """() => ["Source Serif 4", "Source Sans 3"].map((name) => [...document.fonts].some(
  (font) => font.family.replaceAll('"', "") === name && font.display === "swap" && font.status === "loaded"
    && font.style === "normal" && font.unicodeRange.startsWith("U+0")))"""


@pytest.mark.parametrize("path", ["index.html", f"{DOCUMENT}index.html"])
def test_a_page_opened_from_a_disk_has_its_fonts(browser: Browser, corpus: Path, path: str) -> None:
    """Else it depends on the moment: the font of the first page was there in three of eight openings."""
    page = browser.new_page()
    page.goto((corpus / "site" / path).as_uri())
    page.evaluate(SETTLED)
    assert page.evaluate(FONTS) == [True, True]
    page.close()


def test_a_page_from_a_host_asks_for_a_font_once(browser: Browser, site: str) -> None:
    asked: list[str] = []
    with Watched(browser) as watched:
        watched.page.on("request", lambda request: asked.append(request.url))
        watched.page.goto(site)
        watched.page.evaluate(SETTLED)
        assert watched.page.evaluate(FONTS) == [False, False]
    fonts = [url for url in asked if url.endswith(".woff2")]
    assert fonts and len(fonts) == len(set(fonts))
