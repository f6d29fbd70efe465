"""The ledger: an address that was published is never dropped, reused or silently changed, and no line is ever lost."""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from edition.model.edition import Edition
from edition.model.problem import Problem
from edition.problems.excerpt import render
from edition.stages.gather import gather
from edition.versions.ledger import (
    COLUMNS,
    LEDGER,
    Line,
    addresses,
    append,
    check_ledger,
    load_ledger,
    resolve,
    words_hash,
)
from edition.versions.record import record
from tests.project import REPOSITORY, tree

FIRST = "/documents/1950-05-01-lind-okoro/"
SECOND = "1950-06-02-lind-okoro"
APPARATUS = f"source_texts/apparatus/{SECOND}.yaml"
TEXT = f"source_texts/documents/{SECOND}.md"
OTHER = "    - {document: 1950-05-01-lind-okoro, at: eighteen barrels in September}\n"


@pytest.fixture
def root(built_brief: Path, tmp_path: Path) -> Path:
    """The source texts of the small edition with a ledger of everything in it."""
    for folder in ("source_texts", ".cache"):
        shutil.copytree(built_brief / folder, tmp_path / folder)
    record(tmp_path, load(tmp_path))
    return tmp_path


def load(root: Path) -> Edition:
    problems: list[Problem] = []
    edition = gather(root, problems)
    assert edition is not None
    assert [p for p in problems if p.severity == "error"] == [], render(problems, root)
    return edition


