"""Where customer-specific requirements come from: the document of the external list that their `reference:` names. Pure; judges nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from procdocs.project.numbers import number_key, searched, stands_in
from procdocs.project.spelling import normalised
from procdocs.schema.control import Control
from procdocs.schema.registers import CustomerRequirement, ListedDocument

if TYPE_CHECKING:
    from procdocs.project.model import Project

#: Behind the title of a document: the part of it that is meant.
_PART_OF_IT = re.compile(
    r"第\s*[\d一二三四五六七八九十.]+\s*[章节条款项部页]|附件|附录|附表|条款|§|\b(?:section|chapter|clause|annex|appendix|sec\.|part|page)\b|abschnitt|kapitel|anhang|제\s*\d",
    re.IGNORECASE,
)
_YEAR_BEHIND = re.compile(r"(?<=\d)\s*[-‐-―－:：/ ]\s*(?:19|20)\d\d\s*$")
#: Titles of fewer characters are words of any text.
_SHORTEST_TITLE = 4


class Source(NamedTuple):
    """A document that asks for something: a row of the lists, or the control data of a file."""

    number: str
    title: str
    listed: ListedDocument | Control

    @property
    def is_external(self) -> bool:
        """Whether it is of outside origin."""
        return self.listed.type == "external" if isinstance(self.listed, ListedDocument) else self.listed.origin == "external"

    @property
    def edition(self) -> str:
        """Its edition; a year in its number or title is one."""
        return self.listed.revision or self.year

    @property
    def year(self) -> str:
        """The year that its number, title or edition names; "" for none."""
        hit = re.search(r"(?<!\d)(19|20)\d\d(?!\d)", f"{self.number} {self.title} {self.listed.revision}")
        return hit.group() if hit else ""


def requirements(project: Project) -> Iterator[CustomerRequirement]:
    """The customer-specific requirements, in the order of the registers."""
    for register in project.registers:
        yield from register.customer_requirements


def sourced(project: Project) -> Iterator[tuple[CustomerRequirement, Source | None]]:
    """Every requirement with the document that its `reference:` names by number or title; None where no list has it."""
    wanted = tuple(requirements(project))
    if not wanted:
        return
    # A standard is named without the year of its edition too.
    keyed = ((source, {number_key(source.number), number_key(_YEAR_BEHIND.sub("", source.number))}) for source in _documents(project))
    known = [(key, _titles(source), source) for source, keys in keyed for key in keys]
    for requirement in wanted:
        references = list(requirement.reference.by_language.values()) if requirement.reference else []
        yield requirement, next((source for said in references if (source := _named(said, known)) is not None), None)


def _documents(project: Project) -> Iterator[Source]:
    first = project.languages[0]
    for register in project.registers:
        for row in register.documents:
            yield from (Source(number, row.title.say(first, first), row) for number, _ in row.all_numbers())
    for document in project.documents:
        control = document.document
        if control is not None and control.number:
            yield Source(control.number, project.say(control.title, first) or project.name_of(document, first), control)


def _titles(source: Source) -> tuple[str, ...]:
    said = source.listed.title.by_language.values() if source.listed.title else (source.title,)
    return tuple(title for one in said if len(title := normalised(one)) >= _SHORTEST_TITLE)


def _named(reference: str, known: list[tuple[str, tuple[str, ...], Source]]) -> Source | None:
    """The document that a reference names: by its number, by its title within the reference, or where it says less than the whole title."""
    numbers, words = searched(reference), normalised(reference)
    by_number = max((one for one in known if len(one[0]) > 1 and stands_in(one[0], numbers)), key=lambda one: len(one[0]), default=None)
    if by_number is not None:
        return by_number[2]
    front = normalised(_PART_OF_IT.split(reference, maxsplit=1)[0])
    # 供应商质量手册 of a customer is not the company's own 质量手册.
    titled = [(title, source) for _, titles, source in known for title in titles if title == front or (title in words and source.is_external)]
    if titled:
        return max(titled, key=lambda pair: (pair[1].is_external, len(pair[0])))[1]
    within = (source for _, titles, source in known for title in titles if len(front) >= _SHORTEST_TITLE and front in title and source.is_external)
    return next(within, None)
