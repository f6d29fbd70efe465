"""Heads as they occur in the wild, from the found file to the proved page: every word stands there once and in order."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from bs4 import BeautifulSoup

from tests.project import copy_edition, run
from tests.test_import import CASES

CITED = "label-citation citation label-contents"
# id -> the file found, and what its page shows before the text; "about" is what the edition says of the document.
HEADS = {
    "1951-05-09-reyk-brandt": (
        "markdown/unknown-labels/input.md",
        f"label-other-1 other-1 date title about {CITED}",
    ),
    "1951-06-12-novak-lund": (
        "markdown/date-label/input.md",
        f"label-other-1 other-1 label-date date title about {CITED}",
    ),
    "1951-06-14-novak-lund": (
        "markdown/words-without-a-label/input.md",
        f"date title about other-1 other-2 {CITED}",
    ),
    "1951-06-16-novak-lund": (
        "plain/first-line-like-contents/input.txt",
        f"date title about {CITED}",
    ),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_edition("small", tmp_path_factory.mktemp("heads"))
    for id, (case, _) in HEADS.items():
        found = Path(shutil.copy(CASES / case, root / f"found-{id}{Path(case).suffix}"))
        code, said = run(root, "import", str(found), "--id", id)
        assert code == 0, said
    code, said = run(root, "build")  # which ends with the proof
    assert code == 0 and "Built and verified" in said, said
    return root


@pytest.mark.parametrize("id", HEADS)
def test_the_head_stands_in_its_order(project: Path, id: str) -> None:
    page = BeautifulSoup((project / "site/documents" / id / "index.html").read_text("utf-8"), "lxml")
    assert page.article is not None
    blocks = page.article.select(".source, .about-document, .paragraph")
    shown = [str(block.get("id", "about")) for block in blocks]
    assert " ".join(shown[: shown.index("p1")]) == HEADS[id][1]


LABELLED = "Classification: Secret Date: 12 June 1951 Record of a Talk between Anna Novak and Peter Lund"


def test_a_print_keeps_the_order_and_the_labels(project: Path) -> None:
    code, said = run(project, "print", "1951-06-12-novak-lund", "--out", str(project / "prints"))
    assert code == 0, said
    [file] = (project / "prints").glob("*.pdf")
    with pypdfium2.PdfDocument(file) as print_:
        assert LABELLED in " ".join(print_[0].get_textpage().get_text_range().split())


def test_a_book_keeps_the_order_and_the_labels(project: Path) -> None:
    [file] = (project / "site/documents/1951-06-12-novak-lund").glob("*.epub")
    with zipfile.ZipFile(file) as book:
        page = BeautifulSoup(book.read("EPUB/1951-06-12-novak-lund.xhtml"), "xml")
    assert LABELLED in " ".join(page.get_text(" ").split())
