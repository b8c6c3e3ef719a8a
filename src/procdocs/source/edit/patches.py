"""Replacements of ranges of a text: the only currency of edits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Patch(NamedTuple):
    """Put `text` for the characters from `start` to `end`. Offsets are those of the text before all patches of the same edit."""

    start: int
    end: int
    text: str


def patched(text: str, patches: Iterable[Patch]) -> str:
    """The text with all patches, none of which overlap."""
    pieces: list[str] = []
    done = 0
    for patch in sorted(patches):
        pieces += (text[done : patch.start], patch.text)
        done = patch.end
    return "".join((*pieces, text[done:]))


def undoing(text: str, patches: Iterable[Patch]) -> tuple[Patch, ...]:
    """The patches that turn the new text back; `text` is the old one."""
    back, shift = [], 0
    for patch in sorted(patches):
        start = patch.start + shift
        back.append(Patch(start, start + len(patch.text), text[patch.start : patch.end]))
        shift += len(patch.text) - (patch.end - patch.start)
    return tuple(back)


def narrowed(start: int, old: str, new: str) -> Patch:
    """The patch that makes `new` of `old` at `start` and leaves alone what both begin and end with."""
    head = _common(old, new)
    # A line end of two characters is not cut in half.
    head -= old[head - 1 : head] == "\r"
    tail = _common(old[head:][::-1], new[head:][::-1])
    return Patch(start + head, start + len(old) - tail, new[head : len(new) - tail])


def _common(one: str, other: str) -> int:
    """With how many of the same characters two texts begin."""
    return next((place for place, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), min(len(one), len(other)))


def between(old: str, new: str) -> tuple[Patch, ...]:
    """The one patch that makes `new` of `old`; none if they are the same."""
    return () if old == new else (narrowed(0, old, new),)
