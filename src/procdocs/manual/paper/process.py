"""A process on paper: its turtle over a whole sheet, and on a second one, in columns, what the turtle does not say."""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.manual.draw import Drawings
from procdocs.manual.model import Area, Block, Cell, Column, Facts, Figure, Heading, Paper, Row, Table
from procdocs.manual.paper.sections import Sections, sections_of, set_for_paper
from procdocs.manual.registers.measures import result_of, target_of
from procdocs.manual.registers.risks import look_of
from procdocs.manual.rich import Inline, Rich
from procdocs.manual.voice import Voice
from procdocs.schema import Process
from procdocs.schema.process import Input, Measure, Output, Person, Resource, Risk

#: So many items are few.
FEW = 4
#: Facts that go into the title strip, by the label they have.
STRIP = ("owner", "departments")


def process_paper(voice: Voice, drawings: Drawings, process: Process, blocks: tuple[Block, ...], history: tuple[Block, ...]) -> Paper:
    """Two sheets on their side, or upright pages where the theme wants them so."""
    sections = sections_of(blocks)
    theme = voice.project.settings.theme
    strip = tuple((label, value) for key in STRIP if (value := sections.fact(label := voice.words(f"process.{key}"))))
    if theme is not None and theme.process_pages == "portrait":
        return Paper((Area(_upright(voice, sections)), Area(set_for_paper(voice, history))), strip=strip)
    turtle = sections.figures
    shown = turtle or sections.head
    beside = set_for_paper(voice, (*_beside_the_turtle(voice, process, sections, drawn=bool(turtle)), *history))
    above = set_for_paper(voice, _full_width(voice, process))
    around = sections.by_anchor.get("neighbours", ()) if _wants_neighbours(voice) else ()
    low = drawings.low_turtle(process.id) if turtle and is_small(process) else ()
    closer = (Area(low), Area((*_without_purpose(voice, above), *beside), columns=3), Area(around)) if low else ()
    return Paper((Area(shown), Area(above, apart=bool(turtle)), Area(beside, columns=2), Area(around)), "lying", strip, closer)


def _without_purpose(voice: Voice, blocks: tuple[Block, ...]) -> Iterator[Block]:
    """The blocks without the purpose, which stands in the body of the turtle on the same page."""
    for block in blocks:
        if isinstance(block, Facts):
            pairs = tuple(pair for pair in block.pairs if pair[0] != voice.words("process.purpose"))
            yield from [block._replace(pairs=pairs)] if pairs else []
        else:
            yield block


def is_small(process: Process) -> bool:
    """Whether a process may go on one page: few items in each list, no text of its own."""
    lists = (process.inputs, process.outputs, process.resources, process.people, process.documents, process.measures, process.risks, process.records, process.steps)
    return process.text is None and all(len(items) <= FEW for items in lists)


def _upright(voice: Voice, sections: Sections) -> tuple[Block, ...]:
    """Facts and steps first, so that the page before the turtle is not left empty; then every leg as a table."""
    facts = tuple(block for block in sections.head if not isinstance(block, Figure))
    steps = sections.by_anchor.get("steps", ())
    return set_for_paper(voice, (*facts, *steps, *sections.figures, *sections.all_but("steps", *(() if _wants_neighbours(voice) else ("neighbours",)))))


def _wants_neighbours(voice: Voice) -> bool:
    options = voice.project.settings.print
    return options is not None and options.neighbours


def _full_width(voice: Voice, process: Process) -> Iterator[Block]:
    pairs = tuple((voice.words(f"process.{key}"), voice.say(text)) for key, text in (("purpose", process.purpose), ("scope", process.scope)) if text is not None)
    if pairs:
        yield Facts(pairs, "facts")
    if process.measures:
        yield Heading(2, voice.words("process.measures"), "measures")
        yield _table(
            voice,
            tuple(_measure(voice, one) for one in process.measures),
            ("measures", 22),
            ("formula_source", 34),
            ("target", 11),
            ("every_responsible", 14),
            ("result", 12),
            ("action", 26),
        )


