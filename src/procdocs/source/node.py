"""Positioned YAML: what the reader hands to the schema. Knows nothing of files' meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from procdocs.diagnostics.span import Span

_MISSING = frozenset(("", "~", "null", "Null", "NULL"))


@dataclass(slots=True)
class Node:
    """A scalar (`value` is its text), a sequence (`items`) or a mapping (`pairs`: key -> Node), each with its place."""

    span: Span
    value: str | None = None
    items: list[Node] | None = None
    pairs: dict[str, Node] | None = None
    #: Where the key stands by which a mapping holds this node.
    key_span: Span | None = None
    #: Plain scalars may mean "missing" (`~`, `null`, nothing); quoted ones never do.
    plain: bool = True
    #: Something here was refused by the reader; what the schema says of it would only repeat that.
    broken: bool = False
    #: The values of a mapping, those of lists one by one; made when first asked for.
    members: list[Node] | None = field(default=None, repr=False, compare=False)

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
