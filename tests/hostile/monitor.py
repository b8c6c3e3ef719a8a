"""Runs a command under limits and says what it took: exit code, CPU seconds and memory of the largest process. Linux only."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

#: What a run may take: seconds of CPU, bytes of one process.
CPU, MEMORY = 15.0, 1_000_000_000
#: When it is ended: seconds of CPU of one process, seconds of the clock, bytes of address space.
HARD_CPU, HARD_WALL, HARD_SPACE = 60, 240.0, 6 << 30
PROCDOCS = (sys.executable, "-m", "procdocs")


class Seen(NamedTuple):
    code: int
    cpu: float
    memory: int
    said: str


@cache
def netless() -> tuple[str, ...]:
    """Words before a command by which it has no network; none where the system does not let us."""
    words = ("unshare", "--net") if os.geteuid() == 0 else ("unshare", "--map-root-user", "--net")
    with contextlib.suppress(OSError):
        if subprocess.run([*words, "true"], capture_output=True).returncode == 0:
            return words
    return ()


def run(arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], shell: str = "") -> Seen:
    """Run `procdocs ARGUMENTS`, or a line of shell in which `$PROCDOCS` stands for it."""
    command = ["bash", "-c", shell, "bash"] if shell else [*PROCDOCS, *arguments]
    everything = {**environment, "PROCDOCS": " ".join(PROCDOCS)} if shell else dict(environment)

    def limit() -> None:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_AS, (HARD_SPACE, HARD_SPACE))
        resource.setrlimit(resource.RLIMIT_CPU, (HARD_CPU, HARD_CPU))

    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([*netless(), *command], cwd=folder, env=everything, stdin=subprocess.DEVNULL, stdout=said, stderr=said, preexec_fn=limit)
        watch = threading.Timer(HARD_WALL, lambda: os.killpg(process.pid, signal.SIGKILL))
        watch.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
        finally:
            watch.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return Seen(process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, said.read().decode("utf-8", "replace"))
