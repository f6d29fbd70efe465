"""The calendar: what is loaded, what refers to it, what the page says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import lxml.etree  # type: ignore[import-untyped]
import pytest

from edition.check import check
from edition.model.edition import Edition, ItemPlace
from edition.model.problem import Problem
from edition.problems.excerpt import render
from edition.stages.gather import gather
from edition.stages.index import divide
from edition.versions.ledger import addresses
from edition.write.data.document_json import write_json
from edition.write.data.edition_json import write_data
from edition.write.epub.contents import goals_of_edition
from edition.write.epub.xhtml import online
from edition.write.markdown.calendar import write_calendar
from edition.write.markdown.index import write_index
from edition.write.markdown.lists import book_pages
from edition.write.search.records import volumes
from edition.write.shared.book import Layout, around
from edition.write.shared.same_matter import by_paragraph
from edition.write.shared.volumes import whole
from edition.write.tei.registers import write_registers
from tests.project import EDITIONS, REPOSITORY

ITEMS = """
- key: agent-19510220
  date: 1951-02?
  kind: letter
  from: [Agent]
  to: [novak-anna]
  subject: Nets
  read: listing
- key: lund-19510301
  date: 1951-03-01
  kind: cable
  number: '17'
  from: [lund-peter]
  to: [Agent]
  for: [novak-anna]
  subject: The channel
  mission: true
  printed: [brandt-letters, {work: mole-gazette, at: p. 3}]
  read: whole
  answers: [agent-19510220]
  index: [dredging, fish > catch of]
  passages:
    - {document: 1951-03-05-novak-lund, paragraphs: [1, 2]}
    - {document: 1951-04-12-novak-lund, at: He now put}
- key: talk-march
  date: 1951-03-05
  kind: memorandum of conversation
  document: 1951-03-05-novak-lund
- key: accounts
  date: 1951
  kind: papers
  subject: Accounts
  work: harbour-accounts
  read: part
"""
MARCH = "1951-03-05-novak-lund"
CITING = "sources: [{item: lund-19510301, at: point 2}, {item: accounts, at: folio 3}, {item: talk-march}]"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small edition with a calendar, and a figure that cites its items."""
    shutil.copytree(EDITIONS / "small", tmp_path, dirs_exist_ok=True)
    (tmp_path / "source_texts/calendar.yaml").write_text(ITEMS, "utf-8")
    return tmp_path


def load(root: Path, cite: str = "") -> Edition:
    figures = root / "source_texts/figures.yaml"
    figures.write_text(figures.read_text("utf-8").replace("sources: [mole-gazette]", cite or "sources: [mole-gazette]"))
    problems: list[Problem] = []
    edition = gather(root, problems)
    assert edition and not problems, render(problems, root)
    return edition


def test_items_are_in_the_order_of_their_dates(root: Path) -> None:
    """What has only a month or a year stands at its end."""
    assert list(load(root).calendar) == ["agent-19510220", "lund-19510301", "talk-march", "accounts"]


def test_an_item_is_called_by_its_document_its_work_or_its_parties(root: Path) -> None:
    titles = [item.short_title for item in load(root).calendar.values()]
    assert titles == [
        "Agent to Novak, February 1951 (uncertain)",
        "Lund to Agent, 1 March 1951",
        "Novak–Lund, 5 March 1951",
        "Accounts of the Port",
    ]


def test_passages_are_paragraphs_or_words(root: Path) -> None:
    edition = load(root)
    found = edition.calendar["lund-19510301"].passages
    labels = [edition.documents[p.document].paragraphs[p.extent.first.index].label for p in found]
    assert labels == ["¶ 1", "¶ 2", "¶ 2"] and found[0].extent.first.start == 0


def test_a_source_may_be_an_item(root: Path) -> None:
    """It is cited by its own work, or where a collection has it; the item is kept."""
    edition = load(root, CITING.replace(", {item: talk-march}", ""))
    refs = edition.figures[0].sources
    assert [(str(r.work), r.at, str(r.item)) for r in refs] == [
        ("brandt-letters", "“Lund to Agent, 1 March 1951”, point 2", "lund-19510301"),
        ("harbour-accounts", "folio 3", "accounts"),
    ]
    assert all((str(r.work), r.at) in edition.cited for r in refs)


