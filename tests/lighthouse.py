"""Lighthouse's four classic marks for a page of each kind, printed by `make bench`.

In: the built site. Out: a table of marks from 0 to 100, and the bytes of each first view. Not a test: the mark for speed depends
on the machine and on what else it does.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path

from tests.browser import find_chromium, served

PROJECT = Path(__file__).parent.parent
TOOL = Path(__file__).parent / "tools/node_modules/lighthouse/cli/index.js"
KINDS = {"performance": "speed", "accessibility": "access", "best-practices": "practice", "seo": "search"}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


def main() -> None:
    """Look at the home page, a document, a name, and the pages of lists."""
    site = PROJECT / "site"
    document = min(p.name for p in (site / "documents").iterdir() if (p / "index.html").exists())
    person = min(p.name for p in (site / "people").iterdir() if p.is_dir())
    pages = ("", f"documents/{document}/", f"people/{person}/", "names/", "index/", "map/", "search/", "cite/")
    print("Lighthouse: " + ", ".join(KINDS.values()) + "; kB at first view")
    with served(site, compressed=True) as address:
        for page in pages:
            if (site / page / "index.html").exists():
                marks, size = _look(address + page)
                print("  ".join(f"{mark:4.0f}" for mark in marks), f"{size / 1000:6.0f}", f" /{page}", flush=True)


def _look(address: str) -> tuple[list[float], float]:
    """The marks of a page, and the bytes sent for it."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        options = ["--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={FLAGS}"]
        command = ["node", str(TOOL), address, f"--only-categories={','.join(KINDS)}", *options]
        path = f"{PROJECT / '.venv/bin'}{os.pathsep}{os.environ['PATH']}"
        subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": find_chromium(), "PATH": path})
        found = json.loads(report.read_text("utf-8"))
    marks = [100.0 * (found["categories"][kind]["score"] or 0) for kind in KINDS]
    return marks, found["audits"]["total-byte-weight"]["numericValue"]


if __name__ == "__main__":
    main()