def check(root: Path) -> list[tuple[str, str]]:
    """(kind, address) of every problem of the ledger."""
    problems: list[Problem] = []
    check_ledger(root, load(root), problems)
    return [(p.kind, p.message.split()[0] if p.message.startswith("/") else p.message) for p in problems]


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    before = path.read_text("utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), "utf-8")


def change_words(root: Path, old: str, new: str) -> None:
    """Change the second source text, and let its apparatus expect the new one."""
    change(root, TEXT, old, new)
    digest = hashlib.sha256((root / TEXT).read_bytes()).hexdigest()
    text = (root / APPARATUS).read_text("utf-8")
    (root / APPARATUS).write_text(re.sub(r"sha256: \w+", f"sha256: {digest}", text), "utf-8")


def withdraw_document(root: Path) -> None:
    """Take the second document out of the edition, with everything that points to it."""
    (root / TEXT).unlink()
    (root / APPARATUS).unlink()
    change(root, "source_texts/cross_references.yaml", f"    - {{document: {SECOND}, at: ten barrels}}\n", OTHER)


def lines(root: Path) -> list[str]:
    return (root / LEDGER).read_text("utf-8").splitlines()


def test_every_new_address_is_recorded_once(root: Path) -> None:
    edition = load(root)
    written = lines(root)
    assert written[0] == "\t".join(COLUMNS)
    assert sorted(line.split("\t")[0] for line in written[1:]) == sorted(addresses(edition))
    assert {line.split("\t")[2] for line in written[1:]} == {edition.settings.version}
    assert record(root, edition) == 0 and lines(root) == written
    assert check(root) == []


def test_what_has_an_address(root: Path) -> None:
    found = addresses(load(root))
    wanted = (
        "/", "/names/", "/index/", "/people/", "/places/skarvoy/", "/people/lind-tor/", "/about/colophon/",
        FIRST, f"{FIRST}#p1", f"{FIRST}#p6", f"{FIRST}#s-on-the-oil", f"{FIRST}#fn-forty-barrels",
        "/cross-references/#x-barrels", "/chronology/#c-oil-sent",
    )  # fmt: skip
    assert [a for a in wanted if a not in found] == []
    assert f"{FIRST}#p7" not in found and "/terms/" not in found
    assert found[f"{FIRST}#p4"] == words_hash("a)  ten barrels\nat once, by the mail boat;")
    assert found[f"{FIRST}#fn-forty-barrels"] == "-", "the words of a note may be corrected"


def test_a_new_document_is_new_not_wrong(root: Path) -> None:
    kept = [line for line in lines(root) if SECOND not in line]
    (root / LEDGER).write_text("\n".join(kept) + "\n", "utf-8")
    problems: list[Problem] = []
    new = check_ledger(root, load(root), problems)
    assert problems == [] and new and all(SECOND in address for address in new)
    assert record(root, load(root)) == len(new)
    assert lines(root)[: len(kept)] == kept


def test_a_changed_paragraph_is_found_and_recorded(root: Path) -> None:
    before = lines(root)
    change_words(root, "have reached Skarvoy", "have not reached Skarvoy")
    address = f"/documents/{SECOND}/#p1"
    assert check(root) == [("ledger-changed", f"the words of {address} differ from those published")]
    assert record(root, load(root), changed=[address], why="a better copy") == 1
    assert lines(root)[:-1] == before, "nothing that was written is changed"
    assert lines(root)[-1].split("\t")[:2] == [address, "live"] and lines(root)[-1].endswith("\ta better copy")
    assert check(root) == []


def test_white_space_and_notes_may_change(root: Path) -> None:
    change_words(root, "for another winter", "for  another winter")
    change(root, APPARATUS, "They came by the mail boat.", "They came by boat.")
    assert check(root) == []


def test_a_dropped_document_is_found_and_withdrawn(root: Path) -> None:
    before = lines(root)
    gone = [line.split("\t")[0] for line in before if SECOND in line.split("\t")[0]]
    withdraw_document(root)
    assert sorted(check(root)) == sorted(("ledger-dropped", address) for address in gone)
    with pytest.raises(ValueError, match="use --why to give the reason"):
        record(root, load(root), withdrawn=gone)
    assert lines(root) == before
    assert record(root, load(root), withdrawn=gone, why="asked for by\tits\narchive") == len(gone)
    assert lines(root)[: len(before)] == before
    assert lines(root)[-1].endswith("\twithdrawn\t2.0.0\t-\tasked for by its archive")
    assert check(root) == []


def test_a_withdrawn_address_is_not_used_again(root: Path) -> None:
    texts = {p: (root / p).read_bytes() for p in (TEXT, APPARATUS)}
    gone = [line.split("\t")[0] for line in lines(root) if SECOND in line.split("\t")[0]]
    withdraw_document(root)
    record(root, load(root), withdrawn=gone, why="withdrawn")
    for path, data in texts.items():
        (root / path).write_bytes(data)
    assert sorted(check(root)) == sorted(("ledger-reused", address) for address in gone)


def test_a_moved_note(root: Path) -> None:
    change(root, APPARATUS, "key: ten-barrels", "key: barrels-by-boat")
    old, new = (f"/documents/{SECOND}/#fn-{key}" for key in ("ten-barrels", "barrels-by-boat"))
    assert check(root) == [("ledger-dropped", old)]
    assert record(root, load(root), moved=[(old, new)]) == 2, "the move, and the new address"
    assert f"{old}\tmoved\t2.0.0\t-\t{new}" in lines(root)
    assert check(root) == []
    change(root, APPARATUS, "key: barrels-by-boat", "key: ten-barrels")
    assert sorted(kind for kind, _ in check(root)) == ["ledger-dropped", "ledger-reused"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"changed": ["/nowhere/"]}, "is not in both the ledger and the edition"),
        ({"withdrawn": ["/nowhere/"], "why": "x"}, "was never recorded"),
        ({"withdrawn": [FIRST], "why": "x"}, "is still in the edition"),
        ({"moved": [("/nowhere/", FIRST)]}, "was never recorded"),
        ({"moved": [(FIRST, "/names/")]}, "is still in the edition"),
    ],
)
def test_what_cannot_be_recorded_is_refused(root: Path, given: dict[str, list[str]], message: str) -> None:
    before = tree(root / "source_texts")
    with pytest.raises(ValueError, match=message):
        record(root, load(root), **given)  # type: ignore[arg-type]
    assert tree(root / "source_texts") == before


def test_a_move_must_lead_to_an_address_of_the_edition(root: Path) -> None:
    change(root, APPARATUS, "key: ten-barrels", "key: barrels-by-boat")
    with pytest.raises(ValueError, match="/gone/ is not an address in the edition"):
        record(root, load(root), moved=[(f"/documents/{SECOND}/#fn-ten-barrels", "/gone/")])


