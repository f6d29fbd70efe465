"""Import: a found text, in whatever form, becomes a document in the edition's form.

In: the bytes of a file. Out: `Document`: the bytes of `documents/ID.md`, what was dropped and guessed, and how the words of
the file compare with those of the document. The forms stand in `FORMS`, in the order in which they are tried.
Writes nothing: that is `editor.importing.run`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from unicodedata import normalize

from edition.editor.importing.front_matter import has_front_matter, import_front_matter
from edition.editor.importing.imported import KEYS, NO_LABEL, Imported, Piece, refusal
from edition.editor.importing.markdown import import_markdown, is_markdown
from edition.editor.importing.plain_text import import_plain, is_plain
from edition.editor.importing.tei import import_tei, is_tei
from edition.editor.importing.web_page import import_page, is_page
from edition.files.text import CONTROL, place_at
from edition.model.document import Parsed
from edition.model.limits import LARGEST_TEXT, LONGEST_LINE, MOST_LINES, MOST_TAGS
from edition.model.problem import Problem
from edition.model.text import SourceText
from edition.stages.parse import OTHER, parse
from edition.stages.read import read_blocks

_TOKEN = re.compile(r"[^\W_]+|[^\w\s*\\`#<>_+^-]")  # words, and the marks that are no marks of Markdown
_LABELS = {"citation": "Citation", "summary": "Summary", "language": "Original Language", "contents": "Contents"}
# What stands in the place of something that every head has and the file has not; `edition check` asks for it.
NOT_GIVEN = {"title": "[No title]", "citation": "[No citation]"}


@dataclass(frozen=True)
class Form:
    """A form of found texts: its name, how it is recognized, how it is read, and whether it is marked up."""

    name: str
    recognizes: Callable[[str, bytes], bool]
    read: Callable[[str, bytes, list[Problem]], Imported | None]
    is_tree: bool = False  # its lines are no paragraphs, and its encoding is its own affair


FORMS = (
    Form("TEI", is_tei, import_tei, is_tree=True),
    Form("a web page", is_page, import_page, is_tree=True),
    Form("Markdown with front matter", has_front_matter, import_front_matter),
    Form("Markdown", is_markdown, import_markdown),
    Form("plain text", is_plain, import_plain),
)
# How files begin that hold no text that could be read here, and what they are.
_NO_TEXT = (
    (
        b"%PDF-",
        "a PDF",
        "copy the text into a plain-text file, one paragraph per line, and proofread it against the PDF",
    ),
    (b"PK\x03\x04", "a compressed format such as DOCX, ODT or EPUB", "save the document as HTML or as plain text"),
    (b"\xd0\xcf\x11\xe0", "an office document", "save the document as HTML or as plain text"),
    (b"{\\rtf", "an RTF file", "save the document as HTML or as plain text"),
    (b"\x89PNG", "a picture", "copy the text from it by hand"),
    (b"\xff\xd8\xff", "a picture", "copy the text from it by hand"),
    (b"GIF8", "a picture", "copy the text from it by hand"),
    (b"\x1f\x8b", "a compressed file", "decompress it first"),
)


@dataclass(frozen=True)
class Document:
    """A found text in the edition's form."""

    form: str
    imported: Imported
    data: bytes
    parsed: Parsed
    count: int  # of the words in the file
    missing: tuple[str, ...]  # words of the file that stand neither in the document nor in the list of what was dropped
    added: tuple[str, ...]  # words of the document that are not in the file


def import_text(path: str, data: bytes, date: str, problems: list[Problem]) -> Document | None:
    """Bring a file into the edition's form; None, with the reason reported, if it cannot be divided.

    `date` is printed where the file has none; `path` is for the places of problems.
    """
    form = _form(path, data, problems)
    imported = form.read(path, data, problems) if form else None
    if form is None or imported is None:
        return None
    if not imported.verbatim:
        imported = _completed(imported, date)
    text = data.decode("utf-8-sig") if imported.verbatim else written(imported)
    if found := CONTROL.search(text):
        message = f"control character U+{ord(found[0]):04X}"
        received = re.sub(r"\r\n?", "\n", data.decode("utf-8-sig", errors="replace"))
        place = place_at(path, received, max(0, received.find(found[0])))
        problems.append(Problem("control-character", place, message, "remove it, or obtain a clean copy"))
        return None
    document = data if imported.verbatim else text.encode()
    parsed = _checked(path, text, problems)
    if parsed is None:
        return None
    return Document(form.name, _told(imported, parsed), document, parsed, *compare(imported, text))


def _form(path: str, data: bytes, problems: list[Problem]) -> Form | None:
    """The form of a file; None, with the reason reported, if it has none."""
    form = next(f for f in FORMS if f.recognizes(path, data))
    kind = next(((what, cure) for start, what, cure in _NO_TEXT if data.startswith(start)), None)
    if not data.strip():
        kind = ("empty", "check that the file was saved completely")
    elif kind is None and b"\0" in data and not (form.is_tree and data.startswith((b"\xff\xfe", b"\xfe\xff"))):
        kind = ("not text: it contains zero bytes", "save the text as UTF-8")
    elif kind is None and (data.count(b"<") > MOST_TAGS if form.is_tree else len(data) > LARGEST_TEXT):
        size = f"{MOST_TAGS:,} tags" if form.is_tree else f"{LARGEST_TEXT / 1e6:,.0f} million bytes"
        kind = (f"too large for one document: more than {size}", "extract the one document")
    if kind:
        problems.append(refusal(path, f"the file is {kind[0]}", kind[1]))
        return None
    return form if form.is_tree or _has_lines(path, data, problems) else None


