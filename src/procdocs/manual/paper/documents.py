"""Flowcharts, mind maps, the octopus, procedures and free pages on paper: the picture under the title strip, lists that say the same again left out."""

from __future__ import annotations

from procdocs.diagrams.graph import LANDSCAPE
from procdocs.manual.draw import Drawings
from procdocs.manual.model import Area, Block, Facts, Figure, Paper, Paragraph, Table
from procdocs.manual.paper.sections import sections_of, set_for_paper
from procdocs.manual.rich import plain
from procdocs.manual.voice import Voice
from procdocs.schema import Document, Flowchart

#: So many blocks are no text for columns: a heading and its table.
FEW = 2
#: A first sheet that takes less of the height of a page shares it with what is said behind the picture.
LOW = 0.6
#: The section of a kind that says in words what its picture shows.
RETOLD = {"flowchart": "steps", "mindmap": "outline"}


def pictured_paper(voice: Voice, _drawings: Drawings, document: Document, blocks: tuple[Block, ...], history: tuple[Block, ...]) -> Paper:
    """The picture first, then what else there is; where it could not be drawn, the list stands in its place."""
    sections = sections_of(blocks)
    drawn = sections.figures
    label = voice.words("document.process")
    belongs = sections.fact(label)
    lead = (Paragraph(voice.say(document.purpose), "lead"),) if isinstance(document, Flowchart) and document.purpose is not None else ()
    further = tuple(block for block in sections.head if block not in drawn and not isinstance(block, Facts))
    retold = RETOLD.get(document.kind, "") if drawn else ""
    drawn = tuple(figure._replace(told=_told(voice, sections.by_anchor.get(retold, ()))) for figure in drawn)
    told = tuple(sections.all_but(retold))
    wide = bool(drawn) and is_wide(drawn[0])
    text = set_for_paper(voice, (*further, *told, *history))
    behind = Area(text, columns=2 if wide and len(text) > FEW else 1)
    first, others = _first_sheet(drawn)
    areas = (Area((*lead, *first)), behind, Area(others)) if others and wide and first[0].graphs[0].height < LOW * LANDSCAPE[1] else (Area((*lead, *drawn)), behind)
    return Paper(areas, "lying" if wide else "upright", ((label, belongs),) if belongs else (), () if wide else areas)


def _first_sheet(drawn: tuple[Figure, ...]) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """The first sheet, and all others; every part keeps the names of the whole."""
    if not drawn or len(drawn[0].graphs) < 2:
        return drawn, ()
    return (drawn[0]._replace(graphs=drawn[0].graphs[:1]),), (drawn[0]._replace(graphs=drawn[0].graphs[1:]), *drawn[1:])


def _told(voice: Voice, blocks: tuple[Block, ...]) -> str:
    """What tables say, as running text."""
    rows = (row for block in blocks if isinstance(block, Table) for row in block.rows)
    return "\n".join(voice.words("list_separator").join(said for cell in row.cells if (said := plain(cell.rich))) for row in rows)


def written_paper(voice: Voice, _drawings: Drawings, _document: Document, blocks: tuple[Block, ...], history: tuple[Block, ...]) -> Paper:
    """A text on upright pages; one that begins with a wide picture on lying ones, the text below it in columns."""
    sections = sections_of(blocks)
    label = voice.words("document.process")
    belongs = sections.fact(label)
    head = tuple(block for block in sections.head if not (belongs and isinstance(block, Facts)))
    body = (*head, *sections.all_but())
    pictures = tuple(block for block in body[:1] if isinstance(block, Figure) and is_wide(block))
    areas = (Area(pictures), Area(set_for_paper(voice, (*body[len(pictures) :], *history)), columns=2 if pictures else 1))
    return Paper(areas, "lying" if pictures else "upright", ((label, belongs),) if belongs else (), () if pictures else areas)


def is_wide(figure: Figure) -> bool:
    """Whether a figure was drawn for a page on its side."""
    return bool(figure.graphs) and not figure.graphs[0].is_portrait
