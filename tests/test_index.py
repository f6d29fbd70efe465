"""The index: where it leads, in every form; what is said of headings that lead nowhere."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from lxml import etree  # type: ignore[import-untyped]

from edition.check import check
from edition.model.edition import Edition, NoteLocator
from edition.model.problem import Problem
from edition.problems.excerpt import render
from edition.source.written_pages import sections_of
from edition.stages.gather import gather
from edition.stages.index import divide
from edition.write.data.document_json import write_json
from edition.write.data.edition_json import write_data
from edition.write.epub import back_matter as epub_back
from edition.write.epub.contents import goals_of_document, goals_of_edition
from edition.write.epub.xhtml import H, online
from edition.write.markdown.index import write_index
from edition.write.markdown.lists import book_pages
from edition.write.print import press
from edition.write.shared import back_matter as print_back
from edition.write.shared.book import Layout, around, book
from edition.write.shared.document import document_data
from edition.write.shared.index_elsewhere import explained
from edition.write.shared.same_matter import by_paragraph
from edition.write.shared.volumes import whole
from tests import pdf
from tests.project import EDITIONS, REPOSITORY

MARCH, APRIL = "1951-03-05-novak-lund", "1951-04-12-novak-lund"
PAGE = """# Introduction

The port.

## The *old* harbour {: #old-harbour }

It silted up.

## Why she came

For the "channel".
"""
ITEM = """
- key: lund-19510301
  date: 1951-03-01
  kind: cable
  from: [lund-peter]
  to: [novak-anna]
  subject: The channel
  read: whole
  index: [dredging]
"""
NOTED = {  # key of a note -> headings
    "western-channel": "[dredging, storms]",
    "three-months": "['dredging > duration of']",
    "sic-divers": "['dredging > duration of', divers]",
    "short-answer": "[divers]",
}


def edited(root: Path, path: str, *pairs: tuple[str, str]) -> None:
    """Replace words of a file that occur in it once."""
    file = root / "source_texts" / path
    text = file.read_text("utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file.write_text(text, "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small edition with an index of notes, of a page, of an item of the calendar, of what is not mentioned."""
    shutil.copytree(EDITIONS / "small", tmp_path, dirs_exist_ok=True)
    (tmp_path / "docs/about").mkdir(parents=True)
    (tmp_path / "docs/about/introduction.md").write_text(PAGE, "utf-8")
    (tmp_path / "source_texts/calendar.yaml").write_text(ITEM, "utf-8")
    notes = [(f"- key: {key}\n", f"- key: {key}\n    index: {headings}\n") for key, headings in NOTED.items()]
    edited(tmp_path, f"apparatus/{MARCH}.yaml", *notes)
    entries = "\n  - {page: about/introduction.md, section: ".join(
        ("pages:", "old-harbour, headings: [dredging, harbours]}", "why-she-came, headings: [dredging]}")
    )
    edited(
        tmp_path,
        "index.yaml",
        ("see:\n", f"{entries}\nnot_mentioned: [lighthouse]\nsee:\n  tempests: storms\n"),
        ("see_also:\n", "see_also:\n  lighthouse: dredging\n"),
    )
    edited(tmp_path, "edition.yaml", ("pdf: none", "front_pages: [about/introduction.md]\npdf: none"))
    return tmp_path


def load(root: Path) -> Edition:
    problems: list[Problem] = []
    edition = gather(root, problems)
    assert edition and not problems, render(problems, root)
    return edition


def entry(page: str, heading: str) -> str:
    """A heading on the page of the index, with its subheadings."""
    return page.partition(f"**{heading}**")[2].partition("\n\n**")[0]


def test_a_note_stands_under_its_headings(root: Path) -> None:
    page = write_index(load(root))["index/index.md"]
    march = f"../documents/{MARCH}.md"
    assert f"5 March 1951 [¶ 2–6]({march}#p2), [2n]({march}#fn-western-channel);" in entry(page, "dredging")
    assert entry(page, "storms").startswith(f", 5 March 1951 [¶ 2n]({march}#fn-western-channel)\n")
    assert "6n is a note on ¶\u00a06, 6nn more than one." in page


def test_notes_on_one_paragraph_are_one_locator(root: Path) -> None:
    """It leads to the first of them; a book gives the pages of all."""
    edited(root, f"apparatus/{MARCH}.yaml", ("['dredging > duration of']", "['dredging > duration of', storms]"))
    edition = load(root)
    page = write_index(edition)["index/index.md"]
    assert entry(page, "storms").startswith(f", 5 March 1951 [¶ 2nn](../documents/{MARCH}.md#fn-western-channel)\n")
    (group,) = next(print_back.heading(edition, h)["locators"] for h in edition.index if h.text == "storms")
    assert group["notes"] == [["2nn", ["western-channel", "three-months"]]]


