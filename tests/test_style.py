"""Words to avoid: those of the style sheet, `docs/editing/style.md`, that are wrong in any sense.

They are looked for in what the edition and the program say: pages, the prose of the input files, the words in the code, scripts
of the pages. Exempt are the source texts, quotations and titles; comments, which nobody but programmers reads; and the
table itself.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.project import REPOSITORY

STYLE = REPOSITORY / "docs/editing/style.md"
# Fields whose words are those of the texts, of titles, or of other works; and what editors write to each other.
QUOTED = {
    *[
        "at",
        "before",
        "after",
        "from",
        "to",
        "forms",
        "printed",
        "says",
        "variants",
        "title",
        "title-short",
        "container-title",
    ],
    *["printed_address", "archive_reference", "supports", "check", "accessed_as", "citable", "suggestions"],
}
# A page quotes the texts and other works in blocks, in quotation marks, and where the program marks their words.
_NOT_OURS = re.compile(
    r"(?ms)^---\n.*?^---\n|^```.*?^```$|^>.*?$|`[^`\n]+`|“[^”]*”|<pre.*?</pre>|https?://\S+|<div class=\"report\".*?</div>"
)
_WORD_CHARACTERS = r"[\w’'-]"


@cache
def avoided() -> tuple[str, ...]:
    """The second column of the table under *Words to use and to avoid*."""
    section = STYLE.read_text("utf-8").partition("{: #words }")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return tuple(words.strip() for row in rows[2:] for words in row[1].split(","))


@cache
def pattern() -> re.Pattern[str]:
    words = "|".join(r"\s+".join(map(re.escape, words.split())) for words in avoided())
    return re.compile(rf"(?i)(?<!{_WORD_CHARACTERS})(?:{words})(?!{_WORD_CHARACTERS})")


def found(text: str) -> list[str]:
    return [" ".join(match[0].split()) for match in pattern().finditer(text)]


def pages() -> Iterator[Path]:
    yield from (REPOSITORY / name for name in ("README.md", "CONTRIBUTING.md"))
    for path in sorted((REPOSITORY / "docs").rglob("*.md")):
        if path != STYLE and "documents" not in path.relative_to(REPOSITORY / "docs").parts[:1]:
            yield path


def prose(value: Any, key: str = "") -> Iterator[str]:
    """The texts in a YAML file that are the edition's own."""
    if key in QUOTED:
        return
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from prose(inner, str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from prose(inner, key)
    elif isinstance(value, str):
        yield re.sub(r'"[^"]*"|“[^”]*”|\*[^*]*\*', "", value)


def literals(source: str) -> Iterator[str]:
    """What a module says: its texts, and what its docstrings, which are the help of commands, explain."""
    yield from (
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def said(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    if path.suffix == ".md":
        yield _NOT_OURS.sub("", text)
    elif path.suffix == ".yaml":
        yield from prose(yaml.safe_load(text))
    elif path.suffix == ".py":
        yield from literals(text)
    else:
        yield re.sub(r"(?m)//.*$|(?s:/\*.*?\*/)", "", text)


def everything() -> Iterator[Path]:
    yield from pages()
    yield from sorted((REPOSITORY / "source_texts").rglob("*.yaml"))
    yield from sorted((REPOSITORY / "build_scripts").rglob("*.py"))
    yield from sorted((REPOSITORY / "docs/assets").glob("*.js"))
    yield from sorted((REPOSITORY / "docs/schemas").glob("*.json"))


def test_no_word_to_avoid_is_used() -> None:
    wrong = [
        f"{path.relative_to(REPOSITORY)}: {words}"
        for path in everything()
        for text in said(path)
        for words in found(text)
    ]
    assert wrong == []


def test_the_table_is_read() -> None:
    assert {"can be had", "verb of saying", "told by its", "leads nowhere"} <= {*avoided()} and len(avoided()) > 25
    assert not {"state", "print", "stands", "owner"} & {*avoided()}


@pytest.mark.parametrize("words", avoided())
def test_every_word_is_noticed_wherever_it_is_said(words: str, tmp_path: Path) -> None:
    for name, text in (
        ("page.md", f"# A page\n\nHere {words}\nis said.\n"),
        ("notes.yaml", f"notes:\n  - {{key: a, at: Here {words}, text: 'Here {words}.'}}\n"),
        ("module.py", f'def f() -> str:\n    return f"{{1}} here {words} {{2}}"\n'),
        ("page.js", f'const said = "here {words}"; // here {words}\n'),
    ):
        (tmp_path / name).write_text(text, "utf-8")
        assert [w for said_ in said(tmp_path / name) for w in found(said_)] == [words], name


def test_quotations_are_exempt(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("“It can be had”\n\n> It can be had\n\n```text\ncan be had\n```\n", "utf-8")
    (tmp_path / "notes.yaml").write_text(
        "- {at: can be had, title: can be had, note: 'He said \"can be had\".'}\n", "utf-8"
    )
    assert not [w for name in ("page.md", "notes.yaml") for text in said(tmp_path / name) for w in found(text)]
