"""Importing found texts: every form, its variations, what is refused, and what is meant to do harm.

A case is a folder `tests/cases/import/FORM/NAME/`: `input.*` is the file as found; `expected.md` the document made of it (it
is absent where the file is kept byte for byte), `expected.yaml` the apparatus it begins with, `report.txt` what the command
says. `tests/cases/import/refused/` holds files that cannot be imported, each with the problem.
UPDATE_EXPECTED=1 writes all of them anew; read them before you keep them.
"""

from __future__ import annotations

import hashlib
import os
import re
import resource
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from edition.cli.main import main
from edition.editor.importing.forms import FORMS, Document, compare, import_text, written
from edition.editor.importing.front_matter import import_front_matter
from edition.editor.importing.ids import default_id, free_id, short_names
from edition.editor.importing.imported import find_date, inline
from edition.editor.importing.markdown import import_markdown
from edition.editor.importing.plain_text import import_plain
from edition.editor.importing.run import Import, import_files, write
from edition.model.dates import edtf
from edition.model.limits import LARGEST_FOUND
from edition.model.problem import Problem, errors
from edition.model.words import differences, shown_words, source_words
from edition.problems.excerpt import render
from edition.stages.emend import emend
from edition.stages.gather import gather
from edition.stages.read import read_blocks
from tests.project import COMMAND, EDITIONS, REPOSITORY, tree

