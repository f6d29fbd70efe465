"""The console command: what it says, how it ends, and that nothing an editor writes makes it fall over."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from edition.cli.main import main
from tests.project import COMMAND, run, tree

COMMANDS = ("build", "check", "verify", "serve", "print", "record")
APPARATUS = "source_texts/apparatus/1950-05-01-lind-okoro.yaml"


def call(*words: str) -> Result:
    """The command in this process; anything but an orderly end is raised."""
    result = CliRunner().invoke(main, list(words))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def texts(built_brief: Path, tmp_path: Path) -> Path:
    """A project with the inputs of the small edition, and nothing built."""
    for folder in ("source_texts", ".cache"):
        shutil.copytree(built_brief / folder, tmp_path / folder)
    (tmp_path / ".cache/built").unlink(missing_ok=True)
    return tmp_path


def test_help_of_the_real_command() -> None:
    done = subprocess.run([str(COMMAND), "--help"], capture_output=True, text=True)
    assert done.returncode == 0 and done.stderr == ""
    assert all(f"\n  {command} " in done.stdout for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help(command: str, option: str) -> None:
    result = call(command, option)
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: main {command} [OPTIONS]") and "--root" in result.output


def test_version() -> None:
    result = call("--version")
    assert result.exit_code == 0 and result.output.startswith("edition, version ")


@pytest.mark.parametrize("words", [["bild"], ["build", "--no-such"], ["check", "extra"], ["record", "--move", "/a/"]])
def test_wrong_words_are_a_wrong_use(words: list[str]) -> None:
    result = call(*words)
    assert result.exit_code == 2 and "Error: " in result.output


@pytest.mark.parametrize("command", COMMANDS)
def test_the_wrong_folder(command: str, tmp_path: Path) -> None:
    result = call(command, "--root", str(tmp_path))
    assert result.exit_code == 1
    assert f"{tmp_path} does not contain source_texts/: change to the project folder, or use --root" in result.output
    assert list(tmp_path.iterdir()) == [], "nothing is begun there"
    assert call(command, "--root", str(tmp_path / "none")).exit_code == 2


def test_the_real_command_works_in_the_current_folder_only_if_it_is_a_project(tmp_path: Path) -> None:
    done = subprocess.run([str(COMMAND), "check"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1 and done.stdout == ""
    assert (
        done.stderr
        == f"Error: {tmp_path} does not contain source_texts/: change to the project folder, or use --root\n"
    )


def test_a_reader_that_goes_away_is_no_error(texts: Path) -> None:
    command = f"'{COMMAND}' check --root '{texts}' | true"
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert done.stderr == ""


def test_check_says_what_is_good(texts: Path) -> None:
    result = call("check", "--root", str(texts))
    assert result.exit_code == 0
    assert "is a placeholder: set the real one" in result.output
    assert result.output.endswith("0 errors, 0 warnings.\n")


def test_check_of_a_real_address_asks_for_none(texts: Path) -> None:
    settings = texts / "source_texts/edition.yaml"
    said = "contact: mail@lighthouse.test\nresponsible: A. Keeper\npermission: Given.\n"
    settings.write_text(settings.read_text("utf-8").replace("lighthouse.example", "lighthouse.test") + said, "utf-8")
    assert call("check", "--root", str(texts)).output == "0 errors, 0 warnings.\n"


def test_warnings_are_shown_and_stop_nothing(texts: Path) -> None:
    with (texts / "source_texts/register/people.yaml").open("a", encoding="utf-8") as file:
        file.write("nobody: {name: Nobody}\n")
    result = call("check", "--root", str(texts))
    assert result.exit_code == 0
    assert "warning: Nobody is not mentioned in any document [name-never-mentioned]" in result.output
    assert result.output.endswith("0 errors, 1 warning.\n")


def test_every_error_is_shown_at_once_with_its_place(texts: Path) -> None:
    path = texts / APPARATUS
    text = path.read_text("utf-8").replace("kind: factual", "kind: fictual").replace("at: Nanjing", "at: Nanking")
    path.write_text(text, "utf-8")
    code, said = run(texts, "check")
    assert code == 1 and "Traceback" not in said
    for word, kind, cure in (
        ("fictual", "bad-value", "identification | factual | textual | context"),
        ("Nanking Street", "anchor-not-found", 'closest: ¶ 6 "Nanjing Street."'),
    ):
        offset = text.index(word)
        line, column = text[:offset].count("\n") + 1, offset - text.rfind("\n", 0, offset)
        assert f"{APPARATUS}:{line}:{column}: '{word}'" in said.replace("'kind' is ", "")
        assert f"[{kind}]" in said and cure in said
    assert "2 errors, 0 warnings.\n" in said


@pytest.mark.parametrize("command", ["build", "record", "verify"])
def test_an_input_error_ends_every_command(brief: Path, command: str) -> None:
    (brief / APPARATUS).write_text("document: [\n", "utf-8")
    before = tree(brief / "source_texts"), tree(brief / "docs"), tree(brief / "site")
    result = call(command, "--root", str(brief))
    assert result.exit_code == 1 and "[yaml-syntax]" in result.output
    assert (tree(brief / "source_texts"), tree(brief / "docs"), tree(brief / "site")) == before


def test_verify_says_what_holds(brief: Path) -> None:
    result = call("verify", "--root", str(brief))
    assert result.exit_code == 0, result.output
    assert result.output.endswith(f"All checks passed in {brief / 'site'}.\n")
    assert [line.split()[1] for line in result.output.splitlines()[:-1]] == [
        "source_texts/documents/1950-05-01-lind-okoro.md",
        "source_texts/documents/1950-06-02-lind-okoro.md",
    ]


def test_verify_of_another_folder_says_what_does_not_hold(brief: Path) -> None:
    other = brief / "copy of site"
    shutil.copytree(brief / "site", other)
    (other / "people/keeper/index.html").unlink()
    code, said = run(brief, "verify", "--site", str(other))
    assert code == 1 and "is broken" in said and f"findings in {other}.\n" in said
    assert run(brief, "verify")[0] == 0


def test_verify_without_a_site(brief: Path) -> None:
    shutil.rmtree(brief / "site")
    code, said = run(brief, "verify")
    assert code == 1 and said == f"Error: no site found in {brief / 'site'}: run `edition build` first\n"


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"<html", b"</article><article>"])
def test_verify_of_a_page_that_is_none(brief: Path, data: bytes) -> None:
    (brief / "site/documents/1950-05-01-lind-okoro/index.html").write_bytes(data)
    result = call("verify", "--root", str(brief))
    assert result.exit_code == 1 and "documents/1950-05-01-lind-okoro/" in result.output


def test_build_says_what_it_made(brief: Path) -> None:
    result = call("build", "--fresh", "--root", str(brief))
    assert result.exit_code == 0
    first, second, third = result.output.splitlines()
    assert first.startswith("Built and verified: 2 documents, 8 paragraphs, 3 notes, 21 mentions; 0 problems; ")
    assert second.endswith(" new addresses not yet in the ledger; run: edition record")
    assert third == "Open site/index.html, or run: make serve"


def test_record_and_build_and_a_published_word_changed(brief: Path) -> None:
    result = call("record", "--root", str(brief))
    assert result.exit_code == 0 and result.output.endswith(" lines added to source_texts/ledger.tsv.\n")
    assert call("record", "--root", str(brief)).output == "0 lines added to source_texts/ledger.tsv.\n"
    apparatus = brief / APPARATUS
    apparatus.write_text(apparatus.read_text("utf-8").replace("to: the harbour", "to: that harbour"), "utf-8")
    apparatus.write_text(apparatus.read_text("utf-8").replace("at: the harbour", "at: that harbour"), "utf-8")
    apparatus.write_text(apparatus.read_text("utf-8").replace("if the harbour is", "if that harbour is"), "utf-8")
    before = tree(brief / "docs"), tree(brief / "site")
    address = "/documents/1950-05-01-lind-okoro/#p5"
    result = call("build", "--root", str(brief))
    assert result.exit_code == 1 and f"edition record --change {address}" in result.output
    assert (tree(brief / "docs"), tree(brief / "site")) == before
    assert call("record", "--root", str(brief), "--change", address).output.startswith("1 line added")
    assert call("build", "--root", str(brief)).exit_code == 0


def test_record_refuses_in_one_line(texts: Path) -> None:
    result = call("record", "--root", str(texts), "--withdraw", "/people/")
    assert result.exit_code == 1 and result.output == "Error: /people/ was never recorded\n"
    assert not (texts / "source_texts/ledger.tsv").exists()


BROKEN = {
    "empty": b"",
    "not text": b"\xff\xfe\x00",
    "control": b"a: \x07\n",
    "list": b"- 1\n",
    "lists": b"- [[]]\n- {}\n",
    "mapping": b"a: {b: [c, {d: e}]}\n",
    "scalar": b"word\n",
    "alias": b"a: &x [*x]\n",
    "deep": b"[" * 5000,
    "torn": b'a: "b\n',
    "null": b"~: ~\n",
    "keys": b"[1, 2]: x\n? {a: b}\n: c\n",
    "two": b"a: 1\n---\nb: 2\n",
    "sources": b"- {id: almanac-1949, type: book, title: x, author: y, issued: {date-parts: [[]]}, custom: {grade: primary}}\n",
    "dates": b"- {id: almanac-1949, type: 7, title: [x], author: [y], issued: [], editor: {z: [{}]}, custom: {grade: primary}}\n",
}
INPUTS = (
    "edition.yaml",
    "bibliography.yaml",
    "cross_references.yaml",
    "chronology.yaml",
    "figures.yaml",
    "index.yaml",
    "held.yaml",
    "remarks.yaml",
    "ledger.tsv",
    "register/people.yaml",
    "documents/1950-05-01-lind-okoro.md",
    "apparatus/1950-05-01-lind-okoro.yaml",
)


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("file", INPUTS)
def test_no_input_makes_it_fall_over(texts: Path, file: str, broken: str) -> None:
    (texts / "source_texts" / file).write_bytes(BROKEN[broken])
    result = call("check", "--root", str(texts))
    assert result.exit_code in (0, 1), result.output
    assert result.output.endswith(
        (" errors, 0 warnings.\n", " error, 0 warnings.\n", " warnings.\n", " warning.\n")
    ) or (result.exit_code == 1 and result.output.startswith("Error: ")), result.output


@pytest.mark.parametrize("file", ["edition.yaml", "documents/1950-05-01-lind-okoro.md", "register/people.yaml"])
def test_a_folder_where_a_file_should_be(texts: Path, file: str) -> None:
    (texts / "source_texts" / file).unlink()
    (texts / "source_texts" / file).mkdir()
    result = call("check", "--root", str(texts))
    assert result.exit_code == 1 and f"source_texts/{file}:1:1: a folder, not a file [not-a-file]" in result.output
