"""Where the arrows of a sheet meet: crossings, at which one hops over the other, and joins, which get a dot. Draws nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from procdocs.diagrams.flowchart.routes import Edge, strangers

Place = tuple[float, float]
#: Radius of a hop; it keeps off the corners of its line by as much as these are rounded. All in pt.
HOP, ROUNDED = 2.6, 3.5
_NEAR = 0.5


def hops(lines: Sequence[tuple[Edge, Sequence[Place]]]) -> list[dict[int, list[float]]]:
    """For each line: by number of its piece, where along it (x of a level piece, y of an upright one) it hops over an arrow of another."""
    found: list[dict[int, list[float]]] = [{} for _ in lines]
    pieces = [(index, number, *piece) for index, (_, places) in enumerate(lines) for number, piece in enumerate(pairwise(places))]
    level = [piece for piece in pieces if abs(piece[2][1] - piece[3][1]) < _NEAR < abs(piece[2][0] - piece[3][0])]
    upright = [piece for piece in pieces if abs(piece[2][0] - piece[3][0]) < _NEAR < abs(piece[2][1] - piece[3][1])]
    for over, across, one, other in level:
        for under, down, top, bottom in upright:
            if over == under:
                continue
            x, y = top[0], one[1]
            room, room_down = _room(x, one[0], other[0]), _room(y, top[1], bottom[1])
            if min(room, room_down) <= _NEAR:
                continue
            if room >= HOP + ROUNDED or room >= room_down:
                found[over].setdefault(across, []).append(x)
            else:
                found[under].setdefault(down, []).append(y)
    return found


def _room(at: float, one: float, other: float) -> float:
    """How far a place lies within a piece; negative outside of it."""
    return min(at - min(one, other), max(one, other) - at)


def joins(lines: Sequence[tuple[Edge, Sequence[Place]]]) -> list[Place]:
    """Where arrows that share their source or target come together or part, each place once, from the top left."""
    found = {
        (round(x, 1), round(y, 1))
        for one, other in combinations(lines, 2)
        if not strangers(one[0], other[0])
        for x, y in (*_meeting(one[1], other[1]), *_meeting(other[1], one[1]))
    }
    return sorted(found, key=lambda place: (place[1], place[0]))


def _meeting(turning: Sequence[Place], passing: Sequence[Place]) -> Iterator[Place]:
    """Corners of one line within a straight piece of another, or at a corner of it that it reaches the other way round."""
    for before, corner, after in zip(turning, turning[1:], turning[2:], strict=False):
        for start, end in pairwise(passing):
            if _room(corner[0], start[0], end[0]) > -_NEAR and _room(corner[1], start[1], end[1]) > -_NEAR and min(_far(corner, start), _far(corner, end)) > 1.0:
                yield corner
        for start, middle, end in zip(passing, passing[1:], passing[2:], strict=False):
            if _far(middle, corner) < _NEAR and (_opposite(corner, before, start) or _opposite(corner, after, end)):
                yield corner


def _far(one: Place, other: Place) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _opposite(corner: Place, one: Place, other: Place) -> bool:
    """Whether two places lie on opposite sides of a corner."""
    return (one[0] - corner[0]) * (other[0] - corner[0]) < -_NEAR or (one[1] - corner[1]) * (other[1] - corner[1]) < -_NEAR
