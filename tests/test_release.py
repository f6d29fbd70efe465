"""Permanence: a version is released, the edition changes, another is released, and every old address is followed.

The changes: a paragraph is divided, two are joined, one gets other words; an entry is renamed, a document moves with all that
is on it; a note is withdrawn, one gets other words, one is new; an event has another key.
"""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import re
import shutil
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import lxml.etree  # type: ignore[import-untyped]
import pytest
from bs4 import BeautifulSoup, Tag
from click.testing import CliRunner

from edition.cli.main import main
from edition.model.problem import Problem
from edition.release import changelog, pack, release, to_latest
from edition.versions.ledger import load_ledger
from edition.versions.released import load_releases, unpack
from tests.browser import Watched, chromium, served
from tests.project import copy_edition, run, tree
from tests.test_html import errors as html_errors

FIRST, SECOND, LATER = "1950-05-01-lind-okoro", "1950-06-02-lind-okoro", "1950-06-02-okoro-lind"
APPARATUS = f"source_texts/apparatus/{FIRST}.yaml"
OLD, NEW = "2.0.0", "2.1.0"


def change(root: Path, file: str, *pairs: tuple[str, str]) -> None:
    text = (root / file).read_text("utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, (file, old)
        text = text.replace(old, new)
    (root / file).write_text(text, "utf-8")


def told(root: Path, *words: str) -> str:
    """What a command says that ends well."""
    code, said = run(root, *words)
    assert code == 0, said
    return said


def change_edition(root: Path) -> None:
    """The changes between the two versions, but for what is said of them in the ledger."""
    change(root, "source_texts/edition.yaml", ("2.0.0", NEW), ("2001-09-30", "2002-03-31"))
    change(
        root,
        APPARATUS,
        ("emendations:\n", "emendations:\n"
         "  - {kind: keep, at: came in autumn, reason: Two paragraphs in a better copy.}\n"
         "  - {kind: join, at: b) eighteen barrels, reason: One item in a better copy.}\n"
         "  - {kind: replace, at: wishes to leave, to: wants to leave, reason: So in a better copy.}\n"),
        ("speakers:\n", "numbers:\n"
         "  - {at: Tor Lind said that, number: 2a}\n"
         "  - {at: came in autumn, number: 2b}\n"
         "  - {at: The keeper want, number: 6}\n"
         "speakers:\n"),
        ("from: The keeper wishes", "from: The keeper wants"),
        ("at: The keeper wishes to leave", "at: The keeper wants to leave"),
        ("  - {key: nanjing-street, at: Nanjing Street, kind: textual, text: No such street is on the map of the town.}\n",
         "  - {key: mail-boat, at: the mail boat, kind: textual, text: It sailed on Tuesdays.}\n"),
        ("counts thirty-eight barrels", "counts thirty-nine barrels"),
        ("name: keeper,", "name: keeper-of-skarvoy,"),
    )  # fmt: skip
    change(root, "source_texts/register/people.yaml",
           ("keeper: {name: the keeper of Skarvoy,", "keeper-of-skarvoy: {name: the keeper of the lamp at Skarvoy,"))  # fmt: skip
    change(root, "source_texts/chronology.yaml", ("key: oil-sent", "key: mail-boat-sails"))
    change(root, "source_texts/cross_references.yaml", (SECOND, LATER))
    for folder, end in (("documents", "md"), ("apparatus", "yaml")):
        (root / f"source_texts/{folder}/{SECOND}.{end}").rename(root / f"source_texts/{folder}/{LATER}.{end}")
    change(root, f"source_texts/apparatus/{LATER}.yaml", (f"document: {SECOND}", f"document: {LATER}"))
    with (root / "CHANGELOG.md").open("a", encoding="utf-8") as file:
        file.write(f"\n## {NEW}, 31 March 2002\n\nA better copy was found.\n")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small edition, its first version released."""
    root = copy_edition("brief", tmp_path_factory.mktemp("release") / "project")
    text = f"# Changes\n\n## {OLD}, 30 September 2001\n\nFirst version.\n\n- Two conversations,\n  with `notes`.\n- A ledger.\n"
    (root / "CHANGELOG.md").write_text(text, "utf-8")
    said = told(root, "release", OLD)
    assert f"written: releases/{OLD}.tar.xz: " in said and f"Version {OLD} has been released." in said
    return root


@pytest.fixture(scope="module")
def second(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small edition after its changes, its second version released."""
    root = tmp_path_factory.mktemp("release") / "project"
    shutil.copytree(first, root)
    change_edition(root)
    page = f"/documents/{FIRST}/"
    code, said = run(root, "build")
    assert code == 1 and "[ledger-dropped]" in said and "[ledger-changed]" in said
    told(
        root, "record",
        "--split", f"{page}#p2", "#p2a,#p2b",
        "--merge", f"{page}#p5", f"{page}#p4",
        "--change", f"{page}#p4", "--change", f"{page}#p6",
        "--move", "/people/keeper/", "/people/keeper-of-skarvoy/",
        "--move", f"/documents/{SECOND}/", f"/documents/{LATER}/",
        "--move", "/chronology/#c-oil-sent", "/chronology/#c-mail-boat-sails",
        "--withdraw", f"{page}#fn-nanjing-street", "--why", "There is such a street.",
    )  # fmt: skip
    told(root, "release", NEW)
    return root


def soup(root: Path, address: str) -> BeautifulSoup:
    return BeautifulSoup((root / "site" / address.strip("/") / "index.html").read_text("utf-8"), "lxml")


def words(tag: Tag | BeautifulSoup | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text().replace("¶\xa0", "¶ ").split())


# Every old address is followed.


def arrive(root: Path, address: str, steps: int = 5) -> Iterator[tuple[str, Tag]]:
    """Where a reader comes who follows an address as a browser does, and the links found there: every end with its tag."""
    assert steps, f"{address} leads round in a ring"
    path, _, fragment = address.partition("#")
    page = soup(root, path)
    found = page.find(id=fragment) if fragment else page.select_one("article")
    assert isinstance(found, Tag), f"{address} leads to a page without that place"
    former = found if "former" in (found.get("class") or ()) else None
    if not fragment and (refresh := page.select_one("meta[http-equiv=refresh]")):
        yield from arrive(root, joined(path, str(refresh["content"]).partition("url=")[2]), steps - 1)
    elif former is not None and former.select("a[href]"):
        for link in former.select("a[href]"):
            yield from arrive(root, joined(path, str(link["href"])), steps - 1)
    else:
        yield address, found


def joined(page: str, href: str) -> str:
    """An address from a page and a relative link on it."""
    path, _, fragment = href.partition("#")
    parts = page.strip("/").split("/")
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/" + "/".join([*parts, ""]) + (f"#{fragment}" if fragment else "")


def test_every_address_of_the_first_version_leads_somewhere(first: Path, second: Path) -> None:
    then, ledger = load_ledger(first, []), load_ledger(second, [])
    assert len(then) > 40 and set(then) <= set(ledger)
    for address in then:
        ends = list(arrive(second, address))
        assert ends, address
        for end, tag in ends:
            state = ledger[end].state
            assert state == "live" or "was withdrawn in version" in words(tag), (address, end, state)
    states = {line.state for line in ledger.values()}
    assert states == {"live", "moved", "split", "merged", "withdrawn"}


def ends(root: Path, address: str) -> list[str]:
    return [end for end, _ in arrive(root, address)]


def test_where_old_addresses_lead(second: Path) -> None:
    page = f"/documents/{FIRST}/"
    assert ends(second, f"{page}#p2") == [f"{page}#p2a", f"{page}#p2b"]
    assert ends(second, f"{page}#p5") == [f"{page}#p4"]
    assert ends(second, f"{page}#p6") == [f"{page}#p6"], "the paragraphs after keep their numbers"
    assert ends(second, "/people/keeper/") == ["/people/keeper-of-skarvoy/"]
    assert ends(second, f"/documents/{SECOND}/") == [f"/documents/{LATER}/"]
    assert ends(second, f"/documents/{SECOND}/#p2") == [f"/documents/{LATER}/#p2"]
    assert ends(second, f"/documents/{SECOND}/#fn-ten-barrels") == [f"/documents/{LATER}/#fn-ten-barrels"]
    assert ends(second, f"/strips/{SECOND}/") == [f"/strips/{LATER}/"]
    assert ends(second, "/chronology/#c-oil-sent") == ["/chronology/#c-mail-boat-sails"]


def test_what_stands_at_old_ids(second: Path) -> None:
    page = soup(second, f"/documents/{FIRST}/")
    said = {str(tag["id"]): words(tag) for tag in page.select(".former")}
    assert said == {
        "p2": "¶ 2 was divided in version 2.1.0: ¶ 2a, ¶ 2b.",
        "p5": "¶ 5 was merged with another in version 2.1.0: ¶ 4.",
        "fn-nanjing-street": "The note “nanjing street” was withdrawn in version 2.1.0: There is such a street.",
    }
    order = [str(t["id"]) for t in page.select("[id]") if re.fullmatch(r"p\d+[a-z]?", str(t["id"]))]
    assert order == ["p1", "p2", "p2a", "p2b", "p3", "p4", "p5", "p6"], "an old number stands where it stood"
    moved = soup(second, f"/documents/{SECOND}/")
    assert words(moved.find(id="p1")) == "¶ 1 moved in version 2.1.0: ¶ 1 of Lind–Okoro, 2 June 1950."
    assert moved.select_one("meta[name=robots][content=noindex]")


def test_the_proof_finds_an_old_address_that_is_lost(second: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(second / "site", site)
    file = site / "documents" / FIRST / "index.html"
    text = file.read_text("utf-8")
    file.write_text(text.replace('href="#p2b"', 'href="#p3"').replace('id="p5"', 'id="p-5"'), "utf-8")
    shutil.rmtree(site / "people/keeper")
    (site / f"v/{OLD}/index.html").write_bytes(b"other")
    (site / f"v/{OLD}/more.html").write_bytes(b"more")
    code, said = run(second, "verify", "--site", str(site))
    assert code == 1
    for finding in (
        f"/documents/{FIRST}/#p2: its page has no link to /documents/{FIRST}/#p2b",
        f"/documents/{FIRST}/#p5: this address is in the ledger but not on the site",
        "/people/keeper/: this address is in the ledger but not on the site",
        f"people/keeper/index.html: version {OLD} has this page but the site does not",
        f"v/{OLD}/index.html: this differs from what was released",
        f"v/{OLD}/more.html: this differs from what was released",
    ):
        assert finding in said


# What was released stays.


def test_frozen_pages_are_the_same_bytes_after_later_builds(first: Path, second: Path) -> None:
    before = tree(first / f"site/v/{OLD}")
    assert len(before) > 30 and tree(second / f"site/v/{OLD}") == before
    assert tree(first / "releases") == {p: d for p, d in tree(second / "releases").items() if p.startswith(OLD)}
    assert (second / f"site/v/{NEW}/index.html").exists()


def test_a_frozen_page_says_what_it_is_and_leads_on(second: Path) -> None:
    frozen = tree(second / f"site/v/{OLD}")
    pages = [path for path in frozen if path.endswith("index.html")]  # not files beside a page, which say their version
    assert len(pages) > 20 and not {p for p in frozen if p.startswith(("search/", "sitemap", "404", "v/"))}
    for path in pages:
        page = BeautifulSoup(frozen[path], "lxml")
        banner, here = page.select_one(".released"), f"/v/{OLD}/{path.removesuffix('index.html')}"
        assert words(banner).startswith(
            f"You are reading version {OLD} (30 September 2001). See the latest version of this page"
        )
        latest, since = (joined(here, str(a["href"])) for a in page.select(".released a"))
        assert latest == ("/" + path.removesuffix("index.html")).replace("//", "/")
        assert since == f"/versions/{OLD}/"
        assert page.select_one("meta[name=robots][content=noindex]")
        canonical = page.select_one("link[rel=canonical]")
        assert canonical and canonical["href"] == f"https://lighthouse.example{latest}"
        search = page.select_one("form.search-box")
        assert search and joined(here, str(search["action"])) == "/search/", "the search is that of the latest version"


def test_what_serves_the_site_as_a_whole_is_that_of_the_latest_version() -> None:
    page = (
        b'<a href="../../search/">s</a> <a href="../x/#a">x</a>\n'
        b'<form action="../../search/"><a href="../../dts/entry.json">d</a>'
    )
    assert to_latest("documents/y/index.html", page) == (
        b'<a href="../../../../search/">s</a> <a href="../x/#a">x</a>\n'
        b'<form action="../../../../search/"><a href="../../../../dts/entry.json">d</a>'
    )
    assert to_latest("index.html", b'<a href="./search/#q=x">') == b'<a href="../../search/#q=x">'
    assert (
        to_latest("about/files/index.html", b'<a href="https://x.example/search/">')
        == b'<a href="https://x.example/search/">'
    )
    assert to_latest("x.css", page) == page


def test_the_archive_is_the_same_wherever_it_is_made(first: Path, tmp_path: Path) -> None:
    pages = {p.name: p.read_bytes() for p in (first / "releases").iterdir()}
    other = copy_edition("brief", tmp_path / "somewhere else")
    shutil.copy(first / "CHANGELOG.md", other)
    assert release(other, OLD).good
    assert {p.name: p.read_bytes() for p in (other / "releases").iterdir()} == pages
    with tarfile.open(first / f"releases/{OLD}.tar.xz") as archive:
        members = archive.getmembers()
    assert [m.name for m in members] == sorted(m.name for m in members)
    assert {(m.uid, m.gid, m.uname, m.gname, m.mtime, m.mode) for m in members} == {(0, 0, "", "", 0, 0o644)}


def test_a_build_with_nothing_changed_stays_one(second: Path) -> None:
    assert "No changes" in told(second, "build")


def test_the_ledger_has_the_releases(second: Path) -> None:
    ledger = load_ledger(second, [])
    digest = hashlib.sha256((second / f"releases/{OLD}.tar.xz").read_bytes()).hexdigest()
    assert (ledger[f"/v/{OLD}/"].version, ledger[f"/v/{OLD}/"].hash) == (OLD, digest[:16])
    assert {f"/versions/{OLD}/", f"/versions/{NEW}/", f"/v/{NEW}/"} <= set(ledger)


def test_the_feed_has_every_version(second: Path) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = lxml.etree.parse(second / "site/data/feed.xml")
    entries = {e.findtext(f"{atom}id"): e for e in feed.iter(f"{atom}entry")}
    assert list(entries) == [f"https://lighthouse.example/v/{v}/" for v in (NEW, OLD)]
    assert entries[f"https://lighthouse.example/v/{OLD}/"].findtext(f"{atom}updated") == "2001-09-30T00:00:00Z"
    summary = entries[f"https://lighthouse.example/v/{NEW}/"].findtext(f"{atom}summary")
    assert summary == "A better copy was found."


def test_every_form_of_the_text_has_the_same_numbers(second: Path) -> None:
    beside = second / "site/documents" / FIRST / FIRST
    shown = [f"¶ {n}" for n in ("1", "2a", "2b", "3", "4", "6")]
    whole = BeautifulSoup(beside.with_suffix(".single.html").read_text("utf-8"), "lxml")
    assert [words(n) for n in whole.select(".pn")] == shown
    assert [words(n) for n in soup(second, f"/documents/{FIRST}/").select(".paragraph > .pn")] == shown
    data = json.loads(beside.with_suffix(".json").read_text("utf-8"))
    assert [f"¶ {p['number']}" for p in data["paragraphs"]] == shown
    tei = lxml.etree.parse(beside.with_suffix(".tei.xml"))
    assert [f"¶ {e.get('n')}" for e in tei.xpath("//*[starts-with(@xml:id, 'p') and @n]")] == shown


# What has changed is said.


def test_before_and_after_the_first_release(built_brief: Path, first: Path) -> None:
    assert "No version has been released yet" in words(soup(built_brief, "/versions/").article)
    page = words(soup(first, "/versions/").article)
    assert "30 September 2001: pages as published. Since then: no changes." in page
    assert "First version. Two conversations, with notes. A ledger." in page
    compared = words(soup(first, f"/versions/{OLD}/").article)
    assert compared.count("No changes.") == 3, "two documents and the registers"


def test_the_comparison_says_what_changed(second: Path) -> None:
    page = soup(second, f"/versions/{OLD}/")
    said = {words(p).partition(":")[0]: p for p in page.select("article .change")}
    expected = {
        "¶ 2": "divided into ¶ 2a and ¶ 2b; text unchanged.",
        "¶ 4": "text changed.",
        "¶ 5": "merged with ¶ 4.",
        "¶ 6": "text changed.",
        "Note “forty barrels of oil” at ¶ 2": "text changed.",
        "Note “Nanjing Street” at ¶ 6": "withdrawn: There is such a street.",
        "Note “the mail boat” at ¶ 4": "new.",
        "Lind–Okoro, 2 June 1950": "moved to Lind–Okoro, 2 June 1950; text unchanged.",
        "The keeper of Skarvoy": "moved to the keeper of the lamp at Skarvoy.",
        "Event of 1950-05-09": "moved to event of 1950-05-09; text unchanged.",
    }
    assert {label: words(p).partition(": ")[2] for label, p in said.items()} == expected
    changed = said["¶ 6"].find_next_sibling("blockquote")
    assert isinstance(changed, Tag)
    assert [words(t) for t in changed.select("del, ins")] == ["wishes", "wants"]
    note = said["Note “forty barrels of oil” at ¶ 2"].find_next_sibling("blockquote")
    assert isinstance(note, Tag) and [words(t) for t in note.select("del, ins")] == ["thirty-eight", "thirty-nine"]
    assert words(soup(second, f"/versions/{NEW}/").article).count("No changes.") == 3


def test_a_reader_of_a_citation_is_told(second: Path) -> None:
    page = soup(second, f"/documents/{FIRST}/")
    about = words(page.select_one(".about-document"))
    assert "version 2.0.0, 30 September 2001 (since then: 7 changes)" in about
    assert "version 2.1.0, 31 March 2002 (since then: no changes)" in about
    since = {str(tag.find_previous_sibling(class_="paragraph")["id"]): words(tag) for tag in page.select(".since")}  # type: ignore[index]
    assert since == {"p4": "Changed since version 2.0.0: compare.", "p6": "Changed since version 2.0.0: compare."}
    moved = words(soup(second, f"/documents/{LATER}/").select_one(".about-document"))
    assert "version 2.0.0, 30 September 2001 (since then: 1 change)" in moved


def test_the_pages_are_html(second: Path) -> None:
    assert not list(html_errors(second / "site"))


def test_in_a_browser_a_place_is_kept(second: Path) -> None:
    with chromium() as browser, served(second / "site") as base:
        for script in (True, False):
            with Watched(browser, script=script) as watched:
                page = watched.page
                page.goto(f"{base}v/{OLD}/documents/{FIRST}/#p3")
                page.click(".released a.to-latest")
                page.wait_for_url(f"{base}documents/{FIRST}/" + ("#p3" if script else ""))
                page.goto(f"{base}documents/{SECOND}/#p2")
                page.wait_for_url(f"{base}documents/{LATER}/" + ("#p2" if script else ""))
                page.goto(f"{base}people/keeper/")
                page.wait_for_url(f"{base}people/keeper-of-skarvoy/")
                assert [w for w in watched.wrong if not w.startswith("failed: ")] == [], "left before all was fetched"


# What is refused.


@pytest.fixture
def project(first: Path, tmp_path: Path) -> Path:
    """A copy of the edition with its first release, to be broken."""
    root = tmp_path / "project"
    shutil.copytree(first, root)
    return root


def set_version(root: Path, number: str) -> None:
    change(root, "source_texts/edition.yaml", (OLD, number))


@pytest.mark.parametrize(
    "number", ["2", "2.0", "v2.0.0", "2.0.0-rc1", "2.0.0.1", "02.0.0", "2.0.x", "../2.0.0", "٢.0.0"]
)
def test_a_version_has_three_numbers(project: Path, number: str) -> None:
    before = tree(project)
    code, said = run(project, "release", number)
    assert code == 1 and "is not a version number: give three numbers separated by full stops, such as 1.0.0" in said
    assert tree(project) == before


def test_what_cannot_be_released(project: Path) -> None:
    before = tree(project)
    code, said = run(project, "release", OLD)
    assert code == 1 and f"version {OLD} has already been released and cannot be changed" in said
    code, said = run(project, "release", "2.0.1")
    assert code == 1 and "source_texts/edition.yaml says version 2.0.0" in said
    assert "CHANGELOG.md has no entry for 2.0.1: add the heading" in said
    set_version(project, "1.9.9")
    code, said = run(project, "release", "1.9.9")
    assert code == 1 and f"version {OLD} has already been released: choose a higher number" in said
    change(project, "source_texts/edition.yaml", ("1.9.9", OLD))
    assert tree(project) == before


def test_nothing_is_released_while_anything_is_wrong(project: Path) -> None:
    set_version(project, NEW)
    with (project / "CHANGELOG.md").open("a", encoding="utf-8") as file:
        file.write(f"\n## {NEW}\n\n- x\n")
    change(project, APPARATUS, ("at: Nanjing Street,", "at: Nowhere Street,"))
    parts = ("docs", "releases", "site", "source_texts")
    before = [tree(project / p) for p in parts]
    code, said = run(project, "release", NEW)
    assert code == 1 and "[anchor-not-found]" in said and said.endswith("\nNot released.\n")
    assert [tree(project / p) for p in parts] == before


def test_a_dry_run_says_what_it_would_write_and_writes_nothing_of_it(project: Path) -> None:
    set_version(project, NEW)
    with (project / "CHANGELOG.md").open("a", encoding="utf-8") as file:
        file.write(f"\n## {NEW}\n\n- x\n")
    ledger, releases = (project / "source_texts/ledger.tsv").read_bytes(), tree(project / "releases")
    said = told(project, "release", NEW, "--dry-run")
    assert f"would write: releases/{NEW}.tar.xz: " in said and said.endswith("Nothing was written.\n")
    assert "would write: source_texts/ledger.tsv: 2 lines" in said
    assert (project / "source_texts/ledger.tsv").read_bytes() == ledger and tree(project / "releases") == releases


def refused(root: Path, *expected: str) -> None:
    """A build that is refused, and leaves the site as it was."""
    before = tree(root / "site"), tree(root / "docs")
    code, said = run(root, "build")
    assert code == 1 and "Traceback" not in said
    for text in expected:
        assert text in said
    assert (tree(root / "site"), tree(root / "docs")) == before


def damage(data: bytes) -> bytes:
    return data[:2000] + b"\0" + data[2001:]


@pytest.mark.parametrize("spoil", [damage, lambda d: d[:5000], lambda d: b""], ids=["changed", "cut", "empty"])
def test_a_damaged_archive_is_refused(project: Path, spoil: Callable[[bytes], bytes]) -> None:
    file = project / f"releases/{OLD}.tar.xz"
    file.write_bytes(spoil(file.read_bytes()))
    refused(
        project,
        f"releases/{OLD}.tar.xz:1:1: the pages of this version are missing or have been altered",
        "[ledger-changed]",
    )


def test_a_release_that_was_taken_away_is_missed(project: Path) -> None:
    shutil.rmtree(project / "releases")
    refused(project, f"/v/{OLD}/ was published but is missing [ledger-dropped]", f"/versions/{OLD}/ was published")


def problems_of(root: Path) -> list[tuple[str, str]]:
    problems: list[Problem] = []
    assert load_releases(root, problems) == ()
    return [(p.kind, p.message) for p in problems]


@pytest.fixture
def kept(first: Path, tmp_path: Path) -> Path:
    """The files of the first release alone."""
    shutil.copytree(first / "releases", tmp_path / "releases")
    return tmp_path


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b"[" * 9000, b'{"version": "2.0.0"}', b"null"])
def test_a_damaged_snapshot_is_known(kept: Path, data: bytes) -> None:
    (kept / f"releases/{OLD}.json").write_bytes(data)
    assert problems_of(kept) == [("release-damaged", "not a valid release file")]


