"""Runs a command and watches its whole tree of processes: `python watch.py REPORT COMMAND...` writes seconds and memory as JSON into REPORT.

It is a process of its own, so that nobody else's children are counted. On Linux it adopts what the command leaves behind, and waits
for it: the processor time is that of every process, not of those alone that their parents waited for.
Memory is looked at ten times a second: the sum of the proportional sizes (a page that several processes share counts once), and
the high-water mark of each process. Where there is no /proc, only the biggest process that was waited for is known.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

#: `prctl`: orphans become children of this process and not of init.
PR_SET_CHILD_SUBREAPER = 36
INTERVAL = 0.1
PROC = Path("/proc")


def main() -> None:
    """Run, watch, report. Leaves with the code of the command."""
    report, *command = sys.argv[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    started = time.perf_counter()
    child = subprocess.Popen(command)
    watched = _Watched(os.getpid())
    over = threading.Event()
    watching = threading.Thread(target=watched.until, args=(over,))
    watching.start()
    code = child.wait()
    wall = time.perf_counter() - started
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    over.set()
    watching.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    biggest = used.ru_maxrss / (2**10 if sys.platform == "linux" else 2**20)
    values = {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak": max(watched.peak, biggest), "biggest": max(watched.biggest, biggest), "code": code}
    Path(report).write_text(json.dumps(values), encoding="utf-8")
    sys.exit(0 if code == 0 else 1)


class _Watched:
    """The largest sizes seen of the processes below one, in MB."""

    def __init__(self, top: int) -> None:
        self._top = top
        self.peak = 0.0
        self.biggest = 0.0

    def until(self, over: threading.Event) -> None:
        """Look until it is over."""
        while PROC.is_dir() and not over.wait(INTERVAL):
            processes = _below(self._top)
            self.peak = max(self.peak, sum(_size(process, "smaps_rollup", "Pss:") for process in processes))
            self.biggest = max([self.biggest, *(_size(process, "status", "VmHWM:") for process in processes)])


def _below(top: int) -> list[int]:
    """Every process below one; those that begin or end meanwhile may be missing."""
    children: dict[int, list[int]] = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                # The name of a program, in brackets, may hold anything.
                children.setdefault(int((folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1]), []).append(int(folder.name))
    found, todo = [], [top]
    while todo:
        following = children.get(todo.pop(), [])
        found += following
        todo += following
    return found


def _size(process: int, file: str, key: str) -> float:
    """A size in MB that the system knows of a process; 0 if that has ended."""
    with contextlib.suppress(OSError):
        for line in (PROC / str(process) / file).read_text("utf-8").splitlines():
            if line.startswith(key):
                return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
