"""What was made before and need not be made again: a cache asked by keys. Knows not where it lies."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import Protocol

from procdocs.execution.digest import digest
from procdocs.execution.target import Failed, Made, Target, key


class Cache(Protocol):
    """Holds what targets became, by key. Never raises; may forget anything at any time."""

    def get(self, key: str) -> Made | None:
        """What was put in under this key; None if it is not there any more."""
        ...

    def put(self, key: str, made: Made) -> None:
        """Remember it."""
        ...


class Remembered:
    """The targets of one execution and their keys. Without a cache, nothing is remembered and no key is reckoned.

    `needed` are the paths that other targets consume, as far as they are known.
    """

    def __init__(self, cache: Cache | None, needed: Set[str]) -> None:
        self._cache = cache
        self._needed = needed
        self._keys: dict[str, str] = {}

    def made(self, target: Target) -> Made | None:
        """What the target became in an earlier execution. Ask for what it consumes first."""
        found = self._key(target)
        if self._cache is None or found is None or not pays(target):
            return None
        made = self._cache.get(found)
        return None if made is None else replace(made, reused=True)

    def keep(self, target: Target, value: Made | Failed) -> None:
        """Remember what a target became, unless it failed: another time it may not."""
        found = self._key(target)
        if self._cache is None or found is None or not isinstance(value, Made):
            return
        if pays(target):
            self._cache.put(found, value)
        elif target.needs:
            # What is made anyway is known by what it has become: as long as that is the same, so is all that consumes it.
            self._keys[target.path] = digest((value.data, value.lost, value.notes, value.spoilt))

    def _key(self, target: Target) -> str | None:
        """None if nobody asks for it, or if it consumes what has none."""
        if self._cache is None or not (pays(target) or not target.delivered or target.path in self._needed):
            return None
        if target.path not in self._keys and all(path in self._keys for path in target.needs):
            self._keys[target.path] = key(target, self._keys)
        return self._keys.get(target.path)


def pays(target: Target) -> bool:
    """Whether making a target takes far longer than reading what it became."""
    return target.away or target.dear
