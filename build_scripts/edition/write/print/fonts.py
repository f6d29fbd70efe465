"""The fonts of the printed edition, and the characters that they have.

In: font packages, and what an editor put into `source_texts/fonts/`. Out: folders for the compiler; a `Problem` for each
place whose characters no font has, before anything is laid out. Fonts of the machine are never used: the same input must
give the same bytes everywhere.
"""

from __future__ import annotations

import errno
import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from edition.files.cache import Cache, key_of
from edition.model.edition import Edition
from edition.model.problem import Place, Problem

# Package, module, the file in it that a roman text is set in: Latin, Cyrillic, Greek; then Chinese.
PACKAGES = (
    ("fontpkg-source-serif-4", "fontpkg_source_serif_4", "files/SourceSerif4[[]opsz,wght].ttf"),
    ("pylopdf-fonts-zh-cn", "pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf"),
)
OWN = "source_texts/fonts"  # further fonts, for characters that the packages lack
_SHOWS_NOTHING = ("Cc", "Cf", "Zs", "Zl", "Zp")


def folders(root: Path) -> list[Path]:
    """The folders in which the compiler looks for fonts; raises FileNotFoundError where a package is not installed."""
    found = [_folder(package, module) for package, module, _ in PACKAGES]
    return [*found, root / OWN] if (root / OWN).is_dir() else found


def fingerprint(root: Path) -> str:
    """What the look of a print depends on: the packages with their versions, the editor's own fonts."""
    own = [f"{file.name} {file.stat().st_size}" for file in _own(root)]
    return "; ".join([*(f"{package} {version(package)}" for package, *_ in PACKAGES), *own])


def missing(texts: Iterable[str], root: Path) -> str:
    """The characters of the texts that no font has, in the order in which they come."""
    texts, known = list(texts), _known(root)
    if all(known.issuperset(text.replace("\n", " ")) for text in texts):  # most of them, and this is fast
        return ""
    lacking = dict.fromkeys(c for text in texts for c in unicodedata.normalize("NFC", text) if c not in known)
    found = [c for c in lacking if unicodedata.category(c) not in _SHOWS_NOTHING]
    return "".join(c for c in found if not set(unicodedata.normalize("NFD", c)) <= known)


def check_characters(edition: Edition, root: Path, problems: list[Problem]) -> None:
    """Report every paragraph, and every line of another file, with a character that no font has."""
    documents = {d.emended.parsed.source.path: d for d in edition.documents.values()}
    for document in documents.values():
        path = document.emended.parsed.source.path
        for paragraph in document.paragraphs:
            if lacking := missing([paragraph.text], root):
                place = paragraph.block.place(path, _first(paragraph.text, lacking))
                problems.append(_problem(place, lacking, f"{document.id}, {paragraph.label}"))
    for path, number, line in _lines(root, set(documents)):
        if lacking := missing([line], root):
            problems.append(_problem(Place(path, number, _first(line, lacking) + 1), lacking, "this line"))


def _problem(place: Place, lacking: str, where: str) -> Problem:
    shown = ", ".join(f"{c!r} (U+{ord(c):04X} {unicodedata.name(c, 'without a name')})" for c in lacking[:3])
    more = f" and {len(lacking) - 3} more" if len(lacking) > 3 else ""
    cure = f"add a font that contains it to {OWN}/ (.ttf or .otf); until then PDFs containing it are not made"
    return Problem("character-without-font", place, f"no PDF font contains {shown}{more} in {where}", cure)


def _first(text: str, lacking: str) -> int:
    return next((n for n, c in enumerate(text) if c in lacking), 0)


def _lines(root: Path, known: set[str]) -> Iterator[tuple[str, int, str]]:
    """The lines of the other files that are printed: those of the editors, without comments."""
    for file in sorted(f for f in (root / "source_texts").rglob("*.yaml") if f.is_file()):
        path, text = file.relative_to(root).as_posix(), file.read_text("utf-8-sig")
        if not missing([text], root):
            continue
        for number, line in enumerate(text.split("\n"), start=1):
            if path not in known and not line.lstrip().startswith("#"):
                yield path, number, line


@cache
def _known(root: Path) -> frozenset[str]:
    """Every character that some font has. To read the fonts takes a while: what was read of the same files is kept."""
    own = (hashlib.sha256(file.read_bytes()).hexdigest() for file in _own(root))
    key = f"characters-{key_of(*(f'{p} {version(p)}' for p, *_ in PACKAGES), *own)}.txt"
    return frozenset(Cache(root / ".cache").cached(key, lambda: "".join(sorted(_read_fonts(root))).encode()).decode())


def _read_fonts(root: Path) -> set[str]:
    from fontTools.ttLib import TTFont  # slow to import

    fonts = [next(_folder(package, module).glob(name)) for package, module, name in PACKAGES]
    known: set[str] = set()
    for file in (*fonts, *_own(root)):
        with TTFont(file, lazy=True) as font:
            known |= {chr(code) for code in font.getBestCmap()}
    return {c for c in known if not "\ud800" <= c <= "\udfff"}


def _own(root: Path) -> list[Path]:
    return sorted(p for p in (root / OWN).glob("*") if p.suffix.lower() in (".ttf", ".otf"))


def _folder(package: str, module: str) -> Path:
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(errno.ENOENT, f"the font package is not installed (pip install {package})", package)
    return Path(spec.origin).parent
