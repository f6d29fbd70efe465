"""The pages of a preview, each made when it is asked for: by our writers as Markdown, by MkDocs as HTML.

In: the project's folder; an edition. Out: the bytes of whatever stands at an address. Writes nothing to `docs/` or `site/`.
What is specific to MkDocs in the generator is here and in `publish`.
"""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from edition.files.replace import is_download
from edition.model.edition import Edition
from edition.model.names import REGISTERS
from edition.publish.mkdocs_site import leave_out
from edition.versions.since import load_past
from edition.write.chinese_font import STYLE
from edition.write.table import page_writers

Writer = Callable[[], Mapping[str, str]]


@dataclass(frozen=True)
class Frame:
    """What MkDocs makes pages with: settings, looks, the files below docs/. Made anew when one of these changes."""

    config: MkDocsConfig
    looks: Any  # an environment of Jinja, with the templates of the theme and ours
    files: Files
    navigation: Navigation


@dataclass
class Written:
    """The Markdown of an edition's pages: a writer is called when one of its pages is asked for."""

    writers: tuple[Writer, ...] = ()
    known: Mapping[str, int] = field(default_factory=dict)  # page -> its writer, as it was in the edition before
    made: dict[int, Mapping[str, str]] = field(default_factory=dict)

    def page(self, path: str) -> str | None:
        """A page, or None where no writer makes it: it is one by hand, or of an old address."""
        first = self.known.get(path, -1)
        for number in sorted(range(len(self.writers)), key=lambda n: n != first):
            if number not in self.made:
                self.made[number] = self.writers[number]()
            if path in self.made[number]:
                return self.made[number][path]
        return None

    def all(self) -> Written:
        """The same, with all pages made."""
        self.page("")
        return self

    @property
    def paths(self) -> dict[str, int]:
        """The pages that are known, each with the number of its writer."""
        return {**self.known, **{path: number for number, pages in self.made.items() for path in pages}}


def load_frame(root: Path, address: str, made: Iterable[str]) -> Frame:
    """Settings, looks and files as they are on the disk, and the pages that are made; raises what MkDocs raises where its
    settings are wrong."""
    logging.getLogger("mkdocs").setLevel(logging.ERROR)  # links are proved by a build
    config = load_config(str(root / "mkdocs.yml"), strict=False, site_url=address)
    looks = config.theme.get_env()
    files = get_files(config)
    files.add_files_from_theme(looks, config)
    _append(files, config, made)
    leave_out(config, lambda page: page in files.src_uris)
    return Frame(config, looks, files, get_navigation(files, config))


def written(edition: Edition, root: Path, before: Written) -> Written:
    """The pages of an edition. The files that pages offer are those of the last build."""
    docs = root / "docs"
    beside = (file for id in edition.documents for file in (docs / "documents" / id).glob("*"))
    sizes = {
        path: file.stat().st_size
        for file in (*docs.glob("*.pdf"), *beside)
        if is_download(path := file.relative_to(docs).as_posix())
    }
    return Written(page_writers(edition, root, sizes, load_past(root, edition)), before.paths)


def expect(frame: Frame, edition: Edition) -> None:
    """Let links lead to the pages of names and documents that no build has seen yet."""
    names = [f"{name.register}/{name.id}.md" for name in edition.register.names.values()]
    new = [*(f"documents/{id}.md" for id in edition.documents), *names, *(f"{kind}/index.md" for kind in REGISTERS)]
    _append(frame.files, frame.config, new)


def _append(files: Files, config: MkDocsConfig, paths: Iterable[str]) -> None:
    for path in paths:
        if path not in files.src_uris:
            files.append(_file(config, path, ""))


def page_at(frame: Frame, address: str) -> str:
    """The path of the page at an address such as /documents/ID/; empty where there is none."""
    wanted = address.removeprefix("/") or "./"
    return next((f.src_uri for f in frame.files if f.is_documentation_page() and f.url == wanted), "")


def address_of(frame: Frame, path: str) -> str:
    """The address of a page; empty where there is none."""
    file = frame.files.get_file_from_path(path) if path else None
    return f"/{file.url}".replace("/./", "/") if file else ""


def render(frame: Frame, path: str, markdown: str | None) -> str:
    """A page as HTML: from its Markdown, or from the file by hand where there is none."""
    file = frame.files.src_uris[path]
    page = file.page or Page(None, file, frame.config)
    if markdown is not None:
        page.file = _file(frame.config, path, markdown)
    page.read_source(frame.config)
    page.render(frame.config, frame.files)
    page.active = True
    context = get_context(frame.navigation, frame.files.documentation_pages(), frame.config, page)
    made: str = frame.looks.get_template(page.meta.get("template", "main.html")).render(context)
    page.active = False
    return made


def _file(config: MkDocsConfig, path: str, markdown: str) -> File:
    """A page that stands in no file."""
    made = File(path, src_dir=None, dest_dir=config.site_dir, use_directory_urls=config.use_directory_urls)
    made.content_string = markdown
    return made


def not_found(frame: Frame) -> str:
    """The page for an address at which nothing stands."""
    context = get_context(frame.navigation, frame.files.documentation_pages(), frame.config, base_url="/")
    return str(frame.looks.get_template("404.html").render(context))


def file_at(frame: Frame, root: Path, address: str) -> tuple[bytes, str] | None:
    """(bytes, media type) of a file that is no page: of docs/, of the theme, else of the last build, for the search."""
    wanted = address.lstrip("/")
    known = next((f for f in frame.files if f.dest_uri == wanted and not f.is_documentation_page()), None)
    if known:
        data = known.content_bytes
    else:
        site = (root / "site").resolve()
        path = (site / wanted).resolve()
        if wanted == STYLE and not path.is_file():
            return b"", "text/css"  # before the first build: Chinese stands in a font of the reader's own
        if not path.is_relative_to(site) or not path.is_file():
            return None
        data = path.read_bytes()
    return data, mimetypes.guess_type(wanted)[0] or "application/octet-stream"
