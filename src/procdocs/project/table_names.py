"""What lists call the things of a project: departments, roles, standards and signs by their words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from procdocs.languages import spoken, words
from procdocs.project.model import normalised
from procdocs.project.table_heads import SIGNS, STATES, TYPES
from procdocs.schema import Settings
from procdocs.schema.settings import Department, Role, Symbols


@dataclass(frozen=True)
class Names:
    """Words of the project that lists use instead of ids."""

    settings: Settings

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """Ids of departments, then roles, then departments by the position of their heads: by normalised name in any language, and by themselves."""
        heads = {normalised(name): one.id for one in self.settings.departments if one.head is not None for name in one.head.by_language.values()}
        roles = {normalised(name): role.id for role in self.settings.roles for name in (role.id, *role.name.by_language.values())}
        return {**heads, **roles, **self.departments}

    @cached_property
    def departments(self) -> Mapping[str, str]:
        """Ids of departments by normalised name, and by themselves."""
        return {normalised(name): one.id for one in self.settings.departments for name in (one.id, *one.name.by_language.values())}

    def near(self, name: str) -> str:
        """The name of a department or role that begins or ends like this one (`行政` and `行政科`); "" if there is none."""
        wanted = normalised(name)
        units: tuple[Department | Role, ...] = (*self.settings.departments, *self.settings.roles)
        called = (text for unit in units for text in unit.name.by_language.values())
        return next((text for text in called if len(wanted) > 1 and (normalised(text).startswith(wanted) or wanted.startswith(normalised(text)))), "")

    @cached_property
    def standards(self) -> Mapping[str, str]:
        """Ids of the project's standards by their letters and digits."""
        return {bare(standard): standard for standard in self.settings.standards}

    @cached_property
    def signs(self) -> Mapping[str, str]:
        """Share by the sign in a department's column."""
        own = self.settings.symbols or Symbols()
        usual = {sign: share for share, signs in SIGNS.items() for sign in signs}
        return {**usual, own.part: "part", own.main: "main", own.lead: "lead"}

    @cached_property
    def types(self) -> Mapping[str, str]:
        """What the type of a document means in the words of every language, and in those of people."""
        return _choices(TYPES, (words(tag).labels["register"]["document_type"] for tag in spoken()))

    @cached_property
    def states(self) -> Mapping[str, str]:
        """The same for the status."""
        return _choices(STATES, (words(tag).labels["status"] for tag in spoken()))


def _choices(usual: Mapping[str, tuple[str, ...]], printed: Iterable[Mapping[str, str]]) -> dict[str, str]:
    found = {normalised(word): choice for choice, those in usual.items() for word in (choice, *those)}
    for labels in printed:
        found |= {normalised(str(said)): choice for choice, said in labels.items()}
    return found


def bare(text: str) -> str:
    """Letters and digits of a standard's name: `ISO 9001:2015` and `iso9001-2015` are the same."""
    return re.sub(r"[^0-9a-z]", "", text.casefold())
