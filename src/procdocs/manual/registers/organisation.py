"""Departments, roles and external parties: who the documents speak of (ISO 9001 4.2, 5.3, 7.2). Derives no responsibilities."""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.manual.model import Block, Cell, Entry, Heading, Row, Table
from procdocs.manual.registers.cells import columns, entry, said, wanted, without_empty
from procdocs.manual.voice import Voice


def organisation(voice: Voice) -> Entry | None:
    """The departments with head, duties and processes, the roles with the competence they need, the parties outside."""
    blocks: list[Block] = []
    for name, table in (("departments", department_table(voice)), ("roles", _roles(voice)), ("parties", _parties(voice))):
        if table.rows:
            blocks += [Heading(2, voice.words(f"register.organisation.{name}"), name), table]
    return entry(voice, "organisation", blocks) if blocks else None


def department_table(voice: Voice) -> Table:
    """Departments with head, duties and the processes they own."""
    rows = []
    for department in voice.project.settings.departments:
        owned = voice.ends(process.id for process in voice.project.processes if process.owner == department.id)
        rows.append(Row((said(voice, department.name), said(voice, department.head), said(voice, department.duties), Cell(owned)), f"department-{department.id}"))
    return without_empty(Table(columns(voice, ("department", 20), ("head", 16), ("duties", 40), ("owns", 24)), tuple(rows)), 1, 2)


def _roles(voice: Voice) -> Table:
    rows = []
    for role in voice.project.settings.roles:
        department = (voice.department(role.department),) if role.department else ()
        named = voice.ends(process.id for process in voice.project.processes if any(person.role == role.id for person in process.people))
        rows.append(Row((said(voice, role.name), wanted(voice, department, "department"), wanted(voice, voice.say(role.competence), "competence"), Cell(named)), f"role-{role.id}"))
    return Table(columns(voice, ("role", 18), ("department", 18), ("competence", 44), ("named_in", 20)), tuple(rows))


def _parties(voice: Voice) -> Table:
    rows = []
    for party in voice.project.settings.parties:
        kind = voice.words(f"party.{party.type}")
        rows.append(Row((said(voice, party.name), Cell((kind,)), Cell(voice.ends(_partners(voice, party.id)))), f"party-{party.id}"))
    return Table(columns(voice, ("party", 30), ("party_type", 20), ("named_in", 50)), tuple(rows))


def _partners(voice: Voice, id: str) -> Iterator[str]:
    for process in voice.project.processes:
        ends = {end for item in process.inputs for end in item.source} | {end for item in process.outputs for end in item.to}
        if id in ends:
            yield process.id
