"""Worker processes that print at the same time. Knows nothing of PDFs: jobs go out, answers come back, crashes have a name."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import procdocs
from procdocs.writers.print.worker import Failed, Ready, Unusable

#: Exit code of a process that the system killed; Windows has none.
_KILLED = -9
#: Longest time one job may take, in seconds: far more than a manual of 2000 pages needs.
PATIENCE = 3600.0
#: Of a document alone.
PATIENCE_DOCUMENT = 600.0


class Unprintable(Exception):
    """WeasyPrint's libraries are missing on this machine."""


class Answer(NamedTuple):
    """What a job gave."""

    job: str
    value: Any


class _Worker:
    """One process. Not shared between threads."""

    def __init__(self) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        package = str(Path(procdocs.__file__).parents[1])
        # -P: the folder we are called in must not shadow a module.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-c", "from procdocs.writers.print.worker import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))},
        )

    def ask(self, message: bytes, patience: float) -> Any:
        """Send a pickled message (or nothing) and wait for the answer; a crash or a time-out answers `Failed`."""
        assert self._process.stdin is not None and self._process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        watch = threading.Timer(patience, stop)
        watch.start()
        try:
            if message:
                self.tell(message)
            return pickle.load(self._process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            code = self._process.wait()
            # Nobody else kills our processes but a system that has no memory left.
            why = "time" if late.is_set() else "memory" if code == _KILLED else ""
            return Failed(f"the printing process ended with code {code}: {self._last_words()}".strip(": "), None, why)
        finally:
            watch.cancel()

    def tell(self, message: bytes) -> None:
        """Send a pickled message that has no answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(message)
        self._process.stdin.flush()

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def _last_words(self) -> str:
        self._said.seek(0)
        return self._said.read().decode("utf-8", "replace").strip()[-600:]

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


def answers(first: Any, jobs: Sequence[str], workers: int, patience: Mapping[str, float] | None = None) -> Iterator[Answer]:
    """Each job's answer as it comes. Every worker is told `first` before its jobs. Raises Unprintable before any work.

    `patience` are seconds a job may take, where it is more than usual. Leaving the iterator early ends the processes.
    """
    shift = _Shift(pickle.dumps(first, protocol=pickle.HIGHEST_PROTOCOL), patience or {}, [_start()])
    for job in jobs:
        shift.waiting.put(job)
    try:
        for number in range(max(1, min(workers, len(jobs)))):
            threading.Thread(target=shift.serve, args=(shift.living[0] if number == 0 else None,), daemon=True).start()
        for _ in jobs:
            yield shift.done.get()
    finally:
        shift.close()


def _start() -> _Worker:
    """A worker that has said it can print. Raises Unprintable."""
    worker = _Worker()
    said = worker.ask(b"", PATIENCE_DOCUMENT)
    if not isinstance(said, Ready):
        worker.close()
        raise Unprintable(said.reason if isinstance(said, (Unusable, Failed)) else repr(said))
    return worker


@dataclass
class _Shift:
    """What the threads of one call share."""

    first: bytes
    patience: Mapping[str, float]
    living: list[_Worker]
    waiting: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)
    done: queue.SimpleQueue[Answer] = field(default_factory=queue.SimpleQueue)
    over: threading.Event = field(default_factory=threading.Event)

    def serve(self, worker: _Worker | None) -> None:
        """A thread: takes jobs as long as there are any and gives each to its worker; a dead worker is replaced."""
        fresh = True
        while not self.over.is_set():
            try:
                job = self.waiting.get_nowait()
            except queue.Empty:
                return
            try:
                if worker is None or not worker.is_alive:
                    worker, fresh = _start(), True
                    self.living.append(worker)
                if fresh:
                    worker.tell(self.first)
                    fresh = False
                said = worker.ask(pickle.dumps(job), self.patience.get(job, PATIENCE_DOCUMENT))
            except (Unprintable, OSError, ValueError) as mistake:  # ValueError: the pool closed the pipe while we were about to write
                said = Failed(str(mistake))
            self.done.put(Answer(job, said))

    def close(self) -> None:
        """No more jobs; the processes end."""
        self.over.set()
        for worker in list(self.living):
            worker.close()
