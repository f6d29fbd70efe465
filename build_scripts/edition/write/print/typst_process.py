"""One print by Typst, in a process of its own: what the compiler keeps in memory goes with it.

In: a job as JSON on the standard input; templates and data stand in its folder. Out: the PDF beside them, and on the standard
output as JSON the number of its pages and the notes that do not begin on the page of their marks, or why there is no PDF.
All attempts are made by one compiler: it lays out again only what a nudge has changed, and a PDF is written once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

PDF = "print.pdf"
NUDGES = "nudges.json"
ATTEMPTS = 16  # layouts of one print: the first, and those that try to cure a misplaced note
# Where each note's mark stands, and where the note begins.
_PLACES = "query(<note-{}>).map(it => (it.value, it.location().page()))"
Nudges = Mapping[str, int]


def main() -> None:
    """Do the job that stands on the standard input."""
    print(json.dumps(lay_out(**json.load(sys.stdin))))


def lay_out(folder: str, fonts: list[str], standards: list[Any], moment: int) -> dict[str, Any]:
    """Compile main.typ of a folder; `moment` is the date in the file, in seconds."""
    import typst

    compiler = typst.Compiler(
        str(Path(folder) / "main.typ"), root=folder, font_paths=typst.Fonts(False, False, list(fonts))
    )

    def nudged(nudges: Nudges) -> list[str]:
        (Path(folder) / NUDGES).write_text(json.dumps(nudges, sort_keys=True), "utf-8")
        marks, bodies = (dict(json.loads(compiler.eval(_PLACES.format(what)))) for what in ("mark", "body"))
        return sorted(note for note, page in marks.items() if bodies.get(note) != page)

    try:
        nudges, misplaced = settle(nudged)
        nudged(nudges)
        pdf = compiler.compile(pdf_standards=standards, timestamp=moment)
    except RuntimeError as error:  # TypstError where the compiler keeps message and hints apart
        return {"failure": "; ".join([getattr(error, "message", str(error)), *getattr(error, "hints", ())])}
    assert isinstance(pdf, bytes)
    (Path(folder) / PDF).write_bytes(pdf)
    return {"pages": int(json.loads(compiler.eval("query(<foot>).len()"))), "misplaced": misplaced}


def settle(nudged: Callable[[Nudges], list[str]]) -> tuple[Nudges, list[str]]:
    """The nudges under which the fewest notes are misplaced, and those notes; `nudged` lays out and says which are.

    A note begins on the page of its mark. Where no attempt achieves that for every note, the layout with the fewest
    exceptions is taken: a long note on a full page must not keep an edition from being built.
    """
    nudges: dict[str, int] = {}
    best, fewest = dict(nudges), nudged(nudges)
    misplaced = fewest
    for _ in range(ATTEMPTS - 1):
        if not misplaced:
            break
        nudges |= {note: nudges.get(note, 0) + 1 for note in misplaced}
        misplaced = nudged(nudges)
        if len(misplaced) < len(fewest):
            best, fewest = dict(nudges), misplaced
    return best, fewest


if __name__ == "__main__":
    main()
