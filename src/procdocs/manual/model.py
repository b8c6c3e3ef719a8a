"""What is printed: chapters of documents made of blocks, in one language, free of HTML and of PDF.

Writers turn a `Manual` into files. Everything a reader sees is in here: texts are chosen, references are resolved to
targets, diagrams are drawn, tables are filled.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple

from procdocs.diagrams.graph import Graph
from procdocs.manual.rich import Rich


class Heading(NamedTuple):
    """A heading inside a document; level 2 to 6, its number (`5.1`) apart from its text."""

    level: int
    text: str
    anchor: str = ""
    number: str = ""
    language: str = ""


class Paragraph(NamedTuple):
    """A paragraph; `look` may be lead (introduction), note or caption."""

    rich: Rich
    look: str = ""


class Markdown(NamedTuple):
    """Text the author wrote in Markdown; headings in it start at `level`. Diagrams in it have become Figure blocks already."""

    text: str
    level: int = 3
    language: str = ""


class Bullets(NamedTuple):
    """A list."""

    items: tuple[Rich, ...]
    ordered: bool = False


class Column(NamedTuple):
    """A table column: title, share of the width (any unit, they are summed), and how its cells are set."""

    title: str
    share: float
    look: Literal["text", "code", "number", "date", "mark"] = "text"
    #: What a reader may fill into its empty cells; anything where nothing is named.
    choices: tuple[str, ...] = ()


class Cell(NamedTuple):
    """A table cell. `look` tells meaning: covered, gap, excluded, high, middle, low, overdue, or nothing."""

    rich: Rich
    look: str = ""
    title: str = ""


class Row(NamedTuple):
    """A table row; `group` starts a new group of rows with that heading above it."""

    cells: tuple[Cell, ...]
    anchor: str = ""
    group: str = ""


class Table(NamedTuple):
    """A table. `header_column`: the first cell of each row names the row (a matrix)."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    anchor: str = ""
    header_column: bool = False
    legend: Rich = ()


class Facts(NamedTuple):
    """Labels with values: the head of a process, the control block."""

    pairs: tuple[tuple[str, Rich], ...]
    anchor: str = ""


class Figure(NamedTuple):
    """A diagram: all its sheets, and the name of each (`C4`, `C4-2`), by which its file is called; the first is the figure's id."""

    names: tuple[str, ...]
    graphs: tuple[Graph, ...]
    caption: str
    #: Whether it stands alone on its page in print.
    alone: bool = False
    #: What paper says of it to those who do not see it, beside what its sheets say themselves.
    told: str = ""
    #: The same in one piece for the screen, where paper has several sheets.
    whole: Graph | None = None

    @property
    def on_screen(self) -> Figure:
        """The figure as a screen shows it, which has no end."""
        return self if self.whole is None else self._replace(names=self.names[:1], graphs=(self.whole,))

    @property
    def id(self) -> str:
        """The name of the figure; no other figure of the manual has it."""
        return self.names[0]


class Picture(NamedTuple):
    """A raster or SVG picture of the author's, by its path in the project."""

    path: str
    caption: str


class Step(NamedTuple):
    """A numbered step of a procedure."""

    number: str
    title: Rich
    facts: tuple[tuple[str, Rich], ...]
    blocks: tuple[Block, ...]
    anchor: str = ""


Block = Heading | Paragraph | Markdown | Bullets | Table | Facts | Figure | Picture | Step


class Area(NamedTuple):
    """Blocks that follow one another on paper, over the whole width or in columns of equal width."""

    blocks: tuple[Block, ...]
    columns: int = 1
    #: Whether it begins on a page of its own.
    apart: bool = False


