"""The preview: what is saved is shown, what is wrong is shown where it belongs, and none of it is ever in a built site."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from edition.check import check
from edition.preview.places import place_of
from edition.preview.state import Preview
from tests import test_nasty as nasty
from tests.browser import Watched
from tests.project import copy_edition, start, tree
from tests.test_problems import CASES, prepare

FIRST = "1950-05-01-lind-okoro"
APPARATUS = f"source_texts/apparatus/{FIRST}.yaml"
HEAD = (f"documents/{FIRST}.md", "")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small edition that was never built."""
    return copy_edition("brief", tmp_path / "project")


def replace(root: Path, old: str, new: str, path: str = APPARATUS) -> None:
    text = (root / path).read_text("utf-8")
    assert text.count(old) == 1
    (root / path).write_text(text.replace(old, new), "utf-8")


@contextmanager
def serving(root: Path, said: int = subprocess.PIPE) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a running preview."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = start(root, "serve", "--port", str(port), said=said, PYTHONUNBUFFERED="1")
    try:
        assert process.stdout
        for line in process.stdout:
            if line.startswith("Preview: "):
                break
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.communicate()


def test_an_editor_at_work(project: Path, browser: Browser) -> None:
    """A note is changed, an anchor is broken and mended, a register too; the page follows, and an interrupt ends it."""
    before = tree(project / "docs")
    with serving(project) as (site, process), Watched(browser) as watched:
        page = watched.page
        page.goto(f"{site}/documents/{FIRST}/")
        expect(page.locator("#p2")).to_contain_text("forty barrels of oil")
        assert page.locator(".preview-problem, .preview-bar").count() == 0
        replace(project, "counts thirty-eight barrels", "counts thirty-nine barrels")
        expect(page.get_by_text("thirty-nine barrels").first).to_be_attached()

        replace(project, "at: forty barrels of oil, kind", "at: fifty barrels of oil, kind")
        box = page.locator(".preview-problem")
        expect(box).to_have_count(1)
        expect(box).to_contain_text("Error: 'fifty barrels of oil' is not in the document anchor-not-found")
        expect(box).to_contain_text(f"{APPARATUS}:20:")
        expect(box).to_contain_text('Fix: closest: ¶ 2 "forty barrels of oil')
        expect(page.locator(".preview-problem + #p2")).to_contain_text("forty barrels of oil")
        expect(page.locator(".preview-bar")).to_contain_text(
            "1 error, 0 warnings. Showing the last good version of this page."
        )
        expect(page.get_by_text("thirty-nine barrels").first).to_be_attached()
        expect(page.locator(".preview-bar a")).to_have_attribute("href", f"/documents/{FIRST}/#p2")

        page.goto(f"{site}/people/keeper/")
        expect(page.locator(".preview-bar")).to_contain_text("1 error")
        assert page.locator(".preview-problem").count() == 0, "it belongs to another page"
        page.go_back()
        expect(box).to_have_count(1)
        replace(project, "at: fifty barrels of oil, kind", "at: forty barrels of oil, kind")
        expect(box).to_have_count(0)
        assert page.locator(".preview-bar").count() == 0

        with (project / "source_texts/register/people.yaml").open("a", encoding="utf-8") as file:
            file.write("passer-by: {name: A passer-by}\n")
        expect(page.locator(".preview-bar")).to_contain_text("0 errors, 1 warning.")
        page.locator(".preview-bar summary").click()
        page.locator(".preview-bar a").click()
        expect(page).to_have_url(f"{site}/people/passer-by/")
        expect(page.locator("h1 + .preview-warning")).to_contain_text("A passer-by is not mentioned in any document")

        page.goto(f"{site}/about/method/")
        for heading in ("Another method", "A page by hand: method"):
            (project / "docs/about/method.md").write_text(f"# {heading}\n", "utf-8")
            expect(page.locator("h1")).to_contain_text(heading)
        left = f"failed: {site}/"  # what a page had still asked for when it was left
        assert [w for w in watched.wrong if not w.startswith(left)] == []
        process.send_signal(signal.SIGINT)
        said, wrong = process.communicate(timeout=60)
    assert process.returncode == 0 and "Traceback" not in said + wrong
    assert "New:" in wrong and "Fixed:" in wrong and "[anchor-not-found]" in wrong
    assert tree(project / "docs") == before, "nothing is written there"
    assert not (project / "site").exists()


