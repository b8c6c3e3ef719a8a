"""Files of one folder that change together: all of them or none, also if this process is killed at any moment.

New files wait in a folder of their own. When all are there, a plan is written; then each old file gets a second name in that folder
and the new one takes its place, so that whoever reads meanwhile finds one or the other. Removing the plan is the moment at which the
change is done. Whoever comes later and finds a plan takes everything back first, so what a kill left half changed is whole again
before anything else happens.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from procdocs.saving.files import Blocked, Refused, flush, holds, look, move, put, put_aside, read, refuse_link, safe, standing
from procdocs.saving.lock import Lock

STAGING = ".procdocs-new"
_PLAN = "plan.json"
#: Largest plan or manifest that is believed, in bytes.
PLAN_LIMIT = 50_000_000


def mend(folder: Path) -> None:
    """Make whole what a kill has left half changed in a folder; nothing is touched where nothing was. Raises as entering `Changes`."""
    if look(folder / STAGING) is not None:
        with Changes(folder):
            pass


class _Row(NamedTuple):
    """One file of a plan: where, the digest of its new content ("" if it goes away), whether a file stood there before."""

    path: str
    digest: str
    before: bool


class Changes:
    """A folder while several of its files are changed; use as a context manager. The folder is made if it is not there.

    Nothing is changed before `carry_out`. Raises Busy, Linked or Blocked on entry; paths are relative with `/`.
    """

    def __init__(self, folder: Path, beneath: Path | None = None) -> None:
        """No part of `folder` itself may be a link; with `beneath`, no part of the way from there to it."""
        self.folder = folder
        self._beneath = beneath
        self._staging = folder / STAGING
        self._lock = Lock(folder)
        #: path -> digest of the new content, or "" for a file that goes away; what is the same already is none of them.
        self._wanted: dict[str, str] = {}

    def __enter__(self) -> Changes:
        made_folder(self.folder, self._beneath)
        self._lock.take()
        try:
            self._take_back()
            self._clean()
            self._staging.mkdir()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        if look(self._staging / _PLAN) is None:
            shutil.rmtree(self._staging, ignore_errors=True)
        self._lock.release()

    def put(self, path: str, data: bytes) -> None:
        """Let a file have these bytes. Raises OSError where the disk is full, Linked or Blocked where its place cannot be had."""
        found = standing(self.folder, path)
        if found is not None and stat.S_ISDIR(found.st_mode):
            raise Blocked(errno.EISDIR, os.strerror(errno.EISDIR), str(self.folder / path))
        self.forget(path)
        if holds(self.folder / path, data):
            return
        mode = stat.S_IMODE(found.st_mode) & 0o777 if found is not None and stat.S_ISREG(found.st_mode) else None
        put(self._staged(path), data, mode)
        self._wanted[path] = hashlib.sha256(data).hexdigest()

    def remove(self, path: str) -> None:
        """Let a file go away."""
        self.forget(path)
        self._wanted[path] = ""

    def forget(self, path: str) -> None:
        """Leave a file as it is."""
        if self._wanted.pop(path, ""):
            self._staged(path).unlink(missing_ok=True)

    def carry_out(self) -> None:
        """Change all files. Raises Blocked that names the file which does not let itself be changed; all are as they were then."""
        rows = [_Row(path, digest, standing(self.folder, path) is not None) for path, digest in self._wanted.items()]
        folders = [folder for folder in dict.fromkeys(parent for row in rows for parent in _parents(row.path)) if look(self.folder / folder) is None]
        plan = self._staging / _PLAN
        prepared = plan.with_suffix(".new")
        put(prepared, json.dumps({"rows": rows, "folders": folders}).encode())
        flush(self._staging)
        place = plan
        try:
            move(prepared, plan)
            flush(self._staging)
            for row in rows:
                place = self.folder / row.path
                self._change(row)
            self._prune(parent for row in rows if not row.digest for parent in _parents(row.path))
            for folder in dict.fromkeys(place.parent for place in (self.folder / row.path for row in rows)):
                if folder.is_dir():
                    flush(folder)
            plan.unlink()
        except OSError as problem:
            self._take_back()
            if isinstance(problem, Refused) or problem.errno == errno.ENOSPC:
                raise
            raise Blocked(problem.errno, problem.strerror, str(place)) from problem
        except BaseException:
            self._take_back()
            raise
        with contextlib.suppress(OSError):
            flush(self._staging)
        self._wanted = {}

    def _change(self, row: _Row) -> None:
        target = self.folder / row.path
        if row.digest:
            target.parent.mkdir(parents=True, exist_ok=True)
        found = standing(self.folder, row.path)
        if found is not None and (not row.before or stat.S_ISDIR(found.st_mode)):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        if found is not None:
            put_aside(target, self._aside(row.path), stays=bool(row.digest))
        if row.digest:
            move(self._staged(row.path), target)

    def _take_back(self) -> None:
        """If a plan was begun and not finished, everything as it was before. Can itself be broken off and done again. Raises OSError."""
        plan = self._staging / _PLAN
        found = look(self._staging)
        if found is None:
            return
        refuse_link(self._staging, found)
        if look(plan) is None:
            return
        rows, folders = _plan(plan)
        for row in reversed(rows):
            place = standing(self.folder, row.path)
            aside = self._aside(row.path)
            # A file that somebody has changed since is theirs.
            ours = place is None or (stat.S_ISREG(place.st_mode) and row.digest == _digest(self.folder / row.path))
            if look(aside) is not None and ours:
                (self.folder / row.path).parent.mkdir(parents=True, exist_ok=True)
                move(aside, self.folder / row.path)
            elif place is not None and not row.before and ours:
                (self.folder / row.path).unlink()
        self._prune(folders)
        plan.unlink(missing_ok=True)
        flush(self._staging)

    def _clean(self) -> None:
        if look(self._staging) is not None:
            shutil.rmtree(self._staging)

    def _prune(self, folders: Iterable[str]) -> None:
        """Remove those of these folders that are empty."""
        for folder in sorted(set(folders), key=len, reverse=True):
            found = standing(self.folder, folder)
            if found is not None and stat.S_ISDIR(found.st_mode):
                with contextlib.suppress(OSError):
                    (self.folder / folder).rmdir()

    def _staged(self, path: str) -> Path:
        return self._staging / f"new-{_name(path)}"

    def _aside(self, path: str) -> Path:
        return self._staging / f"old-{_name(path)}"


def made_folder(folder: Path, beneath: Path | None = None) -> None:
    """Make a folder if it is not there. Raises Linked where it is a link; with `beneath`, also where the way from there leads through one."""
    refuse_links(folder, beneath)
    # Not `mkdir(parents=True)`, which calls itself for each level, and falls over on two thousand.
    missing = list(takewhile(lambda part: not part.is_dir(), (folder, *folder.parents)))
    for part in reversed(missing):
        part.mkdir(exist_ok=True)


def refuse_links(folder: Path, beneath: Path | None = None) -> None:
    """Raises Linked where a folder is a link; with `beneath`, also where the way from there leads through one."""
    # Not `resolve`, which follows the links that are looked for.
    there = Path(os.path.abspath(folder))  # noqa: PTH100
    root = Path(os.path.abspath(beneath)) if beneath is not None else there  # noqa: PTH100
    way = [there, *there.parents][: len(there.parts) - len(root.parts)] if there.is_relative_to(root) and there != root else [there]
    for part in reversed(way):
        found = look(part)
        if found is not None:
            refuse_link(part, found)


def _plan(path: Path) -> tuple[list[_Row], list[str]]:
    """A plan that was begun, as far as it can be believed; empty if there is none."""
    try:
        content = json.loads(read(path, PLAN_LIMIT) or b"{}")
        rows = [_Row(str(path), str(digest), bool(before)) for path, digest, before in content.get("rows", ())]
        return [row for row in rows if safe(row.path)], [folder for folder in content.get("folders", ()) if isinstance(folder, str) and safe(folder)]
    except (ValueError, TypeError, AttributeError, RecursionError):
        return [], []


def _name(path: str) -> str:
    """The name under which a file waits: no folders, no length, no letter case of its own."""
    return hashlib.sha256(path.encode()).hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _parents(path: str) -> Iterator[str]:
    """The folders above a path, nearest first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
