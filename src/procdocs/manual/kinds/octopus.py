"""The octopus as printed."""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.manual.draw import Drawings
from procdocs.manual.markdown import markdown_blocks
from procdocs.manual.model import Block, Cell, Column, Heading, Row, Table
from procdocs.manual.voice import Voice
from procdocs.schema import Octopus, Process


def octopus_blocks(voice: Voice, drawings: Drawings, octopus: Octopus) -> Iterator[Block]:
    """The octopus and the table of what goes in and out at each arm."""
    yield from drawings.figure(octopus.id, alone=True)
    if octopus.text is not None:
        yield from markdown_blocks(voice, drawings, octopus.text, 2)
    yield Heading(2, voice.words("octopus_text.table"), "arms")
    columns = (Column(voice.words("column.process"), 24), Column(voice.words("column.inputs"), 38), Column(voice.words("column.outputs"), 38))
    yield Table(columns, tuple(_arm_row(voice, process) for process in voice.project.processes_of("customer")), header_column=True)


def _arm_row(voice: Voice, process: Process) -> Row:
    inputs = voice.join((*voice.say(item.name), " ", *voice.ends(item.source)) for item in process.inputs)
    outputs = voice.join((*voice.say(item.name), " ", *voice.ends(item.to)) for item in process.outputs)
    return Row((Cell(voice.process_chip(process)), Cell(inputs), Cell(outputs)))
