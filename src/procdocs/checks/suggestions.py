"""What an author who named something unknown probably meant: its id instead of its name, a near id, or one of all. Judges nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from procdocs.checks.namespaces import suggestions
from procdocs.languages import spoken, words
from procdocs.project.model import BUILT_IN_PARTIES, Project, normalised
from procdocs.schema.base import Text, texts_of
from procdocs.schema.validate import nearest
from procdocs.source.text import INVISIBLE

#: So many ids are listed where none is near.
LISTED = 12
#: What Chinese keyboards write between the items of a list.
WIDE_COMMA = re.compile("[，、；]")
#: Names by which parties are called that every project has.
_CALLED = {
    "customer": ("顾客", "客户"),
    "supplier": ("供方", "供应商"),
    "authority": ("主管机关", "政府"),
    "all": ("全部", "所有", "各部门", "所有部门", "全公司", "全体", "各单位"),
}
#: Kinds of mention, and the attributes of a project under which the named things stand by id.
_NAMED = {
    "process": ("process_by_id",),
    "end": ("process_by_id", "parties"),
    "department": ("departments",),
    "department-or-role": ("departments", "roles"),
    "role": ("roles",),
    "anyone": ("roles", "departments", "parties"),
}


#: The folder and the ending of a file, where its name was written for a number.
_FILE_NAME = re.compile(r"^.*[\\/](?=.)|\.(?:docx?|xlsx?|pptx?|pdf|ya?ml|txt|wps|et)$", re.IGNORECASE)


class Suggestions:
    """For one kind of mention, what may be meant by an unknown name. `known` are the names that exist."""

    def __init__(self, project: Project, kind: str, known: Iterable[str]) -> None:
        self.known = list(known)
        self.numbers = kind in ("document", "record")
        self.codes = kind in ("process", "end", "process-or-chart")
        existing = set(self.known)
        named = [(name, id_) for name, id_ in _names(project, kind) if id_ in existing]
        self.by_name = {normalised(name): id_ for name, id_ in named}
        #: How a thing is called, by id: what stands in a list kept in Excel.
        self.called = {id_: name for name, id_ in reversed(named) if id_ != "all"}
        self._said: dict[str, Mapping[str, str]] = {}

    def written(self, name: str) -> Mapping[str, str]:
        """The same values in names instead of ids, for lists in which names are written."""
        values = self.values(name)
        choices = ", ".join(self.called.get(one, one) for one in self.known[:LISTED]) + (", …" if len(self.known) > LISTED else "")
        return {"nearest": self.called.get(values["nearest"], values["nearest"]), "called": "", "choices": choices}

    def values(self, name: str) -> Mapping[str, str]:
        """`nearest`: the id meant, or ""; `called`: its name in brackets, where it was named so; `choices`: ids that exist."""
        if name not in self._said:
            self._said[name] = self._look_up(name)
        return self._said[name]

    def _look_up(self, name: str) -> Mapping[str, str]:
        choices = ", ".join(self.known[:LISTED]) + (", …" if len(self.known) > LISTED else "")
        plain = unicodedata.normalize("NFKC", name).strip().strip(INVISIBLE)
        if plain != name and plain in self.known:
            return {"nearest": plain, "called": "", "choices": choices}
        meant = self.by_name.get(normalised(name), "")
        if meant:
            return {"nearest": meant, "called": f" ({name})", "choices": choices}
        called = self._called_alike(normalised(name))
        if called:
            return {"nearest": self.by_name[called], "called": f" ({self.called[self.by_name[called]]})", "choices": choices}
        if self.numbers:
            name = _FILE_NAME.sub("", name)
        near = nearest(name, self.known) if len(self._said) < suggestions(self.known) else ""
        if self.numbers and (_figures(near) != _figures(name) or near[:1].casefold() != name[:1].casefold()):
            near = ""  # one short number is like any other: following the hint would cite another document
        if self.codes and _figures(near) != _figures(name) and _figures(name):
            near = ""  # so is one code like any other: `C8` is not `C3`
        return {"nearest": near, "called": "", "choices": choices}

    def _called_alike(self, name: str) -> str:
        """The shortest name of something known that begins with this one, or is its beginning: 行政 and 行政科; "" if there is none."""
        if len(name) < 2 or len(self._said) >= suggestions(self.known):
            return ""
        alike = [known for known in self.by_name if known not in BUILT_IN_PARTIES and len(known) > 1 and (known.startswith(name) or name.startswith(known))]
        return min((one for one in alike if not one.isascii()), key=lambda one: (abs(len(one) - len(name)), one), default="")


def _figures(number: str) -> str:
    return "".join(letter for letter in number if letter.isdigit()).lstrip("0")


def _names(project: Project, kind: str) -> Iterator[tuple[str, str]]:
    """Names in every language, and the id of what is so called."""
    for attribute in _NAMED.get(kind, ()):
        things: Mapping[str, object] = getattr(project, attribute)
        for id_, thing in things.items():
            for text in (getattr(thing, "name", None), getattr(thing, "short_name", None)):
                yield from ((said, id_) for said in _every_language(text))
    if kind == "department-or-role":
        yield from ((said, "all") for said in (*_CALLED["all"], "everybody", "everyone", "alle", "전체"))
    if kind in ("end", "anyone"):
        for party in BUILT_IN_PARTIES:
            for said in (*_CALLED.get(party, ()), *(words(tag)(f"party.{party}") for tag in spoken())):
                yield said, party


def _every_language(text: object) -> Iterator[str]:
    for one in texts_of(text):
        assert isinstance(one, Text)
        yield from one.by_language.values()
