"""Whatever stands in a source text or is written by an editor arrives on the pages as text, and never as markup."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup, Tag
from lxml import etree  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Dialog, Page, expect

from edition.model.typography import straight
from edition.versions.released import Release, archive_path, sha256, snapshot, snapshot_path
from tests.browser import is_here, served
from tests.project import REPOSITORY, copy_edition, once, run

ID = "1950-05-01-lind-okoro"
# What could be taken for markup by HTML, by Markdown and its extensions, by templates, or could be lost on the way.
NASTY = {
    "quotes": "\"double\" 'single' “curly” «x» \"> '> x",
    "html": "<img src=x onerror=alert(1)> <b>bold</b> <!-- hidden --> <div markdown> <?php x ?> <![CDATA[ y ]]>",
    "script": "</script><script>alert(2)</script></title><svg onload=alert(3)>",
    "entities": "&amp; &lt;b&gt; & &#60; &nbsp; AT&T &copy",
    "attributes": "x {: onclick=alert(4) } y {: #p1 .evil } {#z}",
    "attribute list at the end": "word {: onclick=alert(5) }",
    "template": "{{ config.site_name }} {% raw %} {# gone #} ${x} #{y}",
    "snippet": '--8<-- "mkdocs.yml"',
    "footnote": "[^x] and [^forty]: z ^[y] [^quotes]",
    "image": "![](https://elsewhere.example/x.png) ![alt][ref] [[wiki]]",
    "link": "[click](javascript:alert(6)) <javascript:alert(7)> [a]: javascript:alert(8) <x@y.example>",
    "address": "https://elsewhere.example/?a=b&c=d#e www.elsewhere.example",
    "backslashes": "C:\\new\\table \\ \\\\ \\[x\\] \\# end\\",
    "code": "`code` ``more`` ~~gone~~ ==mark== ^up^ H~2~O _under_ __strong__ ~~~ ```",
    "table": "| a | b | --- | x",
    "formula": "$x^2$ \\(y\\) $$z$$",
    "note box": '!!! note "x" ??? tip ::: mod',
    "place of footnotes": "///Footnotes Go Here/// [TOC]",
    "number": "1. first",
    "bullet": "- second",
    "plus": "+ third",
    "heading": "# fourth ##",
    "quotation": "> fifth",
    "definition": ": sixth",
    "rule": "---",
    "line": "===",
    "front matter": "title: x # y",
    "beyond the first plane": "𠀀 𝔐 😀 👩‍🚀",
    "right to left": "שלום עולם مرحبا \u202eabc\u202c",
    "combining": "e\u0301 o\u030b\u0308 Za\u0327\u031b n\u0303",
    "spaces": "a\u00a0b\u2003c\u200bd",
    "schemes": "[a](data:text/html,<script>alert(11)</script>) <vbscript:alert(12)> JaVaScRiPt&colon;alert(13) mailto:x",
    "out of an attribute": "\" onmouseover=\"alert(14)\" x=' autofocus onfocus=alert(15) y=` style=z",
    "out of a block": "]]> --> %> ?> </style> </textarea> </article> <style>p{display:none}</style> <base href=//x>",
    "links of markdown": '[a]: <javascript:alert(16)> "t" ![a](x){onerror=alert(17)} [a](<b> "c") <https://a.example/ "b">',
    "entities of scripts": "&#106;avascript&#58;alert(18) \\u003cscript\\u003e \\x3cimg\\x3e %3Cscript%3E <\u200bscript>",
    "objects": "<iframe srcdoc=x><object data=x><embed src=x><math><mi//xlink:href='data:x,y'><svg><use href=#x>",
}  # fmt: skip
# What may stand in an address, and must not end the link in which it stands.
ADDRESS = "https://elsewhere.example/a?b=c&d='e'(f)*h*_i_~j~$k$!l;m:alert(19)#n"
KEYS = {what: what.replace(" ", "-") for what in NASTY}
ALL = " · ".join(NASTY.values())


def source_text() -> str:
    """A source text with every string in a paragraph; a backslash is written twice, as Markdown wants it."""
    title = shown_in_source(NASTY["html"] + NASTY["quotes"] + NASTY["attribute list at the end"])
    head = f'## May 1, 1950\n\n# {title}\n\n### Citation:\n\n"X", 1950. {shown_in_source(NASTY["script"])}\n\n'
    head += f"### Summary:\n\nSummary: {shown_in_source(ALL)}\n\n### Contents:\n\nTranslation - English\n\n"
    body = [f"Text Name{n}: {shown_in_source(text)}" for n, text in enumerate(NASTY.values())]
    body.append("Text: a double word.")
    sections = [f"### S {shown_in_source(NASTY[k])} e\n\nUnder it." for k in ("html", "attributes", "template", "link")]
    return head + "\n\n".join([*body, *sections, "The last words."]) + "\n"


def shown_in_source(text: str) -> str:
    for mark in "\\_`":
        text = text.replace(mark, f"\\{mark}")
    return text


def write(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")  # JSON is YAML


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an edition with every nasty string in every field that is free text."""
    return once(tmp_path_factory, "nasty", build) / "site"


