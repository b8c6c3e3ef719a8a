"""What is said where this machine has no room for the work: too little memory, no further process or thread."""

from __future__ import annotations

import errno
import threading

try:
    import resource
except ImportError:  # Windows: knows no such limit
    resource = None  # type: ignore[assignment]

#: What stands for it in the text of an error that crosses between processes.
NO_ROOM = "this machine gives too little memory, or no further process"
#: Bytes of address space without which a process cannot even hold what prints; below, fonts fail to open and characters seem to be lost.
PRINTING = 500_000_000
#: Threads that what prints starts at once: Pango waits for ever for one that it does not get.
THREADS = 4
#: What libraries say before they give up when they get no more memory.
_SIGNS = (
    "MemoryError",
    "failed to allocate",
    "bad_alloc",
    "out of memory",
    "Cannot allocate memory",
    "Resource temporarily unavailable",
    "failed to map segment",
    "can't start new thread",
)
#: So many errors behind an error are looked at: some lead to each other in a ring.
_CAUSES = 20


def tells_of_scarcity(words: str) -> bool:
    """Whether a library or process that failed said that it got no memory, process or thread."""
    return NO_ROOM in words or any(sign in words for sign in _SIGNS)


def is_scarcity(problem: BaseException | None) -> bool:
    """Whether an error, or one that led to it, came from want of memory, processes or threads."""
    for _ in range(_CAUSES):
        if problem is None:
            break
        if isinstance(problem, MemoryError) or (isinstance(problem, OSError) and problem.errno in (errno.ENOMEM, errno.EAGAIN)):
            return True
        if isinstance(problem, (ImportError, RuntimeError, OSError)) and tells_of_scarcity(str(problem)):
            return True
        problem = problem.__cause__ or problem.__context__
    return False


def require_room() -> None:
    """Raises OSError where the system lets this process have less address space, or fewer threads, than printing takes."""
    if resource is not None:
        allowed = resource.getrlimit(resource.RLIMIT_AS)[0]
        if allowed != resource.RLIM_INFINITY and allowed < PRINTING:
            raise OSError(f"{NO_ROOM} ({allowed // 1_000_000} MB, not {PRINTING // 1_000_000} MB)")
    over = threading.Event()
    tried = [threading.Thread(target=over.wait, daemon=True) for _ in range(THREADS)]
    try:
        for thread in tried:
            thread.start()
    except RuntimeError as problem:
        raise OSError(f"{NO_ROOM} ({problem})") from None
    finally:
        over.set()
        for thread in tried:
            if thread.ident is not None:
                thread.join()
