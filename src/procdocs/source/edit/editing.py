"""An operation carried out: each way of writing it is read back, and the first that means what was asked counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from procdocs.source.edit import groups, lists, removal, replacing, texts
from procdocs.source.edit.lines import newline
from procdocs.source.edit.operations import CannotEdit, Delete, Insert, Move, Operation, Put, Rename, Replace, Set, Value, meaning
from procdocs.source.edit.patches import Patch, patched
from procdocs.source.edit.tree import Part, parse
from procdocs.source.edit.writing import Style

#: What writes each operation: text, tree, operation and style to ways of doing it, the best first.
WAYS: dict[type[Operation], Callable[[str, Part, Any, Style], Iterator[list[Patch]]]] = {
    Set: texts.set_text,
    Put: groups.put,
    Rename: groups.rename,
    Insert: lists.insert,
    Move: lists.move,
    Delete: removal.delete,
    Replace: replacing.replace,
}


def edited(text: str, operation: Operation, inline: frozenset[str] = frozenset()) -> tuple[str, tuple[Patch, ...]]:
    """The text (without byte order mark) after an operation, and the patches that made it; no patches where it says so already.

    `inline` are the keys whose lists of texts stand in brackets. Raises CannotEdit, and nothing has changed, where no way of writing means
    exactly what was asked: the text has mistakes, the place is not there, or its layout is not understood.
    """
    if _has_lone_returns(text):
        # What old Macintoshes wrote: the same text, character for character, with the line end we know.
        new, patches = edited(text.replace("\r", "\n"), operation, inline)
        return new.replace("\n", "\r"), tuple(Patch(start, end, said.replace("\n", "\r")) for start, end, said in patches)
    root = parse(text)
    wanted = meaning(root.said, operation)
    if _ordered(wanted) == _ordered(root.said):
        return text, ()
    order_matters = isinstance(operation, Move | Rename)
    for ways in _ways(text, root, operation, Style(newline(text), inline)):
        new = patched(text, ways)
        try:
            found = parse(new).said
        except CannotEdit:
            continue
        if found == wanted and (not order_matters or _ordered(found) == _ordered(wanted)):
            return new, tuple(sorted(ways))
    raise CannotEdit("no way of writing it reads back as what was asked")


def _ways(text: str, root: Part, operation: Operation, style: Style) -> Iterator[list[Patch]]:
    yield from WAYS[type(operation)](text, root, operation, style)
    yield from WAYS[type(operation)](text, root, operation, replace(style, blocks=False))


def _has_lone_returns(text: str) -> bool:
    if "\r" not in text:
        return False
    alone = text.count("\r") - text.count("\r\n")
    if alone and "\n" in text:
        raise CannotEdit("lines end in different ways")
    return bool(alone)


def _ordered(value: Value) -> Value:
    """The value so that the order of keys counts in a comparison."""
    if isinstance(value, dict):
        return tuple((key, _ordered(one)) for key, one in value.items())
    if isinstance(value, list):
        return [_ordered(one) for one in value]
    return value
