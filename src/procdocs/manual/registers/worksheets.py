"""The auditor's worksheet of each process: what its turtle says as questions, with room for what was seen. Answers nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from procdocs.clauses import clause_set
from procdocs.manual.model import Cell, Entry, Inline, Ref, Rich, Row, Table
from procdocs.manual.registers.cells import columns, entry, gap
from procdocs.manual.registers.interfaces import Joined
from procdocs.manual.registers.measures import target_of
from procdocs.manual.registers.risks import look_of
from procdocs.manual.voice import Voice
from procdocs.schema import Process
from procdocs.schema.process import Input, Measure, Output, Risk
from procdocs.schema.registers import CustomerRequirement

#: Risks of a process that get a row of their own, the gravest first.
RISKS_ASKED = 5


@dataclass(frozen=True)
class Known:
    """What is looked up once for all processes."""

    #: Items by process that only one end names, with what is missing.
    one_end: dict[str, list[tuple[Ref, str]]]
    requirements: dict[str, list[CustomerRequirement]]


def worksheets(voice: Voice) -> Entry | None:
    """A table per process: part, what the system says, question, room for notes."""
    if not voice.project.processes:
        return None
    known = _known(voice)
    heads = columns(voice, ("part", 11), ("written", 36), ("question", 25), ("audit_note", 28))
    tables = (Table(heads, tuple(_rows(voice, process, known)), f"{process.id} {voice.title(process)}", f"worksheet-{process.id}") for process in voice.project.processes)
    return entry(voice, "worksheets", tables, voice.words("register.lead.worksheets"))


def _known(voice: Voice) -> Known:
    joined = Joined(voice)
    one_end: dict[str, list[tuple[Ref, str]]] = {}
    for interface in joined.all:
        reason = joined.reason(joined.state(interface))
        if reason:
            for process in dict.fromkeys((interface.giver, interface.receiver)):
                one_end.setdefault(process, []).append((joined.named(interface), f"{interface.giver} → {interface.receiver}{voice.words('colon')}{reason}"))
    requirements: dict[str, list[CustomerRequirement]] = {}
    for register in voice.project.registers:
        for requirement in register.customer_requirements:
            for id in dict.fromkeys(requirement.processes):
                requirements.setdefault(id, []).append(requirement)
    return Known(one_end, requirements)


def _rows(voice: Voice, process: Process, known: Known) -> Iterator[Row]:
    yield _owner(voice, process)
    if process.steps:
        yield _row(voice, "process.steps", _list([voice.say(step) for step in process.steps]), "steps")
    yield _row(voice, "process.inputs", _items(voice, process.inputs), "inputs")
    yield _row(voice, "process.outputs", _items(voice, process.outputs), "outputs")
    for ref, reason in known.one_end.get(process.id, ()):
        yield _row(voice, "column.confirmed", (ref, " ", reason), "one_end", "gap")
    if process.resources:
        yield _row(voice, "process.resources", _list([voice.say(resource.name) for resource in process.resources]), "resources")
    if process.people:
        yield _row(voice, "process.people", _people(voice, process), "people")
    if process.documents:
        yield _row(voice, "process.documents", _list([voice.cited(cited) for cited in process.documents]), "documents")
    yield from _measured(voice, process)
    yield from _risky(voice, process)
    if process.records:
        yield _row(voice, "process.records", _list([voice.record(record) for record in process.records]), "records")
    if process.clauses:
        yield _row(voice, "process.clauses", _clauses(voice, process), "clauses")
    for requirement in known.requirements.get(process.id, ()):
        yield _row(voice, "column.requirement", voice.say(requirement.requirement), "requirements")


def _row(voice: Voice, part: str, written: Rich, question: str, look: str = "") -> Row:
    said = Cell(written, look) if written else gap(voice.words("register.missing.place"))
    return Row((Cell((voice.words(part),)), said, Cell((voice.words(f"register.worksheet.{question}"),)), Cell(())))


def _owner(voice: Voice, process: Process) -> Row:
    written: list[Inline] = [*voice.process_chip(process)]
    owner = voice.department(process.owner) if process.owner else ""
    for label, value in (("process.owner", owner), ("process.purpose", voice.text(process.purpose)), ("process.scope", voice.text(process.scope))):
        if value:
            written.append(f"\n{voice.words(label)}{voice.words('colon')}{value}")
    return _row(voice, "register.worksheet.role", tuple(written), "owner", "" if process.owner else "gap")


def _list(parts: Sequence[Rich]) -> Rich:
    """Numbered lines."""
    out: list[Inline] = []
    for number, part in enumerate(parts, 1):
        out.extend((f"{chr(10) if out else ''}{number}. ", *part))
    return tuple(out)


def _items(voice: Voice, items: Sequence[Input] | Sequence[Output]) -> Rich:
    lines: list[Rich] = []
    for item in items:
        ends, arrow = (item.source, " ← ") if isinstance(item, Input) else (item.to, " → ")
        lines.append((*voice.say(item.name), *((arrow, *voice.ends(ends)) if ends else ())))
    return _list(lines)


def _people(voice: Voice, process: Process) -> Rich:
    lines: list[Rich] = []
    for person in process.people:
        name: Rich = (voice.who(person.role),) if person.role else voice.say(person.name)
        competence = voice.say(person.competence)
        lines.append((*name, *((voice.words("colon"), *competence) if competence else ()), *((" ", *voice.number(person.record)) if person.record else ())))
    return _list(lines)


def _measured(voice: Voice, process: Process) -> Iterator[Row]:
    if not process.measures:
        yield _row(voice, "process.measures", (), "no_measure")
    for measure in process.measures:
        yield _row(voice, "process.measures", _measure(voice, process, measure), "measure")


def _measure(voice: Voice, process: Process, measure: Measure) -> Rich:
    ref = Ref(voice.text(measure.name), f"{process.id}#measure-{measure.id}" if measure.id else f"{process.id}#measures")
    facts = [target_of(voice, measure), voice.text(measure.every), voice.who(measure.owner) if measure.owner else ""]
    said = voice.words("list_separator").join(fact for fact in facts if fact)
    return (ref, *((voice.words("colon"), said) if said else ()))


def _risky(voice: Voice, process: Process) -> Iterator[Row]:
    if not process.risks:
        yield _row(voice, "process.risks", (), "no_risk")
    for risk in sorted(process.risks, key=lambda risk: risk.level, reverse=True)[:RISKS_ASKED]:
        yield _row(voice, "process.risks", _risk(voice, risk), "risk", look_of(risk.type, risk.level))


def _risk(voice: Voice, risk: Risk) -> Rich:
    level = f" ({risk.level})" if risk.level else ""
    action = voice.say(risk.action)
    return (*voice.say(risk.name), level, *((" → ", *action) if action else ()), *((" ", *voice.number(risk.document)) if risk.document else ()))


def _clauses(voice: Voice, process: Process) -> Rich:
    lines: list[Rich] = []
    for standard, numbers in process.clauses.items():
        known = clause_set(standard)
        named = voice.words("list_separator").join(f"{number} {known.title(number, voice.language) if known else ''}".rstrip() for number in numbers)
        lines.append((f"{known.name if known else standard}{voice.words('colon')}{named}",))
    return _list(lines)
