"""A process as printed: its turtle, then every leg as a table, so that nothing stands in the picture alone."""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.manual.draw import Drawings
from procdocs.manual.markdown import markdown_blocks
from procdocs.manual.model import Block, Bullets, Cell, Column, Facts, Heading, Row, Table
from procdocs.manual.registers.cells import without_empty
from procdocs.manual.registers.measures import result_of, target_of
from procdocs.manual.registers.risks import look_of
from procdocs.manual.rich import Ref, Rich
from procdocs.manual.voice import Voice
from procdocs.project.records import filled
from procdocs.schema import Process
from procdocs.schema.process import Input, Measure, Output, Record, Risk

#: Columns that are left out where no row fills them; an empty one among the others is a hole that must be seen.
OPTIONAL = frozenset(("remark", "competence", "evidence", "document_title", "formula", "data_source", "place"))


def process_blocks(voice: Voice, drawings: Drawings, process: Process) -> Iterator[Block]:
    """The blocks of a process, in reading order."""
    yield from drawings.figure(process.id, alone=True)
    yield Facts(tuple(_facts(voice, process)), "facts")
    if process.steps:
        yield Heading(2, voice.words("process.steps"), "steps")
        yield Bullets(tuple(voice.say(step) for step in process.steps), ordered=True)
    yield from _interfaces(voice, process)
    yield from _means(voice, process)
    yield from _measures(voice, process)
    yield from _risks(voice, process)
    yield from _records(voice, process)
    yield from _clauses(voice, process)
    if process.text is not None:
        yield Heading(2, voice.words("process.text"), "text")
        yield from markdown_blocks(voice, drawings, process.text, 3)
    details = voice.project.details(process)
    if details:
        yield Heading(2, voice.words("process.details"), "details")
        yield Bullets(tuple((Ref(voice.title(detail), detail.id), voice.words("process.detail_kind", kind=voice.words(f"kind.{detail.kind}"))) for detail in details))
    if any(end in voice.project.process_by_id for item in process.inputs for end in item.source) or any(
        end in voice.project.process_by_id for item in process.outputs for end in item.to
    ):
        yield Heading(2, voice.words("process.neighbours"), "neighbours")
        yield from drawings.figure(process.id, "neighbours")


def _facts(voice: Voice, process: Process) -> Iterator[tuple[str, Rich]]:
    yield voice.words("process.type"), (voice.words(f"type.{process.type}"),)
    if process.owner:
        yield voice.words("process.owner"), (voice.department(process.owner),)
    if process.departments:
        yield voice.words("process.departments"), (voice.departments(process.departments),)
    if process.purpose is not None:
        yield voice.words("process.purpose"), voice.say(process.purpose)
    if process.scope is not None:
        yield voice.words("process.scope"), voice.say(process.scope)


def _interfaces(voice: Voice, process: Process) -> Iterator[Block]:
    legs: tuple[tuple[str, tuple[tuple[Input | Output, tuple[str, ...]], ...]], ...] = (
        ("inputs", tuple((item, item.source) for item in process.inputs)),
        ("outputs", tuple((item, item.to) for item in process.outputs)),
    )
    for key, items in legs:
        if not items:
            continue
        yield Heading(2, voice.words(f"process.{key}"), key)
        rows = tuple(
            Row(
                (Cell((str(number),)), Cell(voice.say(item.name)), Cell(voice.ends(ends)), Cell((*voice.number(item.document), *_apart(voice.say(item.note))))),
                item.id and f"{key}-{item.id}",
            )
            for number, (item, ends) in enumerate(items, 1)
        )
        yield _table(voice, rows, (("number", 6, "number"), (key, 50, "text"), (f"{key}_end", 24, "text"), ("remark", 20, "text")))


def _apart(rich: Rich) -> Rich:
    return (" ", *rich) if rich else ()


def _means(voice: Voice, process: Process) -> Iterator[Block]:
    if process.resources:
        yield Heading(2, voice.words("process.resources"), "resources")
        rows = tuple(
            Row((Cell((str(n),)), Cell(voice.say(r.name)), Cell(voice.ends(r.source)), Cell((*voice.number(r.document), *_apart(voice.say(r.note))))))
            for n, r in enumerate(process.resources, 1)
        )
        yield _table(voice, rows, (("number", 6, "number"), ("resources", 34, "text"), ("inputs_end", 20, "text"), ("remark", 40, "text")))
    if process.people:
        yield Heading(2, voice.words("process.people"), "people")
        rows = tuple(
            Row(
                (
                    Cell((str(n),)),
                    Cell((*((voice.who(p.role),) if p.role else voice.say(p.name)), *_apart(voice.ends(p.source)))),
                    Cell(voice.say(p.competence)),
                    Cell(_titled(voice, p.record)),
                )
            )
            for n, p in enumerate(process.people, 1)
        )
        yield _table(voice, rows, (("number", 6, "number"), ("people", 24, "text"), ("competence", 44, "text"), ("evidence", 26, "text")))
    if process.documents:
        yield Heading(2, voice.words("process.documents"), "documents")
        rows = tuple(Row((Cell((str(n),)), Cell(voice.numbers(d)), Cell((voice.text(d.title) or voice.title_of_number(d.number),)))) for n, d in enumerate(process.documents, 1))
        yield _table(voice, rows, (("number", 6, "number"), ("document_number", 30, "code"), ("document_title", 64, "text")))


