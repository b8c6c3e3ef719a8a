"""Edits of several files that stand or fall together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from procdocs.schema import KINDS, Register, Settings
from procdocs.schema.models import models_below
from procdocs.source.edit import CannotEdit, Operation, Patch, edited, patched
from procdocs.source.edit.tree import parse

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of files: their bytes before and after by path, relative to the project; None where there is no file."""

    before: Mapping[str, bytes | None] = field(default_factory=dict)
    after: Mapping[str, bytes | None] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not self.after


class Draft:
    """Texts of files under way. `sources` are the bytes of the files that may be edited, by path."""

    def __init__(self, sources: Mapping[str, bytes]) -> None:
        self._sources = sources
        self._texts: dict[str, str] = {}
        self._moved: dict[str, str] = {}
        self._gone: set[str] = set()

    def text(self, path: str) -> str:
        """The text of a file as it is now, without byte order mark. Raises CannotEdit for what is no text file of the project."""
        if path not in self._texts:
            try:
                self._texts[path] = self._sources[path].decode("utf-8").removeprefix(_MARK)
            except (KeyError, UnicodeDecodeError) as problem:
                raise CannotEdit(f"{path} is no text of the project") from problem
        return self._texts[path]

    def edit(self, path: str, *operations: Operation) -> None:
        """Carry out operations on a file, one after the other. Raises CannotEdit; the file is as it was then."""
        text = self.text(path)
        for operation in operations:
            text, _ = edited(text, operation, inline_keys())
        self._texts[path] = text

    def patch(self, path: str, patches: Iterable[Patch]) -> None:
        """Carry out patches whose places come from the reader; what they make must be read without mistakes, and hold as many values as before."""
        text = self.text(path)
        new = patched(text, patches)
        if _form(parse(new).said) != _form(parse(text).said):
            raise CannotEdit("the values would have another form")
        self._texts[path] = new

    def rewrite(self, path: str, text: str) -> None:
        """Give a file, perhaps a new one, a text that was made otherwise."""
        self._texts[path] = text

    def move(self, path: str, to: str) -> None:
        """Give a file another name. Raises CannotEdit if there is one of that name."""
        if to in self._sources or to in self._moved.values():
            raise CannotEdit(f"{to} is there already")
        self.text(path)
        self._moved[path] = to

    def remove(self, path: str) -> None:
        """Let a file go away. Raises CannotEdit for what is no text file of the project."""
        self.text(path)
        self._gone.add(path)

    def change(self) -> Change:
        """What has become of the files, without those that are as before."""
        before: dict[str, bytes | None] = {}
        after: dict[str, bytes | None] = {}
        for path, text in self._texts.items():
            old = self._sources.get(path)
            new = (_MARK if old is not None and old.startswith(_MARK.encode()) else "").encode() + text.encode("utf-8")
            to = self._moved.get(path, path)
            if path in self._gone:
                before[path], after[path] = old, None
            elif to != path:
                before[path], after[path], before[to], after[to] = old, None, None, new
            elif new != old:
                before[path], after[path] = old, new
        return Change(before, after)


def _form(value: Any) -> Any:
    """Keys and lengths of a value, without its texts."""
    if isinstance(value, dict):
        return {key: _form(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_form(one) for one in value]
    return value is None


@cache
def inline_keys() -> frozenset[str]:
    """The keys under which a list of ids or numbers stands in brackets."""
    models = models_below((*KINDS.values(), Register, Settings))
    return frozenset(info.alias or name for model in models for name, info in model.model_fields.items() if _holds_words(info.annotation))


def _holds_words(annotation: Any) -> bool:
    """Whether an annotation is a list of plain words."""
    stack = [annotation]
    while stack:
        one = stack.pop()
        if get_origin(one) is tuple:
            item = get_args(one)[0]
            return item is str or (get_origin(item) is Annotated and get_args(item)[0] is str)
        if get_origin(one) in (Annotated, Union, UnionType):
            stack.extend(get_args(one))
    return False
