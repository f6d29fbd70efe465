"""Works as sources: which of them need a place, what is listed as further reading, and what no reader is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from edition.checks.support import needs_place
from edition.model.edition import Edition
from edition.model.problem import Problem
from edition.problems.excerpt import render
from edition.source.bibliography import load_bibliography
from edition.stages.gather import gather
from edition.write.markdown.about import write_about
from edition.write.markdown.lists import write_sources
from edition.write.shared.back_matter import bibliography
from edition.write.shared.volumes import whole
from tests.project import EDITIONS

BIBLIOGRAPHY = "source_texts/bibliography.yaml"
PLACES = [
    ("type: book", True),
    ("type: manuscript", True),
    ("type: report", True),
    ("type: report, genre: document, number: 12", False),  # one document of a volume
    ("type: report, genre: compilation, number: 1", True),
    ("type: article-journal, page: 12-30", True),
    ("type: article-journal, page: 12–30", True),
    ("type: article-journal, page: 12", False),  # a single page
    ("type: chapter, page: xii", False),
    ("type: webpage", False),
    ("type: article-newspaper, page: 1-2", False),
    ("type: entry-encyclopedia", False),
    ("type: treaty", False),
    ("type: map", False),
]


@pytest.mark.parametrize(("fields", "needed"), PLACES)
@pytest.mark.parametrize("reason", ["", ", whole: a single leaf"])
def test_works_with_pages_need_a_place(fields: str, needed: bool, reason: str, tmp_path: Path) -> None:
    (tmp_path / "source_texts").mkdir()
    work = f"- {{id: one, {fields}, title: T, custom: {{grade: primary{reason}}}}}\n"
    (tmp_path / BIBLIOGRAPHY).write_text(work, "utf-8")
    problems: list[Problem] = []
    works = load_bibliography(tmp_path, problems)
    assert not problems and needs_place(works["one"]) is (needed and not reason)


UNREAD = (
    "- {id: mole-pilots, type: book, title: The Pilots of the Mole, issued: {date-parts: [[1977]]}, "
    "custom: {grade: scholarly, seen: false, check: the year, further_reading: [The harbour, The pilots]}}\n"
    "- {id: not-used, type: book, title: Nobody's Book, custom: {grade: scholarly}}\n"
)


def with_topics(tmp_path: Path) -> Edition:
    shutil.copytree(EDITIONS / "small", tmp_path, dirs_exist_ok=True)
    settings = tmp_path / "source_texts/edition.yaml"
    settings.write_text(
        settings.read_text("utf-8").replace("[The harbour]", "[The pilots, The sea, The harbour]"), "utf-8"
    )
    with (tmp_path / BIBLIOGRAPHY).open("a", encoding="utf-8") as file:
        file.write(UNREAD)
    problems: list[Problem] = []
    edition = gather(tmp_path, problems, cache=False)
    assert edition and render(problems, tmp_path) == ""
    return edition


def test_the_page_has_every_work_once_and_the_further_reading_by_topic(tmp_path: Path) -> None:
    (page,) = write_sources(with_topics(tmp_path)).values()
    assert "\n3 works cited." in page and "not-used" not in page and "Nobody" not in page
    headings = [line.lstrip("# ").split(" {")[0] for line in page.split("\n") if line.startswith("##")]
    groups = ["Primary and institutional sources", "Scholarship"]
    assert headings == [
        *groups,
        "Further reading",
        "The pilots",
        "The harbour",
    ]  # the order of edition.yaml; no empty topic
    for key in ("brandt-letters", "mole-pilots", "mole-gazette", "harbour-accounts"):
        assert page.count(f"{{: #{key} .work }}") == 1, key
    harbour = page.partition("### The harbour")[2]
    assert "(#brandt-letters)" in harbour and "(#mole-pilots)" in harbour and "{: #" not in harbour


def test_no_page_says_what_is_still_to_be_verified(tmp_path: Path) -> None:
    edition = with_topics(tmp_path)
    assert [str(t) for w in edition.works.values() for t in w.to_verify] == ["the year"]
    for path, text in {**write_sources(edition), **write_about(edition)}.items():
        assert "the year" not in text and "to be verified" not in text, path
    assert "the year" not in str(bibliography(edition, whole(edition)))


def test_the_book_has_the_further_reading_too(tmp_path: Path) -> None:
    edition = with_topics(tmp_path)
    parts = {part["title"]: part["entries"] for part in bibliography(edition, whole(edition))}
    assert [*parts][-2:] == ["Further reading: The pilots", "Further reading: The harbour"]
    assert [e["key"] for e in parts["Further reading: The pilots"]] == ["mole-pilots"]
    assert [e["key"] for e in parts["Further reading: The harbour"]] == ["", ""]  # both stand above
    keys = [e["key"] for entries in parts.values() for e in entries if e["key"]]
    assert len(keys) == len(set(keys)) == 4


def test_a_short_citation_does_not_make_an_author_of_the_translator(edition: Edition) -> None:
    translated = [
        w for w in edition.works.values() if "translator" in w.csl and not {"author", "editor"} & w.csl.keys()
    ]
    short = {work: "".join(run.text for run in runs) for (work, _), runs in edition.short.items()}
    cited = [w for w in translated if w.key in short]
    assert cited
    for work in cited:
        names = [str(n.get("family", n.get("literal"))) for n in work.csl["translator"]]
        assert not short[work.key].startswith(tuple(names)), short[work.key]
