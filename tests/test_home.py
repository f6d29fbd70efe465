"""The first page: what the edition is, every document, and counts and examples that are those of the edition."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from edition.model.edition import Edition
from edition.model.placed import Text
from edition.stages.gather import gather
from edition.write.markdown import document_list as markdown_documents
from edition.write.markdown import home as markdown_home
from edition.write.markdown.home import write_home
from tests.project import EDITIONS, REPOSITORY
from tests.synthetic import make


@pytest.fixture(scope="module")
def small() -> Edition:
    made = gather(EDITIONS / "small", [])
    assert made
    return made


def home(edition: Edition, *files: str) -> str:
    return write_home(edition, {file: 1_000 for file in files})["index.md"]


def test_every_document_with_its_subject(corpus: Path, edition: Edition) -> None:
    page = BeautifulSoup((corpus / "site/index.html").read_text("utf-8"), "lxml")
    entries = zip(page.select("dt a[href^=documents]"), page.select("dt:has(a[href^=documents]) + dd"), strict=True)
    listed = {str(link["href"]): subject.get_text() for link, subject in entries}
    assert listed == {f"documents/{d.id}/": d.apparatus.subject for d in edition.documents.values()}
    assert all(d.apparatus.subject for d in edition.documents.values())
    assert [p.get_text() for p in page.select("article > p")] == [*edition.settings.home]


def test_what_an_editor_did_not_write_is_made_up_for(small: Edition) -> None:
    page = home(small)
    assert f"# {small.settings.title}\n\n{small.settings.description}\n" in page
    for document in small.documents.values():
        assert f"[{document.apparatus.short_title}](documents/{document.id}.md)\n:   {document.title}. " in page
        assert f"{len(document.body)} paragraphs" in page


def test_words_of_editors_are_no_markup(small: Edition) -> None:
    settings = replace(small.settings, title="<b> & _x_", home=("# <script>", "- [x](y)", "*Title*, 1"))
    page = home(replace(small, settings=settings))
    assert "<script>" not in page and "<b>" not in page.partition("\n---\n")[2]
    assert "\n&#35; &lt;script&gt;\n" in page and "\n&#45; \\[x\\](y)\n" in page and "\n*Title*, 1\n" in page


def test_counts_and_examples_are_those_of_the_edition(edition: Edition) -> None:
    page = home(edition)
    for kind in ("people", "places", "peoples", "organizations", "terms"):
        assert f"{len(edition.register.of(kind))} {kind}" in page
    example = re.search(r"listed under every spelling: \*(.+), see (.+)\*\.", page)
    assert example
    (named,) = (n for n in edition.register.names.values() if n.name == example[2])
    assert example[1] in [spelling for _, spelling in named.spellings]
    assert example[1][0] not in (named.name[0], named.sort[0])
    subjects = re.search(r"Subjects, with references to paragraphs: (.+)\. See also the \[", page)
    assert subjects and {*subjects[1].split(", ")} <= {h.text for h in edition.index}
    assert not any(edition.register.spelled(subject) for subject in subjects[1].split(", "))


def test_an_edition_without_anything_has_a_page(edition: Edition) -> None:
    empty = replace(edition.register, names={})
    page = home(replace(edition, documents={}, register=empty, mentions={}, index=()))
    assert "None yet." in page and "Subjects, with references to paragraphs. " in page


@pytest.mark.parametrize(
    "files, offered",
    [
        ((), 'as a book (<a href="edition.epub"'),
        (("edition.pdf",), 'as a book (<a href="edition.pdf" type="application/pdf">PDF</a>, <a href="edition.epub"'),
        (("edition.pdf", "edition-2.pdf"), "as a book ([2 PDF volumes](documents/index.md#print), <a href="),
    ],
)
def test_the_book_is_offered_as_it_is_there(edition: Edition, files: tuple[str, ...], offered: str) -> None:
    assert offered in home(edition, *files)


def test_many_documents_are_listed_by_year(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first page leads to the years, so that its length does not grow with the edition."""
    for module in (markdown_documents, markdown_home):
        monkeypatch.setattr(module, "MANY", 3)
    first, second = edition.documents.values()
    dates = ["1948-12", "1949-01-30", "1949-02?", "../1949", "1951"]
    documents = {
        f"d{n}": replace(second, apparatus=replace(second.apparatus, date=Text(date, first.apparatus.date.place)))
        for n, date in enumerate(dates)
    }
    many = replace(edition, documents=documents)
    page, listed = home(many), markdown_documents.write_list(many, {})[markdown_documents.LIST]
    assert "[1948](documents/index.md#y-1948) (1) · [1949](documents/index.md#y-1949) (3) · [1951](documents/" in page
    assert "[All 5 documents](documents/index.md), listed by date" in page
    assert re.findall(r"(?m)^### (.+)$", listed) == [f"{y} {{: #y-{y} }}" for y in ("1948", "1949", "1951")]
    assert second.apparatus.short_title not in page and listed.count(f"\n[{second.apparatus.short_title}](") == 5


def test_a_large_edition_has_a_first_page_no_longer_than_a_small_one(tmp_path: Path) -> None:
    make(REPOSITORY, tmp_path, 40)
    large = gather(tmp_path, [], cache=False)
    assert large
    few = dict([*large.documents.items()][:20])
    assert len(home(large)) < len(home(replace(large, documents=few)))