CASES = Path(__file__).parent / "cases/import"
FOLDERS = {
    "markdown": "Markdown",
    "page": "a web page",
    "tei": "TEI",
    "front-matter": "Markdown with front matter",
    "plain": "plain text",
}
FOUND = sorted(p for p in CASES.glob("*/*/input.*") if p.parts[-3] in FOLDERS)
REFUSED = sorted(p for p in CASES.glob("refused/*") if p.suffix != ".expected")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small edition to import into."""
    shutil.copytree(EDITIONS / "small", tmp_path / "project")
    return tmp_path / "project"


def found(root: Path, file: Path, name: str = "") -> Path:
    (root / "found").mkdir(exist_ok=True)
    return Path(shutil.copy(file, root / "found" / (name or file.name)))


def imported(root: Path, *paths: Path, id: str = "") -> tuple[list[Import], list[Problem]]:
    problems: list[Problem] = []
    made = import_files(root, paths, id, problems)
    return made, problems


def command(root: Path, *words: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["import", "--root", str(root), *map(str, words)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def compared(expected: Path, text: str) -> None:
    if os.environ.get("UPDATE_EXPECTED"):
        expected.write_bytes(text.encode())
    assert text == expected.read_bytes().decode()


# Every form


def test_every_form_has_a_case() -> None:
    assert [form.name for form in FORMS if form.name not in FOLDERS.values()] == []
    assert {file.parts[-3] for file in FOUND} == set(FOLDERS)


@pytest.mark.parametrize("case", FOUND, ids=lambda p: f"{p.parts[-3]}/{p.parts[-2]}")
def test_import(case: Path, root: Path) -> None:
    file = found(root, case)
    (made,), problems = imported(root, file)
    assert problems == [], render(problems, root)
    assert f": {FOLDERS[case.parts[-3]]}\n" in made.report
    if "byte for byte" in made.report:
        assert made.text == case.read_bytes() and not (case.parent / "expected.md").exists()
    else:
        compared(case.parent / "expected.md", made.text.decode())
    compared(case.parent / "expected.yaml", made.apparatus.decode())
    compared(case.parent / "report.txt", made.report + "\n")


@pytest.mark.parametrize("case", FOUND, ids=lambda p: f"{p.parts[-3]}/{p.parts[-2]}")
def test_what_was_imported_has_no_error(case: Path, root: Path) -> None:
    """`edition check` passes at once, and asks for what is still to be done."""
    before = tree(root)
    assert command(root, case)[0] == 0
    new = sorted(set(tree(root)) - set(before))
    assert [Path(p).suffix for p in new] == [".yaml", ".md"] and {Path(p).stem for p in new} == {Path(new[0]).stem}
    problems: list[Problem] = []
    edition = gather(root, problems)
    assert edition and errors(problems) == [], render(problems, root)
    asked = [p.message for p in problems if p.kind == "still-to-do" and p.place.path == new[0]]
    assert "to do: 'participants' is empty" in asked and len(asked) > 4
    document = edition.documents[Path(new[0]).stem]
    shown = [w for p in document.paragraphs for w in shown_words(p.text)]
    text = (root / new[1]).read_text("utf-8-sig")
    assert differences(source_words(text), shown, document.emended.emendations) == []


@pytest.mark.parametrize("case", FOUND, ids=lambda p: f"{p.parts[-3]}/{p.parts[-2]}")
def test_no_word_is_missing(case: Path) -> None:
    document = import_text("x", case.read_bytes(), "", [])
    assert document is not None and document.missing == () and document.count > 10


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.name)
def test_a_lost_word_would_be_listed(form: object) -> None:
    """Guards the test above: the words of the file are told without the reader of the form."""
    case = next(p for p in FOUND if FOLDERS[p.parts[-3]] == getattr(form, "name", ""))
    document = import_text("x", case.read_bytes(), "", [])
    assert document is not None
    text = document.data.decode("utf-8-sig")
    words = text.split("Contents:**")[-1].split()
    word = max((w for w in words if w.isalpha() and text.count(w) == 1), key=len)
    assert compare(document.imported, text.replace(word, ""))[1] == (word,)


def text_of(name: str) -> tuple[Document, str]:
    case = next(p for p in FOUND if "/".join(p.parts[-3:-1]) == name)
    document = import_text("x", case.read_bytes(), "", [])
    assert document is not None
    return document, document.data.decode()


# Variations of the Markdown form: what becomes of them when the document is read


def test_variations_of_markdown() -> None:
    document, _ = text_of("markdown/curly-quotes-and-reordered-labels")
    assert document.parsed.printed_address == "http://archive.harbour.example/document/4021"
    emended = emend(document.parsed, (), [])
    headings = [s.heading.text for s in emended.parsed.sections if s.heading]
    assert headings == ["ON THE LOAN FOR THE TWO DREDGERS [OF 1950]", "OF THE SEAMEN’S UNION AND VKP(b)"]
    texts = [b.text for s in emended.parsed.sections for b in s.blocks]
    assert "Comrade Chen: Who pays the c[omrade]s?" in texts
    assert any(t.endswith("[Here follow details of the Pay of each crew.] The list was cut:") for t in texts)
    assert "b) the stokers, of whom there were twelve;" in texts
    assert [t for t in texts if t[0].isdigit()][:3] == ["4. The cooks", "9. The carpenters", "11. The boys2"]
    assert texts[-1].endswith("Participants: Novak A[nna]. and Chen M.")
    summary = document.parsed.field("summary")
    assert summary and "Nowak" in summary.blocks[0].text and "Febuary" in summary.blocks[0].text


def test_a_page_break_in_a_sentence_leaves_no_trace() -> None:
    _, text = text_of("tei/a-document-of-a-series")
    assert "in the spring of that year." in text and "every captain knows it.[3]" in text


def test_links_that_are_no_web_addresses_are_dropped_and_listed() -> None:
    for name in ("tei/a-document-of-a-series", "page/with-labels"):
        document, text = text_of(name)
        assert "javascript" not in text
        assert any(
            "javascript:" in d.what and "only http, https and mailto" in d.why for d in document.imported.dropped
        )


def test_navigation_is_dropped_and_listed() -> None:
    document, text = text_of("page/with-labels")
    dropped = " ".join(d.text for d in document.imported.dropped)
    for words in ("Search documents", "A letter of May 1951", "Subscribe to our letters"):
        assert words in dropped and words not in text
    assert "not on the page" not in text + dropped


# The texts of this edition, varied as such texts vary


def without(label: str) -> Callable[[str], str]:
    """Takes a label away with what stands under it."""
    return lambda text: re.sub(rf"### \*\*{label}.*?(?=\n#|\Z)", "", text, flags=re.DOTALL)


def reordered(text: str) -> str:
    """The labels of the head the other way round, but for Contents."""
    parts = re.split(r"(?m)^(?=### \*\*(?:Citation|Summary|Original|Contents))", text)
    return "".join([parts[0], *reversed(parts[1:-1]), parts[-1]])


VARIED: dict[str, Callable[[str], str]] = {
    "windows": lambda text: text.replace("\n", "\r\n"),
    "curly quotes": lambda text: re.sub(r'"([^"]*)"', "“\\1”", text).replace("'", "’"),
    "comma in the quotes": lambda text: text.replace('",', ',"'),
    "a day of two digits": lambda text: re.sub(r"(?m)^(#.* )(\d),", r"\g<1>0\2,", text),
    "http": lambda text: text.replace("https:", "http:"),
    "no address": lambda text: re.sub(r"<http[^>]*>", "", text),
    "reordered": reordered,
    "no summary": without("Summary"),
    "no language": without("Original"),
    "no citation": without("Citation"),
    "no contents": lambda text: re.sub(r"### \*\*Contents.*\n", "", text),
    "other contents": lambda text: text.replace("Translation - English", "English version, machine transcript"),
    "deep headings": lambda text: re.sub(r"(?m)^#+", "######", text),
    "no headings": lambda text: re.sub(r"(?m)^#+ ", "", text),
    "no bold": lambda text: text.replace("**", ""),
    "no empty lines": lambda text: re.sub(r"\n+", "\n", text),
    "no marks at all": lambda text: re.sub(r"(?m)[#*<>]|^- ", "", re.sub(r"\n+", "\n", text)),
}
OWN = sorted((REPOSITORY / "source_texts/documents").glob("*.md"))


@pytest.mark.parametrize("variation", VARIED)
@pytest.mark.parametrize("file", OWN, ids=lambda p: p.stem)
def test_variations_of_the_texts_of_this_edition(file: Path, variation: str) -> None:
    assert any(VARIED[variation](t) != t for t in (own.read_text("utf-8") for own in OWN))
    text = file.read_text("utf-8")
    varied = VARIED[variation](text)
    first, document = (import_text("x", t.encode(), "", []) for t in (text, varied))
    assert first and document and document.missing == () and document.parsed.field("title")
    words = [
        " ".join(b.text for s in d.parsed.sections for b in (s.heading, *s.blocks) if b) for d in (first, document)
    ]
    if variation == "no contents":  # its line is then the first of the text
        words[1] = words[1].removeprefix("Translation - English ")
    assert re.findall(r"\w+", words[1]) == re.findall(r"\w+", words[0])
    assert edtf(document.parsed.head[0].blocks[0].text) == file.stem[:10]


# Ids


PEOPLE = {"Anna Novak": ("novak-anna",), "Chen Mei": ("chen-mei",), "Lund": ("lund-peter", "lund-karin")}


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Memorandum of Conversation between Anna Novak and Chen Mei", ["Novak", "Chen"]),
        ("Record of a Conversation of Comrade Ilse Brandt with Minister Reyk", ["Brandt", "Reyk"]),
        ("Cable, Lund to Brandt, 'On the Gull'", ["Lund", "Brandt"]),
        ("Ilse Brandt's Letter", ["Letter"]),
        ("Minutes No. 4 of the meeting of 3 May 1951", []),
        ("", []),
    ],
)
def test_short_names(title: str, names: list[str]) -> None:
    assert short_names(title, PEOPLE) == names


def test_ids_are_unique() -> None:
    assert default_id("1951-02-03", ["Nováková", "O’Neill"], ()) == "1951-02-03-novakova-o-neill"
    assert default_id("1951-02", ["Новак"], ()) == "1951-02-document"
    taken = {"a", *(f"a-{c}" for c in "bcdefghijklmnopqrstuvwxyz")}
    assert free_id("a", {"a"}) == "a-b" and free_id("a", taken) == "a-aa"
    assert len(default_id("1951", ["x" * 300], ())) <= 80


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on February 03, 1951", "February 3, 1951"),
        ("the 2nd of May, 1951", "May 2, 1951"),
        ("1951-05-31T09:00:00", ""),
        ("1951-05-31", "May 31, 1951"),
        ("February 31, 1951", ""),
        ("31 Feb. 1951 or 1 Sept 1951", "September 1, 1951"),
        ("in 1951", ""),
    ],
)
def test_find_date(text: str, day: str) -> None:
    assert find_date(text) == day


def test_a_date_is_no_more_exact_than_printed() -> None:
    assert [edtf(t) for t in ("May 1951", "1951", "May 3, 1951", "soon")] == ["1951-05", "1951", "1951-05-03", ""]


# The command


PLAIN = "May 3, 1951\nNote of Ilse Brandt\nShe came at noon.\nShe went at one.\n"


def test_two_documents_of_one_title_and_date(root: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (root / name).write_text(f"{PLAIN}That is all of {name}.\n", "utf-8")
    code, said = command(root, root / "a.txt", root / "b.txt")
    assert code == 0 and "2 documents imported" in said
    assert (root / "source_texts/documents/1951-05-03-brandt.md").exists()
    assert (root / "source_texts/apparatus/1951-05-03-brandt-b.yaml").exists()
    assert command(root, root / "c.txt")[0] == 0
    assert (root / "source_texts/documents/1951-05-03-brandt-c.md").exists()


def test_a_text_that_is_there_is_not_imported_again(root: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (root / name).write_text(PLAIN, "utf-8")
    code, said = command(root, root / "a.txt", root / "b.txt")
    assert code == 1 and "b.txt:1:1: the document 1951-05-03-brandt already has this text [duplicate-key]" in said
    assert command(root, root / "a.txt")[0] == 0
    before = tree(root)
    code, said = command(root, root / "a.txt")
    assert code == 1 and "a.txt:1:1: the document 1951-05-03-brandt already has this text" in said
    assert tree(root) == before


def test_the_apparatus_has_the_hash_of_the_document(root: Path) -> None:
    (root / "a.txt").write_text(PLAIN, "utf-8")
    (made,), _ = imported(root, root / "a.txt")
    assert f"sha256: {hashlib.sha256(made.text).hexdigest()}" in made.apparatus.decode()


def test_help_and_the_wrong_folder(root: Path, tmp_path: Path) -> None:
    said = CliRunner().invoke(main, ["import", "--help"]).output
    assert "FILE|FOLDER" in said and "--id" in said and "--dry-run" in said
    code, said = command(tmp_path, root)
    assert code == 1 and "does not contain source_texts/" in said


def test_dry_run_writes_nothing(root: Path) -> None:
    (root / "a.txt").write_text(PLAIN, "utf-8")
    before = tree(root)
    code, said = command(root, "--dry-run", root / "a.txt")
    assert code == 0 and "1 document would be imported" in said and tree(root) == before


def test_a_document_is_never_written_over(root: Path) -> None:
    (root / "a.txt").write_text(PLAIN, "utf-8")
    before = tree(root)
    code, said = command(root, "--id", "1951-03-05-novak-lund", root / "a.txt")
    assert code == 1 and "already exists and will not be overwritten" in said and "1951-03-05-novak-lund-b" in said
    assert tree(root) == before


def test_a_document_that_appears_meanwhile_is_not_written_over(root: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (root / name).write_text(f"{PLAIN}That is all of {name}.\n", "utf-8")
    made, _ = imported(root, root / "a.txt", root / "b.txt")
    (root / "source_texts/documents/1951-05-03-brandt-b.md").write_text("by another hand", "utf-8")
    before = tree(root)
    with pytest.raises(FileExistsError):
        write(root, made)
    assert tree(root) == before, "what was written before it is taken back"


def test_the_date_may_come_from_the_id(root: Path) -> None:
    (root / "a.txt").write_text("Note of Ilse Brandt\nShe came.\nShe went.\n", "utf-8")
    code, said = command(root, root / "a.txt")
    assert code == 1 and "the head has no date" in said and "--id 1999-12-31" in said
    assert command(root, "--id", "1951-05-04-brandt", root / "a.txt")[0] == 0
    assert "## **May 4, 1951**" in (root / "source_texts/documents/1951-05-04-brandt.md").read_text("utf-8")


@pytest.mark.parametrize("id", ["../up", "/tmp", "a/b", "A", "a--b", "a.b", ".", "é", "a" * 200, "a\nb", "-"])
def test_an_id_that_is_none(id: str, root: Path) -> None:
    (root / "a.txt").write_text(PLAIN, "utf-8")
    before = tree(root.parent)
    code, said = command(root, "--id", id, root / "a.txt")
    assert code == 1 and "cannot be used in an address [bad-id]" in said and tree(root.parent) == before


def test_one_id_for_two_files(root: Path) -> None:
    (root / "a.txt").write_text(PLAIN, "utf-8")
    code, said = command(root, "--id", "x", root / "a.txt", root / "a.txt")
    assert code == 1 and "one ID given for 2 files" in said


def test_a_folder(root: Path) -> None:
    (root / "found/page_files").mkdir(parents=True)
    (root / "found/page_files/x.png").write_bytes(b"\x89PNG")
    (root / "found/.hidden").write_bytes(b"")
    (root / "found/a.txt").write_text(PLAIN, "utf-8")
    found(root, CASES / "page/in-parts/input.html")
    code, said = command(root, root / "found")
    assert code == 0 and "2 documents imported" in said


def test_one_bad_file_stops_all(root: Path) -> None:
    (root / "found").mkdir()
    (root / "found/a.txt").write_text(PLAIN, "utf-8")
    (root / "found/b.pdf").write_bytes(b"%PDF-1.7\n\0")
    before = tree(root)
    code, said = command(root, root / "found")
    assert code == 1 and "found/b.pdf:1:1: the file is a PDF [cannot-import]" in said
    assert "nothing written: 1 problem to fix" in said and tree(root) == before


# What is refused


@pytest.mark.parametrize("case", REFUSED, ids=lambda p: p.name)
def test_refused(case: Path, root: Path) -> None:
    before = tree(root / "source_texts")
    made, problems = imported(root, found(root, case))
    assert made == [] and tree(root / "source_texts") == before
    compared(case.with_name(case.name + ".expected"), render(problems, root) + "\n")


BINARY = {
    "zip": b"PK\x03\x04\0\0",
    "pdf": b"%PDF-1.4\n",
    "rtf": rb"{\rtf1 words}",
    "picture": b"\xff\xd8\xff\xe0",
    "zeros": b"May 3, 1951\n\0\0words\n",
    "utf-16": "May 3, 1951\nwords\n".encode("utf-16"),
    "latin-1": "May 3, 1951\nCafé\nwords".encode("latin-1"),
    "bell": b"May 3, 1951\nA title\nwords \x07 here\n",
    "empty": b"",
    "spaces": b" \n\t\n",
    "mark": b"\xef\xbb\xbf",
    "one line": b"May 3, 1951 Note They met. " * 50,
    "xml": b"<?xml version='1.0'?><letters><p>Words</p></letters>",
    "empty tei": b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body/></text></TEI>',
    "empty page": b"<!doctype html><html><body><nav>Home</nav></body></html>",
    "no body": b"---\ndate: 1951-05-03\n---\n",
    "no end": b"---\ndate: 1951-05-03\n\nWords of a text\n",
}


@pytest.mark.parametrize("name", BINARY)
def test_what_cannot_be_divided(name: str, root: Path) -> None:
    (root / "file").write_bytes(BINARY[name])
    before = tree(root)
    code, said = command(root, root / "file")
    assert code == 1 and "nothing written" in said and "fix:" in said and tree(root) == before


def test_files_that_are_none(root: Path) -> None:
    (root / "empty").mkdir()
    os.mkfifo(root / "pipe")
    for name, words in (("empty", "the folder contains no files"), ("pipe", "not a regular file")):
        code, said = command(root, root / name)
        assert code == 1 and words in said
    code, said = command(root, root / "none")
    assert code == 1 and "cannot read the file: no such file or directory [file-missing]" in said


def test_a_link_that_leads_out_of_the_folder(root: Path) -> None:
    (root / "found").mkdir()
    (root / "secret.txt").write_text(PLAIN, "utf-8")
    (root / "found/link.txt").symlink_to(root / "secret.txt")
    code, said = command(root, root / "found")
    assert code == 1 and "a symbolic link to a location outside the folder [cannot-import]" in said
    (root / "found/real.txt").write_text(PLAIN, "utf-8")
    (root / "found/link.txt").unlink()
    (root / "found/link.txt").symlink_to("real.txt")
    code, said = command(root, root / "found")
    assert code == 1 and "already has this text" in said and "symbolic" not in said, (
        "the link leads to a file beside it"
    )


# What is meant to do harm: it ends soon, in little memory, with a clear word or a document


TEI = b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><head>A note</head><p>%s</p></body></text></TEI>'
BOMB = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
HOSTILE = {
    "a line of 50 MB": b"x " * 25_000_000,
    "a text of 3 MB": b"May 3, 1951\n# A title\n\n" + b"x\n\n" * 1_000_000,
    "a long line": b"May 3, 1951\n# A title\n\n" + b"x " * 60_000,
    "a million lines": b"May 3, 1951\n" + b"\nx" * 400_000,
    "tags of a page": b"<html><body><h1>A title</h1>" + b"<p>x" * 900_000,
    "tags of TEI": TEI % (b"<lb/>" * 700_000),
    "nested elements": TEI % (b"<hi>" * 10_000 + b"x" + b"</hi>" * 10_000),
    "nested tags of a page": b"<html><body>" + b"<div>" * 10_000 + b"x",
    "an entity bomb": b'<!DOCTYPE TEI [<!ENTITY e0 "ha">' + BOMB + b"]>" + TEI % b"&e11;",
    "an entity in an attribute": b'<!DOCTYPE TEI [<!ENTITY e0 "ha">' + BOMB + b"]>" + TEI % b'<pb n="&e11;"/>',
    "another file": b'<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + TEI % b"&x;",
    "another host": b'<!DOCTYPE TEI SYSTEM "http://port.example/tei.dtd">' + TEI % b"&x;",
    "an alias": b"---\na: &a [*a]\n---\nWords of it\n",
    "nested lists": b"---\na: " + b"[" * 10_000 + b"\n---\nWords of it\n",
}
HARMLESS = {
    "nested items": "May 3, 1951\n\n# A title\n\n" + "- " * 10_000 + "x\n\nwords",
    "nested numbers": "May 3, 1951\n\n# A title\n\n" + "1. " * 10_000 + "x\n\nwords",
    "brackets": "May 3, 1951\n\n# A title\n\n" + "[" * 10_000 + "\n\nwords " + "]" * 10_000,
    "asterisks": "May 3, 1951\n\n# A title\n\n" + "*a **b " * 5_000 + "\n\nwords",
    "quotations": "May 3, 1951\n\n# A title\n\n" + "> " * 10_000 + "x\n\nwords",
    "headings": "May 3, 1951\n\n" + "# A\n" * 10_000 + "\nwords are here\n",
    "labels": "May 3, 1951\n\n# A title\n\n" + "Citation:\n\n" * 5_000 + "words\n",
    "lines": "May 3, 1951\nA title\n" + "x\n" * 20_000,
    "marks of notes": "---\ndate: 1951-05-03\n---\n" + "word[^1] " * 5_000 + "\n\n" + "[^1]: note\n" * 5_000,
    "comments": "<html><body><h1>A title</h1><p>May 3, 1951</p><p>Words</p>" + "<!--" * 50_000,
    "notes": TEI.decode() % ("<date when='1951-05-03'/>" + "x<note>y</note>" * 10_000),
    "open tags": "<html><body><h1>A title</h1><p>May 3, 1951</p><p>Words</p>" + "<a " * 50_000,
    "paragraphs": "<html><body><h1>A title</h1><p>May 3, 1951</p>" + "<p>Summary<p>x" * 5_000,
}


def in_a_process(root: Path, file: Path) -> str:
    """The command with half a gigabyte of memory and some seconds of a processor; what it says. Else it is killed."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (600_000_000, 600_000_000))
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))

    words = [str(COMMAND), "import", "--root", str(root), str(file)]
    done = subprocess.run(words, capture_output=True, text=True, preexec_fn=limited)
    assert "Traceback" not in done.stderr and done.returncode in (0, 1), done.stderr[-2000:]
    return done.stdout + done.stderr


