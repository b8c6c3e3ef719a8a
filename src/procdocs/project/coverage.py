"""Which clauses of a standard the system carries, by whom, and which do not apply. Pure; judges nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from procdocs.clauses import ClauseSet, ancestors, clause_set
from procdocs.project.model import Project
from procdocs.schema import Process
from procdocs.schema.registers import Exclusion, ResponsibilityRow


@dataclass(frozen=True)
class Coverage:
    """The state of one standard: every auditable clause is carried, excluded or open."""

    clauses: ClauseSet
    #: Clause as it was cited -> ids of the processes that cite it.
    cited: Mapping[str, tuple[str, ...]]
    #: Clauses for which a row of the responsibility matrix names a department.
    assigned: frozenset[str]
    #: Excluded clause -> the row that excludes it; the first row counts.
    excluded: Mapping[str, Exclusion]

    def carriers(self, number: str) -> tuple[str, ...]:
        """Processes that carry a clause: they cite it, a clause above it, or one of its parts."""
        carrying = {number, *ancestors(number), *self._parts.get(number, ())}
        cited = sorted((one for one in carrying if one in self.cited), key=self._positions.__getitem__)
        return tuple(dict.fromkeys(process for one in cited for process in self.cited[one]))

    def is_excluded(self, number: str) -> bool:
        """Whether the clause, or one above it, is declared not applicable."""
        return any(one in self.excluded for one in (number, *ancestors(number)))

    def is_carried(self, number: str) -> bool:
        """Whether a process carries the clause, or the matrix gives it to a department."""
        return number in self._parts or any(one in self.cited or one in self.assigned for one in (number, *ancestors(number)))

    @property
    def open(self) -> tuple[str, ...]:
        """Auditable clauses that nobody carries and that are not excluded, in order."""
        return tuple(number for number in self.clauses.auditable if not self.is_excluded(number) and not self.is_carried(number))

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {cited: position for position, cited in enumerate(self.cited)}

    @cached_property
    def _parts(self) -> Mapping[str, frozenset[str]]:
        """Clause -> what is cited or assigned as a part of it: a part of the standard, or a number below it that the standard does not have."""
        found: dict[str, set[str]] = {}
        for one in (*self.cited, *self.assigned):
            if one in self.clauses.parts or one not in self.clauses.clauses:
                for above in ancestors(one):
                    found.setdefault(above, set()).add(one)
        return {clause: frozenset(parts) for clause, parts in found.items()}


def standards_of(project: Project) -> tuple[str, ...]:
    """The standards of the settings, then those that processes cite beside them."""
    cited = {standard for process in project.processes for standard in process.clauses}
    return tuple(dict.fromkeys((*project.settings.standards, *sorted(cited))))


def standard_of(project: Project, row: ResponsibilityRow) -> str:
    """The standard a row of the responsibility matrix speaks of: the one it names, else the first that has its clause, else the first of all."""
    if row.standard:
        return row.standard
    standards = standards_of(project)
    return next((one for one in standards if (known := clause_set(one)) and row.clause in known.clauses), standards[0] if standards else "")


def coverage(project: Project, standard: str) -> Coverage | None:
    """The coverage of a standard that the project answers to; None if there is no such clause set."""
    clauses = clause_set(standard)
    if clauses is None:
        return None
    cited: dict[str, dict[str, None]] = {}
    for process in project.processes:
        for number in _cited(process, clauses):
            cited.setdefault(number, {})[process.id] = None
    rows = [row for register in project.registers for row in register.responsibilities if standard_of(project, row) == standard]
    excluded: dict[str, Exclusion] = {}
    for register in project.registers:
        for row in register.exclusions:
            if row.standard == standard:
                excluded.setdefault(row.clause, row)
    assigned = frozenset(row.clause for row in rows if row.lead or row.main)
    return Coverage(clauses, {number: tuple(processes) for number, processes in cited.items()}, assigned, excluded)


def _cited(process: Process, clauses: ClauseSet) -> Iterator[str]:
    """What a process cites of a standard: under its own name, or under that of a set that builds on it (ISO 9001 8.5.1 as IATF 16949 8.5.1)."""
    for name, numbers in process.clauses.items():
        other = clause_set(name)
        if name == clauses.id:
            yield from numbers
        elif other is not None and other.parent == clauses.id:
            yield from (number for number in numbers if number not in other.clauses and number in clauses.clauses)
