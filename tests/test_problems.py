"""Every kind of problem, as an editor meets it: a small edition with one mistake in it, and the report.

A case is a folder `tests/cases/problems/KIND/` (or KIND--VARIANT). It copies `tests/editions/small/` and then makes the
mistake: `edits.yaml` lists words that are replaced, `source_texts/` and `releases/` hold files that are added or put in the place
of others, `delete.txt` names files that are taken away, `found/` holds files for `edition import`. `expected.txt` is the report
of `edition check`, or of the import.
UPDATE_EXPECTED=1 writes the reports anew; read them before you keep them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest
import yaml

from edition.check import check as run_check
from edition.editor.importing.run import import_files
from edition.model.problem import PROBLEM_KINDS, Problem, kind_of
from edition.problems.excerpt import render
from edition.problems.manual import MANUAL
from edition.stages.gather import gather
from edition.write.markdown.problem_manual import EXAMPLES, load_examples

TESTS = Path(__file__).parent
CASES = sorted((TESTS / "cases/problems").iterdir())


def prepare(case: Path, root: Path) -> None:
    """The small edition with the mistake of a case."""
    shutil.copytree(TESTS / "editions/small", root, dirs_exist_ok=True)
    if (case / "source_texts").exists():
        shutil.copytree(case / "source_texts", root / "source_texts", dirs_exist_ok=True)
    if (case / "releases").exists():
        shutil.copytree(case / "releases", root / "releases")
    if (case / "found").exists():
        shutil.copytree(case / "found", root / "found")
    if (case / "edits.yaml").exists():
        for edit in yaml.safe_load((case / "edits.yaml").read_text("utf-8")):
            file = root / edit["file"]
            text = file.read_bytes().decode()
            assert text.count(edit["old"]) == 1, f"{edit['old']!r} does not stand once in {edit['file']}"
            file.write_bytes(text.replace(edit["old"], edit["new"] * edit.get("times", 1)).encode())
    if (case / "delete.txt").exists():
        for path in (case / "delete.txt").read_text("utf-8").split():
            (root / path).unlink()


def check(root: Path) -> list[Problem]:
    """What `edition check` finds, reminders among it, and of found files what `edition import` finds."""
    checked = run_check(root)
    problems = [*checked.problems, *checked.reminders]
    if (root / "found").exists():
        import_files(root, [root / "found"], "", problems)
    return problems


def test_small_edition_has_no_problem(tmp_path: Path) -> None:
    shutil.copytree(TESTS / "editions/small", tmp_path, dirs_exist_ok=True)
    assert render(check(tmp_path), tmp_path) == ""


def test_windows_files_have_no_problem(tmp_path: Path) -> None:
    """A byte order mark and carriage returns, as some editors write them."""
    shutil.copytree(TESTS / "editions/small", tmp_path, dirs_exist_ok=True)
    for file in (tmp_path / "source_texts").rglob("*.yaml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert render(check(tmp_path), tmp_path) == ""


def test_two_documents_of_one_date_and_title(tmp_path: Path) -> None:
    shutil.copytree(TESTS / "editions/small", tmp_path, dirs_exist_ok=True)
    sources = tmp_path / "source_texts"
    text = (sources / "documents/1951-04-12-novak-lund.md").read_bytes()
    (sources / "documents/1951-04-12-novak-lund-evening.md").write_bytes(text)
    (sources / "apparatus/1951-04-12-novak-lund-evening.yaml").write_text(
        "document: 1951-04-12-novak-lund-evening\nshort_title: Novak–Lund, 12 April 1951, evening\ndate: 1951-04-12\n"
        f"received: {{sha256: {hashlib.sha256(text).hexdigest()}}}\n"
        "mentions:\n"
        '- {at: "Lund", before: "Novak and ", after: " return", name: lund-peter}\n'
        '- {at: "Lund", after: " began", name: lund-peter}\n'
        '- {at: "Lund", before: "report, ", name: lund-peter}\n',
        "utf-8",
    )
    problems: list[Problem] = []
    edition = gather(tmp_path, problems)
    assert edition is not None and render(problems, tmp_path) == ""
    assert [id.removeprefix("1951-") for id in edition.documents] == [
        "03-05-novak-lund",
        "04-12-novak-lund",
        "04-12-novak-lund-evening",
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_problem(case: Path, tmp_path: Path) -> None:
    prepare(case, tmp_path)
    problems = check(tmp_path)
    report = render(problems, tmp_path) + "\n"
    assert case.name.partition("--")[0] in {p.kind for p in problems}, report
    assert all(p.place.path and p.message and p.cure for p in problems), report
    expected = case / "expected.txt"
    if os.environ.get("UPDATE_EXPECTED"):
        expected.write_bytes(report.encode())
    assert report == expected.read_text("utf-8")


def test_every_kind_has_a_case() -> None:
    assert {case.name.partition("--")[0] for case in CASES} == set(PROBLEM_KINDS)


def test_every_kind_is_explained_once() -> None:
    kinds = [kind for _, cures in MANUAL for kind in cures]
    assert len(kinds) == len(set(kinds)) and set(kinds) == set(PROBLEM_KINDS)


def test_examples_of_the_manual_are_what_is_printed() -> None:
    """The first problem of each kind in the report of its case, which `test_problem` compares with what is printed."""
    reports = {
        kind: (TESTS / f"cases/problems/{kind}/expected.txt").read_text("utf-8").rstrip("\n") for kind in PROBLEM_KINDS
    }
    printed = [next(b for b in reports[kind].split("\n\n") if kind_of(b) == kind) for kind in sorted(PROBLEM_KINDS)]
    if os.environ.get("UPDATE_EXPECTED"):
        EXAMPLES.write_text("\n\n".join(printed) + "\n", "utf-8")
    assert load_examples() == {kind_of(block): block for block in printed}


def test_order_of_reading_does_not_matter(tmp_path: Path) -> None:
    """The report is sorted by place, and says each thing once."""
    prepare(TESTS / "cases/problems/wrong-shape", tmp_path)
    problems = check(tmp_path)
    assert render([*reversed(problems), *problems], tmp_path) == render(problems, tmp_path)
