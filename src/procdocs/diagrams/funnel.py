"""Funnel: stages of a conversion as bars to scale, values and rates printed as they were given.

Between two stages of the same unit stands what part of the first came through, where no rate was given for the second.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from procdocs.diagrams import Undrawable
from procdocs.diagrams.ends import plain
from procdocs.diagrams.graph import MM, PORTRAIT, Canvas, Graph
from procdocs.diagrams.shapes import Pen
from procdocs.diagrams.text import LEADING, Line, width, wrap
from procdocs.languages import words
from procdocs.project import Project
from procdocs.schema.sop import Figure, ProcedureStep, Sop, Stage
from procdocs.source.address import Address

WIDTH = PORTRAIT[0]
#: Columns: names, bands, rates with remarks.
NAMES, BANDS = 46 * MM, 78 * MM
REMARKS = WIDTH - NAMES - BANDS
NAME_SIZE, VALUE_SIZE, SHARE_SIZE, NOTE_SIZE, RATE_SIZE = 9.5, 10.0, 9.0, 8.0, 8.0
BAND, BETWEEN = 26.0, 15.0
#: A bar that is narrower to scale is drawn as a line of this width; nothing is drawn for nothing.
HAIRLINE = 0.6
PADDING = 9.0
LONGEST_TEXT = 600


def figures(sop: Sop) -> tuple[tuple[Figure, Address], ...]:
    """Every figure of a procedure with its address, in the order of the file; the order of the sheets that `funnel` returns."""
    at = Address(sop.id, ("sections",))
    found = [(sop.sections.figure, at.below("figure")), *_below(sop.sections.procedure, at.below("procedure"))]
    found += [(section.figure, at.below("more", number, "figure")) for number, section in enumerate(sop.sections.more)]
    return tuple(sorted(((figure, at) for figure, at in found if figure is not None), key=lambda pair: pair[0].span().line or 0))


def _below(steps: tuple[ProcedureStep, ...], at: Address) -> Iterator[tuple[Figure | None, Address]]:
    for number, step in enumerate(steps):
        yield step.figure, at.below(number, "figure")
        yield from _below(step.steps, at.below(number, "steps"))


def funnel(project: Project, id: str, language: str) -> tuple[Graph, ...]:
    """The figures of procedure `id`, a sheet each. Raises Undrawable for a text too long, KeyError for an id that is no procedure."""
    sop = project.by_id[id]
    if not isinstance(sop, Sop):
        raise KeyError(id)
    shown = figures(sop)
    name = project.name_of(sop, language)
    return tuple(funnel_of(figure, at, id, name, language, project, sheet, len(shown)) for sheet, (figure, at) in enumerate(shown, 1))


@dataclass(frozen=True)
class _Band:
    stage: Stage
    name: tuple[Line, ...]
    value: str
    #: Where the value stands: inside the band, beside it, or among the remarks.
    where: str
    beside: tuple[tuple[tuple[Line, ...], float, str], ...]
    height: float
    width: float
    #: Width of the bar that follows; None for the last one.
    under: float | None
    #: What part of this stage came to the next one; empty where nothing can be said.
    rate: str


def funnel_of(figure: Figure, at: Address, id: str, name: str, language: str, project: Project, sheet: int = 1, sheets: int = 1) -> Graph:
    """One figure at its address; `id` begins the ids within the drawing, `name` is its title where it has none of its own. Raises Undrawable for a text that is too long."""
    widest = max((stage.value for stage in figure.funnel), default=Decimal(0))
    wide = [max(HAIRLINE, float(stage.value / widest) * BANDS) if stage.value > 0 else 0.0 for stage in figure.funnel]
    rates = (*(_rate(*pair, language, project) for pair in pairwise(figure.funnel)), "")
    bands = [_band(stage, own, following, rate, language, project) for stage, own, following, rate in zip(figure.funnel, wide, (*wide[1:], None), rates, strict=True)]
    note = wrap(plain(project.say(figure.note, language)), WIDTH - 2 * PADDING, NOTE_SIZE)
    height = sum(band.height for band in bands) + BETWEEN * (len(bands) - 1) + (len(note) * NOTE_SIZE * LEADING + 10 if note else 0) + 4
    if height > PORTRAIT[1]:
        raise Undrawable(figure.span(), words(language)("funnel.reasons.too_long"))
    stages = words(language)("list_separator").join(f"{plain(project.say(band.stage.name, language))} {band.value}" for band in bands)
    title = plain(project.say(figure.title, language)) or plain(name)
    canvas = Canvas(id, "funnel", language, title, words(language)("funnel.figure", name=title, stages=stages), WIDTH, height)
    y = 2.0
    for number, band in enumerate(bands):
        _draw_band(canvas, number, band, y, at.below("funnel", number))
        y += band.height + BETWEEN
    if note:
        end = y - BETWEEN
        canvas.path(Pen(0, end + 6).across(WIDTH), stroke="rule", weight=0.6)
        canvas.lines(PADDING, end + 10, note, NOTE_SIZE, "soft")
    return canvas.graph(sheet, sheets)


def _rate(before: Stage, after: Stage, language: str, project: Project) -> str:
    """The part of `before` that came to `after`, in percent: whole from 10 on, else with one decimal; empty where units differ, a rate was given or a figure is none."""
    given = plain(project.say(after.share, language))
    if given or before.value <= 0 or after.value < 0 or plain(project.say(before.unit, language)) != plain(project.say(after.unit, language)):
        return ""
    part = float(after.value / before.value) * 100
    if 0 < part < 0.05:
        return "< 0.1\u00a0%"
    return f"{part:.0f}\u00a0%" if part == 0 or 9.95 <= part < 1000 else f"{part:.1f}\u00a0%" if part < 10 else ""


def _band(stage: Stage, own: float, following: float | None, rate: str, language: str, project: Project) -> _Band:
    name, share, note, unit = (plain(project.say(text, language)) for text in (stage.name, stage.share, stage.note, stage.unit))
    value = words(language)("funnel.value", value=f"{stage.value:,}".replace(",", "\u00a0") if stage.value >= 10_000 else stage.value, unit=unit).strip()
    if max(map(len, (name, share, note, value))) > LONGEST_TEXT:
        raise Undrawable(stage.span(), words(language)("funnel.reasons.too_long"))
    said = width(value, VALUE_SIZE, bold=True)
    where = "inside" if own > said + 8 else "beside" if own / 2 + 5 + said < BANDS / 2 + PADDING / 2 else "remarks"
    lines = wrap(name, NAMES - 2 * PADDING, NAME_SIZE, bold=True)
    texts = ((value if where == "remarks" else "", VALUE_SIZE, "ink"), (share, SHARE_SIZE, "guide"), (note, NOTE_SIZE, "soft"))
    beside = tuple((wrap(text, REMARKS - PADDING, size, bold=size > NOTE_SIZE), size, color) for text, size, color in texts if text)
    height = max(BAND, len(lines) * NAME_SIZE * LEADING + 8, sum(len(said) * size * LEADING for said, size, _ in beside) + 8)
    return _Band(stage, lines, value, where, beside, height, own, following, rate)


def _draw_band(canvas: Canvas, number: int, band: _Band, y: float, at: Address) -> None:
    middle_x, middle_y = NAMES + BANDS / 2, y + band.height / 2
    half = band.width / 2
    name = "".join(line.text for line in band.name)
    with canvas.box(f"band{number + 1}", middle_x - half, y, band.width, band.height, label=f"{name} {band.value}", role="band", at=at):
        if band.width:
            canvas.rect(middle_x - half, y, band.width, band.height, fill="customer")
        if band.where == "inside":
            canvas.middle(middle_x, middle_y, band.value, VALUE_SIZE, "paper", bold=True)
    if band.where == "beside":
        canvas.text(middle_x + half + 5, middle_y + VALUE_SIZE * 0.36, band.value, VALUE_SIZE, "ink", bold=True)
    if band.under is not None:
        end, below = y + band.height, band.under / 2
        canvas.path(Pen(middle_x - half, end).across(middle_x + half).to(middle_x + below, end + BETWEEN).across(middle_x - below).shut(), fill="customer-tint")
        if band.rate:
            canvas.middle(middle_x, end + BETWEEN / 2, band.rate, RATE_SIZE, "ink")
    with canvas.group(role="stage"):
        top = middle_y - len(band.name) * NAME_SIZE * LEADING / 2
        canvas.lines(PADDING / 2, top, band.name, NAME_SIZE, "ink", bold=True)
        if number:
            canvas.path(Pen(0, y - BETWEEN / 2).across(NAMES).move(NAMES + BANDS, y - BETWEEN / 2).across(WIDTH), stroke="rule", weight=0.5)
        top = middle_y - sum(len(said) * size * LEADING for said, size, _ in band.beside) / 2
        for said, size, color in band.beside:
            top = canvas.lines(NAMES + BANDS + PADDING, top, said, size, color, bold=size > NOTE_SIZE)
