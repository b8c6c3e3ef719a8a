"""Clauses and customer requirements are carried by processes, and their numbers belong to the edition.

What is declared not applicable is the business of `exclusions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from procdocs.checks.once import listed
from procdocs.checks.places import key_place, said, value_place
from procdocs.clauses import clause_set, known
from procdocs.diagnostics import Finding, Severity, Span, check
from procdocs.project.coverage import Coverage, coverage
from procdocs.project.model import Project
from procdocs.schema.process import Process
from procdocs.schema.registers import CustomerRequirement

#: The number of a clause within a text.
_CLAUSE = re.compile(r"(?<![\d.])\d{1,2}(?:\.\d{1,2})+(?![\d.])")
#: So many clauses without a carrier are named in one finding.
SHOWN = 12


@listed
def cited_clauses(project: Project) -> Iterator[tuple[str, str, Span]]:
    """Every clause that is named anywhere: standard, number, place."""
    holders: list[Process | CustomerRequirement] = [*project.processes]
    for register in project.registers:
        holders.extend(register.customer_requirements)
    for holder in holders:
        for standard, numbers in holder.clauses.items():
            for index, number in enumerate(numbers):
                yield standard, number, holder.span("clauses", standard, index)
    for register in project.registers:
        for row in register.exclusions:
            yield row.standard, row.clause, row.span("clause")
        for line in register.responsibilities:
            standard = line.standard or (project.settings.standards[0] if len(project.settings.standards) == 1 else "")
            if standard and (line.lead or line.main or line.part):
                yield standard, line.clause, line.span("clause")


@check("PD601")
def unknown_clause(project: Project) -> Iterator[Finding]:
    """
    Bad:
        clauses: {iso9001-2015: [7.5.5]}
    Good:
        clauses: {iso9001-2015: [8.5.4]}
    """
    for standard, number, span in cited_clauses(project):
        clauses = clause_set(standard)
        if clauses is None or clauses.has(number):
            continue
        within = [one for one in _CLAUSE.findall(number) if clauses.has(one)]
        if within:
            yield Finding(span, {"clause": number, "standard": clauses.name, "list": ", ".join(within)}, "within")
            continue
        other = next((name for name in _other_editions(standard) if (edition := clause_set(name)) is not None and number in edition.clauses), "")
        yield Finding(span, {"clause": number, "standard": clauses.name, "other": (clause_set(other) or clauses).name}, "edition" if other else "")


def _other_editions(standard: str) -> list[str]:
    """Editions that a number may come from: of the same standard, and of the one it builds on, newest first."""
    own = clause_set(standard)
    if own is None:
        return []
    editions = {name: edition for name in reversed(known()) if (edition := clause_set(name)) is not None}
    families = {own.family, editions[own.parent].family if own.parent in editions else ""}
    return [name for name, edition in editions.items() if edition.family in families and name not in (standard, own.parent)]


@check("PD602")
def other_edition(project: Project) -> Iterator[Finding]:
    """
    Bad:
        clauses: {iso9001-2008: [7.5.1]}
    Good:
        clauses: {iso9001-2015: [8.5.1]}
    """
    # A standard written in another way is a finding of its own; what cites the same is right.
    standards = [_nearest_set(standard) or standard if clause_set(standard) is None else standard for standard in project.settings.standards]
    seen: set[tuple[str, str]] = set()
    for standard, _, span in cited_clauses(project):
        if standards and standard not in standards and (span.path, standard) not in seen:
            seen.add((span.path, standard))
            edition = clause_set(standard)
            chosen = next((name for name in standards if edition and name.startswith(edition.family)), "")
            yield Finding(span, {"standard": standard, "chosen": chosen or ", ".join(standards)}, "edition" if chosen else "")


@check("PD603")
def uncovered_clause(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: procdocs.yaml
        organisation: {name: 江海}
        standards: [iso9001-2015]
        # file: processes/C1.yaml
        id: C1
        clauses: {iso9001-2015: ["4", "5", "6", "7", "8", 9.1, 9.2, "10"]}
    Good:
        # file: procdocs.yaml
        organisation: {name: 江海}
        standards: [iso9001-2015]
        # file: processes/C1.yaml
        id: C1
        clauses: {iso9001-2015: ["4", "5", "6", "7", "8", "9", "10"]}
    """
    if project.unread:
        return
    for index, standard in enumerate(project.settings.standards):
        state = coverage(project, standard)
        if state is None or not (project.processes or state.assigned):
            continue
        span = project.settings.span("standards", index)
        if not state.cited and not state.assigned:
            yield Finding(span, {"standard": state.clauses.name}, "none", severity=Severity.WARNING)
            continue
        if state.open:
            # A hint at exclusions is given only where one of the clauses can be excluded at all.
            variant = "excludable" if any(state.clauses.may_be_excluded(number) for number in state.open) else ""
            yield Finding(span, {"count": str(len(state.open)), "clauses": _listed(project, state), "standard": state.clauses.name}, variant)


