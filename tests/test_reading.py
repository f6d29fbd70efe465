"""The built pages in a real browser: every page type, wide and narrow, light and dark; the reading aids; no script."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, expect

from tests.browser import Watched

DOCUMENT = "documents/1949-02-06-mikoyan-mao/"
PAGES = (
    "",
    DOCUMENT,
    "documents/",
    "people/jiang-jieshi/",
    "people/",
    "names/",
    "index/",
    "index/speakers/",
    "cross-references/",
    "chronology/",
    "figures/",
    "map/",
    "timeline/",
    "strips/",
    "strips/1949-01-30-mikoyan-mao/",
    "errata/",
    "about/introduction/",
    "about/sources/",
    "about/coverage/",
    "about/colophon/",
    "cite/",
    "search/",
    "about/search-engine/",
    "about/data/",
    "editing/tutorial/",
    "404.html",
)
# Each page is looked at narrow and wide, light and dark: in two of the four ways, by turns, for a look takes seconds.
LOOKS = (((320, "light"), (1280, "dark")), ((320, "dark"), (1280, "light")))
# WCAG 2.2 AA and best practice.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize("path", PAGES)
def test_page_opens_without_error_or_foreign_request(browser: Browser, site: str, path: str) -> None:
    with Watched(browser) as watched:
        watched.page.goto(site + path, wait_until="networkidle")
        assert watched.page.locator("article h1").count() == 1
        assert not watched.wrong


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible(browser: Browser, site: str, path: str) -> None:
    for width, scheme in LOOKS[PAGES.index(path) % 2]:
        with Watched(browser, width, scheme) as watched:
            watched.page.goto(site + path, wait_until="networkidle")
            shorten_lists(watched.page)
            lay_out_all(watched.page)
            watched.page.wait_for_timeout(300)  # what fades in has its colours only then
            found = Axe().run(watched.page, options=RULES).response["violations"]
            said = [f"{v['id']}: {n['html'][:160]}" for v in found for n in v["nodes"]]
            assert not said, f"{width} px, {scheme}"


@pytest.mark.parametrize("path", PAGES)
def test_page_does_not_scroll_sideways(browser: Browser, site: str, path: str) -> None:
    with Watched(browser, 320) as watched:
        watched.page.goto(site + path, wait_until="networkidle")
        lay_out_all(watched.page)
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_groups_of_the_menu_are_open_where_there_is_room(browser: Browser, site: str) -> None:
    with Watched(browser, 1300) as watched:
        watched.page.goto(f"{site}editing/style/", wait_until="networkidle")
        menu = watched.page.locator(".md-sidebar--primary")
        for name in ("Introduction", "How to cite", "Colophon"):
            expect(menu.get_by_role("link", name=name, exact=True)).to_be_visible()
        expect(menu.locator("a.md-nav__link--active")).to_be_in_viewport()


def test_the_drawer_is_opened_group_by_group_with_keys(browser: Browser, site: str) -> None:
    with Watched(browser, 390) as watched:
        watched.page.goto(f"{site}names/", wait_until="networkidle")
        watched.page.locator("label.md-header__button[for=__drawer]").click()
        menu, entry = watched.page.locator(".md-sidebar--primary"), "label.md-nav__link:has-text('{}')"
        for name, key in (("About", "Enter"), ("Using it", " ")):
            menu.locator(entry.format(name)).focus()
            watched.page.keyboard.press(key)
        expect(menu.get_by_role("link", name="How to cite", exact=True)).to_be_in_viewport()


def shorten_lists(page: Page) -> None:
    """Leave sixty of the hundreds of entries of a list that are all made alike: axe looks at each for long."""
    page.evaluate(
        """() => document.querySelectorAll("article, article ul, article ol, article tbody, article div").forEach((list) => {
             const alike = [...list.children].filter((e) => e.matches("li, tr, p:not(.paragraph), .entry"));
             alike.slice(60).forEach((e) => e.remove());
           })"""
    )


def lay_out_all(page: Page) -> None:
    """Lay out the long lists too, as when a reader comes near: what is far away has neither boxes nor colours."""
    page.evaluate(
        "document.querySelectorAll('.far li, .footnote li').forEach((e) => (e.style.contentVisibility = 'visible'))"
    )


def open_document(watched: Watched, site: str, fragment: str = "") -> Page:
    """The document, once its scripts have run and the page stands still where the address leads."""
    page = watched.page
    page.goto(f"{site}{DOCUMENT}{fragment}", wait_until="networkidle")
    page.wait_for_load_state("load")
    page.wait_for_function(
        "() => document.documentElement.style.overflowAnchor === ''"
    )  # set while frame.js holds a place
    return page


def test_notes_stand_at_the_side_where_there_is_room(browser: Browser, site: str) -> None:
    with Watched(browser, 1500) as watched:
        page = open_document(watched, site)
        notes = page.locator(".side-note")
        assert notes.count() == page.locator("article li[id^='fn-']").count()
        boxes = [notes.nth(n).bounding_box() for n in range(notes.count())]
        tops = [(b["y"], b["y"] + b["height"]) for b in boxes if b]
        assert all(bottom <= top + 1 for (_, bottom), (top, _) in zip(tops, tops[1:], strict=False))
        column = page.locator(".paragraph").first.bounding_box()
        assert column and all(b and b["x"] >= column["x"] + column["width"] for b in boxes)


def test_a_note_pops_up_at_its_mark_on_a_small_screen(browser: Browser, site: str) -> None:
    with Watched(browser, 400) as watched:
        page = open_document(watched, site)
        assert page.locator(".side-notes").is_hidden()
        mark = page.locator("sup > .footnote-ref").nth(4)
        mark.focus()
        page.keyboard.press("Enter")
        popup = page.locator(".note-popup")
        assert popup.is_visible()
        key = str(mark.get_attribute("href"))
        listed = " ".join((page.locator(f'[id="{key[1:]}"]').text_content() or "").split())
        assert popup.inner_text().split("\n")[0].strip()[:60] in listed
        page.keyboard.press("Escape")
        assert popup.is_hidden() and page.evaluate("document.activeElement.hash") == key


def test_a_name_shows_its_card(browser: Browser, site: str) -> None:
    with Watched(browser) as watched:
        page = open_document(watched, site, "#p49")
        name = page.locator("#p49 a.name", has_text="Jiang Jieshi")
        name.hover()
        card = page.locator(".name-card")
        card.wait_for(state="visible")
        assert "1887–1975" in card.inner_text() and "Chiang Kai-shek" in card.inner_text()
        page.keyboard.press("Escape")
        assert card.is_hidden()
        name.click()
        assert page.url.endswith("/people/jiang-jieshi/")


def test_voices_can_be_quieted_and_are_remembered(browser: Browser, site: str) -> None:
    with Watched(browser) as watched:
        page = open_document(watched, site)
        bracket, mark = page.locator(".paragraph .translator").first, page.locator("sup > .footnote-ref").first
        assert bracket.is_visible() and mark.is_visible()
        page.check("#voices-record")
        assert bracket.is_hidden() and mark.is_hidden()
        page.reload(wait_until="networkidle")
        assert page.is_checked("#voices-record") and bracket.is_hidden()
        page.check("#voices-translator")
        assert bracket.is_visible() and mark.is_hidden()


def test_speakers_are_marked_on_request(browser: Browser, site: str) -> None:
    with Watched(browser) as watched:
        page = open_document(watched, site)
        assert page.locator(".speaker:visible").count() == 0
        page.select_option("#speakers", "mikoyan-anastas")
        marked = page.locator(".speaker:visible")
        assert marked.count() > 3
        assert all(text.startswith("Anastas Mikoyan") for text in marked.all_inner_texts())
        assert page.locator("#p10.other-voice").count() == 1


def test_the_menu_of_a_paragraph_names_it(browser: Browser, site: str) -> None:
    with Watched(browser) as watched:
        page = open_document(watched, site)
        page.locator("#p14 > .pn").click()
        menu = page.locator(".paragraph-menu")
        assert "Mikoyan–Mao, 6 February 1949, ¶ 14" in menu.inner_text()
        menu.get_by_role("link", name="Link to this paragraph").click()
        assert page.url.endswith("#p14") and menu.is_hidden()


def test_keys_lead_through_the_document(browser: Browser, site: str) -> None:
    with Watched(browser) as watched:
        page = open_document(watched, site)
        for _ in range(2):
            page.keyboard.press("j")
        assert page.evaluate("document.activeElement.textContent") == "¶ 2"
        page.keyboard.press("k")
        assert page.evaluate("document.activeElement.textContent") == "¶ 1"
        page.keyboard.press("?")
        assert page.locator("dialog.keys").is_visible()
        page.keyboard.press("Escape")
        assert page.locator("dialog.keys").is_hidden()


def tab_to(page: Page, script: str, most: int = 80) -> None:
    """Press Tab until what has the focus answers to a script; fails where it is not reached."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"(e => {script})(document.activeElement)"):
            assert page.evaluate("document.activeElement.getClientRects().length"), "the focus is on something unseen"
            return
    raise AssertionError(f"not reached by Tab: {script}")


