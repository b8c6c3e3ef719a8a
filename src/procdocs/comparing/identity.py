"""Which item of a list is which in a later version of it: by its id or number, else by name, else by likeness."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from procdocs.project.identity import paired
from procdocs.project.spelling import normalised
from procdocs.schema.base import Part, Text
from procdocs.schema.control import Revision
from procdocs.schema.flowchart import Exit, Lane
from procdocs.schema.process import Arm, Person
from procdocs.schema.registers import Exclusion, ResponsibilityRow
from procdocs.schema.sop import Responsibility

#: By which fields an item is known that has neither id nor number.
_KNOWN_BY: dict[type[Part], tuple[str, ...]] = {
    Arm: ("process",),
    Exclusion: ("standard", "clause"),
    Exit: ("to",),
    Lane: ("id",),
    Person: ("role",),
    ResponsibilityRow: ("standard", "clause"),
    Responsibility: ("role",),
    Revision: ("revision",),
}
#: What an item is called, the first that it has.
_CALLED = ("name", "title", "term", "step", "text", "requirement", "label", "change", "by")


class Pairs(NamedTuple):
    """Places of items, from 0: (before, after) of those that stayed, those that moved among them, those that came and those that went."""

    same: tuple[tuple[int, int], ...]
    moved: frozenset[int]
    added: tuple[int, ...]
    removed: tuple[int, ...]


def id_of(item: Any) -> str:
    """By what an item is known beyond its name; "" for nothing."""
    for field in _KNOWN_BY.get(type(item), ("id", "number")):
        said = getattr(item, field, "")
        if said:
            return " ".join(str(getattr(item, one, "")) for one in _KNOWN_BY.get(type(item), (field,))).strip()
    return ""


def name_of(item: Any, language: str, first: str) -> str:
    """What an item is called in a language."""
    if isinstance(item, Text):
        return item.say(language, first)
    for field in _CALLED:
        said = getattr(item, field, None)
        if said:
            return said.say(language, first) if isinstance(said, Text) else str(said)
    return id_of(item) if isinstance(item, Part) else str(item)


def pairs(old: Sequence[Any], new: Sequence[Any], language: str, first: str, ids: Mapping[str, str]) -> Pairs:
    """Which item of `old` is which of `new`. An item that has another id but the same name is the same one; `ids` are those that are others now."""
    told, said = ([(ids_.get(known := id_of(item), known), name_of(item, language, first)) for item in items] for items, ids_ in ((old, ids), (new, {})))
    found = paired(told, said, lambda item: item[0], lambda item: item[1])
    same, removed, added = list(found.pairs), list(found.removed), list(found.added)
    names: dict[str, list[int]] = {}
    for before in removed:
        names.setdefault(normalised(told[before][1]), []).append(before)
    for after in tuple(added):
        others = names.get(normalised(said[after][1]), [])
        if others:
            before = others.pop(0)
            same.append((before, after))
            removed.remove(before)
            added.remove(after)
    same.sort(key=lambda pair: pair[1])
    kept = _longest_run([before for before, _ in same])
    moved = frozenset(after for number, (_, after) in enumerate(same) if number not in kept)
    return Pairs(tuple(same), moved, tuple(added), tuple(removed))


def _longest_run(order: Sequence[int]) -> set[int]:
    """The places of the longest run that is in order: these stayed where they were, the others have moved."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int | None] = []
    for place, value in enumerate(order):
        length = bisect.bisect_left(tails, value)
        tails[length : length + 1] = [value]
        at[length : length + 1] = [place]
        before.append(at[length - 1] if length else None)
    run = set()
    last = at[-1] if at else None
    while last is not None:
        run.add(last)
        last = before[last]
    return run
