"""Import, form (e): plain text, one paragraph per line.

In: a text without marks. Out: `Imported`. Lines that were broken to a width are put together at blank lines. A short line in
capitals is taken for a heading. Labels, a date and a title at the beginning are found as in Markdown.
"""

from __future__ import annotations

import re
from dataclasses import replace

from edition.editor.importing.imported import Dropped, Imported, escape, plain
from edition.editor.importing.markdown import divide
from edition.model.problem import Problem

_END = re.compile(r"[.?!:;…][\"'”’)\]]*$")
_ITEM = re.compile(r"(?:[-+*•–—]|\(?[a-z0-9]{1,4}[.)])\s")
_WIDTH = 100  # characters; lines broken by a program are not longer


def is_plain(name: str, data: bytes) -> bool:
    """Whatever text no other form takes."""
    return True


def import_plain(path: str, data: bytes, problems: list[Problem]) -> Imported | None:
    """Divide a plain text; None, with the reason reported, if it has nothing to divide."""
    received = data.decode("utf-8-sig")
    text = re.sub(r"\r\n?|\f", "\n", received)
    dropped, guessed = [], []
    if breaks := received.count("\f"):
        dropped.append(Dropped(f"form feeds ({breaks})", "page breaks in the copy"))
    lines = _paragraphs(text)
    if len(lines) < sum(bool(line.strip()) for line in text.split("\n")):
        guessed.append("that lines are wrapped to a fixed width and paragraphs end at blank lines")
    marked = [_marked(line, n) for n, line in enumerate(lines)]
    guessed += [f'a heading: "{line[5:]}"' for line in marked if line.startswith("#### ")]
    made = divide(path, "\n\n".join(marked), problems, keep=False)
    if made is None:
        return None
    return replace(made, words=text, dropped=(*dropped, *made.dropped), guessed=(*guessed, *made.guessed))


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: its lines, or, if these were broken to a width, what stands between blank lines."""
    groups = [[plain(s) for s in g.split("\n") if plain(s)] for g in re.split(r"\n[^\S\n]*\n", text)]
    groups = [g for g in groups if g]
    inner = [line for g in groups for line in g[:-1]]
    cut = [s for s in inner if not _END.search(s)]
    if len(groups) < 2 or len(cut) < 3 or len(cut) <= len(inner) / 2 or max(map(len, inner)) > _WIDTH:
        return [line for g in groups for line in g]
    width = max(map(len, inner))
    return [line for n, g in enumerate(groups) for line in _joined(g, 0 if n else width)]


def _joined(group: list[str], width: int) -> list[str]:
    """Lines as one paragraph, but for the items of a list; where a width is given (in the head), only after full lines."""
    joined: list[str] = []
    last = ""
    for line in group:
        full = len(last) + 1 + len(line.partition(" ")[0]) > width * 0.95
        if joined and full and not _ITEM.match(line):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
        last = line
    return joined


def _marked(line: str, n: int) -> str:
    """A line as Markdown: a heading if it stands after the first few and is all capitals."""
    letters = [c for c in line if c.isalpha()]
    short = len(letters) > 2 and len(line) <= 90 and not _END.search(line) and not _ITEM.match(line)
    # Capitals may hold a small letter or two in brackets: "OF THE ABC(b)".
    capitals = short and sum(c.isupper() for c in letters) >= 0.85 * len(letters)
    return f"#### {escape(line)}" if capitals and n > 1 else escape(line)
