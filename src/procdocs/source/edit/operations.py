"""What can be done to a YAML text, and what it means for the values."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
#: A text, nothing, or a list or group of such.
Value = Any


class CannotEdit(Exception):
    """No patch was found that means what was asked; nothing has changed. The text says why, for developers."""


@dataclass(frozen=True, slots=True)
class Set:
    """Another text, or nothing, for the value at `path`."""

    path: Path
    value: str | None


@dataclass(frozen=True, slots=True)
class Put:
    """A new key in the group at `path`: before the first of `before` that is there, else at its end."""

    path: Path
    key: str
    value: Value
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Insert:
    """A new item in the list at `path`, or at the place of a list that is not there yet but for its key."""

    path: Path
    index: int
    value: Value


@dataclass(frozen=True, slots=True)
class Delete:
    """The key or item at `path` goes."""

    path: Path


@dataclass(frozen=True, slots=True)
class Move:
    """An item of the list at `path` goes to another place in it; `to` counts without the item."""

    path: Path
    index: int
    to: int


@dataclass(frozen=True, slots=True)
class Rename:
    """Another name for the key at `path`."""

    path: Path
    key: str


@dataclass(frozen=True, slots=True)
class Replace:
    """Another value of any form at `path`: what fits none of the others, such as a text that becomes a group."""

    path: Path
    value: Value


Operation = Set | Put | Insert | Delete | Move | Rename | Replace


def meaning(value: Value, operation: Operation) -> Value:
    """The values after an operation. Raises CannotEdit where the place it names is not there."""
    value = copy.deepcopy(value)
    path = operation.path if isinstance(operation, Put | Insert | Move) else operation.path[:-1]
    if isinstance(operation, Set | Replace) and not operation.path:
        return operation.value
    try:
        if isinstance(operation, Insert) and path and _held(value, path) is None:
            _held(value, path[:-1])[path[-1]] = []
        _change(_held(value, path), operation)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as problem:
        raise CannotEdit(f"no such place: {problem!r}") from None
    return value


def _held(value: Value, path: Path) -> Value:
    for step in path:
        value = value[step]
    return value


def _change(holder: Value, operation: Operation) -> None:
    match operation:
        case Set(path, value) | Replace(path, value):
            _known(holder, path[-1])
            holder[path[-1]] = value
        case Put(_, key, value):
            if key in holder:
                raise CannotEdit("the key is there already")
            holder[key] = value
        case Insert(_, index, value):
            if not 0 <= index <= len(holder):
                raise IndexError(index)
            holder.insert(index, value)
        case Delete(path):
            _known(holder, path[-1])
            del holder[path[-1]]
        case Move(_, index, to):
            _known(holder, index)
            _known(holder, to)
            holder.insert(to, holder.pop(index))
        case Rename(path, key):
            _known(holder, path[-1])
            if key in holder and key != path[-1]:
                raise CannotEdit("the new key is there already")
            renamed = {(key if name == path[-1] else name): one for name, one in holder.items()}
            holder.clear()
            holder.update(renamed)


def _known(holder: Value, step: str | int) -> None:
    if isinstance(step, int) and step < 0:
        raise IndexError(step)
    holder[step]
