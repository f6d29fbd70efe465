"""What several test modules share: projects that are built once."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from edition.model.edition import Edition
from edition.model.problem import Problem
from edition.problems.excerpt import render
from edition.stages.gather import gather
from tests.browser import chromium, served
from tests.project import REPOSITORY, copy_corpus, copy_edition, once, run, share_prints


def pytest_configure() -> None:
    """Commands get an interrupt as at a terminal: who starts the tests in the background may have set it aside."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def build_corpus(to: Path) -> None:
    code, said = run(copy_corpus(to), "build")
    assert code == 0, said
    share_prints(to, REPOSITORY)


def build_brief(to: Path) -> None:
    code, said = run(copy_edition("brief", to), "build")
    assert code == 0, said


@pytest.fixture(scope="session")
def edition() -> Edition:
    """The repository's own edition, gathered."""
    problems: list[Problem] = []
    made = gather(REPOSITORY, problems)
    assert made is not None and not problems, render(problems, REPOSITORY)
    return made


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository's own project, built. Tests read it and leave it as it is."""
    return once(tmp_path_factory, "corpus", build_corpus)


@pytest.fixture(scope="session")
def built_brief(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small edition, built. Tests read it and leave it as it is."""
    return once(tmp_path_factory, "brief", build_brief)


@pytest.fixture
def brief(built_brief: Path, tmp_path: Path) -> Path:
    """A copy of the small edition, built, to be changed and broken."""
    root = tmp_path / "project"
    shutil.copytree(built_brief, root)
    return root


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(corpus: Path) -> Iterator[str]:
    """The address of the built corpus, served on this machine."""
    with served(corpus / "site") as address:
        yield address
