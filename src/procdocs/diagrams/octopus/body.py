"""The animal itself: body, arms with suckers, and the boundary of the organisation. Places and shapes; no texts of arms."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

from procdocs.diagrams.ends import plain
from procdocs.diagrams.graph import LANDSCAPE, MM, Canvas
from procdocs.diagrams.shapes import Pen, polyline
from procdocs.diagrams.text import Chip, Line, balance, fit, wrap
from procdocs.languages import words
from procdocs.project import Project

Point = tuple[float, float]
#: Roundness of the boundary: 1 is an ellipse, towards 0 a rectangle.
ROUNDNESS = 0.62
#: Width of an arm at its tip, in pt.
TIP = 3.6


class Slot(NamedTuple):
    """The end of an arm: right (1) or left (-1), its height, the inner and outer end of its pill."""

    side: int
    y: float
    inner: float
    outer: float


@dataclass(frozen=True)
class Figure:
    """Sizes of the animal in pt: half width of the boundary, half width of the body, height of the sheet."""

    boundary: float
    half: float
    arms: int
    height: float = LANDSCAPE[1]

    def with_height(self, height: float) -> Figure:
        """The same figure on a sheet of another height."""
        return replace(self, height=height)

    @property
    def middle_x(self) -> float:
        """Where the body stands."""
        return LANDSCAPE[0] / 2

    @property
    def tall(self) -> float:
        """Half height of the body."""
        return min(33 * MM, self.height * 0.3)

    @property
    def pill(self) -> float:
        """Width of the pill with the name of a process."""
        return (40 if self.arms <= 14 else 38) * MM

    @property
    def name_size(self) -> float:
        """Type size of the names."""
        return 9.5 if self.arms <= 14 else 8.5

    @property
    def thick(self) -> float:
        """Width of an arm at the body."""
        return 30.0 if self.arms <= 8 else 24.0 if self.arms <= 14 else 17.0

    def text_room(self) -> float:
        """Width for the texts of input and output where it is least, in pt."""
        return LANDSCAPE[0] / 2 - 18 * MM - 3 - self.boundary - self.pill / 2 - 5 - 11

    def slot(self, side: int, y: float) -> Slot:
        """The end of an arm at height y; the pill straddles the boundary."""
        away = abs(y - self.height / 2) / (self.height / 2 - 1)
        reach = self.boundary * max(0.0, 1 - away ** (2 / ROUNDNESS)) ** (ROUNDNESS / 2)
        inner = self.middle_x + side * (max(reach, self.boundary * 0.8) - self.pill * 0.5)
        return Slot(side, y, inner, inner + side * self.pill)


def draw_animal(canvas: Canvas, project: Project, figure: Figure, slots: list[Slot], *, with_others: bool) -> None:
    """Boundary, arms and body; with the management and support processes in it if wanted."""
    _draw_boundary(canvas, figure)
    for slot in slots:
        _draw_arm(canvas, _curve(figure, slot), figure.thick)
    _draw_body(canvas, project, figure, with_others=with_others)


def _draw_boundary(canvas: Canvas, figure: Figure) -> None:
    corners = []
    for step in range(120):
        angle = 2 * math.pi * step / 120
        across, down = math.cos(angle), math.sin(angle)
        x = figure.middle_x + math.copysign(abs(across) ** ROUNDNESS, across) * figure.boundary
        y = figure.height / 2 + math.copysign(abs(down) ** ROUNDNESS, down) * (figure.height / 2 - 1)
        corners.append((x, y))
    canvas.path(polyline(corners).shut(), fill="wash", stroke="soft", weight=0.9, dash=(5, 3.5))


def _curve(figure: Figure, slot: Slot) -> tuple[Point, Point, Point, Point]:
    """The axis of an arm, a cubic from inside the body to inside the pill."""
    x, y = figure.middle_x, figure.height / 2
    angle = math.atan2((slot.y - y) / y * 1.25, slot.side * 0.62)
    start = (x + figure.half * 0.8 * math.cos(angle), y + figure.tall * 0.8 * math.sin(angle))
    gap = abs(slot.inner - start[0])
    first = (start[0] + math.cos(angle) * gap * 0.42, start[1] + math.sin(angle) * figure.tall * 0.55)
    second = (slot.inner - slot.side * gap * 0.55, slot.y + (slot.y - y) * 0.03)
    return start, first, second, (slot.inner + slot.side * 6, slot.y)


def _at(curve: tuple[Point, Point, Point, Point], t: float) -> tuple[Point, Point]:
    """Point and unit normal of a cubic."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = curve
    u = 1 - t
    x = u**3 * ax + 3 * u * u * t * bx + 3 * u * t * t * cx + t**3 * dx
    y = u**3 * ay + 3 * u * u * t * by + 3 * u * t * t * cy + t**3 * dy
    along_x = 3 * u * u * (bx - ax) + 6 * u * t * (cx - bx) + 3 * t * t * (dx - cx)
    along_y = 3 * u * u * (by - ay) + 6 * u * t * (cy - by) + 3 * t * t * (dy - cy)
    length = math.hypot(along_x, along_y) or 1.0
    return (x, y), (-along_y / length, along_x / length)


