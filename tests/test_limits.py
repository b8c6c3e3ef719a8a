"""Targets are kept to their memory and their time, and nothing is left of a build that is broken off."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from procdocs.execution.executors import execute
from procdocs.execution.limits import STRICT, Limits
from procdocs.execution.target import Failed, Made, Target
from procdocs.pipeline import Request, build
from procdocs.writers import Options
from procdocs.writers.print import pdf
from tests.conftest import ROOT, Ran
from tests.test_build import C1, S1, SETTINGS, fingerprint

HERE = "tests.test_limits"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="other systems hold no process to its memory")
GIB = 2**30


@pytest.fixture(autouse=True)
def _workers_find_this_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def grow(inputs: int, _consumed: Mapping[str, bytes]) -> Made:
    return Made(str(len(bytes(inputs))).encode())


KEPT: list[bytes] = []


def keep(inputs: int, _consumed: Mapping[str, bytes]) -> Made:
    """Holds what it made, every page of it."""
    KEPT.append(b"x" * inputs)
    return Made(str(os.getpid()).encode())


def deaf(inputs: int, _consumed: Mapping[str, bytes]) -> Made:
    """Works in one call that hears no signal of Python's."""
    return Made(str(sum(range(inputs))).encode())


def made(targets: list[Target], limits: Limits = Limits(), jobs: int = 1) -> dict[str, Made | Failed]:  # noqa: B008 - a value
    return {target.path: value for target, value in execute([replace(target, away=True) for target in targets], "processes", jobs, limits)}


@LINUX
def test_what_wants_too_much_memory_is_one_failure() -> None:
    found = made([Target("much", 2 * GIB, f"{HERE}:grow", size=2, memory=GIB), Target("little", 1000, f"{HERE}:grow", size=1)])
    assert found == {"much": Failed("MemoryError", "memory"), "little": Made(b"1000")}