def _has_lines(path: str, data: bytes, problems: list[Problem]) -> bool:
    """Whether a file is UTF-8 and its lines can be paragraphs."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = re.sub(r"\r\n?", "\n", error.object[: error.start].decode("utf-8"))
        message = f"the byte 0x{error.object[error.start]:02x} is not UTF-8"
        cure = "save the file as UTF-8 and check its quotation marks and accents"
        problems.append(Problem("wrong-encoding", place_at(path, good, len(good)), message, cure))
        return False
    lines = re.split(r"\r\n?|\n", text)
    if sum(map(bool, lines)) > MOST_LINES:
        message = f"the file is too large for one document: more than {MOST_LINES:,} lines"
        problems.append(refusal(path, message, "extract the one document"))
        return False
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            message = f"line {number} has {len(line):,} characters: paragraph breaks have been lost"
            problems.append(refusal(path, message, "obtain a copy with one paragraph per line", number))
            return False
    return True


def _completed(imported: Imported, date: str) -> Imported:
    """A text with everything that a head must have."""
    head, guessed = dict(imported.head), list(imported.guessed)
    if not head.get("date") and date:
        head["date"] = (date,)
        guessed.append(f"the date {date}, from the ID, because the file has none")
    for key, words in NOT_GIVEN.items():
        if not any(head.get(key, ())):
            head[key] = (words,)
            guessed.append(f'no {key} found: "{words}" entered instead')
    head.setdefault("contents", ())
    return replace(imported, head=head, guessed=tuple(guessed))


def written(imported: Imported) -> str:
    """A text in the form that the texts of the edition have."""
    known = {k: v for k, v in imported.head.items() if k in KEYS}
    unlabelled = [text for k, texts in imported.head.items() if k.startswith(OTHER) for text in texts]
    others = {k: v for k, v in imported.head.items() if k not in KEYS and not k.startswith(OTHER)}
    parts = [f"## **{known['date'][0]}**"] if known.get("date") else []
    title = " ".join(known["title"])
    parts += [f"# {title}" if "*" in title else f"# **{title}**", *unlabelled]
    for key, texts in {
        **{k: known[k] for k in KEYS[2:-1] if k in known},
        **others,
        "contents": known["contents"],
    }.items():
        parts += [f"### **{_LABELS.get(key, key)}:**", *texts]
    text = "\n\n".join(parts)
    for before, piece in zip((None, *imported.blocks), imported.blocks, strict=False):
        tight = before is not None and (before.kind, piece.kind) == ("item", "item")
        text += ("\n" if tight else "\n\n") + _block(piece)
    return text + "\n"


def _block(piece: Piece) -> str:
    marks = {"heading": "#### ", "item": "" if re.match(r"\d{1,9}[.)]\s", piece.text) else "- "}
    return marks.get(piece.kind, "") + piece.text


def _checked(path: str, text: str, problems: list[Problem]) -> Parsed | None:
    """The document read back as the edition reads it; None, with the reason reported, if it lacks what every head has."""
    found: list[Problem] = []
    source = SourceText("", path, "", tuple(read_blocks(text)))
    parsed = parse(source, found)
    lacking = [p.message for p in found if p.kind == "missing-label"]
    if lacking:
        cure = (
            "give the date with --id, as in --id 1999-12-31-name-name"
            if "date" in " ".join(lacking)
            else "see the file"
        )
        problems.append(refusal(path, f"it cannot be divided into parts: {', '.join(lacking)}", cure))
    elif not any(s.blocks for s in parsed.sections):
        problems.append(refusal(path, "no paragraphs of text found", "check that the file is complete"))
    else:
        return parsed
    return None


def _told(imported: Imported, parsed: Parsed) -> Imported:
    """The text, and whether its first line, before which no label stands in the file, is read as what the contents are."""
    contents, labelled = parsed.field("contents"), not any(guess.endswith(NO_LABEL) for guess in imported.guessed)
    if labelled or contents is None or not contents.blocks:
        return imported
    guess = f'what the contents are, "{contents.blocks[0].text}": a short line before the text'
    return replace(imported, guessed=(*imported.guessed, guess))


def compare(imported: Imported, text: str) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """(how many words the file has, those that are nowhere, those that the file has not)."""
    received, made = _tokens(imported.words), _tokens(text)
    accounted = made + sum((_tokens(d.text) for d in imported.dropped), Counter[str]())
    added = {t: n for t, n in (made - received).items() if t[0].isalnum()}
    return (
        sum(n for t, n in received.items() if t[0].isalnum()),
        tuple((received - accounted).elements()),
        tuple(Counter(added).elements()),
    )


def _tokens(text: str) -> Counter[str]:
    return Counter(_TOKEN.findall(normalize("NFC", text)))
