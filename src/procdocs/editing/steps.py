"""A flowchart's steps: a new one behind another with its arrows led through it, and their codes counted anew. Pure."""

from __future__ import annotations

import re
from typing import Any

from procdocs.editing.actions import Action, written_at
from procdocs.editing.places import Unclear
from procdocs.project.model import Project
from procdocs.schema.flowchart import Flowchart

_COUNTED = re.compile(r"(.*?)(\d+)(\D*)")


def inserted(project: Project, action: Action) -> tuple[Action, ...]:
    """A step `value` behind the one at `at` (`steps, 3`): it leads where exit number `to` (0 unless said) led, and that exit leads to it."""
    chart, index = _chart(project, action)
    before = chart.steps[index]
    id = _free(chart, before.id)
    exit = action.to if isinstance(action.to, int) else 0
    step: dict[str, Any] = {"id": id}
    if before.lane:
        step["lane"] = before.lane
    step["text"] = action.value
    if before.next:
        if exit >= len(before.next):
            raise Unclear("no_exit", step=before.id)
        step["next"] = before.next[exit].to
    led = Action("set", action.document, ("steps", index, "next"), _led(written_at(project, chart.id, ("steps", index, "next")), exit, id))
    return led, Action("add", action.document, ("steps", index + 1), step)


def renumbered(project: Project, action: Action) -> tuple[Action, ...]:
    """The codes of the steps counted in their order: those that hold a number, beginning with the first one's."""
    chart, _ = _chart(project, Action(action.do, action.document, ("steps", 0)))
    found: list[Action] = []
    number: int | None = None
    for index, step in enumerate(chart.steps):
        said = project.say(step.code, project.languages[0]) if step.code is not None else ""
        hit = _COUNTED.fullmatch(said)
        if hit is None:
            continue
        number = int(hit[2]) if number is None else number + 1
        new = f"{hit[1]}{number:0{len(hit[2])}d}{hit[3]}"
        if new != said:
            found.append(Action("set", action.document, ("steps", index, "code"), new))
    return tuple(found)


def _chart(project: Project, action: Action) -> tuple[Flowchart, int]:
    chart = project.by_id.get(action.document)
    index = action.at[1] if len(action.at) == 2 and action.at[0] == "steps" else None
    if not isinstance(chart, Flowchart) or not isinstance(index, int) or not 0 <= index < len(chart.steps):
        raise Unclear("no_item", path=".".join(map(str, action.at)), step=action.document, known="")
    return chart, index


def _free(chart: Flowchart, id: str) -> str:
    """An id that no step has, of the same letters."""
    head = re.sub(r"\d+$", "", id) or "s"
    taken = {step.id.casefold() for step in chart.steps}
    return next(name for number in range(1, len(taken) + 2) if (name := f"{head}{number}").casefold() not in taken)


def _led(written: Any, exit: int, id: str) -> Any:
    """What is written of the exits, with another step for one of them. Labels stay."""
    if written is None or isinstance(written, str):
        return id
    if isinstance(written, list):
        return [(_aimed(one, id) if place == exit else one) for place, one in enumerate(written)]
    if "to" in written and set(written) <= {"to", "label"}:
        return _aimed(written, id)
    place, led = 0, {}
    for label, target in written.items():
        targets = target if isinstance(target, list) else [target]
        new = [id if place + number == exit else one for number, one in enumerate(targets)]
        led[label] = new if isinstance(target, list) else new[0]
        place += len(targets)
    return led


def _aimed(written: Any, id: str) -> Any:
    return {**written, "to": id} if isinstance(written, dict) else id
