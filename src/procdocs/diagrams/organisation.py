"""The organisation chart, from the departments and their `parent`: the top department, a column for each one below it, deeper ones stacked under it.

Each box names the department, who heads it, and the processes it owns.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from procdocs.diagnostics import Span
from procdocs.diagrams import Undrawable
from procdocs.diagrams.ends import plain
from procdocs.diagrams.graph import LANDSCAPE, MM, Canvas, Graph
from procdocs.diagrams.shapes import Pen
from procdocs.diagrams.text import Chip, Line, balance, fit, longest_word, wrap
from procdocs.languages import words
from procdocs.project import Project
from procdocs.project.load import SETTINGS_FILE
from procdocs.schema.settings import Department
from procdocs.source.address import Address

#: Gap between columns, between stacked boxes, how far each level is moved in, room of a bus between rows, margin in a box, in pt.
GAP, STACK, INDENT, BUS, PAD = 10.0, 8.0, 10.0, 24.0, 5.0
NARROWEST, WIDEST = 62.0, 52 * MM
TOP = 62 * MM
MOST_SHEETS = 20
#: More departments, or more levels of them, are not even tried: it would take minutes to find that they do not fit.
MOST_DEPARTMENTS, MOST_LEVELS = 600, 12
NAME_LEADING = 1.22


class Unit(NamedTuple):
    """A department as its box shows it."""

    id: str
    name: str
    head: str
    chips: tuple[Chip, ...]
    depth: int
    parent: str
    at: Address


class Sized(NamedTuple):
    """A unit with its broken texts and the size of its box."""

    unit: Unit
    name_size: float
    name: tuple[Line, ...]
    head: tuple[Line, ...]
    chips: tuple[Line, ...]
    width: float
    height: float


Column = tuple[Unit, ...]


def organisation(project: Project, id: str, language: str) -> tuple[Graph, ...]:
    """The sheets of the organisation chart. Raises Undrawable for more departments than sheets hold."""
    if len(project.departments) > MOST_DEPARTMENTS:
        raise Undrawable(Span(SETTINGS_FILE), words(language)("organisation.too_many"))
    top, columns = _forest(project, language)
    if any(unit.depth > MOST_LEVELS for column in columns for unit in column):
        raise Undrawable(Span(SETTINGS_FILE), words(language)("organisation.too_many"))
    for sheets in range(1, MOST_SHEETS + 1):
        size = math.ceil(len(columns) / sheets) or 1
        parts = [columns[start : start + size] for start in range(0, len(columns), size)] or [()]
        rows = [_arranged(top, part) for part in parts]
        if all(row is not None for row in rows):
            return tuple(_sheet(id, language, top, row, (sheet, len(parts))) for sheet, row in enumerate(rows, 1) if row is not None)
    raise Undrawable(Span(SETTINGS_FILE), words(language)("organisation.too_many"))


def _forest(project: Project, language: str) -> tuple[Unit, tuple[Column, ...]]:
    """The top box and a column for each department below it. Several departments without a parent stand below the organisation itself."""
    departments = project.departments
    below: dict[str, list[Department]] = {}
    roots = [department for department in departments.values() if _is_root(department, project)]
    for department in departments.values():
        if department not in roots:
            below.setdefault(department.parent, []).append(department)
    if len(roots) == 1:
        top = _unit(project, roots[0], 0, "", language)
        heads = below.get(roots[0].id, [])
    else:
        name = plain(project.say(project.settings.organisation.name, language))
        top = Unit("", name, "", (), 0, "", Address(SETTINGS_FILE, ("organisation", "name")))
        heads = roots
    columns = []
    for head in heads:
        column: list[Unit] = []
        waiting = [(head, 0, top.id)]
        while waiting:
            department, depth, parent = waiting.pop()
            column.append(_unit(project, department, depth, parent, language))
            waiting += [(child, depth + 1, department.id) for child in reversed(below.get(department.id, []))]
        columns.append(tuple(column))
    return top, tuple(columns)


def _is_root(department: Department, project: Project) -> bool:
    """Without a known parent; or the first of a ring of departments that are each other's parents."""
    seen = [department.id]
    while department.parent in project.departments:
        if department.parent in seen:
            ring = seen[seen.index(department.parent) :]
            return seen[0] == min(ring, key=list(project.departments).index)
        seen.append(department.parent)
        department = project.departments[department.parent]
    return len(seen) == 1


def _unit(project: Project, department: Department, depth: int, parent: str, language: str) -> Unit:
    chips = tuple(
        Chip(process.id, process.type, process.id) for kind in ("management", "customer", "support") for process in project.processes_of(kind) if process.owner == department.id
    )
    return Unit(
        department.id,
        plain(project.say(department.name, language)) or department.id,
        plain(project.say(department.head, language)),
        chips,
        depth,
        parent,
        Address(SETTINGS_FILE, ("departments", list(project.departments).index(department.id))),
    )


# -- places --------------------------------------------------------------------------------------------------------------------

Rows = tuple[tuple[tuple[Sized, ...], ...], ...]


def _arranged(top: Unit, columns: tuple[Column, ...]) -> tuple[Sized, Rows] | None:
    """The top box and the columns in as few rows as leave every name whole; None if the sheet is too low for them."""
    head = _sized(top, TOP, 11.0)
    best = None
    for count in range(1, max(len(columns), 1) + 1):
        per_row = math.ceil(len(columns) / count) or 1
        room = min(WIDEST, (LANDSCAPE[0] - 14 - (per_row - 1) * GAP) / per_row)
        rows = tuple(
            tuple(tuple(_sized(unit, room - unit.depth * INDENT, 9.5) for unit in column) for column in columns[start : start + per_row])
            for start in range(0, len(columns), per_row)
        )
        if room < NARROWEST or _height(head, rows) > LANDSCAPE[1]:
            continue
        best = head, rows
        if all(longest_word(box.unit.name, bold=True) * box.name_size <= box.width - 2 * PAD and len(box.name) <= 2 for row in rows for column in row for box in column):
            return best
    return best


