"""Stage 6, write: everything for those who work with all of it at once, in one file, `data/corpus.zip`.

In: `Edition`. Out: the archive: the words of each text alone, its TEI, its data, the data of the whole, tables, a readme.
Makes nothing itself but the readme and the words alone; all else are the files of the other writers, by their functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from edition.files.replace import OnDemand
from edition.files.zips import archive
from edition.model.addresses import beside, canonical
from edition.model.annotations import Annotated
from edition.model.edition import Edition
from edition.write.formats import CORPUS as WHOLE_TEI

CORPUS = "data/corpus.zip"
KEPT = (".tei.xml", ".json", ".annotations.jsonld", ".csl.json", ".bib", ".ris")


def write_corpus(edition: Edition, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The archive; `files` are those that the other writers made, by path."""
    inside: dict[str, Callable[[], bytes]] = {"README.txt": lambda: _readme(edition).encode()}
    for document in edition.documents.values():
        inside[f"words/{document.id}.txt"] = partial(_words, document)
        for suffix in KEPT:
            if (path := beside(document, suffix)) in files:
                inside[f"documents/{document.id}{suffix}"] = partial(files.__getitem__, path)
    for path in files:
        if path.startswith("data/") and path.count("/") == 1 and path != WHOLE_TEI:
            inside[path] = partial(files.__getitem__, path)
    return {CORPUS: archive(OnDemand({f"corpus/{path}": inside[path] for path in sorted(inside)}))}


def _words(document: Annotated) -> bytes:
    words = "\n\n".join(p.text for p in document.paragraphs if p.number is not None)
    return f"{words}\n".encode()


def _readme(edition: Edition) -> str:
    settings = edition.settings
    listed = "\n".join(
        f"  {d.id}  {d.apparatus.short_title}, {len(d.body)} paragraphs, {len(d.notes)} notes"
        for d in edition.documents.values()
    )
    return f"""{settings.title}, version {settings.version}, {settings.released}
{settings.description}
{settings.address}

Contents

  words/ID.txt       the text of the record only: one paragraph per line, separated by blank lines, without numbers or notes
  documents/ID.*     the downloads for each document: TEI, JSON, Web Annotations, bibliographic records
  data/              registers, mentions, parallel passages, chronology, figures and index: JSON, TEI and CSV tables

{listed}

The paragraphs of words/ID.txt are those of the document, in order. Their numbers, to which letters can be added (14a),
are in documents/ID.json; the address of paragraph 14 is {settings.address}documents/ID/#p14
Square brackets in the texts belong to the translation. Emendations: {canonical(edition, "/errata/")}
File formats: {canonical(edition, "/about/files/")}

Rights

The texts are subject to the terms of the archives that published them; this edition grants no licence for them.
The edition’s own work (notes, registers, index, data) is licensed under CC BY 4.0.
For details see {canonical(edition, "/about/rights/")}

How to cite

Cite the archive first, using its own citation, which is included in each document. Then cite this edition,
its version and the address of the paragraph: {canonical(edition, "/cite/")}
"""
