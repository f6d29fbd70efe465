"""What the last command changed, kept so that it can be put back.

In: the files that a command is about to write. Out: `.cache/undo.json`, and from it the files as they were. Where one of them
was changed since, nothing is put back: what an editor wrote meanwhile is not lost.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path

from edition.files.replace import write_whole

KEPT = ".cache/undo.json"


class NothingToUndo(Exception):
    """Why nothing can be put back."""


def to_be_kept(root: Path, changes: Mapping[str, bytes | None]) -> bytes:
    """The files that some changes are about to replace."""
    kept = {
        path: {"before": _packed(as_it_stands(root / path)), "after": _hash(data)} for path, data in changes.items()
    }
    return json.dumps(kept, indent=1).encode()


def keep(root: Path, kept: bytes) -> None:
    """Keep what was replaced, once it is; what the command before replaced is kept no longer."""
    write_whole(root / KEPT, kept)


def before_last(root: Path) -> dict[str, bytes | None]:
    """The changes that put everything back. Raises NothingToUndo."""
    if not (root / KEPT).exists():
        raise NothingToUndo("no command has changed anything here, or the earlier content is no longer available")
    kept = json.loads((root / KEPT).read_text("utf-8"))
    changed = [path for path, entry in kept.items() if _hash(as_it_stands(root / path)) != entry["after"]]
    if changed:
        raise NothingToUndo(f"changed since: {', '.join(sorted(changed))}; nothing restored")
    return {path: _unpacked(entry["before"]) for path, entry in kept.items()}


def as_it_stands(path: Path) -> bytes | None:
    """A file, or None where there is none."""
    return path.read_bytes() if path.is_file() else None


def _hash(data: bytes | None) -> str:
    return "" if data is None else hashlib.sha256(data).hexdigest()


def _packed(data: bytes | None) -> str | None:
    return None if data is None else b64encode(data).decode()


def _unpacked(text: str | None) -> bytes | None:
    return None if text is None else b64decode(text)
