"""Stages 1 to 4 for one document, and for all of them; what was read of the same files by the same code is kept.

In: the files of a document and the registers. Out: a `Reading` of each: the document, and everything that is wrong with it.
A reading is kept under a hash of all that it is made of: the two files, the registers, the generator and the libraries it
reads with. So nothing that is kept can be stale, and the problems are kept with the document: none is hidden.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from edition.files.cache import Cache
from edition.files.text import read_bytes
from edition.model.annotations import Annotated
from edition.model.apparatus import Quote, QuotedPassage
from edition.model.names import Register
from edition.model.placed import Text, text_at
from edition.model.problem import Place, Problem
from edition.source.apparatus import load_apparatus
from edition.stages.annotate import annotate
from edition.stages.emend import emend
from edition.stages.mentions import FormFinder
from edition.stages.parse import parse
from edition.stages.read import read

READINGS = "read"  # below .cache
LIBRARIES = ("Markdown", "markdown-it-py", "PyYAML", "RapidFuzz")
MANY = 24  # documents: to read fewer takes less time than to start a process
Progress = Callable[[str], None]
_NOWHERE = Quote(*3 * [Text("", Place(""))])


@dataclass(frozen=True)
class Reading:
    """What stages 1 to 4 made of a document; None where it cannot be read."""

    document: Annotated | None
    problems: tuple[Problem, ...]


Readings = Callable[[Path, Sequence[str], Register, Progress], Iterable[Reading]]


def read_all(root: Path, ids: Sequence[str], register: Register, progress: Progress) -> Iterable[Reading]:
    """The reading of each document, nothing kept."""
    forms = FormFinder(register.forms)
    for id in ids:
        progress(id)
        yield read_one(root, id, register, forms)


def read_one(root: Path, id: str, register: Register, forms: FormFinder) -> Reading:
    """Stages 1 to 4."""
    problems: list[Problem] = []
    source, apparatus = read(root, id, problems), load_apparatus(root, id, problems)
    if not source or not apparatus:
        return Reading(None, tuple(problems))
    emended = emend(parse(source, problems), apparatus.emendations, problems)
    return Reading(annotate(emended, apparatus, register, forms, problems), tuple(problems))


def without_details(reading: Reading) -> Reading:
    """A reading with all that the check of a whole edition asks of a document; what only writers need is left out."""
    if reading.document is None:
        return reading
    whole = reading.document
    notes = {id(note): replace(note, quote=_NOWHERE) for note in whole.apparatus.notes}
    marks = tuple(replace(mark, note=notes[id(mark.note)]) for mark in whole.notes)
    apparatus = replace(
        whole.apparatus,
        emendations=(),
        numbers=(),
        brackets=(),
        mentions=(),
        notes=tuple(notes.values()),
        speakers=tuple(replace(speech, passage=QuotedPassage(_NOWHERE)) for speech in whole.apparatus.speakers),
        index=(),
        textual=(),
    )
    once = {mention.name: mention for mention in whole.mentions}
    document = replace(
        whole, apparatus=apparatus, mentions=tuple(once.values()), brackets=(), notes=marks, spoken=(), remarks=()
    )
    return replace(reading, document=document)


class Kept:
    """Readings that are kept: in a folder for the next run, and in memory for the next round of this one.

    They are without details: enough to check, not to write.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.cache = folder, Cache(folder)
        self.known: dict[str, Reading] = {}

    def __call__(self, root: Path, ids: Sequence[str], register: Register, progress: Progress) -> Iterable[Reading]:
        """The reading of each document; those that are not there yet are made, by several processes if they are many."""
        shared, forms = _shared_key(register), FormFinder(register.forms)
        keys = {id: key for id in ids if (key := _key(root, id, shared))}
        new = [id for id in keys if not self._find(keys[id])]
        count = _processes(len(new))
        helpers = [_start(self.folder, root, {id: keys[id] for id in new[n::count]}, register) for n in range(1, count)]
        self.fill(root, {id: keys[id] for id in new[::count]}, register, progress)
        for helper in helpers:
            helper.join()
        for id in ids:
            yield (id in keys and self._find(keys[id])) or read_one(root, id, register, forms)
        self._forget(set(keys.values()))

    def fill(self, root: Path, keys: Mapping[str, str], register: Register, progress: Progress) -> None:
        """Read some documents, given with their keys, and keep what was read, unless a file was changed meanwhile."""
        shared, forms = _shared_key(register), FormFinder(register.forms)
        for id, key in keys.items():
            progress(id)
            reading = without_details(read_one(root, id, register, forms))
            if key == _key(root, id, shared):
                self.known[key] = reading
                self.cache.put(key, pickle.dumps(reading, pickle.HIGHEST_PROTOCOL))

    def _find(self, key: str) -> Reading | None:
        if key not in self.known and (reading := _unpickled(self.cache.get(key) or b"")):
            self.known[key] = reading
        return self.known.get(key)

    def _forget(self, used: set[str]) -> None:
        """Drop what no document needs any more."""
        self.known = {key: reading for key, reading in self.known.items() if key in used}
        self.cache.keep_only(used)


