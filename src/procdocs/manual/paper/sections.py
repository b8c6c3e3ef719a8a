"""Blocks of an entry by the heading they stand under, so that paper can take some and leave others. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from procdocs.manual.model import Block, Facts, Figure, Heading, Table
from procdocs.manual.paper.tables import settled
from procdocs.manual.rich import Rich
from procdocs.manual.voice import Voice


class Sections(NamedTuple):
    """What stands before the first heading, and the sections by the anchor of theirs, in order."""

    head: tuple[Block, ...]
    by_anchor: dict[str, tuple[Block, ...]]

    def all_but(self, *anchors: str) -> Iterator[Block]:
        """The blocks of the other sections."""
        for anchor, blocks in self.by_anchor.items():
            if anchor not in anchors:
                yield from blocks

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures before the first heading."""
        return tuple(block for block in self.head if isinstance(block, Figure))

    def fact(self, label: str) -> Rich:
        """What the facts before the first heading say under that label; nothing if they do not."""
        return next((value for block in self.head if isinstance(block, Facts) for name, value in block.pairs if name == label), ())


def sections_of(blocks: Iterable[Block]) -> Sections:
    """The blocks of an entry in sections; a heading without anchor belongs to the section before it."""
    head: list[Block] = []
    found: dict[str, list[Block]] = {}
    into = head
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2 and block.anchor:
            into = found.setdefault(block.anchor, [])
        into.append(block)
    return Sections(tuple(head), {anchor: tuple(inside) for anchor, inside in found.items()})


def set_for_paper(voice: Voice, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with every table settled."""
    return tuple(one for block in blocks for one in (settled(voice, block) if isinstance(block, Table) else (block,)))
