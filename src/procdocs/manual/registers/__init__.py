"""Registers and matrices of the whole system: each is one function and one row in the table below."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from procdocs.manual.model import Entry
from procdocs.manual.registers.clauses import clause_matrix
from procdocs.manual.registers.documents import external_documents, master_list
from procdocs.manual.registers.exclusions import exclusions
from procdocs.manual.registers.interfaces import interface_list, process_matrix
from procdocs.manual.registers.measures import measures, objectives
from procdocs.manual.registers.organisation import department_table, organisation
from procdocs.manual.registers.raci import raci_matrix
from procdocs.manual.registers.records import records
from procdocs.manual.registers.requirements import requirement_matrix
from procdocs.manual.registers.responsibilities import responsibility_matrix
from procdocs.manual.registers.risks import risks
from procdocs.manual.registers.worksheets import worksheets
from procdocs.manual.voice import Voice

#: What the chapter "registers" holds, in this order: `voice -> Entry`, or nothing where the project has no such data.
REGISTERS: dict[str, Callable[[Voice], Entry | None]] = {
    "documents": master_list,
    "external": external_documents,
    "records": records,
    "measures": measures,
    "objectives": objectives,
    "risks": risks,
    "interfaces": interface_list,
    "organisation": organisation,
    "processes": process_matrix,
    "clauses": clause_matrix,
    "exclusions": exclusions,
    "responsibilities": responsibility_matrix,
    "raci": raci_matrix,
    "requirements": requirement_matrix,
    "worksheets": worksheets,
}


def register_entries(voice: Voice, finish: Callable[[Voice, Entry], Entry] = lambda _voice, entry: entry) -> Iterator[Entry]:
    """Every register and matrix the project has data for, each as `finish` returns it."""
    for name, make in REGISTERS.items():
        entry = voice.once(("register", name), partial(_finished, voice, make, finish))
        if entry is not None:
            yield entry


def _finished(voice: Voice, make: Callable[[Voice], Entry | None], finish: Callable[[Voice, Entry], Entry]) -> Entry | None:
    entry = make(voice)
    return entry if entry is None else finish(voice, entry)


__all__ = ["REGISTERS", "department_table", "register_entries"]
