"""The paragraphs of a turtle's body and their sizes. Decides no places."""

from __future__ import annotations

from typing import NamedTuple

from procdocs.diagrams.fonts import remembered
from procdocs.diagrams.text import LEAST, fit
from procdocs.diagrams.turtle.content import Content
from procdocs.languages import words


class Row(NamedTuple):
    """A paragraph of the body."""

    text: str
    size: float
    color: str
    #: Field of the process that it shows.
    field: str
    bold: bool = False


def body_rows(content: Content, size: float, width: float) -> tuple[Row, ...]:
    """The paragraphs of the body under the badge; the name shrinks before one of its words breaks."""
    say = words(content.language)
    name_size, _ = _fitted_name(content.name, round(width, 2), size)
    rows = [Row(content.name, name_size, "ink", "name", bold=True)]
    if content.owner:
        rows.append(Row(say("turtle.owner") + say("colon") + content.owner, size + 0.5, "ink", "owner", bold=True))
    if content.departments:
        rows.append(Row(say("turtle.departments") + say("colon") + content.departments, size, "soft", "departments"))
    if content.purpose:
        rows.append(Row(content.purpose, size, "soft", "purpose"))
    if content.clauses:
        rows.append(Row(content.clauses, max(LEAST, size - 1.5), "soft", "clauses"))
    return tuple(rows)


@remembered(5000)
def _fitted_name(name: str, width: float, size: float) -> tuple[float, int]:
    chosen, lines = fit(name, width, size + 6, 3, size + 1, bold=True)
    return chosen, len(lines)


def step_room(width: float, size: float) -> float:
    """Width of the text of a main step within a body text width."""
    return width - 1.8 * size
