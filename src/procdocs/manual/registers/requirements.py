"""Process × customer requirement: what customers ask beyond the standards, and who carries it (IATF 16949 4.3.2)."""

from __future__ import annotations

from procdocs.clauses import clause_set
from procdocs.manual.model import Cell, Column, Entry, Row, Table
from procdocs.manual.registers.cells import chip, columns, entry, spaced, wanted
from procdocs.manual.registers.interfaces import MATRIX_LIMIT
from procdocs.manual.rich import Ref, Rich
from procdocs.manual.voice import Voice
from procdocs.project import normalised
from procdocs.project.names import amended
from procdocs.project.requirements import Source, sourced
from procdocs.schema import Process
from procdocs.schema.registers import CustomerRequirement, ListedDocument


def requirement_matrix(voice: Voice) -> Entry | None:
    """Each requirement with clauses, documents and a mark for every process that carries it."""
    found = tuple(sourced(voice.project))
    if not found:
        return None
    carrying = {id for requirement, _ in found for id in requirement.processes}
    processes = [process for process in voice.project.processes if process.id in carrying]
    marked = processes if len(processes) <= MATRIX_LIMIT else []
    heads = (
        *columns(voice, ("requirement", 30), ("customer", 9), ("reference", 14), ("clauses", 13), ("documents", 10), ("covered_by", 9)),
        *(Column(process.id, 4, "mark") for process in marked),
    )
    rows = tuple(_row(voice, requirement, source, marked, number) for number, (requirement, source) in enumerate(found, 1))
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
        named.append(f"{known.name if known else standard} {voice.words('list_separator').join(dict.fromkeys(numbers))}")
    return voice.words("list_separator").join(named)


def _requirement(voice: Voice, requirement: CustomerRequirement) -> Rich:
    """What is asked, and for how long records are kept where the sentence does not say it itself."""
    retention = voice.text(requirement.retention)
    unsaid = retention and normalised(retention) not in normalised(voice.text(requirement.requirement))
    return (*voice.say(requirement.requirement), *((" (", *voice.say(requirement.retention), ")") if unsaid else ()))


def _reference(voice: Voice, requirement: CustomerRequirement, source: Source | None) -> Rich:
    """Where it is asked for; the edition that is held leads to the list."""
    if source is None or not isinstance(source.listed, ListedDocument):
        return voice.say(requirement.reference)
    held = voice.words("list_separator").join(filter(None, (amended(source.listed), str(source.listed.effective or ""))))
    return (*voice.say(requirement.reference), *((" ", Ref(held, f"registers-documents#document-{source.listed.number}")) if held else ()))


def _row(voice: Voice, requirement: CustomerRequirement, source: Source | None, marked: list[Process], number: int) -> Row:
    carriers = [voice.project.process_by_id[id] for id in requirement.processes if id in voice.project.process_by_id]
    documents: Rich = voice.join(voice.number(one) for one in (*requirement.documents, *requirement.records))
    return Row(
        (
            Cell(_requirement(voice, requirement)),
            Cell((customer_name(voice, requirement),)),
            Cell(_reference(voice, requirement, source)),
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
