"""The turtle: a process as body, its six legs around it. Draws what `content` says where `plan` puts it."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from procdocs.diagrams import Undrawable
from procdocs.diagrams.ends import plain
from procdocs.diagrams.graph import LANDSCAPE, Canvas, Graph, Region
from procdocs.diagrams.palette import look
from procdocs.diagrams.shapes import Pen
from procdocs.diagrams.text import BASELINE, LEADING, LEAST, count_lines, em_width, width, wrap
from procdocs.diagrams.turtle.body import Row, body_rows, step_room
from procdocs.diagrams.turtle.content import FIELDS, LEGS, Content, Item, content_of
from procdocs.diagrams.turtle.plan import GAP, HANG, HEAD, ITEM_GAP, PAD, SHELL, Columns, Place, Plan, columns, plan, sizes_from
from procdocs.languages import words
from procdocs.project import Project
from procdocs.schema import Process
from procdocs.source.address import Address

COLOR = {"what": "means", "who": "means", "input": "flow", "output": "flow", "how": "guide", "measure": "guide"}
#: A turtle that needs more sheets is a list, not a picture.
MOST_SHEETS = 60
#: Parts of the height of a sheet that a low turtle takes, and its type at most and at least, in pt.
LOW, LOW_TYPE, LEAST_LOW = (0.5, 0.53, 0.56, 0.59, 0.62, 0.65, 0.68), 9.0, 7.25
#: Type size of a continued turtle to begin with, and of the risks, in pt.
CONTINUED, RISK = 8.5, 8.0

Entry = TypeVar("Entry")


def turtle(project: Project, id: str, language: str) -> tuple[Graph, ...]:
    """The sheets of a process's turtle, one if its texts fit at 7 pt. Raises Undrawable for a text that fits no sheet."""
    process = project.by_id[id]
    assert isinstance(process, Process)
    content = content_of(project, process, language)
    risks = _risk_columns(content)
    places = plan(content, LANDSCAPE[0], _room(content, risks, LANDSCAPE[1]), sizes_from())
    if places is not None:
        return (_sheet(content, content, places, risks, 1, 1),)
    _refuse_giants(content)
    return _continued(content, risks)


def low_turtle(project: Project, id: str, language: str) -> tuple[Graph, ...]:
    """The turtle of a small process on part of a sheet, as low as its texts allow in a type that is easy to read; nothing if they need the whole."""
    process = project.by_id[id]
    assert isinstance(process, Process)
    content = content_of(project, process, language)
    risks = _risk_columns(content)
    for part in LOW:
        height = LANDSCAPE[1] * part
        places = plan(content, LANDSCAPE[0], _room(content, risks, height), sizes_from(LOW_TYPE, LEAST_LOW))
        if places is not None:
            return (_sheet(content, content, places, risks, 1, 1, height),)
    return ()


def _room(content: Content, risks: Columns | None, height: float) -> float:
    """What a sheet of that height leaves above the strip of risks, in pt."""
    return height - (_strip_height(risks) + GAP if content.risks else 0.0)


def _continued(content: Content, risks: Columns | None) -> tuple[Graph, ...]:
    """More sheets, the entries dealt to them in order by their length, the body on each."""
    strip = _strip_height(risks) + GAP if content.risks else 0.0
    number = 2
    while number <= MOST_SHEETS:
        for parts in (_dealt(content, number, steps_too=False), _dealt(content, number, steps_too=True)):
            plans: list[Plan] = []
            for index, part in enumerate(parts):
                found = plan(part, LANDSCAPE[0], LANDSCAPE[1] - (strip if index == 0 else 0.0), sizes_from(CONTINUED))
                if found is None:
                    break
                plans.append(found)
            if len(plans) == number:
                return tuple(_sheet(content, part, places, risks, index, number) for index, (part, places) in enumerate(zip(parts, plans, strict=True), 1))
        number = max(number + 1, int(number * 1.2))
    raise Undrawable(content.span, words(content.language)("turtle.too_much", sheets=MOST_SHEETS))


def _refuse_giants(content: Content) -> None:
    """A single entry longer than a sheet can hold will not fit however the rest is dealt."""
    rooms = {"input": (0.38, 1.0), "output": (0.38, 1.0)}
    for leg in LEGS:
        share, high = rooms.get(leg, (0.62, 0.55))
        for item in content.legs[leg]:
            room = LANDSCAPE[0] * share - 2 * PAD
            if em_width(item.text) * LEAST * LEAST * LEADING > room * LANDSCAPE[1] * high:
                raise Undrawable(item.span, words(content.language)("turtle.too_long", characters=len(item.text)))