class _Unpickler(pickle.Unpickler):
    """Makes objects of the model's own types and calls nothing else: a file in the cache may come from anyone."""

    def find_class(self, module: str, name: str) -> Any:
        """A class of the model by its plain name; raises UnpicklingError for everything else."""
        if "." not in name and (module == __name__ or module.startswith("edition.model.")):
            made = super().find_class(module, name)
            if getattr(made, "__module__", "") == module and (isinstance(made, type) or made is text_at):
                return made
        raise pickle.UnpicklingError(f"{module}.{name} is not a type of the model")


def _unpickled(data: bytes) -> Reading | None:
    """A reading, or None where the data are not one."""
    try:
        reading = _Unpickler(io.BytesIO(data)).load()
    except Exception:  # whatever foreign bytes may lead to: the document is read again
        return None
    return reading if isinstance(reading, Reading) else None


class Unchanged:
    """Readings with all details that are kept in memory for the next round: for a preview."""

    def __init__(self) -> None:
        self.known: dict[str, Reading] = {}

    def __call__(self, root: Path, ids: Sequence[str], register: Register, progress: Progress) -> Iterable[Reading]:
        """The reading of each document; one whose files are as they were is not made again."""
        shared, forms, before = _shared_key(register), FormFinder(register.forms), self.known
        self.known = {}
        for id in ids:
            progress(id)
            key = _key(root, id, shared)
            reading = before.get(key) or read_one(root, id, register, forms)
            if key and key == _key(root, id, shared):
                self.known[key] = reading
            yield reading


def _start(folder: Path, root: Path, keys: Mapping[str, str], register: Register) -> BaseProcess:
    """Another process that reads some documents and leaves them in the folder; what it leaves out is read here."""
    make = get_context("fork").Process if sys.platform == "linux" else get_context("spawn").Process
    process: BaseProcess = make(target=_fill, args=(folder, root, keys, register), daemon=True)
    process.start()
    return process


def _fill(folder: Path, root: Path, keys: Mapping[str, str], register: Register) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # an interrupt ends it without a word: the first process says it
    Kept(folder).fill(root, keys, register, lambda _: None)


def _processes(documents: int) -> int:
    """How many processes read so many documents. A process that has threads does not start others: that is not safe."""
    alone = threading.active_count() == 1
    return max(1, min(os.cpu_count() or 1, documents // MANY)) if alone else 1


def _shared_key(register: Register) -> str:
    """What all readings depend on: the registers as they were loaded, and what reads them."""
    return hashlib.sha256(f"{_program()}\0{register!r}".encode()).hexdigest()


@cache
def _program() -> str:
    """The generator, the libraries it reads with, Python."""
    digest = hashlib.sha256("\0".join([sys.version, *(f"{name} {version(name)}" for name in LIBRARIES)]).encode())
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _key(root: Path, id: str, shared: str) -> str:
    """The name under which a document's reading is kept; empty where a file cannot be read: nothing is kept then."""
    digest = hashlib.sha256(f"{shared}\0{id}\0".encode())
    for path in (f"documents/{id}.md", f"apparatus/{id}.yaml"):
        data = read_bytes(root, f"source_texts/{path}", [])
        if data is None:
            return ""
        digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()[:40]
