"""Reading a text file of the edition safely.

In: a path below the project's root. Out: its text, or None with the reason reported; what is no file of the project.
Does not interpret the text.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from edition.model.limits import LARGEST_FILE
from edition.model.problem import Place, Problem

FOLDERS = ("source_texts", "releases", "docs", "overrides")  # what a build reads
_INSTEAD = "put the file itself there, or remove it"
_LINE_END = re.compile(r"\r\n?")
# C0 and C1 controls other than tab, line feed and carriage return; and what is no character in XML.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def read_text(root: Path, path: str, problems: list[Problem]) -> str | None:
    """The text of the file `path` below `root` (UTF-8, no control characters), or None.

    A byte order mark is left out, and every line ends with a line feed.
    """
    data = read_bytes(root, path, problems)
    return None if data is None else decode(data, path, problems)


def decode(data: bytes, path: str, problems: list[Problem]) -> str | None:
    """The same of bytes that are read already; `path` is for the places of problems."""
    try:
        text = _LINE_END.sub("\n", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        good = _LINE_END.sub("\n", error.object[: error.start].decode("utf-8"))
        message = f"the byte 0x{error.object[error.start]:02x} is not UTF-8"
        cure = "save the file as UTF-8; if it is a source text as received, obtain a clean copy"
        problems.append(Problem("wrong-encoding", place_at(path, good, len(good)), message, cure))
        return None
    if found := CONTROL.search(text):
        times = sum(1 for _ in CONTROL.finditer(text))
        others = f", the first of {times} control characters" if times > 1 else ""
        message = f"control character U+{ord(found[0]):04X}{others}"
        cure = "remove it; if this is a source text as received, obtain a clean copy"
        problems.append(Problem("control-character", place_at(path, text, found.start()), message, cure))
        return None
    return text


def read_bytes(root: Path, path: str, problems: list[Problem], largest: int = LARGEST_FILE) -> bytes | None:
    """The bytes of the file `path` below `root`, or None, with the reason reported.

    Read is only an ordinary file of at most so many bytes. It may be a link, but one that stays in the folder of the
    project with which `path` begins.
    """
    try:
        file, wrong = _found(root, path)
        if wrong:
            problems.append(Problem("not-a-file", Place(path), wrong, _INSTEAD))
            return None
        with open(os.open(file, os.O_RDONLY | os.O_NONBLOCK), "rb") as opened:
            data = opened.read(largest + 1)
    except OSError as error:
        message = f"cannot read the file: {(error.strerror or 'unknown reason').lower()}"
        problems.append(Problem("file-missing", Place(path), message, _cure(path)))
        return None
    if len(data) > largest:
        message = f"the file has more than {largest / 1e6:,.0f} million bytes"
        problems.append(
            Problem("file-too-large", Place(path), message, "divide it, or check that it is the right file")
        )
        return None
    return data


def check_folders(root: Path, problems: list[Problem]) -> None:
    """Report what stands in the folders of a project, or is linked there, and is neither a file of theirs nor a folder."""
    for top in FOLDERS:
        for folder, folders, names in os.walk(root / top):  # does not follow links
            for name in [*names, *(n for n in folders if os.path.islink(os.path.join(folder, n)))]:
                path = (Path(folder) / name).relative_to(root).as_posix()
                if wrong := _fault_or_missing(root, path):
                    problems.append(Problem("not-a-file", Place(path), wrong, _INSTEAD))


def _fault_or_missing(root: Path, path: str) -> str:
    try:
        return fault(root, path)
    except OSError as error:
        return f"a broken symbolic link: {(error.strerror or 'unknown reason').lower()}"


def fault(root: Path, path: str) -> str:
    """Why what stands at a path is no ordinary file of the folder of the project with which the path begins; or nothing.

    Raises OSError where nothing stands there.
    """
    return _found(root, path)[1]


def _found(root: Path, path: str) -> tuple[str, str]:
    """The file that a path leads to, and why it is none of the project's."""
    top = path.partition("/")[0]
    file, whole = os.path.realpath(root / path, strict=True), os.path.realpath(root / top)
    if os.path.commonpath([file, whole]) != whole:  # what is elsewhere on a machine is no part of an edition
        return file, f"a symbolic link to a location outside {top}/"
    mode = os.stat(file).st_mode
    if stat.S_ISREG(mode):
        return file, ""
    return file, "a folder, not a file" if stat.S_ISDIR(mode) else "not a regular file"  # a pipe would be waited for


def _cure(path: str) -> str:
    if path.startswith("source_texts/apparatus/"):
        return "create the apparatus for this document, beginning with document: ID"
    return "add the file, or change its permissions"


def place_at(path: str, text: str, offset: int, length: int = 1) -> Place:
    """The place of a character offset in a file's text."""
    start = text.rfind("\n", 0, offset) + 1
    return Place(path, text.count("\n", 0, offset) + 1, offset - start + 1, length)
