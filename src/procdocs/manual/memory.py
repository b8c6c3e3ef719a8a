"""Remembers what was composed together with everything it read, so that only what reads something else is composed again.

Nothing is guessed: whoever composes an entry or draws a diagram sees a project that notes what it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import fields
from functools import cached_property
from typing import Any, NamedTuple, TypeVar, cast

from procdocs.project import Project
from procdocs.schema import Part

T = TypeVar("T")

#: A value of the project that was read: an attribute, what was done with it (`all`, `at` a key, `in`), and the key.
Place = tuple[str, str, Hashable]
_MISSING = object()
#: What can be read of a project: what it holds, and the indexes over that.
_ATTRIBUTES = frozenset((*(one.name for one in fields(Project)), *(name for name, value in vars(Project).items() if isinstance(value, cached_property))))


class Remembered(NamedTuple):
    """A value that was made, and what was read for it."""

    value: Any
    readings: Mapping[Place, Any]


class Memory:
    """Handed to `compose` again and again while a project changes. Holds what the last composition consisted of, for any number of languages.

    For one composition at a time.
    """

    def __init__(self) -> None:
        self.known: dict[Hashable, Remembered] = {}
        #: What the last composition had to make, in order.
        self.made: tuple[Hashable, ...] = ()


class Recall:
    """One composition: makes what is asked for by a key once, or takes what the memory holds if all that was read for it is the same still.

    What is made may read the project only through `project`, and depend on nothing else but its key.
    """

    def __init__(self, project: Project, memory: Memory | None = None) -> None:
        self._real = project
        self._memory = memory
        self._now: dict[Hashable, Remembered] = {}
        self._made: list[Hashable] = []
        #: What is being read, by everything that is being made: an entry, and the diagram in it.
        self._reading: list[dict[Place, Any]] = []
        self.project: Project = project if memory is None else _Noting(project, self._note)

    def __call__(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives for that key."""
        found = self._now.get(key) or self._earlier(key)
        if found is None:
            self._reading.append({})
            try:
                value = make()
            finally:
                readings = self._reading.pop()
            found = Remembered(value, readings)
            self._made.append(key)
        self._now[key] = found
        if self._reading:
            self._reading[-1].update(found.readings)
        return cast(T, found.value)

    def finish(self, language: str) -> None:
        """The composition is complete: what it did not need is forgotten, as far as it is of this language. Every key begins with its language."""
        if self._memory is not None:
            others = {key: kept for key, kept in self._memory.known.items() if isinstance(key, tuple) and key[0] != language}
            self._memory.known = others | self._now
            self._memory.made = tuple(self._made)

    def _earlier(self, key: Hashable) -> Remembered | None:
        kept = self._memory.known.get(key) if self._memory is not None else None
        return kept if kept is not None and all(_is_same(value, self._value(place)) for place, value in kept.readings.items()) else None

    def _note(self, place: Place, value: Any) -> None:
        if self._reading:
            self._reading[-1][place] = value

    def _value(self, place: Place) -> Any:
        name, use, key = place
        value = getattr(self._real, name)
        return value if use == "all" else key in value if use == "in" else value.get(key, _MISSING)


Note = Callable[[Place, Any], None]


class _Noting(Project):
    """A project that notes what it is asked for. Its methods are those of a project, and ask it in their turn."""

    def __init__(self, project: Project, note: Note) -> None:
        object.__setattr__(self, "_asked", (project, note))

    def __getattribute__(self, name: str) -> Any:
        if name not in _ATTRIBUTES:
            return object.__getattribute__(self, name)
        project, note = object.__getattribute__(self, "_asked")
        value = getattr(project, name)
        if isinstance(value, Mapping):
            return _NotingMapping(name, value, note)
        note((name, "all", None), value)
        return value


class _NotingMapping(Mapping[Any, Any]):
    """A mapping of a project that notes which keys are asked for; who goes through it has read all of it."""

    def __init__(self, name: str, mapping: Mapping[Any, Any], note: Note) -> None:
        self._name, self._mapping, self._note = name, mapping, note

    def __getitem__(self, key: Any) -> Any:
        value = self._mapping.get(key, _MISSING)
        self._note((self._name, "at", key), value)
        if value is _MISSING:
            raise KeyError(key)
        return value

    def __contains__(self, key: object) -> bool:
        found = key in self._mapping
        self._note((self._name, "in", key), found)
        return found

    def __iter__(self) -> Iterator[Any]:
        self._note((self._name, "all", None), self._mapping)
        return iter(self._mapping)

    def __len__(self) -> int:
        self._note((self._name, "all", None), self._mapping)
        return len(self._mapping)


def _is_same(one: Any, other: Any) -> bool:
    """Whether two values say the same at the same places. What cannot be told counts as different: then it is made again."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(_is_same, one, other))
    if isinstance(one, Mapping):
        return list(one) == list(other) and all(_is_same(one[key], other[key]) for key in one)
    if isinstance(one, Part):
        return one._node is other._node and one == other
    return isinstance(one, (str, bytes, int, float, frozenset)) and one == other
