"""A preview that follows the editor: problems in the terminal and where they belong in the pages.

In: the project's folder. Out: a server on this machine until it is interrupted. After every change the page that is looked at
is made anew; `docs/` and `site/` are left as they are.
"""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from pathlib import Path

import click

from edition.files.watch import changes
from edition.preview.server import server
from edition.preview.state import Preview
from edition.problems.report import difference, plain, summary

INPUTS, LOOKS = ("source_texts", "releases"), ("docs", "overrides", "mkdocs.yml")


def serve(root: Path, port: int, show: Callable[[str], None], say: Callable[[str], None]) -> None:
    """Serve the preview until interrupted. `show` is told what is wrong, `say` everything else."""
    root = root.resolve()  # as the watch names files
    preview = Preview(root, f"http://127.0.0.1:{port}/")
    with _server(preview, port) as http, changes([root / name for name in (*INPUTS, *LOOKS)]) as wait:
        checked = preview.checked
        show(plain(checked.problems, root))
        say(summary(checked))
        threading.Thread(target=http.serve_forever, daemon=True).start()
        say(f"Preview: {preview.address} (press Ctrl-C to stop)")
        try:
            while paths := wait():
                before, checked = checked, preview.update(any(_is_look(path, root) for path in paths))
                show(difference(before, checked, root))
                say(summary(checked))
        except KeyboardInterrupt:
            say("")
        finally:
            http.shutdown()


def _server(preview: Preview, port: int) -> ThreadingHTTPServer:
    try:
        return server(preview, port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise click.ClickException(f"port {port} is in use: choose another with --port") from None


def _is_look(path: Path, root: Path) -> bool:
    """Whether a file is no input of the edition, but one of what its pages look like, or a hand-written page."""
    return path.is_relative_to(root) and path.relative_to(root).parts[0] not in INPUTS
