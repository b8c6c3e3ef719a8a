"""A Dask cluster of two workers makes the same bytes as this machine does alone, also when one of them is killed in the middle of its work."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from procdocs.cache import Store
from procdocs.execution.child import Unreachable
from procdocs.execution.executors import execute
from procdocs.execution.target import Failed, Made, Target
from procdocs.writers import Options
from procdocs.writers.print.pdf import plan
from tests.conftest import ROOT, Ran
from tests.printed import manual_of

distributed = pytest.importorskip("distributed", reason="the extra procdocs[dask] is not installed")
HERE = "tests.test_cluster"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), before := os.environ.get("PYTHONPATH", ""))))
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as started:
        yield started
    os.environ["PYTHONPATH"] = before


def pids(cluster: Any) -> list[int]:
    with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
        return sorted(client.run(os.getpid).values())


def made(targets: list[Target], executor: str, address: str = "") -> dict[str, Made | Failed]:
    return {target.path: value for target, value in execute(targets, executor, 2, scheduler=address)}


def slow(inputs: tuple[str, float], consumed: Mapping[str, bytes]) -> Made:
    """Tells that it has begun, then takes its time."""
    folder, seconds = inputs
    (Path(folder) / f"{os.getppid()}-{os.getpid()}").touch()
    time.sleep(seconds)
    return Made(b"".join(consumed.values()) + b"done")


def stop(inputs: int, consumed: Mapping[str, bytes]) -> Made:
    os._exit(inputs)


def never(inputs: object) -> str:
    return f"Pango 0.{len(str(inputs))}, not 1.50"


def test_the_same_bytes_everywhere(cluster: Any, prints: Path) -> None:
    targets = [replace(target, away=True) for target in plan(manual_of(ROOT / "tests" / "projects" / "bilingual"), Options())]
    alone = {target.path: value for target, value in execute(targets, "processes", cache=Store(prints))}
    together = made(targets, "dask", cluster.scheduler_address)
    assert len(alone) > 3 and all(isinstance(value, Made) for value in alone.values())
    assert together == alone
    small = sorted((target for target in targets if not target.needs), key=lambda target: target.size)[:2]
    assert made(small, "serial") == {target.path: alone[target.path] for target in small}


def test_a_worker_that_is_killed_costs_nothing(cluster: Any, tmp_path: Path) -> None:
    targets = [Target(f"{number}", (str(tmp_path), 1.0), f"{HERE}:slow", away=True) for number in range(6)]
    targets.append(Target("whole", (str(tmp_path), 0.0), f"{HERE}:slow", needs=("0", "5"), away=True))
    before = pids(cluster)

    def kill() -> None:
        while not (begun := [path.name for path in tmp_path.iterdir()]):
            time.sleep(0.02)
        os.kill(int(begun[0].partition("-")[0]), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    found = made(targets, "dask", cluster.scheduler_address)
    killer.join()
    assert found == {**{f"{number}": Made(b"done") for number in range(6)}, "whole": Made(b"donedonedone")}
    assert pids(cluster) != before


def test_a_target_that_ends_its_process_is_one_failure(cluster: Any) -> None:
    targets = [Target(f"{number}", number, f"{HERE}:stop" if number == 7 else "tests.test_execution:text", away=True) for number in range(5, 9)]
    found = made(targets, "dask", cluster.scheduler_address)
    assert isinstance(found["7"], Failed) and "code 7" in found["7"].reason
    assert [found[key] for key in "568"] == [Made(key.encode()) for key in "568"]


def test_what_overruns_is_ended_there_too(cluster: Any, tmp_path: Path) -> None:
    found = made([Target("a", (str(tmp_path), 60.0), f"{HERE}:slow", away=True, patience=2.0)], "dask", cluster.scheduler_address)
    assert isinstance(found["a"], Failed) and found["a"].why == "time"


def test_workers_with_other_libraries_refuse_and_say_which(cluster: Any) -> None:
    with pytest.raises(Unreachable) as refused:
        made([Target("a", 12345, "tests.test_execution:text", away=True, unlike=f"{HERE}:never")], "dask", cluster.scheduler_address)
    assert str(refused.value).count("Pango 0.5, not 1.50") == 2 and "tcp://" in str(refused.value)


def test_no_process_is_left_in_the_workers(cluster: Any, tmp_path: Path) -> None:
    made([Target(f"{number}", (str(tmp_path), 0.0), f"{HERE}:slow", away=True) for number in range(2)], "dask", cluster.scheduler_address)
    for name in (path.name for path in tmp_path.iterdir()):
        with pytest.raises(ProcessLookupError):
            os.kill(int(name.partition("-")[2]), 0)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "127.0.0.1"])
def test_a_scheduler_that_is_not_there_is_named(address: str) -> None:
    with pytest.raises(Unreachable, match=address):
        made([Target("a", 1, "tests.test_execution:text", away=True)], "dask", address)


def test_the_command_line_prints_on_a_cluster(cluster: Any, project: Callable[..., Path], procdocs: Callable[..., Ran], tmp_path: Path) -> None:
    root = project(S1="kind: process\nid: S1\nname: 采购\ntype: support\n")
    for name, more in (("here", ()), ("there", ("--scheduler", cluster.scheduler_address))):
        ran = procdocs("build", root, "--no-cache", "--format", "pdf", "--only", "S1", "--output", tmp_path / name, *more)
        assert ran.code in (0, 1), ran.out + ran.err
    assert (tmp_path / "here/documents/S1.pdf").read_bytes() == (tmp_path / "there/documents/S1.pdf").read_bytes()
    ran = procdocs("build", root, "--no-cache", "--format", "html", "--format", "pdf", "--only", "S1", "--scheduler", "tcp://127.0.0.1:1", "--output", tmp_path / "html")
    assert ran.code == 3 and "tcp://127.0.0.1:1" in ran.err and (tmp_path / "html" / "S1.html").is_file()
