"""What is said of a foreign file: why it is refused, and what of it could not be taken over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Told(NamedTuple):
    """A sentence about a file: the label `import.told.KEY`, filled with `values`; `place` is a line, a cell or an element within the file."""

    key: str
    place: str = ""
    values: Mapping[str, object] = {}


class Refused(Exception):
    """A file that is not taken over at all: `key` names the sentence (`import.refused.KEY`), `values` fill it, `place` says where in the file."""

    def __init__(self, key: str, place: str = "", **values: object) -> None:
        super().__init__(key)
        self.key, self.place, self.values = key, place, values


@dataclass
class Losses:
    """Gathers what is told while a file is read."""

    told: list[Told] = field(default_factory=list)

    def tell(self, key: str, place: object = "", **values: object) -> None:
        """Note one thing."""
        self.told.append(Told(key, str(place), values))
