"""The order in which the steps of a flowchart follow each other, found by the arrows: where a step stands in the file plays no part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush

from procdocs.schema.flowchart import Step

#: Parts of a code between which numbers are compared as numbers.
_PARTS = re.compile(r"(\d+)")
Name = tuple[tuple[str, int], ...]


def in_order(steps: Sequence[Step], codes: Mapping[str, str]) -> tuple[int, ...]:
    """Places in `steps`, in an order in which every arrow leads on, except those that close a loop.

    Steps that could follow equally well go by the number in their code (`codes` by step id); where not every code has one,
    the shorter way that leaves a decision comes first and each way stays together. Of several steps with one id the first counts.
    """
    at: dict[str, int] = {}
    for number, step in enumerate(steps):
        at.setdefault(step.id, number)
    names = {number: (*_name(codes[id]), *_name(id)) for id, number in at.items()}
    onward = {number: tuple(dict.fromkeys(at[exit.to] for exit in steps[number].next if exit.to in at and at[exit.to] != number)) for number in at.values()}
    begins = _beginnings(steps, onward, names)
    finished, loops = _followed(begins, onward)
    forward = {number: tuple(target for target in exits if (number, target) not in loops) for number, exits in onward.items()}
    if all(any(part[1] >= 0 for part in _name(codes[id])) for id in at):
        rank: Mapping[int, tuple[Name, int]] = {number: (names[number], 0) for number in forward}
    else:
        rank = {number: ((), place) for place, number in enumerate(_ways(finished, begins, forward))}
    return (*_sorted(forward, rank), *(number for number in range(len(steps)) if at[steps[number].id] != number))


def _name(text: str) -> Name:
    """A text to be compared as people do: `A2` before `A10`."""
    return tuple(("", int(part)) if number % 2 and len(part) < 10 else (part, -1) for number, part in enumerate(_PARTS.split(text)) if part)


def _beginnings(steps: Sequence[Step], onward: Mapping[int, Sequence[int]], names: Mapping[int, Name]) -> list[int]:
    """Every step, those first where the chart may begin: starts, then steps that nothing leads to."""
    reached = {target for exits in onward.values() for target in exits}
    return sorted(onward, key=lambda number: (steps[number].type != "start", number in reached, names[number]))


def _followed(begins: Sequence[int], onward: Mapping[int, Sequence[int]]) -> tuple[list[int], set[tuple[int, int]]]:
    """Steps in the order in which all their ways have been followed to the end, and the arrows that lead back to where the way came from."""
    finished: list[int] = []
    loops: set[tuple[int, int]] = set()
    is_open: dict[int, bool] = {}
    for begin in begins:
        if begin in is_open:
            continue
        is_open[begin] = True
        way: list[tuple[int, Iterator[int]]] = [(begin, iter(onward[begin]))]
        while way:
            number, left = way[-1]
            target = next(left, None)
            if target is None:
                is_open[number] = False
                finished.append(number)
                way.pop()
            elif target not in is_open:
                is_open[target] = True
                way.append((target, iter(onward[target])))
            elif is_open[target]:
                loops.add((number, target))
    return finished, loops


def _ways(finished: Sequence[int], begins: Sequence[int], forward: Mapping[int, Sequence[int]]) -> list[int]:
    """Steps with each way in one piece: of the ways that leave a step, the one with fewest steps to its end first."""
    long: dict[int, int] = {}
    for number in finished:
        long[number] = 1 + max((long[target] for target in forward[number]), default=0)
    # What is finished last stands first: the longest way is followed first, so that it comes after the others.
    sorted_ = {number: sorted(exits, key=lambda target: -long[target]) for number, exits in forward.items()}
    reached = {target for exits in forward.values() for target in exits}
    again, _ = _followed([number for number in reversed(begins) if number not in reached], sorted_)
    return again[::-1]


def _sorted(forward: Mapping[int, Sequence[int]], rank: Mapping[int, tuple[Name, int]]) -> list[int]:
    """Every step after all that lead to it; of those that may come next the one of the lowest rank."""
    waits = dict.fromkeys(forward, 0)
    for exits in forward.values():
        for target in exits:
            waits[target] += 1
    ready = [(rank[number], number) for number, count in waits.items() if not count]
    heapify(ready)
    found: list[int] = []
    while ready:
        _, number = heappop(ready)
        found.append(number)
        for target in forward[number]:
            waits[target] -= 1
            if not waits[target]:
                heappush(ready, (rank[target], target))
    return found
