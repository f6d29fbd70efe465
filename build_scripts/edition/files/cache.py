"""Results that are kept between runs, below `.cache/`.

A cached file begins with the SHA-256 of what follows. A file that is damaged, foreign or unreadable is as good as none: the
result is made again. The cache is never more than a saving of time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from pathlib import Path

from edition.files.replace import write_whole

_DIGEST = 64  # characters of a SHA-256 in hexadecimal


class Cache:
    """Results by key in one folder; without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        """What was kept under a key; None where there is nothing, or nothing sound."""
        if self.folder is None:
            return None
        try:
            kept = (self.folder / key).read_bytes()
        except OSError:
            return None
        digest, data = kept[:_DIGEST], kept[_DIGEST:]
        return data if digest == _digest(data) else None

    def put(self, key: str, data: bytes) -> None:
        """Keep data under a key. Raises OSError where the file cannot be written."""
        if self.folder is not None:
            write_whole(self.folder / key, _digest(data) + data)

    def cached(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What was kept under a key, or else what `make` returns, which is kept."""
        data = self.get(key)
        if data is None:
            data = make()
            self.put(key, data)
        return data

    def keep_only(self, keys: Collection[str]) -> None:
        """Delete what stands under other keys."""
        for path in self.folder.glob("*") if self.folder and self.folder.is_dir() else ():
            if path.name not in keys and path.is_file():
                path.unlink(missing_ok=True)


def key_of(*parts: str) -> str:
    """A key for everything that a result depends on."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()
