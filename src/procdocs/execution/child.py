"""One worker process seen from outside: it is given orders, waited for, and ended. Its crash has a name."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import procdocs
from procdocs.execution.limits import WORN, Limits
from procdocs.execution.scarcity import NO_ROOM, is_scarcity, tells_of_scarcity
from procdocs.execution.target import PATIENCE, Failed, Made, Target
from procdocs.execution.worker import LENGTH, Answer, Lacking, Order, Ready, pieces

#: Exit codes of a process that the system ended: for want of memory, for its time. Windows has none.
_KILLED, _WORKED_TOO_LONG = -9, -getattr(signal, "SIGXCPU", 0)
#: What Pango and others would take from the surroundings: printed pages must not depend on who prints them.
SURROUNDINGS = {"LC_ALL": "C", "LANGUAGE": "", "PANGO_LANGUAGE": ""}
#: Characters of what a process said at its end that are kept.
_LAST_WORDS = 4000


class Unusable(Exception):
    """This machine lacks libraries or room that the work needs; its text is what the system said."""


class Unreachable(Exception):
    """A cluster that cannot be reached, has no workers, or would make other bytes than this machine; its text says which and why."""


def ordered(target: Target, consumed: Mapping[str, bytes], limits: Limits) -> Order:
    """A target as it is handed to a worker: `consumed` may hold more than it needs."""
    return Order(target.make, target.inputs, {path: consumed[path] for path in target.needs}, *limits.allowed(target.memory, target.patience))


class Child:
    """A process that has begun to import `module`. Not shared between threads."""

    def __init__(self, module: str) -> None:
        """Raises Unusable where the system lets us have no further process, OSError where it has no folder for temporary files."""
        try:
            self._begin(module)
        except (OSError, MemoryError) as problem:
            if not is_scarcity(problem):
                raise
            raise Unusable(NO_ROOM) from None

    def _begin(self, module: str) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        package = str(Path(procdocs.__file__).parents[1])
        # -P: the folder we are called in must not shadow a module.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-c", "import sys; from procdocs.execution.worker import main; main(sys.argv[1])", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            env={**os.environ, **SURROUNDINGS, "PYTHONPATH": os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))},
        )

    def start(self) -> None:
        """Wait until it can work. Raises Unusable."""
        said = self._ask((), PATIENCE)
        if not isinstance(said, Ready):
            self.close()
            short = isinstance(said, Failed) and said.why == "memory"
            raise Unusable(NO_ROOM if short else said.reason if isinstance(said, (Lacking, Failed)) else repr(said))

    def make(self, order: Order) -> Made | Failed:
        """What becomes of an order; a crash or a time-out is a failure. A process that has grown too large is ended after it."""
        said = self._ask(pieces(order), order.patience)
        if isinstance(said, Answer):
            if said.held > WORN:
                self.close()
            return said.value
        return said if isinstance(said, Failed) else Failed(repr(said))

    def _ask(self, message: tuple[bytes, ...], patience: float) -> Any:
        """Send a message in pieces (or nothing) and wait for the answer."""
        assert self._process.stdin is not None and self._process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        watch = threading.Timer(patience, stop)
        try:
            watch.start()
            if message:
                self._process.stdin.write(LENGTH.pack(len(message)))
                for piece in message:
                    self._process.stdin.write(LENGTH.pack(len(piece)))
                    self._process.stdin.write(piece)
                self._process.stdin.flush()
            return pickle.load(self._process.stdout)  # noqa: S301 - the pipe of a process started here
        except (EOFError, OSError, pickle.UnpicklingError):
            code = self._process.wait()
            words = self._last_words()
            return Failed(f"the printing process ended with code {code}: {words}".strip(": "), _why(code, words, late=late.is_set()))
        except (MemoryError, RuntimeError) as problem:  # on this side: no thread to watch it, no room for what it says
            if not is_scarcity(problem):
                raise
            self._process.kill()
            return Failed(NO_ROOM, "memory")
        finally:
            watch.cancel()

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def _last_words(self) -> str:
        if self._said.closed:
            return ""
        self._said.seek(0)
        return self._said.read().decode("utf-8", "replace").strip()[-_LAST_WORDS:]

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self.is_alive:
            self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # the pipe broke when the process died
                    stream.close()
        self._process.wait()
        self._said.close()


def _why(code: int, words: str, *, late: bool) -> str:
    if late or code == _WORKED_TOO_LONG:
        return "time"
    # Nobody else kills our processes but a system that has no memory left.
    return "memory" if code == _KILLED or tells_of_scarcity(words) else ""
