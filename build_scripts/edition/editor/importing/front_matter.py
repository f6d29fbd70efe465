"""Import, form (d): Markdown that begins with YAML between lines of three hyphens and has its notes at the foot.

In: a text. Out: `Imported`: date, title, citation, summary and language from the YAML; notes as [1] in the text and at its
foot, where this edition's texts have theirs. Fields of the YAML that are none of these are dropped, and listed.
"""

from __future__ import annotations

import re
from collections import Counter

from edition.editor.importing.imported import Dropped, Imported, Piece, date_of, find_date, plain, refusal
from edition.files.fields import Fields, Items, Value
from edition.files.yaml_places import parse_yaml
from edition.model.dates import parse_date
from edition.model.placed import Text
from edition.model.problem import Problem, errors
from edition.stages.parse import LABELS

_FRONT = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
_END = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_MARK = re.compile(r"\[\^([^\]\s]{1,40})\]")
_NOTE = re.compile(r"(?m)^ {0,3}\[\^([^\]\s]{1,40})\]:[ \t]*")
_CONTINUED = re.compile(r"(?m)^(?: {2,}|\t)(?=\S)")
_TITLE = re.compile(r"\A\s*#\s+(\S.*?)[\s#]*(?:\n|\Z)")
_TOKENS = re.compile(r"[^\W_]+")
_AS_MARK = r"[^\1] "
_ADDRESSES = ("url", "link", "address", "permalink", "canonical_url", "canonical")
# Fields that tell what stands in the apparatus, under received.
_APPARATUS = {"translator": "translator", "translated by": "translator"} | dict.fromkeys(
    ("reference", "archive reference", "shelf mark", "call number"), "archive_reference"
)
_KNOWN = {**LABELS, "date": "date", "title": "title", "description": "summary", "lang": "language"}


def has_front_matter(name: str, data: bytes) -> bool:
    """Whether a text begins with a line of three hyphens."""
    return bool(_FRONT.match(data))


def import_front_matter(path: str, data: bytes, problems: list[Problem]) -> Imported | None:
    """Divide a text with front matter; None, with the reason reported, if the front matter cannot be read."""
    text = re.sub(r"\r\n?", "\n", data.decode("utf-8-sig"))
    end, known = _END.search(text, 3), len(problems)
    fields = parse_yaml("\n" + text[4 : end.start() + 1], path, problems) if end else None
    if end is None:
        problems.append(refusal(path, "the front matter is not closed", "end it with a line of three hyphens"))
    if end is None or not isinstance(fields, Fields) or errors(problems[known:]):
        return None
    received = text[end.end() :]
    body, notes, renamed = numbered_notes(received)
    if len(body.split()) < 2:
        cure = "obtain a copy that includes the text, with one paragraph per line and a blank line between paragraphs"
        problems.append(refusal(path, "there is no text after the front matter", cure))
        return None
    head, dropped, guessed, told = _head(fields)
    body = _from_body(body, head, guessed, dropped)
    blocks = [Piece("as-received", body), *(Piece("note", note) for note in notes)]
    words = f"{' '.join(_TOKENS.findall(text[: end.end()]))} {_NOTE.sub(_AS_MARK, received)}"
    return Imported(head, tuple(blocks), words, tuple(dropped + renamed), tuple(guessed), received=told)


