"""The quotation checker: it says exactly what stands in the texts, on a server and from a disk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from edition.model.edition import Edition
from edition.write.data.quotation_hashes import FOLDER, hashes, words, write_quotations
from tests.browser import Watched, served

ODD = (
    "I[van]. V. Kovalev",
    "c[omrade]s [their own] words",
    "Xi'an, l’été, [a 'b' c] and ''d''",
    "a bracket [that is not closed",
    "one ]two[ three",
    "蔣中正 Цзян naïve ﬁne Å Ⅳ ½",
    "soft\u00adhyphen zero\u200bwidth e\u0301",
    "9 administrative-regions: 1,000.5 (x)",
    "[]' ’",
)


@pytest.fixture(scope="module")
def page(browser: Browser, corpus: Path) -> Iterator[Page]:
    with served(corpus / "site") as address, Watched(browser) as watched:
        watched.page.goto(f"{address}cite/", wait_until="networkidle")
        yield watched.page
        assert not watched.wrong


def ask(page: Page, quotation: str) -> str:
    """What the page says of a quotation."""
    page.fill("#quotation", quotation)
    page.click("#quote-checker form button")
    expect(page.locator(".quotation-result")).not_to_contain_text("Checking")
    return page.inner_text(".quotation-result")


def test_words_and_hashes_are_those_of_the_page(page: Page, edition: Edition) -> None:
    texts = [*ODD, *(p.text for d in edition.documents.values() for p in d.body)]
    script = "texts => texts.map(t => editionMatch.words(t).map(w => [w.full, w.bare]))"
    assert page.evaluate(script, texts) == [[[w.full, w.bare] for w in words(t)] for t in texts]
    lists = [[w.full for w in words(t)] for t in texts]
    assert page.evaluate("lists => lists.map(editionMatch.hashes)", lists) == [list(hashes(x)) for x in lists]


def test_every_paragraph_is_found_whole_and_exact(page: Page, edition: Edition) -> None:
    for document in edition.documents.values():
        body = [{"id": p.id, "label": p.label, "text": p.text} for p in document.body]
        found = "const r = editionMatch.compare(p.text, body); return [r?.verdict, r?.first.id, r?.last.id]"
        expected = [["exact", p.id, p.id] for p in document.body]
        assert page.evaluate(f"body => body.map(p => {{ {found} }})", body) == expected


@pytest.mark.parametrize(
    ("quotation", "verdict", "place"),
    [
        ("China will have 9 administrative regions", "Exact match, letter for letter", "¶ 31"),
        ("“China will have\n9 administrative regions”", "Exact match, letter for letter", "¶ 31"),
        ("china will have 9 Administrative Regions", "The words match. Capitals", "¶ 31"),
        ("China will have 9 adminis-\ntrative regions", "Exact match, letter for letter", "¶ 31"),
        ("China will have 8 administrative regions", "Not exact: 1 word differs", "¶ 31"),
        ("another meeting took place […] our comrades—Ivan V. Kovalev", "The words match. ", "¶ 1"),
        ("another meeting took place ... our comrades—I. V. Kovalev", "The words match. ", "¶ 1"),
        ("no such words were ever spoken by anybody here", "Not found", ""),
        ("two words", "Enter at least three words", ""),
        ("", "Enter at least three words", ""),
    ],
)
def test_verdicts(page: Page, quotation: str, verdict: str, place: str) -> None:
    said = ask(page, quotation)
    assert said.startswith(verdict), said
    assert place in said


def test_differences_are_marked_and_the_citation_leads_there(page: Page) -> None:
    ask(page, "China will have eight administrative regions")
    assert page.inner_text(".verdict del") == "eight" and page.inner_text(".verdict ins") == "9"
    assert "Mikoyan–Mao, 6 February 1949, ¶ 31. Version " in page.inner_text(".verdict .whole")
    href = page.get_attribute(".verdict .says a", "href")
    assert href and href.endswith("/documents/1949-02-06-mikoyan-mao/#p31")


def test_words_repeated_are_said_to_be(page: Page, edition: Edition) -> None:
    body = [
        {"id": f"p{n}", "label": f"¶ {n}", "text": t}
        for n, t in enumerate(("one two three four", "x", "one two three"), 1)
    ]
    assert page.evaluate("b => editionMatch.compare('one two three', b).again.map(p => p.id)", body) in (["p3"], ["p1"])


def test_markup_in_a_quotation_stays_text(page: Page) -> None:
    said = ask(
        page,
        "On 6 February 1949 another meeting took place with Mao Zedong <img src=x onerror=alert(1)> and CCP CC Politburo members",
    )
    assert said.startswith("Not exact") and "onerror" in said
    assert page.locator(".quotation-result img").count() == 0


def test_from_a_disk_without_a_server(browser: Browser, corpus: Path) -> None:
    with Watched(browser) as watched:
        watched.page.goto((corpus / "site/cite/index.html").as_uri())
        assert ask(watched.page, "China will have 9 administrative regions").startswith("Exact")


def test_the_files_hold_every_paragraph_and_say_how_many_parts_there_are(edition: Edition) -> None:
    files = write_quotations(edition)
    read = {path: json.loads(text[text.index(",") + 1 : -3]) for path, text in files.items()}
    index = read[f"{FOLDER}/index.js"]
    assert index["documents"] == list(edition.documents)
    parts = [read[f"{FOLDER}/words-{n}.js"] for n in range(index["parts"])]
    assert all(int(value) % index["parts"] == n for n, part in parts for value in part)
    for id, document in edition.documents.items():
        assert [p["text"] for p in read[f"{FOLDER}/{id}.js"]["paragraphs"]] == [p.text for p in document.body]
