"""`kind: sop` and `kind: page`: text in sections, numbered steps, tables, embedded diagrams and figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from procdocs.schema.base import Flag, Id, Many, Number, Part, Plain, Text, field
from procdocs.schema.control import Control
from procdocs.schema.file import File
from procdocs.schema.process import Cited, Record


class Stage(Part):
    """One band of a funnel."""

    name: Text = field(..., "What is counted.", "阶段名称。")
    value: Number = field(..., "The figure, as given.", "数值，按原样。")
    unit: Text | None = field(None, "Unit of the figure.", "单位。")
    share: Text | None = field(None, "Rate printed beside it, as given; nothing is computed.", "旁注比率，按原样；不作计算。")
    note: Text | None = field(None, "Remark.", "备注。")


class Figure(Part):
    """A figure from data."""

    title: Text | None = field(None, "Caption.", "图题。")
    funnel: Many[Stage] = field(..., "Stages from wide to narrow.", "漏斗各级，由宽到窄。", min_length=1)
    note: Text | None = field(None, "Note under the figure.", "图注。")


class Definition(Part):
    """A term and what it means."""

    term: Text = field(..., "The term.", "术语。")
    text: Text = field(..., "What it means.", "含义。")


class Responsibility(Part):
    """Who answers for what."""

    role: Plain = field("", "Role, department or party by id.", "岗位、部门或相关方代号。")
    name: Text | None = field(None, "Who, in words, where no id is named.", "名称（未引用代号时）。")
    text: Text = field(..., "What they answer for.", "职责。")


class ProcedureStep(Part):
    """One numbered step of a procedure."""

    short: ClassVar[str] = "text"
    step: Text | None = field(None, "Heading of the step.", "步骤标题。")
    role: Plain = field("", "Role, department or party that does it.", "执行岗位、部门或相关方代号。")
    text: Text | None = field(None, "What is done, in Markdown.", "做什么（Markdown）。")
    documents: Many[Cited] = field((), "Documents used.", "所用文件。")
    records: Many[Record] = field((), "Records made.", "形成的记录。")
    time: Text | None = field(None, "Time limit.", "时限。")
    diagram: Plain = field("", "Id of a diagram to show here.", "在此显示的图代号。")
    figure: Figure | None = field(None, "Figure to show here.", "在此显示的数据图。")
    steps: Many[ProcedureStep] = field((), "Steps below.", "下级步骤。")


class Section(Part):
    """A section of its own, beside the usual ones."""

    title: Text = field(..., "Heading.", "标题。")
    text: Text | None = field(None, "Text in Markdown.", "正文（Markdown）。")
    diagram: Plain = field("", "Id of a diagram to show here.", "在此显示的图代号。")
    figure: Figure | None = field(None, "Figure to show here.", "在此显示的数据图。")


class Sections(Part):
    """The sections of a procedure."""

    purpose: Text | None = field(None, "Purpose.", "目的。")
    scope: Text | None = field(None, "Scope.", "适用范围。")
    definitions: Many[Definition] = field((), "Definitions.", "术语和定义。")
    responsibilities: Many[Responsibility] = field((), "Responsibilities.", "职责。")
    procedure: Many[ProcedureStep] = field((), "Procedure, step by step.", "工作程序。")
    figure: Figure | None = field(None, "Figure of the data.", "数据图。")
    documents: Many[Cited] = field((), "Related documents.", "相关文件。")
    records: Many[Record] = field((), "Records.", "记录。")
    more: Many[Section] = field((), "Further sections.", "其他各节。")

    def all_steps(self) -> Iterator[ProcedureStep]:
        """Every step of the procedure, each before the steps below it."""
        waiting = list(reversed(self.procedure))
        while waiting:
            step = waiting.pop()
            yield step
            waiting.extend(reversed(step.steps))


class Sop(File):
    """A procedure or work instruction."""

    kind: Literal["sop"] = field(..., "Always `sop`.", "固定写 `sop`。")
    id: Id = field(..., "Id of the document; the file name begins with it.", "文件代号；文件名以此开头。")
    name: Text = field(..., "Title.", "标题。")
    process: Plain = field("", "Process it belongs to.", "所属过程。")
    sections: Sections = field(..., "Sections.", "各节。")
    document: Control | None = field(None, "Control data of this file.", "本文件的控制信息。")

    def belongs_to(self) -> str:
        """The process it details."""
        return self.process

    def concerned(self) -> Iterator[str]:
        """Who answers for something, then who does the steps."""
        yield from (item.role for item in self.sections.responsibilities)
        yield from (step.role for step in self.sections.all_steps())

    def all_records(self) -> Iterator[Record]:
        """Those of the procedure, then those of its steps."""
        yield from self.sections.records
        for step in self.sections.all_steps():
            yield from step.records


class Page(File):
    """A free chapter of the manual: company profile, policy, scope, issue order."""

    kind: Literal["page"] = field(..., "Always `page`.", "固定写 `page`。")
    id: Id = field(..., "Id of the page; the file name begins with it.", "页面代号；文件名以此开头。")
    name: Text = field(..., "Title.", "标题。")
    text: Text = field(..., "Text in Markdown; `![caption](diagram:ID)` shows a diagram.", "正文（Markdown）；`![图题](diagram:ID)` 显示图。")
    ceremonial: Flag = field(False, "Set like a proclamation: large and centred, with room for a signature.", "按颁布令样式排版：居中大字并留签名处。")
    document: Control | None = field(None, "Control data of this file.", "本文件的控制信息。")
