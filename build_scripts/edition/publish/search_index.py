"""Stage 7, publish: the index that the search of the site looks in.

In: `Edition`. Out, in the finished site: `search/pagefind/`, the index of Pagefind; `search/volumes/`, what can be found;
`search/names.json` and `search/words.txt`, what a page must know before it asks.
All that is specific to Pagefind is here and in `docs/assets/search-source.js`. Some of its ways are avoided so that
the same edition gives the same bytes on every machine, and at once: it writes its own filters in another order in every run,
so who is mentioned is given as words of a field; it indexes a folder in the order in which the disk lists it, so the volumes
are handed to its service one by one; that says it has written its files before it has, so they are taken from it; its Python
interface waits a tenth of a second for each volume, so the service is asked directly.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pagefind_bin import get_executable

from edition.model.edition import Edition
from edition.write.search.records import (
    Row,
    SearchPage,
    as_json,
    documents_known,
    fold,
    names_known,
    pages_known,
    shown,
    volumes,
    words,
)

LANGUAGE = "en"  # of the stemmer
# Of Pagefind's files: its program, without interfaces of its own and without the stored volumes.
_USED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json", f"wasm.{LANGUAGE}.pagefind")
_STORED, _MAGIC = ".pf_fragment", "pagefind_dcd"

Files = Mapping[str, bytes]


class _Service:
    """Pagefind as a service: JSON in base64, a comma after each message; an answer to each."""

    def __enter__(self) -> _Service:
        self.process = subprocess.Popen([get_executable(), "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def ask(self, action: str, **fields: object) -> Mapping[str, Any]:
        """Send a message and wait for its answer; OSError where there is none, or one that says no."""
        assert self.process.stdin and self.process.stdout
        message = {"message_id": 1, "payload": {"type": action, **fields}}
        self.process.stdin.write(base64.b64encode(json.dumps(message).encode()) + b",")
        self.process.stdin.flush()
        answer = bytearray()
        while not answer.endswith(b","):
            part = os.read(self.process.stdout.fileno(), 1 << 16)
            if not part:
                raise OSError("pagefind stopped")
            answer += part
        payload: dict[str, Any] = json.loads(base64.b64decode(answer[:-1]))["payload"]
        if payload["type"] == "Error":
            raise OSError(f"pagefind: {payload['message']}")
        return payload


def write_search(edition: Edition, site: Path) -> list[str]:
    """Make the index in a finished site and prove it. Returns what is wrong with it."""
    every, folder = list(volumes(edition)), site / "search"
    try:
        files = make_index(every)
    except OSError as error:
        return [f"the search index: {error}"]
    if wrong := check_index(every, files):
        return wrong
    for path, data in files.items():
        if path in _USED or path.endswith((".pf_meta", ".pf_index")):
            _write(folder / "pagefind" / path, data)
    for volume in every:
        _write(
            folder / "volumes" / f"{volume.address.rstrip('/')}.json",
            as_json([shown(r) for r in volume.records]).encode(),
        )
    ids = {stored["url"]: id for id, stored in _stored(files).items()}
    known = {"documents": documents_known(edition), "names": names_known(edition), "pages": pages_known(edition)}
    _write(folder / "names.json", as_json({kind: _with_ids(rows, ids) for kind, rows in known.items()}).encode())
    _write(folder / "words.txt", words(every).encode())
    return []


def make_index(every: Iterable[SearchPage]) -> Files:
    """What Pagefind makes of the volumes, in their order: path -> bytes."""
    with _Service() as pagefind:
        id = pagefind.ask("NewIndex", config={"force_language": LANGUAGE})["index_id"]
        for v in every:
            meta = {"keys": " ".join(v.keys)}
            pagefind.ask("AddRecord", index_id=id, url=v.address, content=v.text, language=LANGUAGE, meta=meta)
        files = pagefind.ask("GetFiles", index_id=id)["files"]
    return {f["path"]: base64.b64decode(f["content"]) for f in sorted(files, key=lambda f: str(f["path"]))}


def check_index(every: Iterable[SearchPage], files: Files) -> list[str]:
    """Every volume stands in the index once, with its words and its keys."""
    missing = {v.address: v for v in every}
    wrong = []
    for stored in _stored(files).values():
        volume = missing.pop(stored["url"], None)
        if volume is None or not _holds(stored, volume):
            wrong.append(stored["url"])
    return [f"the search index: {address} does not occur in it exactly once" for address in [*wrong, *missing]]


def _holds(stored: Mapping[str, Any], volume: SearchPage) -> bool:
    """Whether what is stored is a volume's; Pagefind drops characters without width, and folding does so too."""
    same = stored["content"].split() == volume.text.split() or fold(stored["content"]) == fold(volume.text)
    return same and stored["meta"].get("keys", "").split() == volume.keys


def _stored(files: Files) -> dict[str, Any]:
    """What Pagefind keeps of each volume, by its id."""
    return {
        Path(path).stem: json.loads(gzip.decompress(data).decode().removeprefix(_MAGIC))
        for path, data in files.items()
        if path.endswith(_STORED)
    }


def _with_ids(rows: Mapping[str, Row], ids: Mapping[str, str]) -> list[Row]:
    return [[ids[address], *row] for address, row in rows.items()]


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