def _head(fields: Fields) -> tuple[dict[str, tuple[str, ...]], list[Dropped], list[str], dict[str, str]]:
    """The head, as far as the front matter has it; and what it tells that belongs to the apparatus."""
    head: dict[str, tuple[str, ...]] = {"contents": ()}
    dropped, guessed, addresses, told = list[Dropped](), list[str](), list[str](), dict[str, str]()
    for key, value in fields.items():
        words, known = _words(value), _KNOWN.get(spaced := key.lower().replace("_", " "), "")
        if spaced in _APPARATUS and words:
            told.setdefault(_APPARATUS[spaced], words)
            dropped.append(Dropped(f"{key} in the front matter", "recorded in the apparatus", f"{key} {words}"))
            continue
        if key.lower() in _ADDRESSES and words.startswith(("http://", "https://")):
            addresses.append(f"<{words}>")
        elif known and known != "contents" and known not in head and words:
            head[known] = tuple(plain(p) for p in re.split(r"\n\s*\n", str(value)) if p.strip())
        else:
            dropped.append(Dropped(f"{key} in the front matter", "not a field of the document head", f"{key} {words}"))
            continue
        dropped.append(Dropped("names of fields of the front matter", "their content is in the head", key))
    if addresses:
        head["citation"] = (*head.get("citation", ()), *addresses)
    if "date" in head:
        printed = head.pop("date")[0]
        found = find_date(printed) or (printed if parse_date(printed) else "")
        head |= {"date": (found,)} if found else {}
        if found != printed:
            dropped.append(
                Dropped("the date as the front matter has it", "normalized to the usual archival form", printed)
            )
    return head, dropped, guessed, told


def _from_body(body: str, head: dict[str, tuple[str, ...]], guessed: list[str], dropped: list[Dropped]) -> str:
    """The text without the title that it begins with, unless the front matter has another; a date from its first lines."""
    if (match := _TITLE.match(body)) and head.get("title", ()) in ((), (plain(match[1]),)):
        if "title" in head:
            dropped.append(Dropped("the title above the text", "repeats the title in the front matter", match[1]))
        head["title"] = (plain(match[1]),)
        body = body[match.end() :].strip("\n")
    if "date" not in head:
        found, where = date_of([*head.get("title", ()), *body.split("\n")[:10]])
        if found:
            head["date"] = (found,)
            guessed.append(f'the date {found}, from the words "{where[:80]}"')
    return body


def _words(value: Value) -> str:
    """All words of a value."""
    if isinstance(value, Text):
        return str(value).strip()
    if isinstance(value, Items):
        return ", ".join(_words(v) for v in value)
    return ", ".join(f"{k}: {_words(v)}" for k, v in value.items())


def numbered_notes(body: str) -> tuple[str, list[str], list[Dropped]]:
    """A text with marks [1] and without its notes; the notes, "[1] …", in order; and the names that notes lost."""
    starts = [*_NOTE.finditer(body)]
    if not starts:
        return body.strip("\n"), [], []
    keys = list(dict.fromkeys([m[1] for m in _MARK.finditer(_NOTE.sub("", body))] + [m[1] for m in starts]))
    number = (
        {key: key for key in keys} if all(k.isdigit() for k in keys) else {k: str(n) for n, k in enumerate(keys, 1)}
    )
    text, notes = body[: starts[0].start()], []
    for match, following in zip(starts, [*starts[1:], None], strict=True):
        block = body[match.end() : following.start() if following else len(body)]
        note, rest = _cut(block)
        notes.append(f"[{number[match[1]]}] {_CONTINUED.sub('', note).strip()}")
        text += rest
    why = "notes are identified by number"
    times = Counter(m[1] for m in _MARK.finditer(body))
    renamed = [
        Dropped(f"the name of the note {k!r}, now [{n}]", why, " ".join([k] * times[k]))
        for k, n in number.items()
        if k != n
    ]
    for n, note in enumerate(notes):
        notes[n] = _MARK.sub(lambda m: f"[{number.get(m[1], m[1])}]", note)
    return _MARK.sub(lambda m: f"[{number[m[1]]}]", text).strip("\n"), notes, renamed


def _cut(block: str) -> tuple[str, str]:
    """A note with its indented continuation, and the text that follows it."""
    parts = re.split(r"(\n[^\S\n]*\n)", block)
    for n in range(2, len(parts), 2):
        if parts[n].strip() and not re.match(r" {2,}|\t", parts[n]):
            return "".join(parts[:n]), "".join(["\n\n", *parts[n:]])
    return block, ""
