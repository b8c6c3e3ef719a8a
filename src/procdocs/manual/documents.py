"""Octopus, flowchart, mind map, SOP and page as printed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from procdocs.manual.draw import Drawings
from procdocs.manual.markdown import markdown_blocks
from procdocs.manual.model import Block, Bullets, Cell, Column, Facts, Figure, Heading, Paragraph, Ref, Rich, Row, Step, Table
from procdocs.manual.process import record_table
from procdocs.manual.voice import Voice
from procdocs.schema import Flowchart, Mindmap, Octopus, Page, Sop, Text
from procdocs.schema.flowchart import Exit
from procdocs.schema.flowchart import Step as FlowStep
from procdocs.schema.mindmap import Topic
from procdocs.schema.process import Process
from procdocs.schema.sop import Figure as DataFigure
from procdocs.schema.sop import ProcedureStep

#: The usual order of an SOP's sections; `sections:` in procdocs.yaml sets another.
SECTIONS = ("purpose", "scope", "definitions", "responsibilities", "procedure", "figure", "documents", "records", "more")


def octopus_blocks(voice: Voice, drawings: Drawings, octopus: Octopus) -> Iterator[Block]:
    """The octopus and the table of what goes in and out at each arm."""
    yield from drawings.figure(octopus.id, alone=True)
    if octopus.text is not None:
        yield from markdown_blocks(voice, drawings, octopus.text, 2)
    yield Heading(2, voice.words("octopus_text.table"), "arms")
    columns = (Column(voice.words("column.process"), 24), Column(voice.words("column.inputs"), 38), Column(voice.words("column.outputs"), 38))
    yield Table(columns, tuple(_arm_row(voice, process) for process in voice.project.processes_of("customer")), header_column=True)


def _arm_row(voice: Voice, process: Process) -> Row:
    def listed(items: tuple[object, ...], ends: str) -> Rich:
        return voice.join((*voice.say(item.name), " ", *voice.ends(getattr(item, ends))) for item in items)  # type: ignore[attr-defined]

    return Row((Cell(voice.process_chip(process)), Cell(listed(process.inputs, "source")), Cell(listed(process.outputs, "to"))))


def flowchart_blocks(voice: Voice, drawings: Drawings, chart: Flowchart) -> Iterator[Block]:
    """The chart, and its steps as a table for those who read rather than look."""
    yield Facts(tuple(_belongs(voice, chart.process, chart.purpose)), "facts")
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


def _belongs(voice: Voice, process_id: str, purpose: object = None) -> Iterator[tuple[str, Rich]]:
    process = voice.project.process_by_id.get(process_id)
    if process is not None:
        yield voice.words("document.process"), voice.process_chip(process)
    if purpose is not None:
        yield voice.words("process.purpose"), voice.say(purpose)  # type: ignore[arg-type]


def _flow_row(voice: Voice, chart: Flowchart, step: FlowStep) -> Row:
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


def mindmap_blocks(voice: Voice, drawings: Drawings, mindmap: Mindmap) -> Iterator[Block]:
    """The map, and its topics as an outline with notes and links."""
    facts = tuple(_belongs(voice, mindmap.process))
    if facts:
        yield Facts(facts, "facts")
    yield from drawings.figure(mindmap.id)
    if mindmap.text is not None:
        yield from markdown_blocks(voice, drawings, mindmap.text, 2)
    yield Heading(2, voice.words("mindmap_text.outline"), "outline")
    columns = (Column(voice.words("column.topic"), 50), Column(voice.words("column.note"), 50))
    yield Table(columns, tuple(_topic_rows(voice, mindmap.root, "")))


def _topic_rows(voice: Voice, topic: Topic, number: str) -> Iterator[Row]:
    stack = [(topic, number)]
    while stack:
        here, code = stack.pop()
        link: Rich = ()
        if here.link:
            known = voice.project.by_id.get(here.link)
            link = (" → ", Ref(voice.title(known) if known else here.link, here.link))
        said = ((code + " ") if code else "", *voice.say(here.text))
        yield Row((Cell(tuple(piece for piece in said if piece)), Cell((*voice.say(here.note), *link))))
        stack.extend((child, f"{code}.{n}" if code else str(n)) for n, child in reversed(list(enumerate(here.children, 1))))


def sop_blocks(voice: Voice, drawings: Drawings, sop: Sop) -> Iterator[Block]:
    """The sections of a procedure in the house's order, numbered."""
    facts = tuple(_belongs(voice, sop.process))
    if facts:
        yield Facts(facts, "facts")
    order = tuple(name for name in voice.project.settings.sections if name in SECTIONS) or SECTIONS
    number = 0
    for name in (*order, *(name for name in SECTIONS if name not in order)):
        for title, blocks in _section(voice, drawings, sop, name):
            number += 1
            yield Heading(2, title, f"section-{number}", str(number))
            for block in blocks:
                yield _numbered(block, str(number))


