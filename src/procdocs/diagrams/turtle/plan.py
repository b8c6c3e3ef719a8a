"""Where the parts of a turtle go: the largest type at which one sheet holds all its text. Decides places; draws nothing.

Two arrangements are tried: `rows` (upper and lower legs over the full width) and `sides` (inputs and outputs over the
full height, legs between them). Planning counts with estimated lines, which cost a division; only the arrangement
that promises to fit is then measured exactly.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from procdocs.diagrams.fonts import remembered
from procdocs.diagrams.graph import MM
from procdocs.diagrams.text import LEADING, LEAST, chip_size, count_lines, em_width
from procdocs.diagrams.turtle.body import body_rows, step_room
from procdocs.diagrams.turtle.content import LEGS, Content, Item

#: Largest type size, and the step by which it shrinks, in pt.
LARGEST, STEP = 9.5, 0.25
#: Inner margin of a leg, height of its head, gap between legs, gap between columns, in pt.
PAD, HEAD, GAP, GUTTER = 6.0, 17.0, 9.0, 10.0
#: Free space between two items and room for the bullet, in em.
ITEM_GAP, HANG = 0.32, 0.9
#: Room for a flow arrow between a side and the body, and for a flipper between a leg and the body, in pt.
NECK, LIMB = 34.0, 24.0
#: Inner margin of the body on either side, in pt.
SHELL = 12.0
#: Room above and below the text of the body, together: its corners are cut, and no line may reach into a cut.
CORNERS = 22.0
SIDES = (0.26, 0.29, 0.32, 0.35, 0.38)
#: How two legs share a row; the first is kept unless another saves height.
SHARES = (0.5, 0.42, 0.58, 0.36, 0.64)
LEAST_BODY = 44 * MM


class Place(NamedTuple):
    """A rectangle on the sheet, in pt."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Plan:
    """The places of legs and body, the type size of the items."""

    size: float
    legs: dict[str, Place]
    body: Place
    columns: dict[str, Columns] = field(default_factory=dict)


class Columns(NamedTuple):
    """Items of a leg dealt to columns; width of the text in a column and height of the highest, in pt."""

    height: float
    columns: tuple[tuple[Item, ...], ...]
    room: float


class _Need(NamedTuple):
    """An arrangement and the height it takes."""

    height: float
    rows: bool
    side: float
    upper_share: float
    lower_share: float
    upper: float
    lower: float
    input: float
    output: float
    body: float


