"""What leaves the editor: the manual, built in a child process while the old one stays, and a commit of exactly the files that were changed here."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: The formats that can be published, as `build` names them.
FORMATS = ("html", "single-html", "pdf", "xlsx", "csv")
#: Seconds that git may take.
_PATIENCE = 60


class Refused(Exception):
    """It was not done; the text says why, as git or the build said it."""


@dataclass
class Publishing:
    """One publication at a time. `tell` is called in the loop with what the build says, line by line, and when it ends."""

    root: Path
    trusted: bool
    tell: Callable[..., None]
    _running: asyncio.subprocess.Process | None = None
    _task: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        """Whether one is under way."""
        return self._running is not None

    async def start(self, formats: Iterable[str]) -> None:
        """Begin to build the chosen formats. The files in place stay as they are until all are made."""
        chosen = [word for name in formats if name in FORMATS for word in ("--format", name)]
        words = [sys.executable, "-m", "procdocs", "build", str(self.root), *chosen, *([] if self.trusted else ["--untrusted"])]
        self._running = await asyncio.create_subprocess_exec(*words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, "PYTHONIOENCODING": "utf-8"})
        self._task = asyncio.create_task(self._follow(self._running))

    async def _follow(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        said: list[str] = []
        async for line in process.stdout:
            said = [*said[-200:], line.decode("utf-8", "replace").rstrip()]
            self.tell("publish", line=said[-1], done=False)
        code = await process.wait()
        self._running = None
        self.tell("publish", line="\n".join(said[-30:]), done=True, code=code)

    def stop(self) -> None:
        """End the one under way; what was there before stays."""
        if self._running is not None:
            with contextlib.suppress(ProcessLookupError):
                self._running.terminate()


def has_git(root: Path) -> bool:
    """Whether the project lies in a work tree of git."""
    try:
        return _git(root, "rev-parse", "--is-inside-work-tree").strip() == "true"
    except Refused:
        return False


def commit(root: Path, message: str, paths: Iterable[str]) -> dict[str, Any]:
    """Commit these files, and no others, whatever else is staged. Raises Refused with what git says."""
    chosen = sorted(paths)
    if not chosen or not message.strip():
        raise Refused("")
    there = [path for path in chosen if (root / path).exists()]
    if there:
        _git(root, "add", "--", *there)
    _git(root, "commit", "--only", "-m", message, "--", *chosen)
    return {"commit": _git(root, "rev-parse", "--short", "HEAD").strip()}


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), "--literal-pathspecs", *words], check=False, capture_output=True, encoding="utf-8", errors="replace", timeout=_PATIENCE)  # noqa: S607 - the git of the person
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise Refused(str(problem)) from None
    if done.returncode:
        raise Refused((done.stderr or done.stdout).strip())
    return done.stdout
