"""The press: Typst with our templates and fonts, and the check of what it laid out.

In: the data of one print (see `write.shared.book`). Out: a PDF, tagged for screen readers (PDF/UA-1) and for keeping (PDF/A-2a,
or 3a with the TEI attached). The data reach the templates in `templates/` as JSON: no text is ever read as markup.
The typesetter lays a print out until every note stands with its mark: Typst alone does not always keep them together.
"""

from __future__ import annotations

import calendar
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from edition.write.print import fonts as print_fonts
from edition.write.print.typst_process import PDF

TEMPLATES = Path(__file__).parent / "templates"
_ACCESSIBLE, _KEPT, _KEPT_WITH_FILES = "ua-1", "a-2a", "a-3a"


class PrintFailure(Exception):
    """A print that cannot be made, and why."""


@dataclass(frozen=True)
class Press:
    """What every print of an edition is made with."""

    font_folders: tuple[str, ...]
    fonts: str  # which they are, for the cache
    moment: int  # the date that the files carry: the day of the version, in seconds


@dataclass(frozen=True)
class Printed:
    """A print as it was laid out; `misplaced` are the notes, document/key, that begin on another page than their marks."""

    pdf: bytes
    pages: int
    misplaced: tuple[str, ...]


def press(root: Path, released: str) -> Press:
    """A press; `released` is the day of the version. Raises FileNotFoundError where a font is not installed."""
    folders = tuple(str(folder) for folder in print_fonts.folders(root))
    return Press(folders, print_fonts.fingerprint(root), calendar.timegm(time.strptime(released, "%Y-%m-%d")))


def typeset(at: Press, data: Mapping[str, Any], tei: bytes = b"") -> Printed:
    """Lay out and export one print. Raises PrintFailure where there is none."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for template in TEMPLATES.glob("*.typ"):
            (folder / template.name).write_bytes(template.read_bytes())
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        if tei:
            (folder / data["tei"]).write_bytes(tei)
        return compiled(at, folder, bool(tei))


def compiled(at: Press, folder: Path, with_files: bool) -> Printed:
    """The print of what stands in a folder. Raises PrintFailure where there is none."""
    job = {
        "folder": str(folder),
        "fonts": at.font_folders,
        "standards": [_ACCESSIBLE, _KEPT_WITH_FILES if with_files else _KEPT],
        "moment": at.moment,
    }
    command = [sys.executable, "-m", "edition.write.print.typst_process"]
    done = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, encoding="utf-8")
    if done.returncode:  # killed for want of memory, say
        raise PrintFailure(f"the compiler ended with {done.returncode}: {done.stderr.strip()[-500:] or 'no word'}")
    result = json.loads(done.stdout)
    if "failure" in result:
        raise PrintFailure(result["failure"])
    return Printed((folder / PDF).read_bytes(), result["pages"], tuple(result["misplaced"]))


def key(at: Press, data: Mapping[str, Any], tei: bytes) -> str:
    """A hash of everything that a print depends on."""
    parts = [json.dumps(data, ensure_ascii=False, sort_keys=True), _templates(), str(at.moment)]
    parts += [version("typst"), at.fonts, hashlib.sha256(tei).hexdigest()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


@cache
def _templates() -> str:
    return "".join(file.read_text("utf-8") for file in sorted(TEMPLATES.glob("*.typ")))
