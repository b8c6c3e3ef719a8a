"""Remembers what was composed together with everything it read, so that only what reads something else is composed again.

Nothing is guessed: whoever composes an entry or draws a diagram sees a project that notes what it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Set
from dataclasses import fields
from functools import cached_property
from typing import Any, NamedTuple, TypeVar, cast

from procdocs.project import Project
from procdocs.schema import Part

T = TypeVar("T")

#: A value of the project that was read: an attribute, what was done with it (`all`, `at` a key, `in`, how a number is `written`), and the key.
Place = tuple[str, str, Hashable]
_MISSING = object()
#: What can be read of a project: what it holds, and the indexes over that.
_ATTRIBUTES = frozenset((*(one.name for one in fields(Project)), *(name for name, value in Project.__dict__.items() if isinstance(value, (cached_property, property)))))


class Remembered(NamedTuple):
    """A value that was made, what was read for it, and the keys of what was made or recalled for it."""

    value: Any
    readings: Mapping[Place, Any]
    parts: tuple[Hashable, ...]


class Recollection:
    """Handed to `compose` again and again while a project changes. Holds what the last composition consisted of, for any number of languages.

    For one composition at a time.
    """

    def __init__(self) -> None:
        self.known: dict[Hashable, Remembered] = {}
        #: What the last composition had to make, in order.
        self.made: tuple[Hashable, ...] = ()


class Recall:
    """One composition: makes what is asked for by a key once, or takes what the recollection holds if all that was read for it is the same still.

    What is made may read the project only through `project`, and depend on nothing else but its key.
    """

    def __init__(self, project: Project, recollection: Recollection | None = None, first: Set[str] = frozenset()) -> None:
        self._real = project
        self._recollection = recollection
        #: Ids of the entries that are wanted at once: others stay as they were, whatever was read for them.
        self._first = first
        self._now: dict[Hashable, Remembered] = {}
        self._made: list[Hashable] = []
        #: What is being read, by everything that is being made: an entry, and the diagram in it.
        self._reading: list[dict[Place, Any]] = []
        self._parts: list[list[Hashable]] = []
        self.project: Project = project if recollection is None else _Noting(project, self._note)

    def __call__(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives for that key."""
        found = self._now.get(key) or self._earlier(key)
        if found is None:
            self._reading.append({})
            self._parts.append([])
            try:
                value = make()
            finally:
                readings, parts = self._reading.pop(), self._parts.pop()
            found = Remembered(value, readings, tuple(parts))
            self._made.append(key)
        self._now[key] = found
        if self._reading:
            self._reading[-1].update(found.readings)
            self._parts[-1].append(key)
        return cast(T, found.value)

    def finish(self, language: str) -> None:
        """The composition is complete: what it did not need is forgotten, as far as it is of this language. Every key begins with its language."""
        if self._recollection is None:
            return
        known = self._recollection.known
        others = {key: kept for key, kept in known.items() if isinstance(key, tuple) and key[0] != language}
        # What was recalled as a whole was not asked for its parts, which are wanted when another of them changes.
        waiting = [part for kept in self._now.values() for part in kept.parts]
        while waiting:
            part = waiting.pop()
            if part not in self._now and part in known:
                self._now[part] = known[part]
                waiting += known[part].parts
        self._recollection.known = others | self._now
        self._recollection.made = tuple(self._made)

    def _earlier(self, key: Hashable) -> Remembered | None:
        kept = self._recollection.known.get(key) if self._recollection is not None else None
        if kept is not None and self._first and not self._reading and isinstance(key, tuple) and not any(part in self._first for part in key):
            return kept
        return kept if kept is not None and all(_is_same(value, self._value(place)) for place, value in kept.readings.items()) else None

    def _note(self, place: Place, value: Any) -> None:
        if self._reading:
            self._reading[-1][place] = value

    def _value(self, place: Place) -> Any:
        name, use, key = place
        value = getattr(self._real, name)
        if use == "all":
            return value
        return key in value if use == "in" else value.written(key) if use == "written" else value.get(key, _MISSING)


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

    def __init__(self, name: str, mapping: Any, note: Note) -> None:
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

    def written(self, number: str) -> str:
        """As `ByNumber.written`."""
        said: str = self._mapping.written(number)
        self._note((self._name, "written", number), said)
        return said

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
