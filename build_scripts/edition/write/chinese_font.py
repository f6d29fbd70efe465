"""Stage 6, write: the web font for Chinese, cut down to the characters that the edition uses, in parts.

In: the generated pages. Out: `assets/chinese/`: a style sheet, and a few WOFF2 files of which a browser fetches those that have
the characters of a page; so every reader sees them, nothing is fetched from elsewhere, and a page of a name stays small.
The font is Noto Serif SC (SIL Open Font License), which has simplified, traditional and Japanese forms; its name stays.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from edition.files.cache import Cache, key_of

FOLDER, FAMILY = "assets/chinese", "Noto Serif SC Subset"
STYLE = f"{FOLDER}/fonts.css"
PART = 40  # characters of a part, about 10 kB
COMMON = 6  # a character on so many pages stands in the first parts
_CHINESE = re.compile("[\u2e80-\U0010ffff]")  # from here on Chinese characters and punctuation
_PACKAGE, _MODULE, _FILE = "pylopdf-fonts-zh-cn", "pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf"


def write_fonts(pages: Iterable[str], cache: Path) -> dict[str, bytes]:
    """The parts of the font, and the style sheet that says which characters each has; parts made before are in `cache`."""
    cut = parts(pages)
    made = _subsets(cut, cache) if cut else []
    paths = [f"{FOLDER}/{n:02}.woff2" for n in range(1, len(cut) + 1)]
    faces = [_face(Path(path).name, part) for path, part in zip(paths, cut, strict=True)]
    return {**dict(zip(paths, made, strict=True)), STYLE: "\n".join(faces).encode()}


def parts(pages: Iterable[str]) -> list[str]:
    """The characters of the pages, cut so that those of one page stand in few parts: the common ones first, then page by page,
    the page with the fewest first."""
    on_pages = sorted((sorted(set(_CHINESE.findall(page))) for page in pages), key=lambda found: (len(found), found))
    count = Counter(c for found in on_pages for c in found)
    common = sorted((c for c in count if count[c] >= COMMON), key=lambda c: (-count[c], c))
    ordered = "".join(dict.fromkeys([*common, *(c for found in on_pages for c in found)]))
    return [ordered[n : n + PART] for n in range(0, len(ordered), PART)]


def _face(name: str, part: str) -> str:
    ranges = ", ".join(f"U+{ord(c):X}" for c in sorted(part))
    return (
        f'@font-face {{\n  font-family: "{FAMILY}";\n  font-style: normal;\n  font-weight: 400;\n  font-display: swap;\n'
        f'  src: url("{name}") format("woff2");\n  unicode-range: {ranges};\n}}\n'
    )


def _subsets(cut: Sequence[str], cache: Path) -> list[bytes]:
    """The font for each part; cut anew only when the parts, or the font, change."""
    about = "\n".join([*cut, version(_PACKAGE), version("fonttools"), version("brotli")])
    kept, key = Cache(cache / "fonts"), key_of(about)
    keys = [f"{key}-{n:02}.woff2" for n in range(1, len(cut) + 1)]
    found = [data for data in map(kept.get, keys) if data is not None]
    if len(found) == len(cut):
        return found
    font = (files(_MODULE) / _FILE).read_bytes()
    small = _subset(font, "".join(cut), "")  # of these many parts are cut in a tenth of the time
    made = [_subset(small, part, "woff2") for part in cut]
    for key, data in zip(keys, made, strict=True):
        kept.put(key, data)
    kept.keep_only(keys)
    return made


def _subset(font: bytes, wanted: str, flavor: str) -> bytes:
    from fontTools import subset as tools  # slow to import, needed only when a character is new
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    opened = TTFont(io.BytesIO(font), recalcTimestamp=False)
    options = tools.Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True, hinting=False)
    cutter = tools.Subsetter(options)
    known = any(ord(c) in opened.getBestCmap() for c in wanted)
    cutter.populate(text=wanted if known else " ")  # a browser refuses a font without any character
    cutter.subset(opened)
    opened.flavor = flavor or None
    made = io.BytesIO()
    opened.save(made)
    return made.getvalue()