def build(to: Path) -> None:
    code, said = run(project(to), "build")
    assert code == 0, said


def project(to: Path) -> Path:
    """The project of that edition, not built."""
    root = copy_edition("brief", to)
    checker = '# Cite\n\n<div id="quote-checker" markdown>\n\nx\n\n</div>\n'
    checker += "".join(f'\n<script src="../assets/quote-{n}.js" defer></script>' for n in ("match", "check"))
    (root / "docs/cite/index.md").write_text(checker, "utf-8")
    shutil.copy(REPOSITORY / "docs/search.md", root / "docs/search.md")
    texts = root / "source_texts"
    for old in (*texts.glob("documents/*"), *texts.glob("apparatus/*"), *texts.glob("register/*")):
        old.unlink()
    (texts / f"documents/{ID}.md").write_text(source_text(), "utf-8")
    write(texts / f"apparatus/{ID}.yaml", apparatus(hashlib.sha256(source_text().encode()).hexdigest()))
    people = {f"x{n}": name(n, text) for n, text in enumerate(NASTY.values())}
    write(texts / "register/people.yaml", people)
    write(texts / "register/places.yaml", {"y1": {"name": f"y {NASTY['html']}", "note": ALL, "kept": ALL}})
    custom = {
        "grade": "primary",
        "seen": "true",
        "consulted": NASTY["html"],
        "check": NASTY["template"],
        "further_reading": [NASTY["html"]],
    }
    work: dict[str, object] = {
        "type": "book",
        "publisher": NASTY["script"],
        "custom": custom,
        "DOI": '10.1/x"><script>alert(20)</script>',
    }
    work |= {"author": [{"family": NASTY["html"], "given": NASTY["attributes"]}], "note": ALL, "URL": ADDRESS}
    write(texts / "bibliography.yaml", [{"id": KEYS[k], "title": f"T {text}", **work} for k, text in NASTY.items()])
    passages = [{"document": ID, "at": "Name0"}, {"document": ID, "at": "Name2:"}]
    marked = [(KEYS[k], text) for k, text in NASTY.items()]
    write(texts / "cross_references.yaml", [{"key": k, "label": t, "note": t, "passages": passages} for k, t in marked])
    event = {"date": "1950", "sources": ["quotes"], "passages": passages, "people": ["x1"]}
    write(texts / "chronology.yaml", [{"key": k, "event": t, "place": t, "note": t, **event} for k, t in marked])
    figure = {"sources": ["html"], "passages": passages}
    write(texts / "figures.yaml", [{"key": k, "label": t, "says": t, "found": t, **figure} for k, t in marked])
    write(texts / "held.yaml", [{"concerns": t, "claim": t, "why": t} for t in NASTY.values()])
    write(texts / "remarks.yaml", [{"kind": "x", "note": t} for t in NASTY.values()])
    write(texts / "index.yaml", {"see": {f"See {t}": f"Head {t}" for t in NASTY.values()}})
    settings: dict[str, object] = {
        "title": NASTY["html"],
        "description": ALL,
        "editors": list(NASTY.values()),
        "version": NASTY["quotes"],
    }
    write_release(root)
    # No print: some of the characters are in no font, which tests/test_print.py is about.
    settings |= {"further_reading": [NASTY["html"]]}
    settings |= {"released": "2001-09-30", "address": "https://nasty.example/", "contact": NASTY["link"], "pdf": "none"}
    write(texts / "edition.yaml", settings)
    return root


