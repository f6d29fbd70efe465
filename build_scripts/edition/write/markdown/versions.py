"""Stage 6, write: the versions of the edition, and each released one beside the current edition.

In: `Edition`, `Past`. Out: `docs/versions/index.md`, and `docs/versions/X.Y.Z.md` for each release.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from edition.model.addresses import RELEASE_PREFIX
from edition.model.dates import print_date
from edition.model.edition import Edition
from edition.model.names import REGISTERS
from edition.versions.compare import Change, difference
from edition.versions.ledger import LEDGER
from edition.versions.released import archive_path, snapshot_path
from edition.versions.since import Past, Since, called
from edition.write.markdown.syntax import Pages, away, escape, heading, languages, page, prose, start

VERSIONS = "/versions/"
_MARKS = {"same": "{}", "cut": "{}", "out": "<del>{}</del>", "in": "<ins>{}</ins>"}
_ENTRIES = "Entries of the registers"
_REGISTERS = tuple(f"/{register}/" for register in REGISTERS)


def write_versions(edition: Edition, past: Past) -> Pages:
    """The list of versions, and the comparison of each with the current edition."""
    pages = {"versions/index.md": _list(edition, past)}
    return pages | {f"versions/{x.release.version}.md": _version(edition, past, x) for x in past.releases}


def _list(edition: Edition, past: Past) -> str:
    settings = edition.settings
    now = f"version {escape(settings.version)} ({print_date(settings.released)})"
    if past.frozen:
        up = '<a href="../../../versions/">the list of all versions</a>'  # out of the folder of this version
        return page("Versions", LEDGER, [f"You are reading {now}. For the latest version see {up}."])
    body = [
        "A citation names the version of the edition that was consulted. Every version remains available, "
        "exactly as published, at its own "
        "address, and is compared here with the current edition. The addresses used in citations lead to the latest version.",
        f"Current edition: {now}.",
    ]
    for since in past.releases:
        body += _entry(since)
    if not past.releases:
        body.append("No version has been released yet, so there is no earlier version to compare.")
    return page(
        "Versions", ", ".join([LEDGER, *(snapshot_path(x.release.version) for x in past.releases)]), body, hide=[]
    )


def _entry(since: Since) -> Iterator[str]:
    release, version = since.release, since.release.version
    yield f"## Version {version} {{: #v{version.replace('.', '-')} }}"
    pages = away(VERSIONS, f"/{RELEASE_PREFIX}/{version}/", "pages as published")
    compared = away(VERSIONS, f"{VERSIONS}{version}/", counted(since.changes))
    yield f"{print_date(release.date)}: {pages}. Since then: {compared}."
    yield "\n".join(f"- {start(escape(text))}" for text in release.changes)
    size = f"{release.size / 1_000_000:.1f} MB"
    yield f"{len(release.files):,} files in `{archive_path(version)}`, {size}; SHA-256 `{release.archive}`."


def counted(changes: Sequence[Change]) -> str:
    """How many places changed: "no changes", "1 change", "3 changes"."""
    return f"{len(changes):,} change{'s' * (len(changes) != 1)}" if changes else "no changes"


def _version(edition: Edition, past: Past, since: Since) -> str:
    release, settings = since.release, edition.settings
    here = f"{VERSIONS}{release.version}/"
    pages = away(here, f"/{RELEASE_PREFIX}/{release.version}/", "pages as published")
    body = [
        f"Version {release.version} was published on {print_date(release.date)}: {pages}. The changes made since "
        f"then, up to version {escape(settings.version)} of {print_date(settings.released)}, are listed below. "
        f"{away(here, VERSIONS, 'All versions')}.",
    ]
    if since.pages:
        body.append("Deleted words are <del>struck through</del>; added words are <ins>underlined</ins>.")
    documents = dict.fromkeys(since.documents.values())
    for address in documents:
        body += _group(past, here, release.texts[address][0], address.split("/")[2], since.pages.get(address, ()))
    others = [c for c in since.changes if c.page not in documents]
    for title in dict.fromkeys((*sorted(map(_title, others)), _ENTRIES)):
        body += _group(past, here, title, "", [c for c in others if _title(c) == title])
    return page(f"Changes since version {release.version}", f"{snapshot_path(release.version)}, {LEDGER}", body)


def _title(change: Change) -> str:
    if change.page.startswith("/documents/"):
        return "New documents"
    return _ENTRIES if change.page.startswith(_REGISTERS) else "Passages, events and figures"


def _group(past: Past, here: str, title: str, id: str, changes: Sequence[Change]) -> Iterator[str]:
    yield f"## {heading(languages(escape(title)))}{f' {{: #{id} }}' if id else ''}"
    if not changes:
        yield "No changes."
    for change in changes:
        yield from _change(past, here, change)


def _change(past: Past, here: str, change: Change) -> Iterator[str]:
    """One place: what became of it, and its words then and now."""
    label = languages(escape(change.label[:1].upper() + change.label[1:]))
    label = label if change.kind == "withdrawn" or change.targets else away(here, change.address, label)
    yield f"**{label}**: {_what(past, here, change)}\n{{: .change }}"
    if change.kind in ("new", "withdrawn"):
        mark = _MARKS["in" if change.kind == "new" else "out"]
        yield f"> {mark.format(languages(escape(change.after or change.before)))}"
    elif change.before != change.after:
        runs = (
            _MARKS[kind].format(languages(escape(words))) for kind, words in difference(change.before, change.after)
        )
        yield f"> {' '.join(runs)}"


def _what(past: Past, here: str, change: Change) -> str:
    ends = " and ".join(away(here, t, escape(called(past, t, change.page))) for t in change.targets)
    same = "" if change.before != change.after else "; text unchanged"
    what = {
        "changed": "text changed",
        "split": f"divided into {ends}{same}",
        "merged": f"merged with {ends}",
        "moved": f"moved to {ends}{same}",
        "withdrawn": f"withdrawn{': ' if change.why else ''}{prose(change.why)}",
        "new": "new",
    }
    return what[change.kind].removesuffix(".") + "."


def as_published(past: Past, document: str, here: str) -> str:
    """The released versions of a document's page: each as it was, and what has changed on it since."""
    shown = []
    for since in past.releases:
        if then := since.documents.get(document):
            version = since.release.version
            was = away(here, f"/{RELEASE_PREFIX}/{version}{then}", f"version {version}")
            compared = away(here, _compared(version, then), counted(since.pages.get(then, ())))
            shown.append(f"{was}, {print_date(since.release.date)} (since then: {compared})")
    return "; ".join(shown)


def changed_since(past: Past, document: str, here: str) -> dict[str, str]:
    """For each paragraph that was changed since it was released, a sentence that leads to the comparison."""
    found: dict[str, str] = {}
    for since in past.releases:  # the newest that has other words is the one to compare with
        version, then = since.release.version, since.documents.get(document, document)
        for change in since.pages.get(then, ()):
            for address in change.altered:
                path, _, id = address.partition("#")
                if path == document and change.kind != "merged" and id not in found:
                    compared = away(here, _compared(version, then), "compare")
                    found[id] = f"Changed since version {version}: {compared}.\n{{: .since }}"
    return found


def _compared(version: str, then: str) -> str:
    return f"{VERSIONS}{version}/#{then.split('/')[2]}"
