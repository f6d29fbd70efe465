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

from build_scripts.dates import print_date
from build_scripts.settings import Settings

OPTIONAL = ("calendar.md", "about/abbreviations.md", "about/persons.md")  # generated, where there is something to list


class _Collector(logging.Handler):
    """Keeps warnings and errors, which in a strict build are failures."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def leave_out(config: MkDocsConfig, has: Callable[[str], bool]) -> None:
    """Take those pages out of the navigation that not every edition has, where this one has not."""
    config.nav = _kept(config.nav or [], has)


def _kept(entries: list[Any], has: Callable[[str], bool]) -> list[Any]:
    """The entries of a menu and of the menus in it: each a title with a page or with a list of entries."""
    kept = []
    for entry in entries:
        [(title, leads_to)] = entry.items()
        if isinstance(leads_to, list):
            kept.append({title: _kept(leads_to, has)})
        elif leads_to not in OPTIONAL or has(leads_to):
            kept.append(entry)
    return kept


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
