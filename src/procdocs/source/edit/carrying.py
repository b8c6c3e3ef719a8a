"""An edit that was meant for a text which somebody else has changed meanwhile: carried over by lines, and checked on the values of three sides."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import accumulate

from procdocs.source.edit.editing import edited
from procdocs.source.edit.operations import CannotEdit, Operation, Value
from procdocs.source.edit.patches import Patch, narrowed, patched
from procdocs.source.edit.tree import parse

_GONE = object()


def carried(base: str, now: str, patches: Iterable[Patch]) -> tuple[Patch, ...] | None:
    """Patches made for `base` as patches for `now`; None where the same lines were changed on both sides.

    An insertion at the edge of a changed stretch counts as a conflict: two people added at the same place.
    """
    if base == now:
        return tuple(patches)
    old, new = base.splitlines(keepends=True), now.splitlines(keepends=True)
    old_starts, new_starts = (tuple(accumulate(map(len, lines), initial=0)) for lines in (old, new))
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    found = []
    for patch in patches:
        for first, second, size in blocks:
            low, high = old_starts[first], old_starts[first + size]
            at_edge = patch.start == patch.end and ((patch.start == low and low > 0) or (high < len(base) and not base[patch.end : high].strip("\r\n")))
            if size and low <= patch.start and patch.end <= high and not at_edge:
                shift = new_starts[second] - low
                found.append(Patch(patch.start + shift, patch.end + shift, patch.text))
                break
        else:
            return None
    return tuple(found)


def merged(base: str, now: str, operation: Operation, inline: frozenset[str] = frozenset()) -> str | None:
    """`now` with an operation that was meant for `base`; None for a conflict. Raises CannotEdit where it cannot be done to `base` itself."""
    mine, patches = edited(base, operation, inline)
    moved = carried(base, now, patches)
    if moved is None:
        return None
    return _checked(base, now, mine, patched(now, moved))


def merged_texts(base: str, now: str, mine: str) -> str | None:
    """`now` with what makes `mine` of `base`, line by line; None where both sides changed the same lines, or it is not read as what both sides say."""
    if now in (base, mine) or mine == base:
        return mine if now == base else now
    moved = carried(base, now, _differences(base, mine))
    return None if moved is None else _checked(base, now, mine, patched(now, moved))


def _differences(old: str, new: str) -> tuple[Patch, ...]:
    """What makes one text of another, line by line."""
    rows, others = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = tuple(accumulate(map(len, rows), initial=0))
    blocks = SequenceMatcher(None, rows, others, autojunk=False).get_opcodes()
    return tuple(narrowed(starts[first], old[starts[first] : starts[last]], "".join(others[low:high])) for tag, first, last, low, high in blocks if tag != "equal")


def _checked(base: str, now: str, mine: str, new: str) -> str | None:
    """The new text, if it is read as what both sides say."""
    try:
        sides = tuple(parse(one).said for one in (base, now, mine, new))
    except CannotEdit:
        return None
    return new if _has_both(*sides) else None


def _has_both(start: Value, theirs: Value, mine: Value, result: Value) -> bool:
    """Whether `result` has what changed from `start` to `theirs` and what changed to `mine`, and nothing else."""
    if mine == start:
        return bool(result == theirs)
    if theirs == start:
        return bool(result == mine)
    sides = (start, theirs, mine, result)
    if all(isinstance(one, dict) for one in sides):
        return all(_has_both(*(one.get(key, _GONE) for one in sides)) for key in dict.fromkeys(key for one in sides for key in one))
    if all(isinstance(one, list) for one in sides):
        if len({len(one) for one in sides}) == 1:
            return all(map(_has_both, *sides))
        # Both sides added or took away items: their lines are apart, so each has found its own place.
        return len(result) - len(start) == len(theirs) - len(start) + len(mine) - len(start)
    return bool(theirs == mine == result)