def test_an_item_may_be_cited_by_another_of_its_works(root: Path) -> None:
    edition = load(root, "sources: [{item: lund-19510301, work: mole-gazette, at: column 2}]")
    assert [(str(r.work), r.at) for r in edition.figures[0].sources] == [("mole-gazette", "p. 3, column 2")]


def test_what_no_work_has_cannot_be_cited(root: Path) -> None:
    figures = root / "source_texts/figures.yaml"
    figures.write_text(
        figures.read_text("utf-8").replace("sources: [mole-gazette]", "sources: [{item: agent-19510220}]")
    )
    assert [p.kind for p in check(root).problems] == ["unknown-source"]


def test_every_item_has_an_address(root: Path) -> None:
    found = addresses(load(root))
    assert {"/calendar/", "/calendar/#k-lund-19510301", "/calendar/#k-accounts"} <= set(found)


def test_the_page_says_who_what_where_and_on_what_it_bears(root: Path) -> None:
    page = write_calendar(load(root))["calendar.md"]
    item = page[page.index("{: #k-lund-19510301 }") : page.index("{: #k-talk-march }")]
    assert "1 March 1951: cable no. 17" in page and "mission</span> {: #k-lund-19510301 }" in page
    assert "[Peter Lund](people/lund-peter.md) to Agent, for [Anna Novak](people/novak-anna.md). The channel." in item
    assert "(about/sources.md#brandt-letters)" in item and "Read in full." in item
    assert "*Answers:* [Agent to Novak, February 1951 (uncertain)](calendar.md#k-agent-19510220)" in item.replace(
        "(#", "(calendar.md#"
    )
    assert "*Bears on:* 5 March 1951 [¶ 1–2](documents/1951-03-05-novak-lund.md#p1); 12 April 1951 [¶ 2]" in item
    assert "*Answered by:* [Lund to Agent, 1 March 1951](#k-lund-19510301)" in page
    assert "*In this edition:* [Novak–Lund, 5 March 1951](documents/1951-03-05-novak-lund.md)" in page


def test_a_paragraph_has_the_records_on_its_matter(root: Path) -> None:
    """Those that bear on it, that its notes cite, that its cross-references have: each once, no document of the edition."""
    references, apparatus = (
        root / "source_texts/cross_references.yaml",
        root / "source_texts/apparatus" / f"{MARCH}.yaml",
    )
    places = "{item: lund-19510301, at: point 1}\n    - {item: talk-march}"
    references.write_text(
        references.read_text("utf-8").replace("  passages:\n", f"  passages:\n    - {places}\n", 1), "utf-8"
    )
    text = apparatus.read_text("utf-8")
    cited = "sources: [{item: accounts, at: folio 3}, {item: lund-19510301, at: point 2}]"
    apparatus.write_text(text.replace("sources: [mole-gazette]\n", f"{cited}\n", 1), "utf-8")
    edition = load(root)
    assert edition.cross_references[0].items == (ItemPlace("lund-19510301", "point 1"), ItemPlace("talk-march"))
    shown = {
        edition.documents[d].paragraphs[n].label: beside
        for (d, n), beside in by_paragraph(edition).items()
        if d == MARCH
    }
    assert shown["¶ 1"].items == (ItemPlace("lund-19510301"),)
    told = [b for b in shown.values() if "accounts" in {p.item for p in b.items}]
    assert [p.at for b in told for p in b.items if p.item == "accounts"] == ["folio 3"]
    for beside in shown.values():
        items = [p.item for p in (*beside.items, *(p for r in beside.references for p in r.items))]
        assert len(items) == len(set(items)) and "talk-march" not in {p.item for p in beside.items}


def test_the_index_sets_items_apart(root: Path) -> None:
    edition = load(root)
    page = write_index(edition)["index/index.md"]
    assert "; *calendar*\u00a0[1 March 1951](../calendar.md#k-lund-19510301)" in page
    assert "- catch of, *calendar*\u00a0[1 March 1951](../calendar.md#k-lund-19510301)" in page
    alone, whole = (divide(edition.index, dict.fromkeys(edition.documents, "1"), part)["1"] for part in ("", "1"))
    assert [h.text for h in whole] == [h.text for h in edition.index]
    assert "fish" not in {h.text for h in alone} and not any(h.elsewhere for h in alone)