@pytest.mark.parametrize("line", ["/people/ live 1 - x", "/people/\tliving\t1\t-\t", "/people/\tlive\t1\t-"])
def test_a_damaged_ledger_is_reported_and_not_added_to(root: Path, line: str) -> None:
    (root / LEDGER).write_text("\n".join([*lines(root), line]) + "\n", "utf-8")
    before = lines(root)
    assert check(root) == [("bad-value", "not a valid ledger line")]
    with pytest.raises(ValueError, match=f"ledger.tsv:{len(before)}: not a valid ledger line"):
        record(root, load(root))
    assert lines(root) == before


def test_a_later_line_stands_for_an_earlier_one(root: Path) -> None:
    with (root / LEDGER).open("a", encoding="utf-8") as file:
        file.write("# a remark\n\n/old/\tlive\t1\t-\t\n/old/\twithdrawn\t2\t-\twhy")
    ledger = load_ledger(root, [])
    assert (ledger["/old/"].state, ledger["/old/"].number) == ("withdrawn", len(lines(root)))
    assert append(root, [Line("/new/", "live", "3", "-", "")]) == 1
    assert lines(root)[-2:] == ["/old/\twithdrawn\t2\t-\twhy", "/new/\tlive\t3\t-\t"]


def test_a_new_version_marks_only_what_it_adds(root: Path) -> None:
    before = lines(root)
    change(root, "source_texts/chronology.yaml", "key: oil-sent", "key: oil-arrived")
    edition = load(root)
    later = replace(edition, settings=replace(edition.settings, version="3.0.0"))
    old, new = "/chronology/#c-oil-sent", "/chronology/#c-oil-arrived"
    record(root, later, moved=[(old, new)])
    assert lines(root)[len(before) :] == [f"{old}\tmoved\t3.0.0\t-\t{new}", f"{new}\tlive\t3.0.0\t-\t"]


def test_the_ledger_of_this_edition_is_complete() -> None:
    assert (REPOSITORY / LEDGER).is_file(), f"{LEDGER} is missing: run `edition record` and commit it"
    problems: list[Problem] = []
    new = check_ledger(REPOSITORY, load(REPOSITORY), problems)
    assert problems == [], render(problems, REPOSITORY)
    assert new == [], f"not in the ledger: run `edition record` and commit {LEDGER}"


# Old addresses that lead to others.


def set_ledger(root: Path, *retired: str) -> None:
    with (root / LEDGER).open("a", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in retired))


@pytest.fixture
def divided(root: Path) -> Path:
    """The small edition after a paragraph was divided: its parts have letters, the others keep their numbers."""
    apparatus = "source_texts/apparatus/1950-05-01-lind-okoro.yaml"
    change(root, apparatus, "emendations:\n", "emendations:\n  - {kind: keep, at: came in autumn, reason: x}\n")
    return root


def test_numbers_that_shift_are_found_and_the_cure_says_so(divided: Path) -> None:
    problems: list[Problem] = []
    check_ledger(divided, load(divided), problems)
    assert {p.kind for p in problems} == {"ledger-changed"}
    cures = {p.message.split()[3]: p.cure for p in problems}
    assert sorted(cures) == [f"{FIRST}#p{n}" for n in (2, 3, 4, 5, 6)]
    assert cures[f"{FIRST}#p4"].startswith(
        f"they are now at {FIRST}#p5; make sure that every paragraph keeps its number"
    )


def test_a_paragraph_is_divided(divided: Path) -> None:
    change(
        divided,
        "source_texts/apparatus/1950-05-01-lind-okoro.yaml",
        "speakers:\n",
        "numbers:\n  - {at: Tor Lind said that, number: 2a}\n  - {at: came in, number: 2b}\nspeakers:\n",
    )
    assert [p.label for p in load(divided).documents["1950-05-01-lind-okoro"].body] == [
        "¶ 1", "¶ 2a", "¶ 2b", "¶ 3", "¶ 4", "¶ 5", "¶ 6",
    ]  # fmt: skip
    old = f"{FIRST}#p2"
    assert check(divided) == [("ledger-dropped", old)]
    with pytest.raises(ValueError, match="must be split into two or more"):
        record(divided, load(divided), split=[(old, "#p2a")])
    with pytest.raises(ValueError, match="#p2c is not an address in the edition"):
        record(divided, load(divided), split=[(old, "#p2a,#p2c")])
    assert record(divided, load(divided), split=[(old, f"#p2a, {FIRST}#p2b")]) == 3
    assert f"{old}\tsplit\t2.0.0\t-\t{FIRST}#p2a {FIRST}#p2b" in lines(divided)
    assert check(divided) == []
    assert load_ledger(divided, [])[old].targets == (f"{FIRST}#p2a", f"{FIRST}#p2b")