def _dealt(content: Content, number: int, *, steps_too: bool) -> list[Content]:
    """The content of each of `number` sheets. With `steps_too` the main steps are dealt as well and the purpose stands on the first sheet only."""
    legs: list[dict[str, tuple[Item, ...]]] = [{} for _ in range(number)]
    for leg in LEGS:
        for sheet, items in enumerate(_split(content.legs[leg], [len(item.text) + 8 * len(item.chips) + 12 for item in content.legs[leg]], number)):
            legs[sheet][leg] = items
    if not steps_too:
        return [replace(content, legs=own) for own in legs]
    steps = _split(content.steps, [len(step) + 12 for _, step in content.steps], number)
    return [
        replace(content, legs=own, steps=steps[sheet], purpose=content.purpose if sheet == 0 else "", clauses=content.clauses if sheet == 0 else "")
        for sheet, own in enumerate(legs)
    ]


def _split(entries: tuple[Entry, ...], weights: list[int], number: int) -> list[tuple[Entry, ...]]:
    parts: list[list[Entry]] = [[] for _ in range(number)]
    target = sum(weights) / number or 1.0
    passed = 0
    for entry, weight in zip(entries, weights, strict=True):
        parts[min(number - 1, int((passed + weight / 2) / target))].append(entry)
        passed += weight
    return [tuple(part) for part in parts]


def _sheet(whole: Content, part: Content, places: Plan, risks: Columns | None, sheet: int, sheets: int, height: float = LANDSCAPE[1]) -> Graph:
    say = words(whole.language)
    title = f"{whole.id} {whole.name} · {say('turtle.kind')}" + (f" ({sheet}/{sheets})" if sheets > 1 else "")
    canvas = Canvas(whole.id, "turtle", whole.language, title, _description(whole, part), LANDSCAPE[0], height)
    spots = places.legs
    _draw_limbs(canvas, spots, places.body, whole.upper)
    _draw_flows(canvas, spots, places.body)
    _draw_body(canvas, part, places, f"{sheet} / {sheets}" if sheets > 1 else "")
    for leg in (*whole.upper, *LEGS[2:]):
        _draw_leg(canvas, part, leg, places, len(whole.legs[leg]))
    if sheet == 1 and whole.risks:
        _draw_risks(canvas, whole, risks, height)
    return canvas.graph(sheet, sheets)


def _description(whole: Content, part: Content) -> str:
    say = words(whole.language)
    colon, separator = say("colon"), say("list_separator")
    said = [f"{say('turtle.owner')}{colon}{whole.owner}"] if whole.owner else []
    said += [plain(part.purpose)] if part.purpose else []
    if part.steps:
        said.append(say("turtle.steps") + colon + separator.join(f"{number} {plain(step)}" for number, step in part.steps))
    for leg in LEGS:
        items = (plain(item.text) + (f" ({', '.join(chip.text for chip in item.chips)})" if item.chips else "") for item in part.legs[leg])
        said.append(f"{say(f'turtle.{leg}')}{colon}{separator.join(items) or say('turtle.none')}")
    if whole.risks:
        said.append(say("turtle.risks") + colon + separator.join(plain(item.text) for item in whole.risks))
    return "; ".join(said)


# -- the animal ----------------------------------------------------------------------------------------------------------------


def _cut(body: Place) -> float:
    """How much of the shell's corners is cut off."""
    return min(22.0, body.height * 0.2)


def _draw_limbs(canvas: Canvas, spots: dict[str, Place], body: Place, upper: tuple[str, str]) -> None:
    """Flippers from the shell's cut corners to the legs: wide at the shell, bent outwards."""
    middle_x, middle_y, cut = body.x + body.width / 2, body.y + body.height / 2, _cut(body)
    for leg, side, down in ((upper[0], -1, -1), (upper[1], 1, -1), ("how", -1, 1), ("measure", 1, 1)):
        spot = spots[leg]
        hip_x, hip_y = middle_x + side * (body.width / 2 - cut * 0.6), middle_y + down * (body.height / 2 - cut * 0.5)
        foot_y = spot.y + spot.height if down < 0 else spot.y
        foot_x = hip_x + side * min(26.0, abs(foot_y - hip_y) * 0.4)
        foot_x = min(max(foot_x, spot.x + 30), spot.x + spot.width - 30)
        bend = (foot_y - hip_y) * 0.55
        canvas.path(
            Pen(hip_x - side * 2, hip_y - down * 6)
            .curve(hip_x + side * 6, hip_y + bend, foot_x - side * 2, foot_y - bend * 0.5, foot_x + side * 13, foot_y)
            .across(foot_x - side * 17)
            .curve(foot_x - side * 26, foot_y - bend * 0.5, hip_x - side * 30, hip_y + bend * 0.6, hip_x - side * 42, hip_y - down * 2)
            .shut(),
            fill=f"{COLOR[leg]}-tint",
            stroke=COLOR[leg],
            weight=0.9,
        )


