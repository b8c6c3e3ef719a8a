"""Positioned YAML: what the reader hands to the schema. Knows nothing of files' meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from procdocs.diagnostics.span import Span
from procdocs.source.lines import Lines

_MISSING = frozenset(("", "~", "null", "Null", "NULL"))


@dataclass(slots=True)
class Node:
    """A scalar (`value` is its text), a sequence (`items`) or a mapping (`pairs`: key -> Node), each with its place.

    `start` and `end` count the characters of the decoded text, without byte order mark: `text[start:end]` is what was written, quotes, brackets and
    the sign of a block text included. A block text ends behind its last line end, a list or group without brackets where its last value ends,
    and a value that was left out is as wide as nothing.
    """

    #: Where the lines of the file begin; None for what stands in no text (a `CellNode`), whose offsets mean nothing.
    lines: Lines | None
    start: int
    end: int
    value: str | None = None
    items: list[Node] | None = None
    pairs: dict[str, Node] | None = None
    #: A text without quotes and not in a block: it may mean "missing" (`~`, `null`, nothing). A list or group without brackets.
    plain: bool = True
    #: Something here was refused by the reader; what the schema says of it would only repeat that.
    broken: bool = False
    #: Where the key stands by which a mapping holds this node; -1 where no mapping does.
    key_start: int = -1
    key_end: int = -1
    #: The values of a mapping, those of lists one by one; made when first asked for.
    members: list[Node] | None = field(default=None, init=False, repr=False, compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        """A project has hundreds of thousands of nodes: they are pickled as tuples, without what can be made again."""
        written = (self.lines, self.start, self.end, self.value, self.items, self.pairs)
        return type(self), written if self.plain and not self.broken and self.key_start < 0 else (*written, self.plain, self.broken, self.key_start, self.key_end)

    @property
    def span(self) -> Span:
        """Where it stands; of a list or group, where it begins."""
        assert self.lines is not None
        return self.lines.span(self.start, self.end if self.value is not None else self.start + (not self.plain))

    @property
    def key_span(self) -> Span | None:
        """Where the key stands by which a mapping holds this node."""
        return self.lines.span(self.key_start, self.key_end) if self.lines is not None and self.key_start >= 0 else None

    @property
    def is_collection(self) -> bool:
        """Whether there are nodes below, rather than a text."""
        return self.items is not None or self.pairs is not None

    @property
    def is_missing(self) -> bool:
        """Nothing, `~` and `null` mean that the value was left out."""
        return self.plain and self.value in _MISSING

    def child(self, key: str | int) -> Node | None:
        """The node below, by key or by index; in a mapping an index counts the values, those of lists one by one."""
        if self.pairs is not None:
            if isinstance(key, str):
                return self.pairs.get(key)
            if self.members is None:
                self.members = [member for value in self.pairs.values() for member in (value.items if value.items is not None else [value])]
            return self.members[key] if 0 <= key < len(self.members) else None
        if self.items is not None and isinstance(key, int) and 0 <= key < len(self.items):
            return self.items[key]
        return None

    def plain_value(self) -> Any:
        """The tree as dicts, lists and strings; what means "missing" is None."""
        if self.pairs is not None:
            return {key: node.plain_value() for key, node in self.pairs.items()}
        if self.items is not None:
            return [node.plain_value() for node in self.items]
        return None if self.plain and self.value in _MISSING else self.value

    def walk(self) -> Iterator[Node]:
        """This node and every node below it, in the order of the file."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            below = list(node.pairs.values()) if node.pairs is not None else node.items or []
            stack.extend(reversed(below))


@dataclass(slots=True)
class CellNode(Node):
    """A node that stands in no text but in the cells of a table."""

    cell: Span = field(kw_only=True)
    head: Span | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return cell_node, (self.cell, self.value, self.items, self.pairs, self.plain, self.head)

    @property
    def span(self) -> Span:
        """Where the cell stands."""
        return self.cell

    @property
    def key_span(self) -> Span | None:
        """Where the head of its column stands."""
        return self.head


def cell_node(
    cell: Span, value: str | None = None, items: list[Node] | None = None, pairs: dict[str, Node] | None = None, head: Span | None = None, *, plain: bool = True
) -> CellNode:
    """The node of a cell of a table, or of a row or list of them."""
    return CellNode(None, 0, 0, value, items, pairs, plain, cell=cell, head=head)
