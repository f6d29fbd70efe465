"""Stage 7, publish: MkDocs makes the site of what stands in `docs/`.

In: the project's folder, the edition's settings. Out: a finished site in a folder of its own, or the reasons why not.
All that is specific to MkDocs in the generator is here and in `serve`.
"""

from __future__ import annotations

import calendar
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from edition.model.dates import print_date
from edition.model.edition import Settings

OPTIONAL = {"calendar.md", "about/abbreviations.md", "about/persons.md"}  # pages that not every edition has


class _Collector(logging.Handler):
    """Keeps warnings and errors, which in a strict build are failures."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def leave_out(config: MkDocsConfig, has: Callable[[str], bool]) -> None:
    """Take those pages out of the navigation that not every edition has, where this one has not."""
    config.nav = [kept for entry in config.nav or [] if (kept := _kept(entry, has))]


def _kept(entry: Any, has: Callable[[str], bool]) -> Any:
    """An entry of the navigation, a page or a group of pages, as far as its pages are there; else None."""
    if isinstance(entry, str):
        return entry if entry not in OPTIONAL or has(entry) else None
    ((title, inside),) = entry.items()
    kept = [k for e in inside if (k := _kept(e, has))] if isinstance(inside, list) else _kept(inside, has)
    return {title: kept} if kept else None


def publish(root: Path, settings: Settings, site: Path, docs: Path | None = None, frozen: bool = False) -> list[str]:
    """Build the site into `site`. Returns what MkDocs complained of; the site counts only if that is nothing.

    `frozen` pages are those of a release: `overrides/page.html` puts a banner on them.
    """
    os.environ["EDITION_ADDRESS"] = settings.address
    os.environ["SOURCE_DATE_EPOCH"] = str(calendar.timegm(time.strptime(settings.released, "%Y-%m-%d")))
    collector, logger = _Collector(), logging.getLogger("mkdocs")
    logger.addHandler(collector)
    logger.propagate = False
    try:
        # MkDocs takes a relative folder from where its settings are
        folders = {"site_dir": str(site.absolute()), "docs_dir": str((docs or root / "docs").absolute())}
        config = load_config(str(root / "mkdocs.yml"), **folders)
        leave_out(config, lambda page: (Path(config["docs_dir"]) / page).is_file())
        if frozen:
            config["extra"]["release"] = {"version": settings.version, "date": print_date(settings.released)}
        mkdocs_build(config)
    except (MkDocsException, SystemExit, UnicodeError) as error:
        collector.lines.append(str(error))
    finally:
        logger.removeHandler(collector)
    return [line for line in collector.lines if line]
