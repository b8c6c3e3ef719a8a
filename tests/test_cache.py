"""What is remembered between builds: by its key only, whole or not at all, believed only with its seal, and nobody's loss when it is gone."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Thread

import pytest

from procdocs.cache import Store
from procdocs.cache.seal import TAG
from procdocs.execution.digest import digest
from procdocs.execution.executors import execute
from procdocs.execution.target import Failed, Made, Target
from procdocs.saving import Linked, NotACache

HERE = "tests.test_cache"
KEY, OTHER = digest("key"), digest("other")
MADE = Made(b"\0%PDF\xff" * 99, ("㐀", "\ud800"), ("a note",))
LINKS = pytest.mark.skipif(os.name == "nt", reason="links need rights there")


@pytest.fixture(params=["inside", "named"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A store inside a project, and one that somebody named."""
    return Store(tmp_path / ".procdocs" / "cache", tmp_path if request.param == "inside" else None)


def again(store: Store, limit: int = 10**9) -> Store:
    """The same folder in the next build."""
    return Store(store.folder, store._beneath, limit)


def entry(store: Store, key: str = KEY) -> Path:
    return store.folder / key[:2] / key


def test_what_is_put_in_comes_out_in_the_next_build(store: Store) -> None:
    assert store.get(KEY) is None
    store.put(KEY, MADE)
    assert store.get(KEY) == again(store).get(KEY) == MADE and again(store).get(OTHER) is None
    assert store.refused is None and (store.folder / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize("damage", [b"", b"procdocs cache 1\n", "cut", "bit", "text", "longer"])
def test_a_damaged_entry_is_none_and_is_replaced(damage: bytes | str, store: Store) -> None:
    store.put(KEY, MADE)
    whole = entry(store).read_bytes()
    changes = {"cut": whole[:-1], "bit": whole[:-9] + bytes((whole[-9] ^ 1,)) + whole[-8:], "text": "文".encode() * 99, "longer": whole + b"\0"}
    entry(store).write_bytes(changes[damage] if isinstance(damage, str) else damage)
    assert again(store).get(KEY) is None
    later = again(store)
    later.put(KEY, MADE)
    assert entry(store).read_bytes() == whole and again(store).get(KEY) == MADE


def test_an_entry_counts_under_its_own_key_only(store: Store) -> None:
    store.put(KEY, MADE)
    entry(store, OTHER).parent.mkdir()
    shutil.copy(entry(store), entry(store, OTHER))
    assert again(store).get(OTHER) is None


def test_a_cache_that_came_with_a_project_is_not_believed(tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    Store(theirs / "cache", theirs).put(KEY, Made(b"forged"))
    shutil.copytree(theirs, ours)
    shutil.copystat(theirs / "cache" / TAG, ours / "cache" / TAG)
    store = Store(ours / "cache", ours)
    assert store.get(KEY) is None
    store.put(KEY, MADE)
    assert Store(ours / "cache", ours).get(KEY) == MADE
    # Who names a folder outside of the project may share it between machines.
    Store(theirs / "named").put(KEY, MADE)
    shutil.copytree(theirs / "named", tmp_path / "restored")
    assert Store(tmp_path / "restored").get(KEY) == MADE


@LINKS
@pytest.mark.parametrize("link", [".procdocs", ".procdocs/cache", f".procdocs/cache/{KEY[:2]}", f".procdocs/cache/{KEY[:2]}/{KEY}"])
def test_nothing_is_read_or_written_through_a_link(link: str, tmp_path: Path) -> None:
    root = tmp_path / "project"
    store = Store(root / ".procdocs" / "cache", root)
    store.put(KEY, MADE)
    (root / link).rename(tmp_path / "elsewhere")
    (root / link).symlink_to(tmp_path / "elsewhere")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    later = Store(root / ".procdocs" / "cache", root)
    assert later.get(KEY) is None
    later.put(KEY, Made(b"new"))
    assert isinstance(later.refused, Linked)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file" / "cache")
    store.put(KEY, MADE)
    assert store.get(KEY) is None and store.refused is not None
    store.prune()


def test_nothing_is_remembered_among_files_of_others(store: Store) -> None:
    mine = [store.folder / name for name in ("notes.txt", "ab/.hidden", "ab/abcd", "photos/ab1")]
    for path in mine:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 1000)
        os.utime(path, (1, 1))
    store.put(KEY, MADE)
    assert isinstance(store.refused, NotACache) and sorted(path for path in store.folder.rglob("*") if path.is_file()) == sorted(mine)


def test_files_of_others_that_came_later_stay(store: Store) -> None:
    store.put(KEY, MADE)
    mine = [store.folder / name for name in ("notes.txt", "photos/ab1", "photos/.hidden", f"{KEY[:2]}/.hidden")]
    for path in mine:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 1000)
        os.utime(path, (1, 1))
    later = again(store, 1)
    later.put(OTHER, MADE)
    later.prune()
    assert all(path.is_file() for path in mine) and not entry(store).exists()


