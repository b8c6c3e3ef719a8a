"""Every text a person wrote, with where it stands. Says nothing of what the texts mean."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from procdocs.diagnostics.span import Span
from procdocs.schema.base import Part, Text
from procdocs.source.node import Node
from procdocs.source.text import decode

if TYPE_CHECKING:
    from procdocs.project.model import Project


class Place(NamedTuple):
    """A text and where it stands: in which part, under which key, at which index of a list."""

    part: Part
    key: str
    text: Text
    position: int | None = None

    def span(self, language: str) -> Span:
        """Where the text of a language stands."""
        return self.part.span(*self._path(language))

    def node(self, language: str) -> Node | None:
        """What the text of a language was read from."""
        node = self.part.node
        for key in self._path(language):
            node = (node.child(key) or node) if node is not None else None
        return node

    def _path(self, language: str) -> tuple[str | int, ...]:
        path: tuple[str | int, ...] = (self.key,) if self.position is None else (self.key, self.position)
        return (*path, language) if len(self.text.by_language) > 1 or "" not in self.text.by_language else path

    def span_of(self, project: Project, language: str, words: str) -> Span:
        """Where these words stand within the text of a language, if they stand there as they are; else where the text stands."""
        node = self.node(language)
        whole = self.span(language)
        if node is None or node.lines is None or node.value is None or not words:
            return whole
        text = _text(whole.path, project.sources.get(whole.path, b""))
        at = text.find(words, node.start, node.end)
        return node.lines.span(at, at + len(words)) if at >= 0 else whole


@lru_cache(maxsize=8)
def _text(path: str, data: bytes) -> str:
    """The text of a file, which holds many of the places that are asked for one after the other."""
    return decode(path, data)[0] or ""


def texts(project: Project) -> Iterator[Place]:
    """Every text of the project in the order of the files; each with the part that holds it."""
    stack: list[Part] = [*reversed(project.registers), *reversed(project.documents), project.settings]
    while stack:
        part = stack.pop()
        below: list[Part] = []
        # As they lie in the model: there are a hundred thousand values, and to ask for them by name takes twice as long.
        said = part.__dict__
        for name, key in _speaking(type(part)):
            value = said[name]
            if not value:
                continue
            if isinstance(value, Text):
                yield Place(part, key, value)
            elif isinstance(value, Part):
                below.append(value)
            elif isinstance(value, tuple):
                for index, item in enumerate(value):
                    if isinstance(item, Text):
                        yield Place(part, key, item, index)
                    elif isinstance(item, Part):
                        below.append(item)
                    else:
                        break
        stack.extend(reversed(below))


@cache
def _speaking(model: type[Part]) -> tuple[tuple[str, str], ...]:
    """The fields of a model that may hold texts, with the keys they are written by."""
    silent = (str, bool, Decimal, datetime.date)
    return tuple((name, info.alias or name) for name, info in model.model_fields.items() if info.annotation not in silent)
