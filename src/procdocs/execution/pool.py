"""Worker processes of this machine that make targets at the same time. Targets go out, answers come back; a process that dies is replaced."""

from __future__ import annotations

import heapq
import queue
import threading
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import NamedTuple

from procdocs.execution.child import Child, Unusable, ordered
from procdocs.execution.means import Means
from procdocs.execution.scarcity import NO_ROOM, is_scarcity
from procdocs.execution.target import Failed, Made, Target

#: Seconds after which a wait looks up, so that Ctrl-C is heard on every system.
_GLANCE = 1.0


class Work(NamedTuple):
    """What waits to be made; the largest comes first, of those of one size the one that came first."""

    size: int
    came: int
    target: Target
    consumed: Mapping[str, bytes]


class Pool:
    """So many processes; use as a context manager. The first one starts at once, the others when there is enough to do.

    What is begun early is made while others are still planned; what became of it is handed out by the call that asks for it.
    """

    def __init__(self, means: Means, module: str) -> None:
        self._means, self._module = means, module
        self._living: list[Child] = []
        self._idle: list[Child] = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._waiting: list[Work] = []
        self._done: queue.SimpleQueue[tuple[Target, Made | Failed] | Exception] = queue.SimpleQueue()
        self._begun: set[str] = set()
        #: How many came, how many threads there are, and how many of these have something to do.
        self._came = self._serving = self._busy = 0
        #: Whether the first process has begun to work: before it has, nobody knows whether any can.
        self._works = False

    def __enter__(self) -> Pool:
        self._first: Child | None = self._begin()
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        with self._lock:
            self._over.set()
        for child in self._living:
            child.close()

    def begin(self, target: Target) -> None:
        """Begin with a target that consumes nothing. Raises Unusable."""
        self._begun.add(target.path)
        self._take_in([target], {})

    def __call__(self, targets: Sequence[Target], consumed: Mapping[str, bytes]) -> Iterator[tuple[Target, Made | Failed]]:
        """Each target with what became of it, as it comes; the largest is begun first. Raises Unusable before any work."""
        self._take_in([target for target in targets if target.path not in self._begun], consumed)
        for _ in targets:
            yield _next(self._done)

    def _take_in(self, targets: Sequence[Target], consumed: Mapping[str, bytes]) -> None:
        with self._lock:
            for target in targets:
                self._came += 1
                heapq.heappush(self._waiting, Work(-target.size, self._came, target, consumed))
        self._employ()

    def _employ(self) -> None:
        """Have as many threads as there is work for."""
        with self._lock:
            wanted = min(len(self._waiting) - (self._serving - self._busy), self._means.jobs - self._serving)
            for _ in range(wanted if self._works else min(wanted, 1 - self._serving)):
                child, self._first = self._first or (self._idle.pop() if self._idle else None), None
                try:
                    threading.Thread(target=self._serve, args=(child,), daemon=True).start()
                except RuntimeError:  # no room for another: those that run do its work
                    if not self._serving:
                        raise Unusable(NO_ROOM) from None
                    break
                self._serving += 1

    def _serve(self, child: Child | None) -> None:
        """A thread: takes work as long as there is any and gives it to its process; a dead one is replaced."""
        if not self._works:
            assert child is not None
            try:
                child.start()
            except Exception as problem:
                self._done.put(problem)
                return
            self._works = True
            self._employ()
        while (work := self._next_for(child)) is not None:
            target = work.target
            try:
                if child is None or not child.is_alive:
                    child = self._begin(child)
                    child.start()
                value = child.make(ordered(target, work.consumed, self._means.limits))
            except (Unusable, OSError, ValueError) as mistake:  # ValueError: the pool closed the pipe while we were about to write
                value = Failed(str(mistake), "memory" if is_scarcity(mistake) or str(mistake) == NO_ROOM else "")
            except (MemoryError, RuntimeError) as mistake:  # whatever happens, somebody waits for an answer
                value = Failed(NO_ROOM, "memory") if is_scarcity(mistake) else Failed(f"{type(mistake).__name__}: {mistake}")
            with self._lock:
                self._busy -= 1
            self._done.put((target, value))

    def _next_for(self, child: Child | None) -> Work | None:
        """What is to be made next; None where there is nothing, and then the thread ends and its process is free."""
        with self._lock:
            if self._waiting and not self._over.is_set():
                self._busy += 1
                return heapq.heappop(self._waiting)
            self._serving -= 1
            if child is not None:
                self._idle.append(child)
            return None

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


def _next(done: queue.SimpleQueue[tuple[Target, Made | Failed] | Exception]) -> tuple[Target, Made | Failed]:
    while True:
        try:
            found = done.get(timeout=_GLANCE)
        except queue.Empty:
            continue
        if isinstance(found, Exception):
            raise found
        return found
