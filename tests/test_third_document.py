"""A further memorandum is one text and one apparatus file: the whole edition takes it in with no change of code."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests.project import EDITIONS, copy_corpus, run

ID = "1951-03-11-dahl-ferreira"
FILES = (f"documents/{ID}.md", f"apparatus/{ID}.yaml")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the repository's own corpus with the two files added, built by the console command."""
    root = copy_corpus(tmp_path_factory.mktemp("third"))
    for file in FILES:
        shutil.copy(EDITIONS / "third" / file, root / "source_texts" / file)
    code, said = run(root, "build")
    assert code == 0 and "Built and verified" in said, said
    assert " 0 problems;" in said, said
    return root / "site"


def soup(site: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((site / page / "index.html").read_text("utf-8"), "lxml")


def words(tag: Tag | None) -> str:
    """The words of a block without its number and the marks of its notes."""
    assert tag is not None
    copied = BeautifulSoup(str(tag), "lxml")
    for added in copied.select(".pn, sup"):
        added.extract()
    return " ".join(copied.get_text().split())


def test_the_edition_is_two_files() -> None:
    found = [p.relative_to(EDITIONS / "third").as_posix() for p in (EDITIONS / "third").rglob("*") if p.is_file()]
    assert sorted(found) == sorted(FILES)


def test_paragraphs_have_ids_and_their_words(site: Path) -> None:
    page = soup(site, f"documents/{ID}")
    assert [p["id"] for p in page.select(".paragraph")] == [f"p{n}" for n in range(1, 10)]
    assert words(page.select_one("#p1")).startswith("The conversation was held over tea")
    assert "were mended in the spring of last year." in words(page.select_one("#p2"))
    assert words(page.select_one("#p4")) == "a) a new pump for each boat;"
    assert words(page.select_one("#p7")).startswith("1. Paper for the consulate's letters")
    assert words(page.select_one("#p9")).endswith("They parted at six o'clock.")


def test_head_sections_and_brackets(site: Path) -> None:
    page = soup(site, f"documents/{ID}")
    assert words(page.select_one("#title")).startswith(
        "Memorandum of Conversation between Henrik Dahl and Rosa Ferreira"
    )
    assert words(page.select_one("#language")) == "Portuguese"
    assert "invented-consulate.example/document/951" in words(page.select_one("#citation"))
    assert [h["id"] for h in page.select("h2.source")] == ["s-on-the-river-boats", "s-on-paper-and-books"]
    kinds = [tuple(b["class"])[1:] for b in page.select(".paragraph .translator")]
    assert kinds == [("expansion",), ("modern-name",), ("supplied",), ("gloss",), ("sic",), ("omission",)]


def test_notes_stand_at_their_words(site: Path) -> None:
    page = soup(site, f"documents/{ID}")
    marks = {str(m["id"]): m for m in page.select("article sup[id^=fnref-]")}
    assert list(marks) == ["fnref-leaking-boats", "fnref-paper-in-hankou", "fnref-library-of-tianjin"]
    assert marks["fnref-paper-in-hankou"].find_parent(id="p7")
    note = page.select_one("#fn-paper-in-hankou")
    assert note and "Nothing is known of this order" in note.get_text() and note.select_one("a[href*='about/sources']")


def test_the_first_page_has_it_with_its_subject(site: Path) -> None:
    page = BeautifulSoup((site / "index.html").read_text("utf-8"), "lxml")
    entry = page.select_one(f"dt:has(a[href='documents/{ID}/']) + dd")
    assert entry and entry.get_text() == "River boats that leak, and paper for the consulate."


def test_names_show_its_mentions(site: Path) -> None:
    for page, paragraph in (("places/nanjing", 2), ("places/wuhu", 5), ("organizations/ccp", 8), ("places/tianjin", 8)):
        linked = [str(a["href"]) for a in soup(site, page).select("article li a")]
        assert f"../../documents/{ID}/#p{paragraph}" in linked, page
    assert "The landing may be another one." in soup(site, "places/wuhu").get_text()
    linked = [str(a["href"]) for a in soup(site, f"documents/{ID}").select("#p5 a.name.probable")]
    assert linked == ["../../places/wuhu/"]


def test_index_speakers_and_remarks(site: Path) -> None:
    index = soup(site, "index")
    assert index.select_one(f"#i-boats a[href$='documents/{ID}/#p2']")
    books = index.select_one("#i-books-an-invented-library-of")
    assert books and "¶ 8–9" in books.get_text()
    assert any("boats to" in li.get_text() and ID in str(li) for li in index.select("#i-nanjing + ul li"))
    assert soup(site, "index/speakers").select_one(f"a[href$='documents/{ID}/#p2']")
    errata = soup(site, "errata").get_text()
    assert "ordered in" in errata and "A letter is wanting in the copy." in errata
    assert "The stop stands inside the quotation marks." in errata


def test_it_stands_in_the_list_and_between_its_neighbours(site: Path) -> None:
    listed = [str(a["href"]) for a in soup(site, "documents").select("article dt a")]
    assert listed[-1].rstrip("/").endswith(ID), "the list is in the order of the dates"
    before = listed[-2].rstrip("/").rpartition("/")[2]
    assert soup(site, f"documents/{before}").select_one(f".way a[href='../{ID}/']")


def test_the_proof_is_printed(site: Path) -> None:
    rows = [[c.get_text() for c in r.select("td")] for r in soup(site, "about/colophon").select("tr")]
    row = next(r for r in rows if r and r[0] == "Dahl–Ferreira, 11 March 1951")
    assert row[2:4] == ["9", "3"]
