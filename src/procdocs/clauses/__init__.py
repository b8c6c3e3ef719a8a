"""Clause sets of standards: numbers and short titles, as dated data files. An edition is one file `clauses/ID.yaml`.

Nothing here knows of projects; what a project makes of the clauses is the business of the checks and of the matrices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from procdocs.source.reader import read

#: No standard numbers deeper; what is no number of a clause may have thousands of points.
_DEEPEST = 10


@dataclass(frozen=True)
class ClauseSet:
    """The clauses of one edition of a standard, in the order of the standard."""

    id: str
    #: The standard as it is quoted, such as `ISO 9001:2015`.
    name: str
    #: Day of issue, as `2015-09-15`.
    date: str
    #: What all editions of the standard share, such as `iso9001`.
    family: str
    #: Number -> titles by language. Without the clauses of `parent`.
    clauses: Mapping[str, Mapping[str, str]]
    #: Clauses that ask for a documented process.
    documented: frozenset[str] = frozenset()
    #: Clauses that may be cited, but are not asked for one by one.
    parts: frozenset[str] = frozenset()
    #: Clauses below which requirements can be declared not applicable; empty where nothing is known of it.
    excludable: tuple[str, ...] = ()
    #: Clauses among those that all the same cannot.
    never: frozenset[str] = frozenset()
    #: Clauses that speak only to those who have their matter, such as software or a warranty; without it nothing is left out.
    conditional: frozenset[str] = frozenset()
    #: Clauses that hold others, and ask for something themselves beside them.
    asking: frozenset[str] = frozenset()
    #: Clauses that top management itself answers for, with all below them.
    leadership: tuple[str, ...] = ()
    #: Id of the clause set that this one builds on; empty if it stands alone.
    parent: str = ""
    #: How the codes quote this edition (`ISO 9001`); empty where they quote none of its numbers.
    quoted: str = ""

    @cached_property
    def headings(self) -> frozenset[str]:
        """Clauses that only hold others that are asked for; nobody audits a heading."""
        above = {head for number in self.clauses if number not in self.parts for head in ancestors(number)}
        return frozenset(number for number in self.clauses if number in above and number not in self.asking)

    @cached_property
    def auditable(self) -> tuple[str, ...]:
        """The clauses that a system answers to one by one, in order: no headings, no parts."""
        return tuple(number for number in self.clauses if number not in self.parts and number not in self.headings)

    def has(self, number: str) -> bool:
        """Whether the clause exists in this set or in the one it builds on."""
        return number in self.clauses or (bool(self.parent) and (parent := clause_set(self.parent)) is not None and parent.has(number))

    def may_be_excluded(self, number: str) -> bool:
        """Whether a requirement can usually be declared not applicable; a whole chapter cannot."""
        within = (number, *ancestors(number))
        if not self.excludable or not self.conditional.isdisjoint(within):
            return True
        return "." in number and any(one in self.excludable for one in within) and self.never.isdisjoint(within)

    def kept_below(self, number: str) -> tuple[str, ...]:
        """Clauses below this one that cannot be declared not applicable together with it."""
        return tuple(one for one in self.clauses if one in self.never and number in ancestors(one))

    def is_led_from_the_top(self, number: str) -> bool:
        """Whether top management answers for a clause."""
        return any(one in self.leadership for one in (number, *ancestors(number)))

    def title(self, number: str, language: str) -> str:
        """Short title in a language, else in English; empty for a clause that does not exist."""
        titles = self.clauses.get(number)
        if titles is None:
            parent = clause_set(self.parent) if self.parent else None
            return parent.title(number, language) if parent else ""
        return titles.get(language) or titles.get(language.split("-", maxsplit=1)[0]) or titles.get("en", "")


def ancestors(number: str) -> tuple[str, ...]:
    """The numbers above a clause, nearest first: 8.5.1 and 8.5 and 8 for 8.5.1.1."""
    pieces = number.split(".", _DEEPEST)
    return tuple(".".join(pieces[:length]) for length in range(len(pieces) - 1, 0, -1))


@cache
def clause_set(name: str) -> ClauseSet | None:
    """The clause set `name`, such as `iso9001-2015`; None if there is no such file."""
    if name not in known():
        return None
    file = files(__package__) / f"{name}.yaml"
    node, mistakes = read(f"{name}.yaml", file.read_bytes())
    assert node is not None and not mistakes, mistakes
    content = node.plain_value()
    return ClauseSet(
        id=content["id"],
        name=content["name"],
        date=content["date"],
        family=content["family"],
        clauses=content["clauses"],
        documented=frozenset(content.get("documented", ())),
        parts=frozenset(content.get("parts", ())),
        excludable=tuple(content.get("excludable", ())),
        never=frozenset(content.get("never", ())),
        conditional=frozenset(content.get("conditional", ())),
        asking=frozenset(content.get("asking", ())),
        leadership=tuple(content.get("leadership", ())),
        parent=content.get("parent", ""),
        quoted=content.get("quoted", ""),
    )


def citation(quoted: str, standards: Iterable[str]) -> str:
    """Of the clauses that a code quotes (`ISO 9001 4.4.1 e; IATF 16949 5.1.1.3`), those of the given editions and of what they build on.

    All of them where no edition is named, "" where none of them fits: the numbers of another edition or standard mean something else.
    """
    names = tuple(_quoted(standards))
    return quoted if names == () else "; ".join(one for one in quoted.split("; ") if one.startswith(tuple(filter(None, names))))


def _quoted(standards: Iterable[str]) -> Iterator[str]:
    for standard in standards:
        name: str = standard
        while name:
            edition = clause_set(name)
            yield edition.quoted if edition else ""
            name = edition.parent if edition else ""


@cache
def known() -> tuple[str, ...]:
    """Ids of the clause sets there are, sorted."""
    return tuple(sorted(file.name.removesuffix(".yaml") for file in files(__package__).iterdir() if file.name.endswith(".yaml")))
