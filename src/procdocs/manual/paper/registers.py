"""Registers, matrices and views of the whole on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from procdocs.manual.model import Area, Block, Entry, Figure, Paper, Table
from procdocs.manual.paper.documents import is_wide
from procdocs.manual.paper.matrix import BROAD, LYING, UPRIGHT, breadth, fitting, listed, told_in_the_head
from procdocs.manual.paper.sections import set_for_paper
from procdocs.manual.voice import Voice

#: Signs beside each other on the pages there are.
ROOM = {"upright": UPRIGHT, "lying": LYING, "broad": BROAD}
#: Columns of words that are too many for an upright page.
MANY = 9


def register_paper(voice: Voice, entry: Entry) -> Paper:
    """Upright where its tables go there; what is wider than a lying page goes on in further tables."""
    blocks = [_recast(voice, entry, block) for block in entry.blocks]
    blocks = list(set_for_paper(voice, blocks))
    tables = [block for block in blocks if isinstance(block, Table)]
    matrix = any(_marks(table) > 1 for table in tables)
    widest = max(map(breadth, tables), default=0)
    theme = voice.project.settings.theme
    side: Literal["upright", "lying", "broad"] = "upright"
    if widest > UPRIGHT if matrix else any(len(table.columns) > MANY for table in tables):
        side = "broad" if widest > LYING and theme is not None and theme.wide == "a3" else "lying"
    areas = (Area(tuple(_fitting(blocks, ROOM[side]))),)
    return Paper(areas, side, closer=areas)


def view_paper(voice: Voice, entry: Entry) -> Paper:
    """The picture under the title, what else there is in columns below it."""
    first = next((number for number, block in enumerate(entry.blocks) if isinstance(block, Figure)), -1)
    shown, behind = entry.blocks[: first + 1], entry.blocks[first + 1 :]
    wide = any(isinstance(block, Figure) and is_wide(block) for block in shown)
    return Paper((Area(shown), Area(set_for_paper(voice, behind), columns=2 if wide else 1)), "lying" if wide else "upright")


def _recast(voice: Voice, entry: Entry, block: Block) -> Block:
    if not isinstance(block, Table):
        return block
    if entry.id == "registers-processes" and block.header_column:
        return listed(voice, block)
    if entry.id == "registers-clauses" and _marks(block):
        return told_in_the_head(block, 1)
    return block


def _marks(table: Table) -> int:
    return sum(column.look == "mark" for column in table.columns)


def _fitting(blocks: list[Block], room: int) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Table) and len(block.columns) > 2:
            yield from fitting(block, room)
        else:
            yield block
