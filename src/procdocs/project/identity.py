"""Which items of a list are the same in a later version of it: by id, else by name, else by likeness. Pure; says nothing of what changed in them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from procdocs.project.likeness import NEAR, likeness
from procdocs.project.spelling import normalised

T = TypeVar("T")
#: So many pairs of items are compared by likeness; beyond, only equal names meet, so that no list makes it slow.
_COMPARISONS = 20_000


class Paired(NamedTuple):
    """The items of two versions, by their places from 0: those that are the same, those that came, and those that went."""

    pairs: tuple[tuple[int, int], ...]
    added: tuple[int, ...]
    removed: tuple[int, ...]


def paired(old: Sequence[T], new: Sequence[T], id_of: Callable[[T], str], name_of: Callable[[T], str]) -> Paired:
    """Which item of `old` is which of `new`; each is at most one of the other. `pairs` are in the order of `new`.

    Items with the same id are the same, whatever else they say; two that have different ids never are. Of those left, items of
    one name are, in their order, and of those left the most alike.
    """
    met: dict[int, int] = {}
    left = set(range(len(old)))

    def meet(before: int, after: int) -> None:
        met[after] = before
        left.discard(before)

    for key in (id_of, lambda item: normalised(name_of(item))):
        places = _places(key, old, left)
        for after, item in enumerate(new):
            said = key(item)
            candidates = places.get(said, []) if said and after not in met else []
            before = next((one for one in candidates if one in left and not _differ(id_of(old[one]), id_of(item))), None)
            if before is not None:
                meet(before, after)
    open_ = [after for after in range(len(new)) if after not in met]
    if len(open_) * len(left) <= _COMPARISONS:
        ranked = sorted((-likeness(name_of(old[before]), name_of(new[after])), abs(before - after), after, before) for after in open_ for before in left)
        for score, _, after, before in ranked:
            if -score >= NEAR and after not in met and before in left and not _differ(id_of(old[before]), id_of(new[after])):
                meet(before, after)
    return Paired(tuple((met[after], after) for after in sorted(met)), tuple(after for after in range(len(new)) if after not in met), tuple(sorted(left)))


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _places(key: Callable[[T], Hashable], items: Sequence[T], among: Iterable[int]) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = {}
    for place in sorted(among):
        found.setdefault(key(items[place]), []).append(place)
    return found
