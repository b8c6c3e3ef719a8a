"""`Insert` and `Move`: items of lists."""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.source.edit.groups import appended
from procdocs.source.edit.lines import before_line_end, column, dashes_of, line_start, newline, next_line, top_of
from procdocs.source.edit.operations import Insert, Move, Replace, Value
from procdocs.source.edit.patches import Patch
from procdocs.source.edit.replacing import replace
from procdocs.source.edit.tree import Part
from procdocs.source.edit.writing import Style, in_brackets, written


def insert(text: str, root: Part, operation: Insert, style: Style) -> Iterator[list[Patch]]:
    """Ways of writing a new item, in the style of its neighbours."""
    holder = root.at(operation.path)
    items = holder.items
    if not items:
        if holder.said in (None, []):
            yield from replace(text, root, Replace(operation.path, [operation.value]), style)
        return
    index = operation.index
    if holder.flow:
        said = in_brackets(operation.value, style, _inside_brace(text, items))
        at = items[index].start if index < len(items) else items[-1].end
        between = _between(text, items, index)
        yield [Patch(at, at, said + between if index < len(items) else between + said)]
        return
    dashes = dashes_of(text, holder)
    indent = column(text, dashes[0])
    model = min(index, len(items) - 1)
    blanks = text[dashes[model] + 1 : items[model].start]
    gap = len(blanks) if blanks and not blanks.strip(" ") else 1
    said = "-" + " " * gap + _like(text, operation.value, items, indent + 1 + gap, style)
    if index == len(items):
        yield from appended(text, items[-1], dashes[-1] + 1, " " * indent + said, style.end)
        return
    dash = dashes[index]
    at = top_of(text, dash, first=index == 0)
    if at != dash:
        yield [Patch(at, at, " " * indent + said + style.end)]
    yield [Patch(dash, dash, said + style.end + " " * indent)]


def _like(text: str, value: Value, items: list[Part], indent: int, style: Style) -> str:
    """A new item as its neighbours are written: `{…}` where they all are, or where a few short keys join a list of plain texts."""
    if isinstance(value, dict) and value:
        groups = [item for item in items if item.pairs]
        lines = any("\n" in str(one) for one in value.values())
        nested = any(isinstance(one, dict | list) for one in value.values())
        if not lines and all(item.flow for item in groups) and (groups or not nested):
            return in_brackets(value, style, _inside_brace(text, items))
    return written(value, indent, style)


def _inside_brace(text: str, items: list[Part]) -> str:
    first = next((item for item in items if item.pairs and item.flow), None)
    return " " if first and text[first.start + 1 : first.start + 2] == " " else ""


def _between(text: str, items: list[Part], index: int) -> str:
    """What stands between two items in brackets: as between the neighbours, a comma and a blank where there are comments or but one item."""
    if len(items) > 1:
        left = min(max(index, 1), len(items) - 1)
        between = text[items[left - 1].end : items[left].start]
        if "#" not in between and between.count(",") == 1:
            return between
    return ", "


def move(text: str, root: Part, operation: Move, _: Style) -> Iterator[list[Patch]]:
    """Ways of moving an item: its lines with its comments, or, where items share lines, their bodies."""
    holder = root.at(operation.path)
    items = holder.items or []
    if holder.flow:
        yield _swapped(text, items, operation)
        return
    dashes = dashes_of(text, holder)
    if text[line_start(text, dashes[0]) : dashes[0]].strip(" "):
        # A list that begins on the line of another dash.
        yield _swapped(text, items, operation)
        return
    tops = [top_of(text, dash, first=number == 0) for number, dash in enumerate(dashes)]
    bottoms = [next_line(text, max(item.end, dash + 1)) for item, dash in zip(items, dashes, strict=True)]
    yield from _moved_lines(text, tops, bottoms, operation)


def _swapped(text: str, items: list[Part], operation: Move) -> list[Patch]:
    """Items change places, what stands between them stays."""
    order = list(range(len(items)))
    order.insert(operation.to, order.pop(operation.index))
    return [Patch(items[place].start, items[place].end, text[items[one].start : items[one].end]) for place, one in enumerate(order) if place != one]


def _moved_lines(text: str, tops: list[int], bottoms: list[int], operation: Move) -> Iterator[list[Patch]]:
    top, bottom = tops[operation.index], bottoms[operation.index]
    lines = text[top:bottom]
    target = tops[operation.to] if operation.to < operation.index else bottoms[operation.to]
    if not lines.endswith("\n"):
        # The last item of a file without a last line end.
        lines += newline(text)
        yield [Patch(target, target, lines), Patch(before_line_end(text, top), bottom, "")]
        yield [Patch(target, target, lines), Patch(top, bottom, "")]
    elif target == len(text) and not text.endswith("\n"):
        yield [Patch(top, bottom, ""), Patch(target, target, newline(text) + lines.rstrip("\r\n"))]
        yield [Patch(top, bottom, ""), Patch(target, target, newline(text) + lines)]
    else:
        yield [Patch(top, bottom, ""), Patch(target, target, lines)]
