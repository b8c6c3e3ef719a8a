"""What a person does in a picture, a form or a grid, as operations on the text of one file. Pure.

A place is an address in the document as the pictures name it (`Box.at`): as if all short forms were written out. Here it becomes the place
in the text, with the short forms that are written there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from procdocs.editing.drafts import Draft
from procdocs.editing.places import Unclear
from procdocs.editing.setting import file_of
from procdocs.project.model import Project
from procdocs.schema.base import TEXT_LANGUAGES, Part
from procdocs.schema.models import field_of, keys_of, model_at
from procdocs.source.address import Address
from procdocs.source.edit import Delete, Insert, Move, Operation, Path, Put, Replace, Set
from procdocs.source.edit import Value as Said
from procdocs.source.edit.tree import Part as Written
from procdocs.source.edit.tree import parse


@dataclass(frozen=True, slots=True)
class Action:
    """One thing done: `do` names it (see `ACTIONS`), `at` the place in the document, `value` what is said there now.

    `to` is the place a moved item gets among its list, or the list it goes to with its place there; `was` what the person saw before.
    """

    do: str
    document: str
    at: Path
    value: Said = None
    to: int | Path | None = None
    was: str | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class _Where:
    """The place in the text: the file's tree, the path as far as it is written, and the steps that are not written yet."""

    root: Written
    path: Path
    missing: Path

    @property
    def part(self) -> Written:
        return self.root.at(self.path)


def act(project: Project, draft: Draft, actions: Iterable[Action]) -> None:
    """Do one thing after the other; each sees what those before have made of its file. Raises Unclear and CannotEdit."""
    for action in actions:
        path, operations = operations_of(project, action, draft)
        draft.edit(path, *operations)


def operations_of(project: Project, action: Action, draft: Draft | None = None) -> tuple[str, tuple[Operation, ...]]:
    """The file that an action changes, and the operations that do it, on the text of a draft if there is one. Raises Unclear, or CannotEdit for a file with mistakes."""
    if action.do not in ACTIONS:
        raise Unclear("no_action", do=action.do)
    if not action.at:
        raise Unclear("no_place", path="", step="", known="")
    path = file_of(project, action.document)
    where = _where(project, action, parse((draft or Draft(project.sources)).text(path)))
    return path, ACTIONS[action.do](project, action, where)


def _where(project: Project, action: Action, root: Written) -> _Where:
    """From an address to what is written: step by step, over the short forms."""
    written: list[str | int] = []
    part = root
    for number, step in enumerate(action.at):
        if part.items is not None and isinstance(step, int) and step < len(part.items):
            part = part.items[step]
        elif part.pairs is not None and any(key.name == step for key, _ in part.pairs):
            part = part.child(step)
        elif step == 0 and part.items is None and number and isinstance(action.at[number - 1], str):
            continue  # one value where a list may stand
        elif _is_short(project, action, number) and part.value is not None:
            continue  # a text that stands for a group
        else:
            return _Where(root, tuple(written), action.at[number:])
        written.append(step)
    return _Where(root, tuple(written), ())


def _is_short(project: Project, action: Action, number: int) -> bool:
    """Whether the step is the key that a plain text at its place stands for."""
    model = _model(project, action.document, action.at[:number])
    return model is not None and model.short == action.at[number]


def _model(project: Project, document: str, path: Path) -> type[Part] | None:
    try:
        top = project.at(Address(document))
    except LookupError:
        return None
    return model_at(type(top), path) if isinstance(top, Part) else None


def _set(project: Project, action: Action, where: _Where) -> tuple[Operation, ...]:
    """Say something else at a place; nothing at all takes an optional key away."""
    if action.value in (None, "") and not where.missing and isinstance(where.path[-1], str):
        return (Delete(where.path),)
    if where.missing:
        return _added_key(project, action, where)
    part = where.part
    if part.pairs is not None and part.pairs and {key.name for key, _ in part.pairs} <= TEXT_LANGUAGES and isinstance(action.value, str):
        language = action.language or project.languages[0]
        names = [key.name for key, _ in part.pairs]
        return (Set((*where.path, language), action.value) if language in names else Put(where.path, language, action.value),)
    model = _model(project, action.document, action.at)
    if part.pairs and isinstance(action.value, str) and model is not None and model.short:
        # A group is called by what a plain text in its place stands for.
        named = replace(action, at=(*action.at, model.short))
        return _set(project, named, _where(project, named, where.root))
    _seen(action, part)
    first = project.languages[0]
    if part.value is not None and isinstance(action.value, str) and action.language not in ("", first):
        return (Replace(where.path, {first: part.value, action.language: action.value}),)
    if part.value is not None and (action.value is None or isinstance(action.value, str)):
        return (Set(where.path, action.value),)
    return (Replace(where.path, action.value),)


