"""What is kept between runs saves time and decides nothing: anything may stand below `.cache/`."""

from __future__ import annotations

from pathlib import Path

import pytest

from edition.files.cache import Cache, key_of


def test_a_result_is_made_once(tmp_path: Path) -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"result"

    cache = Cache(tmp_path / "kept")
    assert [cache.cached("a", make), cache.cached("a", make)] == [b"result"] * 2 and len(made) == 1


@pytest.mark.parametrize(
    "damage",
    [b"", b"result", b"0" * 64 + b"result", b"\x80\x04cposix\nsystem\n", bytes(range(256)) * 40],
    ids=["empty", "without its digest", "with another digest", "a pickle", "bytes"],
)
def test_a_damaged_or_foreign_file_is_made_again(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put("a", b"result")
    (tmp_path / "a").write_bytes(damage)
    assert cache.get("a") is None
    assert cache.cached("a", lambda: b"again") == b"again" == cache.get("a")


def test_a_folder_in_the_place_of_a_file_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert Cache(tmp_path).get("a") is None


def test_without_a_folder_nothing_is_kept() -> None:
    cache = Cache(None)
    cache.put("a", b"result")
    cache.keep_only(())
    assert cache.get("a") is None and cache.cached("a", lambda: b"made") == b"made"


def test_what_is_not_needed_is_deleted(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for key in "abc":
        cache.put(key, b"result")
    cache.keep_only({"b"})
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_keys_tell_their_parts_apart() -> None:
    assert len({key_of("ab", "c"), key_of("a", "bc"), key_of("abc")}) == 3
