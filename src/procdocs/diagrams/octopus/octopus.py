"""The octopus: the organisation as body, one arm per customer-oriented process, at each arm's end the customer with what goes in and out.

Arms stand in the order of the life cycle, clockwise from the top: down the right flank, up the left one. Rows are as high as
their texts ask for; what does not fit one sheet at 7 pt is dealt to several.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from procdocs.diagrams import Undrawable
from procdocs.diagrams.ends import plain
from procdocs.diagrams.graph import LANDSCAPE, MM, Canvas, Graph
from procdocs.diagrams.octopus.body import Figure, Slot, draw_animal
from procdocs.diagrams.shapes import Pen
from procdocs.diagrams.text import LEAST, Line, balance, fit, width, wrap
from procdocs.languages import words
from procdocs.project import Project
from procdocs.schema import Octopus, Process
from procdocs.source.address import Address

#: Arms on one sheet; more would leave less than two lines an arm.
MOST_ARMS = 20
#: Half height of the gap between the two arrows of an arm, and of text to arrow, in pt.
OFFSET, CLEAR = 4.6, 2.2
PERSON, COLUMN = 8.5, 18 * MM
TIGHT = 1.18


@dataclass(frozen=True)
class Arm:
    """What one arm says."""

    process: Process
    name: str
    role: str
    input: str
    output: str
    #: Where its role, input and output are written: in the octopus file, else with the process.
    role_at: Address | None
    input_at: Address
    output_at: Address


def octopus(project: Project, id: str, language: str) -> tuple[Graph, ...]:
    """The sheets of the octopus. `id` is that of an octopus file, or any name where the project has none.

    Raises Undrawable for a text that fits no sheet.
    """
    document = project.by_id.get(id)
    file = document if isinstance(document, Octopus) else project.octopus
    arms = _arms(project, file, language)
    number = max(1, math.ceil(len(arms) / MOST_ARMS))
    while True:
        size = math.ceil(len(arms) / number) or 1
        parts = [arms[start : start + size] for start in range(0, len(arms), size)] or [()]
        figures = [_figure(part) for part in parts]
        if all(figures):
            return tuple(
                _sheet(project, file, id, language, (part, figure, sheet, len(parts))) for sheet, (part, figure) in enumerate(zip(parts, figures, strict=True), 1) if figure
            )
        if size == 1:
            stuck = next(part for part, figure in zip(parts, figures, strict=True) if figure is None)
            raise Undrawable(file.span() if file is not None else stuck[0].process.span(), words(language)("octopus.too_long"))
        number += 1


def _arms(project: Project, file: Octopus | None, language: str) -> tuple[Arm, ...]:
    notes = {arm.process: (arm, Address(file.id, ("arms", number))) for number, arm in enumerate(file.arms)} if file is not None else {}
    separator = words(language)("list_separator")
    out = []
    for process in project.processes_of("customer"):
        own = Address(process.id)
        note, at = notes.get(process.id, (None, own))
        given = [plain(project.say(item.name, language)) for item in process.inputs if any(project.is_customer(end) for end in item.source)]
        taken = [plain(project.say(item.name, language)) for item in process.outputs if any(project.is_customer(end) for end in item.to)]
        out.append(
            Arm(
                process,
                plain(project.say(process.name, language)) or process.id,
                plain(project.say(note.customer, language)) if note is not None else "",
                project.say(note.inputs, language) if note is not None and note.inputs is not None else separator.join(dict.fromkeys(given)),
                project.say(note.outputs, language) if note is not None and note.outputs is not None else separator.join(dict.fromkeys(taken)),
                at.below("customer") if note is not None and note.customer is not None else None,
                at.below("inputs") if note is not None and note.inputs is not None else own.below("inputs"),
                at.below("outputs") if note is not None and note.outputs is not None else own.below("outputs"),
            )
        )
    return tuple(out)


# -- places --------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """The texts of an arm, broken; how far they reach above and below the arm's axis, in pt."""

    arm: Arm
    side: int
    above: float
    below: float


