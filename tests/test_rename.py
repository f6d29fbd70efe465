"""Register entries and documents under other ids: only the lines that must change do, everywhere; all of it or nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from difflib import ndiff
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from edition.cli.main import main
from edition.editor import plan as editing
from edition.editor.renaming.references import DOCUMENTS, NAMES
from edition.files import replace as files
from edition.files.fields import Fields, Items, Value
from edition.files.yaml_edit import (
    Edit,
    Source,
    entry_removed,
    field_added,
    item_removed,
    items_added,
    key_of,
    replaced,
)
from edition.files.yaml_places import load_yaml
from edition.model.edition import Edition
from edition.model.placed import Text
from edition.model.problem import Problem
from edition.problems.excerpt import render
from edition.source.registers import load_register
from edition.source.settings import document_ids
from edition.stages.gather import gather
from edition.versions.ledger import check_ledger, load_ledger
from tests.project import EDITIONS, REPOSITORY, tree

PEOPLE = "source_texts/register/people.yaml"
ID, OTHER = "1951-03-05-novak-lund", "1951-04-12-novak-lund"
PAGE = """# By hand

See [Karin Lund](../people/lund-karin.md), [the record](../documents/1951-03-05-novak-lund.md#p3), its
[drawing](../strips/1951-03-05-novak-lund.md) and <https://small.example/people/lund-karin/>; not people/lund-karin-x.md.
"""


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small edition, with its addresses in a ledger, and a page by hand."""
    root = tmp_path_factory.mktemp("recorded") / "project"
    shutil.copytree(EDITIONS / "small", root)
    (root / "docs/about").mkdir(parents=True)
    (root / "docs/about/page.md").write_text(PAGE, "utf-8")
    assert call(root, "record")[0] == 0
    return root


@pytest.fixture
def root(recorded: Path, tmp_path: Path) -> Path:
    shutil.copytree(recorded, tmp_path / "project")
    return tmp_path / "project"


def call(root: Path, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, [*words, "--root", str(root)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def inputs(root: Path) -> dict[str, bytes]:
    return {f"{folder}/{p}": data for folder in ("source_texts", "docs") for p, data in tree(root / folder).items()}


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> dict[str, list[str]]:
    """For each file that is not as it was, its changed lines."""
    found = {}
    for path in sorted(before | after):
        if before.get(path) != after.get(path):
            old, new = (d.get(path, b"").decode().splitlines(keepends=True) for d in (before, after))
            found[path] = [line.rstrip("\r\n") for line in ndiff(old, new) if line[0] in "+-"]
    return found


def sound(root: Path) -> Edition:
    """The edition, which must have no problem, its ledger included."""
    problems: list[Problem] = []
    edition = gather(root, problems)
    assert edition is not None
    check_ledger(root, edition, problems)
    assert render(problems, root) == ""
    return edition


# --- rename ---


def test_rename_changes_every_reference_and_nothing_else(root: Path) -> None:
    before = inputs(root)
    code, said = call(root, "rename", "lund-karin", "lund-karin-margareta")
    after = inputs(root)
    assert code == 0 and said == (
        "/people/lund-karin/ renamed to /people/lund-karin-margareta/: 5 files written, 2 lines added to the ledger."
        " Next: edition build\nTo undo: edition undo\n"
    )
    lines = changed(before, after)
    assert set(lines) == {
        "docs/about/page.md",
        f"source_texts/apparatus/{ID}.yaml",
        f"source_texts/apparatus/{OTHER}.yaml",
        "source_texts/ledger.tsv",
        "source_texts/register/people.yaml",
    } | ({"source_texts/chronology.yaml"} if b"lund-karin" in before["source_texts/chronology.yaml"] else set())
    for path, found in lines.items():
        if path.endswith(".yaml"):
            old = [line[2:] for line in found if line[0] == "-"]
            assert [line[2:] for line in found if line[0] == "+"] == [
                re.sub(r"\blund-karin\b", "lund-karin-margareta", line) for line in old
            ]
    assert lines["source_texts/register/people.yaml"] == ["- lund-karin:", "+ lund-karin-margareta:"]
    page = after["docs/about/page.md"].decode()
    assert page == PAGE.replace("lund-karin.md", "lund-karin-margareta.md").replace(
        "lund-karin/", "lund-karin-margareta/"
    )
    edition = sound(root)
    assert edition.mentions["lund-karin-margareta"] and "lund-karin" not in edition.register.names
    line = load_ledger(root, [])["/people/lund-karin/"]
    assert (line.state, line.targets) == ("moved", ("/people/lund-karin-margareta/",))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_comments_quotes_and_line_ends_stay(root: Path, newline: str) -> None:
    file = root / "source_texts/register/people.yaml"
    text = "# Begun in spring\n'lund-karin' :   # the master\n" + file.read_text("utf-8").partition("lund-karin:\n")[2]
    before = file.read_text("utf-8").partition("lund-karin:\n")[0] + text
    file.write_bytes(b"\xef\xbb\xbf" + before.replace("\n", newline).encode())
    assert call(root, "rename", "lund-karin", "lund-k")[0] == 0
    after = file.read_bytes().removeprefix(b"\xef\xbb\xbf").decode()
    assert after == before.replace("'lund-karin' :", "'lund-k' :").replace("\n", newline)
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")


def test_what_was_never_published_is_not_recorded(root: Path) -> None:
    (root / "source_texts/ledger.tsv").unlink()
    before = inputs(root)
    assert "To undo: edition undo\n" in call(root, "rename", "lund-karin", "lund-k")[1]
    assert not (root / "source_texts/ledger.tsv").exists()
    assert call(root, "rename", "lund-k", "lund-karin")[0] == 0
    assert inputs(root) == before, "the way back leads to where it began"


def test_dry_run_says_what_would_change(root: Path) -> None:
    before = inputs(root)
    code, said = call(root, "rename", "lund-karin", "lund-k", "--dry-run")
    assert code == 0 and inputs(root) == before
    assert "--- a/source_texts/register/people.yaml\n+++ b/source_texts/register/people.yaml\n" in said
    assert "\n-lund-karin:\n+lund-k:\n" in said and "Nothing was written.\n" in said
    minus = [line for line in said.split("\n") if re.match(r"-(?!--)", line)]
    assert all("lund-karin" in line for line in minus)


def test_merge_joins_forms_and_references(root: Path) -> None:
    people = root / "source_texts/register/people.yaml"
    with people.open("a", encoding="utf-8") as file:
        file.write("\n# a second entry of the same man\nivo:\n  name: Ivo P.\n  forms: [Petrov's man, Petrov]\n")
        file.write("  variants: {russian: [Ivo Petroff]}\n  note: >-\n    Not the same\n    as he.\n")
    chronology = root / "source_texts/chronology.yaml"
    event = "\n- {key: x, date: 1951, event: X, people: [petrov-ivo, ivo]}\n"
    chronology.write_text(chronology.read_text("utf-8") + event, "utf-8")
    before = inputs(root)
    code, said = call(root, "rename", "ivo", "petrov-ivo", "--merge")
    lines = changed(before, inputs(root))
    assert code == 0 and "not merged: note: Not the same as he.\n" in said
    assert "/people/ivo/ merged into /people/petrov-ivo/: 2 files written. Next: edition build\n" in said
    assert lines == {
        "source_texts/chronology.yaml": [
            "- - {key: x, date: 1951, event: X, people: [petrov-ivo, ivo]}",
            "+ - {key: x, date: 1951, event: X, people: [petrov-ivo]}",
        ],
        "source_texts/register/people.yaml": [
            '-   forms: ["I[vo] Petrov", Petrov]',
            '+   forms: ["I[vo] Petrov", Petrov, Petrov\'s man]',
            "-   variants: {cyrillic: [Петров]}",
            "+   variants: {cyrillic: [Петров], russian: [Ivo Petroff], other: [Ivo P.]}",
            "- ivo:",
            "-   name: Ivo P.",
            "-   forms: [Petrov's man, Petrov]",
            "-   variants: {russian: [Ivo Petroff]}",
            "-   note: >-",
            "-     Not the same",
            "-     as he.",
        ],
    }
    sound(root)


def test_merge_of_published_entries_is_recorded(root: Path) -> None:
    assert call(root, "rename", "testova-maria", "brandt-ilse", "--merge")[0] == 0
    line = load_ledger(root, [])["/people/testova-maria/"]
    assert (line.state, line.targets) == ("merged", ("/people/brandt-ilse/",))
    edition = sound(root)
    assert {str(f) for f in edition.register.names["brandt-ilse"].forms} == {"Ilse Brandt", "Maria Testova"}


def test_merge_across_registers(root: Path) -> None:
    assert call(root, "rename", "western-channel", "harbour-committee", "--merge")[0] == 0
    edition = sound(root)
    assert "western channel" in edition.register.names["harbour-committee"].forms
    assert load_ledger(root, [])["/places/western-channel/"].targets == ("/organizations/harbour-committee/",)


REFUSED = (
    (("rename", "nobody", "x"), "no entry 'nobody' in any register"),
    (("rename", "lund-karin", "Lund K"), "cannot be used in an address"),
    (("rename", "lund-karin", "lund-karin"), "the two IDs are the same"),
    (("rename", "lund-karin", "chen-mei"), "already has an entry 'chen-mei': use --merge if the two are the same"),
    (("rename", "lund-karin", "x", "--merge"), "no entry 'x' to merge with"),
    (("move", "nothing", "x"), "there is no source_texts/documents/nothing.md"),
    (("move", ID, OTHER), f"source_texts/documents/{OTHER}.md already exists"),
    (("move", ID, "a b"), "cannot be used in an address"),
)


@pytest.mark.parametrize(("words", "why"), REFUSED, ids=[" ".join(w) for w, _ in REFUSED])
def test_refused(root: Path, words: tuple[str, ...], why: str) -> None:
    before = inputs(root)
    code, said = call(root, *words)
    assert code == 1 and "Error: " in said and why in said
    assert inputs(root) == before


def test_an_address_is_never_used_again(root: Path) -> None:
    assert call(root, "rename", "lund-karin", "lund-k")[0] == 0
    code, said = call(root, "rename", "lund-k", "lund-karin")
    assert code == 1 and "/people/lund-karin/ was moved, and addresses are never reused" in said


def test_what_would_bring_a_problem_is_refused(root: Path) -> None:
    """A last reference that the table of references does not know: here a merge that empties a register."""
    register = root / "source_texts/register/peoples.yaml"
    register.write_text("tribe:\n  name: A tribe\n  kept: For this test.\n", "utf-8")
    assert call(root, "record")[0] == 0
    before = inputs(root)
    code, said = call(root, "rename", "tribe", "stranger", "--merge")
    assert code == 1 and "Error: nothing changed: " in said and inputs(root) == before


def test_a_problem_that_was_there_does_not_stand_in_the_way(root: Path) -> None:
    apparatus = root / f"source_texts/apparatus/{OTHER}.yaml"
    apparatus.write_text(apparatus.read_text("utf-8") + "\ncolour: red\n", "utf-8")
    assert call(root, "rename", "chen-mei", "chen")[0] == 0


# --- move ---


def test_move_takes_everything_along(root: Path) -> None:
    before = inputs(root)
    new = "1951-03-05-lund-novak"
    code, said = call(root, "move", ID, new)
    after = inputs(root)
    assert code == 0 and f"/documents/{ID}/ moved to /documents/{new}/" in said
    assert said.endswith("To undo: edition undo\n")
    assert after[f"source_texts/documents/{new}.md"] == before[f"source_texts/documents/{ID}.md"]
    moved = before[f"source_texts/apparatus/{ID}.yaml"].replace(f"document: {ID}".encode(), f"document: {new}".encode())
    assert after[f"source_texts/apparatus/{new}.yaml"] == moved
    assert not [p for p in after if f"/{ID}." in p]
    for path in ("cross_references", "chronology", "figures"):
        old = before[f"source_texts/{path}.yaml"]
        assert after[f"source_texts/{path}.yaml"] == old.replace(ID.encode(), new.encode())
    page = after["docs/about/page.md"].decode()
    assert page == PAGE.replace(ID, new)
    edition = sound(root)
    assert list(edition.documents) == [new, OTHER]
    ledger = load_ledger(root, [])
    assert ledger[f"/documents/{ID}/#p3"].targets == (f"/documents/{new}/#p3",)
    assert ledger[f"/strips/{ID}/"].targets == (f"/strips/{new}/",)
    assert all(line.state == "moved" for a, line in ledger.items() if f"/{ID}/" in a)


def test_the_way_back_of_a_move_that_was_not_published(root: Path) -> None:
    (root / "source_texts/ledger.tsv").unlink()
    before = inputs(root)
    assert "To undo: edition undo\n" in call(root, "move", ID, "x")[1]
    assert call(root, "move", "x", ID)[0] == 0 and inputs(root) == before


def test_suggestions_that_wait_follow(root: Path) -> None:
    text = (root / f"source_texts/documents/{OTHER}.md").read_text("utf-8")
    assert "Karin Lund" in text
    (root / "source_texts/ledger.tsv").unlink()
    (root / "source_texts/cross_references.yaml").unlink()
    register = root / "source_texts/register/people.yaml"
    register.write_text(register.read_text("utf-8").replace("forms: [Karin Lund, Lund]", "forms: [Lund]"), "utf-8")
    for id in (ID, OTHER):
        assert call(root, "suggest", id, "--write")[0] == 0
    waiting = {id: (root / f"source_texts/apparatus/{id}.yaml").read_text("utf-8") for id in (ID, OTHER)}
    assert "name: lund-karin" in waiting[OTHER] and ID in waiting[OTHER].partition("suggestions:")[2]
    assert call(root, "rename", "lund-karin", "lund-k")[0] == 0 and call(root, "move", ID, "x")[0] == 0
    for id, name in ((ID, "x"), (OTHER, OTHER)):
        now = (root / f"source_texts/apparatus/{name}.yaml").read_text("utf-8")
        assert now == re.sub(r"\blund-karin(?![\w-])", "lund-k", waiting[id]).replace(ID, "x")
    assert call(root, "suggest", "x", "--write")[0] == 0


def test_dry_run_of_a_move(root: Path) -> None:
    before = inputs(root)
    said = call(root, "move", ID, "x", "--dry-run")[1]
    assert inputs(root) == before
    assert f"source_texts/documents/{ID}.md becomes source_texts/documents/x.md\n" in said
    assert f"-document: {ID}\n+document: x\n" in said


# --- the list of references is whole ---


def test_every_reference_is_in_the_list() -> None:
    """Every scalar of three editions that is a name's or a document's id stands where the list says, or is none by its field."""
    seen = set()
    for root in (EDITIONS / "small", EDITIONS / "brief", REPOSITORY):
        names, documents = set(load_register(root, []).names), set(document_ids(root, []))
        for file in sorted((root / "source_texts").rglob("*.yaml")):
            path = file.relative_to(root / "source_texts").as_posix()
            for keys, text in scalars(load_yaml(root, f"source_texts/{path}", []), ()):
                table = NAMES if text in names else DOCUMENTS if text in documents else ()
                if table and not path.startswith(NO_IDS) and keys[-1] not in WORDS and "index" not in keys:
                    found = [(p, k) for p, k in (*table, OWN) if file.match(f"source_texts/{p}") and k == keys]
                    assert found, (path, keys, text)
                    seen |= set(found)
    missing = {*NAMES, *DOCUMENTS} - seen
    assert missing == set(), "a line of the list that nothing stands for"


OWN = ("apparatus/*.yaml", ("document",))
NO_IDS = ("register/", "index.yaml", "bibliography.yaml")
WORDS = ("at", "key", "kind", "label", "before", "after", "work")  # that may happen to be those of an id


def scalars(value: Value | None, keys: tuple[str, ...]) -> list[tuple[tuple[str, ...], Text]]:
    if isinstance(value, Text):
        return [(keys, value)]
    if isinstance(value, Items):
        return [found for item in value for found in scalars(item, (*keys, "*"))]
    fields = value if isinstance(value, Fields) else {}
    return [found for key, item in fields.items() for found in scalars(item, (*keys, key))]


# --- all or nothing ---


def test_a_killed_run_leaves_nothing_or_is_finished_by_the_next(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = inputs(root)
    call(root, "rename", "lund-karin", "lund-k")
    wanted = inputs(root)
    calls, real = [0], os.replace
    stopped = 0
    for stop in range(12):
        for path, data in before.items():
            (root / path).write_bytes(data)
        calls[0] = 0

        def replace(old: Path, new: Path, stop: int = stop) -> None:
            if calls[0] == stop:
                raise KeyboardInterrupt
            calls[0] += 1
            real(old, new)

        monkeypatch.setattr(os, "replace", replace)
        with pytest.raises(KeyboardInterrupt):
            editing.write(root, {p: d for p, d in wanted.items() if d != before.get(p)})
            raise KeyboardInterrupt if stop > 5 else AssertionError
        monkeypatch.setattr(os, "replace", real)
        journal = (root / ".cache/edit/journal.json").exists()
        assert journal or inputs(root) in (before, wanted)
        code, said = call(root, "check")
        assert code == 0 and ("An earlier change to the source texts had been interrupted" in said) == journal
        assert inputs(root) in (before, wanted)
        stopped += journal
    assert stopped >= 3


def test_another_command_at_work(root: Path) -> None:
    before = inputs(root)
    with files.lock(root / ".cache") as mine:
        assert mine
        code, said = call(root, "rename", "lund-karin", "lund-k")
    assert code == 1 and "another edition command is running on this project: wait for it to finish" in said
    assert inputs(root) == before


# --- new-name ---


def test_new_name(root: Path) -> None:
    before = inputs(root)
    words = (
        "--name",
        "Erik Dahl",
        "--sort",
        "Dahl, Erik",
        "--form",
        "interpreter",
        "--note",
        "He " + "went on and on " * 12,
    )
    code, said = call(root, "new-name", "people", "dahl-erik", *words)
    assert (code, said) == (0, "Added to source_texts/register/people.yaml: dahl-erik.\n")
    lines = changed(before, inputs(root))
    assert list(lines) == ["source_texts/register/people.yaml"]
    assert lines["source_texts/register/people.yaml"][:6] == [
        "+ ",
        "+ dahl-erik:",
        "+   name: Erik Dahl",
        '+   sort: "Dahl, Erik"',
        "+   forms: [interpreter]",
        "+   note: >-",
    ]
    assert all(len(line) <= 120 for line in lines["source_texts/register/people.yaml"])
    assert sound(root).mentions["dahl-erik"]


PLACES: tuple[tuple[str, str, str, str], ...] = (
    ("a: {name: A}\nc: {name: C}\n", "b", "", "a: {name: A}\nb:\n  name: B\nc: {name: C}\n"),
    ("b2: {name: A}\nc: {name: C}\n", "b", "", "b:\n  name: B\nb2: {name: A}\nc: {name: C}\n"),
    ("c: {name: A}\na: {name: C}\n", "b", "", "c: {name: A}\na: {name: C}\nb:\n  name: B\n"),
    ("c: {name: A}\na: {name: C}\n", "b", "c", "c: {name: A}\nb:\n  name: B\na: {name: C}\n"),
    (
        "a:\n  name: A\n\nc:\n  name: C  # so\n# end",
        "d",
        "",
        "a:\n  name: A\n\nc:\n  name: C  # so\n\nd:\n  name: B\n# end",
    ),
    ("# none yet\n", "b", "", "# none yet\nb:\n  name: B\n"),
)


@pytest.mark.parametrize(("text", "id", "after", "wanted"), PLACES)
def test_the_place_of_a_new_name(root: Path, text: str, id: str, after: str, wanted: str) -> None:
    from edition.editor.renaming.new_name import Entry, _with_entry

    assert _with_entry(Source(text), Entry("terms", id, "B"), after) == wanted


NEW_REFUSED = (
    (("people", "chen-mei", "--name", "X"), "the ID chen-mei is already in use: Chen Mei, in register/people.yaml"),
    (
        ("people", "x", "--name", "X", "--form", "Chen Mei"),
        "the form 'Chen Mei' belongs to chen-mei: omit it, or use --shared",
    ),
    (("people", "x y", "--name", "X"), "cannot be used in an address"),
    (("people", "x", "--name", "X", "--after", "nobody"), "this register has no entry 'nobody' to insert after"),
)


@pytest.mark.parametrize(("words", "why"), NEW_REFUSED, ids=[w[1] for w, _ in NEW_REFUSED])
def test_new_name_refused(root: Path, words: tuple[str, ...], why: str) -> None:
    before = inputs(root)
    code, said = call(root, "new-name", *words)
    assert code == 1 and "Error: " in said and why in said and inputs(root) == before


def test_a_shared_form_is_said_to_be_settled(root: Path) -> None:
    code, said = call(root, "new-name", "people", "x", "--name", "X", "--form", "Chen Mei", "--shared")
    assert code == 0 and "may be chen-mei or x [ambiguous-mention]" in said and "add to mentions: in " in said


def test_a_new_register(root: Path) -> None:
    assert not (root / "source_texts/register/terms.yaml").exists()
    assert call(root, "new-name", "terms", "gull", "--name", "the Gull", "--form", "Gull")[0] == 0
    assert (root / "source_texts/register/terms.yaml").read_text(
        "utf-8"
    ) == "gull:\n  name: the Gull\n  forms: [Gull]\n"
    assert gather(root, []) is not None


# --- edits of a YAML file ---


def top(source: Source) -> yaml.MappingNode:
    assert isinstance(source.root, yaml.MappingNode)
    return source.root


def list_of(source: Source) -> yaml.SequenceNode:
    found = key_of(source.root, "a")
    assert found and isinstance(found[1], yaml.SequenceNode)
    return found[1]


def map_of(source: Source) -> yaml.MappingNode:
    found = key_of(source.root, "a")
    assert found and isinstance(found[1], yaml.MappingNode)
    return found[1]


def scalar_of(source: Source) -> yaml.ScalarNode:
    found = key_of(source.root, "a")
    assert found and isinstance(found[1], yaml.ScalarNode)
    return found[1]


EDITED: tuple[tuple[str, Callable[[Source], Edit], str], ...] = (
    ("a: [x, y]  # so\n", lambda s: item_removed(s, list_of(s), list_of(s).value[0]), "a: [y]  # so\n"),
    ("a: [x, y]\n", lambda s: item_removed(s, list_of(s), list_of(s).value[1]), "a: [x]\n"),
    ("a: [x]\n", lambda s: item_removed(s, list_of(s), list_of(s).value[0]), "a: []\n"),
    ("a:\n  - x\n  - y\nb: 1\n", lambda s: item_removed(s, list_of(s), list_of(s).value[0]), "a:\n  - y\nb: 1\n"),
    ("a: []\n", lambda s: items_added(s, list_of(s), ["x", "y: z"]), 'a: [x, "y: z"]\n'),
    ("a:\n  - x  # one\n\nb: 1\n", lambda s: items_added(s, list_of(s), ["y"]), "a:\n  - x  # one\n  - y\n\nb: 1\n"),
    ("a: {b: 1}\n", lambda s: field_added(s, map_of(s), "c: 2"), "a: {b: 1, c: 2}\n"),
    (
        "a:\n  b: >-\n    x\n    y\nd: 1\n",
        lambda s: field_added(s, map_of(s), "c: 2"),
        "a:\n  b: >-\n    x\n    y\n  c: 2\nd: 1\n",
    ),
    ("a: 'it''s'\n", lambda s: replaced(s, scalar_of(s), "he's"), "a: 'he''s'\n"),
    ('a: "x" # y\n', lambda s: replaced(s, scalar_of(s), 'a"b'), 'a: "a\\"b" # y\n'),
    ("a: x\n\nb:\n  c: d\n\ne: f\n", lambda s: entry_removed(s, top(s), "b"), "a: x\n\ne: f\n"),
    ("a: x\n\nb:\n  c: d\n", lambda s: entry_removed(s, top(s), "b"), "a: x\n"),
    ("a: x\nb: y\n", lambda s: entry_removed(s, top(s), "a"), "b: y\n"),
)


@pytest.mark.parametrize(("text", "edit", "wanted"), EDITED, ids=[t for t, _, _ in EDITED])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_edits(text: str, edit: Callable[[Source], Edit], wanted: str, newline: str) -> None:
    source = Source(text.replace("\n", newline))
    assert source.applied([edit(source)]) == wanted.replace("\n", newline)


@given(
    st.lists(st.text("ab,:#'\"[]{}-? \u2028é", max_size=6), min_size=1, max_size=4), st.integers(0, 3), st.booleans()
)
def test_any_text_can_be_put_in_place_of_another(items: list[str], at: int, flow: bool) -> None:
    at %= len(items)
    quoted = [json.dumps(i) for i in items]
    text = f"a: [{', '.join(quoted)}]  # end\n" if flow else "a:\n" + "".join(f"  - {q}  # c\n" for q in quoted)
    source = Source(text)
    after = Source(source.applied([replaced(source, list_of(source).value[at], "new: words")]))
    wanted = [*items[:at], "new: words", *items[at + 1 :]]
    assert [n.value for n in list_of(after).value] == wanted
    assert after.text.count("#") == text.count("#") - items[at].count("#")


# --- undo ---


@pytest.mark.parametrize(
    "words",
    [
        ("rename", "lund-karin", "lund-k"),
        ("move", ID, "1951-03-05-lund-novak"),
        ("new-name", "people", "chen-wei", "--name", "Chen Wei", "--kept", "For a test."),
    ],
)
def test_undo_puts_everything_back_and_once_more_does_it_again(words: tuple[str, ...], root: Path) -> None:
    before = inputs(root)
    assert call(root, *words)[0] == 0
    after = inputs(root)
    assert after != before
    code, said = call(root, "undo", "--dry-run")
    assert code == 0 and said.endswith("Nothing was written.\n") and inputs(root) == after
    assert call(root, "undo")[0] == 0 and inputs(root) == before
    assert call(root, "undo")[0] == 0 and inputs(root) == after


def test_undo_loses_nothing_that_was_written_since(root: Path) -> None:
    assert call(root, "rename", "lund-karin", "lund-k")[0] == 0
    with (root / "source_texts/register/people.yaml").open("a", encoding="utf-8") as file:
        file.write("# a thought\n")
    after = inputs(root)
    code, said = call(root, "undo")
    assert code == 1 and "changed since: source_texts/register/people.yaml; nothing restored" in said
    assert inputs(root) == after


def test_undo_where_nothing_was_done(root: Path) -> None:
    code, said = call(root, "undo")
    assert code == 1 and "nothing to undo: no command has changed anything here" in said


def test_a_command_that_changes_nothing_leaves_the_undo(root: Path) -> None:
    before = inputs(root)
    assert call(root, "rename", "lund-karin", "lund-k")[0] == 0
    editing.write(root, {path: (root / path).read_bytes() for path in (PEOPLE, f"source_texts/documents/{ID}.md")})
    editing.write(root, {})
    assert call(root, "undo")[0] == 0 and inputs(root) == before


def test_a_command_that_fails_leaves_the_undo(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = inputs(root)
    assert call(root, "rename", "lund-karin", "lund-k")[0] == 0

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="no space"):
        patch.setattr("edition.files.replace.put", full)
        editing.write(root, {PEOPLE: b"something else"})
    assert call(root, "undo")[0] == 0 and inputs(root) == before


def test_a_build_that_was_killed_leaves_the_undo(root: Path) -> None:
    before = inputs(root)
    assert call(root, "rename", "lund-karin", "lund-k")[0] == 0
    (root / ".cache/working").touch()
    with files.working(root, root / ".cache"):
        pass
    assert call(root, "undo")[0] == 0 and inputs(root) == before
