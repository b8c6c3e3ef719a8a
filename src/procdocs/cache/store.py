"""A folder of what targets became, a file an entry, named by the key. Never raises: what cannot be had is made anew."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from procdocs.cache.seal import SIZE, TAG, TAG_CONTENT, holds, seal, secret
from procdocs.execution.target import Made
from procdocs.saving import NotACache, Refused, create, write
from procdocs.saving.changes import made_folder, refuse_links
from procdocs.saving.files import look, read, standing

#: Bytes that a cache may hold; what was not used for longest goes first. The PDFs of 400 processes in two languages take a third of it.
LIMIT = 2_000_000_000
#: Part of the limit that is kept when it was passed, so that not every build has to clear up.
KEPT = 0.75
#: Largest entry that is read, in bytes.
MOST = 1_000_000_000
#: Seconds after which the use of an entry is noted again, and after which a half written one is nobody's any more.
HOUR, DAY = 3600, 86_400

_MAGIC = b"procdocs cache 1\n"
_LENGTH = 8
#: Folders of entries: how their keys begin.
_SHELF = re.compile("[0-9a-f]{2}")


class Store:
    """A cache in a folder, which need not exist; as `execution.remembered.Cache`. For several builds at once, also by several processes.

    A folder `beneath` a project is sealed against what comes with the project, and reached through no link.
    """

    def __init__(self, folder: Path, beneath: Path | None = None, limit: int = LIMIT) -> None:
        self.folder = folder
        #: Why nothing is remembered here any more; None as long as it works.
        self.refused: OSError | None = None
        self._beneath = beneath
        self._limit = limit
        #: Whether this build has put something in.
        self._grown = False
        self._secret: bytes | None = None
        try:
            refuse_links(folder, beneath)
            self._secret = secret(folder) if beneath is not None else b""
        except OSError as problem:
            self.refused = problem

    def get(self, key: str) -> Made | None:
        """What was put in; None for what is not there, damaged, or not sealed here."""
        if self._secret is None or isinstance(self.refused, Refused):
            return None
        try:
            path = self._path(key)
            if standing(self.folder, path) is None:
                return None
            written = read(self.folder / path, MOST)
            made = None if written is None else _opened(self._secret, key, written)
            if made is not None:
                self._used(self.folder / path)
            return made
        except (OSError, ValueError, LookupError, TypeError):  # no content of ours, though its seal is right
            return None

    def put(self, key: str, made: Made) -> None:
        """Remember it, in place of what lay there before; nothing if the folder cannot be written."""
        if self.refused is not None:
            return
        try:
            if not self._grown:
                self._secret = self._begin()
            assert self._secret is not None
            path = self._path(key)
            if standing(self.folder, path) is None:
                made_folder((self.folder / path).parent, self.folder)
            write(self.folder / path, _closed(self._secret, key, made))
            self._grown = True
        except OSError as problem:
            self.refused = problem

    def prune(self) -> None:
        """Make room if this build has put something in and the limit is passed, and clear away what other builds left half written."""
        if not self._grown:
            return
        files = sorted(_files(self.folder), key=lambda one: one.used)
        now = time.time()
        for file in files:
            if file.path.name.startswith(".") and now - file.used > DAY:
                _remove(file.path)
        size = sum(file.size for file in files)
        if size <= self._limit:
            return
        for file in files:
            if size <= self._limit * KEPT:
                return
            _remove(file.path)
            size -= file.size

    def _begin(self) -> bytes:
        """Make the folder and its tag where they are not there; what its entries are sealed with. Raises OSError, NotACache for a folder with other files."""
        made_folder(self.folder, self._beneath)
        if look(self.folder / TAG) is None and next(self.folder.iterdir(), None) is not None:
            raise NotACache(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), str(self.folder))
        for name, content in ((".gitignore", b"*\n"), (TAG, TAG_CONTENT)):
            with contextlib.suppress(FileExistsError):
                create(self.folder / name, content)
        found = secret(self.folder) if self._beneath is not None else b""
        if found is None:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(self.folder / TAG))
        return found

    def _path(self, key: str) -> str:
        return f"{key[:2]}/{key}"

    def _used(self, path: Path) -> None:
        """An entry in use is among the last to go. A folder that cannot be written keeps its times."""
        with contextlib.suppress(OSError):
            if time.time() - path.lstat().st_mtime > HOUR:
                os.utime(path)


class _File(NamedTuple):
    path: Path
    size: int
    used: float


def _files(folder: Path) -> Iterator[_File]:
    """The entries, finished and half written."""
    with contextlib.suppress(OSError):
        for place in sorted(folder.iterdir()):
            if _SHELF.fullmatch(place.name) and stat.S_ISDIR(place.lstat().st_mode):
                for path in sorted(one for one in place.iterdir() if one.name.removeprefix(".").startswith(place.name)):
                    with contextlib.suppress(OSError):  # another build may clear up too
                        found = path.lstat()
                        if stat.S_ISREG(found.st_mode):
                            yield _File(path, found.st_size, found.st_mtime)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _closed(secret: bytes, key: str, made: Made) -> bytes:
    """An entry as it is written: what it is, its seal, what was found, the bytes. No pickles: reading one runs what it says."""
    head = json.dumps({"lost": made.lost, "notes": made.notes, "spoilt": made.spoilt}).encode()
    body = b"".join((len(head).to_bytes(_LENGTH), head, made.data))
    return b"".join((_MAGIC, seal(secret, key, body), body))


def _opened(secret: bytes, key: str, written: bytes) -> Made | None:
    """What an entry holds; None if it is damaged, of another version, or sealed elsewhere."""
    start = len(_MAGIC) + SIZE
    body = written[start:]
    if not written.startswith(_MAGIC) or not holds(secret, key, body, written[len(_MAGIC) : start]):
        return None
    end = _LENGTH + int.from_bytes(body[:_LENGTH])
    head = json.loads(body[_LENGTH:end])
    return Made(body[end:], tuple(head["lost"]), tuple(head["notes"]), tuple((picture, character) for picture, character in head["spoilt"]))
