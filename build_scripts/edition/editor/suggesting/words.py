"""Words that look like names: what the rules on names and abbreviations begin with.

In: an annotated document and the edition's texts. Out: `Candidate`s: runs of words with capitals that no mention covers.
Knows English only as far as capitals, titles, months and endings of adjectives go; knows no register.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from edition.editor.suggesting.english import CALENDAR, OPENERS, TITLES, USUAL
from edition.model.annotations import Annotated
from edition.model.document import Span

_WORD = re.compile(r"[^\W\d_](?:\w|['’](?=\w)|-(?=[a-z])|\[\w+\])*")
_BETWEEN = re.compile(r" |\. ?| of | of the ")
_OPENS = re.compile(r"(?:^|[.?!:;…][\"')\]]*\s+|^\(?[a-z0-9]{1,3}[).]\s+|\n)[\"'“(\[]*$")
_SHORTENED = re.compile(r"(?<!\w)(\w+)\.\s+$")
_POSSESSIVE = re.compile(r"['’]s$|['’]$")
_ADJECTIVE = re.compile(r"\w{2,}(?:ese|ish|ian|an|ist|ic|ch|ean)")
_PLACE = re.compile(
    r" (?:provinces?|regions?|islands?|rivers?|counties|city|area)\b"
)  # a name before it is no adjective
_NOUN = re.compile(r"(?:(?:, | and | or )[A-Z]\w+)*(?:-\w+)? (?!and |or |of |to |in |is |are |was |were )[a-z]")


@dataclass(frozen=True)
class Candidate:
    """A run of words that may be a name; `opening` where a sentence begins with it, so that its capital says little."""

    span: Span
    text: str
    opening: bool
    before: str  # the words before it, at most 30 characters
    after: str


def lower_words(texts: Iterable[str]) -> frozenset[str]:
    """Every word that is somewhere printed with a small letter."""
    return frozenset(m[0] for text in texts for m in re.finditer(r"(?<!\w)[a-z]\w*", text))


def capital_words(documents: Iterable[Annotated]) -> frozenset[str]:
    """Every word that is printed with a capital within a sentence somewhere."""
    found = set()
    for document in documents:
        for paragraph in document.body:
            for match in _WORD.finditer(paragraph.text):
                if match[0][0].isupper() and not _opens(paragraph.text, match.start()):
                    found.add(_POSSESSIVE.sub("", match[0]))
    return frozenset(found)


def candidates(document: Annotated, lower: frozenset[str], capital: frozenset[str]) -> Iterator[Candidate]:
    """Every run of words with capitals in the body that no mention touches."""
    for index, paragraph in enumerate(document.paragraphs):
        if paragraph.number is None:
            continue
        taken = [(m.span.start, m.span.end) for m in document.mentions if m.span.index == index]
        for run in _runs(paragraph.text, taken):
            if kept := _trimmed(run, paragraph.text, lower, capital):
                yield _candidate(index, paragraph.text, kept)


def _runs(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[list[re.Match[str]]]:
    """Words with capitals that follow one another."""
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        if not match[0][0].isupper() or match[0] == "I" or any(match.start() < b and a < match.end() for a, b in taken):
            if match[0] not in ("of", "the"):
                yield from [run] if run else []
                run = []
            continue
        if run and not _joins(run[-1], text[run[-1].end() : match.start()]):
            yield run
            run = []
        run.append(match)
    yield from [run] if run else []


def _joins(last: re.Match[str], between: str) -> bool:
    if _POSSESSIVE.search(last[0]) and between != " ":
        return False
    return bool(_BETWEEN.fullmatch(between)) and (not between.startswith(".") or len(last[0]) == 1)


def _trimmed(
    run: list[re.Match[str]], text: str, lower: frozenset[str], capital: frozenset[str]
) -> list[re.Match[str]]:
    """A run without titles, without the first word of a sentence where that is an ordinary word, without months."""
    while run:
        word = _POSSESSIVE.sub("", run[0][0])
        ordinary = _opens(text, run[0].start()) and (
            word.lower() in lower or (len(run) == 1 and word not in capital and not _POSSESSIVE.search(run[0][0]))
        )
        if not (ordinary or word.lower() in (*OPENERS, *TITLES, *CALENDAR)):
            break
        run = run[1:]
    while run and run[-1][0].lower() in (*TITLES, *CALENDAR):
        run = run[:-1]
    if len(run) == 1 and (_is_adjective(run[0], text) or len(run[0][0]) == 1):
        return []
    return run


def _is_adjective(match: re.Match[str], text: str) -> bool:
    """ "Danish" before a noun: an adjective of a name."""
    if _PLACE.match(text, match.end()):
        return False
    return bool(_ADJECTIVE.fullmatch(match[0]) and _NOUN.match(text, match.end()))


def _candidate(index: int, text: str, run: list[re.Match[str]]) -> Candidate:
    start, end = run[0].start(), run[-1].end()
    if possessive := _POSSESSIVE.search(run[-1][0]):
        end -= len(possessive[0])
    around = text[max(0, start - 30) : start], text[end : end + 30]
    return Candidate(Span(index, start, end), text[start:end], _opens(text, start), *around)


def _opens(text: str, start: int) -> bool:
    """Whether a sentence begins here; not after an abbreviated title or an initial."""
    shortened = _SHORTENED.search(text[max(0, start - 12) : start])
    if shortened and (len(shortened[1]) == 1 or shortened[1].lower() in (*TITLES, *USUAL)):
        return False
    return bool(_OPENS.search(text[max(0, start - 12) : start] if start > 12 else text[:start]))
