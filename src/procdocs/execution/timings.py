"""Where the time of a build goes: its stages, and the targets that took longest. Measured, never written into any file."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from procdocs.execution.target import Made

#: So many of the slowest targets are told.
SLOWEST = 10
#: Seconds below which a target is none of them.
LEAST = 0.01


class Spent(NamedTuple):
    """A target and the seconds it took to make, in the process that made it."""

    path: str
    seconds: float


class Timings:
    """Handed along a build, and filled by it."""

    def __init__(self) -> None:
        #: Seconds of each stage by name, in the order they began in.
        self.stages: dict[str, float] = {}
        #: How many targets were remembered, of those that are worth it, and how many were made.
        self.reused = self.made = 0
        self._spent: list[Spent] = []
        #: Seconds of the stages inside those that have not ended.
        self._within: list[float] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What happens inside counts for the stage, also if it fails; what another stage inside it takes counts for that one alone."""
        started = time.perf_counter()
        self.stages.setdefault(name, 0.0)
        self._within.append(0.0)
        try:
            yield
        finally:
            spent = time.perf_counter() - started
            self.stages[name] += spent - self._within.pop()
            if self._within:
                self._within[-1] += spent

    def add(self, path: str, made: Made) -> None:
        """A target is there."""
        if made.reused:
            self.reused += 1
        else:
            self.made += 1
            if made.seconds >= LEAST:
                self._spent.append(Spent(path, made.seconds))

    @property
    def slowest(self) -> tuple[Spent, ...]:
        """The targets that took longest, longest first."""
        return tuple(sorted(self._spent, key=lambda one: (-one.seconds, one.path))[:SLOWEST])
