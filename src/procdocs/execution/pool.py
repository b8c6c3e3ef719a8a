"""Worker processes that make targets at the same time. Targets go out, answers come back, crashes have a name."""

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
from pathlib import Path
from types import TracebackType
from typing import Any

import procdocs
from procdocs.execution.target import PATIENCE, Failed, Made, Target
from procdocs.execution.worker import Lacking, Ready

#: Exit code of a process that the system killed; Windows has none.
_KILLED = -9
#: What Pango and others would take from the surroundings: printed pages must not depend on who prints them.
SURROUNDINGS = {"LC_ALL": "C", "LANGUAGE": "", "PANGO_LANGUAGE": ""}


class Unusable(Exception):
    """This machine lacks libraries that the work needs; its text is what the system said."""


class _Worker:
    """One process, which has begun to import `module`. Not shared between threads."""

    def __init__(self, module: str) -> None:
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
                self._process.stdin.write(message)
                self._process.stdin.flush()
            return pickle.load(self._process.stdout)  # noqa: S301 - the pipe of a process started here
        except (EOFError, OSError, pickle.UnpicklingError):
            code = self._process.wait()
            # Nobody else kills our processes but a system that has no memory left.
            why = "time" if late.is_set() else "memory" if code == _KILLED else ""
            return Failed(f"the printing process ended with code {code}: {self._last_words()}".strip(": "), why)
        finally:
            watch.cancel()

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


class Pool:
    """So many processes; use as a context manager. The first one starts at once, the others when there is enough to do."""

    def __init__(self, jobs: int, module: str) -> None:
        self._jobs, self._module = jobs, module
        self._living: list[_Worker] = []
        self._idle: list[_Worker] = []
        self._over = threading.Event()

    def __enter__(self) -> Pool:
        self._first: _Worker | None = self._begin()
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        for worker in list(self._living):
            worker.close()

    def __call__(self, targets: Sequence[Target], consumed: Mapping[str, bytes]) -> Iterator[tuple[Target, Made | Failed]]:
        """Each target with what became of it, as it comes; the largest is begun first. Raises Unusable before any work."""
        if not targets:
            return
        if self._first is not None:
            self._idle.append(self._started(self._first))
            self._first = None
        waiting: queue.SimpleQueue[Target] = queue.SimpleQueue()
        done: queue.SimpleQueue[tuple[Target, Made | Failed]] = queue.SimpleQueue()
        for target in sorted(targets, key=lambda target: -target.size):
            waiting.put(target)
        threads = []
        for _ in range(max(1, min(self._jobs, len(targets)))):
            threads.append(threading.Thread(target=self._serve, args=(self._idle.pop() if self._idle else None, waiting, done, consumed), daemon=True))
            threads[-1].start()
        for _ in targets:
            yield done.get()
        for thread in threads:
            thread.join()

    def _serve(
        self,
        worker: _Worker | None,
        waiting: queue.SimpleQueue[Target],
        done: queue.SimpleQueue[tuple[Target, Made | Failed]],
        consumed: Mapping[str, bytes],
    ) -> None:
        """A thread: takes targets as long as there are any and gives each to its worker; a dead worker is replaced."""
        while not self._over.is_set():
            try:
                target = waiting.get_nowait()
            except queue.Empty:
                break
            try:
                if worker is None or not worker.is_alive:
                    worker = self._started(self._begin())
                message = (target.make, target.inputs, {path: consumed[path] for path in target.needs})
                said = worker.ask(pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL), target.patience)
            except (Unusable, OSError, ValueError) as mistake:  # ValueError: the pool closed the pipe while we were about to write
                said = Failed(str(mistake))
            done.put((target, said if isinstance(said, (Made, Failed)) else Failed(repr(said))))
        if worker is not None:
            self._idle.append(worker)

    def _begin(self) -> _Worker:
        worker = _Worker(self._module)
        self._living.append(worker)
        return worker

    def _started(self, worker: _Worker) -> _Worker:
        """The worker when it has said that it can work. Raises Unusable."""
        said = worker.ask(b"", PATIENCE)
        if not isinstance(said, Ready):
            worker.close()
            raise Unusable(said.reason if isinstance(said, (Lacking, Failed)) else repr(said))
        return worker
