"""What falls due on which day: reviews of documents, results of measures and objectives, actions on risks. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from procdocs.checks.control import controlled
from procdocs.checks.currency import next_review
from procdocs.checks.places import said
from procdocs.checks.results import due, judged
from procdocs.project.model import Project
from procdocs.project.results import series
from procdocs.schema.base import day_in


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """Something that is to be done by a day: what it is, in which document (or process), and who is responsible, by id."""

    day: datetime.date
    kind: Literal["action", "result", "review"]
    document: str
    what: str
    owner: str = ""


def dates(project: Project) -> tuple[Due, ...]:
    """All that falls due in a project, the earliest first. What has no day that can be read is not in it; the checks tell of that."""
    return tuple(sorted((*_reviews(project), *_results(project), *_actions(project))))


def _reviews(project: Project) -> Iterator[Due]:
    for document, control in controlled(project):
        day = next_review(control)
        if day is not None:
            yield Due(day, "review", document.id, control.number or document.id, control.owner)


def _results(project: Project) -> Iterator[Due]:
    for process, one in judged(project):
        results = series(one.results)
        day = due(said(project, one.every), results[-1]) if results else None
        if day is not None:
            yield Due(day, "result", process, said(project, one.name), one.owner)


def _actions(project: Project) -> Iterator[Due]:
    for process in project.processes:
        for risk in process.risks:
            if day := day_in(said(project, risk.due)):
                yield Due(datetime.date.fromisoformat(day), "action", process.id, said(project, risk.action) or said(project, risk.name), risk.owner)
