"""Works as they are cited: formatted by a CSL processor (pandoc) as the style files in `csl/` say.

In: the works of the bibliography, and references to them. Out: each reference as a row of `Run`s, which each writer sets in its
own way. Formats nothing itself.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache as remembered
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

from edition.files.cache import Cache, key_of
from edition.model.works import Citation, Reference, Run, Work, recommendations
from edition.source.web_addresses import ADDRESS

FULL, SHORT = "chicago-notes-bibliography-17th-edition", "chicago-shortened-notes-bibliography-17th-edition"


CSL = Path(__file__).parent / "csl"


_LANGUAGE = "en-GB"


# What the styles have for this language, with the quotation marks of the edition's own words: double outside, single inside.
_TERMS = f'<locale xml:lang="{_LANGUAGE}">\n    <terms>\n'


_MARKS = "".join(
    f'      <term name="{name}">{mark}</term>\n'
    for name, mark in zip(("open-quote", "close-quote", "open-inner-quote", "close-inner-quote"), "“”‘’", strict=True)
)


_PAGE = re.compile(r"pp?\. ?\d")


def cite_all(
    works: Mapping[str, Work], references: Iterable[Reference], cache: Path | None
) -> tuple[dict[Reference, Citation], dict[str, Citation]]:
    """(each reference as a short citation, each work as a full one); works recommended are cited without a place."""
    wanted = {*references, *((str(work.key), "") for work in recommendations(works))}
    full = cite(works, ((work, "") for work, _ in wanted), FULL, cache)
    return cite(works, wanted, SHORT, cache), {work: citation for (work, _), citation in full.items()}


def cite(
    works: Mapping[str, Work], references: Iterable[Reference], style: str, cache: Path | None
) -> dict[Reference, Citation]:
    """Each reference as a citation in one of the two styles; formatted anew only when something changed.

    A page is the processor's business; a place in other words ("entry for …") is added after the citation.
    """
    cited = sorted(set(references))
    wanted = sorted({(work, at if _PAGE.match(at) else "") for work, at in cited})
    if not wanted:
        return {}
    csl = json.dumps([_shown(w.csl, style) for w in works.values()], ensure_ascii=False)
    request = json.dumps([style, _pandoc(), _style(style), csl, wanted])
    output = Cache(cache).cached(f"citations-{key_of(request)}.json", lambda: _run_pandoc(wanted, csl, style).encode())
    blocks = json.loads(output)["blocks"]
    made = {reference: _joined(_runs(_note(block))) for reference, block in zip(wanted, blocks, strict=True)}
    return {(work, at): made.get((work, at)) or _with_place(made[(work, "")], at) for work, at in cited}


def _shown(csl: dict[str, Any], style: str) -> dict[str, Any]:
    """A work as a style is given it: a short citation of a work without an author begins with its title.

    The style would put the translator in the author's place, as if a record of the archive were the translator's own.
    """
    hides = style == SHORT and not {"author", "editor"} & csl.keys()
    return {key: value for key, value in csl.items() if key != "translator"} if hides else csl


def divided(citation: Citation, at: str) -> tuple[Citation, str]:
    """A citation without the place that was added after it, and the place; all of it and nothing where that is a page."""
    if at and citation and citation[-1].text == f", {at}.":
        return citation[:-1], at
    return citation, ""


@remembered
def _style(name: str) -> str:
    """A style file, with the edition's quotation marks."""
    before, found, after = (CSL / f"{name}.csl").read_text("utf-8").partition(_TERMS)
    assert found
    return before + found + _MARKS + after


@remembered
def _pandoc() -> str:
    """Which pandoc is at work: the one of the package, or another that its user names. It is not asked: that takes long."""
    own = os.environ.get("PYPANDOC_PANDOC", "")
    return f"pypandoc-binary {version('pypandoc-binary')} {own}"


def _with_place(citation: Citation, at: str) -> Citation:
    """A citation with a place in the work that is no page."""
    *head, last = citation
    return (*head, Run(last.text.removesuffix("."), last.italic, last.url), Run(f", {at}."))


def _run_pandoc(references: list[Reference], csl: str, style: str) -> str:
    """Pandoc's document model of one paragraph for each reference, citations processed."""
    document = {
        "pandoc-api-version": [1, 23, 1],
        "meta": {"suppress-bibliography": {"t": "MetaBool", "c": True}, "lang": {"t": "MetaString", "c": _LANGUAGE}},
        "blocks": [_cite_block(work, at) for work, at in references],
    }
    import pypandoc  # slow to import

    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("works.json", csl), ("style.csl", _style(style))):
            (Path(folder) / name).write_text(text, "utf-8")
        command = [pypandoc.get_pandoc_path(), "--from=json", "--to=json", "--citeproc", "--quiet"]
        command += ["--bibliography=works.json", "--csl=style.csl"]  # it may not be able to read the path to the folder
        asked = json.dumps(document)
        done = subprocess.run(command, input=asked, capture_output=True, encoding="utf-8", check=True, cwd=folder)
    return done.stdout


def _cite_block(work: str, at: str) -> dict[str, Any]:
    citation = {
        "citationId": work,
        "citationPrefix": [],
        "citationSuffix": [{"t": "Str", "c": f", {at}"}] if at else [],
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 1,
        "citationHash": 0,
    }
    return {"t": "Para", "c": [{"t": "Cite", "c": [[citation], [{"t": "Str", "c": work}]]}]}


def _note(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The inlines of the note that a note style makes of a citation."""
    inlines: list[dict[str, Any]] = block["c"][0]["c"][1]
    if inlines and inlines[0]["t"] == "Note":
        return [i for para in inlines[0]["c"] for i in para["c"]]
    return inlines


def _joined(runs: Iterable[Run]) -> Citation:
    """Neighbours that are set alike as one run: the processor gives every word by itself."""
    alike = groupby(runs, key=lambda run: (run.italic, run.url))
    return tuple(Run("".join(run.text for run in group), *how) for how, group in alike)


def _runs(inlines: list[dict[str, Any]], italic: bool = False, url: str = "") -> Iterable[Run]:
    """Pandoc's inlines as runs."""
    for inline in inlines:
        kind, content = inline["t"], inline.get("c", "")
        if kind == "Str":
            yield Run(content, italic, url)
        elif kind in ("Space", "SoftBreak"):
            yield Run(" ", italic, url)
        elif kind == "Emph":
            yield from _runs(content, not italic, url)
        elif kind == "Link":
            target = str(content[2][0])  # the processor makes addresses of other fields too, such as the DOI
            yield from _runs(content[1], italic, target if ADDRESS.fullmatch(target) else "")
        elif kind == "Quoted":
            marks = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
            yield Run(marks[0], italic, url)
            yield from _runs(content[1], italic, url)
            yield Run(marks[1], italic, url)
        elif kind in ("Span", "Cite"):
            yield from _runs(content[1], italic, url)
        elif isinstance(content, list):
            yield from _runs(content, italic, url)
