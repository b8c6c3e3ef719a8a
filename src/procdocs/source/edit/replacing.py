"""`Replace`: a value of another form. A text that becomes a group keeps its words, quotes and comment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procdocs.source.edit.lines import after_key, column, line_end
from procdocs.source.edit.operations import Replace, Value
from procdocs.source.edit.patches import Patch
from procdocs.source.edit.places import is_in_flow
from procdocs.source.edit.tree import Part
from procdocs.source.edit.writing import Style, behind_colon, in_brackets, written, written_key

_QUOTED = re.compile(r"\"(?:\\.|[^\"])*\"|'[^']*'")


def replace(text: str, root: Part, operation: Replace, style: Style) -> Iterator[list[Patch]]:
    """Ways of writing another value where one stands, the best first."""
    path, value = operation.path, operation.value
    part = root.at(path)
    if is_in_flow(root, path):
        blank = " " if part.is_empty and text[part.start - 1 : part.start] == ":" else ""
        yield [Patch(part.start, part.end, blank + in_brackets(value, style))]
        return
    holder = root.at(path[:-1]) if path else None
    if holder is not None and holder.items is not None and isinstance(value, dict) and value:
        yield from _grown(text, part, value, style)
        yield from _opened(text, part, value, style)
    if holder is not None and holder.pairs is not None:
        yield from _below_key(text, holder, part, operation, style)
        return
    indent = column(text, part.start)
    blank = " " if part.is_empty and text[part.start - 1 : part.start] not in (" ", "\n", "") else ""
    yield [Patch(part.start, part.end, blank + written(value, indent + len(blank), style))]
    yield [Patch(part.start, part.end, blank + in_brackets(value, style))]


def _below_key(text: str, holder: Part, part: Part, operation: Replace, style: Style) -> Iterator[list[Patch]]:
    key = holder.key(operation.path[-1])
    colon = after_key(text, key)
    said = behind_colon(key.name, operation.value, column(text, key.start), style)
    stop = max(part.end, colon)
    before = text[colon : part.start] if part.start > colon else ""
    rest = text[stop : line_end(text, stop)]
    if "#" in before:
        # A comment on the line of the key stays there.
        yield [Patch(part.start, part.end, written(operation.value, column(text, part.start), style))]
        return
    head, newline, body = said.partition("\n")
    if rest.strip() and newline:
        ended = head.removesuffix("\r")
        yield [Patch(colon, line_end(text, stop), ended + rest + head[len(ended) :] + newline + body)]
    yield [Patch(colon, stop, said)]


def _grown(text: str, part: Part, value: dict[str, Value], style: Style) -> Iterator[list[Patch]]:
    """`- 新客户 # a` becomes `- text: 新客户 # a` with more keys below."""
    first = next(iter(value))
    if part.value is None or part.is_block or part.missing or value[first] != part.value:
        return
    indent = column(text, part.start)
    patches = [Patch(part.start, part.start, f"{written_key(first, flow=False)}: ")]
    rest = {key: one for key, one in value.items() if key != first}
    if rest:
        at = line_end(text, part.end)
        patches.append(Patch(at, at, style.end + " " * indent + written(rest, indent, style)))
    yield patches


def _opened(text: str, part: Part, value: dict[str, Value], style: Style) -> Iterator[list[Patch]]:
    """`- {text: a, link: b}` becomes one key a line, because something that needs lines joins it: each value stays as it is written."""
    pairs = part.pairs or []
    inside = text[part.start : part.end]
    if not part.flow or not pairs or "\n" in inside or "#" in _QUOTED.sub("", inside):
        return
    if list(value)[: len(pairs)] != [key.name for key, _ in pairs] or any(value[key.name] != one.said for key, one in pairs):
        return
    indent = column(text, part.start)
    margin = style.end + " " * indent
    lines = [text[key.start : max(one.end, key.end)] + ":" * (one.is_empty and one.end <= key.end) for key, one in pairs]
    stop = line_end(text, part.end)
    lines[0] += text[part.end : stop]
    rest = dict(list(value.items())[len(pairs) :])
    yield [Patch(part.start, stop, margin.join([*lines, *([written(rest, indent, style)] if rest else [])]))]
