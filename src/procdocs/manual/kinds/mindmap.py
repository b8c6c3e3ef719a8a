"""A mind map as printed."""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.manual.draw import Drawings
from procdocs.manual.kinds.belonging import belongs
from procdocs.manual.markdown import markdown_blocks
from procdocs.manual.model import Block, Cell, Column, Facts, Heading, Row, Table
from procdocs.manual.rich import Ref, Rich
from procdocs.manual.voice import Voice
from procdocs.schema import Mindmap
from procdocs.schema.mindmap import Topic


def mindmap_blocks(voice: Voice, drawings: Drawings, mindmap: Mindmap) -> Iterator[Block]:
    """The map, and its topics as an outline with notes and links."""
    facts = tuple(belongs(voice, mindmap.process))
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
