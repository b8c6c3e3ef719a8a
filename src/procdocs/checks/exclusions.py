"""What is declared not applicable has a reason, is not cited all the same, and can be left out at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procdocs.checks.coverage import cited_clauses
from procdocs.checks.places import said, value_place
from procdocs.clauses import ClauseSet, ancestors, clause_set
from procdocs.diagnostics import Finding, Related, Severity, check
from procdocs.project.model import Project
from procdocs.schema.registers import Exclusion

#: A reason that says who answers for the design of the product: the customer, a headquarters, somebody who draws.
_ANSWERING = re.compile(
    r"顾客|客户|主机厂|总部|总公司|母公司|集团|图样|图纸|来图|来样|委托|第三方|责任|职责|不负责|customer|client|\boem\b|drawing|\bprints?\b|headquarter|parent|group"
    r"|responsib|authority|licens|third part|kunde|zeichnung|zentrale|konzern|mutter|verantwort|고객|도면|본사|책임",
    re.IGNORECASE,
)


@check("PD604")
def exclusion_without_reason(project: Project) -> Iterator[Finding]:
    """
    Bad:
        exclusions: [{standard: iso9001-2015, clause: "8.3"}]
    Good:
        exclusions: [{standard: iso9001-2015, clause: "8.3", reason: 按顾客图样生产，不承担设计责任}]
    """
    for register in project.registers:
        for row in register.exclusions:
            if not said(project, row.reason):
                yield Finding(row.span("clause"), {"clause": row.clause})


@check("PD605")
def excluded_clause_cited(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/exclusions.yaml
        exclusions: [{standard: iso9001-2015, clause: "8.3", reason: 不承担设计责任}]
        # file: processes/C1.yaml
        id: C1
        clauses: {iso9001-2015: [8.3.3]}
    Good:
        # file: registers/exclusions.yaml
        exclusions: [{standard: iso9001-2015, clause: "8.3", reason: 不承担设计责任}]
        # file: processes/C1.yaml
        id: C1
        clauses: {iso9001-2015: [8.4.3]}
    """
    excluded = {(row.standard, row.clause): row for register in project.registers for row in register.exclusions}
    own = {row.span("clause") for row in excluded.values()}
    for standard, number, span in cited_clauses(project):
        row = next((excluded[(standard, one)] for one in (number, *ancestors(number)) if (standard, one) in excluded), None)
        if row is not None and span not in own:
            yield Finding(span, {"clause": number, "excluded": row.clause}, related=(Related(row.span("clause"), "excluded-here"),))


@check("PD609")
def doubtful_exclusion(project: Project) -> Iterator[Finding]:
    """
    Bad:
        exclusions: [{standard: iso9001-2015, clause: "9.2", reason: 公司规模小}]
    Good:
        exclusions: [{standard: iso9001-2015, clause: "8.3", reason: 按顾客图样生产，不承担设计责任}]
    """
    for register in project.registers:
        for row in register.exclusions:
            clauses = clause_set(row.standard)
            if clauses is None or not clauses.has(row.clause):
                continue
            values = {"clause": row.clause, "title": clauses.title(row.clause, project.languages[0]), "standard": clauses.name}
            stricter = _stricter(project, row.standard)
            if not clauses.may_be_excluded(row.clause):
                yield _forbidden(row, values | {"permitted": ", ".join(clauses.excludable)}, clauses)
            elif kept := clauses.kept_below(row.clause):
                yield Finding(row.span("clause"), values | {"kept": ", ".join(kept)}, "holds")
            elif stricter is not None and not stricter.may_be_excluded(row.clause):
                yield Finding(row.span("clause"), values | {"stricter": stricter.name, "permitted": ", ".join(stricter.excludable)}, "stricter")
            elif (narrow := stricter or clauses).never and row.clause not in narrow.conditional and (reason := said(project, row.reason)) and not _ANSWERING.search(reason):
                yield Finding(value_place(row, "reason"), values | {"stricter": narrow.name}, "responsible")


def _stricter(project: Project, standard: str) -> ClauseSet | None:
    """An edition that the project answers to beside the one that is left out from, and that builds on it with a narrower rule."""
    chosen = (clause_set(name) for name in project.settings.standards)
    return next((one for one in chosen if one is not None and one.parent == standard and one.excludable), None)


def _forbidden(row: Exclusion, values: dict[str, str], clauses: ClauseSet) -> Finding:
    variant = "chapter" if "." not in row.clause else "never" if not clauses.never.isdisjoint((row.clause, *ancestors(row.clause))) else "narrow" if clauses.never else ""
    return Finding(row.span("clause"), values, variant, severity=Severity.ERROR if variant == "never" else None)
