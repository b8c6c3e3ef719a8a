"""The output folder: new files are collected beside the old ones and put in place only when all are complete.

A manifest remembers which files are ours and of which format, so that files of others are never touched and what
no longer arises from the YAML leaves the output. It may come from anybody, and is believed only as far as it can do no harm.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Collection
from pathlib import Path
from types import TracebackType

from procdocs.project.unique import folded
from procdocs.saving import Changes, Foreign, Linked
from procdocs.saving.changes import PLAN_LIMIT
from procdocs.saving.files import Blocked, Standing, holds, how, read, safe, standing
from procdocs.writers import Artifact

MANIFEST = ".procdocs.json"
#: How our own files in the folder begin; the manifest can name none of them.
_OWN = ".procdocs"


class Output:
    """An output folder while a build writes to it; use as a context manager.

    Raises Busy where another build writes, Linked where the folder, or for one inside the `project` a part of the way to it, is a link.
    What a killed build left half done is put back on entry. With `force`, files of others that stand in the way are replaced.
    """

    def __init__(self, folder: Path, project: Path | None = None, *, force: bool = False) -> None:
        self.folder = folder
        self._force = force
        self._changes = Changes(folder, project)
        #: path -> (format, language) of the files of earlier builds that still exist.
        self.earlier: dict[str, tuple[str, str]] = {}
        self._new: dict[str, tuple[str, str]] = {}
        self._kept: set[str] = set()

    def __enter__(self) -> Output:
        self._changes.__enter__()
        self.earlier = {path: kind for path, kind in _manifest(self.folder / MANIFEST).items() if _stands(self.folder, path)}
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        self._changes.__exit__(kind, problem, trace)

    @property
    def formats(self) -> frozenset[str]:
        """Formats of which files lie here from earlier builds."""
        return frozenset(format for format, _ in self.earlier.values())

    @property
    def written(self) -> tuple[str, ...]:
        """Paths of this build's files, in the order of writing."""
        return tuple(self._new)

    def add(self, format: str, language: str, artifact: Artifact) -> None:
        """Write a file beside the old ones; the old output is untouched.

        Raises OSError if the disk is full, Foreign where a file of somebody else stands in its place, Linked or Blocked where it cannot be put there.
        """
        found = standing(self.folder, artifact.path)
        foreign = found is not None and not stat.S_ISDIR(found.st_mode) and not self._ours(artifact.path)
        if foreign and not self._force and not holds(self.folder / artifact.path, artifact.data):
            raise Foreign(errno.EEXIST, os.strerror(errno.EEXIST), str(self.folder / artifact.path))
        self._changes.put(artifact.path, artifact.data)
        self._new[artifact.path] = (format, language)

    def keep(self, path: str) -> None:
        """Leave the file of an earlier build in place, if there is one, although no new one was made."""
        self._kept.add(path)

    def forget(self, format: str) -> None:
        """Drop what was collected of a format that cannot be completed."""
        for path in [path for path, (owner, _) in self._new.items() if owner == format]:
            self._changes.forget(path)
            del self._new[path]

    def complete(self, formats: Collection[str], waiting: Collection[str], *, partial: bool) -> tuple[str, ...]:
        """Put the new files in place; unless the build was `partial`, remove what these formats no longer give. Returns what is gone.

        Raises Blocked where a file cannot be replaced or removed; the earlier output is whole then.
        `waiting` are the languages of the project that this build left out: their files stay.
        """
        standing = self._new.keys() | self._kept
        gone = [] if partial else [path for path, (format, language) in self.earlier.items() if format in formats and language not in waiting and path not in standing]
        # Where the file system knows no letter case, an old file of another case may be the new one.
        new = {folded(path): path for path in self._new}
        for path in gone:
            if not self._same(path, new.get(folded(path))):
                self._changes.remove(path)
        remembered = {path: kind for path, kind in self.earlier.items() if path not in gone} | self._new
        lines = json.dumps({path: list(kind) for path, kind in sorted(remembered.items())}, ensure_ascii=False, indent=0)
        self._changes.put(MANIFEST, (lines + "\n").encode())
        self._changes.carry_out()
        self.earlier = remembered
        return tuple(sorted(gone))

    def standing(self) -> dict[str, Standing]:
        """How all our files in the folder stand, the manifest too; ask when it is complete and nobody else can change them. Raises OSError."""
        return {path: how((self.folder / path).lstat()) for path in (*self.earlier, MANIFEST)}

    def _ours(self, path: str) -> bool:
        return path in self.earlier or any(folded(path) == folded(other) and self._same(path, other) for other in self.earlier)

    def _same(self, path: str, other: str | None) -> bool:
        """Whether two paths lead to one file."""
        return other is not None and (self.folder / path).exists() and (self.folder / other).exists() and (self.folder / path).samefile(self.folder / other)


def _stands(folder: Path, path: str) -> bool:
    """Whether a plain file stands at a path of the manifest, and the way to it leads through no link."""
    try:
        found = standing(folder, path)
    except (Linked, Blocked):
        return False
    return found is not None and stat.S_ISREG(found.st_mode)


def _manifest(path: Path) -> dict[str, tuple[str, str]]:
    """The manifest; a missing or damaged one is an empty one. What cannot be a path of ours is left out."""
    try:
        content = json.loads(read(path, PLAN_LIMIT) or b"{}")
        return {name: (str(kind[0]), str(kind[1])) for name, kind in content.items() if safe(name) and not name.startswith(_OWN)}
    except (OSError, ValueError, AttributeError, IndexError, KeyError, TypeError, RecursionError):
        return {}