def _numbered(block: Block, number: str) -> Block:
    if not isinstance(block, Step):
        return block
    own = f"{number}.{block.number}"
    return block._replace(number=own, anchor=f"step-{own}", blocks=tuple(_numbered(inner, number) for inner in block.blocks))


def _section(voice: Voice, drawings: Drawings, sop: Sop, name: str) -> Iterator[tuple[str, list[Block]]]:
    sections, folder = sop.sections, posixpath.dirname(sop.span().path)
    content = getattr(sections, name)
    if not content:
        return
    title = voice.words(f"section.{name}")
    blocks: list[Block]
    if name in ("purpose", "scope"):
        yield title, list(markdown_blocks(voice, drawings, content, 3, folder))
    elif name == "definitions":
        yield title, [Facts(tuple((voice.text(item.term), voice.say(item.text)) for item in content))]
    elif name == "responsibilities":
        yield title, [Facts(tuple((voice.text(item.name) or voice.who(item.role), voice.say(item.text)) for item in content))]
    elif name == "procedure":
        yield title, [_step(voice, drawings, step, str(n), folder) for n, step in enumerate(content, 1)]
    elif name == "figure":
        yield voice.text(content.title) or title, list(_data_figure(voice, sop, content))
    elif name == "documents":
        yield title, [Bullets(tuple(voice.cited(cited) for cited in content))]
    elif name == "records":
        yield title, [record_table(voice, content)]
    else:
        for section in content:
            blocks = list(markdown_blocks(voice, drawings, section.text, 3, folder)) if section.text is not None else []
            blocks += drawings.figure(section.diagram) if section.diagram else ()
            blocks += _data_figure(voice, sop, section.figure) if section.figure is not None else ()
            yield voice.text(section.title), blocks


def _step(voice: Voice, drawings: Drawings, step: ProcedureStep, number: str, folder: str) -> Step:
    facts: list[tuple[str, Rich]] = []
    if step.role:
        facts.append((voice.words("column.responsible"), (voice.who(step.role),)))
    if step.time is not None:
        facts.append((voice.words("column.time"), voice.say(step.time)))
    blocks: list[Block] = list(markdown_blocks(voice, drawings, step.text, 4, folder)) if step.text is not None else []
    if step.documents:
        facts.append((voice.words("section.documents"), voice.join(voice.cited(cited) for cited in step.documents)))
    if step.records:
        facts.append((voice.words("section.records"), voice.join(voice.record(record) for record in step.records)))
    if step.diagram:
        blocks += drawings.figure(step.diagram)
    if step.figure is not None:
        blocks += _data_figure(voice, None, step.figure)
    blocks += [_step(voice, drawings, inner, f"{number}.{n}", folder) for n, inner in enumerate(step.steps, 1)]
    return Step(number, voice.say(step.step), tuple(facts), tuple(blocks))


def _data_figure(voice: Voice, sop: Sop | None, figure: DataFigure) -> Iterator[Block]:
    from procdocs.diagrams.funnel import funnel_of

    place = figure.span()
    name = f"figure-{posixpath.basename(place.path).rsplit('.', 1)[0]}-{place.line or 1}"
    title = voice.text(figure.title)
    yield Figure(name, (funnel_of(figure, name, voice.language, voice.project),), title or voice.words("section.figure"))


def page_blocks(voice: Voice, drawings: Drawings, page: Page) -> Iterator[Block]:
    """A free chapter; the short last lines of a proclamation (name, date) are set as its signature."""
    text = page.text
    signed: tuple[str, ...] = ()
    if page.ceremonial:
        body, signed = _signed(voice.text(page.text))
        text = Text({voice.foreign(page.text) or voice.language: body})
    yield from markdown_blocks(voice, drawings, text, 2, posixpath.dirname(page.span().path)) if text.by_language else ()
    yield from (Paragraph((line,), "signature") for line in signed)


def _signed(text: str) -> tuple[str, tuple[str, ...]]:
    """A text without its last short paragraphs, and these: who signs, and when."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text.strip())]
    kept = len(paragraphs)
    while kept > 1 and len(paragraphs) - kept < 3 and re.fullmatch(r"[^\n|#>*!\[\]。！？.]{1,30}", paragraphs[kept - 1]):
        kept -= 1
    return "\n\n".join(paragraphs[:kept]), tuple(paragraphs[kept:])
