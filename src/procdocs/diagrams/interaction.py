"""Interaction of the processes: a map while it stays readable, an N-square chart beyond.

The map's numbers stand on the arrows and are spelled out in a list beside it, so that boxes and arrows stay large.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import hypot
from typing import NamedTuple

from procdocs.diagrams.ends import plain
from procdocs.diagrams.graph import LANDSCAPE, MM, PORTRAIT, Canvas, Graph
from procdocs.diagrams.layout import Arrangement, Place, arranged
from procdocs.diagrams.nsquare import nsquare
from procdocs.diagrams.palette import look
from procdocs.diagrams.shapes import Pen
from procdocs.diagrams.text import BASELINE, Line, fit, width, wrap
from procdocs.languages import words
from procdocs.project import Project
from procdocs.project.interfaces import Interface, between_processes
from procdocs.schema.process import Process
from procdocs.source.address import Address

#: A map is accepted down to this scale: its 8 pt badges stay 7 pt.
LEAST_SCALE = 0.875
#: More processes, or more links a process, are not tried: no map of them was ever readable.
MOST_PROCESSES, MOST_LINKS = 16, 2.2
LIST = 62 * MM
BETWEEN = 12.0
CODE, LIST_SIZE, LIST_LEADING = 7.5, 8.0, 1.3
DOT = 6.3
#: Room left and right of the map for numbers on outer arrows.
EDGE = 8.0

Rectangle = tuple[float, float, float, float]
Links = Mapping[tuple[str, str], tuple[Interface, ...]]


def interaction(project: Project, id: str, language: str) -> tuple[Graph, ...]:
    """The sheets that show which process gives what to which. `id` is `interaction`."""
    links = between_processes(project)
    drawn = interaction_map(project, links, language, id)
    return (drawn,) if drawn is not None else nsquare(project, links, language, id)


class Row(NamedTuple):
    """A line of the list: number, giver, receiver, and what is given."""

    number: int
    giver: str
    receiver: str
    text: str
    lines: tuple[Line, ...]


def interaction_map(project: Project, links: Links, language: str, id: str) -> Graph | None:
    """The map on one sheet, or None where it would not be readable or Graphviz is not there."""
    processes = [process for type_ in ("management", "customer", "support") for process in project.processes_of(type_)]
    pairs = [pair for pair in links if pair[0] != pair[1]]
    if not pairs or len(processes) > MOST_PROCESSES or len(pairs) > MOST_LINKS * len(processes):
        return None
    names = {process.id: _named(project, process, language) for process in processes}
    found = None
    for sheet, columns in ((LANDSCAPE, 1), (PORTRAIT, 2)):
        rows = _list(project, links, pairs, language)
        listed = _list_height(rows, columns)
        under = columns > 1
        room = (sheet[0] - 2 * EDGE, sheet[1] - listed - BETWEEN - 4) if under else (sheet[0] - LIST - BETWEEN - 2 * EDGE, sheet[1] - 4)
        if listed > sheet[1] / (2 if under else 1) - 4:
            continue
        found = _best(processes, pairs, names, room)
        if found is not None:
            break
    if found is None:
        return None
    arrangement, scale = found
    map_size = (arrangement.width * scale, arrangement.height * scale)
    width, height = (
        (max(map_size[0] + 2 * EDGE, 2 * LIST + BETWEEN), map_size[1] + BETWEEN + listed + 4) if under else (map_size[0] + BETWEEN + LIST + 2 * EDGE, max(map_size[1], listed) + 4)
    )
    title = words(language)("interaction.title")
    description = "; ".join(f"{row.giver} → {row.receiver}: {row.text}" for row in rows)
    canvas = Canvas(id, "interaction", language, title, description, width, height)
    origin = ((width - map_size[0]) / 2, 2.0) if under else (EDGE, (height - map_size[1]) / 2)
    drawing = _Map(canvas, arrangement, scale, origin, {process.id: number for number, process in enumerate(processes)})
    types = {process.id: process.type for process in processes}
    drawing.arrows(pairs, types, rows, [names[process.id][2] for process in processes])
    for process in processes:
        drawing.process(process, *names[process.id])
    if under:
        half = -(-len(rows) // 2)
        _draw_list(canvas, rows[:half], types, 2.0, map_size[1] + BETWEEN + 2)
        _draw_list(canvas, rows[half:], types, width - LIST, map_size[1] + BETWEEN + 2)
    else:
        _draw_list(canvas, rows, types, map_size[0] + BETWEEN + 2 * EDGE, 2.0)
    return canvas.graph()


def _list_height(rows: list[Row], columns: int) -> float:
    half = -(-len(rows) // columns)
    return max(sum(len(row.lines) * LIST_SIZE * LIST_LEADING + 4 for row in part) for part in (rows[:half], rows[half:]))


def _list(project: Project, links: Links, pairs: list[tuple[str, str]], language: str) -> list[Row]:
    separator = words(language)("list_separator")
    lead = max(width(f"{one} → {other}", CODE, bold=True) for one, other in pairs) + 22
    rows = []
    for number, pair in enumerate(pairs, 1):
        said = separator.join(dict.fromkeys(item_name(project, link, language) for link in links[pair]))
        rows.append(Row(number, *pair, said, wrap(said, LIST - lead, LIST_SIZE)))
    return rows


def item_name(project: Project, link: Interface, language: str) -> str:
    """The item as the giver names it."""
    return plain(project.say(link.item.name, language))


def _named(project: Project, process: Process, language: str) -> tuple[float, tuple[Line, ...], Place]:
    """Type size and lines of a process's name, and the size of its box."""
    size, lines = fit(plain(project.say(process.name, language)), 30 * MM, 9.5, 2, 8, bold=True)
    wide = max(max((line.width for line in lines), default=0.0) + 14, 21 * MM, width(process.id, 8, bold=True) + 16)
    return size, lines, (wide, len(lines) * size * 1.25 + 24)