def _draw_flows(canvas: Canvas, spots: dict[str, Place], body: Place) -> None:
    """Block arrows: input into the body, body to output."""
    middle, high = body.y + body.height / 2, 11.0
    into, out = spots["input"], spots["output"]
    for source, target, start, tip in (("input", "body", into.x + into.width + 3, body.x - 3), ("body", "output", body.x + body.width + 3, out.x - 3)):
        with canvas.group(role="arrow", joins=(source, target)):
            pen = Pen(start, middle - high * 0.5).across(tip - 12).by(0, -high * 0.55).to(tip, middle).to(tip - 12, middle + high * 1.05).by(0, -high * 0.55)
            canvas.path(pen.across(start).shut(), fill="flow")
        canvas.join(source, target, (tip, middle))


def _shell(body: Place, out: float) -> Pen:
    """The outline of the body, moved outwards by `out`."""
    cut, x, y, w, h = _cut(body), *body
    near = out * 0.4
    return (
        Pen(x + cut - near, y - out)
        .across(x + w - cut + near)
        .to(x + w + out, y + cut - near)
        .down(y + h - cut + near)
        .to(x + w - cut + near, y + h + out)
        .across(x + cut - near)
        .to(x - out, y + h - cut + near)
        .down(y + cut - near)
        .shut()
    )


def _draw_body(canvas: Canvas, content: Content, places: Plan, page: str) -> None:
    say = words(content.language)
    body, size, colors = places.body, places.size, look(content.type)
    room = body.width - 2 * SHELL
    rows = body_rows(content, size, room)
    label = "\n".join([f"{content.id} {say('type.' + content.type)}", *(plain(row.text) for row in rows), *(f"{number} {plain(step)}" for number, step in content.steps)])
    with canvas.box("body", *body, label=label, shape="shell", role="body", title=f"{content.id} {content.name}", at=Address(content.id)):
        canvas.path(_shell(body, 0), fill=colors.tint, stroke=colors.ink, weight=2.4, is_round=True)
        canvas.path(_shell(body, -4), fill="paper", stroke=colors.ink, weight=0.6)
        kind = say("type." + content.type) + (f" · {page}" if page else "")
        badge = width(content.id, 10.5, bold=True) + 9.5
        x = body.x + (body.width - badge - 5 - width(kind, 8)) / 2
        y = body.y + (body.height - _said_height(rows, content, room, size)) / 2
        canvas.badge(x, y, content.id, content.type, 10.5, 16)
        canvas.text(x + badge + 5, y + 8 + 8 * BASELINE, kind, 8, "soft")
        y += 22
        for row in rows:
            top = y
            y = canvas.lines(body.x + SHELL, top, wrap(row.text, room, row.size, bold=row.bold), row.size, row.color, bold=row.bold, align="middle", room=room) + 3
            canvas.regions.append(Region(row.field, body.x + SHELL, top, room, y - top, plain(row.text), Address(content.id, (row.field,))))
        if content.steps:
            _draw_steps(canvas, content, body, y, size)


def _said_height(rows: tuple[Row, ...], content: Content, room: float, size: float) -> float:
    steps = sum(count_lines(step, step_room(room, size), size) for _, step in content.steps) * size * LEADING + 5 if content.steps else 0.0
    return 22 + sum(count_lines(row.text, room, row.size, bold=row.bold) * row.size * LEADING + 3 for row in rows) + steps


def _draw_steps(canvas: Canvas, content: Content, body: Place, y: float, size: float) -> None:
    canvas.path(Pen(body.x + 18, y + 1).across(body.x + body.width - 18), stroke="line", weight=0.6)
    y += 5
    room = step_room(body.width - 2 * SHELL, size)
    content_steps = dict(content.steps)
    set_steps = [(number, wrap(step, room, size)) for number, step in content.steps]
    wide = max((line.width for _, lines in set_steps for line in lines), default=0.0)
    # Short steps stand in the middle of the body, all beginning at the same place.
    x = body.x + SHELL + (room - wide) / 2 + 1.8 * size
    for number, lines in set_steps:
        canvas.text(x - 0.55 * size, y + size * LEADING / 2 + size * BASELINE, str(number), size, look(content.type).ink, bold=True, anchor="end")
        top = y
        y = canvas.lines(x, top, lines, size)
        canvas.regions.append(Region("step", x, top, room, y - top, plain(content_steps[number]), Address(content.id, ("steps", number - 1))))


# -- legs ----------------------------------------------------------------------------------------------------------------------


