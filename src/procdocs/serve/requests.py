"""From what a page sends to what is asked: anything that is not of the right form is refused here."""

from __future__ import annotations

from typing import Any

from procdocs.editing.actions import Action
from procdocs.editing.places import Unclear
from procdocs.editing.plans import is_known
from procdocs.source.edit import Path

#: So deep a value may be nested.
_DEPTH = 60


def actions_of(body: dict[str, Any]) -> tuple[Action, ...]:
    """The actions of a request: `actions`, a list, or `action`, one. Raises Unclear for what is none."""
    asked = body.get("actions", [body.get("action")])
    if not isinstance(asked, list) or not asked:
        raise Unclear("no_action", do="")
    return tuple(map(_action, asked))


def _action(asked: Any) -> Action:
    if not isinstance(asked, dict) or not isinstance(asked.get("do"), str) or not is_known(asked["do"]) or not isinstance(asked.get("document"), str):
        raise Unclear("no_action", do=asked.get("do", "") if isinstance(asked, dict) else "")
    to, was = asked.get("to"), asked.get("was")
    return Action(
        asked["do"],
        asked["document"],
        path_of(asked.get("at", [])),
        _value(asked.get("value")),
        path_of(to) if isinstance(to, list) else to if isinstance(to, int) and not isinstance(to, bool) else None,
        was if isinstance(was, str) else None,
        str(asked.get("language") or ""),
    )


def path_of(asked: Any) -> Path:
    """A place: keys and numbers from 0. Raises Unclear."""
    if not isinstance(asked, list) or not all((isinstance(step, str) or (isinstance(step, int) and not isinstance(step, bool) and step >= 0)) for step in asked):
        raise Unclear("no_path", path=str(asked)[:200])
    return tuple(asked)


def _value(asked: Any, depth: int = 0) -> Any:
    """Texts, lists and groups; numbers and flags as they are written."""
    if depth > _DEPTH:
        raise Unclear("no_text")
    if isinstance(asked, list):
        return [_value(one, depth + 1) for one in asked]
    if isinstance(asked, dict):
        return {str(key): _value(one, depth + 1) for key, one in asked.items()}
    return asked if asked is None or isinstance(asked, str) else str(asked).lower() if isinstance(asked, bool) else str(asked)


def base_of(body: dict[str, Any]) -> dict[str, str]:
    """The hashes of the files that the page has seen."""
    said = body.get("base")
    return {str(path): str(known) for path, known in said.items()} if isinstance(said, dict) else {}
