"""The project as a whole: nothing of the corpus in the code, everything pinned and declared, nothing too long."""

from __future__ import annotations

import ast
import os
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from edition.cli.main import main
from edition.model.edition import Edition
from tests.project import REPOSITORY

CODE = sorted((REPOSITORY / "build_scripts").rglob("*.py"))
LOCKS = ("requirements.txt", "requirements-test.txt")
LONGEST_MODULE, LONGEST_FUNCTION, MOST_MODULES = 400, 40, 16
# Words of the registers that are also words of the language in which the generator is written and explained.
GENERIC = {
    "list": "a type of Python, and what the index and the registers are",
    "participants": "a field of the apparatus",
    "land": "what is not sea on a map",
    "li": "the HTML tag of an item",
}
# Made again, downloaded or written by tools; not part of the repository.
LEFT_OUT = {"site", "build", "node_modules", "__pycache__", ".git", ".venv", ".cache", ".hypothesis"}
LEFT_OUT |= {f".{tool}_cache" for tool in ("mypy", "ruff", "pytest")}
HOSTS = ("py" "pi.org", "python" "hosted.org", "npm" "js.org", "npm" "js.com", "yarn" "pkg.com", "crates" ".io",
         "ana" "conda.org", "ruby" "gems.org", "jsdel" "ivr.net", "unp" "kg.com", "cdn" "js.cloudflare.com")  # fmt: skip
MACHINE = re.compile(
    r"(?<![\w.:/<-])(?:/(?:home|Users|root|work|workspace|mnt|private|tmp|var|opt|srv)/\w|[A-Z]:\\\\Users\\\\)"
)


@pytest.fixture(scope="module")
def contents() -> dict[str, bytes]:
    """Every file of the repository."""
    found = {path.relative_to(REPOSITORY).as_posix(): path.read_bytes() for path in repository_files()}
    assert {"README.md", "build_scripts/edition/build.py", ".ci/run", "tests/test_project.py"} <= set(found)
    return found


def repository_files() -> Iterator[Path]:
    for folder, folders, names in os.walk(REPOSITORY):
        folders[:] = sorted(f for f in folders if f not in LEFT_OUT and not f.endswith(".egg-info"))
        yield from (Path(folder, name) for name in sorted(names))


@pytest.fixture(scope="module")
def corpus_names(edition: Edition) -> set[str]:
    return names_of_the_corpus(edition)


def names_of_the_corpus(edition: Edition) -> set[str]:
    """Every id, name, spelling, title, key and date of the corpus."""
    found: set[str] = set()
    for name in edition.register.names.values():
        found |= {str(name.id), name.name, name.sort, *(spelling for _, spelling in name.spellings)}
    for document in edition.documents.values():
        apparatus = document.apparatus
        found |= {document.id, document.title, str(apparatus.short_title), str(apparatus.date), str(apparatus.date)[:4]}
        found |= {field.blocks[0].text for field in document.emended.parsed.head if field.key == "date"}
        found |= {str(apparatus.archive_reference), str(apparatus.translator), str(apparatus.received_file)}
        found |= {str(mark.note.key) for mark in document.notes}
    found |= {str(r.key) for r in edition.cross_references} | {str(w) for w in edition.works}
    return {text for text in found if text}


def test_the_names_are_those_of_the_corpus(edition: Edition, corpus_names: set[str]) -> None:
    """Guards the next test: it would hold of an empty list."""
    names = corpus_names
    assert len(names) > 500
    assert set(edition.documents) <= names and set(edition.register.names) <= names
    assert set(GENERIC) <= names, "an allowance that is not needed any more"


@pytest.mark.parametrize("path", CODE, ids=lambda p: p.relative_to(REPOSITORY).as_posix())
def test_the_code_names_nothing_of_the_corpus(path: Path, corpus_names: set[str]) -> None:
    text, found = path.read_text("utf-8"), []
    for name in corpus_names - set(GENERIC):
        if name in text and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
            found.append(name)
    assert found == [], f"{path.name} names what belongs into source_texts/: {found}"


