"""Ways of the arrows of one page: through channels between rows and margins of columns. Knows no sizes.

A point is a pair of keys. Across: `c` middle of a column, `L`/`R` edge of the symbol there, `l`/`r` margin beside the symbols,
so that an arrow runs up and down in a lane of its own ends only.
Down: `T`, `m`, `B` top, middle, bottom of the symbol in a row, `h` the channel below a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from procdocs.source.address import Address

Key = tuple[str, int]
Point = tuple[Key, Key]
#: Kinds of channels beside the symbols of a column.
MARGINS = ("l", "r")
#: More arrows side by side than this cannot be told apart.
MOST_TRACKS = 24


class Edge(NamedTuple):
    """An arrow to be routed, by step id."""

    source: str
    target: str
    label: str
    from_decision: bool
    #: The exit it shows.
    at: Address | None = None


def strangers(one: Edge, other: Edge) -> bool:
    """Whether two arrows share neither source nor target, so that their lines must not run together."""
    return one.source != other.source and one.target != other.target


class Route(NamedTuple):
    """An arrow with the port it leaves by (`B`, `L`, `R`) and the corners of its way."""

    edge: Edge
    port: str
    points: tuple[Point, ...]


class Crowded(Exception):
    """More arrows side by side than can be told apart."""


@dataclass
class Grid:
    """Which cells hold a symbol, and which ports of the symbols are taken so far."""

    row: Mapping[str, int]
    column: Mapping[str, int]
    occupied: set[tuple[int, int]]
    #: First and last column of the bars, which arrows leave and reach at any of their columns.
    reach: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    #: Ports by step: arrows out (`L`) and in (`in L`).
    ports: dict[str, set[str]] = field(default_factory=dict)
    #: Arrows along the middle of each row so far, from and to which rank.
    level: dict[int, list[tuple[float, float, Edge]]] = field(default_factory=dict)

    #: Steps with more arrows at their sides than there are sides.
    short: set[str] = field(default_factory=set)

    def leaves(self, edge: Edge) -> int:
        """The column in which an arrow leaves its source: at a bar the one nearest to its target."""
        return self.within(edge.source, self.column[edge.target])

    def reaches(self, edge: Edge) -> int:
        """The column in which an arrow comes to its target: at a bar the one nearest to its source."""
        return self.within(edge.target, self.leaves(edge))

    def within(self, step: str, column: int) -> int:
        """The column of a step; of a bar the one nearest to `column`."""
        low, high = self.reach.get(step, (self.column[step],) * 2)
        return min(max(column, low), high)

    def end(self, step: str, side: str) -> int:
        """The column at whose `L` or `R` a step ends."""
        return self.reach.get(step, (self.column[step],) * 2)[side == "R"]

    def ports_of(self, step: str) -> set[str]:
        """Ports taken at a step."""
        return self.ports.setdefault(step, set())

    def is_free(self, column: int, first: int, last: int) -> bool:
        """Whether no symbol stands in the column from row `first` to before `last`."""
        return not any((column, row) in self.occupied for row in range(first, last))

    def is_clear(self, row: int, one: int, other: int) -> bool:
        """Whether no symbol stands in the row strictly between two columns."""
        return not any((column, row) in self.occupied for column in range(min(one, other) + 1, max(one, other)))

    def takes(self, edge: Edge, one: Point, other: Point) -> bool:
        """Whether an arrow may run along the middle of a row from one point to another without following a stranger; if so it does."""
        low, high = sorted((across_rank(one[0]), across_rank(other[0])))
        there = self.level.setdefault(one[1][1], [])
        if any(low < end and begin < high and strangers(edge, before) for begin, end, before in there):
            return False
        there.append((low, high, edge))
        return True

    def side(self, step: str, prefer: str) -> str:
        """A free side port, the preferred one if possible; it counts as taken from now on."""
        taken = self.ports_of(step)
        for port in (prefer, "R" if prefer == "L" else "L"):
            if port not in taken and f"in {port}" not in taken:
                taken.add(port)
                return port
        self.short.add(step)
        return prefer


def routes(edges: Iterable[Edge], grid: Grid) -> tuple[Route, ...]:
    """A way for every edge, in the order given; those within a row choose their ports first, then earlier ones."""
    given = tuple(edges)
    level = {number: way for number, edge in enumerate(given) if (way := _level(edge, grid)) is not None}
    return tuple(level.get(number) or (_forward(edge, grid) if grid.row[edge.target] > grid.row[edge.source] else _loop(edge, grid)) for number, edge in enumerate(given))


def _level(edge: Edge, grid: Grid) -> Route | None:
    """Straight to a step in the same row."""
    source, target, row = grid.column[edge.source], grid.column[edge.target], grid.row[edge.source]
    if grid.row[edge.target] != row or source == target or not grid.is_clear(row, source, target):
        return None
    port, entry = ("R", "L") if target > source else ("L", "R")
    out, into = grid.ports_of(edge.source), grid.ports_of(edge.target)
    if {port, f"in {port}"} & out or {entry, f"in {entry}"} & into or not grid.takes(edge, ((port, source), ("m", row)), ((entry, target), ("m", row))):
        return None
    out.add(port)
    into.add(f"in {entry}")
    return Route(edge, port, (((port, source), ("m", row)), ((entry, target), ("m", row))))


def _forward(edge: Edge, grid: Grid) -> Route:
    source, target = grid.leaves(edge), grid.reaches(edge)
    below, end = grid.row[edge.source], grid.row[edge.target]
    taken = grid.ports_of(edge.source)
    way = _sideways(edge, grid) if edge.from_decision and source != target else None
    if way is None and ("B" not in taken or not edge.from_decision):
        if source == target:
            way = _straight(edge, grid) or (_down(edge, grid) if edge.source in grid.reach else None)
        else:
            taken.add("B")
            way = _down(edge, grid)
    if way is not None:
        return way
    port = grid.side(edge.source, "R" if target >= source else "L")
    side = grid.end(edge.source, port)
    margin = (port.lower(), side)
    over = ("h", end - 1)
    return Route(edge, port, (((port, side), ("m", below)), (margin, ("m", below)), (margin, over), (("c", target), over), (("c", target), ("T", end))))


def _straight(edge: Edge, grid: Grid) -> Route | None:
    column, begin, end = grid.leaves(edge), grid.row[edge.source], grid.row[edge.target]
    if not grid.is_free(column, begin + 1, end):
        return None
    grid.ports_of(edge.source).add("B")
    return Route(edge, "B", ((("c", column), ("B", begin)), (("c", column), ("T", end))))


def _sideways(edge: Edge, grid: Grid) -> Route | None:
    """A decision's exit to the side and down onto the target: one bend."""
    source, target = grid.leaves(edge), grid.reaches(edge)
    begin, end = grid.row[edge.source], grid.row[edge.target]
    port = "R" if target > source else "L"
    taken = grid.ports_of(edge.source)
    if port in taken or f"in {port}" in taken or not grid.is_clear(begin, source, target) or not grid.is_free(target, begin, end):
        return None
    start, corner = ((port, source), ("m", begin)), (("c", target), ("m", begin))
    if not grid.takes(edge, start, corner):
        return None
    taken.add(port)
    return Route(edge, port, (start, corner, (("c", target), ("T", end))))


