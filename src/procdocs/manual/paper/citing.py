"""Pictures of other documents: shown in a document that is read alone, cited where the manual holds the other one too. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from procdocs.languages import words
from procdocs.manual.model import Area, Block, Entry, Figure, Manual, Paragraph, Step
from procdocs.manual.rich import Inline, PageOf, Ref


def cites(entry: Entry, manual: Manual) -> bool:
    """Whether an entry shows the picture of another document of the manual."""
    return entry.paper is not None and any(_elsewhere(figure, entry, manual) for figure in entry.figures)


def citing(entry: Entry, manual: Manual) -> Entry:
    """The entry with a line that leads there in place of each picture of another document."""
    if entry.paper is None:
        return entry

    def cited(areas: tuple[Area, ...]) -> tuple[Area, ...]:
        return tuple(area._replace(blocks=tuple(_cited(area.blocks, entry, manual))) for area in areas)

    return replace(entry, paper=entry.paper._replace(areas=cited(entry.paper.areas), closer=cited(entry.paper.closer)))


def _elsewhere(figure: Figure, entry: Entry, manual: Manual) -> Entry | None:
    other = manual.by_id.get(figure.id)
    return other if other is not None and other.is_document and other.id != entry.id else None


def _cited(blocks: Iterable[Block], entry: Entry, manual: Manual) -> Iterator[Block]:
    say = words(manual.language)
    for block in blocks:
        if isinstance(block, Figure) and (other := _elsewhere(block, entry, manual)) is not None:
            named: tuple[Inline, ...] = (Ref(f"{other.control.number} {other.title}".strip(), other.id),)
            page = PageOf(other.id, say("print.cited_before"), say("print.cited_after"))
            yield Paragraph((say("print.see_figure"), *named, page), "cited")
        elif isinstance(block, Step):
            yield block._replace(blocks=tuple(_cited(block.blocks, entry, manual)))
        else:
            yield block
