"""RACI per process and department, derived from what the processes say. Nobody writes it by hand."""

from __future__ import annotations

from collections.abc import Mapping

from procdocs.manual.model import Cell, Column, Entry, Row, Table
from procdocs.manual.registers.cells import column, entry, gap
from procdocs.manual.registers.interfaces import Joined
from procdocs.manual.voice import Voice
from procdocs.schema import Process


def raci_matrix(voice: Voice) -> Entry | None:
    """Processes against departments: who answers, does, is asked, is told."""
    departments, processes = voice.project.settings.departments, voice.project.processes
    if not departments or not processes:
        return None
    givers, receivers = _partners(voice)
    heads = (column(voice, "process", 22), *(Column(voice.text(department.name), 6, "mark") for department in departments))
    rows = tuple(_row(voice, process, _letters(voice, process, givers.get(process.id, {}), receivers.get(process.id, {}))) for process in processes)
    table = Table(heads, rows, anchor="raci", header_column=True, legend=(voice.words("register.raci.legend"),))
    return entry(voice, "raci", (table,), voice.words("register.lead.raci"))


def _partners(voice: Voice) -> tuple[Mapping[str, dict[str, None]], Mapping[str, dict[str, None]]]:
    """By process: the owners of the processes that give to it, and of those that take from it."""
    owners = {process.id: process.owner for process in voice.project.processes if process.owner}
    givers: dict[str, dict[str, None]] = {}
    receivers: dict[str, dict[str, None]] = {}
    for interface in Joined(voice).all:
        if interface.giver in owners:
            givers.setdefault(interface.receiver, {})[owners[interface.giver]] = None
        if interface.receiver in owners:
            receivers.setdefault(interface.giver, {})[owners[interface.receiver]] = None
    return givers, receivers


def _letters(voice: Voice, process: Process, givers: Mapping[str, None], receivers: Mapping[str, None]) -> dict[str, str]:
    """The letter of each department: the owner answers, and does where nobody else is named; one letter is enough for others."""
    roles = voice.project.roles
    doing = {*process.departments, *(roles[person.role].department for person in process.people if person.role in roles)}
    if "all" in doing:
        doing |= set(voice.project.departments)
    found: dict[str, str] = {}
    for department in voice.project.departments:
        if department == process.owner:
            found[department] = "A/R" if department in doing or not doing else "A"
        elif department in doing:
            found[department] = "R"
        elif department in givers:
            found[department] = "C/I" if department in receivers else "C"
        elif department in receivers:
            found[department] = "I"
    return found


def _row(voice: Voice, process: Process, letters: Mapping[str, str]) -> Row:
    name = voice.process_chip(process)
    head = Cell(name) if process.owner else gap(voice.words("register.missing.owner"), (*name, voice.words("colon"), voice.words("register.missing.owner")))
    marks = [Cell((letter,), "covered" if "A" in letter else "") if (letter := letters.get(department, "")) else Cell(()) for department in voice.project.departments]
    return Row((head, *marks), f"raci-{process.id}")
