"""A flowchart as printed."""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.manual.draw import Drawings
from procdocs.manual.kinds.belonging import belongs
from procdocs.manual.markdown import markdown_blocks
from procdocs.manual.model import Block, Cell, Column, Facts, Heading, Row, Table
from procdocs.manual.rich import Ref, Rich
from procdocs.manual.voice import Voice
from procdocs.schema import Flowchart
from procdocs.schema.flowchart import Exit, Step


def flowchart_blocks(voice: Voice, drawings: Drawings, chart: Flowchart) -> Iterator[Block]:
    """The chart, and its steps as a table for those who read rather than look."""
    yield Facts(tuple(belongs(voice, chart.process, chart.purpose)), "facts")
    yield from drawings.figure(chart.id)
    if chart.text is not None:
        yield from markdown_blocks(voice, drawings, chart.text, 2)
    yield Heading(2, voice.words("flowchart_text.table"), "steps")
    columns = (
        Column(voice.words("column.step"), 9, "code"),
        Column(voice.words("column.responsible"), 14),
        Column(voice.words("column.what"), 40),
        Column(voice.words("column.evidence"), 23),
        Column(voice.words("column.next"), 14),
    )
    yield Table(columns, tuple(_flow_row(voice, chart, step) for step in chart.steps))


def _flow_row(voice: Voice, chart: Flowchart, step: Step) -> Row:
    codes = {other.id: voice.text(other.code) if other.code is not None else other.id for other in chart.steps}
    lane = next((lane for lane in chart.lanes if lane.id == step.lane), chart.lanes[0] if chart.lanes and not step.lane else None)
    named = voice.text(lane.name) if lane is not None and lane.name is not None else voice.who(step.role or (lane.id if lane else step.lane))
    evidence = voice.join([voice.cited(document) for document in step.documents] + [voice.record(record) for record in step.records])
    exits = voice.join((*_labelled(voice, exit_), Ref(codes.get(exit_.to, exit_.to), f"{chart.id}#step-{exit_.to}")) for exit_ in step.next)
    limit = (voice.words("time_limit", time=voice.text(step.time)),) if step.time is not None else ()
    said = (*voice.say(step.text), *limit, *((" ", *voice.say(step.note)) if step.note is not None else ()))
    return Row((Cell((codes[step.id] or step.id,)), Cell((named,)), Cell(said), Cell(evidence), Cell(exits)), f"step-{step.id}")


def _labelled(voice: Voice, exit_: Exit) -> Rich:
    return (*voice.say(exit_.label), voice.words("colon")) if exit_.label is not None else ()
