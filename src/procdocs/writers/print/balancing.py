"""Columns balanced in few attempts where WeasyPrint 70 makes many. Changes no byte of what it writes.

It makes the columns higher by a dot, and lays them out, until everything fits; a heading that must stay with its table makes that thirty times. A column that breaks
at the same place when it is lower and when it is higher breaks there at every height between: these attempts are answered without laying out anything, unless a box
is torn there, whose first part is as high as there is room.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any, NamedTuple

from weasyprint.layout import block

#: Lays out a column, given how many px below it are not its own.
LayOut = Callable[[float], tuple[Any, ...]]
_LAY_OUT = block.block_box_layout
#: By how many px more a column is tried first that broke at the same place again.
_FIRST_REACH = 4.0


def apply() -> None:
    """From now on, for this process."""
    block.block_box_layout = _laid_out


class _Attempt(NamedTuple):
    """A column as it was laid out: what there was of room (px, from some line on), what came of it, and where it breaks."""

    room: float
    made: tuple[Any, ...]
    breaks: Any

    @property
    def is_torn(self) -> bool:
        """Whether it breaks within a box and not between two."""
        return isinstance(self.breaks, dict) and any(inside is not None for inside in self.breaks.values())


class _Attempts:
    """All attempts at one column, from the same place in the text on."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._known: list[_Attempt] = []
        self._reach = _FIRST_REACH

    def made(self, room: float, lay_out: LayOut) -> tuple[Any, ...]:
        """What comes of so much room; `lay_out` is asked as seldom as can be."""
        lower, higher = self._below(room), self._above(room)
        if lower is None or lower.is_torn or (higher is not None and higher.breaks != lower.breaks and higher.room - room <= self._reach):
            return self._tried(room, lay_out).made
        if higher is None or higher.breaks != lower.breaks:
            higher = self._tried(room + self._reach, lay_out, ahead=True)
            self._reach = self._reach * 2 if higher.breaks == lower.breaks else max(1.0, self._reach / 2)
        return lower.made if higher.breaks == lower.breaks else self._tried(room, lay_out).made

    def _below(self, room: float) -> _Attempt | None:
        return max((one for one in self._known if one.room <= room), key=lambda one: one.room, default=None)

    def _above(self, room: float) -> _Attempt | None:
        return min((one for one in self._known if one.room >= room), key=lambda one: one.room, default=None)

    def _tried(self, room: float, lay_out: LayOut, *, ahead: bool = False) -> _Attempt:
        made = lay_out(-room)
        if ahead and made[0] is not None:  # as WeasyPrint does after each of its own attempts
            block.remove_placeholders(self._context, [made[0]], [], [])
        attempt = _Attempt(room, made, made[1] if made[0] is not None else "nothing")
        self._known.append(attempt)
        return attempt


def _laid_out(context: Any, box: Any, bottom_space: float, skip_stack: Any, *more: Any, **named: Any) -> Any:
    """`block_box_layout`. Of attempts at balancing, only heights and breaks are looked at."""

    def lay_out(space: float) -> tuple[Any, ...]:
        made: tuple[Any, ...] = _LAY_OUT(context, box, space, skip_stack, *more, **named)
        return made

    _, page_is_empty, *_ = more
    is_attempt = box.is_column and page_is_empty is (bottom_space == inf)
    if not is_attempt or not _is_plain(box):
        return lay_out(bottom_space)
    known: dict[str, Any] = box.__dict__.setdefault("_attempts", {})
    from_here = f"{page_is_empty} {context.page_bottom} {skip_stack}"
    if page_is_empty:  # how high the next box is
        if from_here not in known:
            known[from_here] = lay_out(bottom_space)
        return known[from_here]
    return known.setdefault(from_here, _Attempts(context)).made(-bottom_space, lay_out)


def _is_plain(column: Any) -> bool:
    """Whether nothing in a column reaches beyond it, as a footnote does, so that laying it out once less is not noticed."""
    plain: bool | None = column.__dict__.get("_plain")
    if plain is None:
        plain = column._plain = all(map(_stays_inside, (box for child in column.children for box in child.descendants())))
    return plain


def _stays_inside(box: Any) -> bool:
    style = box.style
    is_placed = box.is_in_normal_flow() or style["float"] in ("left", "right") or style["position"] == "absolute"
    return bool(is_placed and style["column_count"] == style["column_width"] == "auto")
