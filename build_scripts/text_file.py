"""Reading a text file of the edition safely.

In: a path below the project's root. Out: its text, or None with the reason reported.
Does not interpret the text.
"""

from __future__ import annotations

import re
from pathlib import Path

from build_scripts.problem import Place, Problem

# C0 and C1 controls other than tab, line feed and carriage return.
_LINE_END = re.compile(r"\r\n?")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def read_text(root: Path, path: str, problems: list[Problem]) -> str | None:
    """The text of the file `path` below `root` (UTF-8, no control characters), or None.

    A byte order mark is left out, and every line ends with a line feed.
    """
    try:
        data = (root / path).read_bytes()
    except OSError as error:
        message = f"cannot read the file: {(error.strerror or 'unknown reason').lower()}"
        problems.append(Problem("file-missing", Place(path), message, _cure(path)))
        return None
    try:
        text = _LINE_END.sub("\n", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        good = _LINE_END.sub("\n", error.object[: error.start].decode("utf-8"))
        message = f"the byte 0x{error.object[error.start]:02x} is not UTF-8"
        cure = "save the file as UTF-8; if it is a source text as received, ask for a clean copy"
        problems.append(Problem("wrong-encoding", place_at(path, good, len(good)), message, cure))
        return None
    if found := CONTROL.findall(text):
        others = f", the first of {len(found)} control characters" if len(found) > 1 else ""
        message = f"control character U+{ord(found[0]):04X}{others}"
        cure = "take it out; if this is a source text as received, ask for a clean copy"
        problems.append(Problem("control-character", place_at(path, text, text.index(found[0])), message, cure))
        return None
    return text


def _cure(path: str) -> str:
    if path.startswith("source_texts/apparatus/"):
        return "write the apparatus of the document of that name; it begins with document: ID"
    return "put the file there, or change its permissions"


def place_at(path: str, text: str, offset: int, length: int = 1) -> Place:
    """The place of a character offset in a file's text."""
    start = text.rfind("\n", 0, offset) + 1
    return Place(path, text.count("\n", 0, offset) + 1, offset - start + 1, length)
