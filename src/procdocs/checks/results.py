"""Results of measures and objectives: that they can be read, come when they are due, and that what fails again and again is answered."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from procdocs.checks.places import said, value_place
from procdocs.checks.spans_of_time import months
from procdocs.diagnostics import Finding, check
from procdocs.project.model import Project
from procdocs.project.objectives import figure, measures_of
from procdocs.project.results import IN_A_ROW, Result, misses, months_after, period, series
from procdocs.schema.process import Measure
from procdocs.schema.registers import Objective

#: After the end of a period its result may take half as long again, but no more than so many days.
_GRACE = 30


def judged(project: Project) -> Iterator[tuple[str, Measure | Objective]]:
    """All that has a series of results, with the id of the process it belongs to; "" for an objective."""
    for process, measure in measures_of(project):
        if measure.results:
            yield process.id, measure
    for register in project.registers:
        for objective in register.objectives:
            if objective.results:
                yield "", objective


def due(every: str, last: Result) -> datetime.date | None:
    """The day by which the result after this one is there at the latest; None where nobody can say how often there is one."""
    interval = months(every)
    if interval is None or not 0 < interval < 1200:
        return None
    try:
        over = months_after(last.period.end.replace(day=1), int(interval)).replace(day=min(last.period.end.day, 28)) if interval == int(interval) else _days(last, interval)
        return over + datetime.timedelta(days=min(_GRACE, round(interval * 15)))
    except (ValueError, OverflowError):
        return None


def _days(last: Result, interval: float) -> datetime.date:
    return last.period.end + datetime.timedelta(days=round(interval * 365 / 12))


@check("PD517")
def unread_result(project: Project) -> Iterator[Finding]:
    """
    Bad:
        measures: [{name: 一次合格率, target: ≥ 98 %, results: {上个月: 97 %}, every: 每月, owner: quality}]
    Good:
        measures: [{name: 一次合格率, target: ≥ 98 %, results: {2026-01: 98.4 %}, every: 每月, owner: quality}]
    """
    for process, one in judged(project):
        for when, result in one.results.items():
            variant = "period" if period(when) is None else "" if figure(result) is None else None
            if variant is not None:
                yield Finding(one.span("results", when), _values(project, process, one) | {"when": when, "result": result}, variant)


@check("PD518")
def late_result(project: Project, today: datetime.date) -> Iterator[Finding]:
    """
    Bad:
        measures: [{name: 一次合格率, target: ≥ 98 %, results: {2020-01: 98.4 %}, every: 每月, owner: quality}]
    Good:
        measures: [{name: 一次合格率, target: ≥ 98 %, results: {2098-12: 98.4 %}, every: 每月, owner: quality}]
    """
    for process, one in judged(project):
        results = series(one.results)
        day = due(said(project, one.every), results[-1]) if results else None
        if day is not None and day < today:
            yield Finding(value_place(one, "results"), _values(project, process, one) | {"when": results[-1].when, "day": day.isoformat()})


@check("PD519")
def misses_in_a_row(project: Project) -> Iterator[Finding]:
    """
    Bad:
        measures: [{name: 一次合格率, target: ≥ 98 %, results: {2026-01: 97 %, 2026-02: 96 %, 2026-03: 97 %}, action: 培训, every: 每月, owner: quality}]
    Good:
        measures: [{name: 一次合格率, target: ≥ 98 %, results: {2026-01: 97 %, 2026-02: 96 %, 2026-03: 98 %}, action: 培训, every: 每月, owner: quality}]
    """
    for process, one in judged(project):
        target, results = said(project, one.target), series(one.results)
        count = misses(target, said(project, one.unit), results)
        if count >= IN_A_ROW:
            values = _values(project, process, one) | {"count": str(count), "since": results[-count].when, "target": target}
            yield Finding(value_place(one, "results"), values, "" if isinstance(one, Measure) and one.action else "none")


def _values(project: Project, process: str, one: Measure | Objective) -> dict[str, str]:
    return {"measure": said(project, one.name), "process": process}
