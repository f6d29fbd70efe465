"""Stage 6, write: the edition as PDF, laid out by Typst.

In: `Edition`. Out: one PDF a document and one of the whole edition, tagged for screen readers (PDF/UA-1) and for keeping
(PDF/A-2a, or 3a where the TEI is attached). The data go to the templates in `print/` as JSON: no text of the edition is
ever read as markup. After each layout the compiler is asked where every note landed.
"""

from __future__ import annotations

import calendar
import hashlib
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst

from build_scripts import print_fonts
from build_scripts.gather import Edition
from build_scripts.print_data import Layout, book, one
from build_scripts.print_text import words

TEMPLATES = Path(__file__).parent / "print"
BOOK = "edition.pdf"
ATTEMPTS = 8  # layouts of one print: the first, and those that try to cure a misplaced note
# Where each note's mark stands, and where the note begins.
_PLACES = "query(<note-{}>).map(it => (it.value, it.location().page()))"
Progress = Callable[[str], None]


class PrintFailure(Exception):
    """A print that cannot be made, and why."""


@dataclass(frozen=True)
class Press:
    """A compiler with the templates and fonts in place; what is to be set is written beside them."""

    folder: Path
    compiler: typst.Compiler
    moment: int  # the date that the files carry: the day of the version, in seconds


def path(id: str) -> str:
    """Where the PDF of a document stands below `docs/`."""
    return f"documents/{id}/{id}.pdf"


def pdfs(
    edition: Edition, root: Path, tei: Mapping[str, bytes] | None = None, progress: Progress = lambda _: None
) -> dict[str, bytes]:
    """The PDFs of all documents and of the edition, from the cache where nothing that they show has changed.

    `tei` holds the TEI of documents by id. A print with characters that no font has is left out (see `print_fonts`).
    """
    layout, folder = Layout(), root / ".cache/print"
    wanted = {path(id): one(edition, id, layout, f"{id}.tei.xml" if id in (tei or {}) else "") for id in edition.documents}
    wanted[BOOK] = book(edition, root, layout)
    with press(edition, root) as at:
        made = {
            name: kept(at, folder, root, data, (tei or {}).get(Path(name).stem, b""), lambda name=name: progress(name))
            for name, data in wanted.items()
            if not print_fonts.missing(words(data), root)
        }
    return made


@contextmanager
def press(edition: Edition, root: Path) -> Iterator[Press]:
    """A press for this edition; raises FileNotFoundError where a font is not installed."""
    fonts = typst.Fonts(False, False, [str(folder) for folder in print_fonts.folders(root)])
    moment = calendar.timegm(time.strptime(edition.settings.released, "%Y-%m-%d"))
    with tempfile.TemporaryDirectory() as folder:
        for template in TEMPLATES.glob("*.typ"):
            (Path(folder) / template.name).write_bytes(template.read_bytes())
        compiler = typst.Compiler(str(Path(folder) / "main.typ"), root=folder, font_paths=fonts)
        yield Press(Path(folder), compiler, moment)


def kept(at: Press, folder: Path, root: Path, data: dict[str, Any], tei: bytes, begin: Callable[[], None]) -> bytes:
    """A print from the cache; made, and put there, if it is new."""
    stored = folder / f"{_key(at, data, tei, root)}.pdf"
    if not stored.exists():
        begin()
        pdf = typeset(at, data, tei)
        folder.mkdir(parents=True, exist_ok=True)
        stored.write_bytes(pdf)
    return stored.read_bytes()


def typeset(at: Press, data: Mapping[str, Any], tei: bytes = b"") -> bytes:
    """Lay out and export one print; raises PrintFailure if a note cannot be kept on the page of its mark."""
    (at.folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    if tei:
        (at.folder / data["tei"]).write_bytes(tei)
    nudges: dict[str, int] = {}
    for _ in range(ATTEMPTS):
        pdf = _compile(at, ["ua-1", "a-3a" if tei else "a-2a"], nudges)
        wrong = misplaced(at.compiler)
        if not wrong:
            return pdf
        nudges |= {note: nudges.get(note, 0) + 1 for note in wrong}
    raise PrintFailure(f"these notes do not begin on the page of their marks: {', '.join(sorted(wrong))}")


def misplaced(compiler: typst.Compiler) -> set[str]:
    """The notes, document/key, that begin on another page than their mark."""
    marks, bodies = (dict(json.loads(compiler.eval(_PLACES.format(what)))) for what in ("mark", "body"))
    return {note for note, page in marks.items() if bodies.get(note) != page}


def _compile(at: Press, standards: list[Any], nudges: Mapping[str, int]) -> bytes:
    inputs = {"data": "data.json", "nudges": json.dumps(nudges, sort_keys=True)}
    try:
        pdf = at.compiler.compile(sys_inputs=inputs, pdf_standards=standards, timestamp=at.moment)
    except typst.TypstError as error:
        raise PrintFailure("; ".join([error.message, *error.hints])) from None
    assert isinstance(pdf, bytes)
    return pdf


def _key(at: Press, data: Mapping[str, Any], tei: bytes, root: Path) -> str:
    """A hash of everything that a print depends on."""
    parts = [json.dumps(data, ensure_ascii=False, sort_keys=True), _templates(), str(at.moment)]
    parts += [version("typst"), print_fonts.fingerprint(root), hashlib.sha256(tei).hexdigest()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


@cache
def _templates() -> str:
    return "".join(file.read_text("utf-8") for file in sorted(TEMPLATES.glob("*.typ")))
