"""What customers ask beyond the standards: where they ask for it, and how long its records are kept. That a process carries it is the business of `coverage`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procdocs.checks.documents import bare_title
from procdocs.checks.places import said, value_place
from procdocs.checks.spans_of_time import Length, falls_short, length
from procdocs.diagnostics import Finding, Related, Severity, check
from procdocs.project.model import Project, normalised
from procdocs.project.numbers import number_key, searched, stands_in
from procdocs.project.requirements import Source, requirements, sourced
from procdocs.schema.control import Control
from procdocs.schema.process import Record
from procdocs.schema.registers import CustomerRequirement

#: So many places of one finding are shown.
SHOWN = 12
#: A part of a sentence that says how long records are kept.
_KEEPING = re.compile(r"保存|保留|留存|存档|归档|保管|\bretain|\bretention|\bkeep\b|\bkept\b|\barchiv|aufbewahr|보관|보존", re.IGNORECASE)
_RECORDS = re.compile(r"记录|档案|资料|数据|文件|报告|单据|\brecords?\b|\bdocument|\bdata\b|\breports?\b|aufzeichnung|nachweis|dokument|기록|문서|자료", re.IGNORECASE)
_SENTENCE = re.compile(r"[。；;!！?？\n]|\.(?=\s|$)")
#: Names of records of fewer characters are words of any text.
_SHORTEST_NAME = 4


@check("PD610")
def unlisted_source(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/lists.yaml
        documents: [{number: EX-01, title: 供应商质量手册, type: external, revision: 第 4 版, effective: 2025-03-01, owner: quality}]
        customer_requirements: [{customer: 主机厂, requirement: 更改提前申报, reference: 工程更改规则第 2 条, processes: C1}]
        # file: processes/C1.yaml
        id: C1
    Good:
        # file: registers/lists.yaml
        documents: [{number: EX-01, title: 供应商质量手册, type: external, revision: 第 4 版, effective: 2025-03-01, owner: quality}]
        customer_requirements: [{customer: 主机厂, requirement: 更改提前申报, reference: 供应商质量手册第 8 章, processes: C1}]
        # file: processes/C1.yaml
        id: C1
    """
    if "registers.documents" in project.damaged:
        return
    pairs = tuple(sourced(project))
    referring = [requirement for requirement, _ in pairs if requirement.reference]
    external = any(row.type == "external" for register in project.registers for row in register.documents)
    if referring and not external and not project.doubtful and not any(source and source.is_external for _, source in pairs):
        others = tuple(Related(value_place(one, "reference"), "reference-here", {"reference": said(project, one.reference)}) for one in referring[1:SHOWN])
        yield Finding(value_place(referring[0], "reference"), {"reference": said(project, referring[0].reference), "count": str(len(referring))}, "none", others)
        return
    told: set[str] = set()
    for requirement, source in pairs:
        values = {"requirement": said(project, requirement.requirement), "reference": said(project, requirement.reference)}
        if not requirement.reference:
            if referring:  # nobody can be told to name what this house never names
                yield Finding(value_place(requirement, "requirement"), values, "missing")
        elif source is None:
            # A row with mistakes may be the one that is referred to.
            if not any(len(text) > 2 and text in values["reference"] for text in project.doubtful):
                yield Finding(value_place(requirement, "reference"), values)
        elif source.number not in told and (variant := _lacking(source)):
            told.add(source.number)
            place = source.listed.span("number")
            yield Finding(value_place(requirement, "reference"), {**values, "number": source.number}, variant, (Related(place, "listed-here"),))


def _lacking(source: Source) -> str:
    """What the list does not say of a document of the customer; that it says neither edition nor date is a finding of its own."""
    if not source.is_external:
        return "internal"
    if isinstance(source.listed, Control) or source.listed.status == "obsolete":
        return ""
    dated = bool(source.listed.effective or source.year)
    return "undated" if source.edition and not dated else "edition" if dated and not source.edition else ""


