"""Archives that are the same bytes for the same files.

In: path -> bytes. Out: a zip, its files in the order given. Nothing in it tells when or where it was made.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import IO

_DAY = (1980, 1, 1, 0, 0, 0)  # the first that the format knows: the files have no day of their own
_LEVEL = 6  # of compression; more takes longer and saves next to nothing


def archive(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip, stored: programs for compression differ from machine to machine, and so would the bytes."""
    made = io.BytesIO()
    pack(files.items(), made, zipfile.ZIP_STORED)
    return made.getvalue()


def pack(files: Iterable[tuple[str, bytes]], into: IO[bytes], method: int = zipfile.ZIP_DEFLATED) -> None:
    """The files, one after the other, as a zip written into an open file."""
    with zipfile.ZipFile(into, "w", method) as written:
        for path, data in files:
            entry = zipfile.ZipInfo(path, _DAY)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # else it would be that of this machine
            written.writestr(entry, data, method, _LEVEL)