@pytest.mark.parametrize("name", HOSTILE)
def test_harm_is_refused(name: str, root: Path) -> None:
    (root / "file").write_bytes(HOSTILE[name])
    before = set(tree(root))
    said = in_a_process(root, root / "file")
    assert "nothing written: 1 problem to fix" in said and "fix:" in said and set(tree(root)) == before


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_harmful_is_imported(name: str, root: Path) -> None:
    (root / "file").write_text(HARMLESS[name], "utf-8")
    said = in_a_process(root, root / "file")
    assert "1 document imported" in said and "MISSING" not in said, said[-1500:]


def test_a_file_that_is_too_large_is_not_read(root: Path) -> None:
    with (root / "file").open("wb") as file:
        file.truncate(LARGEST_FOUND + 1)
    assert "the limit for a document is 4" in command(root, root / "file")[1]


# Any text


ANY = settings(max_examples=100, derandomize=True, deadline=None)
LINES = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60), min_size=2, max_size=12)
MARKED = st.lists(st.text(st.sampled_from(list("ab1 9*_#-+\\[]()<>.:`~=|&;")), max_size=40), min_size=2, max_size=12)


@ANY
@given(LINES | MARKED)
@example(["# a", "* b", "1. c", "- d", "_e_", "<b>", "\\*"])
@example(["Contents:", "- - -", "***", "Summary:", "a"])
@example(["[^1]: a", "---", "+", "#"])
def test_plain_text_loses_no_word(lines: list[str]) -> None:
    problems: list[Problem] = []
    data = "\n".join(lines).encode()
    made = import_plain("x", data, problems)
    assert (made is None) == bool(errors(problems))
    document = import_text("x", b"May 3, 1951\nA title\nWords\n" + data, "", problems)
    if document and document.form == "plain text":
        assert document.missing == ()
        shown = [c for b in read_blocks(document.data.decode()) for c in b.text if c.isalnum()]
        wanted = [c for c in document.imported.words if c.isalnum()]
        kept = iter(shown)
        assert all(c in kept for c in wanted), "every letter stands there, in order"


