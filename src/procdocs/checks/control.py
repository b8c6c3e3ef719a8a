"""What ISO 9001 7.5 asks of every controlled document: number, revision, dates, approval, distribution.

Whether a document is still in force is the business of `currency`.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from procdocs.checks.documents import bare_title, list_of, rows
from procdocs.checks.once import listed
from procdocs.checks.places import gap_place, gathered, said, value_place
from procdocs.diagnostics import Finding, Related, Severity, Span, check
from procdocs.project.model import Project, normalised
from procdocs.project.names import amended
from procdocs.project.numbers import ByNumber, number_key
from procdocs.schema import Document
from procdocs.schema.control import Control, Signature


@listed
def controlled(project: Project) -> Iterator[tuple[Document, Control]]:
    """Documents with control data of their own, and these data with the defaults filled in."""
    for document in project.documents:
        if document.document is not None:
            yield document, project.control(document)


def place(document: Document, key: str) -> Span:
    """A key of the control data; where it comes from the defaults, the number of the document."""
    own = document.document
    if own is None:
        return value_place(document, "id")
    return value_place(own, key, "number") if own.span().line else value_place(document, "document")


@check("PD801")
def missing_number(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: processes/C1.yaml
        id: C1
        document: {revision: A}
    Good:
        # file: processes/C1.yaml
        id: C1
        document: {number: QP-01, revision: A}
    """
    numbered = any(document.document is not None and document.document.number for document in project.documents)
    for document in project.documents:
        own = document.document
        if document.bears_number and (own is None or not number_key(own.number)):
            if numbered or own is not None:
                yield Finding(value_place(document, "id") if own is None else gap_place(own, "number"), {"document": document.id})
            else:
                yield Finding(value_place(document, "id"), {"document": document.id}, "none")
                return