def test_a_document_is_read_by_keyboard_alone(browser: Browser, site: str) -> None:
    with Watched(browser) as watched:
        page = open_document(watched, site)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('.md-skip')")
        page.keyboard.press("Enter")
        tab_to(page, "e.closest('.about-document')")
        tab_to(page, "e.id.startsWith('voices-')")
        tab_to(page, "e.id === 'speakers'")
        tab_to(page, "e.matches('#p1 > .pn')")
        page.keyboard.press("Enter")
        assert page.locator(".paragraph-menu").is_visible()
        page.keyboard.press("Escape")
        assert page.locator(".paragraph-menu").is_hidden() and page.evaluate(
            "document.activeElement.matches('#p1 > .pn')"
        )
        tab_to(page, "e.matches('a.name')")
        assert page.locator(".name-card").is_visible()
        tab_to(page, "e.matches('.footnote-ref')")
        mark = str(page.evaluate("document.activeElement.hash"))
        page.keyboard.press("Enter")
        if page.locator(".note-popup").is_visible():
            page.keyboard.press("Escape")
        else:  # the note stands at the side: the mark leads to the list, and the note's arrow back
            assert page.url.endswith(mark)
            tab_to(page, "e.matches('.footnote-backref')")
            page.keyboard.press("Enter")
        page.keyboard.press("j")
        tab_to(page, "e.matches('details.same-matter > summary')", 200)
        page.keyboard.press("Enter")
        assert page.locator("details.same-matter[open]").count() == 1
        tab_to(page, "e.matches('.paragraph a.name')")
        target = str(page.evaluate("document.activeElement.href"))
        page.keyboard.press("Enter")
        page.wait_for_url(target)
        page.go_back(wait_until="networkidle")
        assert page.locator("article h1").is_visible()


