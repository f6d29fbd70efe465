"""What the fuzzer found once, and the files from which it begins: tried again in every run of the tests.

`make fuzz` looks for more, and writes it to `tests/cases/fuzz/TARGET/`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from edition.editor.importing.forms import FORMS, import_text
from edition.stages.read import read
from tests.fuzz.targets import TARGETS, TESTS

CASES = sorted(p for p in (TESTS / "cases/fuzz").glob("*/*") if p.is_file())


@pytest.mark.parametrize("case", CASES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_what_was_found_once(case: Path) -> None:
    TARGETS[case.parent.name].run(case.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_has_files_to_begin_with(name: str) -> None:
    """What must hold does hold of files that are as they should be: else a finding would say nothing."""
    seeds = [p for pattern in TARGETS[name].seeds for p in sorted(TESTS.glob(pattern))]
    assert seeds
    for seed in seeds:
        TARGETS[name].run(seed.read_bytes())


def test_every_form_of_found_texts_is_fuzzed() -> None:
    """Each form is the one by which the files of some target are read."""
    seeds = [p for n, t in TARGETS.items() if n.startswith("import-") for s in t.seeds for p in sorted(TESTS.glob(s))]
    documents = [import_text("x", p.read_bytes(), "May 3, 1951", []) for p in seeds]
    assert {d.form for d in documents if d} == {form.name for form in FORMS}


def test_a_target_finds_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guards the tests above: where a letter is lost, the target says so."""
    real = read

    def losing(*given: object) -> object:
        made = real(*given)  # type: ignore[arg-type]
        object.__setattr__(made, "blocks", made.blocks[:-1])  # type: ignore[union-attr]
        return made

    monkeypatch.setattr("tests.fuzz.targets.read", losing)
    with pytest.raises(AssertionError):
        TARGETS["reader"].run(b"One paragraph.\n\nAnother paragraph.\n")
