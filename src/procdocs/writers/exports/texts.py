"""Text for other programs: the whole project as JSON, pictures as Mermaid, a document as Markdown for a wiki, registers as CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator

from procdocs.interchange.packages import packed
from procdocs.manual.compose import compose
from procdocs.project import Project
from procdocs.project.names import actor_name
from procdocs.schema import Document, Flowchart, Mindmap
from procdocs.schema.flowchart import StepType
from procdocs.schema.mindmap import Topic
from procdocs.schema.values import value_of
from procdocs.writers.exports.markdown import markdown_of
from procdocs.writers.sheets.csv import make
from procdocs.writers.sheets.sheets import sheets

#: The name of the form of the JSON, which changes with it.
JSON_FORM = "procdocs-1"
#: How Mermaid writes a symbol: before and behind its text.
_SYMBOLS: dict[StepType, tuple[str, str]] = {
    "start": ("([", "])"),
    "end": ("([", "])"),
    "process": ("[", "]"),
    "decision": ("{", "}"),
    "document": ("@{shape: doc, label: ", "}"),
    "data": ("[/", "/]"),
    "predefined": ("[[", "]]"),
    "fork": ("@{shape: fork, label: ", "}"),
    "join": ("@{shape: join, label: ", "}"),
    "message": ("(", ")"),
    "timer": ("(", ")"),
    "error": ("(", ")"),
}


def project_json(project: Project, document: Document | None, _language: str) -> bytes:
    """The project, or a document, in the form of the authoring language: what `procdocs schema` describes."""
    if document is not None:
        return _json(value_of(document, typed=True))
    registers = {register.span().path: value_of(register, typed=True) for register in project.registers}
    documents = [value_of(one, typed=True) for one in project.documents]
    return _json({"form": JSON_FORM, "settings": value_of(project.settings, typed=True), "documents": documents, "registers": registers})


def _json(said: object) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def register_tables(project: Project, _document: Document | None, language: str) -> bytes:
    """Every register as CSV, in one zip."""
    manual, _ = compose(project, language, drawn=False)
    return packed({f"{sheet.file}.csv": make(sheet, {}).data for sheet in sheets(manual)})


def wiki_page(project: Project, document: Document | None, language: str) -> bytes:
    """A document as Markdown; its own picture as Mermaid where Mermaid can say it."""
    assert document is not None
    manual, _ = compose(project, language)
    pictures = {one.id: mermaid(project, one, language).decode() for one in project.documents if isinstance(one, Flowchart | Mindmap)}
    return markdown_of(manual.by_id[document.id], pictures).encode()


def mermaid(project: Project, document: Document | None, language: str) -> bytes:
    """A flowchart or mind map for Mermaid."""
    lines = _mindmap(project, document, language) if isinstance(document, Mindmap) else _flowchart(project, document, language)
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    """A text as Mermaid takes it: in quotes, with its own signs as numbers."""
    escaped = "".join(f"#{ord(sign)};" if sign in '#"<>&`*_[]{}()|\\' else sign for sign in text.strip())
    return '"' + escaped.replace("\r", "").replace("\n", "<br>") + '"'


def _flowchart(project: Project, chart: Document | None, language: str) -> Iterator[str]:
    assert isinstance(chart, Flowchart)
    names = {step.id: f"s{number}" for number, step in enumerate(chart.steps, 1)}
    lanes = {lane.id: project.say(lane.name, language) or actor_name(project, lane.id, language) for lane in chart.lanes}
    lanes |= {step.lane: actor_name(project, step.lane, language) for step in chart.steps if step.lane and step.lane not in lanes}
    yield "flowchart TD"
    for number, (lane, name) in enumerate({**lanes, "": ""}.items(), 1):
        held = [step for step in chart.steps if step.lane == lane]
        if lane and held:
            yield f"  subgraph lane{number}[{_quoted(name)}]"
        for step in held:
            before, behind = _SYMBOLS[step.type]
            yield f"    {names[step.id]}{before}{_quoted(project.say(step.text, language))}{behind}"
        if lane and held:
            yield "  end"
    for step in chart.steps:
        for exit in step.next:
            label = project.say(exit.label, language)
            if exit.to in names:
                yield f"  {names[step.id]} -->{f'|{_quoted(label)}| ' if label else ' '}{names[exit.to]}"


def _mindmap(project: Project, map_: Mindmap, language: str) -> Iterator[str]:
    yield "mindmap"
    waiting: list[tuple[Topic, int]] = [(map_.root, 1)]
    number = 0
    while waiting:
        topic, level = waiting.pop()
        number += 1
        yield f"{'  ' * level}t{number}[{_quoted(project.say(topic.text, language))}]"
        waiting.extend((below, level + 1) for below in reversed(topic.children))
