"""Every place where a file names something by id or number: who mentions what. Says nothing of whether it exists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from procdocs.diagnostics.span import Span
from procdocs.schema.base import Part, texts_of
from procdocs.schema.control import Control, ControlDefaults
from procdocs.schema.flowchart import Flowchart, Step
from procdocs.schema.mindmap import Mindmap, Topic
from procdocs.schema.models import nested
from procdocs.schema.process import Arm, Cited, Input, Measure, Output, Person, Process, Record, Resource, Risk
from procdocs.schema.registers import CustomerRequirement, ListedDocument, Objective, ResponsibilityRow
from procdocs.schema.settings import Chapter, Department, Role
from procdocs.schema.sop import ProcedureStep, Responsibility, Section, Sop

if TYPE_CHECKING:
    from procdocs.project.model import Project


class Mention(NamedTuple):
    """Something named: of which kind (as in `FIELDS`), by which id or number, by which part of a file, and there under which key."""

    kind: str
    id: str
    part: Part
    path: tuple[str | int, ...]

    @property
    def span(self) -> Span:
        """Where it is named."""
        return self.part.span(*self.path)


#: The fields that name something, and what they may name. A new reference is one row.
FIELDS: dict[type[Part], dict[str, str]] = {
    Process: {"owner": "department", "departments": "department"},
    Input: {"source": "end", "document": "document"},
    Output: {"to": "end", "document": "document"},
    Resource: {"source": "end", "document": "document"},
    Person: {"role": "role", "source": "end", "record": "record"},
    Measure: {"owner": "department-or-role"},
    Risk: {"owner": "department-or-role", "document": "document"},
    Cited: {"number": "document", "numbers": "document"},
    Record: {"keeper": "department-or-role"},
    Arm: {"process": "process"},
    Flowchart: {"process": "process"},
    Step: {"role": "anyone", "process": "process-or-chart"},
    Mindmap: {"process": "process"},
    Topic: {"link": "link"},
    Sop: {"process": "process"},
    Responsibility: {"role": "anyone"},
    ProcedureStep: {"role": "anyone", "diagram": "diagram"},
    Section: {"diagram": "diagram"},
    ControlDefaults: {"owner": "department-or-role", "distribution": "department-or-role"},
    Control: {"owner": "department-or-role", "distribution": "department-or-role"},
    Department: {"parent": "department"},
    Role: {"department": "department"},
    Chapter: {"contents": "content"},
    ListedDocument: {"owner": "department-or-role"},
    Objective: {"processes": "process", "owner": "department-or-role"},
    CustomerRequirement: {"processes": "process", "documents": "document", "records": "record"},
    ResponsibilityRow: {"lead": "department-or-role", "main": "department-or-role", "part": "department-or-role"},
}
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
    return {kind: tuple(those) for kind, those in found.items()}


def _below(top: Part) -> Iterator[Mention]:
    stack: list[Part] = [top]
    while stack:
        part = stack.pop()
        model = type(part)
        for name, key, kind in _fields(model):
            said = getattr(part, name)
            if isinstance(said, tuple):
                yield from (Mention(kind, one, part, (key, index)) for index, one in enumerate(said) if one)
            elif isinstance(said, dict):
                yield from (Mention(kind, one, part, (key, site)) for site, one in said.items() if one)
            elif said and (kind != "link" or not _WEB.match(said)) and not (name == "number" and said in getattr(part, "numbers", {}).values()):
                yield Mention(kind, said, part, (key,))
        if model is Step or model is ProcedureStep:
            records: Iterable[Record] = getattr(part, "records", ())
            yield from (Mention("record", record.number, record, ("number",)) for record in records if record.number and record.name is None)
        below: list[Part] = []
        for name, _ in nested(model):
            value = getattr(part, name)
            if isinstance(value, tuple):
                below.extend(value)
            elif value is not None:
                below.append(value)
        below.reverse()
        stack.extend(below)


@cache
def _fields(model: type[Part]) -> tuple[tuple[str, str, str], ...]:
    """The rows of `FIELDS` for a model: field, the key it is written by, kind."""
    return tuple((name, model.model_fields[name].alias or name, kind) for name, kind in FIELDS.get(model, {}).items())


def _diagrams(top: Part) -> Iterator[Mention]:
    """Diagrams shown in Markdown; their place is that of the top-level key they stand under."""
    for name, info in type(top).model_fields.items():
        value: Any = getattr(top, name)
        for text in texts_of(value):
            for said in text.by_language.values():
                yield from (Mention("diagram", hit.group(1), top, (info.alias or name,)) for hit in _DIAGRAM.finditer(said))
