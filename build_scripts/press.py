"""The press: Typst with our templates and fonts, and the check of what it laid out.

In: the data of one print (see `print_data`). Out: the bytes of a PDF, tagged for screen readers (PDF/UA-1) and for keeping
(PDF/A-2a, or 3a with the TEI attached). The data reach the templates in `print/` as JSON: no text is ever read as markup.
After each layout the compiler is asked where every note landed: Typst does not always keep a note with its mark.
"""

from __future__ import annotations

import calendar
import hashlib
import json
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import typst

from build_scripts import print_fonts

TEMPLATES = Path(__file__).parent / "print"
ATTEMPTS = 8  # layouts of one print: the first, and those that try to cure a misplaced note
# Where each note's mark stands, and where the note begins.
_PLACES = "query(<note-{}>).map(it => (it.value, it.location().page()))"
_ACCESSIBLE: Literal["ua-1"] = "ua-1"
_KEPT: Literal["a-2a"] = "a-2a"
_KEPT_WITH_FILES: Literal["a-3a"] = "a-3a"


class PrintFailure(Exception):
    """A print that cannot be made, and why."""


@dataclass(frozen=True)
class Press:
    """A compiler with templates and fonts in place; what is to be set is written beside them."""

    folder: Path
    compiler: typst.Compiler
    moment: int  # the date that the files carry: the day of the version, in seconds
    fonts: str  # which they are, for the cache


@contextmanager
def press(root: Path, released: str) -> Iterator[Press]:
    """A press; `released` is the day of the version. Raises FileNotFoundError where a font is not installed."""
    fonts = typst.Fonts(False, False, [str(folder) for folder in print_fonts.folders(root)])
    moment = calendar.timegm(time.strptime(released, "%Y-%m-%d"))
    with tempfile.TemporaryDirectory() as folder:
        for template in TEMPLATES.glob("*.typ"):
            (Path(folder) / template.name).write_bytes(template.read_bytes())
        compiler = typst.Compiler(str(Path(folder) / "main.typ"), root=folder, font_paths=fonts)
        yield Press(Path(folder), compiler, moment, print_fonts.fingerprint(root))


def typeset(at: Press, data: Mapping[str, Any], tei: bytes = b"") -> bytes:
    """Lay out and export one print; raises PrintFailure if a note cannot be kept on the page of its mark."""
    (at.folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    if tei:
        (at.folder / data["tei"]).write_bytes(tei)
    nudges: dict[str, int] = {}
    for _ in range(ATTEMPTS):
        pdf = _compile(at, bool(tei), nudges)
        wrong = misplaced(at)
        if not wrong:
            return pdf
        nudges |= {note: nudges.get(note, 0) + 1 for note in wrong}
    raise PrintFailure(f"these notes do not begin on the page of their marks: {', '.join(sorted(wrong))}")


def misplaced(at: Press) -> set[str]:
    """The notes, document/key, that begin on another page than their mark in the last layout."""
    marks, bodies = (dict(json.loads(at.compiler.eval(_PLACES.format(what)))) for what in ("mark", "body"))
    return {note for note, page in marks.items() if bodies.get(note) != page}


def pages(at: Press) -> int:
    """How many pages the last layout has."""
    return int(json.loads(at.compiler.eval("query(<foot>).len()")))


def key(at: Press, data: Mapping[str, Any], tei: bytes) -> str:
    """A hash of everything that a print depends on."""
    parts = [json.dumps(data, ensure_ascii=False, sort_keys=True), _templates(), str(at.moment)]
    parts += [version("typst"), at.fonts, hashlib.sha256(tei).hexdigest()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _compile(at: Press, with_files: bool, nudges: Mapping[str, int]) -> bytes:
    inputs = {"data": "data.json", "nudges": json.dumps(nudges, sort_keys=True)}
    kept = _KEPT_WITH_FILES if with_files else _KEPT
    try:
        pdf = at.compiler.compile(sys_inputs=inputs, pdf_standards=[_ACCESSIBLE, kept], timestamp=at.moment)
    except typst.TypstError as error:
        raise PrintFailure("; ".join([error.message, *error.hints])) from error
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _templates() -> str:
    return "".join(file.read_text("utf-8") for file in sorted(TEMPLATES.glob("*.typ")))
