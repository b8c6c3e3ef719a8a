"""What should say a time says one: how long a record is kept, how often something is measured or reviewed, until when something is done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procdocs.checks.periods import is_vague, meant_length, meant_period, says_length, says_period
from procdocs.checks.places import said, says_nothing, value_place
from procdocs.checks.spans_of_time import months
from procdocs.diagnostics import Finding, check
from procdocs.project.model import Project
from procdocs.project.tables import ENDINGS
from procdocs.schema.base import Part, Text, day_in

_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")
#: A day of which nobody can say which figure is the year.
_AMBIGUOUS = re.compile(r"\s*\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{2}\s*")
#: A day with the year in front, which the calendar may lack.
_DAY = re.compile(r"\s*(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?\s*")
#: A name with a day behind it, as on a sheet of paper.
_NAME_AND_DAY = re.compile(r"(\D*?)[\s/,，(（]*((?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?)[)）]?\s*")


@check("PD568")
def unclear_time(project: Project) -> Iterator[Finding]:
    """
    Bad:
        measures: [{name: 一次合格率, target: ≥ 98 %, every: 偶尔, owner: quality}]
        records: [{number: QR-01, name: 生产日报表, keeper: production, retention: 3 yaers}]
    Good:
        measures: [{name: 一次合格率, target: ≥ 98 %, every: 每月, owner: quality}]
        records: [{number: QR-01, name: 生产日报表, keeper: production, retention: 3 years}]
    """
    for record, _ in project.records:
        yield from _length(project, record, "retention", record.retention)
    for register in project.registers:
        for requirement in register.customer_requirements:
            yield from _length(project, requirement, "retention", requirement.retention)
        for objective in register.objectives:
            yield from _period(project, objective, objective.every)
    for process in project.processes:
        for measure in process.measures:
            yield from _period(project, measure, measure.every)
        for risk in process.risks:
            due = said(project, risk.due)
            if variant := _doubt(due):
                yield Finding(value_place(risk, "due"), {"text": due}, variant)
    settings = project.settings
    if settings.retention_minimum and months(settings.retention_minimum) is None:
        yield _finding(settings, "retention_minimum", settings.retention_minimum, "length", meant_length(settings.retention_minimum))
    yield from _signed(project)
    controls = (settings.document, *(document.document for document in project.documents))
    for control in controls:
        if control is not None and control.every and months(control.every) is None:
            yield _finding(control, "every", control.every, "interval", meant_length(control.every))


def _doubt(due: str) -> str:
    """What is wrong with the time until which something is done, as a variant of the finding; "" for nothing."""
    if is_vague(due):
        return "due"
    if _AMBIGUOUS.fullmatch(due):
        return "date"
    return "day" if _DAY.fullmatch(due) and not day_in(due) else ""


def _length(project: Project, part: Part, key: str, text: Text | None) -> Iterator[Finding]:
    """How long something is kept. In the lists of others the unit may stand in the head of the column; a bare figure elsewhere is a finding of its own."""
    kept = said(project, text)
    if not says_nothing(kept) and not _FIGURE.fullmatch(kept) and not says_length(kept):
        yield _finding(part, key, kept, "length", meant_length(kept))


def _period(project: Project, part: Part, text: Text | None) -> Iterator[Finding]:
    """How often something is measured."""
    every = said(project, text)
    if every and not says_period(every) and not (_FIGURE.fullmatch(every) and part.span().path.lower().endswith(ENDINGS)):
        yield _finding(part, "every", every, "vague" if is_vague(every) else "", meant_period(every))


def _finding(part: Part, key: str, text: str, variant: str, meant: str) -> Finding:
    ending = "nearest" if meant else variant
    return Finding(value_place(part, key), {"text": text, "key": key, "meant": meant}, ending)


def _signed(project: Project) -> Iterator[Finding]:
    """Signatures in which the day stands beside the name, where nobody reads it."""
    for control in (project.settings.document, *(document.document for document in project.documents)):
        for key in ("prepared", "reviewed", "approved") if control is not None else ():
            signature = getattr(control, key)
            hit = _NAME_AND_DAY.fullmatch(said(project, signature.by)) if signature is not None and signature.on is None else None
            day = day_in(hit[2]) if hit else ""
            if hit and day:
                yield Finding(value_place(signature, "by"), {"text": hit[0], "name": hit[1], "day": day}, "signed")
