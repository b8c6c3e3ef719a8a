"""Documents that come and go: a starter file with an id, and the file of one that is no longer wanted. Pure."""

from __future__ import annotations

import re
from collections import Counter

from procdocs.editing.actions import Action
from procdocs.editing.drafts import Change, Draft
from procdocs.editing.places import Unclear
from procdocs.editing.setting import file_of
from procdocs.project.model import RESERVED_IDS, Project
from procdocs.project.unique import folded
from procdocs.schema import KINDS
from procdocs.schema.base import ID_PATTERN
from procdocs.starters import starter

#: What the first letter of a process id says of it where the project has no other custom (C1, COP1, S1, SP1, M1, MP1).
_TYPE_OF_LETTER = {"C": "customer", "S": "support", "M": "management"}


def create(project: Project, action: Action) -> Change:
    """A starter file for a new document: `document` is its id, `value` its kind and, of a process, its type; with `name` what it is called."""
    asked = action.value if isinstance(action.value, dict) else {}
    kind, id = str(asked.get("kind", "")), action.document
    if kind not in KINDS:
        raise Unclear("no_kind", kind=kind, known=", ".join(KINDS))
    if not re.fullmatch(ID_PATTERN, id) or folded(id) in RESERVED_IDS:
        raise Unclear("bad_id", id=id)
    path = f"processes/{id}.yaml"
    taken = {*map(folded, project.unread), *(folded(one.id) for one in (*project.documents, *project.recovered))}
    if folded(id) in taken or path in project.sources:
        raise Unclear("taken", id=id)
    draft = Draft(project.sources)
    draft.rewrite(path, starter(kind, project.languages, path, id=id, **values_of(project, str(asked.get("type") or type_of(id, project)))))
    return draft.change()


def delete(project: Project, action: Action) -> Change:
    """The file of a document goes."""
    draft = Draft(project.sources)
    path = file_of(project, action.document)
    if path == "procdocs.yaml":
        raise Unclear("no_document", named=action.document)
    draft.remove(path)
    return draft.change()


def type_of(id: str, project: Project | None) -> str:
    """The type most processes have whose ids begin with the same letters; else what the first letter says."""
    letters = _letters(id)
    types = Counter(process.type for process in project.processes if _letters(process.id) == letters) if project else Counter()
    return types.most_common(1)[0][0] if types else _TYPE_OF_LETTER.get(letters[:1], "customer")


def values_of(project: Project | None, type_: str) -> dict[str, str]:
    """What goes into a starter: the type, the other end of its interfaces, a department and a role of the project."""
    return {
        "type": type_,
        "end": "customer" if type_ == "customer" else "all",
        "owner": next(iter(project.departments), "department") if project else "department",
        "role": next(iter(project.roles), "") if project else "",
    }


def _letters(id: str) -> str:
    found = re.match("[A-Za-z]*", id)
    return found[0].upper() if found else ""