def _seen(action: Action, part: Written) -> None:
    """An index alone would hit another item after somebody inserted one: what the person saw must stand there."""
    if action.was is not None and part.value is not None and part.value.strip() != action.was.strip():
        raise Unclear("not_there", was=action.was, now=part.value)


def _added_key(project: Project, action: Action, where: _Where) -> tuple[Operation, ...]:
    key, *below = where.missing
    model = _model(project, action.document, action.at[: len(action.at) - len(where.missing)])
    known = keys_of(model) if model is not None else []
    if not isinstance(key, str) or key not in known:
        raise Unclear("no_key", path=".".join(map(str, action.at)), step=key, known=", ".join(known))
    value = action.value
    if isinstance(value, str) and action.language not in ("", project.languages[0]):
        value = {action.language: value}
    for step in reversed(below):
        value = [value] if step == 0 else {step: value}
    part = where.part
    if part.value is not None and model is not None and model.short:
        return (Replace(where.path, {model.short: part.value, key: value}),)
    return (Put(where.path, key, value, tuple(known[known.index(key) + 1 :])),)


def _add(project: Project, action: Action, where: _Where) -> tuple[Operation, ...]:
    """A new item of a list. The last step of the place is where it comes; a list that is not written yet begins with it."""
    *_, index = action.at
    listed = _where(project, Action("add", action.document, action.at[:-1]), where.root)
    if not isinstance(index, int):
        raise Unclear("no_place", path=".".join(map(str, action.at)), step=index, known="")
    values = action.value if isinstance(action.value, list) else [action.value]
    if listed.missing:
        return _added_key(project, Action("set", action.document, action.at[:-1], values), listed)
    part = listed.part
    if part.items is not None or part.missing:
        at = min(index, len(part.items or ()))
        return tuple(Insert(listed.path, at + number, value) for number, value in enumerate(values))
    # One value where a list may stand.
    whole = [part.said, *values] if index else [*values, part.said]
    return (Replace(listed.path, whole),)


def _remove(_: Project, action: Action, where: _Where) -> tuple[Operation, ...]:
    """An item or a key goes; with the last item of a list the list."""
    if where.missing or not where.path:
        raise Unclear("no_place", path=".".join(map(str, action.at)), step=where.missing[0] if where.missing else "", known="")
    path = where.path
    holder = where.root.at(path[:-1])
    if holder.items is not None and len(holder.items) == 1 and len(path) > 1 and isinstance(path[-2], str):
        return (Delete(path[:-1]),)
    return (Delete(path),)


def _move(project: Project, action: Action, where: _Where) -> tuple[Operation, ...]:
    """An item goes to another place of its list, or into another list."""
    if where.missing or not isinstance(where.path[-1], int):
        raise Unclear("no_item", path=".".join(map(str, action.at)), step=action.at[-1], known="")
    if isinstance(action.to, int):
        return (Move(where.path[:-1], where.path[-1], action.to),)
    if not action.to:
        raise Unclear("no_place", path="", step="to", known="")
    value = where.part.said
    added = _add(project, Action("add", action.document, tuple(action.to), value), where)
    removed = _remove(project, action, where)
    if tuple(action.to)[: len(action.at)] == action.at:
        raise Unclear("into_itself", path=".".join(map(str, action.at)))
    # The first must leave the place of the second as it is: an item that comes before moves what stands behind it in the same list.
    target = added[0].path
    return (*removed, *added) if where.path[: len(target)] == target else (*added, *removed)


#: What can be done -> the operations that do it.
ACTIONS: Mapping[str, Callable[[Project, Action, _Where], tuple[Operation, ...]]] = {"set": _set, "add": _add, "remove": _remove, "move": _move}


def fields_at(project: Project, document: str, at: Path) -> tuple[str, ...]:
    """The keys that may stand in the group at a place, in their order; none where no group stands."""
    model = _model(project, document, at)
    return tuple(key for key in keys_of(model) if field_of(model, key) is not None) if model is not None else ()


def written_at(project: Project, document: str, at: Path) -> Any:
    """What stands in the text at a place, as values; None where nothing is written. Raises Unclear, CannotEdit."""
    return written_in(project, document)(at)


def written_in(project: Project, document: str) -> Callable[[Path], Any]:
    """`written_at` for many places of one document, whose text is read once."""
    root = parse(Draft(project.sources).text(file_of(project, document)))

    def at(place: Path) -> Any:
        where = _where(project, Action("", document, place), root)
        return None if where.missing else where.part.said

    return at
