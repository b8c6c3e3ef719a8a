"""What a turtle says: a process gathered into six legs and a body, in one language. Knows neither sizes nor places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from procdocs.diagnostics import Span
from procdocs.diagrams.ends import end_chip, plain, unit_name
from procdocs.diagrams.text import Chip
from procdocs.languages import words
from procdocs.project import Project, natural
from procdocs.project.names import cited_title, numbered, place_of_number
from procdocs.schema import Process
from procdocs.schema.process import Cited, Input, Measure, Output, Person, Resource
from procdocs.source.address import Address

LEGS = ("what", "who", "input", "output", "how", "measure")
#: The lists of a process that the legs show.
FIELDS = {"what": "resources", "who": "people", "input": "inputs", "output": "outputs", "how": "documents", "measure": "measures", "risks": "risks"}


class Item(NamedTuple):
    """An entry of a leg: its text, the tags behind it, what it leads to, its place in the file."""

    text: str
    chips: tuple[Chip, ...] = ()
    target: str = ""
    span: Span = Span("")
    #: Its number in the leg, counted over all sheets.
    number: int = 0
    at: Address | None = None


@dataclass(frozen=True)
class Content:
    """All texts of one turtle, or of one sheet of it."""

    id: str
    type: str
    language: str
    name: str
    owner: str
    departments: str
    purpose: str
    clauses: str
    #: Main steps with their numbers.
    steps: tuple[tuple[int, str], ...]
    legs: Mapping[str, tuple[Item, ...]]
    #: Risks and opportunities; None where they are not wanted.
    risks: tuple[Item, ...]
    span: Span
    #: The two upper legs from left to right.
    upper: tuple[str, str] = ("what", "who")


def content_of(project: Project, process: Process, language: str) -> Content:
    """The texts of a process as its turtle shows them. Empty parts are empty strings and tuples."""
    options = project.settings.turtle
    say = words(language)
    separator = say("list_separator")
    return Content(
        id=process.id,
        type=process.type,
        language=language,
        name=plain(project.say(process.name, language)) or process.id,
        owner=unit_name(project, process.owner, language),
        departments=separator.join(unit_name(project, id, language) for id in process.departments if id != process.owner),
        purpose=project.say(process.purpose, language),
        clauses=_clauses(process) if options is None or options.clauses else "",
        steps=tuple(enumerate((project.say(step, language) for step in process.steps), 1)),
        legs=_legs(project, process, language),
        risks=_numbered(process, "risks", (Item(project.say(risk.name, language), span=risk.span()) for risk in process.risks)) if options is None or options.risks else (),
        span=process.span(),
        upper=("who", "what") if options is not None and options.upper == "people-resources" else ("what", "who"),
    )


def _legs(project: Project, process: Process, language: str) -> dict[str, tuple[Item, ...]]:
    found = {
        "what": (_resource(project, resource, language) for resource in process.resources),
        "who": (_person(project, person, language) for person in process.people),
        "input": (_flow(project, item, item.source, language) for item in process.inputs),
        "output": (_flow(project, item, item.to, language) for item in process.outputs),
        "how": (_cited(project, cited, language) for cited in process.documents),
        "measure": (_measure(project, measure, language) for measure in process.measures),
    }
    return {leg: _numbered(process, FIELDS[leg], items) for leg, items in found.items()}


def _numbered(process: Process, field: str, items: Iterable[Item]) -> tuple[Item, ...]:
    """The items with number and address; `field` is the list of the process they stand in."""
    return tuple(item._replace(number=number, at=Address(process.id, (field, number - 1))) for number, item in enumerate(items, 1))


def _flow(project: Project, item: Input | Output, ends: tuple[str, ...], language: str) -> Item:
    chips = (*_document_chip(project, item.document), *(end_chip(project, end, language) for end in ends))
    return Item(project.say(item.name, language), chips, span=item.span())


def _resource(project: Project, resource: Resource, language: str) -> Item:
    chips = (*_document_chip(project, resource.document), *(end_chip(project, end, language) for end in resource.source))
    return Item(project.say(resource.name, language), chips, span=resource.span())


def _person(project: Project, person: Person, language: str) -> Item:
    role = project.roles.get(person.role)
    who = unit_name(project, person.role, language) if person.role else project.say(person.name, language)
    competence = person.competence or (role.competence if role is not None else None)
    said = who + words(language)("colon") + project.say(competence, language) if competence is not None else who
    return Item(said, tuple(end_chip(project, end, language) for end in person.source), span=person.span())


def _cited(project: Project, cited: Cited, language: str) -> Item:
    return Item(numbered(cited.number_text(), cited_title(project, cited, language)), target=place_of_number(project, cited.number), span=cited.span())


def _measure(project: Project, measure: Measure, language: str) -> Item:
    said = project.say(measure.name, language)
    target = project.say(measure.target, language)
    if target:
        said += " " + target
    if measure.every is not None:
        said += words(language)("turtle.every").format(every=project.say(measure.every, language))
    return Item(said, span=measure.span())


def _document_chip(project: Project, number: str) -> tuple[Chip, ...]:
    if not number:
        return ()
    return (Chip(number, "document", place_of_number(project, number)),)


def _clauses(process: Process) -> str:
    return "; ".join(f"{standard_name(standard)} {', '.join(sorted(dict.fromkeys(clauses), key=natural))}" for standard, clauses in process.clauses.items() if clauses)


def standard_name(id: str) -> str:
    """How a clause set is called in print: `iso9001-2015` is ISO 9001; what has another form is called by its id."""
    found = re.fullmatch(r"(iso|iatf)(\d+)(?:-\d{4})?", id)
    return f"{found[1].upper()} {found[2]}" if found else id
