"""The commit that a project's folder stands at, as git says.

In: the project's folder. Out: the commit as a text. Asks only the folder's own repository, not one that happens to hold it.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

UNKNOWN = "unknown"


def commit(root: Path) -> str:
    """The commit that stands in a project's folder, "… with changes" where files differ from it; "unknown" without git."""
    found = head(root)
    is_changed = found and _git(root, "status", "--porcelain", "--untracked-files=no")
    return f"{found} with changes" if is_changed else found or UNKNOWN


def head(root: Path) -> str:
    """The commit that a project's folder was checked out from; empty without git."""
    return _git(root, "rev-parse", "HEAD") if (root / ".git").exists() else ""


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):  # no git on this machine, or nothing committed yet
        return ""
    return done.stdout.strip()
