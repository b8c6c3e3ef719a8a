"""One sheet of a flowchart: its arrows routed, connectors to other sheets given a side, its rows given their heights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from procdocs.diagrams.flowchart.apart import in_order
from procdocs.diagrams.flowchart.routes import Edge, Grid, Key, Route, Tracks, routes, tracks
from procdocs.diagrams.flowchart.symbols import CONNECTOR, LABEL_SIZE
from procdocs.diagrams.text import LEADING, Line, wrap

HEAD = 24.0
TRACK = 6.0
#: Labels of exits are wrapped to this width.
LABEL_ROOM = 50.0
#: The tab with the code stands out so far on the left.
CODE_ROOM = 4.0
#: Length of the arrow to a connector beside a symbol, and the room both take with the page number.
JUMP = 9.0
CONNECTOR_ROOM = JUMP + 2 * CONNECTOR + 5
#: The last piece of an arrow down to a symbol is no shorter, or its head meets the corner before it.
LAST = 9.5
#: So much wider is what stands under a connector that arrows from several pages come to.
SEVERAL_PAGES = 3.0
#: Below the last row for connectors to later pages, above the first row for those from earlier ones.
CONNECTOR_BELOW, CONNECTOR_ABOVE = 32.0, 23.0
#: Free room under the head and over the lower edge.
TOP, BOTTOM = 14.0, 12.0
#: Ports at the bottom: in the middle, and beside it for more connectors.
BOTTOM_PORTS = ("B", "B-", "B+")


class TooManyExits(Exception):
    """A step has more exits than there are sides to draw them at."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


class Jump(NamedTuple):
    """An arrow that leaves its page, and the port it takes at its source."""

    edge: Edge
    port: str
    #: Where it leaves a bar; for others the column of the step.
    column: int


@dataclass
class Page:
    """The rows of one page, its arrows, and where each row stands."""

    number: int
    first: int
    last: int
    columns: int
    grid: Grid
    routes: tuple[Route, ...] = ()
    tracks: Tracks = field(default_factory=lambda: Tracks({}, {}))
    jumps: list[Jump] = field(default_factory=list)
    #: Ports at which arrows from other pages enter: `T` over the first row, `in L`, `in R`, or `T+` beside the middle.
    landings: dict[str, str] = field(default_factory=dict)
    top: dict[int, float] = field(default_factory=dict)
    middle: dict[int, float] = field(default_factory=dict)
    #: Height of the first track of the channel below each row.
    channel: dict[int, float] = field(default_factory=dict)
    bottom: float = 0.0


def route_page(page: Page, arrows: Sequence[Edge], page_of: Mapping[str, int]) -> None:
    """Give every arrow of the page its way, and every arrow to or from another page its port. Raises Crowded, TooManyExits."""
    number = page.number
    page.routes = routes((edge for edge in arrows if page_of[edge.source] == number == page_of[edge.target]), page.grid)
    page.tracks = in_order(page.routes, tracks(page.routes))
    for edge in arrows:
        if page_of[edge.source] == number != page_of[edge.target]:
            page.jumps.append(_jump(page, edge))
    for edge in arrows:
        if page_of[edge.target] == number != page_of[edge.source] and edge.target not in page.landings:
            page.landings[edge.target] = _landing_port(page, edge.target)


def _jump(page: Page, edge: Edge) -> Jump:
    """At the bottom where nothing is under it, else at a side, else beside the middle of the bottom."""
    grid = page.grid
    taken = grid.ports_of(edge.source)
    row, column = grid.row[edge.source], grid.leaves(edge)
    own = "B" if edge.source not in grid.reach else f"B{column}"
    is_open_below = row == page.last or ((column, row + 1) not in grid.occupied and not page.tracks.count.get(("h", row)))
    free = _free_side(page, edge.source, "RL")
    if own not in taken and "B" not in taken and is_open_below:
        taken.add(own)
        return Jump(edge, "B", column)
    port = free or next((port for port in BOTTOM_PORTS[1:] if port not in taken), "")
    if not port:
        raise TooManyExits(edge.source)
    taken.add(port)
    return Jump(edge, port, grid.end(edge.source, port) if free else column)


def _landing_port(page: Page, step: str) -> str:
    if page.grid.row[step] == page.first:
        return "T"
    side = _free_side(page, step, "LR")
    if side:
        page.grid.ports_of(step).add(f"in {side}")
        return f"in {side}"
    return "T+"


