"""Where the steps of a flowchart stand on one endless sheet: in the rows and lanes of our own drawing, with ways between them that run through no step.

Sizes in px of programs that set type of 12 px. A way leaves at the bottom straight to the next row, else at a side into the gutter beside its column,
from there to the channel above the row it leads to, and down into its step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from procdocs.diagrams.graph import Graph
from procdocs.schema import Flowchart

COLUMN, STEP, GAP, MARGIN, HEAD = 230.0, 150.0, 56.0, 24.0, 30.0
#: Ways beside each other, and how many before they lie on one another.
_TRACK, _TRACKS = 6.0, 5
_LINE, _LEAST, _BESIDE = 15.0, 60.0, 96.0
#: Symbols of which the text stands beside: how wide and high they are.
_SMALL = {"start": 36.0, "end": 36.0, "decision": 50.0, "fork": 50.0, "join": 50.0, "message": 36.0, "timer": 36.0, "error": 36.0}
#: Steps of our drawing whose middles differ by less, in pt, stand in one row or column.
_NEAR = 4.0
Point = tuple[float, float]


class Place(NamedTuple):
    """A rectangle from its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2


class Lattice(NamedTuple):
    """Places of the steps by id and of the lanes in order, of all together, and the corners of each way by step and number of the exit."""

    steps: Mapping[str, Place]
    lanes: Sequence[Place]
    whole: Place
    ways: Mapping[tuple[str, int], tuple[Point, ...]]


def lattice(chart: Flowchart, lanes: Sequence[str], graphs: Sequence[Graph]) -> Lattice:
    """Places for all steps. `lanes` are ids in their order; without any, the columns are those of our drawing."""
    cells = _cells(chart, lanes, graphs)
    rows = 1 + max(row for row, _ in cells.values())
    columns = max(len(lanes), 1 + max(column for _, column in cells.values()))
    heights = [_LEAST] * rows
    for step in chart.steps:
        row = cells[step.id][0]
        heights[row] = max(heights[row], _BESIDE if step.type == "decision" else _height(step.text.by_language.values()))
    tops = [HEAD * 2 + GAP + sum(heights[:row]) + GAP * row for row in range(rows)]
    steps = {step.id: _placed(step.type, cells[step.id], tops, heights, _height(step.text.by_language.values())) for step in chart.steps}
    bottom = tops[-1] + heights[-1] + GAP
    whole = Place(0, 0, columns * COLUMN, bottom)
    places = [Place(number * COLUMN, HEAD, COLUMN, bottom - HEAD) for number in range(len(lanes))]
    return Lattice(steps, places, whole, _ways(chart, steps, cells, tops))


def _height(texts: Iterable[str]) -> float:
    """Room for the longest of the texts of a step, a full-width sign as two."""
    longest = max((sum(2 if ord(sign) > 0x2E7F else 1 for sign in text) for text in texts), default=0)
    return max(_LEAST, 20 + _LINE * -(-longest * 7 // int(STEP - 20)))


def _cells(chart: Flowchart, lanes: Sequence[str], graphs: Sequence[Graph]) -> dict[str, tuple[int, int]]:
    """Row and column of each step; no two in one cell."""
    ids = {step.id for step in chart.steps}
    drawn = sorted((number, box.y + box.height / 2, box.x + box.width / 2, box.id) for number, graph in enumerate(graphs) for box in graph.boxes if box.id in ids and box.at)
    middles = _clusters([x for _, _, x, _ in drawn])
    column_of = {lane: number for number, lane in enumerate(lanes)}
    lane_of = {step.id: column_of.get(step.lane, 0) for step in chart.steps}
    cells: dict[str, tuple[int, int]] = {}
    taken: set[tuple[int, int]] = set()
    row, before = -1, (-1, 0.0)
    for sheet, y, x, id in drawn:
        column = lane_of[id] if lanes else next(number for number, middle in enumerate(middles) if x <= middle + _NEAR)
        if sheet != before[0] or y > before[1] + _NEAR or (row, column) in taken:
            row += 1
        before = (sheet, y)
        cells[id] = (row, column)
        taken.add((row, column))
    for step in chart.steps:
        if step.id not in cells:
            row += 1
            cells[step.id] = (row, lane_of[step.id])
    return cells


def _clusters(values: Sequence[float]) -> list[float]:
    """The values without those near one before them."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value > found[-1] + _NEAR:
            found.append(value)
    return found


def _placed(type: str, cell: tuple[int, int], tops: Sequence[float], heights: Sequence[float], height: float) -> Place:
    row, column = cell
    x, y = (column + 0.5) * COLUMN, tops[row] + heights[row] / 2
    wide, high = (_SMALL[type], _SMALL[type]) if type in _SMALL else (STEP, height)
    return Place(x - wide / 2, y - high / 2, wide, high)


def _ways(chart: Flowchart, steps: Mapping[str, Place], cells: Mapping[str, tuple[int, int]], tops: Sequence[float]) -> dict[tuple[str, int], tuple[Point, ...]]:
    in_gutter: Counter[tuple[int, str]] = Counter()
    in_channel: Counter[int] = Counter()
    ways: dict[tuple[str, int], tuple[Point, ...]] = {}
    for step in chart.steps:
        straight = False
        used: set[str] = set()
        for number, exit in enumerate(step.next):
            if exit.to not in steps:
                continue
            (row, column), (to_row, to_column) = cells[step.id], cells[exit.to]
            here, there = steps[step.id], steps[exit.to]
            if not straight and (to_row, to_column) == (row + 1, column):
                straight = True
                ways[step.id, number] = ((here.middle[0], here.y + here.height), (there.middle[0], there.y))
                continue
            wished, other = ("left", "right") if to_column < column else ("right", "left")
            side = other if wished in used and other not in used else wished
            used.add(side)
            track = in_gutter[column, side] % _TRACKS
            channel = in_channel[to_row] % _TRACKS
            in_gutter[column, side] += 1
            in_channel[to_row] += 1
            x = column * COLUMN + 8 + track * _TRACK if side == "left" else (column + 1) * COLUMN - 8 - track * _TRACK
            y = tops[to_row] - 12 - channel * _TRACK
            begin = here.x if side == "left" else here.x + here.width
            ways[step.id, number] = ((begin, here.middle[1]), (x, here.middle[1]), (x, y), (there.middle[0], y), (there.middle[0], there.y))
    return ways
