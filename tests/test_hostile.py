"""Files that are enormous, or not what they seem: an error within seconds and little memory, and no file of an editor touched.

Each project holds many of them, and is checked once, in a process that is ended if it takes too long or too much memory.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from edition.model.limits import LARGEST_FILE
from edition.model.problem import Problem
from edition.problems.excerpt import render
from edition.source.settings import load_settings
from edition.stages.gather import gather
from edition.versions.ledger import load_ledger
from tests.project import COMMAND, EDITIONS

SECONDS, MEGABYTES = 40, 700  # of processor time; of data. A check of the small edition takes 1 and 120
LINE = b"x " * 25_000_000
BOMB = "a: &a [x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


def said_of(root: Path, *words: str) -> str:
    """What a command says of a project; it must end by itself, with code 0 or 1, and without a traceback."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES * 1_000_000, MEGABYTES * 1_000_000))

    command = [str(COMMAND), *(words or ("check",)), "--root", str(root)]
    done = subprocess.run(command, capture_output=True, preexec_fn=limited, timeout=300)
    said = (done.stdout + done.stderr).decode()
    assert done.returncode in (0, 1) and "Traceback" not in said, said[-3000:]
    return said


def copied(to: Path) -> Path:
    shutil.copytree(EDITIONS / "small/source_texts", to / "source_texts")
    (to / "docs").mkdir()
    return to


def put(root: Path, path: str, data: bytes | str) -> None:
    file = root / "source_texts" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data if isinstance(data, bytes) else data.encode())


ENORMOUS: dict[str, tuple[bytes | str, str]] = {
    "documents/a-line.md": (LINE, "more than 1 million bytes [file-too-large]"),
    "documents/a-long-line.md": ("May 3, 1951\n\n" + "x " * 60_000, "3:1: the line has 120,000 characters"),
    "documents/many-lines.md": ("x\n" * 40_000, "more than 30,000 lines [file-too-large]"),
    "apparatus/a-line.yaml": (LINE, "more than 20 million bytes [file-too-large]"),
    "register/terms.yaml": (b"a: " + LINE, "more than 20 million bytes [file-too-large]"),
    "apparatus/a-long-line.yaml": (BOMB, "1:4: not YAML: anchors and aliases (& and *) are not allowed [yaml-syntax]"),
    "apparatus/many-lines.yaml": ("a: " + "[" * 10_000, ":23: not YAML: nested too deeply [yaml-syntax]"),
    "register/peoples.yaml": ("{a: " * 10_000, "not YAML: nested too deeply [yaml-syntax]"),
    "figures.yaml": ("- " * 100_000, "not YAML: nested too deeply [yaml-syntax]"),
    "held.yaml": ("? " * 100_000, "not YAML: nested too deeply [yaml-syntax]"),
    "index.yaml": ("a: " + '"' * 1_000_001, "not YAML"),
    "remarks.yaml": ("a: b: " * 100_000, "not YAML"),
    "chronology.yaml": ("'" + "a" * 1_000_000 + "\n", "not YAML"),
    "cross_references.yaml": (
        "".join(f"k{n}: v\n" for n in range(50_000)),
        "the file must contain a list [wrong-shape]",
    ),
    "bibliography.yaml": ("!!python/object/apply:os.system [ls]", "not YAML: tags (!) are not allowed [yaml-syntax]"),
}


