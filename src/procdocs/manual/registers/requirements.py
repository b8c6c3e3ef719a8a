"""Process × customer requirement: what customers ask beyond the standards, and who carries it (IATF 16949 4.3.2)."""

from __future__ import annotations

from procdocs.clauses import clause_set
from procdocs.manual.model import Cell, Column, Entry, Rich, Row, Table
from procdocs.manual.registers.cells import chip, columns, entry, said, spaced, wanted
from procdocs.manual.registers.interfaces import MATRIX_LIMIT
from procdocs.manual.voice import Voice
from procdocs.schema import Process
from procdocs.schema.registers import CustomerRequirement


def requirement_matrix(voice: Voice) -> Entry | None:
    """Each requirement with clauses, documents and a mark for every process that carries it."""
    found = [requirement for register in voice.project.registers for requirement in register.customer_requirements]
    if not found:
        return None
    carrying = {id for requirement in found for id in requirement.processes}
    processes = [process for process in voice.project.processes if process.id in carrying]
    marked = processes if len(processes) <= MATRIX_LIMIT else []
    heads = (
        *columns(voice, ("requirement", 30), ("customer", 9), ("reference", 14), ("clauses", 13), ("documents", 10), ("covered_by", 9)),
        *(Column(process.id, 4, "mark") for process in marked),
    )
    rows = tuple(_row(voice, requirement, marked, number) for number, requirement in enumerate(found, 1))
    return entry(voice, "requirements", (Table(heads, rows, anchor="requirements", header_column=True),), voice.words("register.lead.requirements"))


def customer_name(voice: Voice, requirement: CustomerRequirement) -> str:
    """The customer's name, where the requirement names a party by id."""
    name = voice.text(requirement.customer)
    return voice.end_name(name)


def clauses_of(voice: Voice, requirement: CustomerRequirement) -> str:
    """Clauses with the names of their standards: `IATF 16949:2016 8.3.4.4`."""
    named = []
    for standard, numbers in requirement.clauses.items():
        known = clause_set(standard)
        named.append(f"{known.name if known else standard} {voice.words('list_separator').join(numbers)}")
    return voice.words("list_separator").join(named)


def _row(voice: Voice, requirement: CustomerRequirement, marked: list[Process], number: int) -> Row:
    carriers = [voice.project.process_by_id[id] for id in requirement.processes if id in voice.project.process_by_id]
    documents: Rich = voice.join(voice.number(one) for one in requirement.documents)
    return Row(
        (
            said(voice, requirement.requirement),
            Cell((customer_name(voice, requirement),)),
            said(voice, requirement.reference),
            Cell((clauses_of(voice, requirement),)),
            Cell(documents),
            wanted(voice, spaced(chip(process) for process in carriers), "process"),
            *(_mark(voice, process, carries=process.id in requirement.processes, covered=bool(carriers)) for process in marked),
        ),
        f"requirement-{number}",
    )


def _mark(voice: Voice, process: Process, *, carries: bool, covered: bool) -> Cell:
    if carries:
        return Cell((chip(process)._replace(text=voice.words("register.clause.direct"), look=""),), "covered", f"{process.id} {voice.title(process)}")
    return Cell((), "" if covered else "gap")
