"""Every step, clause and department has who answers for it, and people and instruments are fit for their work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from procdocs.checks.places import said, value_place
from procdocs.clauses import ancestors
from procdocs.diagnostics import Finding, Related, Severity, check
from procdocs.project.likeness import likeness
from procdocs.project.model import BUILT_IN_PARTIES, Project, normalised
from procdocs.schema.flowchart import Flowchart
from procdocs.schema.registers import ResponsibilityRow
from procdocs.schema.settings import Department, Party, Role
from procdocs.schema.sop import ProcedureStep, Sop

#: Endings by which a name is that of a department.
DEPARTMENT = re.compile(r"[\u4e00-\u9fff]{1,10}(部|科|课|室|处|中心|车间|分厂|办公室|部门|仓库|班组)")
#: Words that mean no department in particular.
GENERAL = re.compile(r"相关|有关|各|责任|所属|归口|主管|使用|上级|下级|对应|其他|其它|本部门|全体|所有|顾客|客户|供方|职能|申请|承办|经办|该")
_INSTRUMENT = re.compile(
    r"检具|量具|卡尺|千分尺|测量仪|检测仪|检测设备|测试设备|测量设备|计量器具|三坐标|检验和测试"
    r"|\bmeasuring (?:equipment|device|instrument|tool)|\bga(?:u)?ges?\b|\bcall?ipers?\b|\bmicrometers?\b|\btest equipment"
    r"|\b(?:Mess|Prüf)(?:mittel|schieber|uhr|gerät)|\bMikrometerschraube|캘리퍼스|마이크로미터|측정기|계측기|게이지",
    re.IGNORECASE,
)


@check("PD550")
def step_without_role(project: Project) -> Iterator[Finding]:
    """
    Bad:
        kind: sop
        id: SOP-1
        name: 投诉处理
        sections:
          procedure:
            - {step: 登记, role: operator, text: 当日登记}
            - {step: 分析, text: 分析原因}
    Good:
        kind: sop
        id: SOP-1
        name: 投诉处理
        sections:
          procedure:
            - {step: 登记, role: operator, text: 当日登记}
            - {step: 分析, role: operator, text: 分析原因}
    """
    for sop in project.of(Sop):
        missing = list(_without_role(sop.sections.procedure))
        if missing and not any(_roles(step) for step in sop.sections.procedure):
            severity = Severity.NOTE if sop.sections.responsibilities else None
            yield Finding(value_place(sop, "id"), {"document": sop.id, "step": ""}, "none", severity=severity)
        else:
            for step in missing:
                yield Finding(value_place(step, "step", "text"), {"document": sop.id, "step": said(project, step.step or step.text)[:40]})
    for chart in project.of(Flowchart):
        if chart.form == "table" or not chart.lanes:
            for node in chart.steps:
                if not node.role and not node.lane and node.type not in ("start", "end"):
                    yield Finding(value_place(node, "id"), {"document": chart.id, "step": node.id})


def _roles(step: ProcedureStep) -> bool:
    return bool(step.role) or any(_roles(below) for below in step.steps)


def _without_role(steps: tuple[ProcedureStep, ...]) -> Iterator[ProcedureStep]:
    """Steps without a role of their own, from above or, all of them, below."""
    for step in steps:
        if step.role:
            continue
        if not step.steps:
            yield step
        else:
            yield from _without_role(step.steps)


@check("PD551")
def unused_role(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: procdocs.yaml
        roles: [{id: operator, name: 操作工}, {id: planner, name: 计划员}]
        # file: processes/C1.yaml
        id: C1
        people: [{role: operator}]
    Good:
        # file: procdocs.yaml
        roles: [{id: operator, name: 操作工}]
        # file: processes/C1.yaml
        id: C1
        people: [{role: operator}]
    """
    if not project.documents or project.unread:
        return
    named = {mention.id for kind in ("role", "anyone", "department-or-role") for mention in project.mentions.get(kind, ())}
    named |= {lane.id for chart in project.of(Flowchart) for lane in chart.lanes}
    if any(mention.id not in project.roles for mention in project.mentions.get("role", ())):
        return  # a role that does not exist may be the one that seems unused
    in_words = {normalised(said(project, person.name)): person for process in project.processes for person in process.people if person.name is not None and not person.role}
    for role in project.settings.roles:
        if role.id in named:
            continue
        values = {"role": role.id, "name": said(project, role.name)}
        person = in_words.get(normalised(role.id)) or in_words.get(normalised(values["name"]))
        if person is None:
            yield Finding(role.span("id"), values)
        else:
            yield Finding(value_place(person, "name"), values, "words", (Related(role.span("id"), "role-here"),))


