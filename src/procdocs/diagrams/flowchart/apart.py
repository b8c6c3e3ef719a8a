"""Keeps arrows of a flowchart apart that share neither source nor target: order of tracks, shifts of ports. Knows no sizes.

Where one arrow leaves a symbol and another comes to its neighbour, both use the line between the two. They stay apart if
one has turned off before the other turns in: tracks are put in such an order. Where no order serves all, a port moves aside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from procdocs.diagrams.flowchart.routes import Edge, Key, Point, Route, Tracks, across_rank, down_rank, strangers

#: Places of a port in the order they are tried: in the middle, then beside it.
SLOTS = (0, 1, -1)
#: Tracks subdivide a channel less than anything else lies apart.
_PART = 0.01


class Port(NamedTuple):
    """Where arrows join a symbol: step, side (`T`, `B`, `L`, `R`), whether they come `in`, and in which row or column; straight ones never move."""

    step: str
    side: str
    comes_in: bool
    place: Key


class Stretch(NamedTuple):
    """The piece of an arrow between a port and its first turn, from `low` to `high` along its row or column."""

    low: float
    high: float
    edge: Edge
    port: Port


def in_order(found: Sequence[Route], made: Tracks) -> Tracks:
    """The same tracks, in each channel in the order in which fewest arrows meet that do not belong together."""
    before: dict[Key, set[tuple[int, int]]] = {}
    for (channel, _), turns in _turns(found, made).items():
        for (track, edge, comes_first), (other_track, other, other_first) in combinations(turns, 2):
            if comes_first != other_first and track != other_track and strangers(edge, other):
                before.setdefault(channel, set()).add((track, other_track) if comes_first else (other_track, track))
    orders = {channel: _order(made.count[channel], pairs) for channel, pairs in before.items() if any(low > high for low, high in pairs)}
    if not orders:
        return made
    return Tracks({at: (channel, orders[channel][track] if channel in orders else track) for at, (channel, track) in made.place.items()}, made.count)


def _turns(found: Sequence[Route], made: Tracks) -> Mapping[tuple[Key, Key], list[tuple[int, Edge, bool]]]:
    """By channel and place: tracks that turn there, and whether they do so to the side of the lower tracks."""
    turns: dict[tuple[Key, Key], list[tuple[int, Edge, bool]]] = defaultdict(list)
    for (number, stretch), (channel, track) in made.place.items():
        points = found[number].points
        is_row = channel[0] == "h"
        for corner, beyond in ((stretch, stretch - 1), (stretch + 1, stretch + 2)):
            place = points[corner][0] if is_row else points[corner][1]
            if place[0] == ("c" if is_row else "m"):
                is_lower = down_rank(points[beyond][1]) < down_rank(points[corner][1]) if is_row else across_rank(points[beyond][0]) < across_rank(points[corner][0])
                turns[channel, place].append((track, found[number].edge, is_lower))
    return turns


def _order(count: int, before: Iterable[tuple[int, int]]) -> list[int]:
    """The new number of each track: next comes the one that fewest of those left should precede, in doubt the earlier."""
    pairs = sorted(before)
    left = list(range(count))
    numbers = [0] * count
    for number in range(count):
        chosen = min(left, key=lambda track: (sum(high == track and low in left for low, high in pairs), track))
        left.remove(chosen)
        numbers[chosen] = number
    return numbers


def slots(found: Sequence[Route], made: Tracks) -> dict[Port, int]:
    """Ports that must move aside, and to which of the places beside the middle."""
    conflicts: dict[Port, set[Port]] = defaultdict(set)
    for stretches in _stretches(found, made).values():
        for one, other in combinations(stretches, 2):
            if one.low < other.high and other.low < one.high and strangers(one.edge, other.edge):
                conflicts[one.port].add(other.port)
                conflicts[other.port].add(one.port)
    moved: dict[Port, int] = {}
    # Exits at the bottom keep the middle: straight arrows and labels stand there.
    for port in sorted(conflicts, key=lambda port: (port.side != "B", port)):
        taken = {moved[other] for other in conflicts[port] if other in moved}
        moved[port] = next((slot for slot in SLOTS if slot not in taken), SLOTS[0])
    return {port: slot for port, slot in moved.items() if slot}


def _stretches(found: Sequence[Route], made: Tracks) -> Mapping[Key, list[Stretch]]:
    """By row (`m`) and column (`c`): the pieces of arrows at their ports; arrows without a turn are of no concern."""
    lines: dict[Key, list[Stretch]] = defaultdict(list)
    for number, route in enumerate(found):
        if len(route.points) == 2:
            continue
        for place, port, first in ends(route):
            one, other = (_exact(made, number, corner, route.points[corner], place[0]) for corner in (first, first + 1))
            lines[place].append(Stretch(min(one, other), max(one, other), route.edge, port))
    return lines


def ends(route: Route) -> Iterator[tuple[Key, Port, int]]:
    """The first and the last piece of a route: its row or column, its port, and the number of its first corner."""
    last = len(route.points) - 2
    for corner, step, comes_in in ((0, route.edge.source, False), (last, route.edge.target, True)):
        across, down = route.points[corner + 1 if comes_in else corner]
        is_upright = across[0] == "c"
        place = across if is_upright else down
        yield place, Port(step, down[0] if is_upright else across[0], comes_in, place), corner


def _exact(made: Tracks, number: int, corner: int, point: Point, kind: str) -> float:
    """Where a corner lies along its row or column, told apart by tracks."""
    key = point[1] if kind == "c" else point[0]
    place = down_rank(point[1]) if kind == "c" else across_rank(point[0])
    return place + (made.of(number, corner, key) * _PART if key[0] in "lrh" else 0.0)
