"""A picture that is put beside a document and shown in it. Pure."""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from hashlib import sha256

from procdocs.editing.actions import Action, operations_of
from procdocs.editing.drafts import Change, Draft
from procdocs.editing.places import Unclear
from procdocs.editing.setting import file_of
from procdocs.pictures import PICTURES, Unsound, sound
from procdocs.pictures.raster import Budget
from procdocs.project.model import Project

#: Largest picture that is taken, in bytes.
LIMIT = 5_000_000


def pictured(project: Project, action: Action) -> Change:
    """A picture (`value`: `{name, data}`, data in base64) as a file beside the document's, and its name at the place `at`.

    Its name is made of the document's id and its content: no path comes from outside. Raises Unclear for what is no sound picture.
    """
    asked = action.value if isinstance(action.value, dict) else {}
    ending = posixpath.splitext(str(asked.get("name", "")))[1].lower()
    try:
        data = base64.b64decode(str(asked.get("data", "")), validate=True)
    except binascii.Error:
        raise Unclear("no_picture") from None
    path = file_of(project, action.document)
    stem = re.sub(r"[^A-Za-z0-9_-]", "-", action.document)
    name = f"{stem}-{sha256(data).hexdigest()[:8]}{ending}"
    place = posixpath.join(posixpath.dirname(path), name)
    if ending not in PICTURES or not data or len(data) > LIMIT:
        raise Unclear("no_picture")
    try:
        sound(place, data, Budget())
    except Unsound:
        raise Unclear("no_picture") from None
    draft = Draft(project.sources)
    edited, operations = operations_of(project, Action("set", action.document, action.at, name), draft)
    draft.edit(edited, *operations)
    change = draft.change()
    known = project.pictures.get(place)
    if known is not None:
        return change
    return Change({**change.before, place: None}, {**change.after, place: data})
