"""Procedures have the sections of the house, define their terms once, and flowcharts make no records that their process does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procdocs.checks.places import said, value_place
from procdocs.diagnostics import Finding, Related, check
from procdocs.project.model import Project, normalised
from procdocs.project.numbers import number_key
from procdocs.schema.base import texts_of
from procdocs.schema.flowchart import Flowchart
from procdocs.schema.sop import Definition, Sop

#: The sections of a procedure by the usual house order.
USUAL_SECTIONS = ("purpose", "scope", "responsibilities", "procedure", "documents", "records")
#: Of so many definitions of a procedure is asked whether they are used; each is looked for in the whole of it.
_DEFINITIONS_LIMIT = 1000
#: Between texts that are looked through together: no term has it.
_APART = "\0"


@check("PD570")
def missing_section(project: Project) -> Iterator[Finding]:
    """
    Bad:
        kind: sop
        id: SOP-1
        name: 投诉处理
        sections: {purpose: 件件有答复}
    Good:
        # file: procdocs.yaml
        organisation: {name: 江海}
        sections: [purpose]
        # file: processes/SOP-1.yaml
        kind: sop
        id: SOP-1
        name: 投诉处理
        sections: {purpose: 件件有答复}
    """
    expected = project.settings.sections or USUAL_SECTIONS
    for sop in project.of(Sop):
        sections = sop.sections
        own = {normalised(text) for more in sections.more for text in more.title.by_language.values()}
        for name in expected:
            if not hasattr(sections, name) or getattr(sections, name):
                continue
            nested = any(step.records if name == "records" else step.documents for step in sections.procedure) if name in ("records", "documents") else False
            replaced = nested or bool(own & _HEADINGS.get(name, frozenset()))
            if not replaced:
                yield Finding(value_place(sop, "sections") if sections.span().line is None else sop.key_span("sections"), {"document": sop.id, "section": name}, name)


#: Headings by which people write the usual sections themselves.
_HEADINGS = {
    "purpose": frozenset(("目的", "purpose")),
    "scope": frozenset(("范围", "适用范围", "scope")),
    "responsibilities": frozenset(("职责", "职责和权限", "responsibilities")),
    "procedure": frozenset(("程序", "工作程序", "procedure", "内容", "管理内容", "要求")),
    "documents": frozenset(("相关文件", "引用文件", "支持文件", "references", "relateddocuments")),
    "records": frozenset(("记录", "质量记录", "相关记录", "records")),
    "definitions": frozenset(("术语", "术语和定义", "定义", "definitions")),
}


def _definitions(project: Project) -> Iterator[tuple[Sop, Definition]]:
    for sop in project.of(Sop):
        for definition in sop.sections.definitions:
            yield sop, definition


@check("PD571")
def differing_definition(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: processes/SOP-1.yaml
        kind: sop
        id: SOP-1
        name: 投诉处理
        sections: {definitions: [{term: 关闭, text: 客户确认。}], purpose: 关闭投诉}
        # file: processes/SOP-2.yaml
        kind: sop
        id: SOP-2
        name: 拜访
        sections: {definitions: [{term: 关闭, text: 措施实施完毕。}], purpose: 关闭问题}
    Good:
        kind: sop
        id: SOP-1
        name: 投诉处理
        sections: {definitions: [{term: 关闭, text: 客户确认。}], purpose: 关闭投诉}
    """
    first: dict[str, Definition] = {}
    for _, definition in _definitions(project):
        original = first.setdefault(normalised(said(project, definition.term)), definition)
        if normalised(said(project, original.text)) != normalised(said(project, definition.text)):
            yield Finding(value_place(definition, "term"), {"term": said(project, definition.term)}, related=(Related(value_place(original, "term"), "defined-here"),))


@check("PD572")
def unused_definition(project: Project) -> Iterator[Finding]:
    """
    Bad:
        kind: sop
        id: SOP-1
        name: 投诉处理
        sections: {definitions: [{term: 控制图, text: 按时间描点的图。}], purpose: 件件有答复}
    Good:
        kind: sop
        id: SOP-1
        name: 投诉处理
        sections: {definitions: [{term: 投诉, text: 期望得到答复的不满。}], purpose: 每件投诉有答复}
    """
    for sop in project.of(Sop):
        if not sop.sections.definitions:
            continue
        typed = _APART.join(one for text in texts_of(sop) for one in text.by_language.values())
        doubtful = [one for one in sop.sections.definitions[:_DEFINITIONS_LIMIT] if not _stands_elsewhere(one, typed)]
        # Most terms are used as they are written; only for the others the whole text is folded.
        written = normalised(typed) if doubtful else ""
        for definition in doubtful:
            forms = [form for form in re.split(r"[()]", normalised(said(project, definition.term))) if form]
            own = normalised(_APART.join(definition.term.by_language.values()))
            if not any(written.count(form) > own.count(form) for form in forms):
                yield Finding(value_place(definition, "term"), {"term": said(project, definition.term)})


def _stands_elsewhere(definition: Definition, typed: str) -> bool:
    """Whether the term of a definition, as it is written, stands in a text more often than the definition itself says it."""
    return any(one and typed.count(one) > sum(own.count(one) for own in definition.term.by_language.values()) for one in definition.term.by_language.values())


@check("PD573")
def flow_record_outside_process(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: processes/F-1.yaml
        kind: flowchart
        id: F-1
        name: 拜访
        process: C1
        steps: [{id: a1, type: start, text: 拜访, records: [{number: QR-01, name: 拜访记录}]}]
        # file: processes/C1.yaml
        id: C1
        records: [{number: QR-02, name: 调查表, place: 档案室, retention: 3 年}]
    Good:
        # file: processes/F-1.yaml
        kind: flowchart
        id: F-1
        name: 拜访
        process: C1
        steps: [{id: a1, type: start, text: 拜访, records: [QR-02]}]
        # file: processes/C1.yaml
        id: C1
        records: [{number: QR-02, name: 调查表, place: 档案室, retention: 3 年}]
    """
    for chart in project.of(Flowchart):
        process = project.process_by_id.get(chart.process)
        if process is None or not process.records:
            continue
        listed = {number_key(record.number) for record in process.records}
        for other in project.details(process):
            listed |= {number_key(record.number) for record in other.listed_records()}
        listed |= {number_key(output.document) for output in process.outputs}
        seen: set[str] = set()
        for step in chart.steps:
            for record in step.records:
                if (key := number_key(record.number)) and key not in listed | seen:
                    seen.add(key)
                    yield Finding(value_place(record, "number"), {"record": record.number, "process": process.id})
