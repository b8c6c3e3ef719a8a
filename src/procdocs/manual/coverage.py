"""Which processes carry which clause, as the score card and the matrices print it. What counts as carried is `project.coverage`'s business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procdocs.clauses import ClauseSet, ancestors, clause_set
from procdocs.project import Project, natural
from procdocs.project.coverage import Coverage as State
from procdocs.project.coverage import coverage as state_of
from procdocs.schema import Process
from procdocs.schema.registers import Exclusion


@dataclass(frozen=True)
class Coverage:
    """One standard. The clauses stand in the order of the standard."""

    standard: str
    name: str
    #: The clauses the system answers to; of a standard that the settings do not name, or nobody has data for, those it cites.
    clauses: tuple[str, ...]
    #: Processes by the clause they carry.
    carriers: Mapping[str, tuple[Process, ...]]
    #: What makes a clause not apply, its own exclusion or that of a clause above it, by clause.
    exclusions: Mapping[str, Exclusion]
    #: Clauses that no process carries, but the responsibility matrix gives to a department.
    assigned: frozenset[str] = frozenset()
    known: ClauseSet | None = None

    @property
    def covered(self) -> int:
        """How many clauses are carried; one that is declared not applicable is not counted."""
        return sum(bool(self.carriers.get(number) or number in self.assigned) and number not in self.exclusions for number in self.clauses)

    @property
    def excluded(self) -> int:
        """How many clauses are declared not applicable."""
        return sum(number in self.exclusions for number in self.clauses)

    def title(self, number: str, language: str) -> str:
        """Short title of a clause, "" where it is not known."""
        return self.known.title(number, language) if self.known else ""


def coverage(project: Project) -> tuple[Coverage, ...]:
    """One `Coverage` for each standard of the settings, then for each that processes cite beside them."""
    cited = {standard for process in project.processes for standard in process.clauses}
    standards = dict.fromkeys((*project.settings.standards, *sorted(cited - set(project.settings.standards))))
    return tuple(_coverage(project, standard) for standard in standards)


def _coverage(project: Project, standard: str) -> Coverage:
    state = state_of(project, standard)
    if state is not None and standard in project.settings.standards:
        return _known(project, standard, state)
    citing: dict[str, list[Process]] = {}
    for process in project.processes:
        for number in process.clauses.get(standard, ()):
            citing.setdefault(number, []).append(process)
    known = clause_set(standard)
    carriers = {number: tuple(processes) for number, processes in citing.items()}
    return Coverage(standard, known.name if known else standard, tuple(sorted(citing, key=natural)), carriers, {}, known=known)


def _known(project: Project, standard: str, state: State) -> Coverage:
    clauses = state.clauses.auditable
    carriers = {number: tuple(project.process_by_id[id] for id in sorted(state.carriers(number), key=natural)) for number in clauses}
    exclusions = {number: next(state.excluded[one] for one in (number, *ancestors(number)) if one in state.excluded) for number in clauses if state.is_excluded(number)}
    assigned = frozenset(number for number in clauses if not carriers[number] and state.is_carried(number))
    return Coverage(standard, state.clauses.name, clauses, carriers, exclusions, assigned, state.clauses)
