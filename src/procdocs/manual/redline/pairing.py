"""Which part of the old version became which of the new one, in order."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

T = TypeVar("T")
#: Parts less alike than this are two parts; and how many characters of each are looked at.
_LEAST, _LOOKED_AT = 0.4, 600
#: So many pairs of parts are weighed against each other; between longer runs, parts pair in their order.
_MOST = 2500


def paired(old: Sequence[T], new: Sequence[T], same: Callable[[T], Hashable], like: Callable[[T, T], float]) -> Iterator[tuple[T | None, T | None]]:
    """Pairs in order: parts that are the same, between them those most alike; what has no other half went or came."""
    matcher = SequenceMatcher(None, [same(one) for one in old], [same(one) for one in new], autojunk=False)
    for tag, first, last, begin, end in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(old[first:last], new[begin:end], strict=True)
        else:
            yield from _between(old[first:last], new[begin:end], like)


def likeness(old: str, new: str) -> float:
    """How much two texts have in common, 0 to 1."""
    return SequenceMatcher(None, old[:_LOOKED_AT], new[:_LOOKED_AT], autojunk=False).ratio()


def _between(old: Sequence[T], new: Sequence[T], like: Callable[[T, T], float]) -> Iterator[tuple[T | None, T | None]]:
    weights = {(i, j): like(one, other) for i, one in enumerate(old) for j, other in enumerate(new)} if len(old) * len(new) <= _MOST else {}
    taken: list[tuple[int, int]] = []
    for i, j in sorted(weights, key=lambda at: (-weights[at], at)):
        if weights[i, j] >= _LEAST and all((i < a and j < b) or (i > a and j > b) for a, b in taken):
            taken.append((i, j))
    done = (0, 0)
    for i, j in (*sorted(taken), (len(old), len(new))):
        yield from ((one, None) for one in old[done[0] : i])
        yield from ((None, one) for one in new[done[1] : j])
        if i < len(old):
            yield old[i], new[j]
        done = i + 1, j + 1
