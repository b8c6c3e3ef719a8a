"""Which processes carry which clause, as the score card and the matrices print it. What counts as carried is `project.coverage`'s business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procdocs.clauses import ClauseSet, ancestors, clause_set
from procdocs.project import Project, natural
from procdocs.project.coverage import Coverage, coverage, standards_of
from procdocs.schema import Process
from procdocs.schema.registers import Exclusion


@dataclass(frozen=True)
class ClauseView:
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


def clause_views(project: Project) -> tuple[ClauseView, ...]:
    """One view for each standard of the settings, then for each that processes cite beside them."""
    return tuple(_view(project, standard) for standard in standards_of(project))


def _view(project: Project, standard: str) -> ClauseView:
    state = coverage(project, standard)
    if state is not None and standard in project.settings.standards:
        return _known(project, standard, state)
    citing: dict[str, list[Process]] = {}
    for process in project.processes:
        for number in process.clauses.get(standard, ()):
            citing.setdefault(number, []).append(process)
    known = clause_set(standard)
    carriers = {number: tuple(processes) for number, processes in citing.items()}
    return ClauseView(standard, known.name if known else standard, tuple(sorted(citing, key=natural)), carriers, {}, known=known)


def _known(project: Project, standard: str, state: Coverage) -> ClauseView:
    clauses = state.clauses.auditable
    carriers = {number: tuple(project.process_by_id[id] for id in sorted(state.carriers(number), key=natural)) for number in clauses}
    exclusions = {number: next(state.excluded[one] for one in (number, *ancestors(number)) if one in state.excluded) for number in clauses if state.is_excluded(number)}
    assigned = frozenset(number for number in clauses if not carriers[number] and state.is_carried(number))
    return ClauseView(standard, state.clauses.name, clauses, carriers, exclusions, assigned, state.clauses)
