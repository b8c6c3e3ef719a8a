"""The files of a git revision, read from the repository itself: no work tree is made, and none is needed."""

from __future__ import annotations

import os
import posixpath
import subprocess
import threading
import weakref
from pathlib import Path
from typing import IO, Self

from procdocs.world.tree import Tree
from procdocs.world.world import Entry, Refused, Unusable

#: So many links are followed one after the other.
_LINKS = 10
_LINK, _MODULE = "120000", "160000"


class Revision(Tree):
    """The project in `folder` as it was at a revision. `folder` lies in a work tree, or is a bare repository.

    `below` is the way from there to the project. Links lead where they led in that revision, and never out of the project.
    Raises Unusable: `git` is missing or refuses, there is no such `revision`, or no such `folder` in it.
    """

    def __init__(self, folder: Path, revision: str, below: str = "") -> None:
        self._folder = folder
        #: The full name of the commit.
        self.commit = self._asked("revision", "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode("ascii").strip()
        prefix = os.fsdecode(self._asked("git", "rev-parse", "--show-prefix")).rstrip("\n")
        top = posixpath.normpath(f"{prefix}{below}") if prefix or below else ""
        listed = self._asked("folder", "ls-tree", "-r", "-z", "--full-tree", f"{self.commit}:{'' if top == '.' else top}")
        self._ask: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._objects: dict[str, str] = {}
        links: dict[str, str] = {}
        entries: dict[str, Entry] = {}
        for row in listed.split(b"\0")[:-1]:
            head, _, name = row.partition(b"\t")
            mode, _, object_ = head.decode("ascii").split(" ")
            path = os.fsdecode(name)
            if mode == _LINK:
                links[path] = object_
            elif mode != _MODULE:
                self._objects[path] = object_
            entries[path] = Entry(path.rpartition("/")[2], "folder" if mode == _MODULE else "file")
        super().__init__(entries)
        self._follow(links)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the program that reads; the next `read` starts it again."""
        if self._ask is not None:
            _end(self._ask)
            self._ask = None

    def read(self, path: str, limit: int) -> bytes:
        """As World.read."""
        self.readable(path)
        return self._blob(path, self._objects[path], limit)

    def _follow(self, links: dict[str, str]) -> None:
        """Find out where each link leads."""
        targets = {path: os.fsdecode(self._blob(path, object_, 4096)) for path, object_ in links.items()}
        plain = dict(self._objects)
        for path in links:
            name = path.rpartition("/")[2]
            at, reason = path, ""
            for _ in range(_LINKS):
                if at not in targets:
                    break
                at = posixpath.normpath(posixpath.join(posixpath.dirname(at), targets[at]))
            if at.startswith(("/", "../")) or at == "..":
                reason = "link"
            if reason == "" and at in plain:
                self._objects[path] = plain[at]
                entry = Entry(name, "file", link=True)
            elif reason == "" and (at == "." or at in self._folders):
                entry = Entry(name, "folder", link=True)
            else:
                entry = Entry(name, "other", link=True, refused="link" if reason else "")
            self._folders[path.rpartition("/")[0]][name] = entry

    def _blob(self, path: str, object_: str, limit: int) -> bytes:
        """The beginning of an object. One program answers all questions, because to start it costs more than to read."""
        with self._lock:
            if self._ask is None:
                self._ask = subprocess.Popen(self._command("cat-file", "--batch"), env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
                weakref.finalize(self, _end, self._ask)
            send, answer = self._ask.stdin, self._ask.stdout
            assert send is not None and answer is not None
            send.write(f"{object_}\n".encode("ascii"))
            send.flush()
            head = answer.readline().split()
            if len(head) != 3:
                raise Refused(path)
            size = int(head[2])
            data = answer.read(min(size, limit + 1))
            _skip(answer, size - len(data) + 1)
            return data

    def _command(self, *words: str) -> list[str]:
        return ["git", "-C", str(self._folder), *words]

    def _asked(self, reason: str, *words: str) -> bytes:
        try:
            done = subprocess.run(self._command(*words), env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False)
        except FileNotFoundError as missing:
            raise Unusable("git", str(missing)) from missing
        if done.returncode:
            raise Unusable(reason, done.stderr.decode("utf-8", "replace").strip())
        return done.stdout


def _environment() -> dict[str, str]:
    """What git may know of us: nothing that points it to another repository, fetches, asks or writes."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return {**kept, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}


def _skip(answer: IO[bytes], count: int) -> None:
    while count > 0 and (piece := answer.read(min(count, 1 << 20))):
        count -= len(piece)


def _end(program: subprocess.Popen[bytes]) -> None:
    for pipe in (program.stdin, program.stdout):
        if pipe is not None:
            pipe.close()
    program.wait()
