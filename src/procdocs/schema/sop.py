"""`kind: sop` and `kind: page`: text in sections, numbered steps, tables, embedded diagrams and figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from procdocs.schema.base import Flag, Id, Many, Naming, Number, Part, Plain, Text
from procdocs.schema.control import Control
from procdocs.schema.document import Document
from procdocs.schema.process import Cited, Record


class Stage(Part):
    """One band of a funnel."""

    name: Text
    value: Number
    unit: Text | None = None
    share: Text | None = None
    note: Text | None = None


class Figure(Part):
    """A figure from data."""

    title: Text | None = None
    funnel: Many[Stage] = Field(..., min_length=1)
    note: Text | None = None


class Definition(Part):
    """A term and what it means."""

    term: Text
    text: Text


class Responsibility(Part):
    """Who answers for what."""

    naming: ClassVar[Naming] = {"role": "anyone"}
    prose: ClassVar[frozenset[str]] = frozenset(("text",))
    role: Plain = ""
    name: Text | None = None
    text: Text


class ProcedureStep(Part):
    """One numbered step of a procedure."""

    short: ClassVar[str] = "text"
    naming: ClassVar[Naming] = {"role": "anyone", "diagram": "diagram"}
    prose: ClassVar[frozenset[str]] = frozenset(("text",))
    figures: ClassVar[frozenset[str]] = frozenset(("time",))
    step: Text | None = None
    role: Plain = ""
    text: Text | None = None
    documents: Many[Cited] = ()
    records: Many[Record] = ()
    time: Text | None = None
    diagram: Plain = ""
    figure: Figure | None = None
    steps: Many[ProcedureStep] = ()


class Section(Part):
    """A section of its own, beside the usual ones."""

    naming: ClassVar[Naming] = {"diagram": "diagram"}
    prose: ClassVar[frozenset[str]] = frozenset(("text",))
    title: Text
    text: Text | None = None
    diagram: Plain = ""
    figure: Figure | None = None


class Sections(Part):
    """The sections of a procedure."""

    prose: ClassVar[frozenset[str]] = frozenset(("purpose", "scope"))
    purpose: Text | None = None
    scope: Text | None = None
    definitions: Many[Definition] = ()
    responsibilities: Many[Responsibility] = ()
    procedure: Many[ProcedureStep] = ()
    figure: Figure | None = None
    documents: Many[Cited] = ()
    records: Many[Record] = ()
    more: Many[Section] = ()

    def all_steps(self) -> Iterator[ProcedureStep]:
        """Every step of the procedure, each before the steps below it."""
        waiting = list(reversed(self.procedure))
        while waiting:
            step = waiting.pop()
            yield step
            waiting.extend(reversed(step.steps))


class Sop(Document):
    """A procedure or work instruction."""

    bears_number: ClassVar[bool] = True
    naming: ClassVar[Naming] = {"process": "process"}
    kind: Literal["sop"]
    id: Id
    name: Text
    process: Plain = ""
    sections: Sections
    document: Control | None = None

    def belongs_to(self) -> str:
        """The process it details."""
        return self.process

    def concerned(self) -> Iterator[str]:
        """Who answers for something, then who does the steps."""
        yield from (item.role for item in self.sections.responsibilities)
        yield from (step.role for step in self.sections.all_steps())

    def listed_records(self) -> Iterator[Record]:
        """Those of its section of records."""
        yield from self.sections.records

    def step_records(self) -> Iterator[Record]:
        """Those of the steps of the procedure."""
        for step in self.sections.all_steps():
            yield from step.records

    def cited(self) -> Iterator[Cited]:
        """Those of the procedure, then those of its steps."""
        yield from self.sections.documents
        for step in self.sections.all_steps():
            yield from step.documents

    def named_in_words(self) -> Iterator[tuple[Part, Text]]:
        """Those who are responsible."""
        yield from ((one, one.name) for one in self.sections.responsibilities if one.name is not None)


class Page(Document):
    """A free chapter of the manual: company profile, policy, scope, issue order."""

    kind: Literal["page"]
    id: Id
    name: Text
    text: Text
    ceremonial: Flag = False
    document: Control | None = None

    def is_ceremonial(self) -> bool:
        """As it says."""
        return self.ceremonial
