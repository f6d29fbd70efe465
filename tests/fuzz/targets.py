"""What is fuzzed: for each kind of file that an edition reads, what must hold of any bytes in its place.

A target takes bytes and raises AssertionError, or lets through what the code raises, where something does not hold. Beside
"no traceback": no word is lost, a problem has a place inside its file, a cure and can be shown, what was read is read again
alike. `python -m tests.fuzz` looks for bytes that break this; `tests/test_fuzz.py` tries those that were found.
"""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from edition.editor.importing.begun_apparatus import stub
from edition.editor.importing.forms import import_text
from edition.editor.importing.report import report
from edition.editor.importing.run import import_files
from edition.files.fields import Fields
from edition.files.yaml_places import parse_yaml
from edition.model.annotations import Annotated
from edition.model.apparatus import Quote
from edition.model.dates import edtf
from edition.model.names import REGISTERS, Register
from edition.model.placed import Text
from edition.model.problem import PROBLEM_KINDS, Problem, errors
from edition.problems.excerpt import render
from edition.source.abbreviations import load_abbreviations
from edition.source.apparatus import load_apparatus
from edition.source.bibliography import load_bibliography
from edition.source.registers import load_register
from edition.source.settings import load_held, load_remarks, load_settings
from edition.source.written_pages import indexed_pages
from edition.stages.anchors import Anchors
from edition.stages.annotate import annotate, number
from edition.stages.brackets import find_brackets
from edition.stages.calendar import load_calendar
from edition.stages.emend import emend
from edition.stages.index import load_index_file, make_index
from edition.stages.mentions import FormFinder
from edition.stages.parse import parse
from edition.stages.passages import Finder, load_chronology, load_cross_references, load_figures
from edition.stages.read import read, read_blocks
from edition.versions.ledger import load_ledger, resolve
from edition.versions.released import load_releases

TESTS = Path(__file__).resolve().parent.parent
SMALL = TESTS / "editions/small"
ID = "1951-03-05-novak-lund"
_LINES = re.compile(r"\r\n?|\n")


@dataclass(frozen=True)
class Target:
    """What is done with bytes, the files from which to begin, and words that such files have."""

    run: Callable[[bytes], None]
    seeds: tuple[str, ...]  # patterns below tests/
    words: str = ""


