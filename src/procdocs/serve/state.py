"""What a page knows of the project before it asks for more: its documents, what can be named, what can be undone."""

from __future__ import annotations

from collections import Counter
from typing import Any

from procdocs.project.model import Project
from procdocs.schema import KINDS
from procdocs.serve.findings import finding
from procdocs.serve.forms import noun
from procdocs.serve.grids import GRIDS
from procdocs.serve.workspace import Workspace
from procdocs.writers.drawn import DRAWINGS


def state(workspace: Workspace, language: str, *, has_git: bool) -> dict[str, Any]:
    """The project in one language, "" for its own; where its settings cannot be read, why."""
    project = workspace.project
    if project is None:
        return {"version": workspace.version, "readOnly": workspace.read_only, "documents": [], "findings": [finding(workspace, one) for one in workspace.found]}
    language = language or project.languages[0]
    undo, redo = workspace.can
    return {
        "version": workspace.version,
        "readOnly": workspace.read_only,
        "organisation": project.say(project.settings.organisation.name, language),
        "languages": list(project.languages),
        "documents": _documents(workspace, project, language),
        "departments": {id: project.say(one.name, language) for id, one in project.departments.items()},
        "roles": {id: project.say(one.name, language) for id, one in project.roles.items()},
        "parties": {id: project.say(one.name, language) for id, one in project.parties.items()},
        "broken": sorted({one.span.path for one in workspace.found if one.severity == "error" and one.span.path in project.sources}),
        "settings": {"file": "procdocs.yaml", "hash": workspace.hashes(["procdocs.yaml"])["procdocs.yaml"]},
        "undo": undo,
        "redo": redo,
        "git": has_git,
        "touched": sorted(workspace.touched),
        "grids": [[name, noun(workspace.say, name)] for name in GRIDS],
        "kinds": list(KINDS),
        "endings": list(DRAWINGS),
    }


def _documents(workspace: Workspace, project: Project, language: str) -> list[dict[str, Any]]:
    """The documents, also those with mistakes, with the number of mistakes that reading them found."""
    counts = Counter(one.span.path for one in workspace.found)
    documents = [(one, one.span().path) for one in (*project.documents, *project.recovered)]
    hashes = workspace.hashes(path for _, path in documents)
    return [
        {"id": one.id, "kind": one.kind, "type": getattr(one, "type", ""), "title": project.name_of(one, language), "file": path, "hash": hashes[path], "findings": counts[path]}
        for one, path in documents
    ]
