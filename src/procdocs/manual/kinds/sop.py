"""A procedure as printed: its sections in the order of the house, numbered."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from procdocs.manual.draw import Drawings
from procdocs.manual.kinds.belonging import belongs
from procdocs.manual.kinds.process import record_table
from procdocs.manual.markdown import markdown_blocks
from procdocs.manual.model import Block, Bullets, Facts, Heading, Step
from procdocs.manual.rich import Rich
from procdocs.manual.voice import Voice
from procdocs.schema import Sop
from procdocs.schema.sop import ProcedureStep

#: The usual order of an SOP's sections; `sections:` in procdocs.yaml sets another.
SECTIONS = ("purpose", "scope", "definitions", "responsibilities", "procedure", "figure", "documents", "records", "more")


def sop_blocks(voice: Voice, drawings: Drawings, sop: Sop) -> Iterator[Block]:
    """The sections of a procedure in the house's order, numbered."""
    facts = tuple(belongs(voice, sop.process))
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
        yield title, [_step(voice, drawings, sop, step, str(n)) for n, step in enumerate(content, 1)]
    elif name == "figure":
        yield voice.text(content.title) or title, [drawings.data_figure(sop, content)]
    elif name == "documents":
        yield title, [Bullets(tuple(voice.cited(cited) for cited in content))]
    elif name == "records":
        yield title, [record_table(voice, content)]
    else:
        for section in content:
            blocks = list(markdown_blocks(voice, drawings, section.text, 3, folder)) if section.text is not None else []
            blocks += drawings.figure(section.diagram) if section.diagram else ()
            blocks += [drawings.data_figure(sop, section.figure)] if section.figure is not None else []
            yield voice.text(section.title), blocks


def _step(voice: Voice, drawings: Drawings, sop: Sop, step: ProcedureStep, number: str) -> Step:
    facts: list[tuple[str, Rich]] = []
    if step.role:
        facts.append((voice.words("column.responsible"), (voice.who(step.role),)))
    if step.time is not None:
        facts.append((voice.words("column.time"), voice.say(step.time)))
    blocks: list[Block] = list(markdown_blocks(voice, drawings, step.text, 4, posixpath.dirname(sop.span().path))) if step.text is not None else []
    if step.documents:
        facts.append((voice.words("section.documents"), voice.join(voice.cited(cited) for cited in step.documents)))
    if step.records:
        facts.append((voice.words("section.records"), voice.join(voice.record(record) for record in step.records)))
    if step.diagram:
        blocks += drawings.figure(step.diagram)
    if step.figure is not None:
        blocks.append(drawings.data_figure(sop, step.figure))
    blocks += [_step(voice, drawings, sop, inner, f"{number}.{n}") for n, inner in enumerate(step.steps, 1)]
    return Step(number, voice.say(step.step), tuple(facts), tuple(blocks))
