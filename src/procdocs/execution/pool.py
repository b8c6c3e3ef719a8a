"""Worker processes of this machine that make targets at the same time. Targets go out, answers come back; a process that dies is replaced."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType

from procdocs.execution.child import Child, Unusable, ordered
from procdocs.execution.means import Means
from procdocs.execution.scarcity import NO_ROOM, is_scarcity
from procdocs.execution.target import Failed, Made, Target

#: Seconds after which a wait looks up, so that Ctrl-C is heard on every system.
_GLANCE = 1.0


class Pool:
    """So many processes; use as a context manager. The first one starts at once, the others when there is enough to do."""

    def __init__(self, means: Means, module: str) -> None:
        self._means, self._module = means, module
        self._living: list[Child] = []
        self._idle: list[Child] = []
        self._lock = threading.Lock()
        self._over = threading.Event()

    def __enter__(self) -> Pool:
        self._first: Child | None = self._begin()
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        with self._lock:
            self._over.set()
        for child in self._living:
            child.close()

    def __call__(self, targets: Sequence[Target], consumed: Mapping[str, bytes]) -> Iterator[tuple[Target, Made | Failed]]:
        """Each target with what became of it, as it comes; the largest is begun first. Raises Unusable before any work."""
        if not targets:
            return
        if self._first is not None:
            self._first.start()
            self._idle.append(self._first)
            self._first = None
        waiting: queue.SimpleQueue[Target] = queue.SimpleQueue()
        done: queue.SimpleQueue[tuple[Target, Made | Failed]] = queue.SimpleQueue()
        for target in sorted(targets, key=lambda target: -target.size):
            waiting.put(target)
        threads: list[threading.Thread] = []
        for _ in range(max(1, min(self._means.jobs, len(targets)))):
            thread = threading.Thread(target=self._serve, args=(self._idle.pop() if self._idle else None, waiting, done, consumed), daemon=True)
            try:
                thread.start()
            except RuntimeError:  # no room for another: those that run do its work
                if not threads:
                    raise Unusable(NO_ROOM) from None
                break
            threads.append(thread)
        for _ in targets:
            yield _next(done)
        for thread in threads:
            thread.join()

    def _serve(
        self,
        child: Child | None,
        waiting: queue.SimpleQueue[Target],
        done: queue.SimpleQueue[tuple[Target, Made | Failed]],
        consumed: Mapping[str, bytes],
    ) -> None:
        """A thread: takes targets as long as there are any and gives each to its process; a dead one is replaced."""
        while not self._over.is_set():
            try:
                target = waiting.get_nowait()
            except queue.Empty:
                break
            try:
                if child is None or not child.is_alive:
                    child = self._begin(child)
                    child.start()
                value = child.make(ordered(target, consumed, self._means.limits))
            except (Unusable, OSError, ValueError) as mistake:  # ValueError: the pool closed the pipe while we were about to write
                value = Failed(str(mistake), "memory" if is_scarcity(mistake) or str(mistake) == NO_ROOM else "")
            except (MemoryError, RuntimeError) as mistake:  # whatever happens, somebody waits for an answer
                value = Failed(NO_ROOM, "memory") if is_scarcity(mistake) else Failed(f"{type(mistake).__name__}: {mistake}")
            done.put((target, value))
        if child is not None:
            self._idle.append(child)

    def _begin(self, dead: Child | None = None) -> Child:
        """A new process, in the place of a dead one. Raises Unusable when the pool is over: nobody would end it."""
        with self._lock:
            if self._over.is_set():
                raise Unusable("over")
            if dead is not None:
                dead.close()
                self._living.remove(dead)
            child = Child(self._module)
            self._living.append(child)
            return child


def _next(done: queue.SimpleQueue[tuple[Target, Made | Failed]]) -> tuple[Target, Made | Failed]:
    while True:
        try:
            return done.get(timeout=_GLANCE)
        except queue.Empty:
            continue