def write_release(root: Path) -> None:
    """A released version whose words are the same strings: what changed, the names of places, the words at each."""
    (root / "releases").mkdir()
    page = b"<!doctype html><title>Then</title><h1>As it was</h1>"
    names = ("index.html", f"documents/{ID}/index.html")
    with tarfile.open(root / archive_path("1.0.0"), "w:xz") as archive:
        for path in names:
            member = tarfile.TarInfo(path)
            member.size = len(page)
            archive.addfile(member, io.BytesIO(page))
    packed = (root / archive_path("1.0.0")).read_bytes()
    texts = {
        f"/documents/{ID}/#p{n}": (f"\xb6 {n} {text}", f"Once: {text}")
        for n, text in enumerate(NASTY.values(), start=1)
    }
    texts |= {f"/people/x{n}/": (text, f"Once {text}") for n, text in enumerate(NASTY.values())} | {
        "/gone/": (ALL, ALL),
        f"/documents/{ID}/": (NASTY["attributes"] + NASTY["script"] + NASTY["attribute list at the end"], ALL),
    }
    files = dict.fromkeys(names, sha256(page))
    changes = tuple(NASTY.values())
    release = Release("1.0.0", "2000-01-02", changes, sha256(packed), len(packed), files, texts)
    (root / snapshot_path("1.0.0")).write_bytes(snapshot(release))


def name(number: int, text: str) -> dict[str, object]:
    made: dict[str, object] = {"name": text, "sort": text, "forms": [f"Name{number}"], "kind": text, "post": text}
    variants = {"other": [f"v {text}"], "chinese": [f"𠀀{text}"], "russian": [f"Я{text}"]}
    return made | {"status": text, "note": text, "variants": variants, "kept": text, "certainty": "probable"}


def apparatus(sha256: str) -> dict[str, object]:
    """Every field of an apparatus that takes free text."""
    sources = [{"work": KEYS["html"], "at": NASTY["html"]}, {"work": KEYS["link"], "at": NASTY["attributes"]}]
    notes = [
        {"key": KEYS[k], "at": f"Name{n}", "after": ":", "kind": "factual", "text": text, "sources": sources}
        for n, (k, text) in enumerate(NASTY.items())
    ]
    people = [{"name": "x0", "side": text, "role": text} for text in NASTY.values()]
    marks = [{"at": f"Name{n}", "after": ":", "name": f"x{n}", "note": t} for n, t in enumerate(NASTY.values())]
    heads = [h for t in NASTY.values() for h in (f"Head {t}", f"{t} > Sub {t}", f"Main > {t}")]
    return {
        "document": ID,
        "short_title": f"{NASTY['html']}, {NASTY['script']} {NASTY['attribute list at the end']}",
        "date": "1950-05-01",
        "place": {"name": "y1", "certainty": "possible", "note": ALL, "sources": sources},
        "participants": people,
        "received": {
            "sha256": sha256,
            "archive_reference": ALL,
            "translator": ALL,
            "file": ALL,
            "canonical_address": ADDRESS,
        },
        "narrator": "x2",
        "speakers": [
            {"from": "Text Name0", "to": "The last words.", "who": "x3", "with": ["x4"], "how": "quoted", "note": ALL}
        ],
        "mentions": marks,
        "notes": notes,
        "emendations": [{"at": "a double", "kind": "replace", "to": NASTY["html"], "reason": ALL}],
        "index": [{"at": "Name0", "headings": heads}],
        "textual": [{"at": "Name0", "kind": "x", "note": text} for text in NASTY.values()],
    }


@cache
def soup(site: Path, page: str) -> BeautifulSoup:
    """A page, parsed once: no test changes it."""
    return BeautifulSoup((site / page / "index.html").read_text("utf-8"), "lxml")


def text_of(tag: Tag) -> str:
    """The text of a block without what the site itself adds."""
    copied = BeautifulSoup(str(tag), "lxml")
    for added in copied.select(".pn, sup[id^=fnref-], .headerlink, .footnote-backref"):
        added.extract()
    return copied.get_text().strip()


def test_the_text_arrives_exactly(site: Path) -> None:
    page = soup(site, f"documents/{ID}")
    shown = [text_of(p) for p in page.select(".paragraph")]
    wanted = [f"Text Name{n}: {text}" for n, text in enumerate(NASTY.values())]
    assert shown[: len(wanted)] == wanted
    assert shown[len(wanted) :] == [f"Text: {NASTY['html']} word."] + ["Under it."] * 4 + ["The last words."]


