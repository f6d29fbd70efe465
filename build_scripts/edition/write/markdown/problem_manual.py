"""Stage 6, write: the manual of `edition check`: every kind of problem with its meaning, an example and the cure.

In: nothing of the edition; the tables of kinds and cures, and the examples. Out: `docs/about/problems.md`.
Each kind has its heading, so that `problems.md#KIND` leads to it in the project and `/about/problems/#KIND` on the site.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape as as_html
from pathlib import Path

from edition.model.problem import PROBLEM_KINDS, REMINDER, WARNING, kind_of
from edition.problems.manual import MANUAL
from edition.source.ignores import IGNORABLE
from edition.write.markdown.syntax import Pages, escape, page

PROBLEMS = "about/problems.md"
EXAMPLES = Path(__file__).parents[2] / "problems/examples.txt"
FROM = ", ".join(
    f"build_scripts/edition/{name}" for name in ("model/problem.py", "problems/manual.py", "problems/examples.txt")
)


def write_problems() -> Pages:
    """The page."""
    return {PROBLEMS: page("Problems and solutions", FROM, _body())}


def load_examples() -> dict[str, str]:
    """By kind, what was printed of one problem."""
    blocks = EXAMPLES.read_text("utf-8").strip("\n").split("\n\n")
    return {kind_of(block): block for block in blocks}


def _body() -> Iterator[str]:
    yield (
        "`edition check` reads all the inputs and reports every problem, sorted by file and line, with its location, the "
        "words concerned and a fix. Each kind of problem has a permanent code, shown in square brackets in the report. An error "
        f"stops the build, leaving the last good build intact; a {WARNING} does not. A {REMINDER} is what editors have noted for "
        "themselves: it is not counted, and is listed only with `--to-verify`. The exit status is 1 if there are errors, "
        "otherwise 0."
    )
    yield (
        "With `--watch`, the command checks again after every change and reports which problems are new and "
        "which have been fixed. `--format json` "
        "gives the report as [structured data](../schemas/check-1.json), and `--format github` as pull-request annotations. "
        "All the examples below come from a small invented edition."
    )
    yield "## List of problems {: #kinds }"
    yield "\n".join(_list())
    yield from _ignoring()
    examples = load_examples()
    for title, cures in MANUAL:
        yield f"## {title}"
        for kind, cure in cures.items():
            severity, meaning = PROBLEM_KINDS[kind]
            yield f"### {kind}"
            yield f"{severity.capitalize()}. {escape(meaning)}"
            yield f'<pre class="report"><code tabindex="0">{as_html(examples[kind], quote=False)}</code></pre>'
            yield f"Solution: {escape(cure)}"


def _list() -> Iterator[str]:
    for title, cures in MANUAL:
        yield f"- {title}: {', '.join(f'[{kind}](#{kind})' for kind in cures)}"


def _ignoring() -> Iterator[str]:
    yield "## Suppressing warnings {: #ignore }"
    yield (
        "Once you have reviewed a warning you can suppress it, giving a reason: in the apparatus if the warning "
        "concerns a document "
        "or its apparatus, or in `edition.yaml`, naming the file, if it concerns any other file. The words under `at` must "
        "occur in the line shown in the report."
    )
    example = (
        "ignore:\n  - kind: raw-html\n    at: &lt;3&gt;\n    reason: The typescript numbers its enclosures in this way.\n"
        "  - kind: unknown-label\n    file: documents/1999-12-31-visitor-host.md   # in edition.yaml only\n"
        "    at: Classification\n    reason: The archive's own label."
    )
    yield f'<pre class="report"><code tabindex="0">{example}</code></pre>'
    kinds = ", ".join(f"`{kind}`" for kind in IGNORABLE)
    yield (
        f"The following warnings can be suppressed: {kinds}. It is an error to omit the reason or to try to "
        "suppress an error. An entry that no "
        "longer matches any warning is reported as [ignore-unused](#ignore-unused). The last line of the report "
        "gives the number of suppressed "
        "warnings; `--ignored` lists them."
    )
