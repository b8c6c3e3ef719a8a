"""A world that notes what was asked of it and what the answers were, so that the same questions can be asked again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from procdocs.world.world import Entry, Refused, World, digest


class Asked(NamedTuple):
    """A question to a world, and a digest of its answer: `method` is that of `World`, `limit` that of a reading."""

    method: str
    path: str
    limit: int
    answer: str


class Recorded:
    """Another world as it is, and all that was asked of it. `own` are names at the top that a build makes itself: they are not noted."""

    def __init__(self, world: World, own: Iterable[str] = ()) -> None:
        self._world = world
        self._own = frozenset(own)
        self._asked: dict[tuple[str, str, int], str] = {}

    @property
    def asked(self) -> tuple[Asked, ...]:
        """All questions with their first answers, in the order they were asked in."""
        return tuple(Asked(*question, answer) for question, answer in self._asked.items())

    def entries(self, folder: str) -> tuple[Entry, ...]:
        """As World.entries."""
        found = self._world.entries(folder)
        self._note("entries", folder, repr(tuple(one for one in found if folder or one.name not in self._own)).encode())
        return found

    def entry(self, path: str) -> Entry | None:
        """As World.entry."""
        found = self._world.entry(path)
        self._note("entry", path, repr(found).encode())
        return found

    def read(self, path: str, limit: int) -> bytes:
        """As World.read."""
        try:
            found = self._world.read(path, limit)
        except Refused as refused:
            self._note("read", path, f"refused {refused.reason}".encode(), limit)
            raise
        self._note("read", path, b"read " + found, limit)
        return found

    def _note(self, method: str, path: str, answer: bytes, limit: int = 0) -> None:
        self._asked.setdefault((method, path, limit), digest(answer))

    def answers(self, earlier: Iterable[Asked]) -> bool:
        """Whether the same questions have the same answers now. Raises OSError where the system refuses to look."""
        for question in earlier:
            again = Recorded(self._world, self._own)
            try:
                if question.method == "read":
                    again.read(question.path, question.limit)
                elif question.method == "entry":
                    again.entry(question.path)
                else:
                    again.entries(question.path)
            except Refused:
                pass
            if again.asked != (question,):
                return False
        return True