def test_a_damaged_snapshot_is_refused(project: Path) -> None:
    (project / f"releases/{OLD}.json").write_bytes(b"{}")
    refused(project, f"releases/{OLD}.json:1:1: not a valid release file [release-damaged]")


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "a\\..\\x", "C:x", "./x", "a//b", "x/"])
def test_a_snapshot_may_name_only_files_of_its_own(kept: Path, name: str) -> None:
    file = kept / f"releases/{OLD}.json"
    data = json.loads(file.read_text("utf-8"))
    data["files"][name] = "0" * 64
    file.write_text(json.dumps(data), "utf-8")
    assert problems_of(kept) == [("release-damaged", "not a valid release file")]


def archive(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:xz") as tar:
        for member, data in members:
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return out.getvalue()


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, link
    return made


HOSTILE = {
    "above": archive((member("../x.html"), b"x")),
    "absolute": archive((member("/x.html"), b"x")),
    "symbolic link": archive((member("x.html", tarfile.SYMTYPE, "/etc/passwd"), b"")),
    "hard link": archive((member("x.html", tarfile.LNKTYPE, "../../y"), b"")),
    "device": archive((member("x.html", tarfile.CHRTYPE), b"")),
    "folder": archive((member("x", tarfile.DIRTYPE), b"")),
    "not listed": archive((member("more.html"), b"x")),
    "other words": archive((member("index.html"), b"x")),
    "nothing": archive(),
    "no tar": lzma.compress(b"no tar" * 1000),
    "no xz": b"no xz",
}


def slip_in(root: Path, data: bytes) -> None:
    """An archive in the place of the one released, with its hash in the place of the one recorded."""
    (root / f"releases/{OLD}.tar.xz").write_bytes(data)
    snapshot = root / f"releases/{OLD}.json"
    known = json.loads(snapshot.read_text("utf-8"))
    snapshot.write_text(json.dumps({**known, "archive": hashlib.sha256(data).hexdigest()}), "utf-8")


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_archive_is_refused(kept: Path, data: bytes) -> None:
    slip_in(kept, data)
    before = tree(kept)
    problems = unpack(kept, load_releases(kept, [])[0], kept / "new")
    assert [p.kind for p in problems] == ["release-damaged"]
    assert tree(kept) == before and not [p for p in kept.rglob("*") if p.is_symlink()]


def test_a_build_refuses_a_hostile_archive(project: Path) -> None:
    slip_in(project, HOSTILE["above"])
    (project / "source_texts/ledger.tsv").unlink()
    shutil.rmtree(project / f"site/v/{OLD}")  # else the pages would be taken from there
    refused(project, f"releases/{OLD}.tar.xz:1:1: the archive cannot be unpacked: '../x.html' is not a regular file")


def test_an_archive_holds_what_it_was_given() -> None:
    pages = {"b/index.html": b"b", "a.css": b""}
    with tarfile.open(fileobj=io.BytesIO(pack(pages))) as tar:
        assert {m.name: tar.extractfile(m).read() for m in tar} == pages  # type: ignore[union-attr]
    assert pack(pages) == pack(dict(reversed(pages.items())))


def test_locators_reach_a_number_whose_paragraphs_have_letters(tmp_path: Path) -> None:
    """Also where the number was never published without a letter."""
    root = copy_edition("brief", tmp_path / "project")
    keep, number = (
        "  - {kind: keep, at: came in autumn, reason: x}\n",
        "numbers: [{at: Tor Lind said that, number: 2a}, {at: came in, number: 2b}]\n",
    )
    change(root, APPARATUS, ("emendations:\n", f"emendations:\n{keep}"), ("speakers:\n", f"{number}speakers:\n"))
    told(root, "build")
    page = soup(root, f"/documents/{FIRST}/")
    assert [words(n) for n in page.select(".paragraph .pn")] == [
        f"¶ {n}" for n in ("1", "2a", "2b", "3", "4", "5", "6")
    ]
    empty = page.find(id="p2")
    assert empty is not None and words(empty) == "" and f"documents/{FIRST}/#p2" in str(soup(root, "/index/"))
    assert 'xml:id="p2b" n="2b"' in (root / f"site/documents/{FIRST}/{FIRST}.tei.xml").read_text("utf-8")


def test_what_the_changes_say_of_a_version(tmp_path: Path) -> None:
    text = "# Changes\n\n## 1.0.10, x\n\n- ten\n\n## [1.0.1]\n\nWords\nof it.\n\n* **one**\n* two\n  more\n\n## 1.0.0\n"
    (tmp_path / "CHANGELOG.md").write_text(text, "utf-8")
    assert changelog(tmp_path, "1.0.1") == ("Words of it.", "one", "two more")
    assert changelog(tmp_path, "1.0.10") == ("ten",)
    assert changelog(tmp_path, "1.0.0") == changelog(tmp_path, "1.0") == changelog(tmp_path / "none", "1.0.1") == ()


def test_the_command(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["release"])
    assert result.exit_code == 2 and "Missing argument" in result.output
    result = CliRunner().invoke(main, ["release", "--help"])
    assert result.exit_code == 0 and result.output.startswith(
        "Usage: main release [OPTIONS] X.Y.Z\n\n  Release the edition"
    )
    result = CliRunner().invoke(main, ["release", "1.0.0", "--root", str(tmp_path)])
    assert result.exit_code == 1 and "does not contain source_texts/" in result.output and not list(tmp_path.iterdir())
