"""Stage 8, verify: nothing that was published is lost: every address of the ledger answers, every release stands whole.

In: a built site and what its pages offer, the ledger, the releases. Out: `Finding`s, none if everything holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from edition.model.addresses import RELEASE_PREFIX, Finding, target
from edition.verify.links import Page
from edition.versions.ledger import ONWARD, Line, load_ledger, resolve
from edition.versions.released import differing, load_releases


def check_addresses(root: Path, pages: Mapping[str, Page], site: Path) -> Iterator[Finding]:
    """Every address of the ledger answers: its page and place are there, and an old one has links to where it leads."""
    ledger = load_ledger(root, [])
    for line in ledger.values():
        path, _, fragment = line.address.partition("#")
        page = pages.get(target("index.html", path))
        frozen = path.startswith(f"/{RELEASE_PREFIX}/") and (site / target("index.html", path)).is_file()
        if (page is None and not frozen) or (page and fragment and fragment not in page.ids):
            yield Finding(line.address, "this address is in the ledger but not on the site")
        elif page and line.state in ONWARD:
            yield from _check_onward(line, page, ledger)


def _check_onward(line: Line, page: Page, ledger: Mapping[str, Line]) -> Iterator[Finding]:
    """The page of an old address has a link to each address at which it ends."""
    here = target("index.html", line.address.partition("#")[0])
    found = {_goal(here, href) for href in page.links}
    for end in resolve(line.address, ledger):
        path, _, fragment = end.partition("#")
        if (target("index.html", path), fragment) not in found:
            yield Finding(line.address, f"its page has no link to {end}")


def _goal(here: str, href: str) -> tuple[str, str]:
    """The file and the place on it that a link within the site leads to."""
    parts = urlsplit(href)
    return ("", "") if parts.scheme or parts.netloc else (target(here, unquote(parts.path)), unquote(parts.fragment))


def check_releases(root: Path, pages: Mapping[str, Page], site: Path) -> Iterator[Finding]:
    """The pages of every release are those that were released, and each leads to a page of the latest version."""
    for release in load_releases(root, []):
        for name in differing(release, site):
            yield Finding(f"{RELEASE_PREFIX}/{release.version}/{name}", "this differs from what was released")
        for name in release.files:
            if name.endswith("index.html") and name not in pages:  # not files beside a page
                yield Finding(name, f"version {release.version} has this page but the site does not: add a redirect")
