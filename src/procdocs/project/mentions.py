"""Every place where a file names something by id or number: who mentions what. Says nothing of whether it exists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from procdocs.diagnostics.span import Span
from procdocs.schema.base import Part, texts_of
from procdocs.schema.document import Document
from procdocs.schema.models import nested

if TYPE_CHECKING:
    from procdocs.project.model import Project


class Mention(NamedTuple):
    """Something named: of which kind (as in `Part.naming`), by which id or number, by which part of a file, and there under which key."""

    kind: str
    id: str
    part: Part
    path: tuple[str | int, ...]

    @property
    def span(self) -> Span:
        """Where it is named."""
        return self.part.span(*self.path)


_WEB = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_DIAGRAM = re.compile(r"!\[[^\]\[]{0,500}\]\(\s*<?diagram:([^)\s>]+)")


def mentions(project: Project) -> Mapping[str, tuple[Mention, ...]]:
    """Everything mentioned in the project, also in files with mistakes, by kind; in the order of the files."""
    found: dict[str, list[Mention]] = {}
    for top in (project.settings, *project.documents, *project.recovered, *project.registers):
        for mention in _below(top):
            found.setdefault(mention.kind, []).append(mention)
        if b"diagram:" in project.sources.get(top.span().path, b""):
            found.setdefault("diagram", []).extend(_diagrams(top))
        if isinstance(top, Document):
            cited = (record for record in top.step_records() if record.number and record.name is None)
            found.setdefault("record", []).extend(Mention("record", record.number, record, ("number",)) for record in cited)
    return {kind: tuple(those) for kind, those in found.items()}


def _below(top: Part) -> Iterator[Mention]:
    stack: list[Part] = [top]
    while stack:
        part = stack.pop()
        model, values = type(part), part.__dict__
        for name, key, kind in _fields(model):
            said = values[name]
            if not said:
                continue
            if isinstance(said, tuple):
                yield from (Mention(kind, one, part, (key, index)) for index, one in enumerate(said) if one)
            elif isinstance(said, dict):
                yield from (Mention(kind, one, part, (key, site)) for site, one in said.items() if one)
            elif (kind != "link" or not _WEB.match(said)) and not (name == "number" and said in getattr(part, "numbers", {}).values()):
                yield Mention(kind, said, part, (key,))
        below: list[Part] = []
        for name, _ in nested(model):
            value = values[name]
            if not value:
                continue
            if isinstance(value, tuple):
                below.extend(value)
            else:
                below.append(value)
        below.reverse()
        stack.extend(below)


@cache
def _fields(model: type[Part]) -> tuple[tuple[str, str, str], ...]:
    """The fields of a model that name something: field, the key it is written by, kind."""
    return tuple((name, model.model_fields[name].alias or name, kind) for name, kind in model.naming.items())


def _diagrams(top: Part) -> Iterator[Mention]:
    """Diagrams shown in Markdown; their place is that of the top-level key they stand under."""
    for name, info in type(top).model_fields.items():
        value: Any = getattr(top, name)
        for text in texts_of(value):
            for said in text.by_language.values():
                yield from (Mention("diagram", hit.group(1), top, (info.alias or name,)) for hit in _DIAGRAM.finditer(said))
