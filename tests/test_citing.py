"""Citing in a real browser: buttons that copy, the menu of a paragraph, words that are selected, passages in an address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from edition.model.addresses import canonical
from edition.model.edition import Edition
from tests.browser import Watched, served

ID = "1949-02-06-mikoyan-mao"


@pytest.fixture
def page(browser: Browser, corpus: Path) -> Iterator[Page]:
    with served(corpus / "site") as address, Watched(browser) as watched:
        watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
        watched.page.clock.install()
        watched.page.goto(f"{address}documents/{ID}/", wait_until="networkidle")
        watched.page.bring_to_front()  # a page without the focus may not write to the clipboard
        yield watched.page
        assert watched.wrong == []


def copied(page: Page, name: str) -> str:
    """What the clipboard holds after a click on a button of the menu."""
    page.evaluate("navigator.clipboard.writeText('')")
    page.locator(".paragraph-menu").get_by_role("button", name=name, exact=True).click()
    for _ in range(100):
        if text := str(page.evaluate("navigator.clipboard.readText()")):
            break
        page.wait_for_timeout(50)
    return text


def select(page: Page, first: str, last: str) -> None:
    """Select from the beginning of one paragraph to the end of another."""
    page.evaluate(
        """([first, last]) => {
          const [a, b] = [first, last].map((id) => document.getElementById(id));
          const range = document.createRange();
          range.setStart(a, 0);
          range.setEnd(b, b.childNodes.length);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        [first, last],
    )


def test_every_citation_has_a_button_that_copies_it(page: Page) -> None:
    citations, buttons = page.locator(".citations .citation"), page.locator(".citations button.copy")
    assert citations.count() == buttons.count() > 10
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)  # else "Copied" is gone again where a machine is slow
    for n in (0, 1, citations.count() - 1):
        buttons.nth(n).press("Enter")  # a click can miss it: what is above is laid out when one comes near
        expect(buttons.nth(n)).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()").split() == citations.nth(n).inner_text().split()
        page.clock.run_for(3000)
        expect(buttons.nth(n)).to_have_text("Copy")


def test_a_paragraph_is_cited_in_every_form(page: Page, edition: Edition) -> None:
    address = canonical(edition, edition.documents[ID].address)
    page.locator("#p14 .pn").click()
    for style, label in (("Chicago, note", "para. 14"), ("MLA", "par. 14"), ("APA", "para. 14")):
        text = copied(page, f"Copy: {style}")
        assert label in text and f"{address}#p14" in text and edition.settings.version in text
    text = copied(page, "Copy: Chicago, bibliography")
    assert f"{address}#p14." in text and edition.settings.version in text
    assert "url = {" + f"{address}#p14" + "}" in copied(page, "Copy: BibTeX")
    assert f"UR  - {address}#p14\n" in copied(page, "Copy: RIS").replace("\r\n", "\n")
    [record] = json.loads(copied(page, "Copy: CSL-JSON"))
    assert record["URL"] == f"{address}#p14" and record["note"].startswith("¶ 14;")
    assert copied(page, "Copy short citation") == f"{edition.documents[ID].apparatus.short_title}, ¶ 14"


def test_selected_words_are_cited_with_their_place(page: Page, edition: Edition) -> None:
    select(page, "p14", "p15")
    page.locator(".cite-words").click()
    words = [p.text for p in edition.documents[ID].body if p.id in ("p14", "p15")]
    text = copied(page, "Copy: Chicago, note")
    quoted, citation = text.split("”\n", 1) if "”\n" in text else text.replace("\n\n", "\n").split("”\n", 1)
    assert quoted.lstrip("“").split() == " ".join(words).split()
    assert "paras. 14–15" in citation and "/#p14-p15" in citation
    assert copied(page, "Copy: Short form").endswith("¶¶ 14–15")


def test_a_key_cites_where_the_reader_is(page: Page) -> None:
    page.locator("#p3 .pn").focus()
    page.keyboard.press("c")
    assert page.locator(".paragraph-menu strong").inner_text().endswith("¶ 3")


def test_an_address_marks_a_passage(page: Page) -> None:
    for fragment, marked in (
        ("#p14-p17", ["p14", "p15", "p16", "p17"]),
        ("#p4", []),
        ("#p9-p2", []),
        ("#p62-p99", ["p62", "p63"]),
    ):
        page.evaluate("(hash) => { location.hash = hash; }", fragment)
        page.wait_for_timeout(200)
        assert page.evaluate("[...document.querySelectorAll('.in-passage')].map((p) => p.id)") == marked
    assert page.locator("#p62").evaluate("(p) => p.getBoundingClientRect().top < innerHeight")