def _figure(arms: tuple[Arm, ...]) -> tuple[Figure, list[tuple[Row, Slot]], float] | None:
    """Places for these arms: wide body first, then narrower ones that leave more room to the texts; None if nothing fits."""
    many = len(arms) > 14
    for most_lines in (3, 5, 99):
        for boundary, half in ((61, 28) if many else (68, 31), (61, 28), (55, 25)):
            for size in (7.25, 7.0) if many else (8.0, 7.5, 7.0):
                found = _try(arms, Figure(boundary * MM, half * MM, len(arms)), size, most_lines)
                if found is not None:
                    return found
    return None


def _try(arms: tuple[Arm, ...], figure: Figure, size: float, most_lines: int) -> tuple[Figure, list[tuple[Row, Slot]], float] | None:
    right = (len(arms) + 1) // 2
    room = figure.text_room()
    rows = [_row(arm, 1 if index < right else -1, room, size, figure) for index, arm in enumerate(arms)]
    flanks = [[(index, row) for index, row in enumerate(rows) if row.side > 0], [(index, row) for index, row in enumerate(rows) if row.side < 0][::-1]]
    if any(len(wrap(text, room, size)) > most_lines for arm in arms for text in (arm.input, arm.output)):
        return None
    need = max((sum(row.above + row.below for _, row in flank) for flank in flanks), default=0.0) + 16
    if need > LANDSCAPE[1]:
        return None
    # Few arms: a lower figure, not a lost one.
    height = min(LANDSCAPE[1], max(110 * MM, right * 36 * MM, need))
    placed = figure.with_height(height)
    slots: dict[int, tuple[Row, Slot]] = {}
    for flank in flanks:
        free = (height - 16 - sum(row.above + row.below for _, row in flank)) / max(len(flank), 1)
        # Arms of a short flank stay together around the middle.
        free = min(free, 44 * MM)
        y = height / 2 - (sum(row.above + row.below + free for _, row in flank)) / 2
        for index, row in flank:
            y += free / 2 + row.above
            slots[index] = (row, placed.slot(row.side, y))
            y += row.below + free / 2
    return placed, [slots[index] for index in range(len(rows))], size


def _row(arm: Arm, side: int, room: float, size: float, figure: Figure) -> Row:
    pill = _pill_height(arm, figure) / 2
    role = len(wrap(arm.role, COLUMN - 2, LEAST)) * LEAST * TIGHT + 1 if arm.role else 0.0
    upper, lower = (len(wrap(text, room, size)) * size * TIGHT for text in (arm.input, arm.output))
    return Row(arm, side, max(pill, PERSON + 1, upper + OFFSET + CLEAR) + 2, max(pill, PERSON + 1 + role, lower + OFFSET + CLEAR) + 2)


def _name(arm: Arm, figure: Figure) -> tuple[float, tuple[Line, ...]]:
    room = figure.pill - width(arm.process.id, figure.name_size, bold=True) - 21
    size, _ = fit(arm.name, room, figure.name_size, 2, 7.25, bold=True)
    return size, balance(arm.name, room, size, bold=True)


def _pill_height(arm: Arm, figure: Figure) -> float:
    size, lines = _name(arm, figure)
    return max(19.0, len(lines) * size * 1.22 + 7)


# -- drawing -------------------------------------------------------------------------------------------------------------------


def _sheet(project: Project, file: Octopus | None, id: str, language: str, part: tuple[tuple[Arm, ...], tuple[Figure, list[tuple[Row, Slot]], float], int, int]) -> Graph:
    arms, (figure, slots, size), sheet, sheets = part
    say = words(language)
    name = project.say(file.name, language) if file is not None and file.name is not None else f"{say('octopus.title')} · {say('octopus.kind')}"
    said = "; ".join(f"{arm.process.id} {arm.name}: {say('octopus.input')} {plain(arm.input)}; {say('octopus.output')} {plain(arm.output)}" for arm in arms)
    canvas = Canvas(id, "octopus", language, plain(name) + (f" ({sheet}/{sheets})" if sheets > 1 else ""), f"{say('octopus.title')}: {said}", LANDSCAPE[0], figure.height)
    inside = file is None or file.support
    draw_animal(canvas, project, figure, [slot for _, slot in slots], with_others=inside)
    for row, slot in slots:
        _draw_pill(canvas, row.arm, slot, figure)
        _draw_exchange(canvas, row.arm, slot, size, language)
    canvas.text(figure.middle_x, figure.height - 5, say("octopus.boundary"), 7.5, "soft", anchor="middle")
    return canvas.graph(sheet, sheets)


