"""What may be named in a project, by namespace. A namespace that is not known as a whole is None, so that nobody is blamed wrongly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

from procdocs.project.model import BUILT_IN_PARTIES, VIEWS, Project
from procdocs.project.numbers import number_key
from procdocs.schema import KINDS, Document, Process
from procdocs.schema.base import names_of
from procdocs.schema.process import ProcessType, Record
from procdocs.schema.registers import ListedDocument
from procdocs.schema.validate import PLACEHOLDER

#: For so many names a near one is looked for, and so many are compared in all; a project that lacks a whole list would otherwise keep us busy for minutes.
SUGGESTIONS = 100
_COMPARISONS = 200_000
#: Groups of documents and registers that a chapter may name.
GROUPS = (*get_args(ProcessType), *KINDS, "registers", "rest")


def suggestions(known: Sized) -> int:
    """For how many names a near one can be looked for among `known`."""
    return min(SUGGESTIONS, _COMPARISONS // max(len(known), 1))


@dataclass(frozen=True)
class Namespaces:
    """The names of one project, each group in the order of the files."""

    project: Project

    @cached_property
    def processes(self) -> tuple[str, ...]:
        """Processes, and files that could not be read and may be processes."""
        return (*(process.id for process in self.project.known(Process)), *sorted(self.project.unread))

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Ids of all files."""
        return (*(document.id for document in self._documents), *sorted(self.project.unread))

    @cached_property
    def diagrams(self) -> tuple[str, ...]:
        """What can be shown as a diagram."""
        return (*self.files, *VIEWS)

    @cached_property
    def ends(self) -> tuple[str, ...] | None:
        """Givers and receivers."""
        return self._of_settings("parties", (*self.processes, *BUILT_IN_PARTIES, *(party.id for party in self.project.settings.parties)))

    @cached_property
    def departments(self) -> tuple[str, ...] | None:
        """Departments."""
        return self._of_settings("departments", (department.id for department in self.project.settings.departments))

    @cached_property
    def roles(self) -> tuple[str, ...] | None:
        """Roles."""
        return self._of_settings("roles", (role.id for role in self.project.settings.roles))

    @cached_property
    def anyone(self) -> tuple[str, ...] | None:
        """Roles, departments and parties."""
        if self.roles is None or self.departments is None or self.ends is None:
            return None
        return (*self.roles, *self.departments, *BUILT_IN_PARTIES, *(party.id for party in self.project.settings.parties))

    @cached_property
    def documents(self) -> tuple[str, ...] | None:
        """Numbers of controlled documents, listed or in files of their own; ids of files; numbers of record forms."""
        rows = [number for register in self.project.registers for row in register.documents for number, _ in row.all_numbers()]
        numbers = [document.document.number for document in self._documents if document.document is not None and document.document.number]
        if "registers.documents" in self.project.damaged:
            return None
        return (*numbers, *_read(rows), *self.files, *(self.records or ()))

    @cached_property
    def records(self) -> tuple[str, ...] | None:
        """Numbers of records: described anywhere, or listed where a process, a procedure or a register lists its records; forms of the master list."""
        if "registers.records" in self.project.damaged:
            return None
        described = [number for record, _ in self.project.records for number, _ in record.all_numbers()]
        listed = [number for record in self._listed for number, _ in record.all_numbers()]
        forms = [number for register in self.project.registers for row in register.documents for number, _ in row.all_numbers()]
        return tuple(dict.fromkeys(_read((*described, *listed, *forms))))

    @cached_property
    def unreadable(self) -> bytes:
        """The text of all files with mistakes: what stands in there may be declared there."""
        whole = {document.span().path for document in self.project.documents}
        whole.update(register.span().path for register in self.project.registers)
        return b"\n".join(data.replace(b"\0", b"") for path, data in sorted(self.project.sources.items()) if path not in whole and "/" in path)

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """Numbers, by their keys, that stand in rows of lists in which something is wrong."""
        return frozenset(number_key(text) for text in self.project.doubtful) - {""}

    @cached_property
    def without_number(self) -> int:
        """How many rows of the lists of documents lack their number, and do not have it under a wrong key."""
        rows = (row for register in self.project.registers for row in register.documents if row.number.startswith(PLACEHOLDER))
        return sum(row.node is not None and names_of(ListedDocument).issuperset(row.node.pairs or ()) for row in rows)

    @property
    def _documents(self) -> Iterator[Document]:
        yield from self.project.documents
        yield from self.project.recovered

    @property
    def _listed(self) -> Iterator[Record]:
        for document in self._documents:
            yield from document.listed_records()
        for register in self.project.registers:
            yield from register.records

    def _of_settings(self, key: str, ids: Iterable[str]) -> tuple[str, ...] | None:
        return None if key in self.project.damaged else tuple(ids)


def _read(numbers: Iterable[str]) -> Iterator[str]:
    """The numbers without those that stand for one that could not be read."""
    return (number for number in numbers if not number.startswith(PLACEHOLDER))