def test_two_notes_are_joined(root: Path) -> None:
    apparatus = "source_texts/apparatus/1950-05-01-lind-okoro.yaml"
    note = "  - {key: nanjing-street, at: Nanjing Street, kind: textual, text: No such street is on the map of the town.}\n"
    change(root, apparatus, note, "")
    old, into = f"{FIRST}#fn-nanjing-street", f"{FIRST}#fn-forty-barrels"
    assert check(root) == [("ledger-dropped", old)]
    assert record(root, load(root), merged=[(old, "#fn-forty-barrels")]) == 1
    assert lines(root)[-1] == f"{old}\tmerged\t2.0.0\t-\t{into}" and check(root) == []


def test_a_document_that_moves_takes_along_what_is_on_it(root: Path) -> None:
    new = "1950-06-02-okoro-lind"
    for folder, end in (("documents", "md"), ("apparatus", "yaml")):
        (root / f"source_texts/{folder}/{SECOND}.{end}").rename(root / f"source_texts/{folder}/{new}.{end}")
    change(root, f"source_texts/apparatus/{new}.yaml", f"document: {SECOND}", f"document: {new}")
    change(root, "source_texts/cross_references.yaml", SECOND, new)
    gone = [address for kind, address in check(root) if kind == "ledger-dropped"]
    assert record(root, load(root), moved=[(f"/documents/{SECOND}/", f"/documents/{new}/")]) == 2 * len(gone)
    ledger = load_ledger(root, [])
    assert {a: ledger[a].target for a in gone} == {a: a.replace(SECOND, new) for a in gone} and check(root) == []


def test_a_place_without_its_like_on_the_new_page_is_asked_for(root: Path) -> None:
    withdraw_document(root)
    old = f"/documents/{SECOND}/"
    with pytest.raises(
        ValueError, match=rf"also record where {old}#fn-ten-barrels went: there is no {FIRST}#fn-ten-barrels"
    ):
        record(root, load(root), merged=[(old, FIRST), (f"/strips/{SECOND}/", "/strips/1950-05-01-lind-okoro/")])


def test_a_page_that_is_withdrawn_takes_along_what_is_on_it(root: Path) -> None:
    gone = [line.split("\t")[0] for line in lines(root) if SECOND in line.split("\t")[0]]
    withdraw_document(root)
    assert record(root, load(root), withdrawn=[f"/documents/{SECOND}/"], why="asked for") == len(gone)
    assert check(root) == []


def test_where_old_addresses_end(root: Path) -> None:
    set_ledger(
        root,
        "/people/a/\tmoved\t3\t-\t/people/b/",
        "/people/b/\tsplit\t3\t-\t/people/c/ /people/keeper/",
        "/people/c/\tmerged\t4\t-\t/people/lind-tor/",
        "/people/d/\twithdrawn\t4\t-\tno reason to keep it",
        "/people/e/\tmoved\t4\t-\t/people/d/",
        "/people/f/\tmoved\t4\t-\t/people/g/",
        "/people/g/\tmoved\t4\t-\t/people/f/",
        "/people/h/\tmoved\t4\t-\t/people/i/",
    )
    ledger = load_ledger(root, [])
    assert resolve("/people/a/", ledger) == ("/people/keeper/", "/people/lind-tor/")
    assert resolve("/people/keeper/", ledger) == ("/people/keeper/",)
    assert resolve("/people/e/", ledger) == ("/people/d/",)
    assert resolve("/people/f/", ledger) == ()
    assert sorted(check(root)) == [("ledger-lost", f"/people/{name}/") for name in "fgh"]
    assert record(root, load(root), moved=[("/people/f/", "/people/keeper/"), ("/people/h/", "/people/keeper/")]) == 2
    assert check(root) == [], "a later line stands for an earlier one"


def test_an_address_that_was_divided_is_not_used_again(root: Path) -> None:
    set_ledger(root, f"{FIRST}#p1\tsplit\t2\t-\t{FIRST}#p2 {FIRST}#p3")
    assert check(root) == [("ledger-reused", f"{FIRST}#p1")]