@check("PD552")
def responsibility_lead(project: Project) -> Iterator[Finding]:
    """
    Bad:
        responsibilities: [{standard: iso9001-2015, clause: "8.4", main: [quality]}]
    Good:
        responsibilities: [{standard: iso9001-2015, clause: "8.4", lead: sales, main: [quality]}]
    """
    first: dict[tuple[str, str], ResponsibilityRow] = {}
    excluded = {row.clause for register in project.registers for row in register.exclusions}
    for register in project.registers:
        for row in register.responsibilities:
            values = {"clause": row.clause}
            if not (row.lead or row.main or row.part) and any(one in excluded for one in (row.clause, *ancestors(row.clause))):
                continue
            if not (row.lead or row.main or row.part) and any(other.clause.startswith(f"{row.clause}.") for other in register.responsibilities):
                continue  # the heading of the rows below
            if not row.lead and len(row.main) < 2 and row.clause not in project.doubtful:  # of several who lead none does: that is the finding
                yield Finding(row.span("clause"), values)
            if len(row.main) > 1:
                yield Finding(row.span("main"), values | {"count": str(len(row.main))}, "main")
            columns = [*((row.lead,) if row.lead else ()), *row.main, *row.part]
            for name in sorted({name for name in columns if columns.count(name) > 1}):
                yield Finding(row.span("clause"), values | {"department": name}, "repeated")
            original = first.setdefault((row.standard, row.clause), row)
            if original is not row:
                yield Finding(row.span("clause"), values, "twice", (Related(original.span("clause"), "same-clause"),))


@check("PD553")
def unlisted_department(project: Project) -> Iterator[Finding]:
    """
    Bad:
        kind: sop
        id: SOP-1
        name: 投诉处理
        sections: {responsibilities: [{name: 质量检验科, text: 检验}]}
    Good:
        kind: sop
        id: SOP-1
        name: 投诉处理
        sections: {responsibilities: [{name: 品保部, text: 检验}]}
    """
    known = department_names(project)
    if not project.settings.departments:
        return
    for part, text in (found for document in project.documents for found in document.named_in_words()):
        for name in re.split(r"[、，,；;/和与及]", said(project, text)):
            folded = normalised(name)
            if DEPARTMENT.fullmatch(folded) and not GENERAL.search(folded) and folded not in known:
                near = max(sorted(said(project, department.name) for department in project.settings.departments), key=lambda other: likeness(folded, other))
                close = near if likeness(folded, near) >= 0.5 else ""
                yield Finding(value_place(part, "name"), {"name": name.strip(), "nearest": close}, "nearest" if close else "")


def department_names(project: Project) -> Mapping[str, str]:
    """Names of departments, roles and parties in every language, as they are compared -> id."""
    listed: tuple[Department | Role | Party, ...] = (*project.settings.departments, *project.settings.roles, *project.settings.parties)
    return {normalised(text): one.id for one in listed for text in one.name.by_language.values()}


@check("PD554")
def lane_against_role(project: Project) -> Iterator[Finding]:
    """
    Bad:
        kind: flowchart
        id: F-1
        name: 生产
        lanes: [quality, production]
        steps:
          - {id: a1, type: start, lane: production, text: 开始, next: a2}
          - {id: a2, lane: quality, role: operator, text: 装配, next: a3}
          - {id: a3, type: end, lane: production, text: 结束}
    Good:
        kind: flowchart
        id: F-1
        name: 生产
        lanes: [quality, production]
        steps:
          - {id: a1, type: start, lane: quality, text: 开始, next: a2}
          - {id: a2, lane: production, role: operator, text: 装配, next: a3}
          - {id: a3, type: end, lane: production, text: 结束}
    """
    for chart in project.of(Flowchart):
        first = chart.lanes[0].id if chart.lanes else ""
        for step in chart.steps:
            lane = step.lane or first
            role = project.roles.get(step.role)
            if role is None or not role.department or lane not in {*project.departments, *project.roles, *project.parties, *BUILT_IN_PARTIES} or lane == step.role:
                continue
            home = project.roles[lane].department if lane in project.roles else lane
            if lane in project.roles or (home not in _line(project, role.department) and role.department not in _line(project, home)):
                yield Finding(value_place(step, "role"), {"step": step.id, "role": said(project, role.name), "lane": lane, "department": role.department})


def _line(project: Project, department: str) -> set[str]:
    """A department and all above it."""
    found: set[str] = set()
    while department and department not in found:
        found.add(department)
        department = project.departments[department].parent if department in project.departments else ""
    return found


@check("PD555")
def competence_without_record(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: processes/C1.yaml
        id: C1
        people: [{role: operator, competence: 持上岗证}, {name: 检验员, competence: 持检验证, record: QR-05}]
        records: [{number: QR-05, name: 资格记录, place: 人力资源部, retention: 3 年}]
    Good:
        # file: processes/C1.yaml
        id: C1
        people: [{name: 检验员, competence: 持检验证, record: QR-05}]
        records: [{number: QR-05, name: 资格记录, place: 人力资源部, retention: 3 年}]
    """
    people = [(process, person) for process in project.processes for person in process.people]
    if not any(person.record for _, person in people):
        return
    for process, person in people:
        if person.competence is not None and not person.record:
            yield Finding(value_place(person, "competence"), {"process": process.id, "person": said(project, person.name) or person.role})


@check("PD556")
def instrument_without_calibration(project: Project) -> Iterator[Finding]:
    """
    Bad:
        resources: [数显卡尺]
    Good:
        # file: processes/C1.yaml
        id: C1
        resources: [{name: 数显卡尺, from: S7}]
        # file: processes/S7.yaml
        id: S7
        type: support
    """
    for process in project.processes:
        if any(number.startswith("7.1.5") for numbers in process.clauses.values() for number in numbers):
            continue  # the process that calibrates
        for resource in process.resources:
            if not resource.document and not resource.source and any(_INSTRUMENT.search(text) for text in resource.name.by_language.values()):
                yield Finding(value_place(resource, "name"), {"resource": said(project, resource.name), "process": process.id})
