"""Stage 7, publish: a copy of the whole site in one file, to be unpacked and read offline.

In: a finished and proved site. Out: `edition-offline.zip` in it. Nothing answers for a folder on a disk, so every link leads to
a file; what is left out of the copy is linked at its address on the published site.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from edition.files.zips import pack
from edition.model.addresses import OFFLINE_COPY, target
from edition.model.edition import Settings

COPY_FOLDER = "edition-offline"


# What a page opened from a disk cannot use: the index of the search (search/offline.js stands for it), the page for what is
# not found, which is written for the root of a host, the programs of the theme, which no page loads; the answers of a service
# that programs ask at its address, which are more files than all others; and earlier versions.
LEFT_OUT = (
    "404.html",
    "sitemap.xml.gz",
    "search/pagefind/",
    "search/volumes/",
    "search/names.json",
    "search/words.txt",
    "assets/javascripts/",
    "dts/",
    "v/",
    OFFLINE_COPY,
)


_TAG = re.compile(r"""<(?:a|area|link|form)\s(?:[^>"']|"[^"]*"|'[^']*')*>""")


_ADDRESS = re.compile(r'(\s(?:href|action)=")([^"]*)(")')


_ASKED_EARLY = re.compile(r'\s*<link rel="preload" [^>]*>')  # needless on a disk, and browsers refuse it there


_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(")')


def write_copy(settings: Settings, site: Path) -> None:
    """Write the copy into the site."""
    paths = sorted(p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file())
    kept = [p for p in paths if not p.startswith(LEFT_OUT)]
    with (site / OFFLINE_COPY).open("wb") as file:
        pack(_files(settings, site, kept), file)


def _files(settings: Settings, site: Path, kept: list[str]) -> Iterator[tuple[str, bytes]]:
    known = frozenset(kept)
    yield f"{COPY_FOLDER}/README.txt", _readme(settings).encode()
    for path in kept:
        data = (site / path).read_bytes()
        if path.endswith(".html"):
            data = for_disk(data.decode(), path, known, settings.address).encode()
        yield f"{COPY_FOLDER}/{path}", data


def for_disk(page: str, path: str, known: Collection[str], address: str) -> str:
    """A page as it works from a disk: `known` are the paths of the copy, `address` is the base of the published site."""
    leads: dict[str, str] = {}  # a page leads to most others many times, to one place or another

    def led(match: re.Match[str]) -> str:
        goal, sign, place = html.unescape(match[2]).partition("#")
        if goal not in leads:
            leads[goal] = _led(goal, path, known, address)
        return match[1] + html.escape(leads[goal] + sign + place) + match[3] if leads[goal] else match[0]

    page = _TAG.sub(lambda tag: _ADDRESS.sub(led, tag[0]), page)
    page = _ASKED_EARLY.sub("", page)
    # On a disk not every browser takes 'self' for the files beside a page.
    return _POLICY.sub(lambda m: m[1] + m[2].replace("'self'", "'self' file:") + m[3], page, count=1)


def _led(written: str, path: str, known: Collection[str], address: str) -> str:
    """Where an address on a page leads in the copy; nothing where it stays as it is."""
    parts = urlsplit(written)
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    goal = target(path, parts.path, urlsplit(address).path)
    if goal in known:
        # From the root: `relpath` would ask for the folder that we are in, twice a link.
        return posixpath.relpath(f"/{goal}", f"/{posixpath.dirname(path)}")
    return address + goal.removesuffix("index.html")


def _readme(settings: Settings) -> str:
    return f"""{settings.title}, version {settings.version}, {settings.released}
{settings.description}

Open index.html in a browser. No network connection is needed and nothing is downloaded;
links to archives and other sites go to those sites. When citing, use the addresses given on the pages, which are
those of the published edition: {settings.address}
"""
