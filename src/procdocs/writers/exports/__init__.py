"""Forms of other programs, each a row in the table below and a function `(project, document, language) -> bytes`. Writes no file."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from procdocs.project import Project
from procdocs.schema import KINDS, Document


class Writes(Protocol):
    """A writing function: the bytes of a document, or of the whole project, in a language. Raises CannotExport."""

    def __call__(self, project: Project, document: Document | None, language: str, /) -> bytes:
        """`document` is of one of the kinds of the row, or None for the project."""
        ...


class CannotExport(Exception):
    """A document that cannot be said in this form; `key` names the sentence (`export.KEY`), `values` fill it."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


@dataclass(frozen=True)
class Export:
    """A row of the table: what it is called, where its function is (`module:function`), the ending of its files, which kinds of documents
    it writes, and whether it also writes the whole project, where no document is named."""

    name: str
    place: str
    ending: str
    kinds: frozenset[str] = frozenset()
    whole: bool = False

    @property
    def write(self) -> Writes:
        """The writing function; its module is imported when it is first used."""
        module, _, function = self.place.partition(":")
        found: Writes = getattr(importlib.import_module(f"procdocs.writers.exports.{module}"), function)
        return found


def _row(name: str, place: str, ending: str, *kinds: str, whole: bool = False) -> Export:
    return Export(name, place, ending, frozenset(kinds), whole)


EXPORTS: Mapping[str, Export] = {
    row.name: row
    for row in (
        _row("xlsx", "xlsx:workbook", ".xlsx", whole=True),
        _row("bpmn", "bpmn:bpmn", ".bpmn", "flowchart"),
        _row("mm", "mindmaps:freemind_map", ".mm", "mindmap"),
        _row("xmind", "mindmaps:xmind_map", ".xmind", "mindmap"),
        _row("opml", "mindmaps:opml_outline", ".opml", "mindmap"),
        _row("markmap", "mindmaps:markmap_text", ".md", "mindmap"),
        _row("mermaid", "texts:mermaid", ".mmd", "flowchart", "mindmap"),
        _row("markdown", "texts:wiki_page", ".md", *KINDS),
        _row("csv", "texts:register_tables", ".zip", whole=True),
        _row("json", "texts:project_json", ".json", *KINDS, whole=True),
    )
}
