"""Give a value at a place that a person names. Pure."""

from __future__ import annotations

from typing import Any

from procdocs.editing.drafts import Change, Draft
from procdocs.editing.places import Unclear, place_of
from procdocs.project.model import Project
from procdocs.schema.base import Part
from procdocs.source.address import Address
from procdocs.source.edit import Insert, Operation, Path, Put, Replace, Set
from procdocs.source.edit.tree import parse


def set_value(project: Project, document: str, written: str, value: str) -> Change:
    """The project with another text at a place: in a document by its id, or in a file by its path (`procdocs.yaml`).

    A text that is said in several languages gets the one of the project's first; a key that is not there is added in the order of the
    language reference. Raises Unclear for a place that is not there, CannotEdit where the file's text does not let itself be edited.
    """
    path = file_of(project, document)
    draft = Draft(project.sources)
    said = parse(draft.text(path)).said
    place = place_of(said, written)
    draft.edit(path, _operation(project, document, said, place, value, written))
    return draft.change()


def file_of(project: Project, document: str) -> str:
    """The path of the file that is meant: by the id of its document or by itself. Raises Unclear."""
    known = project.by_id.get(document) or next((one for one in project.recovered if one.id == document), None)
    if known is not None:
        return known.span().path
    if document in project.sources:
        return document
    raise Unclear("no_document", named=document)


def _operation(project: Project, document: str, said: Any, place: Path, value: str, written: str) -> Operation:
    holder = said
    for step in place[:-1]:
        holder = holder[step]
    last = place[-1]
    if isinstance(holder, list):
        assert isinstance(last, int)
        return Insert(place[:-1], last, value) if last == len(holder) else _setting(project, holder[last], place, value, written)
    if isinstance(holder, dict) and last in holder:
        return _setting(project, holder[last], place, value, written)
    key = str(last)
    model = _model(project, document, place[:-1])
    if model is None or key not in (known := [info.alias or name for name, info in model.model_fields.items()]):
        raise Unclear("no_key", path=written, step=key, known=", ".join(known) if model else "")
    if isinstance(holder, str):
        return Replace(place[:-1], {model.short or "name": holder, key: value})
    return Put(place[:-1], key, value, tuple(known[known.index(key) + 1 :]))


def _setting(project: Project, now: Any, place: Path, value: str, written: str) -> Operation:
    if isinstance(now, dict) and now and set(now) <= {*project.languages, "zh", "en", "de", "ko", "ja"}:
        language = next((one for one in project.languages if one in now), next(iter(now)))
        return Set((*place, language), value)
    if isinstance(now, dict | list) and now:
        raise Unclear("not_a_text", path=written)
    return Set(place, value) if not isinstance(now, dict | list) else Replace(place, value)


def _model(project: Project, document: str, path: Path) -> type[Part] | None:
    """The model of what stands at a path; None where something else does, or nothing that is known."""
    try:
        found = project.at(Address(document, path))
    except LookupError:
        return None
    return type(found) if isinstance(found, Part) else None