def test_title_headings_and_head_arrive_exactly(site: Path) -> None:
    page = soup(site, f"documents/{ID}")
    shown = {str(t["id"]): text_of(t) for t in page.select("article .source")}
    assert shown["title"] == NASTY["html"] + NASTY["quotes"] + NASTY["attribute list at the end"]
    assert shown["citation"] == f'"X", 1950. {NASTY["script"]}'
    assert shown["summary"] == f"Summary: {ALL}"
    sections = [text_of(h) for h in page.select("h2.source")]
    assert sections == [f"S {NASTY[k]} e" for k in ("html", "attributes", "template", "link")]
    assert page.title and NASTY["script"] in page.title.get_text()


# In the edition's own words quotation marks are set (`test_typography`); everything else arrives as it was written.
OWN = {what: straight(text) for what, text in NASTY.items()}


@pytest.mark.parametrize("what", NASTY)
def test_a_note_arrives_exactly(site: Path, what: str) -> None:
    note = soup(site, f"documents/{ID}").select_one(f"#fn-{KEYS[what]}")
    assert note and straight(text_of(note)).startswith(f"{OWN[what]} Sources: ")


@pytest.mark.parametrize("what", NASTY)
def test_a_name_arrives_exactly(site: Path, what: str) -> None:
    page = soup(site, f"people/x{list(NASTY).index(what)}")
    heading = page.select_one("article h1")
    assert heading and straight(text_of(heading)) == OWN[what]
    terms = {dt.get_text(): dd.get_text().strip() for dt, dd in zip(page.select("dt"), page.select("dd"), strict=True)}
    assert OWN[what] in map(straight, terms.values())
    assert OWN[what] in straight(page.select_one("article").get_text())  # type: ignore[union-attr]
    assert page.title and straight(page.title.get_text()).strip().startswith(OWN[what].strip())


@pytest.mark.parametrize("what", NASTY)
def test_labels_and_headings_arrive_exactly(site: Path, what: str) -> None:
    label = soup(site, "cross-references").select_one(f"#x-{KEYS[what]}")
    assert label and straight(text_of(label)) == OWN[what]
    linked = [straight(a.get_text()) for a in soup(site, f"documents/{ID}").select("article a[href*='#x-']")]
    assert OWN[what] in linked


@pytest.mark.parametrize("what", [what for what in NASTY if " > " not in f" {NASTY[what]}"])
def test_headings_of_the_index_arrive_exactly(site: Path, what: str) -> None:
    """But for the sign that stands between a heading and its subheading."""
    headings = {straight(b.get_text()) for b in soup(site, "index").select("article strong")}
    assert {f"Head {OWN[what]}", f"See {OWN[what]}", OWN[what]} <= headings
    items = [straight(text_of(li)) for li in soup(site, "index").select("article li")]
    assert any(item.startswith(f"Sub {OWN[what]}, ") for item in items)
    assert any(item.startswith(f"{OWN[what]}, ") for item in items)


@pytest.mark.parametrize(
    "page", ["versions", "chronology", "figures", "errata", "about/coverage", "about/colophon", "names", "people"]
)
@pytest.mark.parametrize("what", NASTY)
def test_every_other_page_has_the_words(site: Path, page: str, what: str) -> None:
    article = soup(site, page).select_one("article")
    assert article and OWN[what] in straight(article.get_text())


def pages(site: Path) -> Iterator[tuple[str, BeautifulSoup]]:
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), BeautifulSoup(path.read_text("utf-8"), "lxml")


def kinds(page: BeautifulSoup) -> set[tuple[str, str]]:
    """Every (tag, attribute) of a page; a tag without attributes has an empty one."""
    tags = [t for t in page.find_all(True) if isinstance(t, Tag)]
    return {(t.name, a) for t in tags for a in t.attrs} | {(t.name, "") for t in tags}


