"""`registers/*.yaml`: lists of what is not written elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from procdocs.schema.base import Day, Many, Naming, Part, Plain, Text
from procdocs.schema.clause import Clause
from procdocs.schema.control import Status
from procdocs.schema.numbered import Numbered
from procdocs.schema.process import Record


class ListedDocument(Numbered):
    """A row of the master list: a document, form or external document that is not a file of the project."""

    naming: ClassVar[Naming] = {"owner": "department-or-role"}
    number: Plain
    numbers: dict[Plain, Plain] = Field({})
    title: Text
    level: Plain = ""
    type: Literal["manual", "procedure", "instruction", "form", "drawing", "external", "other"] = "other"
    revision: Plain = ""
    amendment: Plain = ""
    status: Status = "released"
    effective: Day | None = None
    owner: Plain = ""
    supersedes: Plain = ""
    list: Plain = ""


class Objective(Part):
    """A quality objective of the organisation."""

    naming: ClassVar[Naming] = {"processes": "process", "owner": "department-or-role"}
    figures: ClassVar[frozenset[str]] = frozenset(("target",))
    name: Text
    target: Text | None = None
    formula: Text | None = None
    unit: Text | None = None
    processes: Many[Plain] = ()
    measure: Plain = ""
    owner: Plain = ""
    every: Text | None = None
    results: dict[Plain, Plain] = Field({})


class CustomerRequirement(Part):
    """A customer-specific requirement and what carries it."""

    naming: ClassVar[Naming] = {"processes": "process", "documents": "document", "records": "record"}
    customer: Text
    requirement: Text
    reference: Text | None = None
    clauses: dict[Plain, Many[Clause]] = Field({})
    processes: Many[Plain] = ()
    documents: Many[Plain] = ()
    records: Many[Plain] = ()
    retention: Text | None = None


class Exclusion(Part):
    """A clause that does not apply, and why."""

    standard: Plain
    clause: Clause
    reason: Text | None = None


class ResponsibilityRow(Part):
    """A row that overrules the derived responsibilities of one clause."""

    naming: ClassVar[Naming] = {"lead": "department-or-role", "main": "department-or-role", "part": "department-or-role"}
    standard: Plain = ""
    clause: Clause
    lead: Plain = ""
    main: Many[Plain] = ()
    part: Many[Plain] = ()


class Register(Part):
    """One file of `registers/`; every key is optional."""

    documents: Many[ListedDocument] = ()
    records: Many[Record] = ()
    objectives: Many[Objective] = ()
    customer_requirements: Many[CustomerRequirement] = ()
    exclusions: Many[Exclusion] = ()
    responsibilities: Many[ResponsibilityRow] = ()
    short: ClassVar[str] = ""

    def all_records(self) -> Iterator[Record]:
        """Its records, as a document says those it has."""
        yield from self.records
