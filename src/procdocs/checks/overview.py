"""The system seen as a whole: the octopus and the manual show every process, and every process leads to a customer."""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.checks.places import key_place, said, value_place
from procdocs.diagnostics import Finding, Related, Severity, check
from procdocs.project.model import Project


@check("PD410")
def missing_arm(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: processes/OCTOPUS.yaml
        kind: octopus
        id: OCTOPUS
        arms: [C1]
        # file: processes/C1.yaml
        id: C1
        type: customer
        # file: processes/C2.yaml
        id: C2
        type: customer
    Good:
        # file: processes/OCTOPUS.yaml
        kind: octopus
        id: OCTOPUS
        arms: [C1, C2]
        # file: processes/C1.yaml
        id: C1
        type: customer
        # file: processes/C2.yaml
        id: C2
        type: customer
    """
    octopus = project.octopus
    if octopus is None or not octopus.arms:
        return
    shown = {arm.process for arm in octopus.arms}
    for process in project.processes_of("customer"):
        if process.id not in shown:
            values = {"process": process.id, "name": said(project, process.name)}
            yield Finding(key_place(octopus, "arms"), values, related=(Related(value_place(process, "id"), "process-here"),))
    seen: set[str] = set()
    for arm in octopus.arms:
        shown_process = project.process_by_id.get(arm.process)
        if shown_process is not None and shown_process.type != "customer":
            yield Finding(arm.span("process"), {"process": arm.process}, "type", (Related(value_place(shown_process, "type"), "type-here"),))
        if arm.process in seen:
            yield Finding(arm.span("process"), {"process": arm.process}, "twice", severity=Severity.WARNING)
        seen.add(arm.process)


@check("PD411")
def no_way_to_customer(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: processes/C1.yaml
        id: C1
        inputs: [{name: 订单, from: customer}]
        outputs: [{name: 合格产品, to: customer}]
        # file: processes/S1.yaml
        id: S1
        inputs: [{name: 报告, from: S2}]
        outputs: [{name: 清单, to: S2}]
        # file: processes/S2.yaml
        id: S2
        inputs: [{name: 清单, from: S1}]
        outputs: [{name: 报告, to: S1}]
    Good:
        # file: processes/C1.yaml
        id: C1
        inputs: [{name: 订单, from: customer}]
        outputs: [{name: 合格产品, to: customer}]
    """
    if project.unread or not project.processes:
        return
    forward: dict[str, set[str]] = {process.id: set() for process in project.processes}
    for process in project.processes:
        forward[process.id].update(end for output in process.outputs for end in output.to)
        for item in process.inputs:
            for end in item.source:
                forward.setdefault(end, set()).add(process.id)
    outward = _leads_out(project, forward)
    backward: dict[str, set[str]] = {}
    for start, targets in forward.items():
        for target in targets:
            backward.setdefault(target, set()).add(start)
    inward = _leads_out(project, backward)
    given_to_all = "all" in backward
    for process in project.processes:
        if process.outputs and process.id not in outward and outward:
            yield Finding(key_place(process, "outputs"), {"process": process.id})
        elif process.inputs and process.id not in inward and inward and not given_to_all:
            yield Finding(key_place(process, "inputs"), {"process": process.id}, "source")


def _leads_out(project: Project, arrows: dict[str, set[str]]) -> set[str]:
    """Processes from which the arrows lead, sooner or later, to an end that is no process; `all` is every process."""
    against: dict[str, set[str]] = {}
    for start, targets in arrows.items():
        for target in targets:
            against.setdefault(target, set()).add(start)
    reached: set[str] = set()
    open_ends = [end for end in against if end not in project.process_by_id and end != "all"]
    while open_ends:
        for start in against.get(open_ends.pop(), ()):
            if start not in reached and (start in project.process_by_id or start == "all"):
                reached.add(start)
                open_ends.append(start)
        if reached and "all" not in reached:
            reached.add("all")
            open_ends.append("all")
    return reached - {"all"}


@check("PD414")
def missing_from_manual(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: procdocs.yaml
        organisation: {name: 江海}
        chapters: [{title: 支持过程, contents: [support]}]
        # file: processes/C1.yaml
        id: C1
        type: customer
    Good:
        # file: procdocs.yaml
        organisation: {name: 江海}
        chapters: [{title: 顾客导向过程, contents: [customer]}]
        # file: processes/C1.yaml
        id: C1
        type: customer
    """
    if not project.settings.chapters:
        return
    named = {content for chapter in project.settings.chapters for content in chapter.contents}
    for process in project.processes:
        if not named & {process.id, process.type, process.kind, "rest"}:
            yield Finding(key_place(project.settings, "chapters"), {"process": process.id}, related=(Related(value_place(process, "id"), "process-here"),))
