"""`kind: process`: one process with its six legs; drawn as a turtle and as a SIPOC."""

from __future__ import annotations

from typing import ClassVar, Literal

from procdocs.schema.base import Flag, Id, Many, Number, Part, Plain, Text, field
from procdocs.schema.control import Control
from procdocs.schema.numbered import Numbered

ProcessType = Literal["customer", "support", "management"]


class Input(Part):
    """Something the process receives; `from` names who gives it."""

    short: ClassVar[str] = "name"
    id: Id = field("", "Id shared by giver and receiver.", "供需双方共用的代号。")
    name: Text = field(..., "What is received.", "输入内容。")
    source: Many[Plain] = field(
        (),
        "Process id, customer, supplier, authority, all, or a party.",
        "来源：过程代号、customer、supplier、authority、all 或相关方。",
        alias="from",
    )
    document: Plain = field("", "Number of the document it stands in.", "对应文件编号。")
    note: Text | None = field(None, "Remark.", "备注。")


class Output(Part):
    """Something the process delivers; `to` names who takes it."""

    short: ClassVar[str] = "name"
    id: Id = field("", "Id shared by giver and receiver.", "供需双方共用的代号。")
    name: Text = field(..., "What is delivered.", "输出内容。")
    to: Many[Plain] = field((), "Process id, customer, supplier, authority, all, or a party.", "去向：过程代号、customer、supplier、authority、all 或相关方。")
    document: Plain = field("", "Number of the document it stands in.", "对应文件编号。")
    note: Text | None = field(None, "Remark.", "备注。")


class Resource(Part):
    """With what: material, equipment, infrastructure."""

    short: ClassVar[str] = "name"
    name: Text = field(..., "Material, equipment, device, software.", "材料、设备、装置、软件。")
    document: Plain = field("", "Document that governs it.", "相关文件编号。")
    source: Many[Plain] = field((), "Process that provides it.", "由哪个过程提供。", alias="from")
    note: Text | None = field(None, "Remark.", "备注。")


class Person(Part):
    """With whom: a role of the project, or people named in words, and the competence they need."""

    short: ClassVar[str] = "name"
    role: Plain = field("", "Id of a role in procdocs.yaml.", "procdocs.yaml 中的岗位代号。")
    name: Text | None = field(None, "People in words, where no role is named.", "人员（未引用岗位时填写）。")
    competence: Text | None = field(None, "Competence, qualification, training.", "能力、资格、培训要求。")
    source: Many[Plain] = field((), "Process that provides them.", "由哪个过程提供。", alias="from")
    record: Plain = field("", "Training or qualification record.", "培训或资格记录编号。")


class Measure(Part):
    """A performance indicator with its target."""

    short: ClassVar[str] = "name"
    id: Id = field("", "Id of the indicator.", "指标代号。")
    name: Text = field(..., "What is measured.", "指标名称。")
    formula: Text | None = field(None, "How it is calculated.", "计算公式。")
    unit: Text | None = field(None, "Unit.", "单位。")
    target: Text | None = field(None, "Target with comparison sign, such as ≥ 98 %.", "目标值，如 ≥ 98 %。")
    every: Text | None = field(None, "How often it is measured.", "统计周期。")
    owner: Plain = field("", "Department or role that reports it.", "责任部门或岗位。")
    source: Text | None = field(None, "Where the data come from.", "数据来源。")
    result: Text | None = field(None, "Latest result.", "最近结果。")
    action: Text | None = field(None, "What is done where the target is missed.", "未达标时的措施。")
    aspect: Literal["effectiveness", "efficiency"] | None = field(None, "Whether it tells of effectiveness or of efficiency.", "有效性指标或效率指标。")


class Risk(Part):
    """A risk or an opportunity and what is done about it."""

    short: ClassVar[str] = "name"
    name: Text = field(..., "The risk or the opportunity.", "风险或机遇。")
    type: Literal["risk", "opportunity"] = field("risk", "Risk or opportunity.", "risk 风险或 opportunity 机遇。")
    likelihood: Number | None = field(None, "Likelihood, 1 to 5.", "可能性，1 至 5。", ge=1, le=5)
    severity: Number | None = field(None, "Severity or benefit, 1 to 5.", "严重度（或收益），1 至 5。", ge=1, le=5)
    action: Text | None = field(None, "What is done.", "应对措施。")
    owner: Plain = field("", "Department or role that acts.", "责任部门或岗位。")
    due: Text | None = field(None, "Date, or how often.", "完成日期或频次。")
    document: Plain = field("", "Control plan, FMEA or other document.", "控制计划、FMEA 等相关文件编号。")

    @property
    def level(self) -> int:
        """Likelihood times severity, 1 to 25; 0 where it is not rated."""
        return int(self.likelihood * self.severity) if self.likelihood and self.severity else 0


