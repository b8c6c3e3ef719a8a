"""Looks whether somebody else changed a file: told by the system where it tells, else by looking at contents now and then."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import watchfiles

#: Folders in which nothing of the project lies.
_OTHERS = frozenset((".git", ".procdocs", "output", ".venv", "node_modules", "__pycache__"))
#: Milliseconds in which changes are taken together, and seconds between two looks where the system does not tell (network drives).
_TOGETHER, _LOOKS = 50, 2.0


def tells(root: Path) -> bool:
    """Whether the system tells of changes in a folder; network drives do not."""
    if os.environ.get("PROCDOCS_POLL"):
        return False
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return not str(root).startswith("\\\\")
    kinds = {fields[1]: fields[2] for line in mounts if len(fields := line.split()) > 2}
    above = next((kinds[str(folder)] for folder in (root, *root.parents) if str(folder) in kinds), "")
    return not above.startswith(("nfs", "cifs", "smb", "fuse.", "9p", "vboxsf", "drvfs"))


async def changes(root: Path, stop: asyncio.Event) -> AsyncIterator[None]:
    """Comes each time something in the project may have changed; the reader finds out what, by its contents."""
    if not tells(root):
        while not stop.is_set():
            await asyncio.sleep(_LOOKS)
            yield
        return
    async for _ in watchfiles.awatch(root, watch_filter=_concerns, debounce=_TOGETHER * 4, step=_TOGETHER, stop_event=stop, yield_on_timeout=False):
        yield


def _concerns(_: watchfiles.Change, path: str) -> bool:
    parts = Path(path).parts
    return not _OTHERS.intersection(parts) and not parts[-1].startswith((".procdocs", "~$"))