@cache
def _project() -> Path:
    """A small edition in a folder of its own, whose files are replaced by what is tried."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    atexit.register(shutil.rmtree, folder, True)
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    (folder / "source_texts/documents/x.md").touch()
    return folder


@cache
def _register() -> Register:
    return load_register(SMALL, [])


@cache
def _documents() -> dict[str, Annotated]:
    """The documents of the small edition as they are."""
    made = {}
    for file in sorted((SMALL / "source_texts/documents").glob("*.md")):
        source, apparatus = read(SMALL, file.stem, []), load_apparatus(SMALL, file.stem, [])
        assert source and apparatus
        emended = emend(parse(source, []), apparatus.emendations, [])
        made[file.stem] = annotate(emended, apparatus, _register(), FormFinder(_register().forms), [])
    return made


def _put(path: str, data: bytes) -> None:
    (_project() / path).parent.mkdir(parents=True, exist_ok=True)
    (_project() / path).write_bytes(data)


def check_problems(problems: Iterable[Problem], root: Path) -> None:
    """Every problem is of a known kind, has a message and a cure, stands within its file, and can be shown."""
    for problem in problems:
        assert problem.kind in PROBLEM_KINDS and problem.message and problem.cure, problem
        file = root / problem.place.path
        assert file.exists() or problem.kind in ("file-missing", "missing-field"), problem
        lines = _LINES.split(file.read_bytes().decode("utf-8-sig", "replace")) if file.is_file() else [""]
        place = problem.place
        assert 1 <= place.line <= len(lines), problem
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1 and place.length >= 1, problem
    render(problems, root).encode()


def letters(text: str) -> list[str]:
    """Every letter and digit."""
    return [c for c in text if c.isalnum()]


def marks(texts: Iterable[str]) -> str:
    """Everything but white space: a label is cut off from what follows it without a space."""
    return "".join("".join(texts).split())


def source_text(data: bytes) -> None:
    """Stages 1 to 4: no letter is lost, every letter leads to its place, words that stand once are found there."""
    problems: list[Problem] = []
    _put("source_texts/documents/x.md", data)
    source = read(_project(), "x", problems)
    check_problems(problems, _project())
    if source is None:
        assert errors(problems)
        return
    text = data.decode("utf-8-sig")
    lines = _LINES.split(text)
    shown = [(c, block.place("", n)) for block in source.blocks for n, c in enumerate(block.text) if c.isalnum()]
    assert [c for c, _ in shown] == letters(text)
    assert all(lines[place.line - 1][place.column - 1] == c for c, place in shown)
    parsed = parse(source, problems)
    found = list(number(parsed))
    assert marks(p.text for p in found) == marks(b.text for b in source.blocks)
    assert len({p.id for p in found}) == len(found)
    emended = emend(parsed, (), problems)
    assert letters("".join(p.text for p in number(emended.parsed))) == letters(text)
    check_problems(problems, _project())
    anchors = Anchors(list(number(emended.parsed)))
    for paragraph in anchors.paragraphs[:20]:
        assert all(paragraph.text[a] == "[" for a, _, _ in find_brackets(paragraph.text, _register()))
        list(FormFinder(_register().forms).find(paragraph.text, ()))
        missing: list[Problem] = []
        place = anchors.find(Quote(Text(paragraph.text, paragraph.block.place("x"))), missing)
        assert place is None or anchors.paragraphs[place.index].text == paragraph.text
        assert place or not paragraph.text.strip() or [p.kind for p in missing] == ["anchor-not-unique"]


def apparatus(data: bytes) -> None:
    """An apparatus, laid on a document of the small edition."""
    problems: list[Problem] = []
    _put(f"source_texts/apparatus/{ID}.yaml", data)
    made = load_apparatus(_project(), ID, problems)
    if made:
        source = read(SMALL, ID, [])
        assert source
        emended = emend(parse(source, []), made.emendations, problems)
        annotated = annotate(emended, made, _register(), FormFinder(_register().forms), problems)
        for mark in annotated.notes:
            text = annotated.paragraphs[mark.span.index].text
            assert text[mark.span.start : mark.span.end] == mark.note.quote.at and mark.at <= len(text)
    assert made or errors(problems)
    check_problems(problems, _project())


def register(data: bytes) -> None:
    """The same bytes in the place of two registers: the second must find every id of the first again."""
    problems: list[Problem] = []
    for name in REGISTERS:
        (_project() / f"source_texts/register/{name}.yaml").unlink(missing_ok=True)
    for name in ("people", "terms"):
        _put(f"source_texts/register/{name}.yaml", data)
    made = load_register(_project(), problems)
    assert not made.names or errors(problems), "an id stands twice"
    for entry in made.names.values():
        assert all(made.spelled(s) for _, s in entry.spellings) and all(made.forms[f] for f in entry.forms)
    check_problems(problems, _project())


def passages(data: bytes) -> None:
    """Cross-references, chronology, figures and the calendar."""
    problems: list[Problem] = []
    finder = Finder(_documents(), problems)
    for name in ("cross_references", "chronology", "figures", "calendar"):
        _put(f"source_texts/{name}.yaml", data)
    calendar = load_calendar(_project(), finder, _register(), {}, problems)
    load_cross_references(_project(), finder, calendar, problems)
    load_chronology(_project(), finder, _register(), problems)
    load_figures(_project(), finder, problems)
    check_problems(problems, _project())


_SETTINGS_FILES = ("edition", "held", "remarks", "index", "bibliography", "abbreviations")


def settings(data: bytes) -> None:
    """The edition's own facts, what was held back, remarks, abbreviations, references of the index, works."""
    problems: list[Problem] = []
    for name in _SETTINGS_FILES:
        _put(f"source_texts/{name}.yaml", data)
    made = load_settings(_project(), problems)
    load_held(_project(), problems)
    load_remarks(_project(), problems)
    load_abbreviations(_project(), problems)
    headings = load_index_file(_project(), problems)
    make_index(_documents(), list(indexed_pages(_project(), headings, problems)), headings, problems)
    load_bibliography(_project(), problems)
    assert made or errors(problems)
    check_problems(problems, _project())


def ledger(data: bytes) -> None:
    """A ledger: every address ends somewhere, or is said to lead round in a ring."""
    problems: list[Problem] = []
    _put("source_texts/ledger.tsv", data)
    lines = load_ledger(_project(), problems)
    for address in lines:
        assert not any(end in lines and lines[end].targets for end in resolve(address, lines))
    check_problems(problems, _project())


def snapshot(data: bytes) -> None:
    """The file that says what a released version was."""
    problems: list[Problem] = []
    _put("releases/1.0.0.json", data)
    assert load_releases(_project(), problems) == (), "there are no pages to it"
    assert [p.kind for p in problems] == ["release-damaged"]
    check_problems([p for p in problems if p.place.path.endswith(".json")], _project())
    render(problems, _project()).encode()


