"""Stage 6, write: the manual of `edition check`: every kind of problem with its meaning, an example and the cure.

In: nothing of the edition; the tables of kinds and cures, and the examples. Out: `docs/about/problems.md`.
Each kind has its heading, so that `problems.md#KIND` leads to it in the project and `/about/problems/#KIND` on the site.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape as as_html
from pathlib import Path

from build_scripts.ignoring import IGNORABLE
from build_scripts.markdown import Pages, escape, page
from build_scripts.problem import KINDS, WARNING, kind_of
from build_scripts.problem_manual import MANUAL

PROBLEMS = "about/problems.md"
EXAMPLES = Path(__file__).parent / "problem_examples.txt"
FROM = "build_scripts/problem.py, build_scripts/problem_manual.py, build_scripts/problem_examples.txt"


def write_problems() -> Pages:
    """The page."""
    return {PROBLEMS: page("Problems and their meaning", FROM, _body())}


def load_examples() -> dict[str, str]:
    """By kind, what was printed of one problem."""
    blocks = EXAMPLES.read_text("utf-8").strip("\n").split("\n\n")
    return {kind_of(block): block for block in blocks}


def _body() -> Iterator[str]:
    yield (
        "`edition check` reads everything and says all that is wrong, sorted by file and line: the place, the words concerned, "
        "and a cure. Each kind of problem has a code, which stands in square brackets in the report and never changes. An error "
        f"stops a build and leaves the last good one whole; a {WARNING} stops nothing. The command ends with 1 if there is an "
        "error, else with 0."
    )
    yield (
        "`--watch` checks again after every change and says what is new and what is gone. `--format json` gives the report as "
        "[data of a fixed shape](../schemas/check-1.json), `--format github` as annotations of a pull request. "
        "All examples below are of a small invented edition."
    )
    yield "## All kinds {: #kinds }"
    yield "\n".join(_list())
    yield from _ignoring()
    examples = load_examples()
    for title, cures in MANUAL:
        yield f"## {title}"
        for kind, cure in cures.items():
            severity, meaning = KINDS[kind]
            yield f"### {kind}"
            yield f"{severity.capitalize()}. {escape(meaning)}"
            yield f'<pre class="report"><code tabindex="0">{as_html(examples[kind], quote=False)}</code></pre>'
            yield f"Cure: {escape(cure)}"


def _list() -> Iterator[str]:
    for title, cures in MANUAL:
        yield f"- {title}: {', '.join(f'[{kind}](#{kind})' for kind in cures)}"


def _ignoring() -> Iterator[str]:
    yield "## Warnings that may stand {: #ignore }"
    yield (
        "A warning that somebody has looked at can be let stand, with the reason, beside the thing it concerns: in the apparatus "
        "for a document and its apparatus, in `edition.yaml` for any other file, which is then named. The words under `at` "
        "stand in the line that the report shows."
    )
    example = (
        "ignore:\n  - kind: raw-html\n    at: &lt;3&gt;\n    reason: The typescript numbers its enclosures so.\n"
        "  - kind: unknown-label\n    file: documents/1999-12-31-visitor-host.md   # in edition.yaml only\n"
        "    at: Classification\n    reason: The archive's own label."
    )
    yield f'<pre class="report"><code tabindex="0">{example}</code></pre>'
    kinds = ", ".join(f"`{kind}`" for kind in IGNORABLE)
    yield (
        f"Kinds that can be ignored: {kinds}. An entry without a reason is an error, and so is one for an error. An entry that "
        "meets no warning any more is reported as [ignore-unused](#ignore-unused). The last line of the report counts what is "
        "ignored; `--ignored` shows it."
    )
