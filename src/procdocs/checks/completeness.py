"""Each process has its owner and its legs, each risk what is done about it. Measures and records have files of their own."""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.checks.places import ONCE, follows, gap_place, gathered, key_place, said, says_nothing, value_place
from procdocs.diagnostics import Finding, Severity, check
from procdocs.project.model import Project
from procdocs.schema.process import Process

#: Likelihood times severity from which on a risk counts as high; both run from 1 to 5.
HIGH_RISK = 15


@check("PD501")
def missing_owner(project: Project) -> Iterator[Finding]:
    """
    Bad:
        id: C4
        purpose: 按计划生产
    Good:
        id: C4
        owner: production
    """
    for process in project.processes:
        if not process.owner:
            yield Finding(gap_place(process, "owner"), {"process": process.id})


@check("PD502")
def missing_flow(project: Project) -> Iterator[Finding]:
    """
    Bad:
        id: C4
        inputs: [{name: 订单, from: customer}]
    Good:
        id: C4
        inputs: [{name: 订单, from: customer}]
        outputs: [{name: 合格产品, to: customer}]
    """
    for process in project.processes:
        for key in ("inputs", "outputs"):
            if not getattr(process, key):
                yield Finding(gap_place(process, key), {"process": process.id}, key)


@check("PD503")
def empty_leg(project: Project) -> Iterator[Finding]:
    """
    Bad:
        id: C4
        resources: [注塑机]
        documents: [{title: 装配作业指导书}]
        measures: [{name: 一次合格率, target: ≥ 98 %}]
    Good:
        id: C4
        resources: [注塑机]
        people: [{role: operator}]
        documents: [{title: 装配作业指导书}]
        measures: [{name: 一次合格率, target: ≥ 98 %}]
    """
    for process in project.processes:
        detailed = bool(project.details(process))
        for key in ("resources", "people", "documents", "measures"):
            if not getattr(process, key) and not (key == "documents" and detailed):
                yield Finding(gap_place(process, key), {"process": process.id}, key)
        # A purpose is asked of nobody; who wrote the key meant to say one. What became a comment is told by the reader.
        if process.purpose is None and process.node is not None and process.node.child("purpose") is not None and not _swallowed(project, process):
            yield Finding(gap_place(process, "purpose"), {"process": process.id}, "purpose")


def _swallowed(project: Project, process: Process) -> bool:
    """Whether something stands behind `purpose:` that YAML does not read."""
    span = key_place(process, "purpose")
    data = project.sources.get(span.path, b"")
    return span.line is not None and "#" in data.decode("utf-8-sig", "replace").split("\n")[span.line - 1]


@check("PD504")
def process_without_risk(project: Project) -> Iterator[Finding]:
    """
    Bad:
        id: C4
        purpose: 按计划生产
    Good:
        id: C4
        risks: [{name: 停电, action: 备用发电机, owner: production, due: 每月试机}]
    """
    without = [process for process in project.processes if not process.risks]
    if len(without) >= ONCE and len(without) == len(project.processes):
        yield Finding(key_place(project.settings, "standards", "organisation"), {"process": without[0].id, "count": str(len(without))}, "none")
        return
    for process in without:
        yield Finding(gap_place(process, "risks"), {"process": process.id})


@check("PD505")
def incomplete_risk(project: Project) -> Iterator[Finding]:
    """
    Bad:
        risks: [{name: 停电, action: 备用发电机}]
    Good:
        risks: [{name: 停电, action: 备用发电机, owner: production, due: 每月试机}]
    """
    found: dict[str, list[Finding]] = {}
    for process in project.processes:
        for risk in process.risks:
            missing = [key for key in ("action", "owner", "due") if not getattr(risk, key) or (key == "action" and says_nothing(said(project, risk.action)))]
            if missing:
                variant = missing[0] if len(missing) == 1 else ""
                values = {"risk": said(project, risk.name), "process": process.id, "missing": ", ".join(missing)}
                found.setdefault(values["missing"], []).append(Finding(value_place(risk, "name"), values, variant))
    for same in found.values():
        yield from gathered(same, "risk")


@check("PD506")
def high_risk_without_document(project: Project) -> Iterator[Finding]:
    """
    Bad:
        risks: [{name: 漏装弹簧, likelihood: 4, severity: 5, action: 防错, owner: production, due: 每班}]
    Good:
        risks: [{name: 漏装弹簧, likelihood: 4, severity: 5, action: 防错, owner: production, due: 每班, document: C1}]
    """
    severity = None if follows(project, "iatf16949") else Severity.NOTE
    for process in project.processes:
        for risk in process.risks:
            if risk.type == "risk" and risk.likelihood and risk.severity and risk.likelihood * risk.severity >= HIGH_RISK and not risk.document:
                values = {"risk": said(project, risk.name), "process": process.id, "rating": str(risk.likelihood * risk.severity)}
                yield Finding(value_place(risk, "name"), values, severity=severity)
