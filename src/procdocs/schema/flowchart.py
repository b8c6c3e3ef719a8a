"""`kind: flowchart`: steps in lanes, with decisions, documents and records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from procdocs.schema.base import Id, Many, Naming, Part, Plain, Text
from procdocs.schema.control import Control
from procdocs.schema.document import Document
from procdocs.schema.process import Cited, Record

StepType = Literal["start", "end", "process", "decision", "document", "data", "predefined"]


class Lane(Part):
    """A lane: a department, role or party by id, `customer` or `supplier`, or a name of its own."""

    short: ClassVar[str] = "id"
    id: Plain
    name: Text | None = None


class Exit(Part):
    """Where a step leads: `next: a2`, `next: [a2, a3]` or `next: {是: a3, 否: a4}`."""

    short: ClassVar[str] = "to"
    to: Plain
    label: Text | None = None


def _read_exits(value: Any) -> Any:
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, dict):
        if "to" in value and set(value) <= {"to", "label"}:
            return (value,)
        exits: list[dict[str, Any]] = []
        for label, target in value.items():
            targets = target if isinstance(target, list) else [target]
            for one in targets:
                if not isinstance(one, str):
                    raise PydanticCustomError("exit_form", "an exit names one step")
                exits.append({"label": label, "to": one})
        return tuple(exits)
    return value


_EXITS = {
    "anyOf": [
        {"type": ["string", "number"]},
        {
            "type": "array",
            "items": {"anyOf": [{"type": ["string", "number"]}, {"type": "object", "properties": {"to": {"type": ["string", "number"]}, "label": {}}, "required": ["to"]}]},
        },
        {"type": "object", "additionalProperties": {"type": ["string", "number", "array"]}},
    ]
}
Exits = Annotated[tuple[Exit, ...], BeforeValidator(_read_exits), WithJsonSchema(_EXITS)]


class Step(Part):
    """One symbol of the flowchart."""

    naming: ClassVar[Naming] = {"role": "anyone", "process": "process-or-chart"}
    prose: ClassVar[frozenset[str]] = frozenset(("text", "note"))
    figures: ClassVar[frozenset[str]] = frozenset(("time",))
    id: Id
    code: Text | None = None
    type: StepType = "process"
    lane: Plain = ""
    text: Text
    role: Plain = ""
    process: Plain = ""
    documents: Many[Cited] = ()
    records: Many[Record] = ()
    time: Text | None = None
    note: Text | None = None
    next: Exits = ()


class Flowchart(Document):
    """A flowchart."""

    naming: ClassVar[Naming] = {"process": "process"}
    kind: Literal["flowchart"]
    id: Id
    name: Text
    process: Plain = ""
    form: Literal["lanes", "table"] = "lanes"
    lanes: Many[Lane] = ()
    steps: Many[Step] = Field(..., min_length=1)
    purpose: Text | None = None
    text: Text | None = None
    document: Control | None = None

    def belongs_to(self) -> str:
        """The process it details."""
        return self.process

    def concerned(self) -> Iterator[str]:
        """Lanes, then the roles of the steps."""
        yield from (lane.id for lane in self.lanes)
        yield from (step.role for step in self.steps)

    def step_records(self) -> Iterator[Record]:
        """Those of the steps."""
        for step in self.steps:
            yield from step.records

    def cited(self) -> Iterator[Cited]:
        """Those of the steps."""
        for step in self.steps:
            yield from step.documents

    def named_in_words(self) -> Iterator[tuple[Part, Text]]:
        """The lanes."""
        yield from ((lane, lane.name) for lane in self.lanes if lane.name is not None)

    def namespaces(self) -> Iterator[tuple[Part, ...]]:
        """Steps, and lanes."""
        yield self.steps
        yield self.lanes