def test_no_element_and_no_attribute_came_of_it(site: Path, corpus: Path, built_brief: Path) -> None:
    known = {kind for root in (corpus, built_brief) for _, page in pages(root / "site") for kind in kinds(page)}
    known |= {
        ("del", ""),
        ("ins", ""),
        ("p", "class"),
    }  # of the comparison with a released version, which those have not
    for path, page in pages(site):
        assert kinds(page) - known == set(), path
        for tag in page.find_all(True):
            assert isinstance(tag, Tag)
            assert not any(a.startswith("on") for a in tag.attrs), path
            assert "evil" not in (tag.get("class") or ()), path
            href = str(tag.get("href", ""))
            assert href == ADDRESS or not href.startswith(
                ("javascript", "data:", "vb", "https://elsewhere", "mailto")
            ), path
            is_data = tag.get("type") == "application/ld+json"  # no script: it is never run
            assert tag.name != "script" or is_data or "alert(" not in tag.get_text() + str(tag.get("src")), path
            assert tag.name != "style" or "alert(" not in tag.get_text(), path


# In a browser.


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


@contextmanager
def guarded(browser: Browser, shielded: bool = True) -> Iterator[tuple[Page, list[str]]]:
    """A page and a list of everything that ran, was refused or went wrong on it; or without the policy that shields it."""
    context = browser.new_context(bypass_csp=not shielded, viewport={"width": 1280, "height": 900})
    page, wrong = context.new_page(), list[str]()
    page.on("console", lambda m: wrong.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: wrong.append(f"error: {e}"))

    def dismissed(dialog: Dialog) -> None:
        wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismissed)
    page.on("request", lambda r: None if is_here(r.url) else wrong.append(f"foreign: {r.url}"))
    page.on("popup", lambda p: wrong.append(f"popup: {p.url}"))
    context.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective))"
    )
    yield page, wrong
    context.close()


# Elements and attributes that no page of an edition has, or has only with what it brought itself.
FOREIGN = """() => [...document.querySelectorAll('*')].flatMap(e => [
  ...[...e.attributes].filter(a => /^on/i.test(a.name) || a.name === 'srcdoc').map(a => e.tagName + ' ' + a.name),
  ...['href', 'src', 'action', 'formaction', 'xlink:href', 'data'].map(n => e.getAttribute(n) || '')
      .filter(v => /^\\s*(javascript|vbscript|data:(?!image|font))/i.test(v)),
  ...(['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'MATH'].includes(e.tagName) ? [e.tagName] : []),
  ...(e.tagName === 'SCRIPT' && !e.src && !/json|search-data/.test(e.type + e.id) && /alert/.test(e.text) ? ['SCRIPT'] : []),
  ...(e.tagName === 'STYLE' && /alert|display:none}</.test(e.textContent) ? ['STYLE'] : []),
])"""


def opened(page: Page, url: str) -> list[str]:
    """What of a page is foreign to it, after it was opened and every event that a pointer or a key gives was sent."""
    page.goto(url, wait_until="load")
    page.evaluate(
        """() => { for (const e of document.querySelectorAll('article *')) for (const kind of
        ['mouseover', 'focus', 'click', 'error', 'load', 'pointerenter'])
        if (kind !== 'click' || !e.closest('a, button, summary, label, input')) e.dispatchEvent(new Event(kind)) }"""
    )
    found: list[str] = page.evaluate(FOREIGN)
    return found


def test_nothing_runs_on_any_page(browser: Browser, site: Path, address: str) -> None:
    """No dialog, no error, nothing that the policy had to refuse, no request to another host, no element out of a text."""
    paths = sorted(p.relative_to(site).as_posix() for p in site.rglob("*") if p.suffix in (".html", ".svg"))
    many = [p for p in paths if p.startswith("people/x") and p not in ("people/x1/index.html", "people/x2/index.html")]
    assert len(paths) > 60 and len(many) > 30
    with guarded(browser) as (page, wrong):
        for path in paths:
            # The entries of names are alike; what is below v/ is old; the drawings in assets/ are made of no text.
            if path in many[:-6] or path.startswith(("v/", "assets/")):
                continue
            assert opened(page, address + path) == [], path
            assert wrong == [], path


@pytest.mark.parametrize(
    "path",
    [
        f"documents/{ID}/",
        f"documents/{ID}/{ID}.single.html",
        "index/",
        "names/",
        "people/x2/",
        "chronology/",
        "figures/",
        "cite/",
    ],
)
def test_nothing_would_run_without_the_policy(browser: Browser, address: str, path: str) -> None:
    """The policy is the second shield, not the first."""
    with guarded(browser, shielded=False) as (page, wrong):
        assert opened(page, address + path) == []
        assert [w for w in wrong if not w.startswith("console: Failed to load resource")] == []