class Paper(NamedTuple):
    """What of an entry stands on paper and where: in areas from the top down, under a title strip."""

    areas: tuple[Area, ...]
    #: On which pages: A4 upright, A4 on its side, A3 on its side.
    side: Literal["upright", "lying", "broad"] = "upright"
    #: What the title strip says beside number, revision and signatures: labels with values.
    strip: tuple[tuple[str, Rich], ...] = ()
    #: What is tried, set closer, to save a page: the same areas, or others that say the same.
    closer: tuple[Area, ...] = ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All of its blocks, in reading order."""
        return tuple(block for area in self.areas for block in area.blocks)


def anchors_in(blocks: Iterable[Block]) -> Iterator[str]:
    """The anchors of blocks, and of what is inside them."""
    stack: list[Iterable[Block]] = [blocks]
    while stack:
        for block in stack.pop():
            if isinstance(block, (Heading, Facts, Table, Step)) and block.anchor:
                yield block.anchor
            if isinstance(block, Table):
                yield from (row.anchor for row in block.rows if row.anchor)
            elif isinstance(block, Step):
                stack.append(block.blocks)


class SignatureLine(NamedTuple):
    """Prepared, reviewed or approved."""

    label: str
    by: str
    on: datetime.date | None


class HistoryRow(NamedTuple):
    """A row of the revision history."""

    revision: str
    date: datetime.date | None
    change: str
    by: str


@dataclass(frozen=True)
class ControlView:
    """Document control as it is printed; empty values are not printed."""

    number: str = ""
    revision: str = ""
    status: Literal["draft", "review", "released", "obsolete", ""] = ""
    status_word: str = ""
    effective: datetime.date | None = None
    review: datetime.date | None = None
    owner: str = ""
    distribution: tuple[str, ...] = ()
    confidentiality: str = ""
    stamp: str = ""
    supersedes: str = ""
    origin: str = ""
    signatures: tuple[SignatureLine, ...] = ()
    history: tuple[HistoryRow, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One document of the manual: a file of the project, a view of the whole, or a register."""

    id: str
    #: process, octopus, flowchart, mindmap, sop, page; view; register.
    kind: str
    title: str
    blocks: tuple[Block, ...]
    control: ControlView = ControlView()
    #: Language of the title, where its translation is missing.
    title_language: str = ""
    #: What it is called in the other languages it has a name in.
    names: tuple[str, ...] = ()
    #: customer, support, management for processes, else "".
    type: str = ""
    #: Path and bytes of the YAML it comes from; "" for views and registers.
    path: str = ""
    source: bytes = b""
    ceremonial: bool = False
    #: How it is printed; None prints its blocks as they are, on upright pages.
    paper: Paper | None = None
    #: Departments and roles this entry concerns (ids), for the entry by role.
    concerns: tuple[str, ...] = ()
    #: Ids of entries that belong to it (flowcharts of a process) or that it belongs to.
    related: tuple[str, ...] = ()
    #: Whether print leaves it out of the manual and makes a file of its own of it: paper to be filled in, not to be read.
    apart: bool = False

    @property
    def is_document(self) -> bool:
        """Whether it is a file of the project, with a PDF of its own; views and registers stand in the manual only."""
        return bool(self.path)

    @property
    def printed(self) -> tuple[Block, ...]:
        """The blocks that stand on paper, in reading order."""
        return self.blocks if self.paper is None else self.paper.blocks

    @cached_property
    def printed_anchors(self) -> frozenset[str]:
        """What can be linked to inside of it on paper."""
        sheets = (len(block.names) for block in self.printed if isinstance(block, Figure) and block.id == self.id)
        return frozenset((*anchors_in(self.printed), *(f"sheet-{number}" for most in sheets for number in range(1, most + 1))))

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure, those inside steps too."""
        found: list[Figure] = []
        stack: list[Block] = list(reversed(self.blocks))
        while stack:
            block = stack.pop()
            if isinstance(block, Figure):
                found.append(block)
            elif isinstance(block, Step):
                stack.extend(reversed(block.blocks))
        return tuple(found)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """What can be linked to inside it."""
        return frozenset(anchors_in(self.blocks))


@dataclass(frozen=True)
class Chapter:
    """A chapter; `number` is printed before its title."""

    number: int
    title: str
    entries: tuple[Entry, ...]


class Finding(NamedTuple):
    """A finding as the score card shows it."""

    code: str
    severity: str
    message: str
    place: str
    entry: str


class Score(NamedTuple):
    """The score card."""

    errors: int
    warnings: int
    notes: int
    #: Standard's name -> (clauses covered, clauses excluded, clauses in all).
    coverage: tuple[tuple[str, int, int, int], ...] = ()
    findings: tuple[Finding, ...] = ()


class Concern(NamedTuple):
    """A department or role, and the entries that concern it."""

    id: str
    name: str
    entries: tuple[str, ...]


@dataclass(frozen=True)
class Manual:
    """The printed whole in one language."""

    language: str
    #: Languages the project builds, the first first; more than one gives a language switch.
    languages: tuple[str, ...]
    organisation: str
    short_name: str
    #: Title of the manual (质量手册).
    title: str
    address: str
    logo: str
    control: ControlView
    chapters: tuple[Chapter, ...]
    score: Score
    #: Colours by palette name.
    palette: Mapping[str, str]
    #: Font families the project prefers.
    fonts: tuple[str, ...] = ()
    paper: str = "A4"
    #: The largest paper that is printed on: wide tables and drawings go on `a3` only if it is wanted.
    wide: Literal["a4", "a3"] = "a4"
    #: Whether printed copies are controlled, and stamped; else their foot says that they are not.
    copies: Literal["controlled", "uncontrolled"] = "uncontrolled"
    embed_font: bool = False
    departments: tuple[Concern, ...] = ()
    roles: tuple[Concern, ...] = ()
    #: Groups of words that the project's readers take for one.
    synonyms: tuple[tuple[str, ...], ...] = ()
    #: Pictures by path in the project.
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in reading order."""
        return tuple(entry for chapter in self.chapters for entry in chapter.entries)

    @cached_property
    def volume(self) -> tuple[Chapter, ...]:
        """The chapters as they are printed: without what is printed apart, and numbered as on the screen."""
        printed = (replace(chapter, entries=tuple(entry for entry in chapter.entries if not entry.apart)) for chapter in self.chapters)
        return tuple(chapter for chapter in printed if chapter.entries)

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """Entries by id."""
        return {entry.id: entry for entry in self.entries}
