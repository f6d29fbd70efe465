"""A project to try things on: `python -m tests.trial FOLDER` makes a small invented edition that looks like this one.

The tutorial for editors, `docs/editing/tutorial.md`, begins with it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.project import copy_edition

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    if folder.exists():
        sys.exit(f"{folder} is there already: take it away, or name another folder")
    copy_edition("small", folder)
    print(f"Practice edition created in {folder}")
