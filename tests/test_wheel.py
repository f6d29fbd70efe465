"""The program as a wheel: it has all its data, and builds an edition where no repository is."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.project import REPOSITORY, copy_edition

DATA = {".typ", ".csl", ".css", ".js", ".json", ".txt", ".lua"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, project = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("program")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(REPOSITORY / name, project)
    shutil.copytree(
        REPOSITORY / "build_scripts", project / "build_scripts", ignore=shutil.ignore_patterns("*.egg-info")
    )
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(project)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (made,) = folder.glob("*.whl")
    return made


def test_every_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    package = REPOSITORY / "build_scripts/edition"
    files = {p.relative_to(package.parent).as_posix() for p in package.rglob("*") if p.suffix in {".py"} | DATA}
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("edition/")}
    assert len(files) > 200 and files <= held, sorted(files - held)


def test_the_installed_program_builds_an_edition(wheel: Path, tmp_path: Path) -> None:
    """In an environment of its own, with the libraries of the tests' environment and without the repository."""
    venv.create(tmp_path / "env", with_pip=False)
    (own,) = (tmp_path / "env/lib").glob("python*/site-packages")
    zipfile.ZipFile(wheel).extractall(own)
    (own / "libraries.pth").write_text(
        sysconfig.get_path("purelib") + "\n"
    )  # a path only: the .pth files there are not read
    root, python = copy_edition("small", tmp_path / "project"), tmp_path / "env/bin/python"
    where = subprocess.run([python, "-c", "import edition; print(edition.__file__)"], capture_output=True, text=True)
    assert Path(where.stdout.strip()).is_relative_to(own), where
    done = subprocess.run([python, "-m", "edition", "build"], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0 and " 0 problems" in done.stdout, done.stdout + done.stderr
    assert (root / "site/index.html").is_file()