def test_one_step_back_after_following_a_jump(browser: Browser, site: str) -> None:
    with Watched(browser) as watched:
        page = open_document(watched, site, "#in-this-document")
        before = page.evaluate("scrollY")
        page.locator(".names-here a[href='#p49']").first.click()
        back = page.locator(".way-back")
        back.wait_for(state="visible")
        back.click()
        page.wait_for_function(f"() => Math.abs(scrollY - {before}) < 5")
        assert back.is_hidden()


def test_the_contents_follow_the_reader(browser: Browser, site: str) -> None:
    with Watched(browser) as watched:
        page = open_document(watched, site, "#p30")
        current = page.locator(".md-nav--secondary [aria-current]")
        expect(current).to_have_text("THE STRUCTURE OF STATE POWER")
        page.locator("#notes").scroll_into_view_if_needed()
        page.evaluate("document.getElementById('notes').scrollIntoView()")
        expect(current).to_have_text("Notes")


def test_light_and_dark_are_chosen_and_remembered(browser: Browser, site: str) -> None:
    with Watched(browser, scheme="dark") as watched:
        page = open_document(watched, site)
        scheme = "document.body.dataset.mdColorScheme"
        assert page.evaluate(scheme) == "slate"
        page.locator("label[title='Switch to light mode']").click()
        assert page.evaluate(scheme) == "default"
        page.reload(wait_until="networkidle")
        assert page.evaluate(scheme) == "default"
        page.locator("label[title='Switch to dark mode']").click()
        assert page.evaluate(scheme) == "slate"


def test_the_drawer_of_a_small_screen_opens_and_closes(browser: Browser, site: str) -> None:
    with Watched(browser, 390) as watched:
        page = open_document(watched, site)
        link = page.locator(".md-sidebar--primary").get_by_role("link", name="Chronology")
        page.locator(".md-header label[for=__drawer]").click()
        expect(link).to_be_in_viewport()
        page.keyboard.press("Escape")
        expect(link).not_to_be_in_viewport()


def test_a_document_page_is_light(corpus: Path) -> None:
    """At most 120 kB compressed at first view, without fonts: the bound that the edition sets itself."""
    page = corpus / "site" / DOCUMENT / "index.html"
    soup = BeautifulSoup(page.read_bytes(), "lxml")
    links = [t.get("src") or t.get("href") for t in soup.select("script[src], link[rel=stylesheet], link[rel=icon]")]
    files = [page, *((page.parent / str(link)).resolve() for link in links)]
    assert len(files) > 8
    assert sum(len(gzip.compress(f.read_bytes(), 6)) for f in files) < 120_000


def test_without_script_everything_is_there(browser: Browser, site: str) -> None:
    with Watched(browser, script=False) as watched:
        page = watched.page
        page.goto(f"{site}{DOCUMENT}#p31")
        assert page.locator("#p31").is_visible() and page.locator("article li[id^='fn-']").first.is_visible()
        assert page.locator(".paragraph .translator").first.is_visible()
        page.locator("details.same-matter > summary").first.click()
        assert page.locator("details.same-matter li").first.is_visible()
        assert page.locator(".names-here li").count() > 50


def test_the_printed_page_has_the_text_and_no_navigation(browser: Browser, site: str) -> None:
    with Watched(browser) as watched:
        page = open_document(watched, site)
        page.emulate_media(media="print")
        assert page.locator("#p1").is_visible() and page.locator("article li[id^='fn-']").first.is_visible()
        for away in (".md-header", ".md-sidebar", ".reading", ".way"):
            assert page.locator(f"{away}:visible").count() == 0, away