def pins(lock: str) -> dict[str, list[str]]:
    """Each pin of a lock file by its name, with its hashes."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in (REPOSITORY / lock).read_text("utf-8").splitlines():
        if match := re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[a-z0-9,]+\])?==([^\s;]+)(?: ; .+?)?(?: \\)?", line):
            name = normal(match[1])
            found.setdefault(name, [])
        elif match := re.fullmatch(r"    --hash=sha256:([0-9a-f]{64})(?: \\)?", line):
            found[name].append(match[1])
        else:
            assert not line.strip() or line.lstrip().startswith("#"), f"{lock}: what is {line!r}?"
    return found


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def required(text: str) -> str:
    """The name in a requirement, without extras and conditions."""
    match = re.match(r"[A-Za-z0-9._-]+", text)
    assert match
    return normal(match[0])


def declared() -> tuple[set[str], set[str], set[str]]:
    """(for the build, for the tests, for the installation), as pyproject.toml has them."""
    data = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    project = data["project"]
    texts = (project["dependencies"], project["optional-dependencies"]["test"], data["build-system"]["requires"])
    build, test, install = ({required(t) for t in each} for each in texts)
    return build, test, install


@pytest.mark.parametrize("lock", [*LOCKS, "requirements-fuzz.txt"])
def test_every_pin_has_hashes_and_no_address(lock: str) -> None:
    found = pins(lock)
    assert len(found) > 20 or (lock, list(found)) == ("requirements-fuzz.txt", ["atheris"])
    assert [name for name, hashes in found.items() if not hashes] == []
    text = (REPOSITORY / lock).read_text("utf-8")
    assert "://" not in text and "--index" not in text and "--find-links" not in text and " @ " not in text


def test_everything_declared_is_pinned() -> None:
    build, test, install = declared()
    assert build | install <= set(pins("requirements.txt"))
    assert build | test | install <= set(pins("requirements-test.txt"))


def test_both_lock_files_pin_the_same() -> None:
    lines = [set(re.findall(r"(?m)^\S+==\S+", (REPOSITORY / lock).read_text("utf-8"))) for lock in LOCKS]
    assert lines[0] <= lines[1]


def imports(path: Path) -> set[str]:
    """The packages that a file imports, without the standard library and the project's own."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"edition", "tests", ""}


@pytest.mark.parametrize("folder", ["build_scripts", "tests"])
def test_every_import_is_declared(folder: str) -> None:
    build, test, _ = declared()
    allowed = build | (test if folder == "tests" else set())
    known = packages_distributions()
    for path in sorted((REPOSITORY / folder).rglob("*.py")):
        for package in imports(path):
            owners = {normal(d) for d in known.get(package, [])}
            assert owners & allowed, f"{path.name} imports {package}, which pyproject.toml does not declare"


def test_the_commands_that_are_told_exist() -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (REPOSITORY / "Makefile").read_text("utf-8")))
    told = [
        REPOSITORY / n
        for n in (
            "README.md",
            "CONTRIBUTING.md",
            ".ci/run",
            ".github/workflows/publish.yml",
            ".github/workflows/tests.yml",
        )
    ]
    told += [p for p in repository_files() if p.suffix == ".md" and "docs" in p.parts]
    code = re.compile(r"(?m)`[^`\n]+`|^ {4}.*$|^(?:make|edition) .*$|run: .*$")
    made, given = set(), set()
    for path in told:
        page = re.sub(r'(?s)<pre class="report">.*?</pre>', "", path.read_text("utf-8"))  # what the program says itself
        for text in code.findall(page):
            made |= set(re.findall(r"\bmake ([a-z]+)", text))
            given |= set(re.findall(r"\bedition ([a-z]+)(?=[` ]|$)", text))
    assert {"site", "test"} <= made and made <= targets, made - targets
    assert given <= set(main.commands), given - set(main.commands)


@pytest.mark.parametrize("host", HOSTS)
def test_no_file_names_a_registry_of_packages(host: str, contents: dict[str, bytes]) -> None:
    assert [path for path, data in contents.items() if host.encode() in data] == []


def test_no_file_names_a_path_of_a_machine(contents: dict[str, bytes]) -> None:
    texts = {path: data.decode("utf-8", errors="ignore") for path, data in contents.items() if b"\0" not in data}
    found = [
        f"{path}: {text[m.start() : m.end() + 30]!r}" for path, text in texts.items() for m in MACHINE.finditer(text)
    ]
    assert found == []


def test_the_pattern_of_paths_finds_them() -> None:
    for path in ("home", "Users", "tmp"):
        assert MACHINE.search(f"open('/{path}/someone/x')")
    assert not MACHINE.search("https://host.example/home/page and ../tmp/x and docs/var/x")


@pytest.mark.parametrize("path", CODE, ids=lambda p: p.relative_to(REPOSITORY).as_posix())
def test_no_module_or_function_is_too_long(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= LONGEST_MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


def test_no_package_has_too_many_modules() -> None:
    packages = Counter(path.parent for path in CODE if path.name != "__init__.py")
    assert len(packages) > 20 and max(packages.values()) <= MOST_MODULES, packages.most_common(3)


@pytest.mark.parametrize("path", CODE, ids=lambda p: p.relative_to(REPOSITORY).as_posix())
def test_every_module_says_what_it_does(path: Path) -> None:
    if path.read_text("utf-8").strip():
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), (
            "a module opens with what comes in and what goes out"
        )


def test_every_action_is_pinned_by_hash_and_no_job_has_more_rights_than_it_needs() -> None:
    for path in (REPOSITORY / ".github/workflows").glob("*.yml"):
        text = path.read_text("utf-8")
        used = re.findall(r"uses: *(\S+)", text)
        assert used and all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action) for action in used), path.name
        assert "\npermissions: {}\n" in text, f"{path.name}: rights are given job by job"