def _free_side(page: Page, step: str, order: str) -> str:
    taken = page.grid.ports_of(step)
    return next((port for port in order if port not in taken and f"in {port}" not in taken), "")


def set_heights(page: Page, row_heights: Sequence[float], gap: float) -> dict[int, float]:
    """Give the page's rows their places, `gap` pt apart; returns what arrows and labels need beyond that, by row."""
    over = page.tracks.count.get(("h", page.first - 1), 0)
    y = HEAD + TOP + over * TRACK + (CONNECTOR_ABOVE if "T" in page.landings.values() else 0.0)
    page.channel[page.first - 1] = y - BOTTOM - max(0, over - 1) * TRACK
    below, above = _below(page), _above(page)
    needed = {}
    for row in range(page.first, page.last + 1):
        page.top[row], page.middle[row] = y, y + row_heights[row] / 2
        y += row_heights[row]
        page.channel[row] = y + below.get(row, 0.0) + min(gap / 2 + 1, gap - LAST)
        needed[row] = max(0, page.tracks.count.get(("h", row), 0) - 1) * TRACK + below.get(row, 0.0) + above.get(row + 1, 0.0)
        y += gap + needed[row] if row < page.last else 0.0
    has_below = any(jump.port in BOTTOM_PORTS for jump in page.jumps if page.grid.row[jump.edge.source] == page.last)
    page.bottom = y + (CONNECTOR_BELOW if has_below else BOTTOM)
    return needed


def _below(page: Page) -> dict[int, float]:
    """Room between a row and the channel under it: for labels of several lines and for connectors."""
    depth: dict[int, float] = {}
    for port, edge in (*((route.port, route.edge) for route in page.routes), *((jump.port, jump.edge) for jump in page.jumps)):
        row = page.grid.row[edge.source]
        if port in BOTTOM_PORTS and edge.label:
            depth[row] = max(depth.get(row, 0.0), (len(label_lines(edge.label)) - 1) * LABEL_SIZE * LEADING)
        if port in BOTTOM_PORTS[1:]:
            depth[row] = max(depth.get(row, 0.0), CONNECTOR_BELOW)
    return depth


def _above(page: Page) -> dict[int, float]:
    return {page.grid.row[step]: CONNECTOR_ABOVE for step, port in page.landings.items() if port == "T+"}


def side_rooms(page: Page) -> Iterable[tuple[Key, float]]:
    """What stands beside the symbols of a column: (side, column) and the room it takes, in pt."""
    for route in page.routes:
        if route.port in "LR":
            yield (route.port, page.grid.end(route.edge.source, route.port)), _label_room(route.edge, route.port)
    for jump in page.jumps:
        if jump.port in "LR":
            room = _label_room(jump.edge, jump.port)
            yield (jump.port, jump.column), room if _may_reach_over(page, jump.edge.source, jump.port) else max(CONNECTOR_ROOM, room)
    for step, port in page.landings.items():
        if port.startswith("in ") and not _may_reach_over(page, step, port[-1]):
            yield (port[-1], page.grid.end(step, port[-1])), CONNECTOR_ROOM + SEVERAL_PAGES


def _may_reach_over(page: Page, step: str, side: str) -> bool:
    """Whether a connector may stand partly in the next lane: where there is one, with no symbol near and no arrow beside it."""
    column, row = page.grid.end(step, side), page.grid.row[step]
    neighbour = column + 1 if side == "R" else column - 1
    if not 0 <= neighbour < page.columns or not page.grid.is_free(neighbour, row - 1, row + 2):
        return False
    return not any(
        one[0] == other[0] in ((side.lower(), column), ("l" if side == "R" else "r", neighbour)) and min(one[1][1], other[1][1]) <= row <= max(one[1][1], other[1][1])
        for route in page.routes
        for one, other in pairwise(route.points)
    )


def label_lines(label: str) -> tuple[Line, ...]:
    """The label of an exit, broken."""
    return wrap(label, LABEL_ROOM, LABEL_SIZE, bold=True)


def _label_room(edge: Edge, port: str) -> float:
    lines = label_lines(edge.label) if edge.label else ()
    return max((line.width for line in lines), default=3.0) + 5 + (CODE_ROOM if port == "L" and edge.label and not edge.from_decision else 0)
