"""A build is killed at a moment nobody chose: its output is that of the earlier build or that of the new one, never both, never none. `make fuzz` does it fifty times."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from procdocs.saving import Changes
from tests.hostile.case import SETTINGS, process

if sys.platform != "linux":
    pytest.skip("groups of processes as Linux has them", allow_module_level=True)

TIMES = 50 if "PROCDOCS_FUZZ" in os.environ else 2
BUILD = (sys.executable, "-m", "procdocs", "build", "--no-cache", "--jobs", "2", "--format", "html", "--format", "xlsx", "--format", "pdf")


def begun(root: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(BUILD, cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def written(root: Path, name: str) -> None:
    """Two processes, one of which has this name."""
    (root / "processes").mkdir(parents=True, exist_ok=True)
    (root / "procdocs.yaml").write_text(SETTINGS, encoding="utf-8")
    (root / "processes" / "S1.yaml").write_text(process(name=name), encoding="utf-8")
    (root / "processes" / "S2.yaml").write_text(process("S2", "销售"), encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    """What a build has put in place."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if not name.startswith((".procdocs-new/", ".procdocs.lock"))}


def test_a_build_killed_at_random_leaves_one_whole_output(tmp_path: Path) -> None:
    outputs = []
    for name in ("采购", "仓储"):
        written(tmp_path / name, name)
        started = time.monotonic()
        assert begun(tmp_path / name).wait() in (0, 1)
        took = time.monotonic() - started
        outputs.append(tree(tmp_path / name / "output"))
    old, new = outputs
    assert old != new and "manual.pdf" in new
    root, chance, ends = tmp_path / "project", random.Random(TIMES), {"old": 0, "new": 0}
    for number in range(TIMES):
        shutil.rmtree(root, ignore_errors=True)
        written(root, "仓储")
        shutil.copytree(tmp_path / "采购" / "output", root / "output")
        build = begun(root)
        # Every other kill comes while files are put in place, which takes the last hundredth of the time.
        if number % 2:
            moment = time.monotonic() + 3 * took
            while not (root / "output" / ".procdocs-new" / "plan.json").exists() and build.poll() is None and time.monotonic() < moment:
                time.sleep(0.0002)
            time.sleep(chance.random() * 0.02)
        else:
            time.sleep(chance.random() * took * 1.1)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(build.pid, signal.SIGKILL)
        build.wait()
        with Changes(root / "output"):
            pass
        found = tree(root / "output")
        which = "old" if found == old else "new" if found == new else ""
        assert which, (number, sorted(path for path in {*old, *new, *found} if found.get(path) not in (old.get(path), new.get(path))))
        ends[which] += 1
    assert begun(root).wait() in (0, 1) and tree(root / "output") == new
    assert sum(ends.values()) == TIMES
    print(f"kills: {ends}")
