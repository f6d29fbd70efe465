"""Stage 6, write: the web font for Chinese, cut down to the characters that the edition uses.

In: the generated pages. Out: one WOFF2 file, so that every reader sees the characters and nothing is fetched from elsewhere.
The font is Noto Serif SC (SIL Open Font License), which has simplified, traditional and Japanese forms; its name stays.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
from collections.abc import Iterable
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

PATH = "assets/fonts/noto-serif-sc-subset.woff2"
_CHINESE = re.compile("[\u2e80-\U0010ffff]")  # from here on Chinese characters and punctuation
_PACKAGE, _MODULE, _FILE = "pylopdf-fonts-zh-cn", "pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf"


def characters(pages: Iterable[str]) -> str:
    """The characters of the pages that the subset must have, sorted."""
    return "".join(sorted({c for page in pages for c in _CHINESE.findall(page)}))


def subset(wanted: str, cache: Path) -> bytes:
    """The font cut down to those characters; made anew only when they, or the font, change."""
    key = hashlib.sha256(f"{wanted}{version(_PACKAGE)}{version('fonttools')}{version('brotli')}".encode()).hexdigest()[
        :24
    ]
    stored = cache / f"font-{key}.woff2"
    if not stored.exists():
        cache.mkdir(parents=True, exist_ok=True)
        stored.write_bytes(_subset(wanted))
    return stored.read_bytes()


def _subset(wanted: str) -> bytes:
    from fontTools import subset as tools  # slow to import, needed only when a character is new
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    font = TTFont(io.BytesIO((files(_MODULE) / _FILE).read_bytes()), recalcTimestamp=False)
    options = tools.Options(flavor="woff2", layout_features=["*"], name_IDs=["*"], notdef_outline=True, hinting=False)
    cutter = tools.Subsetter(options)
    known = any(ord(c) in font.getBestCmap() for c in wanted)
    cutter.populate(text=wanted if known else " ")  # a browser refuses a font without any character
    cutter.subset(font)
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()
