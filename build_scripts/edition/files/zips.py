"""Archives that are the same bytes for the same files.

In: path -> bytes. Out: a zip, its files in the order given. Nothing in it tells when or where it was made.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Collection, Iterable, Mapping
from typing import IO

from deflate import deflate_compress

_DAY = (1980, 1, 1, 0, 0, 0)  # the first that the format knows: the files have no day of their own
_LEVEL = 4  # of compression; more takes longer and saves two bytes in a hundred


def archive(files: Mapping[str, bytes], stored: Collection[str] = ()) -> bytes:
    """The files as a zip in memory; those that must be read without unpacking are `stored`."""
    made = io.BytesIO()
    pack(files.items(), made, stored)
    return made.getvalue()


def pack(files: Iterable[tuple[str, bytes]], into: IO[bytes], stored: Collection[str] = ()) -> None:
    """The files, one after the other, as a zip written into an open file.

    What Python's zlib makes of the same file differs from machine to machine, what libdeflate makes of it does not. So each file
    is compressed here, and `zipfile` writes what belongs around it.
    """
    with zipfile.ZipFile(into, "w") as written:
        for path, data in files:
            entry = zipfile.ZipInfo(path, _DAY)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # else it would be that of this machine
            small = data if path in stored else bytes(deflate_compress(data, _LEVEL))
            if len(small) < len(data):
                _put(written, entry, data, small)
            else:
                written.writestr(entry, data)


def _put(written: zipfile.ZipFile, entry: zipfile.ZipInfo, data: bytes, compressed: bytes) -> None:
    """Add a file that is compressed already; the list at the end of the archive is written from the same fields."""
    assert written.fp is not None
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.CRC, entry.file_size, entry.compress_size = zlib.crc32(data), len(data), len(compressed)
    entry.header_offset = written.fp.tell()
    written.fp.write(entry.FileHeader() + compressed)
    written.filelist.append(entry)
    written.NameToInfo[entry.filename] = entry
    written.start_dir = written.fp.tell()