def test_what_was_not_used_for_longest_goes_first(store: Store) -> None:
    keys = [digest(number) for number in range(10)]
    for number, key in enumerate(keys):
        store.put(key, Made(b"x" * 1000))
        os.utime(entry(store, key), (number * 9999, number * 9999))
    assert again(store).get(keys[0]) is not None  # used again
    half = entry(store, keys[1]).with_name(f".{keys[1][:60]}.0123")
    half.write_bytes(b"half written, long ago")
    os.utime(half, (1, 1))
    later = again(store, 8000)
    later.prune()
    assert len(list(store.folder.glob("??/*"))) == 11, "a build that puts nothing in clears nothing up"
    later.put(KEY, Made(b"y"))
    later.prune()
    kept = [key for key in keys if later.get(key) is not None]
    assert kept == [keys[0], *keys[6:]] and later.get(KEY) == Made(b"y") and not half.exists()


def test_two_builds_at_once_do_not_disturb_each_other(store: Store) -> None:
    keys = [digest(number) for number in range(40)]
    wrong: list[str] = []

    def build() -> None:
        mine = again(store, 20_000)
        for key in keys:
            found = mine.get(key)
            if found is not None and found != Made(key.encode() * 20):
                wrong.append(key)
            mine.put(key, Made(key.encode() * 20))
            mine.prune()

    threads = [Thread(target=build) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong and not list(store.folder.rglob(".*.*"))


# Targets


def join(inputs: bytes, consumed: Mapping[str, bytes]) -> Made:
    return Made(inputs + b"".join(consumed.values()), ("㐀",), ("said",))


def fail(inputs: str, consumed: Mapping[str, bytes]) -> Made:
    raise ValueError(inputs)


def planned(part: bytes = b"1", whole: bytes = b"w") -> list[Target]:
    return [
        Target("page", b"p"),
        Target("part", part, f"{HERE}:join", away=True, delivered=False),
        Target("other", b"o", f"{HERE}:join", dear=True),
        Target("whole", whole, f"{HERE}:join", needs=("part", "other"), away=True),
    ]


def made(targets: list[Target], store: Store | None) -> dict[str, Made | Failed]:
    return {target.path: value for target, value in execute(targets, "serial", 1, cache=store)}


def reused(found: Mapping[str, Made | Failed]) -> set[str]:
    return {path for path, value in found.items() if isinstance(value, Made) and value.reused}


def test_what_was_made_is_not_made_again_and_says_the_same(store: Store) -> None:
    first, second = made(planned(), store), made(planned(), again(store))
    assert first == second == made(planned(), None)
    assert not reused(first) and reused(second) == {"part", "other", "whole"}, "what costs nothing is not remembered"


@pytest.mark.parametrize(("change", "kept"), [({"part": b"2"}, {"other"}), ({"whole": b"v"}, {"part", "other"})])
def test_only_what_depends_on_a_change_is_made(change: dict[str, bytes], kept: set[str], store: Store) -> None:
    made(planned(), store)
    found = made(planned(**change), again(store))
    assert reused(found) == kept and found == made(planned(**change), None)


def test_a_failure_is_tried_again(store: Store) -> None:
    for _ in range(2):
        found = made([Target("bad", "reason", f"{HERE}:fail", away=True), Target("whole", b"", f"{HERE}:join", needs=("bad",), away=True)], again(store))
        assert found["bad"] == found["whole"] == Failed("ValueError: reason")
    assert not store.folder.exists()


def test_pages_are_handed_on_before_the_next_one_is_planned() -> None:
    asked: list[int] = []

    def plan() -> Iterator[Target]:
        for number in range(3):
            asked.append(number)
            yield Target(str(number), b"")

    for outcome in execute(plan()):
        assert asked[-1] == int(outcome.target.path)


def test_no_worker_is_started_for_what_is_known(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made(planned(), store)
    monkeypatch.setattr("procdocs.execution.executors.EXECUTORS", {})
    assert {target.path for target, _ in execute(planned(), "processes", 2, cache=again(store))} == {"page", "part", "other", "whole"}


def test_times_are_told(store: Store) -> None:
    (slow,) = made([Target("slow", 0.05, f"{HERE}:wait", away=True)], store).values()
    assert isinstance(slow, Made) and slow.seconds >= 0.05


def wait(inputs: float, consumed: Mapping[str, bytes]) -> Made:
    time.sleep(inputs)
    return Made(b"")
