"""Sizes of a flowchart: widths of columns and margins, heights of rows, and which rows share a page. Draws nothing.

Arrows need room that is known only once they are routed, and they are routed page by page; so the plan is made again,
with more room where arrows need it, until everything fits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from procdocs.diagrams.flowchart.bars import narrowed, pierced
from procdocs.diagrams.flowchart.cells import PADDING, Cell, cell_of
from procdocs.diagrams.flowchart.cuts import cuts
from procdocs.diagrams.flowchart.routes import MARGINS, Crowded, Edge, Grid, Key
from procdocs.diagrams.flowchart.rows import rows_of, shared_rows
from procdocs.diagrams.flowchart.sheets import CONNECTOR_ABOVE, CONNECTOR_BELOW, HEAD, TOP, TRACK, Page, TooManyExits, route_page, set_heights, side_rooms
from procdocs.diagrams.flowchart.steps import Flow, FlowStep
from procdocs.diagrams.flowchart.symbols import Symbol, narrowest, symbol
from procdocs.diagrams.graph import MM
from procdocs.schema.flowchart import BARS

#: Wanted room between rows, narrowed to save a page.
GAPS = (24.0, 21.0, 18.0)
WIDEST_SYMBOL = 46 * MM
#: Narrower symbols break Chinese into columns of two or three characters.
NARROWEST_SYMBOL = 46.0
#: Words up to this width are never broken.
WIDEST_WORD = 84.0
#: Free room in a column of a chart without cells.
MOST_AIR = 36.0
ROUNDS, FORGETFUL = 9, 3
#: So often rows are shared anew where a step turns out to need its sides for other arrows.
TRIES = 4
#: More rows than this never share a page.
MOST_ROWS = 18


class TooNarrow(Exception):
    """The columns leave no room for symbols."""


class TooTall(Exception):
    """A step does not fit a page."""

    def __init__(self, step: FlowStep) -> None:
        super().__init__(step.id)
        self.step = step


@dataclass(frozen=True)
class Needs:
    """Room that arrows need: beside the symbols of a column, tracks in a margin, below a row (all but tracks in pt)."""

    room: dict[Key, float]
    tracks: dict[Key, int]
    gaps: dict[int, float]

    @classmethod
    def least(cls, columns: int) -> Needs:
        """What is there without any arrow."""
        return cls({(side, column): 8.0 for column in range(columns) for side in "LR"}, {(side, column): 0 for column in range(columns) for side in MARGINS}, {})

    def note(self, page: Page, gaps: Mapping[int, float]) -> None:
        """Add what the arrows of a page take."""
        self.gaps.update(gaps)
        for key, need in side_rooms(page):
            self.room[key] = max(self.room[key], need)
        for channel, count in page.tracks.count.items():
            if channel in self.tracks:
                self.tracks[channel] = max(self.tracks[channel], count)

    def are_within(self, other: Needs) -> bool:
        """Whether `other` gives all the room that these ask for."""
        return (
            all(need <= other.room[key] + 0.01 for key, need in self.room.items())
            and all(need <= other.tracks[key] for key, need in self.tracks.items())
            and all(need <= other.gaps.get(row, 0.0) + 0.01 for row, need in self.gaps.items())
        )

    def joined(self, other: Needs) -> Needs:
        """The larger of both everywhere."""
        return Needs(
            {key: max(need, other.room[key]) for key, need in self.room.items()},
            {key: max(need, other.tracks[key]) for key, need in self.tracks.items()},
            {row: max(self.gaps.get(row, 0.0), other.gaps.get(row, 0.0)) for row in {**self.gaps, **other.gaps}},
        )


@dataclass
class Plan:
    """The whole layout; `edges` holds the left border of each column of symbols and the right border of the last."""

    flow: Flow
    #: Width and height of the page, and the width that is used of it.
    most: float
    height: float
    width: float
    cell_widths: tuple[float, ...]
    row: dict[str, int] = field(default_factory=dict)
    arrows: tuple[Edge, ...] = ()
    edges: list[float] = field(default_factory=list)
    middles: list[float] = field(default_factory=list)
    symbols: dict[str, Symbol] = field(default_factory=dict)
    cells: dict[str, tuple[Cell, ...]] = field(default_factory=dict)
    row_heights: list[float] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    page_of: dict[str, int] = field(default_factory=dict)

    @cached_property
    def types(self) -> dict[str, str]:
        """Type of each step by id."""
        return {step.id: step.type for step in self.flow.steps}

    @cached_property
    def columns(self) -> dict[str, int]:
        """Column of each step by id."""
        return {step.id: step.column for step in self.flow.steps}

    @cached_property
    def reach(self) -> dict[str, tuple[int, int]]:
        """First and last column of each bar by id."""
        return {step.id: step.reach for step in self.flow.steps if step.type in BARS}

    @cached_property
    def steps_in_rows(self) -> list[list[FlowStep]]:
        """Steps by row, from left to right."""
        rows: list[list[FlowStep]] = [[] for _ in range(max(self.row.values()) + 1)]
        for step in self.flow.steps:
            rows[self.row[step.id]].append(step)
        return [sorted(row, key=lambda step: step.column) for row in rows]


def plan(flow: Flow, width: float, height: float, cell_widths: Sequence[float]) -> Plan:
    """A plan for pages of `width` by `height` pt. Bars reach over their columns where no arrow runs between these.

    Raises TooNarrow, TooTall, TooManyExits, or Crowded for too many arrows.
    """
    wide = frozenset(step.id for step in flow.steps if len(step.columns) > 1)
    for _ in range(TRIES if wide else 0):
        try:
            made = _arranged(flow, width, height, cell_widths)
        except (TooTall, Crowded, TooManyExits):
            break
        in_the_way = pierced(flow.steps, made.row, made.pages)
        if not in_the_way:
            return made
        wide -= in_the_way
        flow = replace(flow, steps=narrowed(flow.steps, wide))
    return _arranged(replace(flow, steps=narrowed(flow.steps)), width, height, cell_widths)


def _arranged(flow: Flow, width: float, height: float, cell_widths: Sequence[float]) -> Plan:
    """A plan in which steps share rows where that saves pages."""
    made = _made(flow, width, height, cell_widths, rows_of(flow))
    if len(made.pages) == 1 or flow.columns == 1 or flow.is_table:
        return made
    apart: frozenset[str] = frozenset()
    for _ in range(TRIES):
        try:
            shared = _made(flow, width, height, cell_widths, shared_rows(flow, apart))
        except (TooNarrow, TooTall, Crowded, TooManyExits):
            return made
        short = frozenset(step for page in shared.pages for step in page.grid.short) - apart
        if len(shared.pages) >= len(made.pages):
            return made
        if not short:
            return shared
        apart |= short
    return made


def _made(flow: Flow, width: float, height: float, cell_widths: Sequence[float], row: dict[str, int]) -> Plan:
    made = Plan(flow, width, height, width, tuple(cell_widths))
    made.row = row
    made.arrows = _arrows(flow, made.row)
    made.cells = {step.id: cells for steps in made.steps_in_rows for step, cells in zip(steps, _cells(steps, made.cell_widths), strict=True)}
    needs = _guess(made)
    for number in range(ROUNDS):
        _set_columns(made, needs)
        _set_rows(made)
        made.pages, gap = _paged(made, needs.gaps)
        found = Needs.least(flow.columns)
        for page in made.pages:
            route_page(page, made.arrows, made.page_of)
            found.note(page, set_heights(page, made.row_heights, gap))
        is_guess = number == 0 and len(made.pages) > 1
        if not is_guess and found.are_within(needs) and all(page.bottom <= height + 0.5 or page.first == page.last for page in made.pages):
            break
        # At first each round forgets what an earlier paging needed; later needs only grow, so that the rounds come to an end.
        needs = found if number < FORGETFUL else needs.joined(found)
    for page in made.pages:
        if page.bottom > height + 0.5:
            raise TooTall(max(made.steps_in_rows[page.first], key=lambda step: made.symbols[step.id].height)) if page.first == page.last else Crowded
    return made


def _guess(made: Plan) -> Needs:
    """What the arrows need if all rows share one page: right at once for most charts, and sizes play no part in it."""
    needs = Needs.least(made.flow.columns)
    rows = len(made.steps_in_rows)
    if rows <= MOST_ROWS:
        made.page_of = {step.id: 0 for step in made.flow.steps}
        page = _page(made, 0, 0, rows - 1)
        route_page(page, made.arrows, made.page_of)
        needs.note(page, set_heights(page, [0.0] * rows, GAPS[0]))
    return needs


def _page(made: Plan, number: int, first: int, last: int) -> Page:
    rows = range(first, last + 1)
    here = {(column, row) for row in rows for step in made.steps_in_rows[row] for column in step.columns}
    return Page(number, first, last, made.flow.columns, Grid(made.row, made.columns, here, made.reach))


def _cells(steps: Sequence[FlowStep], widths: Sequence[float]) -> list[tuple[Cell, ...]]:
    """The cells of a row; where several steps stand in it, each begins with its code."""
    several = len(steps) > 1
    return [tuple(cell_of(cell, wide - 2 * PADDING, step.code if several else "") for cell, wide in zip(step.cells, widths, strict=True)) for step in steps]


def _arrows(flow: Flow, row: dict[str, int]) -> tuple[Edge, ...]:
    """Every arrow once, by source in order; at each source the one that goes straight down chooses its port first."""
    known = {step.id: step for step in flow.steps}
    found: list[Edge] = []
    for step in flow.steps:
        exits = {exit.to: exit for exit in reversed(step.exits) if exit.to in known}
        edges = [Edge(step.id, target, exit.label, step.type == "decision", exit.at) for target, exit in reversed(exits.items())]
        found += sorted(edges, key=lambda edge: not (known[edge.target].column == step.column and row[edge.target] > row[step.id]))
    return tuple(found)


def _set_columns(made: Plan, needs: Needs) -> None:
    """All symbols are equally wide; a column is as wide as its symbol, its labels and its margins need."""
    columns = made.flow.columns
    free = made.most - sum(made.cell_widths)
    inner = [[0.0, 0.0] for _ in range(columns)]
    room = needs.room
    if made.flow.is_table and columns == 2 and not needs.tracks["r", 0] and not needs.tracks["l", 1]:
        # One step a row: what stands right of one symbol and left of the other never meets.
        shared = max(room["R", 0], room["L", 1]) / 2
        room = {**room, ("R", 0): shared, ("L", 1): shared}
    for column in range(columns):
        for side in (0, 1):
            inner[column][side] = room["LR"[side], column] + needs.tracks["lr"[side], column] * TRACK
    spare = free - sum(map(sum, inner))
    wide = min(WIDEST_SYMBOL, spare / columns)
    if wide < min(WIDEST_WORD, max(NARROWEST_SYMBOL, *(narrowest(step.type, step.text) for step in made.flow.steps))):
        raise TooNarrow
    more = (spare - wide * columns) / columns
    if not made.cell_widths:
        more = min(more, MOST_AIR)
    made.edges, made.middles = [0.0], []
    for left, right in inner:
        made.middles.append(made.edges[-1] + left + more / 2 + wide / 2)
        made.edges.append(made.edges[-1] + left + right + more + wide)
    made.width = made.edges[-1] + sum(made.cell_widths)
    made.symbols = {step.id: symbol(step.type, step.text, round(wide, 1)) for step in made.flow.steps}


def _set_rows(made: Plan) -> None:
    made.row_heights = []
    for steps in made.steps_in_rows:
        high = max((made.symbols[step.id].height for step in steps), default=24.0)
        for number in range(len(made.cell_widths)):
            stacked = [made.cells[step.id][number].height for step in steps]
            high = max(high, sum(stacked) + 4 * (sum(map(bool, stacked)) - 1) - 8)
        made.row_heights.append(high)
        if high > made.height - HEAD - TOP:
            raise TooTall(max(steps, key=lambda step: made.symbols[step.id].height))


def _paged(made: Plan, gaps: dict[int, float]) -> tuple[list[Page], float]:
    """Pages by the fewest cuts; the widest gap that needs no page more."""
    crossing: dict[int, int] = defaultdict(int)
    for edge in made.arrows:
        low, high = sorted((made.row[edge.source], made.row[edge.target]))
        for row in range(low + 1, high + 1):
            crossing[row] += 1
    best: tuple[list[tuple[int, int]], float] | None = None
    for gap in GAPS:
        heights = [high + gap + gaps.get(row, 0.0) for row, high in enumerate(made.row_heights)]
        found = cuts(heights, made.height - HEAD - TOP, CONNECTOR_ABOVE, CONNECTOR_BELOW - gap, crossing)
        if best is None or len(found) < len(best[0]):
            best = (found, gap)
        if len(found) == 1:
            break
    assert best is not None
    made.page_of = {step.id: number for number, (first, last) in enumerate(best[0]) for row in range(first, last + 1) for step in made.steps_in_rows[row]}
    return [_page(made, number, first, last) for number, (first, last) in enumerate(best[0])], best[1]


def margin_x(made: Plan, page: Page, margin: Key, track: int) -> float:
    """Where a track of a margin runs, the first on the left; never on the line between two lanes."""
    side, column = margin
    is_outer = column == (0 if side == "l" else made.flow.columns - 1)
    off = 5.0 if is_outer else TRACK / 2
    if side == "l":
        return made.edges[column] + off + track * TRACK
    return made.edges[column + 1] - off - (page.tracks.count.get(margin, 1) - 1 - track) * TRACK
