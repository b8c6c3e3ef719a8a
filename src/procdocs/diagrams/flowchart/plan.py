"""Sizes of a flowchart: widths of columns and margins, heights of rows, and which rows share a page. Draws nothing.

Arrows need room that is known only once they are routed, and they are routed page by page; so the plan is made again,
with more room where arrows need it, until everything fits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from procdocs.diagrams.flowchart.cells import PADDING, Cell, cell_of
from procdocs.diagrams.flowchart.cuts import cuts
from procdocs.diagrams.flowchart.needs import Needs
from procdocs.diagrams.flowchart.routes import Crowded, Edge, Grid, Key
from procdocs.diagrams.flowchart.sheets import CONNECTOR_ABOVE, CONNECTOR_BELOW, HEAD, TOP, TRACK, Page, route_page, set_heights
from procdocs.diagrams.flowchart.steps import Flow, FlowStep
from procdocs.diagrams.flowchart.symbols import SIZE, Symbol, narrowest, symbol
from procdocs.diagrams.graph import MM
from procdocs.schema.flowchart import BARS

#: Height in pt that no chart reaches: a page that is never cut.
ENDLESS = 1e6
#: Wanted room between rows, narrowed to save a page.
GAPS = (24.0, 21.0, 18.0, 15.0)
WIDEST_SYMBOL = 46 * MM
#: Narrower symbols break Chinese into columns of two or three characters.
NARROWEST_SYMBOL = 46.0
#: Words up to this width are never broken.
WIDEST_WORD = 84.0
#: Free room in a column of a chart without cells.
MOST_AIR = 36.0
#: So often evenly filled pages are tried, before one after the other is filled.
ROUNDS = 4
#: More rows than this never share a page.
MOST_ROWS = 18


class TooNarrow(Exception):
    """The columns leave no room for symbols."""


class TooTall(Exception):
    """A step does not fit a page."""

    def __init__(self, step: FlowStep) -> None:
        super().__init__(step.id)
        self.step = step


@dataclass
class Plan:
    """The whole layout; `edges` holds the left border of each column of symbols and the right border of the last."""

    flow: Flow
    #: Width and height of the page, and the width that is used of it.
    most: float
    height: float
    width: float
    cell_widths: tuple[float, ...]
    #: Largest type of the symbols.
    size: float
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


def plan(flow: Flow, width: float, height: float, cell_widths: Sequence[float], row: dict[str, int], size: float = SIZE) -> Plan:
    """The steps in their rows (by id) on pages of `width` by `height` pt, in type of a size. Raises TooNarrow, TooTall, TooManyExits, or Crowded for too many arrows."""
    made = Plan(flow, width, height, width, tuple(cell_widths), size)
    made.row = row
    made.arrows = _arrows(flow, made.row)
    made.cells = {step.id: cells for steps in made.steps_in_rows for step, cells in zip(steps, _cells(steps, made.cell_widths), strict=True)}
    needs = _guess(made)
    if not _in_even_pages(made, needs):
        _page_by_page(made, needs)
    for page in made.pages:
        if page.bottom > height + 0.5:
            raise TooTall(max(made.steps_in_rows[page.first], key=lambda step: made.symbols[step.id].height)) if page.first == page.last else Crowded
    return made


def _in_even_pages(made: Plan, needs: Needs) -> bool:
    """Find evenly filled pages; whether that came to an end, with room for all that stands on them."""
    for number in range(ROUNDS):
        _set_columns(made, needs)
        _set_rows(made)
        made.pages, gap = _paged(made, needs.gaps)
        found = Needs.least(made.flow.columns)
        for page in made.pages:
            route_page(page, made.arrows, made.page_of)
            found.note(page, set_heights(page, made.row_heights, gap))
        is_guess = number == 0 and len(made.pages) > 1
        if not is_guess and found.are_within(needs) and all(page.bottom <= made.height + 0.5 or page.first == page.last for page in made.pages):
            return True
        needs = found
    return False


def _page_by_page(made: Plan, needs: Needs) -> None:
    """Fill one page after the other: what a page needs depends on its own rows alone. Only the widths of columns are found in rounds, in which they grow."""
    rows = len(made.steps_in_rows)
    while True:
        _set_columns(made, needs)
        _set_rows(made)
        made.pages, found, first = [], Needs.least(made.flow.columns), 0
        while first < rows:
            page = _fullest(made, first)
            found.note(page, {})
            made.pages.append(page)
            first = page.last + 1
        made.page_of = {step.id: page.number for page in made.pages for row in range(page.first, page.last + 1) for step in made.steps_in_rows[row]}
        if found.are_within(needs):
            return
        needs = needs.joined(found)


def _fullest(made: Plan, first: int) -> Page:
    """The page that begins at a row and holds as many as it can with the smallest gaps."""
    gap, number = GAPS[-1], len(made.pages)
    last, high = first, made.row_heights[first]
    while last + 1 < len(made.row_heights) and high + gap + made.row_heights[last + 1] <= made.height - HEAD - TOP:
        last += 1
        high += gap + made.row_heights[last]
    while True:
        page = _page(made, number, first, last)
        here = {step.id: number for row in range(first, last + 1) for step in made.steps_in_rows[row]}
        route_page(page, made.arrows, {step.id: here.get(step.id, -1) for step in made.flow.steps})
        set_heights(page, made.row_heights, gap)
        if page.bottom <= made.height + 0.5 or last == first:
            return page
        last -= 1


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
    made.symbols = {step.id: symbol(step.type, step.text, round(wide, 1), made.size) for step in made.flow.steps}


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