class Ruler:
    """Counts lines as they will be set. Remembers what was reckoned, because arrangements share most of their legs."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self._legs: dict[tuple[str, float, float], Columns] = {}
        self._bodies: dict[tuple[float, float], float] = {}

    def lines(self, items: tuple[Item, ...], room: float, size: float) -> list[int]:
        """Lines of each item."""
        return [count_lines(item.text, room, size, chips=item.chips) for item in items]

    def text(self, text: str, room: float, size: float) -> int:
        """Lines of a paragraph."""
        return count_lines(text, room, size)

    def leg(self, leg: str, width: float, size: float) -> float:
        """Height of a leg of that width."""
        inner = self.columns(leg, width, size).height - size * ITEM_GAP if self.content.legs[leg] else size * LEADING
        return inner + HEAD + 2 * PAD

    def columns(self, leg: str, width: float, size: float) -> Columns:
        """The items of a leg of that width, dealt to columns."""
        key = (leg, round(width, 3), size)
        if key not in self._legs:
            items = self.content.legs[leg]
            self._legs[key] = columns(items, width - 2 * PAD, size, most_columns(leg, width, len(items)), self)
        return self._legs[key]

    def body(self, width: float, size: float) -> float:
        """Height of the body whose text is `width` wide."""
        key = (width, size)
        if key not in self._bodies:
            height = 26.0 + CORNERS
            for row in body_rows(self.content, size, width):
                lines = count_lines(row.text, width, row.size, bold=True) if row.bold else self.text(row.text, width, row.size)
                height += lines * row.size * LEADING + 3
            if self.content.steps:
                room = step_room(width, size)
                height += 8 + sum(self.text(step, room, size) for _, step in self.content.steps) * size * LEADING
            self._bodies[key] = height
        return self._bodies[key]


class Estimate(Ruler):
    """Reckons lines from lengths: nearly always right, at a fraction of the cost."""

    def lines(self, items: tuple[Item, ...], room: float, size: float) -> list[int]:
        """Lines of each item."""
        own = chip_size(size)
        less = max(room - 0.8 * size, size)
        counts = []
        for text, chips in _lengths(items):
            total = text * size + chips[0] * own + chips[1]
            counts.append(1 if total <= room else math.ceil(total / less))
        return counts

    def text(self, text: str, room: float, size: float) -> int:
        """Lines of a paragraph."""
        total = em_width(text) * size
        return 1 if total <= room else math.ceil(total / max(room - 0.8 * size, size))


@remembered(5000)
def _lengths(items: tuple[Item, ...]) -> tuple[tuple[float, tuple[float, float]], ...]:
    """Of each item the width of its text in em, and of its tags the width in em and the fixed margins in pt."""
    return tuple((em_width(item.text), (sum(em_width(chip.text, bold=True) for chip in item.chips), 10.0 * len(item.chips))) for item in items)


def columns(items: tuple[Item, ...], width: float, size: float, most: int, ruler: Ruler | None = None) -> Columns:
    """Items in as few columns as give little height: one more column must save 18 %. `width` in pt without margins."""
    best: Columns | None = None
    gap = size * ITEM_GAP
    for number in range(1, most + 1):
        room = (width - (number - 1) * GUTTER) / number - size * HANG
        if number > 1 and (room < size * 4 or len(items) < number):
            break
        counts = ruler.lines(items, room, size) if ruler is not None else [count_lines(item.text, room, size, chips=item.chips) for item in items]
        # Narrow columns are for short items only: lines of a few words read badly.
        if number > 1 and room < size * 12 and max(counts) > 1:
            break
        heights = [lines * size * LEADING + gap for lines in counts]
        used = tallest = 0.0
        if number == 1:
            for height in heights:
                tallest += height
            best = Columns(tallest, (items,), room)
            continue
        target = sum(heights) / number
        dealt: list[tuple[Item, ...]] = []
        column: list[Item] = []
        for item, height in zip(items, heights, strict=True):
            if column and len(dealt) < number - 1 and used + height / 2 > target:
                dealt.append(tuple(column))
                column, used = [], 0.0
            column.append(item)
            used += height
            tallest = max(tallest, used)
        dealt.append(tuple(column))
        if best is None or tallest < best.height * 0.82:
            best = Columns(tallest, tuple(dealt), room)
        elif number > 2:
            break
    assert best is not None
    return best


def most_columns(leg: str, width: float, items: int) -> int:
    """How many columns a leg of this width may have. Inputs and outputs are read from top to bottom: only long lists are split."""
    if leg in ("input", "output"):
        return 2 if items > 10 else 1
    return max(1, min(4, int(width / (45 * MM))))


def plan(content: Content, width: float, height: float, sizes: Iterator[float]) -> Plan | None:
    """The plan at the first of `sizes` at which everything fits into width x height, in pt; None if it never does."""
    weight = sum(text + chips[0] for leg in LEGS for text, chips in _lengths(content.legs[leg]))
    rough, exact = Estimate(content), Ruler(content)
    for size in sizes:
        # Text that covers more than the whole sheet need not be tried.
        if weight * size * size * LEADING > width * height:
            continue
        for need in _promising(rough, width, height, size):
            found = _measure(exact, width, size, need.side, (need.upper_share,), (need.lower_share,), rows=need.rows)
            if found is not None and found.height <= height:
                placed = _place(found, content.upper, width, height, size)
                return replace(placed, columns={leg: exact.columns(leg, spot.width, size) for leg, spot in placed.legs.items()})
    return None


def sizes_from(largest: float = LARGEST, least: float = LEAST) -> Iterator[float]:
    """Type sizes from the largest down to the least."""
    size = largest
    while size >= least:
        yield size
        size -= STEP


def _promising(ruler: Ruler, width: float, height: float, size: float) -> Iterator[_Need]:
    """The arrangements that seem to fit, best first, at most two of each kind; `rows` is preferred to `sides`."""
    for rows in (True, False):
        needs = (_measure(ruler, width, size, side, SHARES, SHARES, rows=rows) for side in SIDES)
        yield from sorted((need for need in needs if need is not None and need.height <= height * 1.02), key=lambda need: need.height)[:2]


def _measure(ruler: Ruler, width: float, size: float, side: float, upper: tuple[float, ...], lower: tuple[float, ...], *, rows: bool) -> _Need | None:
    side_width = width * side
    body_width = width - 2 * side_width - 2 * NECK
    if body_width < LEAST_BODY:
        return None
    row_width = width if rows else body_width + 2 * NECK - 2 * GAP
    upper_height, upper_share = _pair(ruler, ruler.content.upper, row_width, size, upper)
    lower_height, lower_share = _pair(ruler, ("how", "measure"), row_width, size, lower)
    input_height, output_height = ruler.leg("input", side_width, size), ruler.leg("output", side_width, size)
    body = ruler.body(body_width - 2 * SHELL, size)
    middle = upper_height + lower_height + 2 * LIMB
    height = middle + max(body, input_height, output_height) if rows else max(middle + body, input_height, output_height)
    return _Need(height, rows, side, upper_share, lower_share, upper_height, lower_height, input_height, output_height, body)


def _pair(ruler: Ruler, legs: tuple[str, str], width: float, size: float, shares: tuple[float, ...]) -> tuple[float, float]:
    """Height and share of a row of two legs: even halves unless another split saves more than a line."""
    tried = [(max(ruler.leg(legs[0], (width - GAP) * share, size), ruler.leg(legs[1], (width - GAP) * (1 - share), size)), share) for share in shares]
    low = min(height for height, _ in tried)
    return next((height, share) for height, share in tried if height <= low + size * 1.4)


def _place(need: _Need, upper_legs: tuple[str, str], width: float, height: float, size: float) -> Plan:
    """Places for an arrangement; what is left over goes to the legs a little, to the body, and to the flippers."""
    slack = height - need.height
    side_width = width * need.side
    body_width = width - 2 * side_width - 2 * NECK
    row_width, left = (width, 0.0) if need.rows else (body_width + 2 * NECK - 2 * GAP, side_width + GAP)
    grown = min(slack * 0.12, 14)
    upper, lower = need.upper + grown, need.lower + grown
    one, other = (row_width - GAP) * need.upper_share, (row_width - GAP) * need.lower_share
    middle = (upper + height - lower) / 2
    zone = height - upper - lower - 2 * LIMB if need.rows else height
    side_middle = middle if need.rows else height / 2

    def side(own: float, across: float) -> float:
        """Inputs and outputs look at each other: the lower of them grows towards the higher."""
        return min(zone, max(own, min(across, own * 1.35), 40 * MM))

    into, out = side(need.input, need.output), side(need.output, need.input)
    body = max(need.body, min(height - upper - lower - 2 * LIMB - 12, need.body + 30))
    return Plan(
        size,
        {
            upper_legs[0]: Place(left, 0.0, one, upper),
            upper_legs[1]: Place(left + one + GAP, 0.0, row_width - GAP - one, upper),
            "input": Place(0.0, side_middle - into / 2, side_width, into),
            "output": Place(width - side_width, side_middle - out / 2, side_width, out),
            "how": Place(left, height - lower, other, lower),
            "measure": Place(left + other + GAP, height - lower, row_width - GAP - other, lower),
        },
        Place(width / 2 - body_width / 2, middle - body / 2, body_width, body),
    )
