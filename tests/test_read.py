"""Reading, parsing and emending: the shapes in which source texts come.

A case is `tests/cases/read/NAME.md`, with the emendations of an apparatus in NAME.yaml where it has any. NAME.txt holds
what becomes of it: every block with its id, its place in the file and its text (italics between ‹ and ›), the
emendations, the problems. UPDATE_EXPECTED=1 writes it anew; read it before you keep it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from edition.files.fields import Fields
from edition.files.yaml_places import load_yaml
from edition.model.apparatus import Wish
from edition.model.document import Emended
from edition.model.problem import Problem
from edition.model.text import Block
from edition.model.words import differences, shown_words, source_words
from edition.problems.excerpt import render
from edition.source.apparatus import load_wishes
from edition.stages.annotate import number
from edition.stages.emend import emend
from edition.stages.parse import parse
from edition.stages.read import read

CASES = sorted((Path(__file__).parent / "cases/read").glob("*.md"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_read(case: Path, tmp_path: Path) -> None:
    problems: list[Problem] = []
    emended = _read(case, tmp_path, problems)
    found = _shown(emended) + "\n" + render(problems, tmp_path) + "\n" * bool(problems)
    expected = case.with_suffix(".txt")
    if os.environ.get("UPDATE_EXPECTED"):
        expected.write_bytes(found.encode())
    assert found == expected.read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_no_word_is_lost(case: Path, tmp_path: Path) -> None:
    """Every word of the source stands once, in order, unless an emendation says otherwise."""
    emended = _read(case, tmp_path, [])
    shown = [word for p in number(emended.parsed) for word in shown_words(p.text)]
    assert differences(source_words(case.read_text("utf-8-sig")), shown, emended.emendations) == []


def _read(case: Path, root: Path, problems: list[Problem]) -> Emended:
    (root / "source_texts/documents").mkdir(parents=True)
    shutil.copy(case, root / f"source_texts/documents/{case.name}")
    source = read(root, case.stem, problems)
    assert source is not None
    return emend(parse(source, problems), _wishes(case, problems), problems)


def _wishes(case: Path, problems: list[Problem]) -> tuple[Wish, ...]:
    path = f"{case.stem}.yaml"
    entries = (load_yaml(case.parent, path, problems) if (case.parent / path).exists() else None) or ()
    return load_wishes(tuple(entry for entry in entries if isinstance(entry, Fields)))


def _shown(emended: Emended) -> str:
    lines = [f"{p.id:<15} {_where(p.block):<10} {_marked(p.block)}" for p in number(emended.parsed)]
    lines.append(f"printed address: {emended.parsed.printed_address or 'none'}")
    for e in emended.emendations:
        lines.append(f"{e.place.line}:{e.place.column} {e.rule}: {e.before!r} -> {e.after!r} ({e.reason})")
    return "\n".join(lines) + "\n"


def _where(block: Block) -> str:
    place = block.place("")
    kind = f"h{block.level}" if block.level else {"paragraph": "p", "item": "li"}[block.kind]
    return f"{place.line}:{place.column} {kind}"


def _marked(block: Block) -> str:
    marks = sorted([(end, "›") for _, end in block.emphasis] + [(start, "‹") for start, _ in block.emphasis])
    text = block.text
    for at, mark in reversed(marks):
        text = text[:at] + mark + text[at:]
    return text
