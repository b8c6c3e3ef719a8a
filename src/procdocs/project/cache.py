"""Remembers what files said, so that one changed file is the only one that is read again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from procdocs.project.files import Said
from procdocs.schema import Part
from procdocs.world import digest

P = TypeVar("P", bound=Part)
Key = tuple[object, ...]
#: Of so many loads everything is remembered.
LOADS = 4


class LoadCache:
    """Handed to `load` again and again. Holds what the last loads read, so that taking an edit back reads nothing either.

    The key of what is remembered is all that it depends on: the function that read it, the path, the bytes, and those of the
    settings where they matter. For one load at a time.
    """

    def __init__(self) -> None:
        self._load = 0
        self._kept: dict[Key, tuple[int, Said[Part]]] = {}

    def turn(self) -> None:
        """A load begins: what the last ones did not ask for is forgotten."""
        self._load += 1
        self._kept = {key: known for key, known in self._kept.items() if known[0] >= self._load - LOADS}

    def said(self, read: Callable[..., Said[P]], path: str, data: bytes, also: bytes, *more: object) -> Said[P]:
        """`read(path, data, *more)`, or what it returned before; `also` are the bytes from which `more` was made."""
        key = (read, path, digest(data), digest(also))
        said = self._kept[key][1] if key in self._kept else read(path, data, *more)
        self._kept[key] = (self._load, said)
        return said  # type: ignore[return-value]
