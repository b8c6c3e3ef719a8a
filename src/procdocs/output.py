"""The output folder: new files are collected beside the old ones and put in place only when all are complete.

A manifest remembers which files are ours and of which format, so that files of others are never touched and what
no longer arises from the YAML leaves the output.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection
from pathlib import Path
from types import TracebackType
from typing import IO

from procdocs.writers import Artifact

MANIFEST = ".procdocs.json"
LOCK = ".procdocs.lock"
_ASIDE = ".earlier"


class Busy(OSError):
    """Another build is writing to the same folder."""


class Blocked(OSError):
    """A file of the output cannot be replaced: another program holds it open, or a folder stands in its place."""


class Output:
    """An output folder while a build writes to it; use as a context manager."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.staging = folder / f".procdocs-new-{os.getpid()}"
        self._lock: IO[str] | None = None
        #: path -> (format, language) of the files of earlier builds that still exist.
        self.earlier: dict[str, tuple[str, str]] = {}
        self._new: dict[str, tuple[str, str]] = {}

    def __enter__(self) -> Output:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(self.folder / LOCK)
        for leftover in self.folder.glob(".procdocs-new-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        self.staging.mkdir()
        self.earlier = {path: kind for path, kind in _manifest(self.folder / MANIFEST).items() if (self.folder / path).is_file()}
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        shutil.rmtree(self.staging, ignore_errors=True)
        if self._lock is not None:
            self._lock.close()
            (self.folder / LOCK).unlink(missing_ok=True)

    @property
    def formats(self) -> frozenset[str]:
        """Formats of which files lie here from earlier builds."""
        return frozenset(format for format, _ in self.earlier.values())

    @property
    def written(self) -> tuple[str, ...]:
        """Paths of this build's files, in the order of writing."""
        return tuple(self._new)

    def add(self, format: str, language: str, artifact: Artifact) -> None:
        """Write a file beside the old ones. Raises OSError if the disk is full; the old output is untouched then."""
        path = self.staging / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(artifact.data)
        self._new[artifact.path] = (format, language)

    def forget(self, format: str) -> None:
        """Drop what was collected of a format that cannot be completed."""
        for path in [path for path, (owner, _) in self._new.items() if owner == format]:
            (self.staging / path).unlink(missing_ok=True)
            del self._new[path]

    def complete(self, formats: Collection[str], waiting: Collection[str], *, partial: bool) -> tuple[str, ...]:
        """Put the new files in place; unless the build was `partial`, remove what these formats no longer give. Returns what is gone.

        Raises Blocked where a file cannot be replaced; the earlier output is whole then.
        `waiting` are the languages of the project that this build left out: their files stay.
        """
        stale = [] if partial else sorted(path for path, (format, language) in self.earlier.items() if format in formats and language not in waiting and path not in self._new)
        self._put_in_place()
        stale = [path for path in stale if _removed(self.folder / path, self.folder)]
        remembered = {path: kind for path, kind in self.earlier.items() if path not in stale} | self._new
        lines = json.dumps({path: list(kind) for path, kind in sorted(remembered.items())}, ensure_ascii=False, indent=0)
        temporary = self.staging / MANIFEST
        temporary.write_text(lines + "\n", encoding="utf-8")
        temporary.replace(self.folder / MANIFEST)
        return tuple(stale)

    def _put_in_place(self) -> None:
        """Every new file or none: what stood in its place waits until the last one is there. Raises Blocked."""
        moves: list[tuple[Path, Path]] = []
        for path in self._new:
            target, aside = self.folder / path, self.staging / _ASIDE / path
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                if target.is_dir():
                    raise IsADirectoryError(21, "a folder is in the way")
                if target.exists() or target.is_symlink():
                    aside.parent.mkdir(parents=True, exist_ok=True)
                    _move(target, aside, moves)
                _move(self.staging / path, target, moves)
            except OSError as problem:
                for origin, there in reversed(moves):
                    there.replace(origin)
                raise Blocked(problem.errno, problem.strerror, str(target)) from problem


def _move(origin: Path, target: Path, moves: list[tuple[Path, Path]]) -> None:
    origin.replace(target)
    moves.append((origin, target))


def _removed(path: Path, stop: Path) -> bool:
    """Remove a file and the folders that it leaves empty; what another program holds open stays for the next build."""
    try:
        path.unlink(missing_ok=True)
        while (path := path.parent) != stop and not any(path.iterdir()):
            path.rmdir()
    except OSError:
        return False
    return True


def _manifest(path: Path) -> dict[str, tuple[str, str]]:
    """The manifest; a missing or damaged one is an empty one. Paths that lead out of the folder are ignored."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): (str(kind[0]), str(kind[1])) for name, kind in content.items() if ".." not in Path(name).parts and not Path(name).is_absolute()}
    except (OSError, ValueError, AttributeError, IndexError, TypeError):
        return {}


def _locked(path: Path) -> IO[str]:
    file = path.open("w", encoding="utf-8")
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise Busy(11, "another build is writing here", str(path.parent)) from None
    return file