class Cited(Numbered):
    """A controlled document, named by its number."""

    short: ClassVar[str] = "number"
    number: Plain = field("", "Number of the document.", "文件编号。")
    numbers: dict[Plain, Plain] = field({}, "Numbers by site, where each site has its own: `{TN: QP-12, JN: QP-07}`.", "各厂区编号不同时，按厂区写：`{TN: QP-12, JN: QP-07}`。")
    title: Text | None = field(None, "Title, where the document has no number or for checking.", "文件标题。")
    revision: Plain = field("", "Revision that is meant.", "所引用的版本。")


class Record(Numbered):
    """A record that is kept as evidence."""

    short: ClassVar[str] = "number"
    number: Plain = field("", "Number of the record form.", "记录编号。")
    numbers: dict[Plain, Plain] = field({}, "Numbers by site, where each site has its own: `{TN: QR-12, JN: QR-07}`.", "各厂区编号不同时，按厂区写：`{TN: QR-12, JN: QR-07}`。")
    name: Text | None = field(None, "Name of the record.", "记录名称。")
    keeper: Plain = field("", "Department that keeps it.", "保存部门。")
    retention: Text | None = field(None, "How long it is kept.", "保存期限。")
    place: Text | None = field(None, "Where it is kept.", "保存地点。")
    disposition: Text | None = field(None, "What happens afterwards.", "到期处置。")
    list: Plain = field(
        "", "Name of the list the row stands on, where one file holds several; lists are compared with each other.", "一个文件含几份清单时，该行所在清单的名称；各清单相互核对。"
    )


class Process(Part):
    """A process of the management system."""

    kind: Literal["process"] = field(..., "Always `process`.", "固定写 `process`。")
    id: Id = field(..., "Id of the process; the file name begins with it.", "过程代号；文件名以此开头。")
    name: Text = field(..., "Name of the process.", "过程名称。")
    type: ProcessType = field(..., "customer, support or management.", "customer 顾客导向、support 支持、management 管理。")
    owner: Plain = field("", "Department in charge (归口部门).", "归口部门代号。")
    departments: Many[Plain] = field((), "Departments that take part (配合部门).", "配合部门代号。")
    purpose: Text | None = field(None, "What the process is for.", "目的。")
    scope: Text | None = field(None, "Where the process begins and ends.", "范围（起点与终点）。")
    steps: Many[Text] = field((), "Main steps, in order.", "主要活动，按顺序。")
    inputs: Many[Input] = field((), "Inputs.", "过程输入。")
    outputs: Many[Output] = field((), "Outputs.", "过程输出。")
    resources: Many[Resource] = field((), "With what: material, equipment.", "资源配置（使用什么）。")
    people: Many[Person] = field((), "With whom: roles and competence.", "人员与能力（由谁进行）。")
    documents: Many[Cited] = field((), "How: documents by number.", "支持文件（如何做），写编号。")
    measures: Many[Measure] = field((), "Measures with target.", "工作目标/绩效指标。")
    risks: Many[Risk] = field((), "Risks and opportunities.", "风险和机遇。")
    records: Many[Record] = field((), "Records.", "记录。")
    clauses: dict[Plain, Many[Plain]] = field({}, "Clauses by clause set.", "按标准列出的条款号。")
    text: Text | None = field(None, "Free text in Markdown.", "补充说明（Markdown）。")
    document: Control | None = field(None, "Control data of this file.", "本文件的控制信息。")


class Arm(Part):
    """One arm of the octopus."""

    short: ClassVar[str] = "process"
    process: Plain = field(..., "Id of the customer-oriented process.", "顾客导向过程代号。")
    customer: Text | None = field(None, "Who it is at the customer.", "顾客方角色。")
    inputs: Text | None = field(None, "What to print for the input, where the items are too long.", "输入的简写（条目太长时）。")
    outputs: Text | None = field(None, "What to print for the output, where the items are too long.", "输出的简写（条目太长时）。")


class Octopus(Part):
    """`kind: octopus`: order, title and notes of the octopus; its content comes from the processes."""

    kind: Literal["octopus"] = field(..., "Always `octopus`.", "固定写 `octopus`。")
    id: Id = field(..., "Id of the diagram.", "图代号。")
    name: Text | None = field(None, "Title of the diagram.", "图标题。")
    arms: Many[Arm] = field((), "Arms in life-cycle order; without it all customer processes in order.", "按产品生命周期排列的腕足；不写则取全部顾客导向过程。")
    support: Flag = field(True, "Whether support and management processes stand in the body.", "是否在体内显示支持过程和管理过程。")
    text: Text | None = field(None, "Explanation in Markdown.", "说明（Markdown）。")
    document: Control | None = field(None, "Control data of this file.", "本文件的控制信息。")
