"""Who speaks, whose words are recited and who only agrees: told apart in every form of a document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from edition.model.edition import Edition
from edition.model.problem import Problem
from edition.stages.gather import gather
from edition.write.markdown.index import SPEAKERS, write_index
from edition.write.search.records import volumes
from tests.project import copy_edition, files_of

APPARATUS = "source_texts/apparatus/1951-04-12-novak-lund.yaml"
WAS = "who: novak-anna, how: first-person}"
NOW = "who: novak-anna, words_of: chen-mei, supported_by: [lund-karin], how: first-person}"


def changed(tmp_path: Path, now: str) -> tuple[Edition | None, list[Problem]]:
    """The small edition with one speech changed."""
    root, problems = copy_edition("small", tmp_path / "project"), list[Problem]()
    path = root / APPARATUS
    text = path.read_text("utf-8")
    assert text.count(WAS) == 1
    path.write_text(text.replace(WAS, now), "utf-8")
    return gather(root, problems), problems


@pytest.fixture
def recited(tmp_path: Path) -> Edition:
    edition, problems = changed(tmp_path, NOW)
    assert edition is not None and not problems
    return edition


def test_the_index_of_speakers_tells_reciting_and_supporting_from_speaking(recited: Edition) -> None:
    page = write_index(recited)[SPEAKERS]
    sections = {part.partition("\n")[0]: part for part in page.split("\n## ")[1:]}
    names = {id: next(s for head, s in sections.items() if f"#{id} " in head) for id in ("chen-mei", "lund-karin")}
    assert "- words recited by Anna Novak: " in names["chen-mei"]
    assert "- said to support Anna Novak: " in names["lund-karin"]
    assert any("- in the first person, the words of Chen Mei: " in s for s in sections.values())


def test_every_form_of_a_document_carries_the_three_parts(recited: Edition, tmp_path: Path) -> None:
    files = files_of(recited, tmp_path / "project")
    page = files["documents/1951-04-12-novak-lund.md"].decode()
    said = 'data-who="novak-anna" data-words-of="chen-mei" data-supported-by="lund-karin" data-how="first-person"'
    assert page.count(said) == page.count("words-of") > 0
    beside = "documents/1951-04-12-novak-lund/1951-04-12-novak-lund"
    speeches = [s for p in json.loads(files[f"{beside}.json"])["paragraphs"] for s in p["speakers"]]
    assert [(s["who"], s["supported_by"]) for s in speeches if s.get("words_of") == "chen-mei"] == [
        (["novak-anna"], ["lund-karin"])
    ] * page.count(said)
    assert all("words_of" not in s and "supported_by" not in s for s in speeches if s["who"] != ["novak-anna"])
    tei = files[f"{beside}.tei.xml"].decode()
    assert tei.count('source="#n-chen-mei"') == tei.count('corresp="#n-lund-karin"') == page.count(said)


def test_a_paragraph_is_found_by_whose_words_it_has_not_by_who_agreed(recited: Edition) -> None:
    volume = next(v for v in volumes(recited) if v.address == "documents/1951-04-12-novak-lund/")
    records = [r for r in volume.records if "novak-anna" in r.speakers]
    assert records and all("chen-mei" in r.speakers and "lund-karin" not in r.speakers for r in records)


@pytest.mark.parametrize("now", ["who: novak-anna, words_of: nobody-here, how: first-person}",
                                 "who: novak-anna, supported_by: [nobody-here], how: first-person}"])  # fmt: skip
def test_an_unknown_person_is_reported_in_either_part(tmp_path: Path, now: str) -> None:
    _, problems = changed(tmp_path, now)
    assert [(p.kind, p.place.path) for p in problems] == [("unknown-name", APPARATUS)]