def _beside_the_turtle(voice: Voice, process: Process, sections: Sections, *, drawn: bool) -> Iterator[Block]:
    """What stands in columns. Inputs, outputs, resources and people only as far as they say more than the turtle shows; all of them where it is not `drawn`."""
    known = sections.by_anchor
    if not drawn:
        yield from known.get("steps", ())
    if process.risks:
        yield Heading(2, voice.words("process.risks"), "risks")
        yield _table(voice, tuple(_risk(voice, one) for one in process.risks), ("risks", 30), ("level", 12, "mark"), ("action", 36), ("responsible_due", 20))
    yield from known.get("records", ())
    if drawn:
        yield from _more_than_shown(voice, process)
    else:
        yield from (block for leg in ("inputs", "outputs", "resources", "people", "documents") for block in known.get(leg, ()))
    yield from sections.all_but("steps", "inputs", "outputs", "resources", "people", "documents", "measures", "risks", "records", "neighbours")


def _more_than_shown(voice: Voice, process: Process) -> Iterator[Block]:
    legs: tuple[tuple[str, tuple[Input | Output | Resource, ...]], ...] = (("inputs", process.inputs), ("outputs", process.outputs), ("resources", process.resources))
    for leg, items in legs:
        rows = tuple(Row((Cell(voice.say(item.name)), Cell(_with_title(voice, item)))) for item in items if item.note is not None)
        if rows:
            yield Heading(2, voice.words(f"process.{leg}"), leg)
            yield _table(voice, rows, (leg, 32), ("remarks", 68))
    people = tuple(_person(voice, person) for person in process.people if person.record)
    if people:
        yield Heading(2, voice.words("process.people"), "people")
        yield _table(voice, people, ("people", 34), ("evidence", 66))


def _with_title(voice: Voice, item: Input | Output | Resource) -> Rich:
    return _spaced(voice.number(item.document), voice.say(item.note))


def _person(voice: Voice, person: Person) -> Row:
    who: Rich = (voice.who(person.role),) if person.role else voice.say(person.name)
    title = voice.title_of_number(person.record)
    return Row((Cell(who), Cell(_spaced(voice.number(person.record), (title,) if title else ()))))


def _measure(voice: Voice, measure: Measure) -> Row:
    source = (voice.words("print.source"), voice.words("colon"), *voice.say(measure.source)) if measure.source is not None else ()
    owner = (voice.who(measure.owner),) if measure.owner else ()
    return Row(
        (
            Cell(voice.say(measure.name)),
            Cell(_joined(voice.words("item_separator"), (voice.say(measure.formula), source))),
            Cell((target_of(voice, measure),)),
            Cell(_joined(" · ", (voice.say(measure.every), owner))),
            result_of(voice, measure),
            Cell(voice.say(measure.action)),
        ),
        measure.id and f"measure-{measure.id}",
    )


def _risk(voice: Voice, risk: Risk) -> Row:
    level = f"{risk.likelihood} × {risk.severity} = {risk.level}" if risk.level else ""
    kind: Rich = (voice.words("risk.opportunity"), voice.words("colon")) if risk.type == "opportunity" else ()
    owner = (voice.who(risk.owner),) if risk.owner else ()
    return Row(
        (
            Cell((*kind, *voice.say(risk.name))),
            Cell((level,) if level else (), look_of(risk.type, risk.level)),
            Cell(_spaced(voice.say(risk.action), voice.number(risk.document))),
            Cell(_lines(owner, voice.say(risk.due))),
        )
    )


def _table(voice: Voice, rows: tuple[Row, ...], *columns: tuple[str, int] | tuple[str, int, str]) -> Table:
    return Table(tuple(Column(voice.words(f"column.{name}"), share, *look) for name, share, *look in columns), rows)  # type: ignore[arg-type]


def _spaced(*parts: Rich) -> Rich:
    return _joined(" ", parts)


def _lines(*parts: Rich) -> Rich:
    return _joined("\n", parts)


def _joined(between: str, parts: tuple[Rich, ...]) -> Rich:
    out: list[Inline] = []
    for part in parts:
        if part:
            out += [between, *part] if out else part
    return tuple(out)
