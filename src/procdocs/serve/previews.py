"""A change before it is written: what it says in sentences, and as a difference of lines."""

from __future__ import annotations

import difflib
from typing import Any

from procdocs.comparing import compare
from procdocs.comparing.sentences import sentence
from procdocs.editing import Change
from procdocs.project.load import load
from procdocs.serve.workspace import Workspace
from procdocs.world import Overlay


def previewed(workspace: Workspace, change: Change) -> dict[str, Any]:
    """Sentences, files and lines of a change."""
    project, _ = load(Overlay(workspace.world, change.after), workspace.cache) if not change.is_empty else (workspace.project, ())
    sentences = [sentence(one, workspace.say) for one in compare(workspace.project, project)] if project is not None and workspace.project is not None else []
    return {"sentences": sentences, "files": list(change.after), "diff": difference(change)}


def difference(change: Change) -> str:
    """The lines that change, as git shows them."""
    return "".join("".join(difflib.unified_diff(_lines(change.before.get(path)), _lines(after), path, path, n=1)) for path, after in change.after.items())


def _lines(data: bytes | None) -> list[str]:
    if data is not None and b"\0" in data[:1000]:
        return []
    lines = (data or b"").decode("utf-8", "replace").splitlines(keepends=True)
    return [line if line.endswith("\n") else f"{line}\n" for line in lines]