@ANY
@given(LINES | MARKED)
def test_any_text_ends_with_a_document_or_a_problem(lines: list[str]) -> None:
    for start in (
        b"",
        b"---\n",
        b"<html><body>",
        b"# A title\n\nMay 3, 1951\n\n",
        b"<TEI xmlns='http://www.tei-c.org/ns/1.0'>",
    ):
        problems: list[Problem] = []
        document = import_text("x", start + "\n\n".join(lines).encode(), "May 3, 1951", problems)
        assert (document is None) == bool(errors(problems))
        if document and document.form == "Markdown":
            assert document.missing == ()


@ANY
@given(st.lists(st.tuples(st.text(st.sampled_from(list("ab \\*_[]#-1.é")), max_size=12), st.booleans()), max_size=6))
def test_running_text_is_read_back_as_it_was(runs: list[tuple[str, bool]]) -> None:
    shown = "".join(b.text for b in read_blocks("x " + inline(runs)))
    assert shown.split() == ("x " + "".join(text for text, _ in runs)).split()


def test_readers_are_used_by_themselves() -> None:
    """Each form's reader gives a head by keys, and its blocks in order."""
    data = b"---\ntitle: A note\ndate: 1951-05-03\n---\nWords[^a] here.\n\n[^a]: Note.\n"
    made = import_front_matter("x", data, [])
    assert made and made.head["title"] == ("A note",) and [b.kind for b in made.blocks] == ["as-received", "note"]
    other = import_markdown("x", b"# A note\n\nMay 3, 1951\n\nWords.\n", [])
    assert (
        other
        and other.head["date"] == ("May 3, 1951",)
        and written(other).startswith("## **May 3, 1951**\n\n# **A note**")
    )
