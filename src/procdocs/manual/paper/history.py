"""The revision history as paper shows it."""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.manual.model import Block, Cell, Column, ControlView, Heading, Paragraph, Row, Table
from procdocs.manual.voice import Voice

#: So many rows are printed, the last ones.
LATEST = 3


def history_blocks(voice: Voice, control: ControlView) -> Iterator[Block]:
    """The last changes of a document; how many earlier ones there are is said."""
    if not control.history:
        return
    say = voice.words
    yield Heading(2, say("print.history"), "history")
    columns = (Column(say("print.revision"), 10), Column(say("print.date"), 18, "date"), Column(say("print.change"), 54), Column(say("print.changed_by"), 18))
    rows = tuple(
        Row((Cell((row.revision,)), Cell((row.date.isoformat(),) if row.date else ()), Cell((row.change,) if row.change else ()), Cell((row.by,) if row.by else ())))
        for row in control.history[-LATEST:]
    )
    yield Table(columns, rows)
    earlier = len(control.history) - LATEST
    if earlier > 0:
        yield Paragraph((say("print.earlier", count=earlier),), "note")