def test_a_note_on_the_head_says_so(root: Path) -> None:
    head = '- key: of-the-summary\n    index: [storms]\n    at: "and the silting"\n    kind: textual\n    text: In pencil.\n'
    edited(root, f"apparatus/{MARCH}.yaml", ("notes:\n", f"notes:\n  {head}"))
    page = write_index(load(root))["index/index.md"]
    march = f"../documents/{MARCH}.md"
    shown = f"[¶ 2n]({march}#fn-western-channel), [summary n]({march}#fn-of-the-summary)"
    assert entry(page, "storms").startswith(f", 5 March 1951 {shown}\n")


def test_locators_come_in_one_order(root: Path) -> None:
    """Texts and notes by document, then sections by page, then the calendar."""
    shown = entry(write_index(load(root))["index/index.md"], "dredging").partition("\n")[0]
    page = "../about/introduction.md"
    assert shown.endswith(
        f"; *Introduction*: [The old harbour]({page}#old-harbour), [Why she came]({page}#why-she-came)"
        "; *calendar*\u00a0[1 March 1951](../calendar.md#k-lund-19510301)"
    )


def test_what_is_not_mentioned_is_said_to_be_so(root: Path) -> None:
    page = write_index(load(root))["index/index.md"]
    assert entry(page, "lighthouse").startswith(
        ", not mentioned\n{: #i-lighthouse .heading }\n\n- *see also* [dredging]"
    )
    assert "*Not mentioned* means neither in the documents nor in the notes." in page


def test_an_index_of_texts_alone_explains_nothing_else(tmp_path: Path) -> None:
    shutil.copytree(EDITIONS / "small", tmp_path, dirs_exist_ok=True)
    edition = load(tmp_path)
    page = write_index(edition)["index/index.md"]
    assert explained(edition, edition.index) == []
    assert "grouped by the date of the document. See also the [index of speakers]" in page


def test_a_section_has_the_id_of_the_site() -> None:
    found = sections_of(
        "---\ntitle: x\n---\n# A *page*\n\n## One {: #first }\n\n## Two words\n\n## Two words\n\n### `Code`\n"
    )
    assert found.title == "A page"
    assert found.titles == {"first": "One", "two-words": "Two words", "two-words_1": "Two words", "code": "Code"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("old-harbour", "new-harbour", "about/introduction.md has no section 'new-harbour'"),
        ("section: old-harbour", "section: introduction", "about/introduction.md has no section 'introduction'"),
        (
            "page: about/introduction.md, section: old",
            "page: about/other.md, section: old",
            "'about/other.md' is not a hand-written page",
        ),
        (
            "page: about/introduction.md, section: old",
            "page: calendar.md, section: old",
            "'calendar.md' is not a hand-written page",
        ),
    ],
)
def test_a_page_must_have_its_sections(root: Path, old: str, new: str, message: str) -> None:
    (root / "docs/calendar.md").write_text(
        "---\ngenerated_from: x\n---\n# Calendar\n\n## Old {: #old-harbour }\n", "utf-8"
    )
    edited(root, "index.yaml", (old, new))
    assert [(p.kind, p.message) for p in check(root).problems] == [("unknown-section", message)]


def test_a_part_of_the_edition_has_what_belongs_to_it(root: Path) -> None:
    """Notes go with their document; pages, the calendar and what is not mentioned with one part."""
    edition = load(root)
    parts = divide(edition.index, {MARCH: "1", APRIL: "2"}, elsewhere="2")
    first, second = ({h.text: h for h in parts[number]} for number in "12")
    assert {"storms", "divers", "tempests"} <= {*first} and not {"storms", "divers", "tempests"} & {*second}
    assert {"lighthouse", "harbours"} <= {*second} and not {"lighthouse", "harbours"} & {*first}
    assert {type(x) for x in first["dredging"].own_elsewhere} == {NoteLocator}
    assert NoteLocator not in {type(x) for x in second["dredging"].own_elsewhere}
    assert {text for text, _ in first["dredging"].subheadings} == {"cost of", "duration of"}
    assert {text for text, _ in second["dredging"].subheadings} == {"cost of"}
    alone = divide(edition.index, {MARCH: MARCH, APRIL: APRIL})
    kinds = {type(x) for headings in alone.values() for h in headings for xs in h.elsewhere.values() for x in xs}
    assert kinds == {NoteLocator} and "lighthouse" not in {h.text for headings in alone.values() for h in headings}


