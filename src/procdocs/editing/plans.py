"""What a person asks for, as one change of files: one thing done or several together, in one file or in many. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from procdocs.editing.actions import ACTIONS, Action, operations_of
from procdocs.editing.creating import create, delete
from procdocs.editing.drafts import Change, Draft
from procdocs.editing.joining import joined
from procdocs.editing.picturing import pictured
from procdocs.editing.places import Unclear
from procdocs.editing.renaming import rename
from procdocs.editing.setting import file_of
from procdocs.editing.steps import inserted, renumbered
from procdocs.project.model import Project
from procdocs.source.edit.tree import parse

#: So many things are done together at most; what is pasted beyond it is refused with a sentence.
TOGETHER = 2000


def change_of(project: Project, actions: Sequence[Action]) -> Change:
    """What becomes of the files. What stands in `PLANS` is done alone, all else one after the other.

    Raises Unclear for what is not there or not understood, CannotEdit for a text that does not let itself be edited.
    """
    if len(actions) > TOGETHER:
        raise Unclear("too_many", limit=TOGETHER)
    if len(actions) == 1 and (plan := PLANS.get(actions[0].do)) is not None:
        return plan(project, actions[0])
    draft = Draft(project.sources)
    for one in actions:
        for action in _each(project, one):
            path, operations = operations_of(project, action, draft)
            draft.edit(path, *operations)
    return draft.change()


def _each(project: Project, action: Action) -> Sequence[Action]:
    return SEVERAL[action.do](project, action) if action.do in SEVERAL else (action,)


def _renamed(project: Project, action: Action) -> Change:
    return rename(project, action.document, str(action.value or "")).change


def _text(project: Project, action: Action) -> Change:
    """The whole text of a file, as somebody typed it: what is no YAML is not written."""
    if not isinstance(action.value, str):
        raise Unclear("no_text")
    draft = Draft(project.sources)
    path = file_of(project, action.document)
    parse(action.value)
    draft.text(path)
    draft.rewrite(path, action.value)
    return draft.change()


#: What changes files in ways of its own.
PLANS: Mapping[str, Callable[[Project, Action], Change]] = {"rename": _renamed, "create": create, "delete": delete, "text": _text, "picture": pictured}
#: What is several plain actions together.
SEVERAL: Mapping[str, Callable[[Project, Action], Sequence[Action]]] = {"join": joined, "step": inserted, "renumber": renumbered}


def is_known(do: str) -> bool:
    """Whether there is such a thing to do."""
    return do in ACTIONS or do in PLANS or do in SEVERAL
