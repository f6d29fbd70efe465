"""What a site was made from and by: `data/build-info.json`, written into the site and nowhere else but its colophon.

In: the project's folder, the edition, what each check found. Out: the file. It names the commit, so it cannot be in the
repository; it says nothing of the machine or the hour, so that one commit gives the same bytes everywhere.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pypandoc

from edition.files.git import commit
from edition.model.addresses import canonical
from edition.model.edition import Edition
from edition.write.formats import to_json

BUILD_INFO, BUILD_INFO_SCHEMA = "data/build-info.json", "schemas/build-info-1.json"
COLOPHON = "about/colophon/index.html"
_RESULT = re.compile(r'(<span id="(commit|check-[a-z]+)">)([^<]*)')
# The packages that decide what the files look like; all are pinned in requirements.txt.
TOOLS = (
    "fonttools",
    "lxml",
    "Markdown",
    "markdown-it-py",
    "mkdocs",
    "mkdocs-material",
    "pagefind-bin",
    "pypandoc-binary",
    "rispy",
)
INPUTS = "source_texts"


def write_build_info(root: Path, site: Path, edition: Edition, found: Mapping[str, Sequence[object]]) -> None:
    """Write the file into a built site, and the results into its colophon.

    `found` has the findings of every check by its name; it is empty before they are run.
    """
    info, file, colophon = build_info(root, edition, found), site / BUILD_INFO, site / COLOPHON
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(to_json(info))
    results = {"commit": info["commit"], **{f"check-{c['check']}": c["result"] for c in info["checks"]}}
    if colophon.exists():
        colophon.write_text(
            _RESULT.sub(lambda m: m[1] + str(results.get(m[2], m[3])), colophon.read_text("utf-8")), "utf-8"
        )


def build_info(root: Path, edition: Edition, found: Mapping[str, Sequence[object]]) -> dict[str, Any]:
    """Commit, version, hashes of all inputs, versions of tools, counts, results of the checks."""
    settings = edition.settings
    inputs = sorted(p for p in (root / INPUTS).rglob("*") if p.is_file() and not p.name.startswith("."))
    return {
        "$schema": canonical(edition, f"/{BUILD_INFO_SCHEMA}"),
        "edition": {"title": settings.title, "version": settings.version, "released": settings.released},
        "address": settings.address,
        "commit": commit(root),
        "inputs": {p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in inputs},
        "tools": {**{tool: version(tool) for tool in TOOLS}, "pandoc": str(pypandoc.get_pandoc_version())},
        "counts": edition.counts,
        "checks": [
            {"check": name, "result": "failed" if findings else "passed", "findings": [str(f) for f in findings]}
            for name, findings in found.items()
        ],
    }