def test_the_data_have_every_locator(root: Path) -> None:
    edition = load(root)
    files = write_data(edition)
    data = json.loads(files["data/edition.json"])
    schema = json.loads((REPOSITORY / "docs/schemas/edition-1.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)
    found = {h["heading"]: h for h in data["index"]}
    dredging, base = found["dredging"], edition.settings.address
    assert dredging["elsewhere"] == [
        {"document": MARCH, "note": "western-channel"},
        {"page": f"{base}about/introduction/", "section": "old-harbour"},
        {"page": f"{base}about/introduction/", "section": "why-she-came"},
        {"item": "lund-19510301"},
    ]
    assert [s["elsewhere"] for s in dredging["subheadings"] if s["heading"] == "duration of"] == [
        [{"document": MARCH, "note": "three-months"}, {"document": MARCH, "note": "sic-divers"}]
    ]
    assert found["lighthouse"] == {
        "heading": "lighthouse",
        "locators": [],
        "see_also": ["dredging"],
        "not_mentioned": True,
    }
    rows = list(csv.DictReader(io.StringIO(files["data/index.csv"].decode())))
    assert {r["note"] for r in rows if r["note"]} == {*NOTED}
    assert {r["section"] for r in rows if r["page"]} == {"old-harbour", "why-she-came"}
    assert [r["heading"] for r in rows if r["item"]] == ["dredging"] and "lighthouse" in {r["heading"] for r in rows}
    document = json.loads(write_json(edition)[f"documents/{MARCH}/{MARCH}.json"])
    schema = json.loads((REPOSITORY / "docs/schemas/document-1.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert [n["index"] for n in document["notes"] if n["key"] == "sic-divers"] == [["dredging > duration of", "divers"]]


def links(element: etree._Element) -> list[tuple[str, str]]:
    return [(a.text, a.get("href")) for a in element.iter(H.a().tag)]


def test_an_e_book_leads_to_notes_and_sections(root: Path) -> None:
    edition = load(root)
    values = around(edition, book_pages(edition, root), Layout(), whole(edition))
    goals = goals_of_edition(edition, values, online(edition))
    section = H.section(*epub_back.index(values["index"], values["index-how"], goals))
    found = links(section)
    assert ("2n", f"{MARCH}.xhtml#fn-western-channel") in found
    assert ("The old harbour", "page-about-introduction.xhtml#h-old-harbour") in found
    assert {("1 March 1951", "calendar.xhtml#k-lund-19510301"), ("calendar", "calendar.xhtml")} <= {*found}
    text = " ".join("".join(section.itertext()).split())
    assert "lighthouse, not mentioned" in text and "6n is a note on ¶ 6" in text
    page = H.section(*epub_back.by_hand(values["front"][0]["blocks"], goals))
    assert [h.get("id") for h in page.iter(H.h2().tag)] == ["h-old-harbour", "h-why-she-came"]


def test_the_e_book_of_a_document_leads_to_its_notes(root: Path) -> None:
    edition = load(root)
    headings = divide(edition.index, {id: id for id in edition.documents})[MARCH]
    shown = [epub_back.undated(print_back.heading(edition, h)) for h in headings]
    data = document_data(edition, edition.documents[MARCH], by_paragraph(edition))
    goals = goals_of_document({"document": data, "registers": [], "works": [], "index": shown}, online(edition))
    section = H.section(*epub_back.index(shown, explained(edition, headings), goals))
    assert ("2n", f"{MARCH}.xhtml#fn-western-channel") in links(section)
    text = " ".join("".join(section.itertext()).split())
    assert "storms, ¶ 2n" in text and "Introduction" not in text and "calendar" not in text


def test_the_book_gives_the_pages_of_notes_and_sections(root: Path, tmp_path: Path) -> None:
    """A note has the page on which it stands, with n, unless the page is given anyway; a section has its page in the front."""
    edition = load(root)
    data = book(edition, book_pages(edition, root), Layout(), by_paragraph(edition), whole(edition))
    file = tmp_path / "book.pdf"
    file.write_bytes(press.typeset(press.press(REPOSITORY, edition.settings.released), data).pdf)
    tree = pdf.read_tree(file)
    shown = [block.text("Note", "Lbl") for block in tree.all("P")]
    march = next(group for h in data["index"] if h["key"] == "dredging" for group in h["locators"])["date"]
    starts = pdf.squeezed(f"dredging, {march}: ¶ 2–6, 2n, p. 1; ")
    line = next(text for text in shown if text.startswith(starts))
    ends = pdf.squeezed("Introduction: The old harbour (p. iii), Why she came (p. iii); calendar 1 March 1951")
    assert line.endswith(ends), line
    assert pdf.squeezed(f"storms, {march}: ¶ 2n, p. 1n") in shown
    assert pdf.squeezed("lighthouse, not mentioned") in shown
    assert pdf.squeezed("6n is a note on ¶ 6, 6nn more than one.") in tree.text()