@check("PD802")
def repeated_number(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/documents.yaml
        documents: [{number: WI-12, title: 装配作业指导书}, {number: WI-12, title: 包装作业指导书}]
        # file: processes/C1.yaml
        id: C1
        documents: [WI-12]
    Good:
        # file: registers/documents.yaml
        documents: [{number: WI-12, title: 装配作业指导书}, {number: WI-13, title: 包装作业指导书}]
        # file: processes/C1.yaml
        id: C1
        documents: [WI-12, WI-13]
    """
    first: dict[str, tuple[str, Span]] = {}
    for document, control in controlled(project):
        if control.number and control.status != "obsolete":
            number = number_key(control.number)
            known = first.setdefault(number, ("", place(document, "number")))
            if known[1] != place(document, "number"):
                yield Finding(place(document, "number"), {"number": control.number}, related=(Related(known[1], "number-here"),))
    files = set(first)
    # The same number on two lists is no second document: what the two say of it is compared elsewhere.
    listed: dict[tuple[tuple[str, str], str], tuple[str, Span]] = {}
    for row in rows(project):
        for written, path in row.all_numbers():
            number, span = number_key(written), row.span(*path)
            if not number or row.status == "obsolete" or number in files:
                continue
            known = listed.setdefault((list_of(row), number), (bare_title(said(project, row.title)), span))
            if known[1] != span:
                variant = "row" if known[0] == bare_title(said(project, row.title)) else ""
                yield Finding(span, {"number": written}, variant, (Related(known[1], "number-here"),), Severity.WARNING if variant else None)


@check("PD803")
def incomplete_control(project: Project) -> Iterator[Finding]:
    """
    Bad:
        document: {number: QP-01, status: released, revision: A}
    Good:
        document: {number: QP-01, status: released, revision: A, effective: 2026-05-01, approved: 总经理}
    """
    found: dict[str, list[Finding]] = {}
    for document, control in controlled(project):
        if control.status in ("draft", "obsolete") or control.origin == "external" or not control.number:
            continue
        missing = [key for key in ("revision", "effective", "approved") if not getattr(control, key)]
        if missing and not (control.status is None and len(missing) == 3):
            severity = Severity.ERROR if control.status == "released" else Severity.WARNING
            variant = missing[0] if len(missing) == 1 else ""
            values = {"number": control.number, "missing": ", ".join(missing)}
            found.setdefault(f"{severity} {missing}", []).append(Finding(place(document, "number"), values, variant, severity=severity))
    for same in found.values():
        yield from gathered(same, "number")


@check("PD804")
def revision_against_history(project: Project) -> Iterator[Finding]:
    """
    Bad:
        document: {number: QP-01, revision: B, history: [{revision: A, date: 2025-03-15}]}
    Good:
        document: {number: QP-01, revision: B, history: [{revision: A, date: 2025-03-15}, {revision: B, date: 2026-05-01}]}
    """
    for document, control in controlled(project):
        if control.history and control.revision and normalised(control.history[-1].revision) != normalised(control.revision):
            last = control.history[-1]
            values = {"number": control.number or document.id, "revision": control.revision, "last": last.revision}
            yield Finding(place(document, "revision"), values, related=(Related(last.span("revision"), "last-revision"),))


@check("PD805")
def falling_dates(project: Project) -> Iterator[Finding]:
    """
    Bad:
        document: {number: QP-01, revision: B, history: [{revision: A, date: 2026-05-01}, {revision: B, date: 2025-03-15}]}
    Good:
        document: {number: QP-01, revision: B, history: [{revision: A, date: 2025-03-15}, {revision: B, date: 2026-05-01}]}
    """
    for document, control in controlled(project):
        number = control.number or document.id
        dated = [row for row in control.history if row.date is not None]
        for before, after in pairwise(dated):
            if before.date and after.date and after.date < before.date:
                values = {"number": number, "date": str(after.date), "before": str(before.date)}
                yield Finding(after.span("date"), values, related=(Related(before.span("date"), "earlier-date"),))
        steps = [(key, day) for key, day in _days(control) if day is not None]
        for (key, day), (later, next_day) in pairwise(steps):
            if next_day < day:
                written = next((name for name in (later, key) if document.document is not None and getattr(document.document, name)), later)
                values = {"number": number, "date": str(next_day), "before": str(day), "first": key, "second": later}
                yield Finding(place(document, written), values, later, severity=Severity.WARNING)


def _days(control: Control) -> tuple[tuple[str, datetime.date | None], ...]:
    def day(signature: Signature | None) -> datetime.date | None:
        return signature.on if signature else None

    return (("prepared", day(control.prepared)), ("reviewed", day(control.reviewed)), ("approved", day(control.approved)), ("effective", control.effective))


@check("PD806")
def one_signature(project: Project) -> Iterator[Finding]:
    """
    Bad:
        document: {number: QP-01, prepared: 张三, reviewed: 张三, approved: 张三}
    Good:
        document: {number: QP-01, prepared: 张三, reviewed: 李四, approved: 王五}
    """
    for document, control in controlled(project):
        signatures = [signature for signature in (control.prepared, control.reviewed, control.approved) if signature is not None]
        names = {normalised(said(project, signature.by)) for signature in signatures}
        if control.prepared is not None and control.approved is not None and len(names) == 1:
            yield Finding(place(document, "approved"), {"number": control.number or document.id, "name": said(project, control.approved.by)})


@check("PD810")
def missing_distribution(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: processes/C1.yaml
        id: C1
        document: {number: QP-01, status: released, revision: A, effective: 2026-05-01, approved: 总经理}
        # file: processes/C2.yaml
        id: C2
        document: {number: QP-02, status: released, revision: A, effective: 2026-05-01, approved: 总经理, distribution: all}
    Good:
        # file: processes/C1.yaml
        id: C1
        document: {number: QP-01, status: released, revision: A, effective: 2026-05-01, approved: 总经理, distribution: all}
    """
    released = [(document, control) for document, control in controlled(project) if control.status == "released" and control.origin == "internal"]
    if not any(control.distribution for _, control in released):
        return
    without = [(document, control) for document, control in released if not control.distribution]
    yield from gathered([Finding(place(document, "number"), {"number": control.number or document.id}) for document, control in without], "number")


@check("PD811")
def row_without_revision(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/documents.yaml
        documents:
          - {number: WI-12, title: 装配作业指导书, type: instruction, revision: A}
          - {number: WI-13, title: 焊接作业指导书, type: instruction, revision: A}
          - {number: WI-14, title: 包装作业指导书, type: instruction}
        # file: processes/C1.yaml
        id: C1
        documents: [WI-12, WI-13, WI-14]
    Good:
        # file: registers/documents.yaml
        documents: [{number: WI-12, title: 装配作业指导书, type: instruction}]
        # file: processes/C1.yaml
        id: C1
        documents: [WI-12]
    """
    by_type = Counter(row.type for row in rows(project))
    having = Counter(row.type for row in rows(project) if row.revision)
    for row in rows(project):
        if not row.revision and row.type != "external" and row.status != "obsolete" and having[row.type] * 2 > by_type[row.type]:
            yield Finding(row.span("number"), {"number": row.number})


@check("PD812")
def file_against_list(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/documents.yaml
        documents: [{number: QP-01, title: 生产管理程序, revision: A}]
        # file: processes/C1.yaml
        id: C1
        document: {number: QP-01, title: 生产管理程序, revision: B}
    Good:
        # file: registers/documents.yaml
        documents: [{number: QP-01, title: 生产管理程序, revision: B}]
        # file: processes/C1.yaml
        id: C1
        document: {number: QP-01, title: 生产管理程序, revision: B}
    """
    listed = ByNumber((number, row) for row in rows(project) if row.status != "obsolete" for number, _ in row.all_numbers())
    for document, control in controlled(project):
        row = listed.get(control.number)
        if row is None or control.status == "obsolete":
            continue
        if control.revision and row.revision and _bare_revision(amended(control)) != _bare_revision(amended(row)):
            values = {"number": control.number, "revision": amended(control), "listed": amended(row)}
            yield Finding(place(document, "revision"), values, related=(Related(row.span("revision"), "revision-here"),))


def _bare_revision(revision: str) -> str:
    """`B`, `B 版`, `第 B 版`, `Rev. B` and `B/0` are the same."""
    return re.sub(r"^第|版本|版次?$|^rev(?:ision)?\.?|^ver(?:sion)?\.?|^v(?=\d)|(?:/0)+$", "", normalised(revision))