def _best(processes: list[Process], pairs: list[tuple[str, str]], names: Mapping[str, tuple[float, tuple[Line, ...], Place]], room: Place) -> tuple[Arrangement, float] | None:
    """The arrangement of the largest scale among some; None if none is readable."""
    at = {process.id: number for number, process in enumerate(processes)}
    sizes = [names[process.id][2] for process in processes]
    edges = [(at[one], at[other]) for one, other in pairs]
    customer = {at[process.id] for process in processes if process.type == "customer"}
    heavy = frozenset(edge for edge in edges if edge[0] in customer and edge[1] in customer)
    best: tuple[Arrangement, float] | None = None
    for across, separation in ((False, 0.6), (True, 0.75), (False, 0.42), (True, 0.55)):
        found = arranged(sizes, edges, across=across, separation=separation, heavy=heavy)
        if found is None:
            return None
        scale = min(1.0, room[0] / found.width, room[1] / found.height)
        if best is None or scale > best[1] + 0.02:
            best = (found, scale)
    return best if best is not None and best[1] >= LEAST_SCALE else None


class _Map(NamedTuple):
    """A found arrangement being drawn."""

    canvas: Canvas
    arrangement: Arrangement
    scale: float
    origin: Place
    at: Mapping[str, int]

    def place(self, point: Place) -> Place:
        """A point of the arrangement on the sheet."""
        return self.origin[0] + point[0] * self.scale, self.origin[1] + point[1] * self.scale

    def box(self, number: int, size: Place) -> Rectangle:
        """Where a process stands on the sheet: left, top, right, bottom."""
        x, y = self.place(self.arrangement.nodes[number])
        w, h = size[0] * self.scale / 2, size[1] * self.scale / 2
        return x - w, y - h, x + w, y + h

    def arrows(self, pairs: list[tuple[str, str]], types: Mapping[str, str], rows: list[Row], sizes: list[Place]) -> None:
        """Splines with their numbers on them."""
        dots: list[tuple[Place, int, str, str]] = []
        taken: list[Place] = []
        boxes = [self.box(number, size) for number, size in enumerate(sizes)]
        for row, (one, other) in zip(rows, pairs, strict=True):
            *way, tip = (self.place(point) for point in self.arrangement.edges[self.at[one], self.at[other]])
            pen = Pen(*way[0])
            for a, b, c in zip(way[1::3], way[2::3], way[3::3], strict=False):
                pen.curve(*a, *b, *c)
            color = look(types[one]).ink
            dash = () if types[one] == "customer" else (4.0, 2.5)
            said = f"{one} → {other}: {row.text}"
            self.canvas.arrow(pen, tip, (tip[0] - way[-1][0], tip[1] - way[-1][1]), color, source=one, target=other, label=said, head=7, dash=dash)
            dots.append((_dot_place(way, taken, boxes), row.number, color, said))
            taken.append(dots[-1][0])
        for (x, y), number, color, said in dots:
            with self.canvas.group(f"arrow{number}", "number", said):
                self.canvas.circle(x, y, DOT, fill="paper", stroke=color, weight=1)
                self.canvas.middle(x, y, str(number), 7.5, color, bold=True)

    def process(self, process: Process, size: float, lines: tuple[Line, ...], box: Place) -> None:
        """A process with badge and name."""
        canvas, scale, colors = self.canvas, self.scale, look(process.type)
        x, y = self.place(self.arrangement.nodes[self.at[process.id]])
        w, h = box[0] * scale, box[1] * scale
        label = f"{process.id} {''.join(line.text for line in lines)}"
        with canvas.box(process.id, x - w / 2, y - h / 2, w, h, label=label, shape="round", role=f"process {process.type}", title=label, target=process.id, at=Address(process.id)):
            canvas.rect(x - w / 2, y - h / 2, w, h, 4, fill="paper" if process.type == "customer" else colors.tint, stroke=colors.ink, weight=1.3)
            badge = width(process.id, 8 * scale, bold=True) + 7.2 * scale
            canvas.badge(x - badge / 2, y - h / 2 + 4.5 * scale, process.id, process.type, 8 * scale, 12 * scale)
            canvas.block(
                x,
                y + 7.5 * scale,
                tuple(Line(tuple(run._replace(x=run.x * scale, width=run.width * scale) for run in line.runs), line.width * scale) for line in lines),
                size * scale,
                bold=True,
            )


