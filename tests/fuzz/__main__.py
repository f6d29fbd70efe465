"""Looks for bytes that break what must hold of any bytes (see `targets`), guided by the code that they reach.

`python -m tests.fuzz [--seconds N] [TARGET …]`: each target in a process of its own. What was tried before is kept in
`.cache/fuzz/TARGET/`; what breaks something is written to `tests/cases/fuzz/TARGET/`, from where the tests try it ever after.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from importlib import import_module

LONGEST = 6_000  # bytes of an input: small ones are tried a thousand times as often
SECONDS_EACH, MEGABYTES = 10, 1_200  # of one input: what takes more is a finding too


def main() -> int:
    """Run the targets one after the other; 1 if something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here:
        _fuzz(given.targets[0], given.seconds)
    from tests.fuzz.targets import TARGETS

    names = given.targets or list(TARGETS)
    if unknown := [name for name in names if name not in TARGETS]:
        parser.error(f"no such target: {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    broken = []
    for name in names:
        print(f"fuzzing {name} for {given.seconds} seconds", flush=True)
        command = [sys.executable, "-m", "tests.fuzz", "--here", "--seconds", str(given.seconds), name]
        if subprocess.run(command).returncode:
            broken.append(name)
    print(f"found something: {', '.join(broken)}; see tests/cases/fuzz/" if broken else "found nothing")
    return bool(broken)


def _fuzz(name: str, seconds: int) -> None:
    """One target, until the time is over or something is found; does not return."""
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["edition", "markdown_it"]):
        targets = import_module("tests.fuzz.targets")
    target, tests = targets.TARGETS[name], targets.TESTS
    corpus, found, words = (
        tests.parent / ".cache/fuzz" / name,
        tests / "cases/fuzz" / name,
        tests.parent / ".cache/fuzz",
    )
    seeds = words / "seeds" / name
    for folder in (corpus, found, seeds):
        folder.mkdir(parents=True, exist_ok=True)
    for n, file in enumerate(p for pattern in target.seeds for p in sorted(tests.glob(pattern))):
        shutil.copy(file, seeds / f"{n}{file.suffix}")
    dictionary = words / f"{name}.dict"
    quoted = (w.replace("\\", "\\\\").replace('"', '\\"') for w in target.words.replace("_", " ").split())
    dictionary.write_text("".join(f'"{word}"\n' for word in quoted), "utf-8")
    options: dict[str, object] = {
        "max_total_time": seconds,
        "timeout": SECONDS_EACH,
        "rss_limit_mb": MEGABYTES,
        "max_len": LONGEST,
    }
    options |= {"dict": dictionary, "artifact_prefix": f"{found}/", "print_final_stats": 1, "verbosity": 0}
    words_of_command = [f"-{key}={value}" for key, value in options.items()]
    atheris.Setup([sys.argv[0], *words_of_command, *map(str, (corpus, seeds, found))], target.run)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
