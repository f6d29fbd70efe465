"""The command `edition import`: files and folders in, documents with their apparatus out.

In: paths, an id or none. Out: for each file `documents/ID.md` and `apparatus/ID.yaml`, and a report. Everything is read and
divided before anything is written; if one file cannot be, nothing is. A document that exists is never written over.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from edition.editor.importing.begun_apparatus import stub
from edition.editor.importing.forms import import_text
from edition.editor.importing.ids import date_in, default_id, free_id, short_names, short_title
from edition.editor.importing.imported import in_words, refusal
from edition.editor.importing.report import report
from edition.files.fields import ID, IDS
from edition.model.dates import edtf, parse_date
from edition.model.limits import LARGEST_FOUND
from edition.model.problem import Place, Problem, errors
from edition.source.registers import load_register

DOCUMENTS, APPARATUS = "source_texts/documents", "source_texts/apparatus"


@dataclass(frozen=True)
class Import:
    """A document to be written: its id, its two files and what is said of it."""

    id: str
    text: bytes
    apparatus: bytes
    report: str


def run(root: Path, paths: Sequence[Path], id: str, dry_run: bool, say: Callable[[str], None]) -> list[Problem]:
    """Import files, and say what came of each; the errors, where nothing was written."""
    problems: list[Problem] = []
    imports = import_files(root, paths, id, problems)
    for made in imports:
        say(made.report + "\n")
    if errors(problems):
        return errors(problems)
    if not dry_run:
        write(root, imports)
    done = "would be imported" if dry_run else "imported; to see what remains to be done, run: edition check"
    say(f"{len(imports)} {'document' if len(imports) == 1 else 'documents'} {done}")
    return []


def import_files(root: Path, paths: Sequence[Path], id: str, problems: list[Problem]) -> list[Import]:
    """Divide all files; the imports, of which none is to be written if there are problems. Writes nothing."""
    files = list(_files(root, paths, problems))
    people = {s: ids for s, ids in load_register(root, []).spellings.items()}
    taken, made = _taken(root), list[Import]()
    texts = {_hash(p.read_bytes()): p.stem for p in sorted((root / DOCUMENTS).glob("*.md")) if p.is_file()}
    if not _check_id(root, id, len(files), taken, problems):
        return []
    for file in files:
        data = _data(root, file, problems)
        shown = _shown(root, file)
        document = None if data is None else import_text(shown, data, _in_words(date_in(id)), problems)
        if data is None or document is None:
            continue
        if same := texts.get(_hash(document.data)):
            cure = "omit this file; to replace the existing document, first remove it and its apparatus"
            problems.append(Problem("duplicate-key", Place(shown), f"the document {same} already has this text", cure))
            continue
        title = " ".join(b.text for f in document.parsed.head if f.key == "title" for b in f.blocks)
        names = short_names(title, people)
        date = edtf(next(b.text for f in document.parsed.head if f.key == "date" for b in f.blocks))
        own = id or default_id(date, names, taken)
        taken.add(own)
        texts[_hash(document.data)] = own
        apparatus = stub(document, own, short_title(date, names, title), date, file.name, data)
        made.append(Import(own, document.data, apparatus.encode(), report(shown, own, document)))
    return made


def write(root: Path, imports: Iterable[Import]) -> None:
    """Write all imports, each file whole or not at all; if one cannot be written, those before it are taken back.

    Raises FileExistsError if a document appeared meanwhile, OSError if the disk refuses.
    """
    done: list[Path] = []
    try:
        for made in imports:
            for folder, suffix, data in ((APPARATUS, "yaml", made.apparatus), (DOCUMENTS, "md", made.text)):
                target = root / folder / f"{made.id}.{suffix}"
                _write_new(target, data)
                done.append(target)
    except BaseException:
        for path in done:
            path.unlink()
        raise


def _write_new(target: Path, data: bytes) -> None:
    """Write a file that is not there yet; whole, or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        new.write_bytes(data)
        os.link(new, target)  # unlike a rename, it never takes the place of a file
    finally:
        new.unlink(missing_ok=True)


def _files(root: Path, paths: Sequence[Path], problems: list[Problem]) -> Iterator[Path]:
    """The files that are meant: of a folder, those in it, but hidden ones and its own folders."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = [
            p for p in sorted(path.iterdir()) if not p.name.startswith(".") and (p.is_symlink() or not p.is_dir())
        ]
        if not inside:
            problems.append(
                refusal(_shown(root, path), "the folder contains no files", "name the file, or another folder")
            )
        for file in inside:
            if file.is_symlink() and not file.resolve().is_relative_to(path.resolve()):
                message = "a symbolic link to a location outside the folder"
                problems.append(
                    refusal(
                        _shown(root, file), message, "name the file itself if you want to import it, or remove the link"
                    )
                )
            else:
                yield file


def _data(root: Path, file: Path, problems: list[Problem]) -> bytes | None:
    """The bytes of a file; None, with the reason reported, if it is none or too large."""
    shown = _shown(root, file)
    try:
        if file.exists() and not file.is_file():
            problems.append(refusal(shown, "not a regular file", "name a file that contains a text"))
            return None
        size = file.stat().st_size
        if size > LARGEST_FOUND:
            message = (
                f"the file has {size / 1e6:,.0f} million bytes; the limit for a document is {LARGEST_FOUND / 1e6:,.0f}"
            )
            problems.append(refusal(shown, message, "extract the one document, without images"))
            return None
        return file.read_bytes()
    except OSError as error:
        message = f"cannot read the file: {(error.strerror or 'unknown reason').lower()}"
        problems.append(Problem("file-missing", Place(shown), message, "check its name and its permissions"))
        return None


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _taken(root: Path) -> set[str]:
    """The ids that are in use."""
    return {p.stem for folder in (DOCUMENTS, APPARATUS) if (root / folder).is_dir() for p in (root / folder).iterdir()}


def _check_id(root: Path, id: str, files: int, taken: set[str], problems: list[Problem]) -> bool:
    """Whether the id that was asked for can be used."""
    if not id:
        return True
    if not ID.fullmatch(id):
        problems.append(Problem("bad-id", Place("--id"), f"{id[:100]!r} cannot be used in an address", IDS))
    elif files > 1:
        cure = "import the files one by one, or omit --id"
        problems.append(Problem("duplicate-key", Place("--id"), f"one ID given for {files} files", cure))
    elif id in taken:
        cure = f"choose another, such as {free_id(id, taken)}, or first remove the document and its apparatus"
        place = Place(f"{DOCUMENTS}/{id}.md")
        problems.append(
            Problem("duplicate-key", place, f"the document {id} already exists and will not be overwritten", cure)
        )
    else:
        return True
    return False


def _in_words(date: str) -> str:
    """The date of an id as it is printed in a head; empty if it is no date."""
    day = parse_date(date)
    if day is None:
        return ""
    return in_words(day) if len(date) == 10 else f"{day:%B %Y}" if len(date) == 7 else date


def _shown(root: Path, path: Path) -> str:
    """A path as problems show it: below the project where it is, else as it was given."""
    whole = path.absolute()
    return whole.relative_to(root.absolute()).as_posix() if whole.is_relative_to(root.absolute()) else str(path)
