"""What the reader read, seen by somebody who wants to write in it: keys with their places, styles, and ends that are ends of values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from procdocs.source.edit.lines import line_end
from procdocs.source.edit.operations import CannotEdit, Path
from procdocs.source.node import Node
from procdocs.source.reader import read

#: A file of this name stands for the text while it is read; findings in it are never shown.
_NOWHERE = "edited"


@dataclass(slots=True, eq=False)
class Key:
    """The key of a group, with its place in the text."""

    name: str
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Part:
    """A value with its range. A block text ends with its last line, before the line end; a list or group without brackets with its last value."""

    start: int
    end: int
    value: str | None = None
    #: Of a text: nothing, a quote, `|` or `>`.
    style: str = ""
    items: list[Part] | None = None
    pairs: list[tuple[Key, Part]] | None = None
    #: Whether it is written in brackets.
    flow: bool = False
    missing: bool = False
    #: As dicts, lists, texts and None.
    said: Any = field(default=None, repr=False)

    @property
    def is_block(self) -> bool:
        """Whether it is a text under a `|` or `>`."""
        return self.style in ("|", ">")

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was written."""
        return self.start == self.end

    def child(self, step: str | int) -> Part:
        """The value below by key or index. Raises CannotEdit if there is none."""
        if isinstance(step, int) and self.items is not None and 0 <= step < len(self.items):
            return self.items[step]
        for key, value in self.pairs or ():
            if key.name == step:
                return value
        raise CannotEdit(f"there is no {step!r} here")

    def key(self, step: str | int) -> Key:
        """The key of that name. Raises CannotEdit if there is none."""
        for key, _ in self.pairs or ():
            if key.name == step:
                return key
        raise CannotEdit(f"there is no key {step!r} here")

    def at(self, path: Path) -> Part:
        """The value at a path from here. Raises CannotEdit if there is none."""
        part = self
        for step in path:
            part = part.child(step)
        return part


def parse(text: str) -> Part:
    """The tree of a text without byte order mark. Raises CannotEdit for what the reader refuses: broken YAML, anchors, tags, keys written twice."""
    root, found = read(_NOWHERE, text.encode("utf-8", "surrogatepass"))
    wrong = next((one for one in found if one.severity == "error"), None)
    if root is None or wrong:
        raise CannotEdit(f"the text is not read without mistakes: {wrong.code if wrong else 'no YAML'}")
    return _part(text, root, in_flow=False)


def _part(text: str, node: Node, *, in_flow: bool) -> Part:
    if node.broken:
        raise CannotEdit("the reader refused a part of it")
    if node.value is not None:
        return _scalar(text, node, in_flow=in_flow)
    flow = not node.plain
    part = Part(node.start, node.end, flow=flow)
    if node.items is not None:
        part.items = [_part(text, item, in_flow=flow) for item in node.items]
        last = part.items[-1] if part.items else None
        part.said = [item.said for item in part.items]
    else:
        part.pairs = [(Key(name, one.key_start, one.key_end), _part(text, one, in_flow=flow)) for name, one in (node.pairs or {}).items()]
        last = part.pairs[-1][1] if part.pairs else None
        part.said = {key.name: one.said for key, one in part.pairs}
    if not flow:
        part.end = max(part.start, last.end) if last else part.start
    # A pair in the brackets of a list, `[k: v]`, is a group of its own.
    part.flow = flow or in_flow
    return part


def _scalar(text: str, node: Node, *, in_flow: bool) -> Part:
    style = "" if node.plain else text[node.start : node.start + 1]
    part = Part(node.start, node.end, node.value, style, missing=node.is_missing, said=None if node.is_missing else node.value)
    if part.is_block:
        part.end = _block_end(text, part)
    elif part.is_empty and not in_flow:
        # An empty value stands right behind what is before it.
        part.start = part.end = len(text[: part.start].rstrip(" \n\r\t"))
    return part


def _block_end(text: str, part: Part) -> int:
    """Behind the last line of a block text without its line end; blank lines behind it belong to it only with `+`."""
    header = text[part.start : line_end(text, part.start)]
    raw = text[part.start : part.end]
    if "+" in header.partition("#")[0]:
        bare = raw.rstrip("\r\n")
        return part.start + len(bare) if "\n" not in bare else part.end - (2 if raw.endswith("\r\n") else raw.endswith("\n"))
    return part.start + len(raw.rstrip(" \r\n\t")) if raw.strip() else part.end
