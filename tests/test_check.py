"""`edition check`: its three forms, what may be ignored, the watch, and that nothing that is kept can be stale."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import subprocess
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from edition.check import check
from edition.cli.main import main
from edition.files.cache import Cache
from edition.model.edition import Checked
from edition.model.problem import Place, Problem
from edition.problems.excerpt import render
from edition.problems.report import MANUAL, difference, github
from edition.source import bibliography
from edition.stages import cache as reading
from edition.stages import cite as cited_works
from edition.stages.cache import Kept
from tests.project import EDITIONS, REPOSITORY, start
from tests.test_problems import CASES, prepare

SECOND = "source_texts/apparatus/1951-04-12-novak-lund.yaml"
TO_DO = 'to_do: ["see the second copy in box 5"]\n'
IGNORE = 'ignore: [{kind: still-to-do, at: "second copy", reason: "The archive is closed until the summer."}]\n'


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The smallest edition, in which nothing is wrong."""
    shutil.copytree(EDITIONS / "small", tmp_path / "project")
    return tmp_path / "project"


def call(root: Path, *words: str) -> tuple[int, str, str]:
    """(code, output, errors) of the command."""
    result = CliRunner().invoke(main, ["check", "--root", str(root), *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def add(root: Path, text: str, path: str = SECOND) -> None:
    with (root / path).open("a", encoding="utf-8") as file:
        file.write(text)


def test_the_plain_report_leads_to_the_manual(small: Path) -> None:
    add(small, "colour: red\n" + TO_DO)
    code, said, wrong = call(small)
    assert code == 1 and said.endswith("\n1 error, 1 warning.\n")
    assert wrong.rstrip().endswith(f"see {MANUAL}: #still-to-do, #unknown-field")


def test_json_follows_its_schema(small: Path) -> None:
    schema = json.loads((REPOSITORY / "docs/schemas/check-1.json").read_text("utf-8"))
    assert json.loads(call(small, "--format", "json")[1]) == {
        "$schema": "docs/schemas/check-1.json",
        "errors": 0,
        "warnings": 0,
        "problems": [],
        "ignored": [],
        "reminders": [],
    }
    add(small, "colour: red\n" + TO_DO)
    code, said, wrong = call(small, "--format", "json")
    data = json.loads(said)
    jsonschema.validate(data, schema)
    assert (code, wrong, data["errors"], data["warnings"]) == (1, "", 1, 1)
    line = len((small / SECOND).read_text("utf-8").splitlines()) - 1
    shown = f"{line:>6} | colour: red\n       | ^^^^^^"
    assert data["problems"][0] == {
        "kind": "unknown-field",
        "severity": "error",
        "file": SECOND,
        "line": line,
        "column": 1,
        "length": 6,
        "message": "unknown field 'colour'",
        "excerpt": shown,
        "cure": data["problems"][0]["cure"],
        "help": "docs/about/problems.md#unknown-field",
    }
    assert "short_title" in data["problems"][0]["cure"]


def test_json_of_every_case_follows_the_schema(tmp_path: Path) -> None:
    """Also where the edition's own settings cannot be read."""
    prepare(next(c for c in CASES if c.name == "file-missing--edition"), tmp_path)
    schema = json.loads((REPOSITORY / "docs/schemas/check-1.json").read_text("utf-8"))
    code, said, _ = call(tmp_path, "--format", "json")
    jsonschema.validate(json.loads(said), schema)
    assert code == 1 and json.loads(said)["problems"][0]["excerpt"] == ""


def test_annotations_of_a_code_host_are_escaped() -> None:
    """https://github.com/actions/toolkit, packages/core/src/command.ts, says what is escaped, and where."""
    place = Place("a:b,c%.yaml", 3, 5, 4)
    problems = (Problem("bad-id", place, "100%: one,\r\ntwo", "mend: it"), Problem("raw-html", Place("x.md"), "m"))
    assert github(Checked(None, problems)) == [
        "::error file=a%3Ab%2Cc%25.yaml,line=3,col=5,endColumn=9,title=bad-id"
        "::100%25: one,%0D%0Atwo%0Afix: mend: it%0Adocs/about/problems.md#bad-id",
        "::warning file=x.md,line=1,col=1,endColumn=2,title=raw-html::m%0Adocs/about/problems.md#raw-html",
    ]


def test_annotations_and_nothing_else(small: Path) -> None:
    assert call(small, "--format", "github") == (0, "", "")
    add(small, TO_DO)
    code, said, wrong = call(small, "--format", "github")
    assert (code, wrong) == (0, "") and said.startswith(f"::warning file={SECOND},line=") and said.count("\n") == 1


def test_a_warning_is_ignored_with_a_reason(small: Path) -> None:
    add(small, TO_DO + IGNORE)
    assert call(small)[:2] == (0, call(small)[1]) and call(small)[1].endswith("0 errors, 0 warnings, 1 ignored.\n")
    assert call(small)[2] == ""
    assert "see the second copy in box 5 [still-to-do]" in call(small, "--ignored")[2]
    data = json.loads(call(small, "--format", "json")[1])
    assert data["problems"] == [] and [p["kind"] for p in data["ignored"]] == ["still-to-do"]


def test_an_ignored_warning_of_another_file_stands_in_the_settings(small: Path) -> None:
    add(small, "passer-by: {name: Nobody}\n", "source_texts/register/people.yaml")
    entry = '  - {kind: name-never-mentioned, file: register/people.yaml, at: "passer-by:", reason: He is to come.}\n'
    add(small, f"ignore:\n{entry}", "source_texts/edition.yaml")
    assert call(small)[1].endswith("0 errors, 0 warnings, 1 ignored.\n")
    path = small / "source_texts/edition.yaml"
    path.write_text(path.read_text("utf-8").replace("register/people", "register/places"), "utf-8")
    assert [p.kind for p in check(small).problems] == ["ignore-unused", "name-never-mentioned"]


def test_an_unused_ignore_is_not_judged_beside_errors(small: Path) -> None:
    """What an edition with errors would warn of is not all known."""
    add(small, IGNORE)
    assert [p.kind for p in check(small).problems] == ["ignore-unused"]
    add(small, "colour: red\n")
    assert [p.kind for p in check(small).problems] == ["unknown-field"]


def test_the_difference_says_what_is_new_and_what_is_gone(small: Path) -> None:
    def checked(*problems: Problem) -> Checked:
        return Checked(None, problems)

    one, two = Problem("bad-id", Place("a", 1), "one"), Problem("bad-id", Place("a", 2), "two")
    moved = Problem("bad-id", Place("a", 7), "one")
    assert difference(checked(one), checked(moved), small) == ""
    assert difference(checked(one), checked(one, moved), small).startswith("New:\n\na:7:1: one [bad-id]")
    said = difference(checked(one), checked(two), small)
    assert said.startswith("New:\n\na:2:1: two [bad-id]") and said.endswith("Fixed:\n\na: one [bad-id]\n")


def until(process: subprocess.Popen[str], end: str) -> str:
    """What a process says, up to a line that ends so."""
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if line.endswith(end):
            return said
    raise AssertionError(f"{end!r} was never said: {said}")


@pytest.mark.parametrize("mended", [True, False])
def test_watch(small: Path, mended: bool) -> None:
    """Each change is reported once it is there; an interrupt ends it with the code of the last state."""
    settings = small / "source_texts/edition.yaml"
    good = settings.read_text("utf-8")
    process = start(small, "check", "--watch", PYTHONUNBUFFERED="1")
    until(process, "0 errors, 0 warnings.\n")
    assert process.stderr and "press Ctrl-C to stop" in process.stderr.readline()
    settings.write_text(good.replace("pdf: none", "pdf: some"), "utf-8")
    until(process, "1 error, 0 warnings.\n")
    if mended:
        half = settings.with_name("edition.yaml.new")  # as some programs save
        half.write_text(good, "utf-8")
        os.replace(half, settings)
        until(process, "0 errors, 0 warnings.\n")
    process.send_signal(signal.SIGINT)
    _, wrong = process.communicate()
    assert process.returncode == (0 if mended else 1)
    assert "New:\n\nsource_texts/edition.yaml:" in wrong and "Traceback" not in wrong
    assert ("Fixed:\n\nsource_texts/edition.yaml: 'pdf' is 'some' [bad-value]\n" in wrong) is mended


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_kept_changes_no_report(case: Path, tmp_path: Path, kept: Path) -> None:
    """Read anew, kept, and taken from what is kept by this run and by another: the same problems."""
    (tmp_path / ".cache").symlink_to(kept)
    prepare(case, tmp_path)
    whole = check(tmp_path).problems
    readings = Kept(kept / "read")
    assert [check(tmp_path, readings=r).problems for r in (readings, readings, Kept(kept / "read"))] == [whole] * 3


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


def test_a_change_is_seen_whatever_the_time_of_the_file_says(small: Path) -> None:
    readings = Kept(small / ".cache/read")
    assert not check(small, readings=readings).problems
    path = small / SECOND
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"Novak\xe2\x80\x93Lund", b"Novak\xe2\x80\x94Lund"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    edition = check(small, readings=readings).edition
    assert edition and edition.documents["1951-04-12-novak-lund"].apparatus.short_title.startswith("Novak—Lund")


def test_a_change_of_a_register_reaches_every_document(small: Path) -> None:
    readings = Kept(small / ".cache/read")
    assert not check(small, readings=readings).problems
    path = small / "source_texts/register/people.yaml"
    path.write_text(path.read_text("utf-8").replace("chen-mei:", "chen-mai:"), "utf-8")
    problems = check(small, readings=readings).problems
    assert "unknown-name" in {p.kind for p in problems}
    assert render(problems, small) == render(check(small).problems, small)


def test_a_torn_file_in_the_cache_is_made_again(small: Path) -> None:
    check(small, readings=Kept(small / ".cache/read"))
    for path in (small / ".cache/read").iterdir():
        path.write_bytes(path.read_bytes()[:100])
    assert check(small, readings=Kept(small / ".cache/read")).good


class Planted:
    """Unpickled without care this runs a program."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return os.mkdir, (str(self.mark),)


@pytest.mark.parametrize("name", ["os.mkdir", "posixpath.os.mkdir"])
def test_a_program_in_the_cache_is_not_run(small: Path, tmp_path: Path, name: str) -> None:
    """Sound by its digest, and still nobody's: a name that leads out of the model is not followed either."""
    mark, cache = tmp_path / "was-run", small / ".cache/read"
    check(small, readings=Kept(cache))
    planted = pickle.dumps(Planted(mark), 0) if name == "os.mkdir" else _dotted(name, mark)
    for path in cache.iterdir():
        Cache(cache).put(path.name, planted)
    assert check(small, readings=Kept(cache)).good and not mark.exists()
    pickle.loads(planted)  # careless
    assert mark.exists()


def _dotted(name: str, mark: Path) -> bytes:
    """A pickle that reaches a function through a module that a module of the model imports."""
    text = [pickle.BINUNICODE + len(t.encode()).to_bytes(4, "little") + t.encode() for t in (name, str(mark))]
    module = pickle.BINUNICODE + (23).to_bytes(4, "little") + b"edition.model.addresses"
    return b"\x80\x04" + module + text[0] + pickle.STACK_GLOBAL + text[1] + pickle.TUPLE1 + pickle.REDUCE + pickle.STOP


def test_what_no_document_needs_is_not_kept(small: Path) -> None:
    readings = Kept(small / ".cache/read")
    check(small, readings=readings)
    first = set((small / ".cache/read").iterdir())
    add(small, "# changed\n")
    check(small, readings=readings)
    second = set((small / ".cache/read").iterdir())
    assert len(first) == len(second) == 2 and len(first & second) == 1


def test_several_processes_find_the_same(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_processes", lambda documents: 2)
    add(small, "colour: red\n")
    add(small, "colour: red\n", "source_texts/apparatus/1951-03-05-novak-lund.yaml")
    for readings in (Kept(small / ".cache/read"), Kept(small / ".cache/read")):
        assert render(check(small, readings=readings).problems, small) == render(check(small).problems, small)


def test_a_check_formats_no_citation(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would take longer than the check of many documents; what pandoc could not read is found without it."""
    monkeypatch.setattr(cited_works, "_run_pandoc", lambda *_: pytest.fail("pandoc was started"))
    edition = check(small, cite=False).edition
    assert edition and edition.counts["works cited"] == len({work for work, _ in edition.cited}) > 0
    result = CliRunner().invoke(main, ["check", "--root", str(small)])
    assert result.exit_code == 0, result.output


def test_pandoc_reads_what_a_check_lets_pass(small: Path) -> None:
    """Every field of CSL: filled, and left empty as an editor may."""
    kinds = {name: kind for kind, name in bibliography._fields() if name not in ("id", "type", "title", "URL")}
    filled = {
        "people": "[{family: F, given: G, suffix: Jr, comma-suffix: true, dropping-particle: von}, {literal: L, given: }]",
        "date": "{date-parts: [[1950, 5], [-51]], season: 2, circa: true}",
        "words": "12",
    }
    entry = "- {{id: {}, type: book, title: T, custom: {{grade: primary, seen: true}}, {}}}\n"
    every = ", ".join(f"{name}: {filled[kind]}" for name, kind in kinds.items())
    empty = ", ".join(f"{name}: " for name in [*kinds, "URL", "categories"])
    hollow = ", ".join(f"{n}: {'{date-parts: , literal: }'}" for n, kind in kinds.items() if kind == "date")
    entries = [entry.format(f"x{n}", fields) for n, fields in enumerate((every, empty, hollow))]
    (small / "source_texts/bibliography.yaml").write_text("".join(entries), "utf-8")
    problems: list[Problem] = []
    works = bibliography.load_bibliography(small, problems)
    assert not problems and set(works) == {"x0", "x1", "x2"}
    assert len(cited_works.cite(works, [(key, "") for key in works], cited_works.FULL, None)) == 3


def test_what_is_still_to_be_verified_is_counted_and_listed_when_asked_for(small: Path) -> None:
    file = small / "source_texts/bibliography.yaml"
    file.write_text(
        file.read_text("utf-8").replace("seen: false", "seen: false, check: Only the summary was read."), "utf-8"
    )
    code, said, wrong = call(small)
    assert (
        (code, wrong) == (0, "")
        and "1 point remains to be verified" in said
        and said.endswith("0 errors, 0 warnings.\n")
    )
    code, said, wrong = call(small, "--to-verify")
    assert (code, "remains" in said) == (0, False) and "reminder: still to be verified of 'harbour-accounts'" in wrong
    data = json.loads(call(small, "--format", "json")[1])
    jsonschema.validate(data, json.loads((REPOSITORY / "docs/schemas/check-1.json").read_text("utf-8")))
    assert (data["warnings"], [p["severity"] for p in data["reminders"]]) == (0, ["reminder"])
    assert call(small, "--format", "github")[1] == ""
