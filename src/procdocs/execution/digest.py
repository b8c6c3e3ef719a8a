"""The digest of a value: the same in every process, on every machine and in every run, and another for every other value.

Types are told apart, lengths are written, and what has no content of its own (an open file, a function) or means this machine
only (a path, a moment) is refused.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

Feed = Callable[[bytes], None]


def digest(value: Any) -> str:
    """64 hexadecimal digits. Raises TypeError for a value that a key must not hold."""
    found = hashlib.sha256()
    _feed(value, found.update)
    return found.hexdigest()


def _feed(value: Any, feed: Feed) -> None:
    """Hand the value to `feed`, so that no two values give the same bytes."""
    if isinstance(value, bytes):
        _write("bytes", value, feed)
    elif isinstance(value, str):
        _write("str", value.encode("utf-8", "surrogatepass"), feed)
    elif value is None or (isinstance(value, (bool, int, float, datetime.date)) and not isinstance(value, datetime.datetime)):
        _write(type(value).__name__, repr(value).encode(), feed)
    else:
        kind, items = _opened(value)
        feed(f"{kind} {len(items)}(".encode())
        for item in items:
            _feed(item, feed)


def _opened(value: Any) -> tuple[str, Sequence[Any]]:
    """The kind of a value that holds others, and these."""
    kind = type(value).__qualname__
    if isinstance(value, (tuple, list)):
        return kind, value
    if isinstance(value, Mapping):
        return "mapping", tuple(value.items())  # in its order: what is written may follow it
    if isinstance(value, frozenset):
        return kind, sorted(map(digest, value))
    if is_dataclass(value):
        return kind, [(field.name, getattr(value, field.name)) for field in fields(value)]
    raise TypeError(f"no input of a target: {kind}")


def _write(kind: str, data: bytes, feed: Feed) -> None:
    feed(f"{kind} {len(data)}:".encode())
    feed(data)
