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

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from build_scripts.dates import print_date
from build_scripts.settings import Settings

OPTIONAL = ({"Calendar": "calendar.md"},)  # entries of the navigation


class _Collector(logging.Handler):
    """Keeps warnings and errors, which in a strict build are failures."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def leave_out(config: MkDocsConfig, has: Callable[[str], bool]) -> None:
    """Take those pages out of the navigation that not every edition has, where this one has not."""
    config.nav = [entry for entry in config.nav or [] if entry not in OPTIONAL or has(next(iter(entry.values())))]


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
