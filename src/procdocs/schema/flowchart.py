"""`kind: flowchart`: steps in lanes, with decisions, documents and records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError, core_schema

from procdocs.schema.base import Id, Many, Naming, Part, Plain, Text
from procdocs.schema.control import Control
from procdocs.schema.document import Document
from procdocs.schema.process import Cited, Record

StepType = Literal["start", "end", "process", "decision", "document", "data", "predefined", "fork", "join", "message", "timer", "error"]
#: Types of steps that only part or join ways that are gone at the same time.
BARS = ("fork", "join")
#: Types of steps at which the flow waits for something, or that tell of it.
EVENTS = ("message", "timer", "error")


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

    @model_validator(mode="before")
    @classmethod
    def _bars_need_no_text(cls, value: Any) -> Any:
        return {**value, "text": Text("")} if isinstance(value, dict) and value.get("type") in BARS and value.get("text") in (None, "") else value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        full = super().__get_pydantic_json_schema__(schema, handler)
        target = handler.resolve_ref_schema(full)
        target["required"] = [key for key in target["required"] if key != "text"]
        target["if"] = {"properties": {"type": {"enum": list(BARS)}}, "required": ["type"]}
        target["else"] = {"required": ["text"]}
        return full


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

    def silent_forks(self) -> Iterator[Step]:
        """Steps that several ways leave at once, without a fork and without a word in which case each is gone.

        A way that begins with an event is gone when that happens.
        """
        types = {step.id: step.type for step in self.steps}
        for step in self.steps:
            targets = {exit.to for exit in step.next if exit.to in types} - {step.id}
            if step.type not in ("decision", *BARS) and len(targets) > 1 and not any(exit.label for exit in step.next) and not any(types[target] in EVENTS for target in targets):
                yield step

    def namespaces(self) -> Iterator[tuple[Part, ...]]:
        """Steps, and lanes."""
        yield self.steps
        yield self.lanes
