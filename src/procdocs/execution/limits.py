"""How much of this machine one target may use, and how the system is told to keep it to that."""

from __future__ import annotations

import math
import sys
from contextlib import suppress
from typing import NamedTuple

try:
    import resource
except ImportError:  # Windows: only the time is limited, by the other side
    resource = None  # type: ignore[assignment]

#: Memory in bytes above which a process is replaced before it is given another target: what it holds, it never gives back.
WORN = 600 * 2**20
#: Seconds of work beyond those allowed after which the system ends a process that nobody waits for any more.
_GRACE = 3


class Limits(NamedTuple):
    """The most that any target may have, whatever it asks for itself; None leaves that to the target."""

    #: Memory of a process, in bytes.
    memory: int | None = None
    #: Seconds.
    patience: float | None = None

    def allowed(self, memory: int, patience: float) -> tuple[int, float]:
        """Bytes and seconds that a target gets which asks for these."""
        return self.memory or memory, min(patience, self.patience or patience)


#: What each target asks for.
UNLIMITED = Limits()
#: For projects of strangers: enough for any document of an honest project, not for one that is made to be a burden.
STRICT = Limits(memory=2**30, patience=120.0)


def hold(memory: int, seconds: float) -> None:
    """Let this process have so many bytes of its own data, and work so many seconds from now on; again and again, higher or lower.

    Where the system knows no such limits nothing happens. What goes beyond the memory raises MemoryError or ends the process.
    """
    if resource is not None:
        _lower(resource.RLIMIT_DATA, memory)
    hold_time(seconds)


def hold_time(seconds: float) -> None:
    """Let this process work so many seconds from now on, and a few beyond: then it is ended by SIGXCPU."""
    if resource is not None:
        worked = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource.RLIMIT_CPU, math.ceil(worked.ru_utime + worked.ru_stime + seconds + _GRACE))


def free_time() -> None:
    """Let this process work as long as the system allows."""
    if resource is not None:
        _lower(resource.RLIMIT_CPU, resource.getrlimit(resource.RLIMIT_CPU)[1])


def _lower(kind: int, amount: int) -> None:
    hard = resource.getrlimit(kind)[1]
    with suppress(OSError, ValueError):  # some systems refuse limits they do not keep
        resource.setrlimit(kind, (amount if hard == resource.RLIM_INFINITY else min(amount, hard), hard))


def held() -> int:
    """Bytes of memory that this process occupies now, or where only that is known, at most so far; 0 if nothing is known."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - read once a target
            return int(file.read().split()[1]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 0 if resource is None else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
