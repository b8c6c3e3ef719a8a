"""The arrows of one sheet of a flowchart: routed ways, connectors to other sheets, labels of exits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from procdocs.diagrams.flowchart.apart import ends, slots
from procdocs.diagrams.flowchart.connectors import HEAD, WEIGHT, connector_numbers, draw_jump, draw_landings, rounded
from procdocs.diagrams.flowchart.meetings import hops, joins
from procdocs.diagrams.flowchart.plan import Plan, margin_x
from procdocs.diagrams.flowchart.routes import MARGINS, Edge, Route
from procdocs.diagrams.flowchart.sheets import BOTTOM_PORTS, CODE_ROOM, TRACK, Page, label_lines
from procdocs.diagrams.flowchart.symbols import LABEL_SIZE, half_height, half_width
from procdocs.diagrams.graph import Canvas
from procdocs.diagrams.text import LEADING
from procdocs.languages import Words

Place = tuple[float, float]
#: Radius of the dot where arrows join or part, in pt.
DOT = 2.0
#: So much higher stands a label at the short arrow down to a connector.
ABOVE_CONNECTOR = 2.0


def draw_arrows(canvas: Canvas, made: Plan, number: int, label: Words) -> None:
    """Everything between the symbols of page `number`."""
    page = made.pages[number]
    labels: list[tuple[Place, str, str]] = []
    used: set[tuple[str, str]] = set()
    aside = slots(page.routes, page.tracks)
    lines: list[tuple[Edge, list[Place]]] = []
    for index, route in enumerate(page.routes):
        moved = [aside.get(port, 0) * TRACK for _, port, _ in ends(route)] if len(route.points) > 2 else [0.0, 0.0]
        lines.append((route.edge, [_place(made, page, index, corner, moved) for corner in range(len(route.points))]))
    for route, (_, places), over in zip(page.routes, lines, hops(lines), strict=True):
        _draw_route(canvas, route, places, over)
        if route.edge.label:
            if (route.edge.source, route.port) in used:
                labels.append((places[-1], "T", route.edge.label))
            else:
                labels.append((_clear_of_code(route.edge, route.port, _beside(made, route, places[0])), route.port, route.edge.label))
            used.add((route.edge.source, route.port))
    for x, y in joins(lines):
        canvas.circle(x, y, DOT, fill="wire")
    numbers = connector_numbers(made)
    for jump in page.jumps:
        place = draw_jump(canvas, made, page, jump, numbers[jump.edge.target], label)
        if jump.edge.label:
            place = _clear_of_code(jump.edge, jump.port, place)
            if jump.port in BOTTOM_PORTS:
                place = (place[0] + 1, place[1] - ABOVE_CONNECTOR)
            labels.append((place, "B" if jump.port in BOTTOM_PORTS else jump.port + "-", jump.edge.label))
    draw_landings(canvas, made, page, numbers, label)
    for place, port, said in labels:
        _draw_label(canvas, place, port, said)


def _beside(made: Plan, route: Route, place: Place) -> Place:
    """Beside the whole symbol, even where the arrow begins further in."""
    if route.port == "B":
        return place
    x = made.middles[route.points[0][0][1]] + made.symbols[route.edge.source].width / 2 * (1 if route.port == "R" else -1)
    return x, place[1]


def _clear_of_code(edge: Edge, port: str, place: Place) -> Place:
    """Left of a symbol that is no decision a label keeps clear of the tab with the code."""
    return (place[0] - CODE_ROOM, place[1]) if port == "L" and not edge.from_decision else place


def _place(made: Plan, page: Page, index: int, corner: int, moved: Sequence[float]) -> Place:
    """Where a corner of a route lies, in pt; its first and its last piece are `moved` aside."""
    route = page.routes[index]
    across, down = route.points[corner]
    is_last = corner >= len(route.points) - 2
    step = route.edge.target if corner == len(route.points) - 1 else route.edge.source
    sized, aside = made.symbols[step], moved[is_last]
    if across[0] in MARGINS:
        x = margin_x(made, page, across, page.tracks.of(index, corner, across))
    elif across[0] == "c":
        x = made.middles[across[1]] + (moved[1] if is_last else 0.0)
    else:
        x = made.middles[across[1]] + {"R": 1.0, "L": -1.0}[across[0]] * half_width(made.types[step], sized, aside, across[0])
    if down[0] == "h":
        y = page.channel[down[1]] + page.tracks.of(index, corner, down) * TRACK
    elif down[0] == "m":
        y = page.middle[down[1]] + moved[corner > 1]
    else:
        y = page.middle[down[1]] + {"B": 1.0, "T": -1.0}[down[0]] * half_height(made.types[step], sized, aside, down[0])
    return x, y


def _draw_route(canvas: Canvas, route: Route, places: list[Place], over: Mapping[int, Sequence[float]]) -> None:
    (before_x, before_y), tip = places[-2], places[-1]
    direction = (tip[0] - before_x, tip[1] - before_y)
    long = abs(direction[0]) + abs(direction[1]) or 1.0
    end = (tip[0] - direction[0] / long * (HEAD - 1), tip[1] - direction[1] / long * (HEAD - 1))
    canvas.arrow(
        rounded([*places[:-1], end], over), tip, direction, source=route.edge.source, target=route.edge.target, label=route.edge.label, weight=WEIGHT, head=HEAD, at=route.edge.at
    )


def _draw_label(canvas: Canvas, place: Place, port: str, said: str) -> None:
    """At the bottom right of the line, at a side above it; at a connector higher up; `T`: above the head of the arrow."""
    lines = label_lines(said)
    x, y = place
    step = LABEL_SIZE * LEADING
    if port == "B":
        first = y + 9.5
    elif port == "T":
        first = y - 8 - (len(lines) - 1) * step
    else:
        first = y - (9.5 if port.endswith("-") else 3.5) - (len(lines) - 1) * step
    for number, line in enumerate(lines):
        baseline = first + number * step
        if port in "BT":
            canvas.text(x + 4, baseline, line.text, LABEL_SIZE, "guide", bold=True)
        elif port[0] == "R":
            canvas.text(x + 3, baseline, line.text, LABEL_SIZE, "guide", bold=True)
        else:
            canvas.text(x - 3, baseline, line.text, LABEL_SIZE, "guide", bold=True, anchor="end")