def test_the_book_has_the_calendar_and_links_lead_to_it(root: Path) -> None:
    edition = load(root)
    data = around(edition, book_pages(edition, root), Layout(), whole(edition))
    assert [entry["key"] for entry in data["calendar"]] == list(edition.calendar)
    assert [place["ranges"] for place in data["calendar"][1]["places"]] == [[["1", "2"]], [["2", "2"]]]
    goals = goals_of_edition(edition, data, online(edition))
    assert goals.address("k:accounts") == "calendar.xhtml#k-accounts"
    assert online(edition)("k:accounts") == "https://small.example/calendar/#k-accounts"


def test_the_calendar_as_data(root: Path) -> None:
    edition = load(root, CITING.replace(", {item: talk-march}", ""))
    files = {**write_data(edition), **write_json(edition), **write_registers(edition)}
    data = json.loads(files["data/edition.json"])
    lund = next(item for item in data["calendar"] if item["key"] == "lund-19510301")
    assert (lund["from"], lund["to"], lund["answers"]) == (
        [{"id": "lund-peter"}],
        [{"name": "Agent"}],
        ["agent-19510220"],
    )
    assert data["figures"][0]["sources"][0]["item"] == "lund-19510301"
    assert {"item": "lund-19510301"} in next(h for h in data["index"] if h["heading"] == "dredging")["elsewhere"]
    assert {"in": "p1", "item": "lund-19510301"} in json.loads(files[f"documents/{MARCH}/{MARCH}.json"])["calendar"]
    assert files["data/calendar.csv"].decode().count("\r\n") == 5
    listed = lxml.etree.fromstring(files["data/registers.tei.xml"]).findall(".//{*}listBibl/{*}bibl")
    assert [item.get("{http://www.w3.org/XML/1998/namespace}id") for item in listed] == [
        f"k-{k}" for k in edition.calendar
    ]


def test_the_search_finds_items(root: Path) -> None:
    volume = list(volumes(load(root)))[-1]
    record = next(r for r in volume.records if r.id == "k-lund-19510301")
    assert volume.address == "calendar/" and record.kind == "item" and record.place == "1 March 1951: cable no. 17"
    assert "The channel" in record.text and set(record.names) >= {"lund-peter", "novak-anna"}


def test_an_edition_without_a_calendar_has_no_page(tmp_path: Path) -> None:
    shutil.copytree(EDITIONS / "small", tmp_path, dirs_exist_ok=True)
    edition = load(tmp_path)
    assert write_calendar(edition) == {} and "/calendar/" not in addresses(edition)
    assert "items of the calendar" not in edition.counts


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("| 5 March | no. 4011 | leaves 1–6 |", "no. 4011"),
        ("| 5 March | [the document](../documents/1951-03-05-novak-lund.md), no. 4011 |", ""),
        ("The record, no. 4011, is not in this edition.", "no. 4011"),
        ("The record was published as no. 4011.", ""),
        ("See the [record of March](../calendar.md#k-talk-march).", "calendar.md#k-talk-march"),
        ("| 5 March | no. 40119 |", ""),
    ],
)
def test_pages_that_do_not_know_of_a_document(root: Path, line: str, told: str) -> None:
    page = root / "docs/about/other.md"
    page.parent.mkdir(parents=True)
    page.write_text(f"# Others\n\n{line}\n", "utf-8")
    found = [(p.kind, p.place.line, line[p.place.column - 1 :][: p.place.length]) for p in check(root).problems]
    assert found == ([("item-is-a-document", 3, told)] if told else [])


def test_the_calendar_of_the_edition_has_its_documents(edition: Edition) -> None:
    assert {str(i.document) for i in edition.calendar.values() if i.document} == set(edition.documents)
    assert len(edition.calendar) > 90 and sum(i.mission for i in edition.calendar.values()) > 20
    assert (REPOSITORY / "source_texts/calendar.yaml").exists()