def _down(edge: Edge, grid: Grid) -> Route:
    """Out at the bottom and over to another column, on the way that meets no symbol."""
    source, target = grid.leaves(edge), grid.reaches(edge)
    begin, end = grid.row[edge.source], grid.row[edge.target]
    start, finish = (("c", source), ("B", begin)), (("c", target), ("T", end))
    under, over = ("h", begin), ("h", end - 1)
    if grid.is_free(target, begin + 1, end):
        middle: tuple[Point, ...] = ((("c", source), under), (("c", target), under))
    elif grid.is_free(source, begin + 1, end):
        middle = ((("c", source), over), (("c", target), over))
    else:
        margin = ("l" if target > source else "r", target)
        middle = ((("c", source), under), (margin, under), (margin, over), (("c", target), over))
    return Route(edge, "B", (start, *middle, finish))


def _loop(edge: Edge, grid: Grid) -> Route:
    """Back to an earlier step: out at a side, up its margin, in at the side or over the top."""
    source, target = grid.leaves(edge), grid.reaches(edge)
    begin, end = grid.row[edge.source], grid.row[edge.target]
    port = grid.side(edge.source, "L" if target <= source else "R")
    side = grid.end(edge.source, port)
    number = side + (port == "R")
    margin = (port.lower(), side)
    start: tuple[Point, ...] = (((port, side), ("m", begin)), (margin, ("m", begin)))
    entry = "R" if number > target else "L"
    low, high = grid.reach.get(edge.target, (target, target))
    between = range(high + 1, number) if entry == "R" else range(number, low)
    taken = grid.ports_of(edge.target)
    is_open = entry not in taken and not any((column, end) in grid.occupied for column in between)
    door = ((entry, grid.end(edge.target, entry)), ("m", end))
    if is_open and grid.takes(edge, (margin, ("m", end)), door):
        taken.add(f"in {entry}")
        return Route(edge, port, (*start, (margin, ("m", end)), door))
    over = ("h", end - 1)
    return Route(edge, port, (*start, (margin, over), (("c", target), over), (("c", target), ("T", end))))


