"""Each process within the system: is it linked, does it touch the customer, is it a copy. Single items are the business of `interfaces`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procdocs.checks.namespaces import Namespaces
from procdocs.checks.places import key_place, said, value_place
from procdocs.diagnostics import Finding, Related, check
from procdocs.project.model import BUILT_IN_PARTIES, Project, normalised
from procdocs.project.numbers import number_key
from procdocs.schema.process import Process

#: What a code in front of a number says of the type of its process. `SOP` and `MOP` mean several things and say nothing.
_TYPE_CODES = {"C": "customer", "COP": "customer", "CP": "customer", "S": "support", "SP": "support", "M": "management", "MP": "management"}


def _links(project: Project) -> dict[str, set[str]]:
    """Process id -> the other ends of its inputs and outputs, itself left out."""
    found: dict[str, set[str]] = {process.id: set() for process in project.processes}
    for process in project.processes:
        for end in (*(end for output in process.outputs for end in output.to), *(end for item in process.inputs for end in item.source)):
            if end != process.id:
                found[process.id].add(end)
                if end in found:
                    found[end].add(process.id)
    return found


@check("PD406")
def isolated_process(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: processes/S9.yaml
        id: S9
        inputs: [{name: 设备, from: supplier}]
        outputs: [{name: 设备台账, to: authority}]
        # file: processes/C1.yaml
        id: C1
    Good:
        # file: processes/S9.yaml
        id: S9
        inputs: [{name: 设备, from: supplier}]
        outputs: [{name: 完好的设备, to: C1}]
        # file: processes/C1.yaml
        id: C1
        inputs: [{name: 完好的设备, from: S9}]
    """
    outside = {*BUILT_IN_PARTIES, *project.parties} - {"all"}
    links = _links(project)
    for process in project.processes if len(links) > 1 else ():
        if not links[process.id] - outside:
            yield Finding(value_place(process, "id"), {"process": process.id, "name": said(project, process.name)})


@check("PD407")
def customer_process_without_customer(project: Project) -> Iterator[Finding]:
    """
    Bad:
        id: C1
        type: customer
        inputs: [{name: 订单, from: customer}]
        outputs: [{name: 生产计划, to: supplier}]
    Good:
        id: C1
        type: customer
        inputs: [{name: 订单, from: customer}]
        outputs: [{name: 合格产品, to: customer}]
    """
    known = frozenset(Namespaces(project).ends or ())
    for process in project.processes:
        if process.type != "customer" or not (process.inputs or process.outputs):
            continue
        receives = any(project.is_customer(end) for item in process.inputs for end in item.source)
        delivers = any(project.is_customer(end) for output in process.outputs for end in output.to)
        ends = (*(end for item in process.inputs for end in item.source), *(end for output in process.outputs for end in output.to))
        doubtful = any(end not in known for end in ends)
        if not (receives and delivers) and not doubtful:  # an end that does not exist may be the customer: that is the finding
            variant = "both" if not (receives or delivers) else "outputs" if receives else "inputs"
            yield Finding(key_place(process, "outputs" if receives else "inputs", "type"), {"process": process.id}, variant)


@check("PD408")
def customer_contact(project: Project) -> Iterator[Finding]:
    """
    Bad:
        id: S1
        type: support
        inputs: [{name: 订单, from: customer}]
        outputs: [{name: 合格产品, to: customer}]
    Good:
        id: C1
        type: customer
        inputs: [{name: 订单, from: customer}]
        outputs: [{name: 合格产品, to: customer}]
    """
    for process in project.processes:
        receives = any(project.is_customer(end) for item in process.inputs for end in item.source)
        delivers = any(project.is_customer(end) for output in process.outputs for end in output.to)
        if process.type != "customer" and receives and delivers:
            yield Finding(value_place(process, "type"), {"process": process.id})


@check("PD409")
def copied_process(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: processes/C1.yaml
        id: C1
        measures: [{name: 一次合格率, target: ≥ 98 %}, {name: 交付及时率, target: ≥ 99 %}]
        # file: processes/C2.yaml
        id: C2
        measures: [{name: 一次合格率, target: ≥ 98 %}, {name: 交付及时率, target: ≥ 99 %}]
    Good:
        # file: processes/C1.yaml
        id: C1
        measures: [{name: 一次合格率, target: ≥ 98 %}]
        # file: processes/C2.yaml
        id: C2
        measures: [{name: 交付及时率, target: ≥ 99 %}]
    """
    for key in ("documents", "measures"):
        first: dict[frozenset[str], Process] = {}
        for process in project.processes:
            names = _documents(project, process) if key == "documents" else frozenset(normalised(said(project, measure.name)) for measure in process.measures)
            if len(names) < 2:
                continue
            original = first.setdefault(names, process)
            if original is not process:
                related = (Related(key_place(original, key), "same-list", {"process": original.id}),)
                yield Finding(key_place(process, key), {"process": process.id, "other": original.id}, key, related)


def _documents(project: Project, process: Process) -> frozenset[str]:
    return frozenset(number_key(cited.number) or normalised(said(project, cited.title)) for cited in process.documents)


@check("PD412")
def code_against_type(project: Project) -> Iterator[Finding]:
    """
    Bad:
        id: S3
        type: management
    Good:
        id: S3
        type: support
    """
    if not _codes_tell_types(project):
        return
    for process in project.processes:
        meant = _meant(process)
        if meant and meant != process.type:
            yield Finding(value_place(process, "type"), {"process": process.id, "type": process.type, "meant": meant})


def _meant(process: Process) -> str:
    hit = re.match(r"([A-Za-z]+)-?\d", process.id)
    return _TYPE_CODES.get(hit.group(1).upper(), "") if hit else ""


def _codes_tell_types(project: Project) -> bool:
    """Whether the codes of this project mean the types at all: most processes whose code could say it do."""
    telling = [process for process in project.processes if _meant(process)]
    return sum(_meant(process) == process.type for process in telling) * 2 >= len(telling) or len(telling) == 1


@check("PD413")
def same_process_name(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: processes/S1.yaml
        id: S1
        name: 培训管理
        type: support
        # file: processes/S2.yaml
        id: S2
        name: 培训管理
        type: support
    Good:
        # file: processes/S1.yaml
        id: S1
        name: 培训管理
        type: support
        # file: processes/S2.yaml
        id: S2
        name: 招聘管理
        type: support
    """
    first: dict[str, Process] = {}
    for process in project.processes:
        original = first.setdefault(normalised(said(project, process.name)), process)
        if original is not process:
            values = {"process": process.id, "other": original.id, "name": said(project, process.name)}
            yield Finding(process.span("name"), values, related=(Related(original.span("name"), "same-name"),))