def _draw_leg(canvas: Canvas, content: Content, leg: str, places: Plan, total: int) -> None:
    say = words(content.language)
    spot, size = places.legs[leg], places.size
    items, solid = content.legs[leg], COLOR[leg]
    head, hint = say(f"turtle.{leg}"), say(f"turtle.{leg}_hint")
    count = f"{len(items)} / {total}" if len(items) != total else str(total)
    label = "\n".join([f"{head} ({count})", *(_spoken(item) for item in items)])
    with canvas.box(leg, *spot, label=label, role=f"leg {leg}", title=f"{head} ({count})", at=Address(content.id, (FIELDS[leg],))):
        x, y, w, _ = spot
        canvas.rect(*spot, 4, fill="paper", stroke=solid, weight=0.9)
        canvas.path(Pen(x, y + HEAD).by(0, -HEAD + 4).bend_by(0, -4, 4, -4).by(w - 8, 0).bend_by(4, 0, 4, 4).by(0, HEAD - 4).shut(), fill=f"{solid}-tint", stroke=solid, weight=0.9)
        canvas.text(x + PAD, y + HEAD / 2 + 9.5 * BASELINE, head, 9.5, solid, bold=True)
        after = x + PAD + width(head, 9.5, bold=True) + 7
        if hint and after + width(hint, 8) < x + w - PAD - width(count, 8) - 6:
            canvas.text(after, y + HEAD / 2 + 8 * BASELINE, hint, 8, solid)
        canvas.text(x + w - PAD, y + HEAD / 2 + 8 * BASELINE, count, 8, solid, anchor="end")
        if items:
            _draw_items(canvas, leg, places.columns[leg], (x + PAD, y + HEAD + PAD), size, solid)
        else:
            canvas.text(x + PAD, y + HEAD + PAD + size, say("turtle.none"), size, "soft")


def _draw_items(canvas: Canvas, leg: str, dealt: Columns, start: tuple[float, float], size: float, color: str) -> None:
    x = start[0]
    for column in dealt.columns:
        y = start[1]
        for item in column:
            lines = wrap(item.text, dealt.room, size, chips=item.chips)
            height = len(lines) * size * LEADING
            name = f"{leg}-{item.number}"
            with canvas.box(name, x, y, dealt.room + size * HANG, height, label=plain(item.text), role="item", target=item.target, inside=leg, at=item.at):
                canvas.circle(x + size * 0.26, y + size * LEADING / 2, size * 0.14, fill=color)
                canvas.lines(x + size * HANG, y, lines, size, inside=name)
            y += height + size * ITEM_GAP
        x += dealt.room + size * HANG + 10


def _spoken(item: Item) -> str:
    return plain(item.text) + "".join(f" [{chip.text}]" for chip in item.chips)


# -- risks ---------------------------------------------------------------------------------------------------------------------


def _risk_columns(content: Content) -> Columns | None:
    """The risks as a slim strip under the turtle; None where they are too many for it and only their number is shown."""
    if not content.risks:
        return None
    dealt = columns(content.risks, LANDSCAPE[0] - _risk_head(content) - 2 * PAD, RISK, 3)
    return dealt if dealt.height <= 3.5 * RISK * LEADING else None


def _risk_head(content: Content) -> float:
    return width(words(content.language)("turtle.risks"), RISK, bold=True) + width("000", RISK) + 16


def _strip_height(risks: Columns | None) -> float:
    return (risks.height - RISK * ITEM_GAP if risks is not None else RISK * LEADING) + 8


def _draw_risks(canvas: Canvas, content: Content, risks: Columns | None, height: float) -> None:
    say = words(content.language)
    high = _strip_height(risks)
    y = height - high
    head, count = say("turtle.risks"), str(len(content.risks))
    label = "\n".join([f"{head} ({count})", *(plain(item.text) for item in content.risks)])
    with canvas.box("risks", 0, y, LANDSCAPE[0], high, label=label, role="risks", title=f"{head} ({count})", at=Address(content.id, (FIELDS["risks"],))):
        canvas.rect(0, y, LANDSCAPE[0], high, 4, fill="alarm-tint", stroke="alarm", weight=0.9)
        top = y + 4 + RISK * LEADING / 2 + RISK * BASELINE
        canvas.text(PAD, top, head, RISK, "alarm", bold=True)
        canvas.text(PAD + width(head, RISK, bold=True) + 5, top, count, RISK, "alarm")
        if risks is None:
            canvas.text(PAD + _risk_head(content), top, say("turtle.risks_elsewhere"), RISK, "ink")
        else:
            _draw_items(canvas, "risks", risks, (PAD + _risk_head(content), y + 4), RISK, "alarm")
