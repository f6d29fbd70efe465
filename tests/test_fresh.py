"""The generated files in `docs/` are those that the generator makes of the source texts now."""

from __future__ import annotations

from pathlib import Path

import pytest

from edition.files.replace import generated, is_download
from edition.model.problem import Problem, errors
from edition.problems.excerpt import render
from edition.stages.gather import gather
from tests.project import REPOSITORY, files_of, tree

DOCS = REPOSITORY / "docs"
CURE = "docs/ is not what the source texts make: run `make site` and commit docs/"


@pytest.fixture(scope="module")
def made(corpus: Path) -> dict[str, bytes]:  # which has laid out the PDFs by then
    problems: list[Problem] = []
    edition = gather(REPOSITORY, problems)
    assert edition is not None and not errors(problems), render(problems, REPOSITORY)
    return {path: data for path, data in files_of(edition, REPOSITORY).items() if not is_download(path)}


def test_no_file_is_stale(made: dict[str, bytes]) -> None:
    standing = tree(DOCS)
    stale = [path for path, data in made.items() if path in standing and standing[path] != data]
    assert not stale, f"{CURE}; stale: {stale}"


def test_no_file_is_missing(made: dict[str, bytes]) -> None:
    missing = [path for path in made if not (DOCS / path).is_file()]
    assert not missing, f"{CURE}; missing: {missing}"


def test_no_file_is_left_over(made: dict[str, bytes]) -> None:
    extra = [path for path in generated(DOCS) if path not in made and not is_download(path)]
    assert not extra, f"{CURE}; left over: {extra}"


def test_every_generated_page_says_so_and_names_its_source(made: dict[str, bytes]) -> None:
    pages = {path: data.decode() for path, data in made.items() if path.endswith(".md")}
    assert len(pages) > 100
    for path, text in pages.items():
        head = text.split("\n---\n")[0].split("\n")
        assert head[0] == "---", path
        said = [line for line in head if line.startswith("generated_from: ")]
        assert len(said) == 1, path
        for source in said[0].removeprefix("generated_from: ").strip('"').split(", "):
            assert (REPOSITORY / source).exists(), f"{path} names {source}, which is not there"


def test_pages_written_by_hand_do_not_say_so(made: dict[str, bytes]) -> None:
    by_hand = [p for p in DOCS.rglob("*.md") if p.relative_to(DOCS).as_posix() not in made]
    assert Path("cite/index.md") in {p.relative_to(DOCS) for p in by_hand}
    assert [p for p in by_hand if "generated_from" in p.read_text("utf-8")] == []
