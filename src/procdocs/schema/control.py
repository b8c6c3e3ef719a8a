"""Document control: what ISO 9001 7.5 asks of every controlled document."""

from __future__ import annotations

from typing import ClassVar, Literal

from procdocs.schema.base import Day, Many, Part, Plain, Text, field

Status = Literal["draft", "review", "released", "obsolete"]


class Signature(Part):
    """Who prepared, reviewed or approved, and when."""

    short: ClassVar[str] = "by"
    by: Text = field(..., "Name or position.", "姓名或职务。")
    on: Day | None = field(None, "Date of the signature.", "签署日期。")


class Revision(Part):
    """One row of the revision history."""

    revision: Plain = field(..., "Revision, as printed.", "版本/修改号。")
    date: Day | None = field(None, "Date of the revision.", "修改日期。")
    change: Text | None = field(None, "What changed.", "修改内容。")
    by: Text | None = field(None, "Who made the change.", "修改人。")


class ControlDefaults(Part):
    """What holds for every document unless the document says otherwise."""

    revision: Plain = field("", "Revision.", "版本。")
    status: Status | None = field(None, "Status: draft, review, released or obsolete.", "状态：draft 草稿、review 评审中、released 已发布、obsolete 作废。")
    effective: Day | None = field(None, "Date from which the document holds.", "实施日期。")
    review: Day | None = field(None, "Date of the next review.", "下次评审日期。")
    every: Plain = field("", "Review interval, such as `12 months`.", "评审周期，如 `12 months`、`12 个月`。")
    prepared: Signature | None = field(None, "Who prepared it.", "编制。")
    reviewed: Signature | None = field(None, "Who reviewed it.", "审核。")
    approved: Signature | None = field(None, "Who approved it.", "批准。")
    distribution: Many[Plain] = field((), "Departments that receive it; `all` for every one.", "分发部门；`all` 表示全部。")
    owner: Plain = field("", "Department that keeps it.", "归口部门。")
    confidentiality: Text | None = field(None, "Confidentiality, printed on each page.", "密级，印在每页。")
    stamp: Text | None = field(None, "Word stamped on released copies, such as 受控.", "已发布文件的印章字样，如“受控”。")


class Control(ControlDefaults):
    """The control data of one document."""

    short: ClassVar[str] = "number"
    number: Plain = field("", "Number of the document.", "文件编号。")
    amendment: Plain = field("", "Number of the amendment within the revision.", "修改号（同一版本内的修改次数）。")
    title: Text | None = field(None, "Title, where it differs from the name.", "文件标题（与名称不同时填写）。")
    supersedes: Plain = field("", "Number or revision that this one replaces.", "所替代的文件编号或版本。")
    language: Plain = field("", "Language of the original.", "原文语言。")
    origin: Literal["internal", "external"] = field("internal", "Whether the document comes from outside.", "内部文件或外来文件。")
    history: Many[Revision] = field((), "Revision history, oldest first.", "修改记录，由旧到新。")
