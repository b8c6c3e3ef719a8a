"""An input that takes what another process gives: its name, id and giver are written together, and the giver names the receiver. Pure."""

from __future__ import annotations

from typing import Any

from procdocs.editing.actions import Action, written_at
from procdocs.editing.places import Unclear
from procdocs.project.model import Project


def joined(project: Project, action: Action) -> tuple[Action, ...]:
    """The actions that let a process (`document`) take an output of another: `value` is `{from: C4, output: 2}`, `at` the new place among
    the inputs, or with `onto` the input that stands there already. Raises Unclear for an output that is not there.
    """
    asked = action.value if isinstance(action.value, dict) else {}
    giver, number = project.process_by_id.get(str(asked.get("from", ""))), str(asked.get("output", ""))
    index = int(number) if number.isdecimal() and number.isascii() else -1
    if giver is None or not 0 <= index < len(giver.outputs):
        raise Unclear("no_output", giver=asked.get("from", ""))
    output = giver.outputs[index]
    name = written_at(project, giver.id, ("outputs", index, "name"))
    given: dict[str, Any] = {"id": output.id} if output.id else {}
    given |= {"name": name if name is not None else written_at(project, giver.id, ("outputs", index)), "from": giver.id}
    if asked.get("onto"):
        taken = tuple(Action("set", action.document, (*action.at, key), value) for key, value in given.items())
    else:
        taken = (Action("add", action.document, action.at, given),)
    if action.document in output.to or "all" in output.to:
        return taken
    receivers: Any = [*output.to, action.document] if output.to else action.document
    return (*taken, Action("set", giver.id, ("outputs", index, "to"), receivers))
