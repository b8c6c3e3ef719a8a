"""`kind: process`: one process with its six legs; drawn as a turtle and as a SIPOC."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from procdocs.schema.base import Flag, Id, Many, Naming, Number, Part, Plain, Text
from procdocs.schema.clause import Clause
from procdocs.schema.control import Control
from procdocs.schema.document import Document
from procdocs.schema.numbered import Numbered

ProcessType = Literal["customer", "support", "management"]


class Input(Part):
    """Something the process receives; `from` names who gives it."""

    short: ClassVar[str] = "name"
    naming: ClassVar[Naming] = {"source": "end", "document": "document"}
    id: Id = ""
    name: Text
    source: Many[Plain] = Field((), alias="from")
    document: Plain = ""
    note: Text | None = None


class Output(Part):
    """Something the process delivers; `to` names who takes it."""

    short: ClassVar[str] = "name"
    naming: ClassVar[Naming] = {"to": "end", "document": "document"}
    id: Id = ""
    name: Text
    to: Many[Plain] = ()
    document: Plain = ""
    note: Text | None = None


class Resource(Part):
    """With what: material, equipment, infrastructure."""

    short: ClassVar[str] = "name"
    naming: ClassVar[Naming] = {"source": "end", "document": "document"}
    name: Text
    document: Plain = ""
    source: Many[Plain] = Field((), alias="from")
    note: Text | None = None


class Person(Part):
    """With whom: a role of the project, or people named in words, and the competence they need."""

    short: ClassVar[str] = "name"
    naming: ClassVar[Naming] = {"role": "role", "source": "end", "record": "record"}
    role: Plain = ""
    name: Text | None = None
    competence: Text | None = None
    source: Many[Plain] = Field((), alias="from")
    record: Plain = ""


class Measure(Part):
    """A performance indicator with its target."""

    short: ClassVar[str] = "name"
    naming: ClassVar[Naming] = {"owner": "department-or-role"}
    figures: ClassVar[frozenset[str]] = frozenset(("target",))
    id: Id = ""
    name: Text
    formula: Text | None = None
    unit: Text | None = None
    target: Text | None = None
    every: Text | None = None
    owner: Plain = ""
    source: Text | None = None
    result: Text | None = None
    results: dict[Plain, Plain] = Field({})
    action: Text | None = None
    aspect: Literal["effectiveness", "efficiency"] | None = None


class Risk(Part):
    """A risk or an opportunity and what is done about it."""

    short: ClassVar[str] = "name"
    naming: ClassVar[Naming] = {"owner": "department-or-role", "document": "document"}
    name: Text
    type: Literal["risk", "opportunity"] = "risk"
    likelihood: Number | None = Field(None, ge=1, le=5)
    severity: Number | None = Field(None, ge=1, le=5)
    action: Text | None = None
    owner: Plain = ""
    due: Text | None = None
    document: Plain = ""

    @property
    def level(self) -> int:
        """Likelihood times severity, 1 to 25; 0 where it is not rated."""
        return int(self.likelihood * self.severity) if self.likelihood and self.severity else 0


class Cited(Numbered):
    """A controlled document, named by its number."""

    short: ClassVar[str] = "number"
    naming: ClassVar[Naming] = {"number": "document", "numbers": "document"}
    number: Plain = ""
    numbers: dict[Plain, Plain] = Field({})
    title: Text | None = None
    revision: Plain = ""


class Record(Numbered):
    """A record that is kept as evidence."""

    short: ClassVar[str] = "number"
    naming: ClassVar[Naming] = {"keeper": "department-or-role"}
    figures: ClassVar[frozenset[str]] = frozenset(("retention",))
    number: Plain = ""
    numbers: dict[Plain, Plain] = Field({})
    name: Text | None = None
    keeper: Plain = ""
    retention: Text | None = None
    place: Text | None = None
    disposition: Text | None = None
    list: Plain = ""


class Process(Document):
    """A process of the management system."""

    bears_number: ClassVar[bool] = True
    records_at: ClassVar[str] = "records"
    naming: ClassVar[Naming] = {"owner": "department", "departments": "department"}
    prose: ClassVar[frozenset[str]] = frozenset(("text", "purpose", "scope"))
    kind: Literal["process"]
    id: Id
    name: Text
    type: ProcessType
    owner: Plain = ""
    departments: Many[Plain] = ()
    purpose: Text | None = None
    scope: Text | None = None
    steps: Many[Text] = ()
    inputs: Many[Input] = ()
    outputs: Many[Output] = ()
    resources: Many[Resource] = ()
    people: Many[Person] = ()
    documents: Many[Cited] = ()
    measures: Many[Measure] = ()
    risks: Many[Risk] = ()
    records: Many[Record] = ()
    clauses: dict[Plain, Many[Clause]] = Field({})
    text: Text | None = None
    document: Control | None = None

    def look(self) -> str:
        """Its type."""
        return self.type

    def owned_by(self) -> str:
        """Its owner."""
        return self.owner

    def concerned(self) -> Iterator[str]:
        """Owner, departments that take part, roles."""
        yield from (self.owner, *self.departments, *(person.role for person in self.people))

    def listed_records(self) -> Iterator[Record]:
        """Its records."""
        yield from self.records

    def cited(self) -> Iterator[Cited]:
        """Its documents."""
        yield from self.documents

    def named_in_words(self) -> Iterator[tuple[Part, Text]]:
        """The people it takes."""
        yield from ((person, person.name) for person in self.people if person.name is not None)


class Arm(Part):
    """One arm of the octopus."""

    short: ClassVar[str] = "process"
    naming: ClassVar[Naming] = {"process": "process"}
    process: Plain
    customer: Text | None = None
    inputs: Text | None = None
    outputs: Text | None = None


class Octopus(Document):
    """`kind: octopus`: order, title and notes of the octopus; its content comes from the processes."""

    kind: Literal["octopus"]
    id: Id
    name: Text | None = None
    arms: Many[Arm] = ()
    support: Flag = True
    text: Text | None = None
    document: Control | None = None