def _sized(unit: Unit, wide: float, largest: float) -> Sized:
    room = max(wide, 30.0) - 2 * PAD
    size, _ = fit(unit.name, room, largest, 2, 7.5, bold=True)
    name = balance(unit.name, room, size, bold=True)
    head = balance(unit.head, room, 7.5) if unit.head else ()
    chips = wrap("", room, 8, chips=unit.chips) if unit.chips else ()
    height = 2 * PAD + len(name) * size * NAME_LEADING + len(head) * 7.5 * NAME_LEADING + (len(chips) * 12 + 2 if chips else 0)
    return Sized(unit, size, name, head, chips, room + 2 * PAD, height)


def _tall(column: tuple[Sized, ...]) -> float:
    return sum(box.height for box in column) + STACK * (len(column) - 1)


def _height(head: Sized, rows: Rows) -> float:
    return head.height + sum(BUS + max(_tall(column) for column in row) for row in rows)


# -- drawing -------------------------------------------------------------------------------------------------------------------


def _sheet(id: str, language: str, top: Unit, arranged: tuple[Sized, Rows], page: tuple[int, int]) -> Graph:
    say = words(language)
    head, rows = arranged
    units = [top, *(box.unit for row in rows for column in row for box in column)]
    said = "; ".join(
        unit.name + (f" ({unit.head})" if unit.head else "") + (f": {say('organisation.owns')} " + ", ".join(chip.text for chip in unit.chips) if unit.chips else "")
        for unit in units
    )
    title = say("organisation.kind") + (f" ({page[0]}/{page[1]})" if page[1] > 1 else "")
    canvas = Canvas(id, "organisation", language, title, said, LANDSCAPE[0], _height(head, rows) + 2)
    middle = LANDSCAPE[0] / 2
    _draw_box(canvas, head, middle - head.width / 2, 1.0, dark=True)
    y = head.height + 1.0
    trunk, before = len(rows) > 1, 0.0
    for number, row in enumerate(rows):
        bus = y + BUS / 2
        wide = sum(column[0].width for column in row) + GAP * (len(row) - 1)
        x = (LANDSCAPE[0] - wide) / 2 + (6 if trunk else 0)
        tops = [x + sum(column[0].width + GAP for column in row[:index]) + column[0].width / 2 for index, column in enumerate(row)]
        if number == 0:
            canvas.path(Pen(middle, y).down(bus), stroke="wire", weight=1.1)
        ends = [*tops, middle] if number == 0 else tops
        left = 4.0 if trunk else min(ends)
        canvas.path(Pen(left, bus).across(max(ends)), stroke="wire", weight=1.1)
        if number:
            canvas.path(Pen(4, before).down(bus), stroke="wire", weight=1.1)
        before = bus
        for column, drop in zip(row, tops, strict=True):
            canvas.path(Pen(drop, bus).down(y + BUS), stroke="wire", weight=1.1)
            canvas.join(_name(top), _name(column[0].unit), (drop, y + BUS))
            _draw_column(canvas, column, x, y + BUS)
            x += column[0].width + GAP
        y += BUS + max(_tall(column) for column in row)
    return canvas.graph(*page)


def _draw_column(canvas: Canvas, column: tuple[Sized, ...], x: float, y: float) -> None:
    bottoms: dict[str, tuple[float, float]] = {}
    for box in column:
        left = x + box.unit.depth * INDENT
        if box.unit.depth:
            above, bottom = bottoms[box.unit.parent]
            middle = y + box.height / 2
            canvas.path(Pen(above + INDENT / 2, bottom).down(middle).across(left), stroke="wire", weight=0.9)
            canvas.join(_name_of(box.unit.parent), _name(box.unit), (left, middle))
        _draw_box(canvas, box, left, y, dark=False)
        bottoms[box.unit.id] = (left, y + box.height)
        y += box.height + STACK


def _name(unit: Unit) -> str:
    return _name_of(unit.id)


def _name_of(id: str) -> str:
    return f"department-{id}" if id else "organisation"


def _draw_box(canvas: Canvas, box: Sized, x: float, y: float, *, dark: bool) -> None:
    unit = box.unit
    label = unit.name + (f"\n{unit.head}" if unit.head else "") + ("\n" + " ".join(chip.text for chip in unit.chips) if unit.chips else "")
    with canvas.box(_name(unit), x, y, box.width, box.height, label=label, shape="round", role="department", title=unit.name, at=unit.at):
        fill, ink, soft = ("customer", "on-customer", "faint-on-customer") if dark else ("customer-tint", "ink", "soft") if not unit.depth else ("paper", "ink", "soft")
        canvas.rect(x, y, box.width, box.height, 4, fill=fill, stroke="customer", weight=1.2 if not unit.depth else 0.8)
        room, top = box.width - 2 * PAD, y + PAD
        top = canvas.lines(x + PAD, top, box.name, box.name_size, ink, bold=True, align="middle", room=room, leading=NAME_LEADING)
        top = canvas.lines(x + PAD, top, box.head, 7.5, soft, align="middle", room=room, leading=NAME_LEADING)
        if box.chips:
            canvas.lines(x + PAD, top + 2, box.chips, 8, align="middle", room=room, leading=1.5, inside=_name(unit))