def _draw_pill(canvas: Canvas, arm: Arm, slot: Slot, figure: Figure) -> None:
    size, lines = _name(arm, figure)
    high = _pill_height(arm, figure)
    x = slot.inner if slot.side > 0 else slot.inner - figure.pill
    with canvas.box(
        f"arm-{arm.process.id}",
        x,
        slot.y - high / 2,
        figure.pill,
        high,
        label=f"{arm.process.id} {arm.name}",
        shape="pill",
        role="arm",
        title=f"{arm.process.id} {arm.name}",
        target=arm.process.id,
        at=Address(arm.process.id),
    ):
        canvas.rect(x, slot.y - high / 2, figure.pill, high, high / 2 if len(lines) == 1 else 9, fill="paper", stroke="customer", weight=1.5)
        badge = canvas.badge(x + 6, slot.y - figure.name_size * 0.78, arm.process.id, "customer", figure.name_size, figure.name_size * 1.56)
        canvas.lines(x + 6 + badge + 4, slot.y - len(lines) * size * 1.22 / 2, lines, size, "ink", bold=True, leading=1.22)


def _draw_exchange(canvas: Canvas, arm: Arm, slot: Slot, size: float, language: str) -> None:
    """Two arrows to the customer: what comes in above, what goes out below, the sign of the customer at their end."""
    say = words(language)
    id, y, side = arm.process.id, slot.y, slot.side
    x = canvas.width - COLUMN / 2 if side > 0 else COLUMN / 2
    far = x - side * (PERSON + 2)
    customer = arm.role or say("party.customer")
    # The column of the customer's role stays free of other texts.
    low, high = (slot.outer + 5, canvas.width - COLUMN - 2) if side > 0 else (COLUMN + 3, slot.outer - 4)
    for letter, text, up in (("I", arm.input, True), ("O", arm.output, False)):
        if not text and (arm.input or arm.output):
            continue
        start, end = (far, slot.outer) if up else (slot.outer, far)
        ahead = 1 if end > start else -1
        line = y - OFFSET if up else y + OFFSET
        ends = (f"customer-{id}", f"arm-{id}") if up else (f"arm-{id}", f"customer-{id}")
        color = "means" if up else "flow"
        canvas.arrow(
            Pen(start + ahead * 1.5, line).across(end - ahead * 5),
            (end - ahead, line),
            (ahead, 0),
            color,
            source=ends[0],
            target=ends[1],
            weight=1.3,
            head=5.5,
            dash=(4, 2) if up else (),
        )
        # Above the arrow nothing else stands beside the person.
        wide = high - low if not up or side < 0 else far - 4 - low
        lines = wrap(text, wide - 11, size)
        tall = len(lines) * size * TIGHT
        top = line - CLEAR - tall if up else line + CLEAR
        if lines:
            with canvas.box(
                f"{'input' if up else 'output'}-{id}",
                low - 0.5,
                top,
                wide + 0.5,
                tall,
                label=plain(text),
                shape="plain",
                role="exchange",
                at=arm.input_at if up else arm.output_at,
            ):
                canvas.circle(low + 3.6, top + size * TIGHT / 2, 3.9, fill=color)
                canvas.middle(low + 3.6, top + size * TIGHT / 2, letter, 7, "paper", bold=True)
                canvas.lines(low + 10.5, top, lines, size, leading=TIGHT)
    with canvas.box(
        f"customer-{id}",
        x - PERSON,
        y - PERSON,
        2 * PERSON,
        2 * PERSON,
        label=customer,
        shape="circle",
        role="customer",
        title=customer,
        at=arm.role_at,
    ):
        canvas.person(x, y, PERSON)
    role = wrap(arm.role, COLUMN - 2, LEAST)
    canvas.block(x, y + PERSON + 1 + len(role) * LEAST * TIGHT / 2, role, LEAST, "soft", leading=TIGHT)
