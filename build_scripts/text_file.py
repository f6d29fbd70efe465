"""Reading a text file of the edition safely.

In: a path below the project's root. Out: its text, or None with the reason reported.
Does not interpret the text.
"""

from __future__ import annotations

import re
from pathlib import Path

from build_scripts.problem import Place, Problem

# C0 and C1 controls other than tab, line feed and carriage return.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def read_text(root: Path, path: str, problems: list[Problem]) -> str | None:
    """The text of the file `path` below `root` (UTF-8, no control characters), or None."""
    try:
        data = (root / path).read_bytes()
    except OSError as error:
        cure = "put the file there, or take its name out of source_texts/edition.yaml"
        problems.append(Problem("file-missing", Place(path), f"cannot read the file: {error.strerror}", cure))
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        problems.append(Problem("wrong-encoding", Place(path, line, column), message, "save the file as UTF-8"))
        return None
    found = [place_at(path, text, m.start()) for m in _CONTROL.finditer(text)]
    for place, match in zip(found, _CONTROL.finditer(text), strict=True):
        message = f"control character U+{ord(match[0]):04X}"
        problems.append(
            Problem("control-character", place, message, "take the character out of the copy and ask for a clean one")
        )
    return None if found else text


def place_at(path: str, text: str, offset: int, length: int = 1) -> Place:
    """The place of a character offset in a file's text."""
    start = text.rfind("\n", 0, offset) + 1
    return Place(path, text.count("\n", 0, offset) + 1, offset - start + 1, length)
