"""Archives that are the same bytes for the same files.

In: path -> bytes. Out: a zip, its files in the order given. Nothing in it tells when or where it was made.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_DAY = (1980, 1, 1, 0, 0, 0)  # the first that the format knows: the files have no day of their own
_LEVEL = 9


def archive(files: Mapping[str, bytes], compressed: bool = False) -> bytes:
    """The files as a zip. Programs for compression differ from machine to machine: only what is stored is the same on all."""
    made, method = io.BytesIO(), zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(made, "w", method, compresslevel=_LEVEL) as written:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, _DAY)
            entry.compress_type = method
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # else it would be that of this machine
            written.writestr(entry, data, compresslevel=_LEVEL)
    return made.getvalue()
