"""Measures and objectives that can be judged: target, unit, frequency, who, and the same figure everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procdocs.checks.places import ONCE, SHOWN, follows, gap_place, key_place, said, says_nothing, value_place
from procdocs.diagnostics import Finding, Related, check
from procdocs.project.model import Project
from procdocs.project.objectives import carriers, figure, measures_of, same_target
from procdocs.project.results import IN_A_ROW, misses, series, verdict
from procdocs.schema.process import Measure, Process
from procdocs.schema.registers import Objective

#: A target written into the name of the measure: `Scrap < 2 %`, `OEE (target 85)`.
_TARGET_IN_NAME = re.compile(
    r"(?:[≥≤<>=＞＜]|不低于|不高于|不超过|不少于|至少|目标|target|goal|목표|Ziel)[^\d]{0,8}\d|\d\s*(?:%|％|‰|ppm)|[:：]\s*\d+(?:[.,]\d+)?\s*$"
    r"|(?<![\w.])\d+(?:[.,]\d+)?\s*(?:cases?|times?|defects?|complaints?|accidents?|days?|hours?|minutes?|Fälle|Tage|Stunden|pcs|[件次起例天日分小时]|건|회|일|시간|점)(?:\s*/\s*\w+)?\s*[)）]?\s*$",
    re.IGNORECASE,
)


_NOT_APPLICABLE = re.compile(r"n\s?/\s?a|不适用|not applicable|entfällt", re.IGNORECASE)
#: Words that no result can be held against.
_VAGUE = re.compile(
    r"(?:尽量|尽可能|力争|不断|持续|逐步|逐年)?(?:较?高|较?低|更?好|提高|提升|降低|下降|减少|改善|改进|增加|上升|稳定|越高越好|越低越好|越少越好|优|良好?|多|少)"
    r"|high(?:er)?|low(?:er)?|good|better|improve(?:ment)?|increase|decrease|reduce|as (?:high|low|good|many|few) as possible"
    r"|hoch|höher|niedrig|niedriger|gut|besser|verbessern|steigern|senken"
    r"|높음|낮음|향상|개선|감소|증가",
    re.IGNORECASE,
)


def _values(project: Project, process: Process, measure: Measure) -> dict[str, str]:
    return {"measure": said(project, measure.name), "process": process.id}


@check("PD510")
def measure_without_target(project: Project) -> Iterator[Finding]:
    """
    Bad:
        measures: [{name: 一次合格率, unit: "%", every: 每月, owner: quality}]
    Good:
        measures: [{name: 一次合格率, target: ≥ 98 %, every: 每月, owner: quality}]
    """
    measured = list(measures_of(project))
    for process, measure in measured:
        if _VAGUE.fullmatch(target := said(project, measure.target)):
            yield Finding(value_place(measure, "target"), _values(project, process, measure) | {"target": target}, "vague")
    without = [(process, measure) for process, measure in measured if _has_no_target(project, measure)]
    if len(without) >= ONCE and len(without) * 2 > len(measured):
        # That a house writes no targets is one cause.
        process, measure = without[0]
        others = (Related(gap_place(other, "target"), "measure-here", _values(project, of, other)) for of, other in without[1:SHOWN])
        yield Finding(gap_place(measure, "target"), _values(project, process, measure) | {"count": str(len(without)), "all": str(len(measured))}, "none", tuple(others))
        without = []
    for process, measure in without:
        yield Finding(gap_place(measure, "target"), _values(project, process, measure))
    for objective in _objectives(project):
        if _VAGUE.fullmatch(target := said(project, objective.target)):
            yield Finding(value_place(objective, "target"), _of_objective(project, objective) | {"target": target}, "vague")
        if _has_no_target(project, objective):
            yield Finding(gap_place(objective, "target"), _of_objective(project, objective), "objective")


def _has_no_target(project: Project, part: Measure | Objective) -> bool:
    return (says_nothing(target := said(project, part.target)) or _NOT_APPLICABLE.fullmatch(target) is not None) and not _TARGET_IN_NAME.search(said(project, part.name))


@check("PD511")
def measure_without_unit(project: Project) -> Iterator[Finding]:
    """
    Bad:
        measures: [{name: 顾客投诉, target: ≤ 3, every: 每月, owner: quality}]
    Good:
        measures: [{name: 顾客投诉, target: ≤ 3 件, every: 每月, owner: quality}]
    """
    calculated = _calculated(project)
    for process, measure in measures_of(project):
        if measure.formula or measure.unit or measure.source:
            continue
        target = figure(said(project, measure.target))
        without_unit = target is not None and not target.unit
        if without_unit if measure.target else calculated:
            yield Finding(value_place(measure, "name"), _values(project, process, measure))
    for objective in _uncalculated(project):
        yield Finding(gap_place(objective, "formula"), _of_objective(project, objective), "objective")


def _of_objective(project: Project, objective: Objective) -> dict[str, str]:
    return {"measure": said(project, objective.name), "process": ""}


def _uncalculated(project: Project) -> Iterator[Objective]:
    """Objectives of which neither their row nor the measure that carries them says how they are calculated, though others say it."""
    with_formula = any(objective.formula for objective in _objectives(project))
    for objective in _objectives(project):
        if objective.formula or any(measure.formula or measure.source for _, measure in carriers(project, objective)):
            continue
        target = figure(said(project, objective.target))
        if with_formula or (target is not None and not target.unit and not objective.unit):
            yield objective


def _calculated(project: Project) -> bool:
    """Whether the project says of any measure how it is calculated; where it says so of none, the missing targets tell enough."""
    return any(measure.formula or measure.unit or measure.source for _, measure in measures_of(project))


@check("PD512")
def measure_without_schedule(project: Project) -> Iterator[Finding]:
    """
    Bad:
        measures: [{name: 一次合格率, target: ≥ 98 %, owner: quality}]
    Good:
        measures: [{name: 一次合格率, target: ≥ 98 %, every: 每月, owner: quality}]
    """
    yield from _unscheduled(project)
    silent = {process.id for process in project.processes if len(process.measures) >= 2 and not any(measure.every or measure.owner for measure in process.measures)}
    measured = [process for process in project.processes if process.measures]
    if len(measured) >= ONCE and not any(measure.every or measure.owner for process in measured for measure in process.measures):
        values = {"process": measured[0].id, "measure": said(project, measured[0].measures[0].name), "count": str(len(measured))}
        yield Finding(key_place(measured[0], "measures"), values, "none")
        return
    for process in project.processes:
        if process.id in silent:
            yield Finding(key_place(process, "measures"), {"process": process.id, "measure": said(project, process.measures[0].name)}, "all")
    for process, measure in measures_of(project):
        missing = [key for key in ("every", "owner") if not getattr(measure, key)]
        if missing and process.id not in silent:
            yield Finding(value_place(measure, "name"), _values(project, process, measure), missing[0] if len(missing) == 1 else "both")


def _unscheduled(project: Project) -> Iterator[Finding]:
    """Objectives of which neither their row nor the measure that carries them says how often and by whom; once, where no objective says either."""
    gaps: list[tuple[Objective, list[str]]] = []
    for objective in _objectives(project):
        carrying = [measure for _, measure in carriers(project, objective)]
        missing = [key for key in ("every", "owner") if not getattr(objective, key) and not any(getattr(measure, key) for measure in carrying)]
        gaps.extend([(objective, missing)] if missing else [])
    every_one = len(gaps) == sum(1 for _ in _objectives(project)) and all(len(missing) == 2 for _, missing in gaps)
    if every_one and len(gaps) >= ONCE:
        yield Finding(value_place(gaps[0][0], "name"), _of_objective(project, gaps[0][0]) | {"count": str(len(gaps))}, "objectives-none")
        return
    for objective, missing in gaps:
        yield Finding(value_place(objective, "name"), _of_objective(project, objective), f"objective-{missing[0] if len(missing) == 1 else 'both'}")


@check("PD513")
def one_sided_measures(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: procdocs.yaml
        organisation: {name: 江海}
        standards: [iatf16949-2016]
        # file: processes/C1.yaml
        id: C1
        measures: [{name: 一次合格率, target: ≥ 98 %, aspect: effectiveness}]
    Good:
        # file: procdocs.yaml
        organisation: {name: 江海}
        standards: [iatf16949-2016]
        # file: processes/C1.yaml
        id: C1
        measures: [{name: 一次合格率, target: ≥ 98 %, aspect: effectiveness}, {name: 工时效率, target: ≥ 92 %, aspect: efficiency}]
    """
    if not follows(project, "iatf16949"):
        return
    for process in project.processes:
        aspects = {measure.aspect for measure in process.measures}
        if len(aspects) == 1 and None not in aspects:
            yield Finding(gap_place(process, "measures"), {"process": process.id}, str(*aspects))


