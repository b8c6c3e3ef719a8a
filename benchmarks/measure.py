"""What a command costs: seconds on the clock, seconds of processors, memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

WATCH = Path(__file__).with_name("watch.py")


class Cost(NamedTuple):
    """Of a command with all its processes."""

    #: Seconds on the clock, and of all processors together (user and system).
    wall: float
    cpu: float
    #: MB at the worst moment: all processes together, and the biggest one.
    peak: float
    biggest: float


class CommandFailed(Exception):
    """A command did not end as it should; the text is what it said last."""


def cost(command: Sequence[str | Path], folder: Path, runs: int = 1, fine: tuple[int, ...] = (0,)) -> Cost:
    """Run a command in a folder, and measure it; of several runs the one that took the least of the processors.

    Compiled modules are kept, as an installed program finds them. Raises CommandFailed for an exit code that is not `fine`.
    """
    return min((_once(list(map(str, command)), folder, fine) for _ in range(runs)), key=lambda one: one.cpu)


def _once(command: list[str], folder: Path, fine: tuple[int, ...]) -> Cost:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as temporary:
        report, said = Path(temporary, "report"), Path(temporary, "said")
        with said.open("wb") as output:
            subprocess.run([sys.executable, WATCH, report, *command], cwd=folder, env=environment, stdout=output, stderr=output, check=False)
        values = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {"code": "none"}
        if values.pop("code") not in fine:
            raise CommandFailed(f"{' '.join(command)[:300]}\n{said.read_text('utf-8', 'replace')[-2000:]}")
    return Cost(**values)
