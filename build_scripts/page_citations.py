"""The works that hand-written pages cite: a page cites a work by a link to it on the page of sources.

In: the Markdown files of `docs/` that people wrote. Out: `SourceRef`s, each with its place in its page, so that the works
are listed among the sources and an unknown one is reported where it is linked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from build_scripts.files import generated
from build_scripts.problem import Place
from build_scripts.quoting import SourceRef
from build_scripts.text_file import read_text
from build_scripts.yaml_values import Text

_LINK = re.compile(r"\]\((?:[\w./-]*/)?sources\.md#([\w-]+)\)")


def page_citations(root: Path) -> Iterator[SourceRef]:
    """Every work that a hand-written page links to, in the order of the pages; those of unreadable pages are left out."""
    made = set(generated(root / "docs"))
    for path in sorted((root / "docs").rglob("*.md")):
        if path.relative_to(root / "docs").as_posix() not in made:
            yield from _citations(root, path.relative_to(root).as_posix())


def _citations(root: Path, page: str) -> Iterator[SourceRef]:
    for number, line in enumerate((read_text(root, page, []) or "").split("\n"), start=1):
        for link in _LINK.finditer(line):
            yield SourceRef(Text(link[1], Place(page, number, link.start(1) + 1, len(link[1]))))