def test_who_leaves_a_page_is_not_called_back(project: Path, browser: Browser) -> None:
    """A page changes while the browser still asks for the next: that one comes. A page that stays after all follows."""
    held: list[Route] = []
    with serving(project, subprocess.DEVNULL) as (site, _), Watched(browser) as watched:
        page = watched.page
        page.goto(f"{site}/documents/{FIRST}/")
        page.route(f"{site}/", lambda route: held.append(route))
        for leaves in (False, True):
            expect(page.locator("html")).to_have_attribute("data-preview-round", re.compile("."))
            page.locator("a.md-header__button.md-logo").click(no_wait_after=True)
            with page.expect_response(f"{site}/preview/state*"):
                replace(project, *("thirty-eight", "thirty-nine")[:: -1 if leaves else 1])
            page.wait_for_timeout(1000)  # in which it would have called the reader back
            assert len(held) == 1, "the next page is asked for once"
            if leaves:
                held.pop().continue_()
                expect(page).to_have_url(f"{site}/")
            else:
                held.pop().fulfill(status=204)  # nothing to show: the browser stays
                expect(page.get_by_text("thirty-nine barrels").first).to_be_attached()


def test_a_taken_port_is_told_in_a_line(project: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = start(project, "serve", "--port", str(taken.getsockname()[1]))
        said, wrong = process.communicate(timeout=60)
    assert process.returncode == 1 and "Traceback" not in wrong
    assert "is in use: choose another with --port" in wrong


def test_a_preview_begins_with_errors_and_ends_without(project: Path) -> None:
    replace(project, "status: reviewed", "status: revised")
    preview = Preview(project, "http://127.0.0.1:1/")
    address = f"/documents/{FIRST}/"
    assert preview.page("/about/method/") and preview.page(address) is None
    state = preview.state(address, -1, 0)
    assert state["good"] is False and state["round"] == 1
    replace(project, "status: revised", "status: reviewed")
    assert preview.update().good
    page = preview.page(address)
    assert page and "forty barrels of oil" in page
    assert preview.state(address, 1, 0)["problems"] == []


def test_a_state_is_waited_for_and_a_page_without_change_keeps_its_hash(project: Path) -> None:
    preview = Preview(project, "http://127.0.0.1:1/")
    one, other = f"/documents/{FIRST}/", "/about/method/"
    before = [preview.state(a, -1, 0)["hash"] for a in (one, other)]
    assert preview.state(one, 1, 0.01)["round"] == 1
    replace(project, "counts thirty-eight barrels", "counts thirty-nine barrels")
    preview.update()
    after = [preview.state(a, 1, 60)["hash"] for a in (one, other)]
    assert before[0] != after[0] and before[1] == after[1]


def test_what_is_served_and_what_is_not(project: Path) -> None:
    preview = Preview(project, "http://127.0.0.1:1/")
    assert preview.file("/assets/edition.css") == ((project / "docs/assets/edition.css").read_bytes(), "text/css")
    for outside in ("/../mkdocs.yml", "/../../etc/hosts", "/mkdocs.yml", "//etc/hosts", "/documents/", ""):
        assert preview.file(outside) is None, outside
    assert preview.page("/nowhere/") is None and "/preview/preview.js" in preview.lost("/nowhere/")


def test_a_built_site_has_nothing_of_the_preview(built_brief: Path, project: Path) -> None:
    page = Preview(project, "http://127.0.0.1:1/").page(f"/documents/{FIRST}/")
    assert page and "/preview/preview.js" in page and "preview.css" in page
    for path, data in tree(built_brief / "site").items():
        assert "preview" not in Path(path).name, path
        if path.endswith((".html", ".js", ".css")):
            assert b"preview.js" not in data and b"preview.css" not in data and b"preview-problem" not in data, path


def in_browser(page: str) -> str:
    """A page as built, from one of a preview: without what follows the preview."""
    return re.sub(r'<link rel="stylesheet" href="/preview/.*?</script>', "", page)


def test_a_page_of_the_preview_is_that_of_the_site(built_brief: Path, tmp_path: Path) -> None:
    """Apart from the address, and from what the files beside a page are: those of the last build."""
    preview = Preview(built_brief, "https://lighthouse.example/")
    for address in (f"/documents/{FIRST}/", "/people/keeper/", "/names/", "/index/", "/about/problems/", "/"):
        page = preview.page(address)
        assert page is not None
        built = (built_brief / f"site{address}index.html").read_text("utf-8")
        assert without_space(in_browser(page)) == without_space(built), address


def without_space(html: str) -> str:
    return re.sub(r"\s+", " ", html)


def places(root: Path) -> dict[tuple[str, str], list[str]]:
    """Where the problems of a project belong, each with the kinds."""
    checked = check(root)
    found: dict[tuple[str, str], list[str]] = {}
    for problem in checked.problems:
        found.setdefault(place_of(problem, root, checked.edition), []).append(problem.kind)
    return found


@pytest.mark.parametrize(
    ("path", "old", "new", "belongs"),
    [
        (APPARATUS, "at: Nanjing Street, kind", "at: Nanking Street, kind", (f"documents/{FIRST}.md", "p6")),
        (APPARATUS, "from: Ada Okoro replied", "from: Ada Okoro replies", (f"documents/{FIRST}.md", "p3")),
        (APPARATUS, "side: Harbour", "side: ", HEAD),
        (APPARATUS, "status: reviewed", "status: [", HEAD),
        (APPARATUS, "kind: misprint, note: Read the harbour.}", "kind: misprint, note: x}\nto_do: [read on]", HEAD),
        (APPARATUS, "at: teh harbour, to", "at: teh harbours, to", (f"documents/{FIRST}.md", "p5")),
        (
            "source_texts/register/people.yaml",
            "keeper: {name:",
            "keeper: {colour: red, name:",
            ("people/keeper.md", ""),
        ),
        ("source_texts/edition.yaml", "version: ", "versio: ", ("", "")),
    ],
)
def test_where_a_problem_belongs(project: Path, path: str, old: str, new: str, belongs: tuple[str, str]) -> None:
    replace(project, old, new, path)
    assert belongs in places(project)


@pytest.mark.parametrize("case", [c for c in CASES if not (c / "found").exists()], ids=lambda case: case.name)
def test_every_problem_has_a_place(case: Path, tmp_path: Path) -> None:
    """Nothing that can be wrong keeps the preview from saying so."""
    prepare(case, tmp_path)
    for page, id in places(tmp_path):
        assert not page or page.endswith(".md")
        assert page or not id


def test_hostile_words_are_words(tmp_path: Path, browser: Browser) -> None:
    """In every field, and in what is wrong with them: nothing runs in a preview either."""
    root = nasty.project(tmp_path / "project")
    marked = "<img src=x onerror=alert(30)>"
    file = root / f"source_texts/apparatus/{nasty.ID}.yaml"
    with serving(root, subprocess.DEVNULL) as (site, _), nasty.guarded(browser) as (page, wrong):
        for address in (f"documents/{nasty.ID}/", "people/x1/", "names/", "index/", "figures/", "nowhere/"):
            assert nasty.opened(page, f"{site}/{address}") == [], address
            assert [w for w in wrong if "404" not in w] == [], address
        found = json.loads(file.read_text("utf-8"))
        found["notes"] += [{"key": "x", "at": marked, "kind": "comment", "text": marked, "sources": [marked]}]
        nasty.write(file, {**found, marked: '"><script>alert(31)</script>'})
        page.goto(f"{site}/documents/{nasty.ID}/")
        expect(page.locator(".preview-problem", has_text=marked).first).to_be_visible()
        assert nasty.opened(page, f"{site}/documents/{nasty.ID}/") == []
        page.locator(".preview-bar summary").click()
        expect(page.locator(".preview-bar")).to_contain_text(marked)
        assert nasty.opened(page, f"{site}/about/problems/") == []
        assert [w for w in wrong if "404" not in w] == []
