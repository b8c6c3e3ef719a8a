"""One entry of the manual as it is printed: its title strip, its areas as HTML, what its head and foot say. Templates set it, `print.css` says how it looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from procdocs.diagrams.fonts import fonts_for, measured_with
from procdocs.diagrams.graph import MM
from procdocs.diagrams.text import count_lines
from procdocs.languages import Words, words
from procdocs.manual.model import Area, Block, Column, ControlView, Entry, Figure, Heading, Manual, Paper, Paragraph, Step, Table
from procdocs.manual.rich import Rich, plain
from procdocs.templating import Templates
from procdocs.writers.control_blocks import control_facts
from procdocs.writers.markup.blocks import Setting, rich, write_parts
from procdocs.writers.markup.escaping import identifier, said
from procdocs.writers.print.figures import Figures, headed_figures
from procdocs.writers.print.prose_tables import split
from procdocs.writers.print.strip import Field, Strip, strip_of
from procdocs.writers.print.whole import kept_whole
from procdocs.writers.print.widths import fitted, steep_height

#: Longest title in a running head, in characters.
LONGEST_HEAD = 48
#: Type of tables in pt: of texts, and of registers, views and processes; as `print.css` has it.
DOCUMENT_TYPE, DENSE_TYPE = 8.0, 7.5
#: Columns that a table of the author's has at most, in a column of the page.
PROSE_COLUMNS = 6
#: Room between columns, what is kept free under the strip, the height of a line of introduction, in mm.
GUTTER, UNDER_STRIP, LEAD_LINE = 7.0, 2.0, 5.0
#: Facts of the control data that have a cell beside the title, in order, and those that stand in the rows below.
STACKED = ("number", "revision", "effective")
BELOW = ("owner", "distribution", "review", "confidentiality", "supersedes", "origin")


class Stretch(NamedTuple):
    """An area as HTML."""

    html: Markup
    columns: int
    apart: bool


class StripField(NamedTuple):
    """A cell of the strip as HTML: width in mm, label, lines of words."""

    width: float
    label: str
    lines: tuple[Markup, ...]
    look: str


class StripMarkup(NamedTuple):
    """The title strip as templates need it."""

    title_width: float
    title_size: float
    beside: tuple[StripField, ...]
    rows: tuple[tuple[StripField, ...], ...]


@dataclass(frozen=True)
class Article:
    """What templates print of an entry."""

    entry: Entry
    id: str
    end: str
    level: int
    #: Whether it stands in the one piece of a whole manual.
    inside: bool
    page: str
    strip: StripMarkup
    stretches: tuple[Stretch, ...]
    head: str
    mark: str
    #: Whose number, revision and date its pages show: its own, or the manual's.
    control: ControlView
    #: What the foot says of the copy.
    copy: str
    logo: str | None
    #: The stretches of a closer setting, to be taken if it saves a page.
    closer: tuple[Stretch, ...] = ()


def article(manual: Manual, entry: Entry, figures: Figures, level: int, templates: Templates, *, inside: bool = False) -> Article:
    """An entry as it is printed. Fills `figures` with the pictures of its diagrams."""
    with measured_with(fonts_for(manual.fonts), manual.language):
        return _article(manual, entry, figures, level, templates, inside=inside)


def _article(manual: Manual, entry: Entry, figures: Figures, level: int, templates: Templates, *, inside: bool) -> Article:
    say = words(manual.language)
    control = entry.control if entry.is_document else manual.control
    paper = entry.paper or Paper((Area(entry.blocks),))
    page = figures.pages["document" if paper.side == "upright" else paper.side]
    strip = _strip(manual, entry, paper, control, page.wide, say)
    figures.entry, figures.own = entry.id, page.name
    taken = strip.height + UNDER_STRIP
    setting = Setting(manual.language, entry.id, figures.link, figures.figure, figures.picture, level, templates, 1000, column_head)
    size = DENSE_TYPE if paper.side != "upright" or not entry.is_document else DOCUMENT_TYPE
    stretches = tuple(_stretches(paper.areas, setting, figures, taken, size))
    return Article(
        entry=entry,
        id=identifier(entry.id),
        end=identifier(entry.id, "the-end"),
        level=level,
        inside=inside,
        page=page.name,
        strip=_marked_up(strip, setting),
        stretches=stretches,
        closer=stretches if paper.closer == paper.areas else tuple(_stretches(paper.closer, setting, figures, taken, size, low=True)),
        head=_shortened(shown_title(entry)),
        mark=control.status_word if entry.is_document and control.status in ("draft", "obsolete") else "",
        control=control,
        copy="" if is_controlled(manual, control) else say("print.uncontrolled"),
        logo=figures.picture(manual.logo) if manual.logo else None,
    )


def is_controlled(manual: Manual, control: ControlView) -> bool:
    """Whether a printed copy counts as controlled: copies do in this project, and what it says is released."""
    return manual.copies == "controlled" and control.status == "released"


def shown_title(entry: Entry) -> str:
    """Title with the id where the id says something to a reader."""
    return f"{entry.id} {entry.title}" if entry.kind == "process" else entry.title


def _stretches(areas: tuple[Area, ...], setting: Setting, figures: Figures, taken: float, size: float, *, low: bool = False) -> Iterator[Stretch]:
    """The areas as HTML; `taken` is the height of the strip above them in mm, `low` that a picture under it has another file than the one that fills the page."""
    width = figures.pages[figures.own].wide
    blocks = tuple(block for area in areas for block in area.blocks)
    figures.headed, figures.titled, figures.column, figures.low = headed_figures(blocks), "", 0.0, low
    _titled(areas, figures, taken, width)
    areas = tuple(area for whole in areas for area in _unfolded(whole, figures, width) if area.blocks)

    def parts() -> Iterator[Iterable[Block]]:
        """What is written, one after the other: figures ask how wide the column is that they are about to stand in."""
        for area in areas:
            column = (width - (area.columns - 1) * GUTTER) / area.columns
            figures.column = column if area.columns > 1 else 0.0
            yield _fitted(area.blocks, column, size)

    for area, html in zip(areas, write_parts(parts(), setting), strict=True):
        most = PROSE_COLUMNS if area.columns > 1 else 2 * PROSE_COLUMNS
        yield Stretch(Markup(kept_whole(split(html, most))), area.columns, area.apart)  # noqa: S704 - safe markup with spans of ours


def _unfolded(area: Area, figures: Figures, width: float) -> Iterator[Area]:
    """An area of columns, interrupted where a figure is too small in one of them or asks for a page of its own."""
    if area.columns == 1:
        yield area
        return
    kept: list[Block] = []
    apart = area.apart
    figures.column = (width - (area.columns - 1) * GUTTER) / area.columns
    for block in area.blocks:
        if isinstance(block, Figure) and not figures.fits_in_column(block):
            headed = [kept.pop()] if kept and isinstance(kept[-1], Heading) else []
            yield Area(tuple(kept), area.columns, apart)
            yield Area((*headed, block), 1, apart and not kept)
            kept, apart = [], False
        else:
            kept.append(block)
    yield Area(tuple(kept), area.columns, apart)


def _fitted(blocks: Iterable[Block], width: float, size: float) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Table):
            yield fitted(block, width, size)
        elif isinstance(block, Step):
            yield block._replace(blocks=tuple(_fitted(block.blocks, width, size)))
        else:
            yield block


def _titled(areas: tuple[Area, ...], figures: Figures, taken: float, width: float) -> None:
    """A figure right under the strip, or under a line or two of introduction, shares the page with it: `figures` is told how much room they take, in mm."""
    for block in areas[0].blocks if areas else ():
        if isinstance(block, Figure):
            figures.titled, figures.headed = block.id, {**figures.headed, block.id: taken}
            return
        if not (isinstance(block, Paragraph) and block.look == "lead"):
            return
        taken += LEAD_LINE * _lines_of(block.rich, width)


def _lines_of(words: Rich, width: float) -> int:
    return max(1, count_lines(plain(words), width * MM, 9.0))


def column_head(table: Table, column: Column) -> Markup:
    """The title of a column; over the signs of a matrix they stand on end where one of them is long."""
    title = Markup(said(column.title))
    high = steep_height(table) if column.look == "mark" else 0.0
    return Markup('<span class="steep" style="height:{}mm"><span style="width:{}mm">{}</span></span>').format(high, high - 1, title) if high else title


def _strip(manual: Manual, entry: Entry, paper: Paper, control: ControlView, width: float, say: Words) -> Strip:
    known = dict(control_facts(control, say))
    stacked = [Field(say(f"print.{key}"), ((known[key],),)) for key in STACKED if key in known]
    if entry.is_document:
        stacked += [Field(line.label, (*(((line.by,),) if line.by else ()), *(((line.on.isoformat(),),) if line.on else ()))) for line in control.signatures]
    stamped = bool(control.stamp) and is_controlled(manual, control)
    status = (*(((control.status_word,),) if control.status_word else ()), *(((control.stamp,),) if stamped else ()))
    if status:
        stacked.append(Field(say("print.status"), status, "stamped" if stamped else ""))
    inline = [Field(label, (value,)) for label, value in paper.strip]
    if entry.is_document:
        inline += [Field(say(f"print.{key}"), ((known[key],),)) for key in BELOW if key in known]
    badge = entry.id if entry.kind == "process" else ""
    return strip_of(entry.title, badge, manual.organisation, stacked, inline, width)


def _marked_up(strip: Strip, setting: Setting) -> StripMarkup:
    def cells(row: Iterable[tuple[Field, float]]) -> tuple[StripField, ...]:
        return tuple(StripField(width, field.label, tuple(rich(line, setting) for line in field.value), field.look) for field, width in row)

    return StripMarkup(strip.title_width, strip.title_size, cells(strip.beside), tuple(cells(row) for row in strip.rows))


def _shortened(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= LONGEST_HEAD else one_line[: LONGEST_HEAD - 1] + "…"
