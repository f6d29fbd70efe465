"""What several test modules share: projects that are built once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium, served
from tests.project import REPOSITORY, copy_corpus, copy_edition, run, share_prints


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository's own project, built. Tests read it and leave it as it is."""
    root = copy_corpus(tmp_path_factory.mktemp("corpus") / "project")
    code, said = run(root, "build")
    assert code == 0, said
    share_prints(root, REPOSITORY)
    return root


@pytest.fixture(scope="session")
def built_brief(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small edition, built. Tests read it and leave it as it is."""
    root = copy_edition("brief", tmp_path_factory.mktemp("brief") / "project")
    code, said = run(root, "build")
    assert code == 0, said
    return root


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
