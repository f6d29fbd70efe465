"""One layout by Typst, in a process of its own: what the compiler keeps in memory goes with it.

In: a job as JSON on the standard input; templates and data stand in its folder. Out: the PDF beside them, and on the standard
output as JSON the number of its pages and the notes that do not begin on the page of their marks, or why there is no PDF.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

PDF = "print.pdf"
# Where each note's mark stands, and where the note begins.
_PLACES = "query(<note-{}>).map(it => (it.value, it.location().page()))"


def main() -> None:
    """Do the job that stands on the standard input."""
    print(json.dumps(lay_out(**json.load(sys.stdin))))


def lay_out(folder: str, fonts: list[str], inputs: dict[str, str], standards: list[Any], moment: int) -> dict[str, Any]:
    """Compile main.typ of a folder: `inputs` are for the templates, `moment` is the date in the file, in seconds."""
    import typst

    compiler = typst.Compiler(
        str(Path(folder) / "main.typ"), root=folder, font_paths=typst.Fonts(False, False, list(fonts))
    )
    try:
        pdf = compiler.compile(sys_inputs=inputs, pdf_standards=standards, timestamp=moment)
    except typst.TypstError as error:
        return {"failure": "; ".join([error.message, *error.hints])}
    assert isinstance(pdf, bytes)
    (Path(folder) / PDF).write_bytes(pdf)
    marks, bodies = (dict(json.loads(compiler.eval(_PLACES.format(what)))) for what in ("mark", "body"))
    pages = int(json.loads(compiler.eval("query(<foot>).len()")))
    return {"pages": pages, "misplaced": sorted(note for note, page in marks.items() if bodies.get(note) != page)}


if __name__ == "__main__":
    main()
