"""`kind: flowchart`: steps in lanes, with decisions, documents and records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from procdocs.schema.base import Id, Many, Part, Plain, Text, field
from procdocs.schema.control import Control
from procdocs.schema.file import File
from procdocs.schema.process import Cited, Record

StepType = Literal["start", "end", "process", "decision", "document", "data", "predefined"]


class Lane(Part):
    """A lane: a department, role or party by id, `customer` or `supplier`, or a name of its own."""

    short: ClassVar[str] = "id"
    id: Plain = field(
        ..., "Id of a department, role or party; customer, supplier; or an id of its own with a name.", "部门、岗位或相关方代号，customer、supplier，或带 name 的自定义代号。"
    )
    name: Text | None = field(None, "Name, where the id is none of the project's.", "名称（代号不在项目中时填写）。")


class Exit(Part):
    """Where a step leads: `next: a2`, `next: [a2, a3]` or `next: {是: a3, 否: a4}`."""

    short: ClassVar[str] = "to"
    to: Plain = field(..., "Id of the next step.", "下一步代号。")
    label: Text | None = field(None, "What is written at the arrow.", "箭头上的文字。")


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

    id: Id = field(..., "Id of the step, shown at the symbol.", "步骤代号，显示在图形上。")
    code: Text | None = field(None, "What is shown instead of the id; write '' for nothing.", "代替代号显示的编码；写 '' 则不显示。")
    type: StepType = field(
        "process",
        "start, end, process, decision, document, data or predefined.",
        "start 开始、end 结束、process 活动、decision 判断、document 文件、data 数据、predefined 子流程。",
    )
    lane: Plain = field("", "Lane the step stands in (default: the first).", "所在泳道（默认第一条）。")
    text: Text = field(..., "What is done.", "做什么。")
    role: Plain = field("", "Role that does it, where the lane does not say it.", "执行岗位（泳道未说明时）。")
    process: Plain = field("", "Process or flowchart that a predefined step stands for.", "子流程所代表的过程或流程图代号。")
    documents: Many[Cited] = field((), "Documents used.", "所用文件。")
    records: Many[Record] = field((), "Records made.", "形成的记录。")
    time: Text | None = field(None, "Time limit.", "时限。")
    note: Text | None = field(None, "Remark.", "备注。")
    next: Exits = field((), "Next step, list of steps, or exits with their labels; none at an end.", "下一步；可写一个、列表，或带标签的出口；结束步骤不写。")


class Flowchart(File):
    """A flowchart."""

    kind: Literal["flowchart"] = field(..., "Always `flowchart`.", "固定写 `flowchart`。")
    id: Id = field(..., "Id of the flowchart; the file name begins with it.", "流程图代号；文件名以此开头。")
    name: Text = field(..., "Title.", "标题。")
    process: Plain = field("", "Process it details.", "所细化的过程。")
    form: Literal["lanes", "table"] = field("lanes", "Lanes by department, or the table usual in Chinese SOPs.", "lanes 泳道图，或 table 流程表。")
    lanes: Many[Lane] = field((), "Lanes from left to right.", "泳道，从左到右。")
    steps: Many[Step] = field(..., "Steps in order.", "步骤，按顺序。", min_length=1)
    purpose: Text | None = field(None, "What the flow is for.", "目的。")
    text: Text | None = field(None, "Explanation in Markdown.", "说明（Markdown）。")
    document: Control | None = field(None, "Control data of this file.", "本文件的控制信息。")

    def belongs_to(self) -> str:
        """The process it details."""
        return self.process

    def concerned(self) -> Iterator[str]:
        """Lanes, then the roles of the steps."""
        yield from (lane.id for lane in self.lanes)
        yield from (step.role for step in self.steps)

    def all_records(self) -> Iterator[Record]:
        """Those of the steps."""
        for step in self.steps:
            yield from step.records

    def namespaces(self) -> Iterator[tuple[Part, ...]]:
        """Steps, and lanes."""
        yield self.steps
        yield self.lanes
