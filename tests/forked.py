"""`procdocs ...` in a process of its own without the half second that every new interpreter spends on importing.

A server with one thread imports what commands use, and nothing else; each command runs in a fork of it, with its own streams, folder, environment and exit.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

#: What commands import; no value of ours is made before the fork.
MODULES = ("procdocs.pipeline", "jinja2", "fontTools.ttLib", "fontTools.subset", "openpyxl", "pygraphviz", "graphviz", "markdown_it", "budoux", "html.parser")
LATE = -1000


class Server:
    """The process that forks. `run` is not for several threads."""

    def __init__(self, root: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from tests.forked import serve; serve()"],
            cwd=root,
            env={**os.environ, "PYTHONWARNINGS": "default"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], patience: float) -> tuple[int, str, str]:
        """Exit code (`LATE` if it was ended after `patience` seconds), stdout and stderr of a command."""
        assert self._process.stdin is not None and self._process.stdout is not None
        with tempfile.TemporaryDirectory() as home:
            out, err = Path(home, "out"), Path(home, "err")
            order = [list(arguments), str(folder), dict(environment), str(out), str(err), patience]
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            code = int(self._process.stdout.readline() or self._ended())
            return code, out.read_bytes().decode("utf-8"), err.read_bytes().decode("utf-8")

    def _ended(self) -> str:
        raise RuntimeError(f"the process that runs commands ended with code {self._process.wait()}; what it said stands above (a module of MODULES that is gone?)")

    def close(self) -> None:
        """End the server."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def serve() -> None:
    """Read orders, one a line, and answer each with an exit code."""
    from procdocs.cli import COMMANDS, main

    for name in COMMANDS:
        if name != "import":
            importlib.import_module(f"procdocs.cli.{name}")
    for name in MODULES:
        importlib.import_module(name)
    while line := sys.stdin.readline():
        arguments, folder, environment, out, err, patience = json.loads(line)
        child = os.fork()
        if child == 0:
            os.setsid()
            for number, path, how in ((0, os.devnull, os.O_RDONLY), (1, out, os.O_WRONLY | os.O_CREAT), (2, err, os.O_WRONLY | os.O_CREAT)):
                os.dup2(os.open(path, how, 0o600), number)
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(environment)
            os.cpu_count = lambda: 1  # tests run beside each other, and each further process that prints takes a second to start
            main(arguments)
        print(_ended(child, time.monotonic() + patience), flush=True)


def _ended(child: int, late: float) -> int:
    """Exit code of a child, which is killed with all it started when it is late."""
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > late:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return LATE
        time.sleep(0.003)
