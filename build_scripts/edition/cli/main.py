"""The console command `edition`.

In: words on a command line. Out: text, and an exit code: 0 good, 1 something is wrong with an input, the proof or the ledger.
Does nothing itself: each command calls the stage that does, and prints what came of it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from edition.cli.check import check
from edition.cli.editor import move, new_name, rename, suggest, undo
from edition.cli.terminal import ROOT, Progress, check_root, gather_or_exit, print_problems
from edition.cli.versions import record, release
from edition.model.problem import Problem, errors
from edition.problems.words import count


class _Commands(click.Group):
    """Commands that say in one line what the machine refused, for instance a full disk."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except BrokenPipeError:  # the reader of the output has gone: nothing to say to anybody
            raise
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(
                f"{where}{error.strerror or error}. Nothing has been lost: correct this and run the same command again."
            ) from None
        except subprocess.CalledProcessError as error:
            said = str(error.stderr or error).strip()
            raise click.ClickException(f"source_texts/bibliography.yaml: pandoc could not format it: {said}") from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="memoranda-edition", prog_name="edition")
def main() -> None:
    """Build an annotated edition: from source texts and apparatus to a verified website."""


for command in (check, suggest, new_name, rename, move, undo, record, release):
    main.add_command(command)


@main.command()
@ROOT
@click.option("--fresh", is_flag=True, help="Build even if nothing has changed since the last successful build.")
def build(root: Path, fresh: bool) -> None:
    """Read all inputs, write docs/, build site/ and verify it.

    If there are errors, nothing is replaced: the last good docs/ and site/ are kept.
    """
    check_root(root)
    from edition.build import build as run

    with Progress() as progress:
        result = run(root, progress, fresh)
    print_problems(result.problems, root)
    if result.unchanged:
        click.echo(f"No changes: site/ is up to date ({result.seconds:.1f} s). Open site/index.html.")
        return
    for failure in result.failures:
        click.echo(f"site: {failure}", err=True)
    if not result.good:
        wrong = len(errors(result.problems)) + len(result.failures)
        click.echo(f"\nNot built: {count(wrong, 'problem')} to fix. The last good site/ has been kept.", err=True)
        sys.exit(1)
    _print_made(result.counts, result.problems, result.seconds)
    if result.new_addresses:
        click.echo(
            f"{count(result.new_addresses, 'new address', 'new addresses')} not yet in the ledger; run: edition record"
        )
    click.echo("Open site/index.html, or run: make serve")


@main.command(name="import")
@ROOT
@click.argument("paths", metavar="FILE|FOLDER...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--id", default="", help="ID for the document.  [default: its date and the names in its title]")
@click.option("--dry-run", is_flag=True, help="Show what would be written without writing it.")
def import_(root: Path, paths: tuple[Path, ...], id: str, dry_run: bool) -> None:
    """Import documents from Markdown, saved web pages, TEI or plain text. If any file cannot be imported, nothing is written."""
    check_root(root)
    from edition.editor.importing.run import run

    if problems := run(root, paths, id, dry_run, click.echo):
        print_problems(problems, root)
        raise click.ClickException(f"nothing written: {count(len(problems), 'problem')} to fix")


@main.command()
@ROOT
@click.option("--site", type=click.Path(path_type=Path), help="Folder containing the built site.  [default: site/]")
def verify(root: Path, site: Path | None) -> None:
    """Check the built site: words, paragraphs, notes, mentions, links and ledger."""
    check_root(root)
    from edition.verify.site import verify as run

    site = site or root / "site"
    if not (site / "index.html").exists():
        raise click.ClickException(f"no site found in {site}: run `edition build` first")
    edition = gather_or_exit(root)
    with Progress() as progress:
        findings = run(root, site, edition, lambda page: progress(f"proving {page}"))
    for finding in findings:
        click.echo(str(finding), err=True)
    for document in edition.documents.values():
        click.echo(f"{document.emended.parsed.source.sha256}  {document.emended.parsed.source.path}")
    click.echo(f"{count(len(findings), 'finding')} in {site}." if findings else f"All checks passed in {site}.")
    sys.exit(1 if findings else 0)


@main.command()
@ROOT
@click.option("--port", default=8000, show_default=True, help="Local port.")
def serve(root: Path, port: int) -> None:
    """Preview the site locally. Changes to files appear at once, and problems are shown in context.

    Nothing is written to docs/ or site/. Downloads and search come from the last build.
    """
    check_root(root)
    from edition.preview.serve import serve as run

    run(root, port, lambda said: click.echo(said, err=True) if said else None, click.echo)


@main.command("print")
@ROOT
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True, help="Paper size.")
@click.option("--large", is_flag=True, help="Large print: 16-point type, unjustified, no hyphenation.")
@click.option("--out", type=click.Path(path_type=Path), default="build/print", show_default=True, help="Output folder.")
def print_(root: Path, ids: tuple[str, ...], paper: str, large: bool, out: Path) -> None:
    """Make PDFs of the documents named by ID, or of all documents and the edition as a book.

    The PDFs are tagged for screen readers (PDF/UA-1) and suitable for archiving (PDF/A-2a). Nothing else is changed:
    `edition build` has already put A4 versions in docs/ and site/.
    """
    check_root(root)
    from edition.write.markdown.lists import book_pages
    from edition.write.print.pdfs import print_to
    from edition.write.print.press import PrintFailure
    from edition.write.shared.book import Layout

    edition, problems = gather_or_exit(root), list[Problem]()
    if unknown := [id for id in ids if id not in edition.documents]:
        raise click.ClickException(
            f"no document {unknown[0]!r}; the IDs are {', '.join(edition.documents) or '(none yet)'}"
        )
    try:
        print_to(edition, root, book_pages(edition, root), out, Layout(paper, large), ids, problems, click.echo)
    except PrintFailure as failure:
        raise click.ClickException(str(failure)) from None
    if problems:
        print_problems(problems, root)
        sys.exit(1)


def _print_made(counts: dict[str, int], problems: list[Problem], seconds: float) -> None:
    made = ", ".join(count(counts[k], k[:-1], k) for k in ("documents", "paragraphs", "notes", "mentions"))
    click.echo(f"Built and verified: {made}; {count(len(problems), 'problem')}; {seconds:.1f} s.")
