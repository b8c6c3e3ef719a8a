"""`Put` and `Rename`: keys of groups."""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.source.edit.lines import after_key, column, line_end, top_of
from procdocs.source.edit.operations import CannotEdit, Put, Rename, Replace
from procdocs.source.edit.patches import Patch
from procdocs.source.edit.places import is_in_flow
from procdocs.source.edit.replacing import replace
from procdocs.source.edit.tree import Part
from procdocs.source.edit.writing import Style, behind_colon, double, in_brackets, single, written_key


def put(text: str, root: Part, operation: Put, style: Style) -> Iterator[list[Patch]]:
    """Ways of writing a new key: on a line of its own, or between braces."""
    group = root.at(operation.path)
    if not group.pairs:
        if group.said is None or group.said == {}:
            yield from replace(text, root, Replace(operation.path, {operation.key: operation.value}), style)
        return
    names = [key.name for key, _ in group.pairs]
    follower = next((names.index(name) for name in operation.before if name in names), None)
    if group.flow:
        yield _between_braces(text, group, operation, follower, style)
        return
    indent = column(text, group.pairs[0][0].start)
    said = f"{written_key(operation.key, flow=False)}:{behind_colon(operation.key, operation.value, indent, style)}"
    if follower is None:
        key, last = group.pairs[-1]
        yield from appended(text, last, after_key(text, key), " " * indent + said, style.end)
        return
    start = group.pairs[follower][0].start
    at = top_of(text, start, first=follower == 0)
    yield [Patch(at, at, said + style.end + " " * indent if at == start else " " * indent + said + style.end)]


def _between_braces(text: str, group: Part, operation: Put, follower: int | None, style: Style) -> list[Patch]:
    pairs = group.pairs or []
    said = f"{written_key(operation.key, flow=True)}: {in_brackets(operation.value, style)}"
    if follower is not None:
        start = pairs[follower][0].start
        return [Patch(start, start, said + ", ")]
    key, last = pairs[-1]
    has_colon = text[key.end :].lstrip().startswith(":")
    at = last.end if has_colon else key.end
    return [Patch(at, at, ", " + said)]


def appended(text: str, last: Part, behind: int, said: str, end: str) -> Iterator[list[Patch]]:
    """A new line below the last line of `last`, whose key or dash ends at `behind`, whatever comment stands on that line."""
    at = line_end(text, max(last.end, behind))
    if last.is_block:
        at = max(last.end, line_end(text, last.start))
        header = text[last.start : line_end(text, last.start)]
        if last.end >= len(text) and not (last.value or "").endswith("\n") and "-" not in header.partition("#")[0]:
            # A block text at the end of a file without a last line end: the new line would give it one.
            yield [Patch(last.start + 1, last.start + 1, "-"), Patch(at, at, end + said)]
    yield [Patch(at, at, end + said)]


def rename(text: str, root: Part, operation: Rename, _: Style) -> Iterator[list[Patch]]:
    """Ways of writing another key, in the quotes of the old one."""
    holder = root.at(operation.path[:-1])
    if holder.pairs is None:
        raise CannotEdit("only the keys of a group have names")
    key = holder.key(operation.path[-1])
    flow = holder.flow or is_in_flow(root, operation.path[:-1])
    quoted = single(operation.key) if text[key.start] == "'" else double(operation.key) if text[key.start] == '"' else None
    for said in (quoted, written_key(operation.key, flow=flow), double(operation.key)):
        if said:
            yield [Patch(key.start, key.end, said)]
