"""Differences between two parts of the same model, field by field; knows no kind of document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from procdocs.comparing.change import ADDED, CHANGED, MOVED, REMOVED, RENAMED, Change, Step
from procdocs.comparing.identity import id_of, name_of, pairs
from procdocs.schema.base import Part, Text

#: The settings are no document; their changes bear the name of the file.
SETTINGS = "procdocs.yaml"
_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?")
#: Fields by which an item is called: another value is another name.
_NAMES = ("id", "name", "title", "term", "number")


@dataclass(frozen=True, slots=True)
class Comparison:
    """In which document, in which language (`first` where this says nothing), and the ids that are other ones now."""

    document: str
    title: str
    language: str
    first: str
    ids: Mapping[str, str]

    def parts(self, old: Part, new: Part, way: tuple[Step, ...] = ()) -> Iterator[Change]:
        """Every difference between two parts of one model."""
        for name, info in type(new).model_fields.items():
            before, after = getattr(old, name), getattr(new, name)
            if before != after:
                yield from self._values(before, after, (*way, Step(info.alias or name)), name)

    def _values(self, old: Any, new: Any, way: tuple[Step, ...], name: str) -> Iterator[Change]:
        if isinstance(old, Part) and isinstance(new, Part):
            yield from self.parts(old, new, way)
        elif isinstance(old, Part) or isinstance(new, Part):
            yield from self._given(old, new, way)
        elif isinstance(old, tuple) and isinstance(new, tuple):
            yield from self.lists(old, new, way)
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            for key in dict.fromkeys((*old, *new)):
                if old.get(key) != new.get(key):
                    yield from self._values(old.get(key, ()), new.get(key, ()), (*way[:-1], Step(way[-1].key, str(key), str(key))), name)
        elif isinstance(old, Text) or isinstance(new, Text):
            yield from self._texts(old, new, way, name)
        else:
            own = name == "id" and (len(way) == 1 or self.document == SETTINGS)
            before = _word(old) if own else self._now(_word(old))
            if before != _word(new):
                yield self._changed(before, _word(new), way, name)

    def _given(self, old: Part | None, new: Part | None, way: tuple[Step, ...]) -> Iterator[Change]:
        """A group of values where none was, or none where one was: value by value against an empty one."""
        given = new or old
        assert given is not None
        for name, info in type(given).model_fields.items():
            said = getattr(given, name)
            if said not in (None, "", (), {}) and said != info.default:
                empty: Any = () if isinstance(said, tuple) else {} if isinstance(said, Mapping) else None
                before, after = (empty, said) if new is not None else (said, empty)
                yield from self._values(before, after, (*way, Step(info.alias or name)), name)

    def _texts(self, old: Any, new: Any, way: tuple[Step, ...], name: str) -> Iterator[Change]:
        """A text: one change for all languages; where only a translation changed, this one."""
        before, after = self._said(old), self._said(new)
        if self.ids:
            before = _ID.sub(lambda hit: self._now(hit.group()), before)
        if before != after:
            yield self._changed(before, after, way, name)
            return
        for language in dict.fromkeys(language for one in (old, new) if isinstance(one, Text) for language in one.by_language):
            mine, theirs = (one.by_language.get(language, "").strip() if isinstance(one, Text) else "" for one in (old, new))
            if mine != theirs:
                yield Change(CHANGED, self.document, self.title, way, mine, theirs, language=language)

    def _changed(self, before: str, after: str, way: tuple[Step, ...], name: str) -> Change:
        item = len(way) > 1 and bool(way[-2].item or way[-2].name)
        kind = RENAMED if name in _NAMES and before and after and (item or len(way) == 1) else CHANGED
        return Change(kind, self.document, self.title, way, before, after)

    def lists(self, old: tuple[Any, ...], new: tuple[Any, ...], way: tuple[Step, ...]) -> Iterator[Change]:
        """Every difference between two lists that stand under the last key of the way."""
        if not any(isinstance(one, Part | Text) for one in (*old, *new)):
            yield from self._words(tuple(self._now(_word(one)) for one in old), tuple(map(_word, new)), way)
            return
        found = pairs(old, new, self.language, self.first, self.ids)
        for before in found.removed:
            yield Change(REMOVED, self.document, self.title, self._at(way, old[before], before), old=self._name(old[before]))
        for after in found.added:
            yield Change(ADDED, self.document, self.title, self._at(way, new[after], after), new=self._name(new[after]))
        for before, after in found.same:
            here = self._at(way, new[after], after)
            if after in found.moved:
                yield Change(MOVED, self.document, self.title, here, str(before + 1), str(after + 1))
            if isinstance(new[after], Part) and isinstance(old[before], Part):
                yield from self.parts(old[before], new[after], here)
            elif old[before] != new[after]:
                yield from self._texts(old[before], new[after], here, "")

    def _words(self, old: tuple[str, ...], new: tuple[str, ...], way: tuple[Step, ...]) -> Iterator[Change]:
        went = tuple(one for one in old if one not in new)
        came = tuple(one for one in new if one not in old)
        if went or came:
            yield Change(CHANGED, self.document, self.title, way, went, came)
        elif old != new:
            yield Change(MOVED, self.document, self.title, way, old, new)

    def _at(self, way: tuple[Step, ...], item: Any, place: int) -> tuple[Step, ...]:
        known = id_of(item) if isinstance(item, Part) else ""
        name = self._name(item)
        return (*way[:-1], Step(way[-1].key, known or (name if len(name) <= 40 and "\n" not in name else str(place)), name))

    def _now(self, word: str) -> str:
        """A word of the older version; what is an id that is another one now, as this."""
        return self.ids.get(word, word)

    def _name(self, item: Any) -> str:
        return name_of(item, self.language, self.first)

    def _said(self, text: Any) -> str:
        said = text.say(self.language, self.first) if isinstance(text, Text) else _word(text)
        return "\n".join(line.rstrip() for line in said.strip().split("\n"))


def _word(value: Any) -> str:
    """A value that is no text, as it is written; "" for nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None or isinstance(value, tuple | Mapping) else str(value)