def test_the_guard_sees_what_runs(browser: Browser, site: Path, tmp_path: Path) -> None:
    """Guards the two tests above."""
    page_with = (
        "<!doctype html><title>x</title><article><img src=x onerror=alert(1)><b onclick=alert(2)>b</b></article>"
    )
    (tmp_path / "index.html").write_text(page_with, "utf-8")
    with served(tmp_path) as address, guarded(browser, shielded=False) as (page, wrong):
        assert opened(page, address) == ["IMG onerror", "B onclick"]
        assert {"dialog: 1", "dialog: 2"} <= set(wrong)


HOSTILE_WORDS = ("html", "script", "template", "out of an attribute", "objects", "right to left", "entities of scripts")


def test_hostile_queries(browser: Browser, address: str) -> None:
    """In the search, in the address of its page, and in the checker of quotations: shown as text."""
    done = (
        "() => { const s = document.getElementById('search-status').textContent; return s && !s.startsWith('Search'); }"
    )
    queries = [
        *(NASTY[k] for k in HOSTILE_WORDS),
        '"' * 300,
        "(" * 500,
        "*" * 500,
        "a" * 5_000,
        "\\",
        "\u0000x",
        "%",
        "%F0%9F",
    ]
    with guarded(browser) as (page, wrong):
        for query in queries:
            page.goto(f"{address}search/#{urlencode({'q': query})}")
            page.wait_for_function(done)
            assert page.evaluate(FOREIGN) == [] and wrong == [], query
        for query in (
            NASTY["html"],
            f"Name3: {NASTY['entities']} words that are not there",
            "</del><script>alert(1)</script> a b",
        ):
            page.goto(f"{address}cite/")
            page.fill("#quotation", query)
            page.click("#quote-checker form button")
            expect(page.locator(".quotation-result")).not_to_contain_text("Checking")
            assert page.evaluate(FOREIGN) == [] and wrong == [], query


def test_what_other_programs_read_is_well_formed(site: Path) -> None:
    """XML, JSON and the books: read whole, and with nothing in them that would run."""
    read = 0
    for path in sorted(p for p in site.rglob("*") if p.is_file()):
        data = {path.name: path.read_bytes()}
        if path.suffix == ".epub":
            with zipfile.ZipFile(path) as book:
                data = {name: book.read(name) for name in book.namelist()}
        for name, content in data.items():
            kind = name.rpartition(".")[2]
            if kind in ("xml", "svg", "xhtml", "opf", "ncx", "atom", "rss"):
                tree = etree.fromstring(content)
                names = {etree.QName(e).localname.lower() for e in tree.iter() if isinstance(e.tag, str)}
                marks = {
                    etree.QName(a).localname.lower() for e in tree.iter() if isinstance(e.tag, str) for a in e.attrib
                }
                assert not names & {"script", "iframe", "object", "embed", "foreignobject"}, (path, name)
                assert not any(mark.startswith("on") for mark in marks), (path, name)
            elif kind in ("json", "jsonld", "webmanifest"):
                json.loads(content)
            else:
                continue
            read += 1
    assert read > 60


def test_data_in_the_heads_of_pages_ends_where_it_should(site: Path) -> None:
    found = 0
    for path, page in pages(site):
        for script in page.select("script[type='application/ld+json']"):
            assert json.loads(script.get_text()), path
            found += 1
    assert found > 3


def test_no_id_was_taken_twice(site: Path) -> None:
    article = soup(site, f"documents/{ID}").select_one("article")
    assert article
    ids = [str(t["id"]) for t in article.select("[id]")]
    assert len(ids) == len(set(ids))


def test_the_search_holds_the_texts_as_they_are(site: Path) -> None:
    """The search page sets them as text (tests/test_search.py), so they are not escaped here."""
    texts = [r["text"] for r in json.loads((site / f"search/volumes/documents/{ID}.json").read_text("utf-8"))]
    for what, text in NASTY.items():
        assert any(text in said for said in texts), what
    copy = (site / "search/offline.js").read_text("utf-8")
    assert copy.startswith("/* Made by") and copy.endswith("});\n")
    for line in copy.splitlines():
        if line.startswith('{"id"'):
            assert json.loads(line.rstrip(","))["text"]