@LINUX
def test_a_process_may_have_more_after_it_had_less() -> None:
    found = made([Target("little", GIB, f"{HERE}:grow", size=2, memory=GIB // 2), Target("much", GIB, f"{HERE}:grow", size=1, memory=3 * GIB)])
    assert isinstance(found["little"], Failed) and found["much"] == Made(str(GIB).encode())


@LINUX
def test_the_limits_of_a_build_are_those_of_every_target() -> None:
    assert made([Target("a", GIB, f"{HERE}:grow", memory=9 * GIB)], Limits(memory=GIB // 2))["a"] == Failed("MemoryError", "memory")
    assert Limits().allowed(5, 6.0) == (5, 6.0) and Limits(1, 2.0).allowed(5, 6.0) == (1, 2.0) and Limits(9, 9.0).allowed(5, 6.0) == (9, 6.0)
    assert STRICT.memory == GIB


@LINUX
def test_what_hears_nothing_is_ended_by_the_system_after_its_time() -> None:
    [failed] = made([Target("a", 10**12, f"{HERE}:deaf", patience=600.0)], Limits(patience=0.5)).values()
    assert isinstance(failed, Failed) and failed.why == "time"


@LINUX
def test_a_process_that_nobody_waits_for_is_ended_and_says_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = Limits.allowed
    monkeypatch.setattr(Limits, "allowed", lambda self, memory, patience: (allowed(self, memory, patience)[0], 1.0))
    monkeypatch.setattr(threading, "Timer", lambda seconds, stop: _Watch())
    [failed] = made([Target("a", 10**12, f"{HERE}:deaf")]).values()
    assert isinstance(failed, Failed) and failed.why == "time"
    assert "in deaf" in failed.reason


class _Watch:
    """One that has fallen asleep."""

    def start(self) -> None: ...

    def cancel(self) -> None: ...


@LINUX
@pytest.mark.parametrize(("size", "processes"), [(700 * 2**20, 3), (1000, 1)])
def test_a_process_that_has_grown_large_is_replaced(size: int, processes: int) -> None:
    found = made([Target(str(number), size, f"{HERE}:keep") for number in range(3)])
    assert len({value.data for value in found.values() if isinstance(value, Made)}) == processes


# A document that cannot be made


@pytest.fixture
def built(project: Callable[..., Path]) -> Path:
    root = project(SETTINGS, C1=C1, S1=S1)
    assert build(Request(root, root / "output", ("html", "pdf"), jobs=1)).written
    return root


def test_a_document_that_fails_keeps_its_earlier_file_and_so_does_the_manual(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(built / "output")
    plan = pdf.plan

    def planned(manual: Any, options: Options) -> Iterator[Target]:
        for target in plan(manual, options):
            if target.name == "S1":
                yield replace(target, patience=0.0)
            else:
                yield replace(target, needs=("documents/S1.pdf",)) if target.name == "manual" else target

    monkeypatch.setattr(pdf, "plan", planned)
    for name, text in (("C1", C1), ("S1", S1)):
        (built / "processes" / f"{name}.yaml").write_text(text.replace("purpose: 报价", "purpose: 按时报价"), encoding="utf-8")
    result = build(Request(built, built / "output", ("html", "pdf"), jobs=1))
    failed = {one.span.path: (one.severity, one.variant, one.values.get("other")) for one in result.diagnostics if one.code == "PD704"}
    assert failed == {"processes/S1.yaml": ("error", "time", None), "manual.pdf": ("error", "needs", "S1")}
    after = fingerprint(built / "output")
    assert {path for path in before if before[path] != after[path]} >= {"documents/C1.pdf", "S1.html", "C1.html"}
    assert all(before[path] == after[path] for path in ("documents/S1.pdf", "manual.pdf")) and after.keys() >= before.keys()
    assert "documents/C1.pdf" in result.written and not {"documents/S1.pdf", "manual.pdf"} & set(result.written)
    again = build(Request(built, built / "output", ("html", "pdf"), jobs=1))
    assert {one.span.path for one in again.diagnostics if one.code == "PD704"} == failed.keys() and not again.unchanged
    monkeypatch.setattr(pdf, "plan", plan)
    assert not [one for one in build(Request(built, built / "output", ("pdf",), jobs=1)).diagnostics if one.code == "PD704"]
    assert fingerprint(built / "output")["documents/S1.pdf"] != before["documents/S1.pdf"]


@LINUX
def test_too_little_memory_is_said_with_the_document(built: Path, procdocs: Callable[..., Ran]) -> None:
    before = fingerprint(built / "output")
    ran = procdocs("build", built, "--no-cache", "--format", "pdf", "--format", "csv", "--memory", "64")
    assert ran.code == 1 and all(f"processes/{id}.yaml: error PD704 pdf-failed: 错误：{id} 的 PDF 无法生成：内存不足" in ran.out for id in ("C1", "S1"))
    assert "manual.pdf: error PD704 pdf-failed: 错误：manual 没有重新生成" in ran.out and "--memory" in ran.out
    after = fingerprint(built / "output")
    assert {path: after[path] for path in before if path != ".procdocs.json"} == {path: before[path] for path in before if path != ".procdocs.json"}
    assert [path for path in after if path.startswith("csv/")]


# A build that is broken off


def begun(root: Path) -> subprocess.Popen[str]:
    """A build in a process group of its own, at the moment when two processes print."""
    running = subprocess.Popen(
        [sys.executable, "-m", "procdocs", "build", str(root), "--format", "pdf", "--jobs", "2"], start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    until = time.monotonic() + 120
    while len(workers(running.pid)) < 2:
        assert running.poll() is None and time.monotonic() < until, running.communicate()
        time.sleep(0.02)
    return running


def workers(group: int) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command, state = (place / "cmdline").read_bytes(), (place / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(state[2]) == group and state[0] != "Z" and b"execution.worker" in command:
            found.append(int(place.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize(("number", "everybody", "code"), [(signal.SIGINT, True, 130), (signal.SIGINT, False, 130), (signal.SIGTERM, False, 143), (signal.SIGKILL, False, -9)])
def test_a_build_that_is_broken_off_leaves_no_process_and_the_earlier_output(number: int, everybody: bool, code: int, tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / "processes").mkdir(parents=True)
    (root / "procdocs.yaml").write_text(SETTINGS, encoding="utf-8")
    for index in range(30):
        (root / "processes" / f"S{index}.yaml").write_text(S1.replace("id: S1", f"id: S{index}"), encoding="utf-8")
    (root / "output").mkdir()
    (root / "output" / "mine.txt").write_text("mine", encoding="utf-8")
    running = begun(root)
    (os.killpg if everybody else os.kill)(running.pid, number)
    said = running.communicate(timeout=60)
    assert running.returncode == code, said
    assert "Traceback" not in said[1]
    until = time.monotonic() + 20
    while left := workers(running.pid):
        assert time.monotonic() < until, left
        time.sleep(0.05)
    names = {path.name for path in (root / "output").rglob("*") if path.is_file() and ".procdocs" not in path.relative_to(root / "output").as_posix()}
    assert names == {"mine.txt"}
    assert (root / "output" / ".procdocs-new").exists() == (number == signal.SIGKILL)
