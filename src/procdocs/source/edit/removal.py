"""`Delete`: a key or an item goes, with the comments that are its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from procdocs.source.edit.lines import after_key, before_line_end, dash_of, line_end, line_start, next_line, top_of
from procdocs.source.edit.operations import CannotEdit, Delete, Path
from procdocs.source.edit.patches import Patch
from procdocs.source.edit.tree import Part
from procdocs.source.edit.writing import Style


class _Member(NamedTuple):
    """A key with its value, or a dash with its item."""

    start: int
    stop: int
    value: Part


def delete(text: str, root: Part, operation: Delete, _: Style) -> Iterator[list[Patch]]:
    """Ways of taking a key or item away."""
    path = operation.path
    holder = root.at(path[:-1])
    members = _members(text, holder)
    index = path[-1] if isinstance(path[-1], int) else [key.name for key, _ in holder.pairs or ()].index(path[-1])
    member = members[index]
    if len(members) == 1:
        yield from _last_one(text, root, path[:-1], holder, member)
    elif holder.flow:
        yield [Patch(member.start, members[index + 1].start, "") if index + 1 < len(members) else Patch(members[index - 1].stop, member.stop, "")]
    elif text[line_start(text, member.start) : member.start].strip(" "):
        yield from _on_line_of_dash(text, member, members[index + 1])
    else:
        yield from _own_lines(text, member, members[index - 1].value if index else None)


def _members(text: str, holder: Part) -> list[_Member]:
    if holder.pairs is not None:
        found = [_Member(key.start, max(value.end, key.end if holder.flow and value.is_empty else after_key(text, key)), value) for key, value in holder.pairs]
    elif holder.flow:
        found = [_Member(item.start, item.end, item) for item in holder.items or ()]
    else:
        dashes = [(dash_of(text, holder, index), item) for index, item in enumerate(holder.items or ())]
        found = [_Member(dash, max(item.end, dash + 1), item) for dash, item in dashes]
    if not found:
        raise CannotEdit("there is nothing to delete")
    return found


def _last_one(text: str, root: Part, path: Path, holder: Part, member: _Member) -> Iterator[list[Patch]]:
    """The only key or item goes: `{}` or `[]` stays."""
    empty = "[]" if holder.pairs is None else "{}"
    if holder.flow:
        yield [Patch(holder.start, holder.end, empty)]
    elif path and root.at(path[:-1]).pairs is not None:
        colon = after_key(text, root.at(path[:-1]).key(path[-1]))
        if "#" in text[colon : member.start]:
            yield [Patch(colon, colon, " " + empty), Patch(line_start(text, member.start), next_line(text, member.stop), "")]
        else:
            yield [Patch(colon, member.stop, " " + empty)]
    else:
        yield [Patch(member.start, member.stop, empty)]


def _on_line_of_dash(text: str, member: _Member, following: _Member) -> Iterator[list[Patch]]:
    """The first key or item stands on the line of a dash: the next one takes its place, or the dash stays alone."""
    if not text[member.stop : following.start].strip():
        yield [Patch(member.start, following.start, "")]
    yield [Patch(member.start, line_end(text, member.stop), "")]
    yield [Patch(member.start, member.stop, "")]


def _own_lines(text: str, member: _Member, previous: Part | None) -> Iterator[list[Patch]]:
    top = top_of(text, member.start, first=previous is None)
    bottom = next_line(text, member.stop)
    if bottom >= len(text) and not text.endswith("\n") and top > 0:
        # The last line of a file without a last line end.
        if previous is not None and previous.is_block:
            yield [Patch(top, bottom, "")]
        yield [Patch(before_line_end(text, top), bottom, "")]
    yield [Patch(top, bottom, "")]
    yield [Patch(line_start(text, member.start), bottom, "")]
    # Blank lines behind it would become those of a text above that keeps its last lines (`|+`).
    blank = bottom
    while blank < len(text) and not text[blank : line_end(text, blank)].strip():
        blank = next_line(text, blank)
    yield [Patch(top, blank, "")]
