"""Targets: their keys, the order they are made in, and what becomes of those that fail."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from procdocs.execution.digest import digest
from procdocs.execution.executors import EXECUTORS, execute
from procdocs.execution.target import Failed, Made, Target, keys
from procdocs.execution.timings import Timings
from procdocs.manual.model import Cell, Column, Row
from tests.conftest import ROOT

HERE = "tests.test_execution"


class Pair(NamedTuple):
    a: object
    b: object


@pytest.fixture(autouse=True)
def _workers_find_this_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def join(inputs: bytes, consumed: Mapping[str, bytes]) -> Made:
    return Made(inputs + b"".join(f"<{path}>".encode() + data for path, data in consumed.items()), tuple(consumed))


def fail(inputs: str, consumed: Mapping[str, bytes]) -> Made:
    raise ValueError(inputs)


def stop(inputs: int, consumed: Mapping[str, bytes]) -> Made:
    os._exit(inputs)


DIFFERENT: tuple[Any, ...] = (
    *(None, True, False, 0, 1, 1.0, "", "1", b"", b"1", "None", datetime.date(2026, 1, 1), "2026-01-01"),
    *((), [], {}, frozenset(), ("",), ("", ""), ("a", "b"), ("ab",), ("a", ("b",)), ("a", "b", ()), ["a", "b"], Pair("a", "b"), {"a": "b"}, frozenset("ab")),
    *({"a": 1, "b": 2}, {"b": 2, "a": 1}, {"a": "1, b"}, Row((Cell(("x",)),)), Row((Cell(("x",), "gap"),)), Column("x", 1), Column("x", 2)),
    *("str 1:a", b"str 1:a", ("str 1:a",), "bytes 0:", "甲", "甲".encode()),
)


def test_different_values_have_different_digests() -> None:
    assert len({digest(value) for value in DIFFERENT}) == len(DIFFERENT)


def test_a_digest_is_the_same_everywhere() -> None:
    code = "from tests.test_execution import DIFFERENT, digest; print(digest(DIFFERENT))"
    said = set()
    for seed in "12":
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        said.add(subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout.strip())
    assert said == {digest(DIFFERENT)}


@pytest.mark.parametrize("value", [Path("/tmp"), datetime.datetime(2026, 1, 1), object(), len, {1, 2}, (1, Path("x"))])
def test_what_means_this_machine_or_this_moment_is_no_input(value: object) -> None:
    with pytest.raises(TypeError):
        digest(value)


def test_a_key_holds_what_the_target_consumes() -> None:
    def planned(inner: bytes, outer: bytes = b"o", other: bytes = b"x") -> dict[str, str]:
        return keys([Target("whole", outer, f"{HERE}:join", needs=("part",)), Target("part", inner), Target("other", other)])

    first = planned(b"1")
    assert {path for path, key in planned(b"2").items() if key != first[path]} == {"whole", "part"}
    assert {path for path, key in planned(b"1", b"p").items() if key != first[path]} == {"whole"}
    assert planned(b"1") == first and len(set(first.values())) == 3


HERE_MADE = [name for name in EXECUTORS if name != "dask"]


@pytest.mark.parametrize("away", [False, True])
@pytest.mark.parametrize("executor", HERE_MADE)
def test_what_is_needed_is_made_before(executor: str, away: bool) -> None:
    targets = [
        Target("whole", b"w", f"{HERE}:join", needs=("b", "a")),
        Target("a", b"1", f"{HERE}:join", away=away, size=1),
        Target("b", b"2", f"{HERE}:join", needs=("a",), away=away, size=2),
        Target("alone", b"3"),
    ]
    made = {target.path: value for target, value in execute(targets, executor, 2)}
    assert made == {"a": Made(b"1"), "b": Made(b"2<a>1", ("a",)), "whole": Made(b"w<b>2<a>1<a>1", ("b", "a")), "alone": Made(b"3")}


@pytest.mark.parametrize("executor", HERE_MADE)
def test_a_failure_is_that_of_one_target_and_of_those_that_need_it(executor: str) -> None:
    targets = [
        Target("bad", "reason", f"{HERE}:fail", away=True),
        Target("good", b"1", f"{HERE}:join", away=True),
        Target("whole", b"", f"{HERE}:join", needs=("bad", "good"), away=True),
    ]
    made = {target.path: value for target, value in execute(targets, executor, 2)}
    assert made["good"] == Made(b"1")
    assert made["bad"] == made["whole"] == Failed("ValueError: reason")


def test_a_process_that_ends_takes_one_target_along() -> None:
    targets = [Target(f"{number}", number, f"{HERE}:{'stop' if number == 7 else 'text'}", away=True, size=number) for number in range(9)]
    made = {target.path: value for target, value in execute(targets, "processes", 2)}
    assert isinstance(made["7"], Failed) and "code 7" in made["7"].reason
    assert [made[f"{number}"] for number in range(9) if number != 7] == [Made(f"{number}".encode()) for number in range(9) if number != 7]


def text(inputs: int, consumed: Mapping[str, bytes]) -> Made:
    return Made(str(inputs).encode())


@pytest.mark.parametrize("needs", [("b",), ("nobody",)])
def test_targets_that_wait_for_ever_are_named(needs: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="a, b"):
        list(execute([Target("a", b"", needs=("b",)), Target("b", b"", needs=("a",) if needs == ("b",) else needs)]))


def test_workers_are_kept_from_one_round_to_the_next() -> None:
    rounds = [Target(f"{number}", b"", f"{HERE}:process", needs=(f"{number - 1}",) if number else (), away=True) for number in range(4)]
    assert len({value.data for _, value in execute(rounds, "processes", 2) if isinstance(value, Made)}) == 1


def process(inputs: bytes, consumed: Mapping[str, bytes]) -> Made:
    return Made(str(os.getpid()).encode())


def test_what_is_made_away_begins_while_others_are_planned_and_what_else_is_to_do_is_done_before_its_answer(tmp_path: Path) -> None:
    """The plan goes on only when the first target has been begun by its process; then comes what else is to be done, then the answers."""
    begun, said = tmp_path / "begun", list[str]()

    def planned() -> Iterator[Target]:
        yield Target("first", str(begun), f"{HERE}:leave", away=True)
        for _ in range(600):
            if begun.exists():
                break
            time.sleep(0.05)
        said.append("begun" if begun.exists() else "waited for nothing")
        yield Target("second", b"2", f"{HERE}:join", away=True)

    for target, value in execute(planned(), "processes", 1, meanwhile=lambda: said.append("meanwhile")):
        assert isinstance(value, Made)
        said.append(target.path)
    assert said == ["begun", "meanwhile", "first", "second"]


def leave(inputs: str, consumed: Mapping[str, bytes]) -> Made:
    Path(inputs).write_bytes(b"")
    return Made(b"")


def test_seconds_of_a_stage_within_another_count_once(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter((0.0, 1.0, 4.0, 9.0))
    monkeypatch.setattr("procdocs.execution.timings.time.perf_counter", lambda: next(moments))
    timings = Timings()
    with timings.stage("outer"), timings.stage("inner"):
        pass
    assert timings.stages == {"outer": 6.0, "inner": 3.0}