def _objectives(project: Project) -> Iterator[Objective]:
    for register in project.registers:
        yield from register.objectives


@check("PD514")
def differing_target(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/objectives.yaml
        objectives: [{name: 一次合格率, target: ≥ 99 %, processes: C4}]
        # file: processes/C4.yaml
        id: C4
        measures: [{name: 一次合格率, target: ≥ 98 %}]
    Good:
        # file: registers/objectives.yaml
        objectives: [{name: 一次合格率, target: ≥ 98 %, processes: C4}]
        # file: processes/C4.yaml
        id: C4
        measures: [{name: 一次合格率, target: ≥ 98 %}]
    """
    for objective in _objectives(project):
        for process, measure in carriers(project, objective):
            listed, own = said(project, objective.target), said(project, measure.target)
            if own and listed and not same_target(listed, own):
                values = {"objective": said(project, objective.name), "target": listed, "process": process.id, "other": own}
                yield Finding(value_place(objective, "target"), values, related=(Related(value_place(measure, "target"), "target-here", {"process": process.id}),))


@check("PD515")
def objective_without_process(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/objectives.yaml
        objectives: [{name: 一次合格率, target: ≥ 99 %}]
        # file: processes/C4.yaml
        id: C4
        measures: [{name: 工时效率, target: ≥ 92 %}]
    Good:
        # file: registers/objectives.yaml
        objectives: [{name: 一次合格率, target: ≥ 99 %, processes: C4}]
        # file: processes/C4.yaml
        id: C4
        measures: [{name: 一次合格率, target: ≥ 99 %}]
    """
    for objective in _objectives(project):
        carried = carriers(project, objective)
        if objective.measure and not carried and not project.unread:
            yield Finding(objective.span("measure"), {"objective": said(project, objective.name), "measure": objective.measure}, "measure")
        elif not objective.processes and not carried and project.processes:
            yield Finding(value_place(objective, "name"), {"objective": said(project, objective.name)})


@check("PD516")
def missed_target_without_action(project: Project) -> Iterator[Finding]:
    """
    Bad:
        measures: [{name: 一次合格率, target: ≥ 98 %, result: 96.5 %, every: 每月, owner: quality}]
    Good:
        measures: [{name: 一次合格率, target: ≥ 98 %, result: 96.5 %, every: 每月, owner: quality, action: 成立改进小组}]
    """
    for process, measure in measures_of(project):
        results = series(measure.results)
        result = results[-1].said if results else said(project, measure.result)
        target, shown = said(project, measure.target), figure(result)
        # Three in a row are told as such.
        if measure.action or shown is None or verdict(target, said(project, measure.unit), shown) != "missed" or misses(target, said(project, measure.unit), results) >= IN_A_ROW:
            continue
        yield Finding(value_place(measure, "results" if results else "result"), _values(project, process, measure) | {"target": target, "result": result})
