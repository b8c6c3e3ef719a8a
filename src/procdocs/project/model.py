"""The whole input as one value, with the indexes everything else asks. Pure: reading is `project.load`'s business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, TypeVar

from procdocs.project import addresses
from procdocs.project.evidence import acts
from procdocs.project.evidence.acts import Act, standing
from procdocs.project.evidence.fingerprint import contents
from procdocs.project.evidence.states import State, evidenced, state_of
from procdocs.project.interfaces import Interface, found_interfaces
from procdocs.project.mentions import Mention, mentions
from procdocs.project.numbers import ByNumber
from procdocs.project.records import by_number
from procdocs.project.spelling import natural, normalised
from procdocs.project.spoken import Spoken, spoken
from procdocs.project.texts import Place, texts
from procdocs.schema import Document, Octopus, Page, Part, Process, Register, Settings, Text
from procdocs.schema.control import Control
from procdocs.schema.process import Record
from procdocs.schema.registers import ListedDocument
from procdocs.schema.settings import Department, Party, Role
from procdocs.source.address import Address
from procdocs.source.node import Node

K = TypeVar("K", bound=Part)

#: Ends of an interface that are no process of the project and need no declaration.
BUILT_IN_PARTIES = ("customer", "supplier", "authority", "all")
#: Types of processes in the order in which a manual tells them.
TYPES = ("customer", "support", "management")
#: Pictures of the whole project, which no file holds.
VIEWS = ("landscape", "interaction", "organisation")
#: Ids that name pages or views of our own.
RESERVED_IDS = frozenset({*BUILT_IN_PARTIES, *VIEWS, "index", "search", "manual", "registers"})


@dataclass(frozen=True)
class Project:
    """Everything the user wrote. Documents stand in natural order of their ids."""

    settings: Settings
    documents: tuple[Document, ...] = ()
    registers: tuple[Register, ...] = ()
    #: Bytes of each YAML file by its path, for excerpts and attachments.
    sources: Mapping[str, bytes] = field(default_factory=dict)
    #: Bytes of each picture by its path relative to the project.
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    #: Ids of files that exist but could not be read; references to them are no mistake.
    unread: frozenset[str] = frozenset()
    #: Documents with mistakes, so far as they could be read: only what they refer to is checked.
    recovered: tuple[Document, ...] = ()
    #: The bytes of `approvals.jsonl`, and the SHA-256 of the files that its lines name as evidence, by path; "" for one that is not there.
    approvals: bytes = b""
    proofs: Mapping[str, str] = field(default_factory=dict)
    #: Keys of the settings (`departments`) that had mistakes and may be incomplete, and of registers (`registers.documents`) of which a file could not be read at all.
    damaged: frozenset[str] = frozenset()
    #: What is written in those rows of the registers that had mistakes: references to it may be right.
    doubtful: frozenset[str] = frozenset()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the project; the first is the default."""
        return self.settings.languages

    def say(self, text: Text | None, language: str) -> str:
        """A text in a language, falling back to the project's first."""
        return text.say(language, self.languages[0]) if text is not None else ""

    def __getstate__(self) -> dict[str, Any]:
        """What was read, without the indexes, which are made again when they are asked for."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def of(self, kind: type[K]) -> tuple[K, ...]:
        """The documents of one kind (a model class of `schema`)."""
        return tuple(document for document in self.documents if isinstance(document, kind))

    def known(self, kind: type[K]) -> tuple[K, ...]:
        """The documents of one kind, those with mistakes last, so far as they could be read."""
        return (*self.of(kind), *(document for document in self.recovered if isinstance(document, kind)))

    @cached_property
    def processes(self) -> tuple[Process, ...]:
        """Processes in the one order that lists, matrices and drawings have: customer, support, management."""
        return tuple(process for type_ in TYPES for process in self.processes_of(type_))

    def processes_of(self, type_: str) -> tuple[Process, ...]:
        """Processes of one type; customer processes in the order of the octopus."""
        chosen = tuple(process for process in self.of(Process) if process.type == type_)
        if type_ != "customer":
            return chosen
        order = {arm.process: index for index, arm in enumerate(self.octopus.arms)} if self.octopus else {}
        return tuple(sorted(chosen, key=lambda process: order.get(process.id, len(order))))

    @cached_property
    def octopus(self) -> Octopus | None:
        """The octopus file, if the project has one."""
        return next(iter(self.of(Octopus)), None)

    @cached_property
    def by_id(self) -> Mapping[str, Document]:
        """Documents by id."""
        return {document.id: document for document in self.documents}

    @cached_property
    def folded_ids(self) -> frozenset[str]:
        """The ids of all documents without their letter case, as file systems may see them."""
        return frozenset(id.casefold() for id in self.by_id)

    @cached_property
    def process_by_id(self) -> Mapping[str, Process]:
        """Processes by id."""
        return {process.id: process for process in self.processes}

    @cached_property
    def mentions(self) -> Mapping[str, tuple[Mention, ...]]:
        """Everything that is named by id or number, by kind of the named thing."""
        return mentions(self)

    @cached_property
    def interfaces(self) -> tuple[Interface, ...]:
        """Every interface between two ends, as `interfaces.interfaces` says it."""
        return found_interfaces(self)

    def interfaces_of(self, end: str) -> tuple[Interface, ...]:
        """The interfaces that an end gives or takes, in the order of all."""
        return self._interfaces_of.get(end, ())

    @cached_property
    def _interfaces_of(self) -> Mapping[str, tuple[Interface, ...]]:
        found: dict[str, list[Interface]] = {}
        for one in self.interfaces:
            for end in dict.fromkeys((one.giver, one.receiver)):
                found.setdefault(end, []).append(one)
        return {end: tuple(those) for end, those in found.items()}

    @cached_property
    def texts(self) -> tuple[Place, ...]:
        """Every text of the project, in the order of the files."""
        return tuple(texts(self))

    @cached_property
    def spoken(self) -> tuple[Spoken, ...]:
        """Every id and number that stands within a text, with its exact place."""
        return tuple(spoken(self))

    def at(self, address: Address) -> Any:
        """The value at an address; LookupError where there is none."""
        return addresses.value_at(self._top(address), address)

    def node(self, address: Address) -> Node | None:
        """What is written at an address, for those who edit it; None where nothing is. LookupError for an unknown document."""
        return addresses.node_at(self._top(address), address)

    def address_of(self, part: Part) -> Address | None:
        """Where a part of this project stands; None for one that is not of this project."""
        for top in (self.settings, *self.documents, *self.recovered, *self.registers):
            if top.span().path == part.span().path and (path := addresses.path_to(top, part)) is not None:
                return Address(getattr(top, "id", top.span().path), path)
        return None

    def _top(self, address: Address) -> Part:
        known = self._tops.get(address.document)
        if known is None:
            raise LookupError(str(address))
        return known

    @cached_property
    def _tops(self) -> Mapping[str, Part]:
        """The parts that a file holds, by the id of the document and by the path of the file; what has no mistakes comes first."""
        parts: tuple[Part, ...] = (*self.registers, *self.recovered, *self.documents, self.settings)
        return {**{part.span().path: part for part in parts}, **{one.id: one for one in (*self.recovered, *self.documents)}}

    @cached_property
    def departments(self) -> Mapping[str, Department]:
        """Departments by id."""
        return {department.id: department for department in self.settings.departments}

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        """Roles by id."""
        return {role.id: role for role in self.settings.roles}

    @cached_property
    def parties(self) -> Mapping[str, Party]:
        """Declared external parties by id."""
        return {party.id: party for party in self.settings.parties}

    @property
    def fonts(self) -> tuple[str, ...]:
        """Font families the theme asks for, best first."""
        return self.settings.theme.font if self.settings.theme is not None else ()

    def is_customer(self, end: str) -> bool:
        """Whether an end of an interface is the customer or a declared party of type customer."""
        return end == "customer" or (end in self.parties and self.parties[end].type == "customer")

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """What was done with documents: submitted, approved, released, by the lines of `approvals.jsonl`; without what was withdrawn."""
        return standing(acts.read(self.approvals)[0]) if self.approvals else ()

    @cached_property
    def _states(self) -> dict[str, State]:
        return {}

    def state(self, document: Document) -> State:
        """The state of a document, derived from its content and from what was done with it."""
        if document.id not in self._states:
            self._states[document.id] = state_of(self.acts, document.id, contents(self, document), self.languages[0])
        return self._states[document.id]

    def control(self, document: Document) -> Control:
        """The control data of a document with the project's defaults filled in.

        Where approvals are kept as evidence, signatures are those that stand behind just this content: what was only typed is none.
        """
        return evidenced(self.stated_control(document), self.state(document)) if self.approvals else self.stated_control(document)

    def stated_control(self, document: Document) -> Control:
        """The control data as they are written, with the project's defaults filled in."""
        own = document.document or Control()
        defaults = self.settings.document
        if defaults is None:
            return own
        missing = {name: getattr(defaults, name) for name in type(defaults).model_fields if not getattr(own, name)}
        return own.model_copy(update=missing)

    def name_of(self, document: Document, language: str) -> str:
        """The title of a document: its name, or what stands for it."""
        return self.say(document.title(), language) or document.id

    @cached_property
    def document_by_number(self) -> Mapping[str, Document]:
        """Files of the project by their document number."""
        # A document and the one it replaces may share a number: the last counts.
        return ByNumber((document.document.number, document) for document in reversed(self.documents) if document.document and document.document.number)

    @cached_property
    def listed_by_number(self) -> Mapping[str, ListedDocument]:
        """Rows of the master list (documents that are no files of the project) by their number, also those of sites; the first row counts."""
        return ByNumber((number, row) for register in self.registers for row in register.documents for number, _ in row.all_numbers())

    @cached_property
    def records(self) -> tuple[tuple[Record, Document | Register], ...]:
        """Every record that is described (not merely cited by number), with where it is described."""
        return tuple((record, owner) for record, owner in self.stated_records if record.name is not None)

    @cached_property
    def stated_records(self) -> tuple[tuple[Record, Document | Register], ...]:
        """Every place where a record is described or only cited by its number, with whose it is."""
        owners: tuple[Document | Register, ...] = (*self.documents, *self.registers)
        return tuple((record, owner) for owner in owners for record in owner.all_records())

    @cached_property
    def record_by_number(self) -> Mapping[str, Record]:
        """Described records by number: the first description, filled with what later ones add, such as the retention on the list."""
        return by_number(record for record, _ in self.records)

    def details(self, process: Process) -> tuple[Document, ...]:
        """The flowcharts, mind maps and SOPs that belong to a process."""
        return self._details.get(process.id, ())

    @cached_property
    def _details(self) -> Mapping[str, tuple[Document, ...]]:
        found: dict[str, list[Document]] = {}
        for document in self.documents:
            if document.belongs_to():
                found.setdefault(document.belongs_to(), []).append(document)
        return {process: tuple(documents) for process, documents in found.items()}


__all__ = ["BUILT_IN_PARTIES", "RESERVED_IDS", "VIEWS", "Page", "Project", "natural", "normalised"]