def _listed(project: Project, state: Coverage) -> str:
    """The first open clauses with their titles, and how many more there are."""
    shown = "; ".join(f"{number} {state.clauses.title(number, project.languages[0])}".rstrip() for number in state.open[:SHOWN])
    more = len(state.open) - SHOWN
    return f"{shown}; … (+{more})" if more > 0 else shown


@check("PD606")
def undocumented_process(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: procdocs.yaml
        organisation: {name: 江海}
        standards: [iatf16949-2016]
        # file: processes/C1.yaml
        id: C1
        clauses: {iatf16949-2016: [10.2.3]}
    Good:
        # file: procdocs.yaml
        organisation: {name: 江海}
        standards: [iatf16949-2016]
        # file: processes/C1.yaml
        id: C1
        clauses: {iatf16949-2016: [10.2.3]}
        document: {number: QP-01}
    """
    if project.unread:
        return
    for standard in project.settings.standards:
        state = coverage(project, standard)
        if state is None:
            continue
        for number in state.clauses.auditable:
            carriers = [project.process_by_id[name] for name in state.carriers(number)]
            if number not in state.clauses.documented or not carriers or state.is_excluded(number) or any(_is_documented(project, process) for process in carriers):
                continue
            values = {"clause": number, "title": state.clauses.title(number, project.languages[0]), "standard": state.clauses.name, "process": carriers[0].id}
            yield Finding(key_place(carriers[0], "clauses"), values)


def _is_documented(project: Project, process: Process) -> bool:
    return bool(process.documents or (process.document and process.document.number) or project.details(process))


@check("PD607")
def requirement_without_process(project: Project) -> Iterator[Finding]:
    """
    Bad:
        customer_requirements: [{customer: 主机厂, requirement: 更改提前 6 个月申报}]
    Good:
        # file: registers/requirements.yaml
        customer_requirements: [{customer: 主机厂, requirement: 更改提前 6 个月申报, processes: C1}]
        # file: processes/C1.yaml
        id: C1
    """
    severity = None if any(standard.startswith("iatf16949") for standard in project.settings.standards) else Severity.WARNING
    for register in project.registers:
        for requirement in register.customer_requirements:
            if not requirement.processes:
                yield Finding(value_place(requirement, "requirement"), {"requirement": said(project, requirement.requirement)}, severity=severity)


@check("PD608")
def unknown_standard(project: Project) -> Iterator[Finding]:
    """
    Bad:
        standards: [iso9001]
    Good:
        standards: [iso9001-2015]
    """
    for index, standard in enumerate(project.settings.standards):
        if clause_set(standard) is None:
            near = _nearest_set(standard)
            yield Finding(project.settings.span("standards", index), {"standard": standard, "known": ", ".join(known()), "nearest": near}, "nearest" if near else "")
    told: set[str] = set(project.settings.standards)
    for standard, _, span in cited_clauses(project):
        if standard not in told and clause_set(standard) is None and (near := _nearest_set(standard)):
            yield Finding(span, {"standard": standard, "known": ", ".join(known()), "nearest": near}, "nearest")
        told.add(standard)


def _nearest_set(standard: str) -> str:
    """The clause set that is meant by another way of writing it (`ISO 9001:2015`, `GB/T 19001-2016`, `IATF16949`), the newest where no edition is named; "" for none."""
    bare = re.sub("[^0-9a-z]", "", standard.casefold()).replace("gbt190012016", "iso90012015").replace("gbt190012008", "iso90012008").replace("gbt19001", "iso9001")
    sets = {re.sub("[^0-9a-z]", "", name): name for name in known()}
    return next((name for key, name in sorted(sets.items(), reverse=True) if len(bare) >= 6 and (key.startswith(bare) or key.endswith(bare))), "")
