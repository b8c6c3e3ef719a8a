"""One process at a time in a folder. The system lets go of the lock when a process ends, however it ends."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path

from procdocs.saving.files import Blocked, Busy, look, refuse_link

LOCK = ".procdocs.lock"
_OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


class Lock:
    """The lock of a folder that exists. The file is never emptied, and gone when the lock is released."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK
        self._handle: int | None = None

    def take(self) -> None:
        """Raises Busy where another process has it, Linked or Blocked where no plain file stands in its place."""
        while self._handle is None:
            found = look(self._path)
            if found is not None:
                refuse_link(self._path, found)
                if not stat.S_ISREG(found.st_mode):
                    raise Blocked(errno.EEXIST, os.strerror(errno.EEXIST), str(self._path))
            handle = os.open(self._path, _OPEN, 0o666)
            try:
                self._lock(handle)
            except BaseException:
                os.close(handle)
                raise
            # Who had it may have removed the file between opening and locking: then a lock on it keeps nobody out.
            now = look(self._path)
            if os.name == "nt" or (now is not None and os.path.samestat(now, os.fstat(handle))):
                self._handle = handle
            else:
                os.close(handle)

    def release(self) -> None:
        """Let others in. Does nothing where it was not taken."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        if os.name != "nt":
            self._remove()
            os.close(handle)
        else:  # An open file cannot be removed there: not by us, and not if another process has opened it by now.
            os.close(handle)
            self._remove()

    def _remove(self) -> None:
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _lock(self, handle: int) -> None:
        try:
            if os.name == "nt":
                import msvcrt

                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
            else:
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            raise Busy(errno.EAGAIN, os.strerror(errno.EAGAIN), str(self._path.parent)) from None