@dataclass(frozen=True)
class Tracks:
    """Which track of its channel each stretch of each route takes, and how many each channel has."""

    #: By number of the route and number of its stretch: channel and track.
    place: Mapping[tuple[int, int], tuple[Key, int]]
    count: Mapping[Key, int]

    def of(self, route: int, corner: int, channel: Key) -> int:
        """The track of a corner's stretch in a channel."""
        for stretch in (corner - 1, corner):
            found = self.place.get((route, stretch))
            if found is not None and found[0] == channel:
                return found[1]
        return 0


_ACROSS = {"c": 1.0, "L": 0.6, "R": 1.4, "l": 0.2, "r": 1.8}
_DOWN = {"T": -0.4, "m": 0.0, "B": 0.4, "h": 1.0}


def tracks(found: Sequence[Route]) -> Tracks:
    """Tracks by interval colouring; arrows of one source or one target may share a track. Raises Crowded."""
    used: dict[Key, list[list[tuple[float, float, Edge]]]] = {}
    place: dict[tuple[int, int], tuple[Key, int]] = {}
    for number, route in enumerate(found):
        for stretch, (one, other) in enumerate(zip(route.points, route.points[1:], strict=False)):
            if one[1] == other[1] and one[1][0] == "h":
                channel, ends = one[1], (across_rank(one[0]), across_rank(other[0]))
            elif one[0] == other[0] and one[0][0] in MARGINS:
                channel, ends = one[0], (down_rank(one[1]), down_rank(other[1]))
            else:
                continue
            place[number, stretch] = (channel, _track(used.setdefault(channel, []), min(ends), max(ends), route.edge))
    return Tracks(place, {channel: len(lanes) for channel, lanes in used.items()})


def across_rank(key: Key) -> float:
    """The order of keys from left to right."""
    return key[1] * 2 + _ACROSS[key[0]]


def down_rank(key: Key) -> float:
    """The order of keys from top to bottom."""
    return key[1] * 2 + _DOWN[key[0]]


def _track(lanes: list[list[tuple[float, float, Edge]]], low: float, high: float, edge: Edge) -> int:
    for number, lane in enumerate(lanes):
        if all(high < a or low > b or not strangers(edge, other) for a, b, other in lane):
            lane.append((low, high, edge))
            return number
    if len(lanes) >= MOST_TRACKS:
        raise Crowded
    lanes.append([(low, high, edge)])
    return len(lanes) - 1