def asked_retention(project: Project, requirement: CustomerRequirement) -> str:
    """How long a customer wants records kept, as it is written: under `retention:`, else in the sentence that says so; "" if nothing is asked."""
    if requirement.retention is not None:
        return said(project, requirement.retention)
    for sentence in _SENTENCE.split(said(project, requirement.requirement)):
        if _KEEPING.search(sentence) and _RECORDS.search(sentence) and length(sentence) is not None:
            parts = [part for part in re.split("[，,]", sentence) if _KEEPING.search(part) and length(part) is not None]
            return (parts or [sentence])[0].strip()
    return ""


def concerned_records(project: Project, requirement: CustomerRequirement) -> tuple[Record, ...]:
    """Every description of the records that a requirement names: under `records:` and `documents:`, or in its text by number or name."""
    names = (*requirement.records, *requirement.documents)
    keys, titles = {number_key(name) for name in names} - {""}, {bare_title(name) for name in names}
    text = said(project, requirement.requirement)
    folded, words = searched(text), normalised(text)
    described = [(record, bare_title(said(project, record.name))) for record, _ in project.records]
    spoken = {name for _, name in described if len(name) >= _SHORTEST_NAME and name in words}
    # 首件检验记录 does not speak of the record 检验记录.
    titles |= {name for name in spoken if not any(name in other and name != other for other in spoken)}
    return tuple(record for record, name in described if name in titles or _has_number(record, keys, folded))


def _has_number(record: Record, keys: set[str], text: str) -> bool:
    own = [number_key(number) for number, _ in record.all_numbers()]
    return bool(keys.intersection(own)) or any(len(key) > 3 and stands_in(key, text) for key in own)


def customer_demands(project: Project) -> Iterator[tuple[CustomerRequirement, str, Length, tuple[Record, ...]]]:
    """Requirements that ask for records to be kept for a time, the longest first: the requirement, the time as written and as a length, the records it names."""
    demands = ((requirement, asked, wanted) for requirement in requirements(project) if (wanted := length(asked := asked_retention(project, requirement))) is not None)
    for requirement, asked, wanted in sorted(demands, key=lambda one: one[2], reverse=True):
        yield requirement, asked, wanted, concerned_records(project, requirement)


def carried_records(project: Project, requirement: CustomerRequirement) -> tuple[Record, ...]:
    """Records with a readable retention of the processes that carry a requirement, and of the files that detail them."""
    processes = [project.process_by_id[id] for id in requirement.processes if id in project.process_by_id]
    numbers = {number_key(record.number) for process in processes for one in (process, *project.details(process)) for record in one.all_records() if record.number}
    names = {bare_title(said(project, record.name)) for process in processes for record in process.records if record.name is not None}
    matching = (record for record, _ in project.records if number_key(record.number) in numbers or bare_title(said(project, record.name)) in names)
    return tuple(record for record in matching if length(said(project, record.retention)) is not None)


@check("PD611")
def requirement_without_records(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/requirements.yaml
        customer_requirements: [{customer: 主机厂, requirement: 安全特性的记录保存 15 年, processes: C1}]
        # file: processes/C1.yaml
        id: C1
    Good:
        # file: registers/requirements.yaml
        customer_requirements: [{customer: 主机厂, requirement: 安全特性的记录保存 15 年, processes: C1, records: QR-01}]
        # file: processes/C1.yaml
        id: C1
        records: [{number: QR-01, name: 首件检验记录, keeper: quality, retention: 15 年}]
    """
    for requirement, asked, wanted, named in customer_demands(project):
        if named or requirement.records:
            continue
        values = {"requirement": said(project, requirement.requirement), "retention": asked}
        candidates = carried_records(project, requirement)
        if not candidates:
            yield Finding(value_place(requirement, "requirement"), values)
        elif all(falls_short(length(said(project, one.retention)) or wanted, wanted) for one in candidates):
            kept = max(candidates, key=lambda one: length(said(project, one.retention)) or wanted)
            related = (Related(value_place(kept, "retention"), "retention-here"),)
            values |= {"kept": said(project, kept.retention), "record": kept.number or said(project, kept.name), "processes": ", ".join(requirement.processes)}
            yield Finding(value_place(requirement, "retention", "requirement"), values, "short", related, Severity.ERROR)
