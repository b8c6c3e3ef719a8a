"""Tells the parts of a file where they stand in it: walks a model and the tree it was made from side by side."""

from __future__ import annotations

from typing import Any

from procdocs.schema.base import Part, names_of
from procdocs.schema.models import nested
from procdocs.source.node import Node


def attach(part: Any, node: Node | None) -> None:
    """Tell `part` and everything below it where it was written. `node` is the tree that `part` was validated from."""
    stack: list[tuple[Any, Node | None]] = [(part, node)]
    while stack:
        value, place = stack.pop()
        if isinstance(value, Part):
            object.__setattr__(value, "_node", place)
            for name, key in nested(type(value)):
                below = getattr(value, name)
                if below:
                    stack.append((below, (place.child(key) or place) if place else None))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if not isinstance(item, (Part, tuple)):
                    break
                stack.append((item, _place_of_item(item, index, place)))
        elif isinstance(value, dict):
            for key, item in value.items():
                if isinstance(item, (Part, tuple)):
                    stack.append((item, (place.child(key) or place) if place else None))


def _place_of_item(item: Any, index: int, place: Node | None) -> Node | None:
    """Where an item stands: in a list, alone where a list might stand, or as one of the values of a mapping."""
    if place is None or not place.is_collection:
        return place
    if place.pairs is not None and isinstance(item, Part) and names_of(type(item)).issuperset(place.pairs):
        return place
    return place.child(index) or place