def found_text(data: bytes) -> None:
    """Any form of a found text: it is refused, or no word is missing and the document is read again as it is."""
    problems: list[Problem] = []
    _put("found", data)
    document = import_text("found", data, "May 3, 1951", problems)
    assert (document is None) == bool(errors(problems))
    check_problems(problems, _project())
    if document is None:
        return
    received, kept = letters(document.imported.words), letters(document.data.decode("utf-8-sig"))
    lost = Counter(received) - Counter(kept) - Counter(c for d in document.imported.dropped for c in letters(d.text))
    # Where a word is cut in two by marks all its letters are there. Of a page that is none words may be lost: they are listed.
    assert not lost or (document.form == "a web page" and document.missing), (lost, document.missing[:20])
    again = import_text("again", document.data, "", problems)
    assert again and again.imported.verbatim and again.data == document.data, "printed and read again"
    text = document.data.decode("utf-8-sig")
    assert letters("".join(b.text for b in read_blocks(text))) == letters(text)
    report("found", "x", document).encode()
    date = edtf(next(b.text for f in document.parsed.head if f.key == "date" for b in f.blocks))
    begun = parse_yaml(stub(document, ID, "A title", date, "found", data), "x", problems)
    assert isinstance(begun, Fields) and not problems
    _put(f"source_texts/apparatus/{ID}.yaml", stub(document, ID, "A title", date, "found", data).encode())
    load_apparatus(_project(), ID, problems)
    assert not errors(problems), render(problems, _project())


def command(data: bytes) -> None:
    """The importer as the command has it, ids and all."""
    problems: list[Problem] = []
    _put("found", data)
    for made in import_files(_project(), [_project() / "found"], "", problems):
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", made.id) and len(made.id) <= 80
        made.report.encode()
    check_problems(problems, _project())


_APPARATUS = """document short_title date place participants narrator received status emendations brackets mentions notes
speakers index textual numbers to_do name side role key at before after from to kind text who with how certainty headings
note sources work sha256 printed_address canonical_address draft reviewed factual none recorder reason replace"""
_REGISTER = """name sort forms kind variants chinese traditional simplified cyrillic born died date location lat lon point
source modern_name post status note sources certainty kept identifiers wikidata 1905? 1904~ 1999-12-31"""
_PASSAGES = (
    "key label note passages document at from to date event place people places sources work certainty says found"
)
_SETTINGS = """title description editors version released address contact pdf front_pages last_pages concerns claim why kind
note see see_also id type title issued date-parts custom grade seen consulted URL https://"""
_TEXT = (
    "Citation: Summary: Contents: Original_Language: ## ### ** __ ``` <https:// May_3,_1951 1) - > [sic] \\ &amp; <b>"
)
_PAGE = (
    "<h1> <p> <li> <ol> <dl> <dt> <dd> <br> <table> <td> <sup>1</sup> <nav> <main> <article> <script> <!-- --> href="
)
_TEI = "<TEI <text> <body> <head> <p> <note <list> <item> <label> <pb/> <lb/> <choice> <hi <date <ref xmlns= n='1' <![CDATA["

TARGETS = {
    "reader": Target(source_text, ("cases/read/*.md", "editions/*/source_texts/documents/*.md"), _TEXT),
    "apparatus": Target(apparatus, ("editions/*/source_texts/apparatus/*.yaml", "cases/read/*.yaml"), _APPARATUS),
    "register": Target(register, ("editions/*/source_texts/register/*.yaml",), _REGISTER),
    "passages": Target(passages, ("editions/*/source_texts/c*.yaml", "editions/*/source_texts/f*.yaml"), _PASSAGES),
    "settings": Target(
        settings,
        tuple(
            f"editions/*/source_texts/{n}.yaml"
            for n in ("edition", "held", "remarks", "index", "bibliography", "abbreviations")
        ),
        _SETTINGS,
    ),
    "ledger": Target(
        ledger, ("cases/problems/ledger-*/source_texts/ledger.tsv",), "live moved split merged withdrawn -"
    ),
    "snapshot": Target(
        snapshot, ("cases/problems/release-*/releases/*.json",), "version date changes archive size files"
    ),
    "import-markdown": Target(found_text, ("cases/import/markdown/*/input.*",), _TEXT),
    "import-plain": Target(found_text, ("cases/import/plain/*/input.*",), _TEXT),
    "import-front-matter": Target(
        found_text, ("cases/import/front-matter/*/input.*",), "--- date: title: url: [^1]: [^a]"
    ),
    "import-page": Target(found_text, ("cases/import/page/*/input.*",), _PAGE),
    "import-tei": Target(found_text, ("cases/import/tei/*/input.*",), _TEI),
    "import-command": Target(command, ("cases/import/*/*/input.*", "cases/import/refused/*"), _TEXT),
}