@pytest.fixture(scope="module")
def enormous(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is said of a project in which a file of every kind is enormous, or would grow without limit."""
    root = copied(tmp_path_factory.mktemp("enormous"))
    for path, (data, _) in ENORMOUS.items():
        put(root, path, data)
    return said_of(root)


@pytest.mark.parametrize("path", ENORMOUS)
def test_what_is_enormous_is_refused(path: str, enormous: str) -> None:
    lines = [line for line in enormous.splitlines() if line.startswith(f"source_texts/{path}:")]
    assert any(ENORMOUS[path][1] in line for line in lines), lines or enormous[:3000]


def test_the_report_of_it_is_short(enormous: str) -> None:
    assert len(enormous) < 50_000 and max(map(len, enormous.splitlines())) < 2_000
    assert enormous.count("fix:") >= len(ENORMOUS)


def test_a_file_is_not_read_beyond_the_limit(tmp_path: Path) -> None:
    """A hundred gigabytes that take no room on the disk."""
    root = copied(tmp_path)
    with (root / "source_texts/register/terms.yaml").open("wb") as file:
        file.truncate(100_000_000_000)
    assert f"more than {LARGEST_FILE // 1_000_000} million bytes [file-too-large]" in said_of(root)
    (root / "source_texts/register/terms.yaml").rename(root / "source_texts/ledger.tsv")
    problems: list[Problem] = []
    assert load_ledger(root, problems) == {} and [p.kind for p in problems] == ["file-too-large"]


MARKS = (
    "*",
    "_",
    "`",
    "> ",
    "[",
    "[a](",
    "<",
    "<a ",
    "<!--",
    "&#",
    "\\",
    "*a **b ",
    "a*_",
    "- ",
    "1. ",
    "#",
    "{{",
    "![",
    "~",
    "|",
)


def test_a_million_marks_are_read(tmp_path: Path) -> None:
    """Many marks, on long lines; that lines as long as they may be are read too is tested in `test_properties.py`."""
    root = copied(tmp_path)
    head = (root / "source_texts/documents/1951-04-12-novak-lund.md").read_text("utf-8").partition("#### ")[0]
    for n, mark in enumerate(MARKS):
        line = mark * (40_000 // len(mark))
        put(root, f"documents/m{n}.md", f"{head}#### Marks\n\n" + f"{line}word\n\nWord {line}\n")
        put(
            root, f"apparatus/m{n}.yaml", f"document: m{n}\nshort_title: X\ndate: 1951-04-12\nreceived: {{sha256: 0}}\n"
        )
    said = said_of(root)
    assert said.count("[hash-changed]") == len(MARKS), said[:3000]
    assert "file-too-large" not in said and "missing-label" not in said


NOT_FILES = {
    "documents/out.md": "a symbolic link to a location outside source_texts/ [not-a-file]",
    "documents/loop.md": "a broken symbolic link: too many levels of symbolic links",
    "documents/broken.md": "a broken symbolic link: no such file",
    "documents/pipe.md": "not a regular file [not-a-file]",
    "documents/folder.md": "a folder, not a file [not-a-file]",
    "apparatus/zero.yaml": "a symbolic link to a location outside source_texts/ [not-a-file]",
    "apparatus/pipe.yaml": "not a regular file [not-a-file]",
    "register/terms.yaml": "a symbolic link to a location outside source_texts/ [not-a-file]",
    "register/peoples.yaml": "not a regular file [not-a-file]",
    "figures.yaml": "a folder, not a file [not-a-file]",
    "ledger.tsv": "a symbolic link to a location outside source_texts/ [not-a-file]",
    "round": "a folder, not a file [not-a-file]",
    "documents/Capital.md": "'Capital' cannot be used in an address [bad-id]",
    "documents/..md": "'.' cannot be used in an address [bad-id]",
    "documents/a b\u202e\u0301.md": "cannot be used in an address [bad-id]",
    f"documents/{'long' * 60}.md": "file-missing",
}  # fmt: skip


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is said of a project with links, pipes, folders and odd names in it, after an attempt to build it."""
    folder = tmp_path_factory.mktemp("strange")
    root = copied(folder / "project")
    texts = root / "source_texts"
    (folder / "secret.md").write_text("## May 3, 1951\n\nA secret word: xyzzy.\n", "utf-8")
    for name in ("documents/out.md", "register/terms.yaml", "ledger.tsv"):
        (texts / name).symlink_to(folder / "secret.md")
    (texts / "documents/loop.md").symlink_to("loop.md")
    (texts / "documents/broken.md").symlink_to("nothing.md")
    (texts / "apparatus/zero.yaml").symlink_to("/dev/zero")
    (texts / "round").symlink_to(".")
    for name in ("documents/pipe.md", "apparatus/pipe.yaml", "register/peoples.yaml"):
        os.mkfifo(texts / name)
    (texts / "documents/folder.md").mkdir()
    (texts / "figures.yaml").unlink()
    (texts / "figures.yaml").mkdir()
    for name in (
        "documents/Capital.md",
        "documents/..md",
        "documents/a b\u202e\u0301.md",
        f"documents/{'long' * 60}.md",
    ):
        put(root, name, "text")
    (texts / "documents").joinpath(os.fsdecode(b"not-utf8-\xff.md")).write_text("text", "utf-8")
    return said_of(root)


@pytest.mark.parametrize("path", NOT_FILES)
def test_what_is_no_file_of_the_project_is_refused(path: str, strange: str) -> None:
    lines = [line for line in strange.splitlines() if line.startswith(f"source_texts/{path}:")]
    assert any(NOT_FILES[path] in line for line in lines) or NOT_FILES[path] == "file-missing", lines or strange


def test_what_is_elsewhere_is_not_read(strange: str) -> None:
    assert "xyzzy" not in strange


def test_a_link_within_the_folder_is_a_file(tmp_path: Path) -> None:
    root = copied(tmp_path)
    register = root / "source_texts/register"
    (register / "people.yaml").rename(root / "source_texts/people-of-both.yaml")
    (register / "people.yaml").symlink_to("../people-of-both.yaml")
    problems: list[Problem] = []
    assert gather(root, problems) and render(problems, root) == ""


def test_pages_that_are_no_pages(tmp_path: Path) -> None:
    """What stands in docs/ by hand is published: a link there must not publish another file of the machine."""
    root = copied(tmp_path / "project")
    (tmp_path / "secret.md").write_text("# A secret\n", "utf-8")
    (root / "docs/secret.md").symlink_to(tmp_path / "secret.md")
    (root / "docs/round").symlink_to("..")
    os.mkfifo(root / "docs/pipe.md")
    (root / "docs/folder.md").mkdir()
    problems: list[Problem] = []
    gather(root, problems)
    assert [(p.kind, p.place.path) for p in problems] == [
        ("not-a-file", f"docs/{name}") for name in ("pipe.md", "round", "secret.md")
    ] or sorted(p.place.path for p in problems) == ["docs/pipe.md", "docs/round", "docs/secret.md"]
    assert "Not built" in said_of(root, "build")


def test_a_file_that_vanishes_or_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the listing of a folder and the reading of its files; permissions do not stop the owner of the machine."""
    root, real = copied(tmp_path), os.open

    def refusing(file: str, *given: int, **named: Any) -> int:
        path = str(file)
        if path.endswith("1951-03-05-novak-lund.md"):
            raise FileNotFoundError(2, "No such file or directory", path)
        if path.endswith("people.yaml"):
            raise PermissionError(13, "Permission denied", path)
        return real(file, *given, **named)

    monkeypatch.setattr(os, "open", refusing)
    problems: list[Problem] = []
    gather(root, problems)
    said = render(problems, root)
    assert "1951-03-05-novak-lund.md:1:1: cannot read the file: no such file or directory [file-missing]" in said
    assert "people.yaml:1:1: cannot read the file: permission denied [file-missing]" in said


@pytest.mark.parametrize(
    "id", ["../up", "/etc/hostname", "a/b", "Novak", "no_vak", "a\\b", "é", "a" * 300 + "!", "con.", "-", "a\u202eb"]
)
def test_ids_that_lead_elsewhere(id: str, tmp_path: Path) -> None:
    """Every id that becomes part of an address or a file's name: of names, notes, references, events, figures."""
    root = copied(tmp_path)
    quoted = '"' + id.replace("\\", "\\\\") + '"'
    for path, old in (
        ("register/places.yaml", "northport:"),
        ("cross_references.yaml", "key: "),
        ("chronology.yaml", "key: "),
    ):
        text = (root / "source_texts" / path).read_text("utf-8")
        assert old in text, text
        new = f"{quoted}:" if old.endswith(":") else f"key: {quoted} #"
        put(root, path, text.replace(old, new, 1))
    problems: list[Problem] = []
    gather(root, problems)
    bad = {p.place.path for p in problems if p.kind == "bad-id"}
    assert bad == {f"source_texts/{p}" for p in ("register/places.yaml", "cross_references.yaml", "chronology.yaml")}


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("front_pages", "[../../secret.md]", "bad-value"),
        ("last_pages", "[/etc/hostname.md]", "bad-value"),
        ("front_pages", "[about/.hidden.md]", "bad-value"),
        ("address", "'https://a.example/\" onload=\"x/'", "bad-address"),
        ("address", "'https://a.example/<b>/'", "bad-address"),
        ("address", "'javascript://a.example/'", "bad-address"),
        ("address", "'https://user:word@a.example/'", "bad-address"),
        ("address", "'https://a.example/?a=b/'", "bad-address"),
        ("address", "'https://a.example/x y/'", "bad-address"),
    ],
)
def test_settings_that_lead_elsewhere(field: str, value: str, kind: str, tmp_path: Path) -> None:
    root = copied(tmp_path)
    text = re.sub(rf"(?m)^{field}:.*\n", "", (root / "source_texts/edition.yaml").read_text("utf-8"))
    put(root, "edition.yaml", f"{text}{field}: {value}\n")
    problems: list[Problem] = []
    load_settings(root, problems)
    assert [p.kind for p in problems] == [kind]


@pytest.mark.parametrize(
    "address", ["http://localhost:8000/", "https://a.example/", "https://архив.example/some/path-1/~x/"]
)
def test_addresses_that_may_be(address: str, tmp_path: Path) -> None:
    root = copied(tmp_path)
    text = (root / "source_texts/edition.yaml").read_text("utf-8")
    put(root, "edition.yaml", re.sub(r"(?m)^address:.*$", f"address: {address}", text))
    problems: list[Problem] = []
    assert load_settings(root, problems) and not problems
