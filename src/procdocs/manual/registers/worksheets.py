"""The auditor's worksheet of each process: what its turtle says as questions, with room for what was seen. Answers nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from procdocs.clauses import clause_set
from procdocs.languages import words
from procdocs.manual.model import Cell, Entry, Row, Table
from procdocs.manual.registers.cells import column, columns, entry, gap
from procdocs.manual.registers.interfaces import Joined
from procdocs.manual.registers.measures import target_of
from procdocs.manual.registers.risks import look_of
from procdocs.manual.rich import Inline, Ref, Rich
from procdocs.manual.voice import Voice
from procdocs.schema import Process
from procdocs.schema.process import Input, Measure, Output, Risk
from procdocs.schema.registers import CustomerRequirement

#: Risks of a process that get a row of their own, the gravest first.
RISKS_ASKED = 5
#: What the anchors of the tables begin with, before the id of the process.
SHEET = "worksheet-"
#: Verdicts of an auditor, by the names of their labels.
VERDICTS = ("conform", "opportunity", "minor", "major")


@dataclass(frozen=True)
class Known:
    """What is looked up once for all processes."""

    #: Items by process that only one end names, with what is missing.
    one_end: dict[str, list[tuple[Ref, str]]]
    requirements: dict[str, list[CustomerRequirement]]


def worksheets(voice: Voice) -> Entry | None:
    """A table per process: part, what the system says, question, room for what was seen and for a verdict, which is one of four."""
    if not voice.project.processes:
        return None
    known = _known(voice)
    heads = (*columns(voice, ("part", 11), ("written", 32), ("question", 22), ("audit_note", 25)), column(voice, "verdict", 10)._replace(choices=verdicts(voice.language)))
    tables = (Table(heads, _sheet(voice, process.id, known), f"{process.id} {voice.title(process)}", f"{SHEET}{process.id}") for process in voice.project.processes)
    return replace(entry(voice, "worksheets", tables, voice.words("register.lead.worksheets")), apart=True)


def verdicts(language: str) -> tuple[str, ...]:
    """What an auditor may find: the requirement is met, could be met better, or is not met, in part or as a whole."""
    say = words(language)
    return tuple(say(f"register.verdict.{verdict}") for verdict in VERDICTS)


def _sheet(voice: Voice, id: str, known: Known) -> tuple[Row, ...]:
    """The rows of a process. What was looked up for all stands in the key of what is remembered."""
    one_end = tuple(known.one_end.get(id, ()))
    requirements = tuple(voice.say(requirement.requirement) for requirement in known.requirements.get(id, ()))
    return voice.once(("worksheet", id, one_end, requirements), lambda: tuple(_rows(voice, voice.project.process_by_id[id], one_end, requirements)))


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


def _rows(voice: Voice, process: Process, one_end: tuple[tuple[Ref, str], ...], requirements: tuple[Rich, ...]) -> Iterator[Row]:
    yield _owner(voice, process)
    if process.steps:
        yield _row(voice, "process.steps", _list([voice.say(step) for step in process.steps]), "steps")
    yield _row(voice, "process.inputs", _items(voice, process.inputs), "inputs")
    yield _row(voice, "process.outputs", _items(voice, process.outputs), "outputs")
    for ref, reason in one_end:
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
    for requirement in requirements:
        yield _row(voice, "column.requirement", requirement, "requirements")


def _row(voice: Voice, part: str, written: Rich, question: str, look: str = "") -> Row:
    said = Cell(written, look) if written else gap(voice.words("register.missing.place"))
    return Row((Cell((voice.words(part),)), said, Cell((voice.words(f"register.worksheet.{question}"),)), Cell(()), Cell(())))


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
