"""Addresses of the site, and where links lead.

Every address that is published follows one of these rules.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from edition.model.annotations import Annotated
from edition.model.edition import Edition


@dataclass(frozen=True)
class Finding:
    """Something that a built page should have and has not."""

    page: str
    message: str

    def __str__(self) -> str:
        return f"{self.page}: {self.message}"


def target(page: str, path: str, base: str = "/") -> str:
    """The file that a link on a page leads to; the site begins at the path `base` of its host.

    Above the site there is nothing, although a browser stays at the top of a host: a site may stand below a path.
    """
    joined = f"{page.rpartition('/')[0]}/{path}" if path else page
    if path.startswith("/"):
        joined = path.removeprefix(base) if path.startswith(base) else f"outside{path}"
    parts: list[str] = []
    for part in joined.split("/"):
        if part == "..":
            parts = parts[:-1] if parts not in ([], ["outside"]) else ["outside"]
        elif part not in ("", "."):
            parts.append(part)
    clean = "/".join(parts)
    return clean if re.search(r"\.[a-z][a-z0-9]{1,5}$", clean) else f"{clean}/index.html".lstrip("/")


def href(page: str, address: str) -> str:
    """The relative link from the page at one address to another address. Raises ValueError if one is not from the root."""
    path, hash, fragment = address.partition("#")
    if path == page and hash:
        return hash + fragment
    if not (path.startswith("/") and page.startswith("/")):
        raise ValueError(f"an address begins with a slash: {path!r} from {page!r}")
    relative = posixpath.relpath(path, page)
    return f"{relative}/{hash}{fragment}".removeprefix("./") or "./"


def address_of(path: str) -> str:
    """The address of a page of `docs/`: people/x.md -> /people/x/, people/index.md -> /people/, index.md -> /."""
    folder, _, name = path.removesuffix(".md").rpartition("/")
    parts = [part for part in (folder, name if name != "index" else "") if part]
    return "/" + "".join(f"{part}/" for part in parts)


def beside(document: Annotated, suffix: str) -> str:
    """The path below `docs/` of a file beside the page of a document."""
    return f"documents/{document.id}/{document.id}{suffix}"


def canonical(edition: Edition, address: str) -> str:
    """The canonical address, whole, of what stands at an address of the site (`/people/x/`)."""
    return edition.settings.address.rstrip("/") + address


def anchor(heading: str) -> str:
    """The id of an index heading on its page."""
    return "i-" + "-".join("".join(c if c.isalnum() else " " for c in heading.casefold()).split())


RELEASE_PREFIX = "v"


OFFLINE_COPY = "edition-offline.zip"


CALENDAR_PAGE = "calendar.md"
