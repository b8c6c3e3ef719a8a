"""A project that stays open: read once, read again where a file changes, edited by actions that can be undone."""

from __future__ import annotations

import datetime
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from procdocs.checks import run as check
from procdocs.comparing import Change as Difference
from procdocs.comparing import compare
from procdocs.diagnostics import Diagnostic, in_order
from procdocs.editing import Change, Draft
from procdocs.editing.actions import Action, operations_of
from procdocs.editing.drafts import inline_keys
from procdocs.languages import Words, words
from procdocs.project.load import LoadCache, load
from procdocs.project.model import Project
from procdocs.saving import replace_files
from procdocs.source.edit import merged
from procdocs.world import Folder, Overlay, World

#: So many texts of each file are remembered, to carry an edit over that was made for one of them; and so many changes can be undone.
TEXTS, STEPS = 50, 200


class Conflict(Exception):
    """The same place was changed by somebody else; `rows` say what stood there, what this edit says and what the other says."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class NothingToUndo(Exception):
    """There is no change of this kind left, or its files were changed since."""


@dataclass(frozen=True, slots=True)
class Done:
    """A change that was written: a number, what was done in a sentence's words, and the bytes of the files before and after."""

    number: int
    change: Change
    document: str
    what: str


@dataclass
class Workspace:
    """One project folder. All methods may be called from any thread; each holds the lock while it works."""

    root: Path
    read_only: bool = False
    trusted: bool = True
    day: datetime.date | None = None
    project: Project | None = None
    found: tuple[Diagnostic, ...] = ()
    #: Rises with every change of the project, whoever made it.
    version: int = 0
    _cache: LoadCache = field(default_factory=LoadCache)
    _texts: dict[str, OrderedDict[str, bytes]] = field(default_factory=dict)
    _done: list[Done] = field(default_factory=list)
    _undone: list[Done] = field(default_factory=list)
    _number: int = 0
    _first: Project | None = None
    _findings: tuple[int, tuple[Diagnostic, ...]] = (-1, ())
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def world(self) -> World:
        """The folder as it is on the disk."""
        return Folder(self.root, follow=self.trusted)

    @property
    def say(self) -> Words:
        """The words of the project's language."""
        return words(self.project.languages[0] if self.project is not None else "en")

    def reload(self) -> frozenset[str]:
        """Read what has changed on the disk; the paths of the files that did. Raises OSError where the folder cannot be read."""
        with self._lock:
            before = self.project.sources if self.project is not None else {}
            project, found = load(self.world, self._cache)
            if project is None:
                self.found = tuple(found)
                return frozenset()
            changed = frozenset(path for path in {*before, *project.sources} if before.get(path) != project.sources.get(path))
            if changed or self.project is None or found != self.found:
                self._take(project, tuple(found))
            return changed

    def _take(self, project: Project, found: tuple[Diagnostic, ...]) -> None:
        for path, data in project.sources.items():
            known = self._texts.setdefault(path, OrderedDict())
            known[hash_of(data)] = data
            known.move_to_end(hash_of(data))
            while len(known) > TEXTS:
                known.popitem(last=False)
        self.project, self.found, self.version = project, found, self.version + 1
        self._first = self._first or project

    def hashes(self, paths: Iterable[str]) -> dict[str, str]:
        """The hash of each of these files as it is now; "" for one that is not there."""
        sources = self.project.sources if self.project is not None else {}
        return {path: hash_of(sources[path]) if path in sources else "" for path in paths}

    def edit(self, action: Action, base: Mapping[str, str]) -> Done | None:
        """Carry out an action that was meant for the files with these hashes; None if it says what is there already.

        Raises Unclear, CannotEdit, Conflict, and OSError where the disk refuses.
        """
        with self._lock:
            self.reload()
            assert self.project is not None
            path, operations = operations_of(self._as_seen(base), action)
            draft = Draft(self.project.sources)
            seen = self._text_seen(path, base)
            if seen is None or seen == self.project.sources[path]:
                draft.edit(path, *operations)
            else:
                draft.rewrite(path, self._carried(path, seen, draft.text(path), operations))
            change = draft.change()
            return None if change.is_empty else self._write(change, action.document, action.do)

    def _as_seen(self, base: Mapping[str, str]) -> Project:
        """The project as the person saw it: with the texts of these hashes."""
        assert self.project is not None
        old = {path: data for path in base if (data := self._text_seen(path, base)) is not None and data != self.project.sources.get(path)}
        if not old:
            return self.project
        project, _ = load(Overlay(self.world, old), self._cache)
        return project or self.project

    def _text_seen(self, path: str, base: Mapping[str, str]) -> bytes | None:
        wanted = base.get(path)
        if not wanted:
            return None
        known = self._texts[path].get(wanted) if path in self._texts else None
        if known is None:
            raise Conflict(path)
        return known

    def _carried(self, path: str, seen: bytes, now: str, operations: Iterable[object]) -> str:
        base = seen.decode("utf-8").removeprefix("\ufeff")
        many = tuple(operations)
        if len(many) != 1:
            raise Conflict(path)
        text = merged(base, now, many[0], inline_keys())  # type: ignore[arg-type]
        if text is None:
            raise Conflict(path)
        return text

    def _write(self, change: Change, document: str, what: str) -> Done:
        replace_files(self.root, change.before, change.after)
        self._number += 1
        done = Done(self._number, change, document, what)
        self._done = [*self._done[-STEPS + 1 :], done]
        self._undone.clear()
        self.reload()
        return done

    def undo(self) -> Done:
        """Take the last change back. Raises NothingToUndo; Altered where somebody has changed its files since."""
        return self._turn(self._done, self._undone, back=True)

    def redo(self) -> Done:
        """Do again what was taken back last. Raises as `undo`."""
        return self._turn(self._undone, self._done, back=False)

    def _turn(self, source: list[Done], target: list[Done], *, back: bool) -> Done:
        with self._lock:
            if not source:
                raise NothingToUndo
            done = source[-1]
            now, then = (done.change.after, done.change.before) if back else (done.change.before, done.change.after)
            replace_files(self.root, now, then)
            target.append(source.pop())
            self.reload()
            return done

    @property
    def can(self) -> tuple[str, str]:
        """What would be undone and done again, as the documents they were in; "" for nothing."""
        return (self._done[-1].document if self._done else "", self._undone[-1].document if self._undone else "")

    def findings(self) -> tuple[Diagnostic, ...]:
        """All findings of the project as it is now; made when they are first asked for."""
        with self._lock:
            version, project, found = self.version, self.project, self.found
            known, findings = self._findings
        if known == version:
            return findings
        # Not under the lock: nobody waits for the checks.
        findings = tuple(check(project, self.day or datetime.datetime.now().astimezone().date(), found)) if project is not None else tuple(in_order(found))
        with self._lock:
            self._findings = (version, findings)
        return findings

    def changes(self, since: World | None = None) -> tuple[Difference, ...]:
        """What changed since another version of the project; by default since it was opened."""
        with self._lock:
            project, first = self.project, self._first
        old = load(since)[0] if since is not None else first
        return compare(old, project) if old is not None and project is not None else ()


def hash_of(data: bytes) -> str:
    """By what a version of a file is named in requests."""
    return sha256(data).hexdigest()[:16]
