"""Document control: what ISO 9001 7.5 asks of every controlled document."""

from __future__ import annotations

from typing import ClassVar, Literal

from procdocs.schema.base import Day, Many, Naming, Part, Plain, Text

Status = Literal["draft", "review", "released", "obsolete"]


class Signature(Part):
    """Who prepared, reviewed or approved, and when."""

    short: ClassVar[str] = "by"
    by: Text
    on: Day | None = None


class Revision(Part):
    """One row of the revision history."""

    revision: Plain
    date: Day | None = None
    change: Text | None = None
    by: Text | None = None


class ControlDefaults(Part):
    """What holds for every document unless the document says otherwise."""

    naming: ClassVar[Naming] = {"owner": "department-or-role", "distribution": "department-or-role"}
    revision: Plain = ""
    status: Status | None = None
    effective: Day | None = None
    review: Day | None = None
    every: Plain = ""
    prepared: Signature | None = None
    reviewed: Signature | None = None
    approved: Signature | None = None
    distribution: Many[Plain] = ()
    owner: Plain = ""
    confidentiality: Text | None = None
    stamp: Text | None = None


class Control(ControlDefaults):
    """The control data of one document."""

    short: ClassVar[str] = "number"
    number: Plain = ""
    amendment: Plain = ""
    title: Text | None = None
    supersedes: Plain = ""
    language: Plain = ""
    origin: Literal["internal", "external"] = "internal"
    history: Many[Revision] = ()
