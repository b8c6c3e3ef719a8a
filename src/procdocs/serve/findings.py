"""A finding as the pages take it: in the words of the project, with what can be done about it."""

from __future__ import annotations

from typing import Any

from procdocs.diagnostics import Diagnostic
from procdocs.diagnostics.sentences import say as said
from procdocs.editing.suggesting import Suggestion, suggestions
from procdocs.serve.forms import noun
from procdocs.serve.workspace import Workspace


def finding(workspace: Workspace, one: Diagnostic) -> dict[str, Any]:
    """Code, sentence, place and remedies."""
    sentence = said(one, workspace.say.findings)
    return {
        "code": one.code,
        "name": one.name,
        "severity": str(one.severity),
        "message": sentence.message,
        "hint": sentence.hint,
        "file": one.span.path,
        "line": one.span.line,
        "column": one.span.column,
        "suggestions": [_suggestion(workspace, suggested) for suggested in suggestions(workspace.project, one)] if workspace.project else [],
    }


def _suggestion(workspace: Workspace, one: Suggestion) -> dict[str, Any]:
    values = {**one.values, "field": noun(workspace.say, one.values["field"])} if "field" in one.values else one.values
    actions = [{"do": action.do, "document": action.document, "at": action.at, "value": action.value, "language": action.language} for action in one.actions]
    return {"sentence": workspace.say(f"suggest.{one.key}", **values), "actions": actions}
