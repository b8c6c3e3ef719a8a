"""What is declared not applicable has a reason, is not cited all the same, and can be left out at all."""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.checks.coverage import cited_clauses
from procdocs.checks.places import said
from procdocs.clauses import ancestors, clause_set
from procdocs.diagnostics import Finding, Related, check
from procdocs.project.model import Project


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
            if clauses is None or not clauses.has(row.clause) or clauses.may_be_excluded(row.clause):
                continue
            title = clauses.title(row.clause, project.languages[0])
            values = {"clause": row.clause, "title": title, "standard": clauses.name, "permitted": ", ".join(clauses.excludable)}
            yield Finding(row.span("clause"), values, "chapter" if "." not in row.clause else "")