def _draw_arm(canvas: Canvas, curve: tuple[Point, Point, Point, Point], thick: float) -> None:
    """A ribbon that tapers towards its tip, with suckers that shrink along its lower side."""
    one, other = [], []
    for step in range(19):
        t = step / 18
        (x, y), (across, down) = _at(curve, t)
        half = (thick * (1 - t) ** 1.35 + TIP) / 2
        one.append((x + across * half, y + down * half))
        other.append((x - across * half, y - down * half))
    canvas.path(polyline(one + other[::-1]).shut(), fill="customer", stroke="customer", weight=0.8, is_round=True)
    lower = 1 if curve[3][1] >= curve[0][1] else -1
    for step in range(6):
        t = 0.3 + step * 0.115
        (x, y), (across, down) = _at(curve, t)
        half = (thick * (1 - t) ** 1.35 + TIP) / 2
        radius = half * 0.36
        side = 1 if down * lower > 0 else -1
        if radius > 0.9:
            canvas.circle(x + side * across * (half - radius - 0.6), y + side * down * (half - radius - 0.6), radius, fill="paper", opacity=0.55)


def _draw_body(canvas: Canvas, project: Project, figure: Figure, *, with_others: bool) -> None:
    say = words(canvas.language)
    x, y, a, b = figure.middle_x, figure.height / 2, figure.half, figure.tall
    organisation = project.settings.organisation
    name = plain(project.say(organisation.short_name or organisation.name, canvas.language))
    room = a * 1.62
    size, _ = fit(name, room, 14, 3, 9, bold=True)
    lines = balance(name, room, size, bold=True)
    groups: list[tuple[str, tuple[Line, ...]]] = []
    for kind in ("management", "support") if with_others else ():
        chips = tuple(Chip(process.id, kind, process.id) for process in project.processes_of(kind))
        if chips:
            even = math.ceil(len(chips) / len(wrap("", room, 8, chips=chips)))
            groups.append((say(f"types.{kind}"), tuple(line for start in range(0, len(chips), even) for line in wrap("", room, 8, chips=chips[start : start + even]))))
    total = _stack(lines, size) + sum(16 + len(rows) * 13 for _, rows in groups)
    if total > 2 * b:
        # A small body only says how many there are.
        groups = [(f"{head} {sum(len(line.runs) for line in rows)}", ()) for head, rows in groups]
        total = _stack(lines, size) + 16 * len(groups)
    label = "\n".join([name, *(head + " " + " ".join(run.piece.text for line in rows for run in line.runs if isinstance(run.piece, Chip)) for head, rows in groups)])
    with canvas.box("body", x - a, y - b * 1.22, 2 * a, b * 2.34, label=label, shape="round", role="body", title=name):
        canvas.path(
            Pen(x - a, y)
            .curve(x - a, y - b * 1.12, x - a * 0.62, y - b * 1.22, x, y - b * 1.22)
            .curve(x + a * 0.62, y - b * 1.22, x + a, y - b * 1.12, x + a, y)
            .curve(x + a, y + b * 0.85, x + a * 0.62, y + b * 1.12, x, y + b * 1.12)
            .curve(x - a * 0.62, y + b * 1.12, x - a, y + b * 0.85, x - a, y)
            .shut(),
            fill="customer",
        )
        top = y - total / 2 - b * 0.04
        top = canvas.lines(x - room / 2, top, lines, size, "on-customer", bold=True, align="middle", room=room, leading=1.3) + 4
        top = canvas.lines(x - room / 2, top, wrap(say("octopus.system"), room, 8.5), 8.5, "faint-on-customer", align="middle", room=room, leading=1.3) + 4
        for head, rows in groups:
            canvas.text(x, top + 9, head, 7.5, "faint-on-customer", anchor="middle")
            top = canvas.lines(x - room / 2, top + 13, rows, 8, align="middle", room=room, leading=13 / 8, inside="body") + 3


def _stack(lines: tuple[Line, ...], size: float) -> float:
    """Height of the name and the words under it."""
    return len(lines) * size * 1.3 + 4 + 8.5 * 1.3 + 4
