"""`registers/*.yaml`: lists of what is not written elsewhere."""

from __future__ import annotations

from typing import ClassVar, Literal

from procdocs.schema.base import Day, Many, Part, Plain, Text, field
from procdocs.schema.control import Status
from procdocs.schema.numbered import Numbered
from procdocs.schema.process import Record


class ListedDocument(Numbered):
    """A row of the master list: a document, form or external document that is not a file of the project."""

    number: Plain = field(..., "Number.", "文件编号。")
    numbers: dict[Plain, Plain] = field({}, "Numbers by site, where each site has its own: `{TN: QP-12, JN: QP-07}`.", "各厂区编号不同时，按厂区写：`{TN: QP-12, JN: QP-07}`。")
    title: Text = field(..., "Title.", "文件名称。")
    level: Plain = field(
        "", "Level of the document as the organisation counts: A manual, B procedures, C instructions, D records.", "文件层次，如 A 手册、B 程序、C 作业文件、D 记录表格。"
    )
    type: Literal["manual", "procedure", "instruction", "form", "drawing", "external", "other"] = field(
        "other",
        "manual, procedure, instruction, form, drawing, external or other.",
        "manual 手册、procedure 程序、instruction 作业文件、form 表单、drawing 图样、external 外来文件、other 其他。",
    )
    revision: Plain = field("", "Revision or edition.", "版本或版次。")
    amendment: Plain = field("", "Number of the amendment within the revision.", "修改号（同一版本内的修改次数）。")
    status: Status = field("released", "Status.", "状态。")
    effective: Day | None = field(None, "Date of issue.", "发布或实施日期。")
    owner: Plain = field("", "Department that keeps it.", "归口部门。")
    supersedes: Plain = field("", "Number that it replaces.", "所替代的文件。")
    list: Plain = field(
        "", "Name of the list the row stands on, where one file holds several; lists are compared with each other.", "一个文件含几份清单时，该行所在清单的名称；各清单相互核对。"
    )


class Objective(Part):
    """A quality objective of the organisation."""

    name: Text = field(..., "The objective.", "目标名称。")
    target: Text | None = field(None, "Target with comparison sign, such as ≥ 98 %.", "目标值，如 ≥ 98 %。")
    formula: Text | None = field(None, "How it is calculated.", "计算公式。")
    unit: Text | None = field(None, "Unit.", "单位。")
    processes: Many[Plain] = field((), "Processes that carry it.", "承担的过程。")
    measure: Plain = field("", "Id of the measure that carries it.", "对应指标代号。")
    owner: Plain = field("", "Department or role.", "责任部门或岗位。")
    every: Text | None = field(None, "How often it is evaluated.", "评价周期。")


class CustomerRequirement(Part):
    """A customer-specific requirement and what carries it."""

    customer: Text = field(..., "Customer: name or party.", "顾客名称或相关方代号。")
    requirement: Text = field(..., "The requirement, in short.", "要求（简述）。")
    reference: Text | None = field(None, "Where the customer states it.", "出处。")
    clauses: dict[Plain, Many[Plain]] = field({}, "Clauses by clause set.", "对应条款。")
    processes: Many[Plain] = field((), "Processes that carry it.", "承担的过程。")
    documents: Many[Plain] = field((), "Documents that carry it.", "对应文件编号。")


class Exclusion(Part):
    """A clause that does not apply, and why."""

    standard: Plain = field(..., "Clause set.", "标准（条款集）。")
    clause: Plain = field(..., "Clause.", "条款号。")
    reason: Text | None = field(None, "Why it does not apply.", "不适用的理由。")


class ResponsibilityRow(Part):
    """A row that overrules the derived responsibilities of one clause."""

    standard: Plain = field("", "Clause set.", "标准（条款集）。")
    clause: Plain = field(..., "Clause.", "条款号。")
    lead: Plain = field("", "Department in the lead.", "领导职责部门。")
    main: Many[Plain] = field((), "Departments mainly responsible.", "主控职责部门。")
    part: Many[Plain] = field((), "Departments that take part.", "配合部门。")


class Register(Part):
    """One file of `registers/`; every key is optional."""

    documents: Many[ListedDocument] = field((), "Master list rows.", "文件清单。")
    records: Many[Record] = field((), "Records.", "记录清单。")
    objectives: Many[Objective] = field((), "Quality objectives.", "质量目标。")
    customer_requirements: Many[CustomerRequirement] = field((), "Customer-specific requirements.", "顾客特殊要求。")
    exclusions: Many[Exclusion] = field((), "Clauses that do not apply.", "不适用的条款。")
    responsibilities: Many[ResponsibilityRow] = field((), "Responsibilities that overrule derived ones.", "覆盖推导结果的职责分配。")
    short: ClassVar[str] = ""