def _titled(voice: Voice, number: str) -> Rich:
    title = voice.title_of_number(number) if number else ""
    return (*voice.number(number), *_apart((title,) if title else ()))


def _measures(voice: Voice, process: Process) -> Iterator[Block]:
    if not process.measures:
        return
    yield Heading(2, voice.words("process.measures"), "measures")
    with_action = any(measure.action is not None for measure in process.measures)
    with_result = any(measure.result is not None or measure.results for measure in process.measures)
    rows = tuple(_measure_row(voice, measure, with_result=with_result, with_action=with_action) for measure in process.measures)
    shares = (("measures", 18, "text"), ("formula", 24, "text"), ("target", 12, "text"), ("every", 10, "text"), ("responsible", 11, "text"), ("data_source", 12, "text"))
    more = (*((("result", 14, "text"),) if with_result else ()), *((("action", 22, "text"),) if with_action else ()))
    yield _table(voice, rows, (*shares, *more))


def _measure_row(voice: Voice, measure: Measure, *, with_result: bool, with_action: bool) -> Row:
    return Row(
        (
            Cell(voice.say(measure.name)),
            Cell(voice.say(measure.formula)),
            Cell((target_of(voice, measure),)),
            Cell(voice.say(measure.every)),
            Cell((voice.who(measure.owner),)),
            Cell(voice.say(measure.source)),
            *((result_of(voice, measure),) if with_result else ()),
            *((Cell(voice.say(measure.action)),) if with_action else ()),
        ),
        measure.id and f"measure-{measure.id}",
    )


def _risks(voice: Voice, process: Process) -> Iterator[Block]:
    if not process.risks:
        return
    yield Heading(2, voice.words("process.risks"), "risks")
    rows = tuple(_risk_row(voice, risk) for risk in process.risks)
    yield _table(voice, rows, (("risk_type", 8, "text"), ("risks", 27, "text"), ("level", 10, "mark"), ("action", 30, "text"), ("responsible", 12, "text"), ("due", 13, "text")))


def _risk_row(voice: Voice, risk: Risk) -> Row:
    said = f"{risk.likelihood} × {risk.severity} = {risk.level}" if risk.level else ""
    return Row(
        (
            Cell((voice.words(f"risk.{risk.type}"),)),
            Cell(voice.say(risk.name)),
            Cell((said,), look_of(risk.type, risk.level)),
            Cell((*voice.say(risk.action), *_apart(voice.number(risk.document)))),
            Cell((voice.who(risk.owner),)),
            Cell(voice.say(risk.due)),
        )
    )


def _records(voice: Voice, process: Process) -> Iterator[Block]:
    if not process.records:
        return
    yield Heading(2, voice.words("process.records"), "records")
    yield record_table(voice, process.records)


def record_table(voice: Voice, records: tuple[Record, ...]) -> Table:
    """Records with keeper, retention and place; what is left open is filled from where it is described."""
    rows = []
    for cited in records:
        known = filled(cited, voice.project.record_by_number.get(cited.number, cited))
        name = voice.text(known.name) or voice.title_of_number(known.number)
        keeper = voice.department(known.keeper) if known.keeper else ""
        rows.append(Row((Cell(voice.numbers(known)), Cell((name,)), Cell((keeper,)), Cell(voice.say(known.retention)), Cell(voice.say(known.place)))))
    return _table(voice, tuple(rows), (("record_number", 18, "code"), ("records", 34, "text"), ("keeper", 16, "text"), ("retention", 12, "text"), ("place", 20, "text")))


def _clauses(voice: Voice, process: Process) -> Iterator[Block]:
    if not process.clauses:
        return
    from procdocs.clauses import clause_set

    yield Heading(2, voice.words("process.clauses"), "clauses")
    pairs = []
    for standard, numbers in process.clauses.items():
        known = clause_set(standard)
        said = (" ".join(filter(None, (number, known.title(number, voice.language) if known else ""))) for number in numbers)
        pairs.append((known.name if known else standard, (voice.words("item_separator").join(said),)))
    yield Facts(tuple(pairs))


def _table(voice: Voice, rows: tuple[Row, ...], columns: tuple[tuple[str, int, str], ...]) -> Table:
    heads = tuple(Column(voice.words(f"column.{name}"), share, look) for name, share, look in columns)  # type: ignore[arg-type]
    return without_empty(Table(heads, rows), *(index for index, (name, _, _) in enumerate(columns) if name in OPTIONAL))
