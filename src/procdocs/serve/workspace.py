"""A project that stays open: read once, read again where a file changes, edited by actions that can be undone."""

from __future__ import annotations

import contextlib
import datetime
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from procdocs.checks import run as check
from procdocs.comparing import Change as Difference
from procdocs.comparing import compare
from procdocs.diagnostics import Diagnostic, in_order
from procdocs.editing import Change
from procdocs.editing.actions import Action, written_at
from procdocs.editing.places import Unclear
from procdocs.editing.plans import PLANS, change_of
from procdocs.languages import Words, words
from procdocs.project.load import LoadCache, load
from procdocs.project.model import Project
from procdocs.saving import Altered, Busy, mend, replace_files
from procdocs.source.edit import CannotEdit, merged_texts
from procdocs.world import Folder, Overlay, World

#: So many texts of each file are remembered, to carry an edit over that was made for one of them; and so many changes can be undone.
TEXTS, STEPS = 50, 200
_MARK = "\ufeff"


class Conflict(Exception):
    """The same place was changed by somebody else; `rows` say for each place what stood there, what this edit says and what the other says."""

    def __init__(self, path: str, rows: tuple[dict[str, Any], ...] = ()) -> None:
        super().__init__(path)
        self.path, self.rows = path, rows


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
    #: The files that were changed here since the start, or since the last commit.
    touched: set[str] = field(default_factory=set)
    cache: LoadCache = field(default_factory=LoadCache)
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

    def open(self) -> None:
        """Read the project for the first time; what a kill has left half written is whole again first. Raises OSError."""
        with self._lock:
            if not self.read_only:
                # Who holds the folder now is alive, and mends it.
                with contextlib.suppress(Busy):
                    mend(self.root)
            self.reload()

    def reload(self) -> frozenset[str]:
        """Read what has changed on the disk; the paths of the files that did. Raises OSError where the folder cannot be read."""
        with self._lock:
            return self._read(self.world)

    def _read(self, world: World) -> frozenset[str]:
        before = self.project.sources if self.project is not None else {}
        project, found = load(world, self.cache)
        if project is None:
            self.found = tuple(found)
            return frozenset()
        changed = frozenset(path for path in {*before, *project.sources} if before.get(path) != project.sources.get(path))
        if changed or self.project is None or found != self.found:
            self._take(project, tuple(found))
        return changed

    def follow(self) -> frozenset[str] | None:
        """Read what somebody else has changed; the paths of the files, None where nothing is new. What an edit of ours did meanwhile is not told as theirs."""
        with self._lock:
            before = self.version
            changed = self.reload()
            return changed if self.version != before else None

    def _take(self, project: Project, found: tuple[Diagnostic, ...]) -> None:
        before = self.project.sources if self.project is not None else {}
        for path, data in project.sources.items():
            if before.get(path) == data:
                continue
            known, hashed = self._texts.setdefault(path, OrderedDict()), hash_of(data)
            known[hashed] = data
            known.move_to_end(hashed)
            while len(known) > TEXTS:
                known.popitem(last=False)
        self.project, self.found, self.version = project, found, self.version + 1
        self._first = self._first or project

    def hashes(self, paths: Iterable[str]) -> dict[str, str]:
        """The hash of each of these files as it is now; "" for one that is not there."""
        sources = self.project.sources if self.project is not None else {}
        return {path: hash_of(sources[path]) if path in sources else "" for path in paths}

    def edit(self, actions: Sequence[Action], base: Mapping[str, str]) -> Done | None:
        """Carry out actions that were meant for the files with these hashes, together; None if all is said there already.

        Raises Unclear, CannotEdit, Conflict, and OSError where the disk refuses.
        """
        with self._lock:
            if self.project is None or any(action.do in PLANS for action in actions):
                return self._carried_out(self.planned(actions, base), actions[0])
            # To read four hundred files takes longer than anybody wants to wait for a key. What others did to these files stops the writing.
            try:
                return self._carried_out(self._planned(actions, base), actions[0])
            except Altered:
                return self._carried_out(self.planned(actions, base), actions[0])

    def planned(self, actions: Sequence[Action], base: Mapping[str, str]) -> Change:
        """What `edit` would change, for the files as they are on the disk. Raises as it does."""
        with self._lock:
            self.reload()
            return self._planned(actions, base)

    def _planned(self, actions: Sequence[Action], base: Mapping[str, str]) -> Change:
        if self.project is None:
            raise Unclear("no_project")
        seen = self._as_seen(base)
        change = change_of(seen, actions)
        if seen is self.project:
            return change
        carried = self._onto(change.before, change.after)
        if carried is None:
            path = next(path for path in change.after if change.before.get(path) != self.project.sources.get(path))
            raise Conflict(path, tuple(self._sides(seen, action) for action in actions))
        return carried

    def _as_seen(self, base: Mapping[str, str]) -> Project:
        """The project as the person saw it: with the texts of these hashes."""
        assert self.project is not None
        old = {path: data for path, wanted in base.items() if wanted and (data := self._text(path, wanted)) != self.project.sources.get(path)}
        if not old:
            return self.project
        project, _ = load(Overlay(self.world, old), self.cache)
        return project or self.project

    def _text(self, path: str, wanted: str) -> bytes:
        known = self._texts[path].get(wanted) if path in self._texts else None
        if known is None:
            raise Conflict(path)
        return known

    def _onto(self, before: Mapping[str, bytes | None], after: Mapping[str, bytes | None]) -> Change | None:
        """A change that was made for files which somebody else may have changed since, for the files as they are; None for a conflict."""
        assert self.project is not None
        was: dict[str, bytes | None] = {}
        new: dict[str, bytes | None] = {}
        for path, mine in after.items():
            base, now = before.get(path), self.project.sources.get(path)
            if now is None and path in self.project.pictures:
                now = base
            if now == base:
                was[path], new[path] = base, mine
                continue
            if base is None or now is None or mine is None:
                return None
            text = merged_texts(*(one.decode("utf-8", "replace").removeprefix(_MARK) for one in (base, now, mine)))
            if text is None:
                return None
            was[path], new[path] = now, ((_MARK if now.startswith(_MARK.encode()) else "") + text).encode()
        return Change(was, new)

    def _sides(self, seen: Project, action: Action) -> dict[str, Any]:
        def said(project: Project | None) -> Any:
            try:
                return written_at(project, action.document, action.at) if project is not None else None
            except (Unclear, CannotEdit):
                return None

        return {"at": list(action.at), "was": said(seen), "mine": action.value, "theirs": said(self.project)}

    def _carried_out(self, change: Change, first: Action) -> Done | None:
        if change.is_empty:
            return None
        replace_files(self.root, change.before, change.after)
        self.touched.update(change.after)
        self._number += 1
        done = Done(self._number, change, first.document, first.do)
        self._done = [*self._done[-STEPS + 1 :], done]
        self._undone.clear()
        self._reread(change.after)
        return done

    def _reread(self, written: Mapping[str, bytes | None]) -> None:
        """Read the project again, of which only these files were changed. What others did meanwhile, the watch finds."""
        known = self.project.sources if self.project is not None else {}
        self._read(Overlay(self.world, {**known, **written}))

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
            self.reload()
            turned = self._onto(now, then) if self.project is not None else None
            if turned is None:
                raise Altered(0, "", next(iter(then)))
            replace_files(self.root, turned.before, turned.after)
            self.touched.update(turned.after)
            target.append(source.pop())
            self._reread(turned.after)
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