def _dot_place(way: list[Place], taken: list[Place], boxes: list[Rectangle]) -> Place:
    """Where the number stands on its arrow: near the middle, but clear of other numbers and of the processes."""
    points = []
    for a, b, c, d in zip(way[0::3], way[1::3], way[2::3], way[3::3], strict=False):
        for step in range(0, 12):
            t = step / 12
            u = 1 - t
            points.append((u**3 * a[0] + 3 * u * u * t * b[0] + 3 * u * t * t * c[0] + t**3 * d[0], u**3 * a[1] + 3 * u * u * t * b[1] + 3 * u * t * t * c[1] + t**3 * d[1]))
    points.append(way[-1])
    count = len(points)

    def price(number: int) -> float:
        x, y = points[number]
        nearest = min((hypot(x - other[0], y - other[1]) for other in taken), default=99.0)
        # A number that touches a process would hide behind it.
        nearest = min(nearest, *(2 * hypot(max(left - x, 0, x - right), max(top - y, 0, y - bottom)) for left, top, right, bottom in boxes))
        return abs(number / count - 0.47) + max(0.0, 2.4 * DOT - nearest) * 0.2

    inner = range(count // 6, max(count // 6 + 1, count - count // 4))
    return points[min(inner, key=price)]


def _draw_list(canvas: Canvas, rows: list[Row], types: Mapping[str, str], left: float, y: float) -> None:
    lead = max((width(f"{row.giver} → {row.receiver}", CODE, bold=True) for row in rows), default=0.0) + 22
    step = LIST_SIZE * LIST_LEADING
    for row in rows:
        color = look(types[row.giver]).ink
        with canvas.group(f"item{row.number}", "item"):
            canvas.circle(left + 6, y + step / 2, 5.6, fill="paper", stroke=color, weight=0.9)
            canvas.middle(left + 6, y + step / 2, str(row.number), 7, color, bold=True)
            canvas.text(left + 15, y + step / 2 + CODE * BASELINE, f"{row.giver} → {row.receiver}", CODE, "soft", bold=True)
            y = canvas.lines(left + lead, y, row.lines, LIST_SIZE, leading=LIST_LEADING) + 4
