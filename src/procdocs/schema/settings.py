"""`procdocs.yaml`: the organisation, its languages, standards, departments, roles and defaults."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Literal

from pydantic import field_validator
from pydantic_core import PydanticCustomError

from procdocs.schema.base import LANGUAGE, Flag, Id, Many, Naming, Part, Plain, Text
from procdocs.schema.control import ControlDefaults
from procdocs.schema.sop import Sections
from procdocs.schema.synonyms import SYNONYMS


class Organisation(Part):
    """Who the system belongs to."""

    short: ClassVar[str] = "name"
    name: Text
    short_name: Text | None = None
    system: Text | None = None
    address: Text | None = None
    logo: Plain = ""


class Department(Part):
    """A department (归口部门, 配合部门); `parent` builds the organisation chart."""

    naming: ClassVar[Naming] = {"parent": "department"}
    id: Id
    name: Text
    head: Text | None = None
    parent: Plain = ""
    duties: Text | None = None


class Role(Part):
    """A role that people fill; steps and turtles name it."""

    naming: ClassVar[Naming] = {"department": "department"}
    id: Id
    name: Text
    department: Plain = ""
    competence: Text | None = None


class Party(Part):
    """Somebody outside who gives or receives: a particular customer, a laboratory, a bank."""

    id: Id
    name: Text
    type: Literal["customer", "supplier", "authority", "other"] = "other"


class Theme(Part):
    """How the output looks."""

    accent: Plain = ""
    font: Many[Plain] = ()
    paper: Literal["A4", "letter"] = "A4"
    embed_font: Flag = False
    process_pages: Literal["landscape", "portrait"] = "landscape"
    wide: Literal["a4", "a3"] = "a4"
    private_characters: Literal["stop", "mark"] = "stop"

    @field_validator("accent")
    @classmethod
    def _check_accent(cls, accent: str) -> str:
        if accent and not re.fullmatch("#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})", accent):
            raise PydanticCustomError("colour_form", "`{key}` is no colour", {"key": accent})
        return accent


class PrintOptions(Part):
    """What is printed on paper."""

    neighbours: Flag = False
    copies: Literal["controlled", "uncontrolled"] | None = None


class TurtleOptions(Part):
    """Options of the turtle diagrams."""

    upper: Literal["resources-people", "people-resources"] = "resources-people"
    risks: Flag = True
    clauses: Flag = True


class Symbols(Part):
    """Signs of the responsibility matrix."""

    lead: Plain = "■"
    main: Plain = "▲"
    part: Plain = "△"


class Chapter(Part):
    """A chapter of the manual: documents by id, or one of the groups that are collected by themselves."""

    naming: ClassVar[Naming] = {"contents": "content"}
    title: Text
    contents: Many[Plain]


class Settings(Part):
    """The whole of `procdocs.yaml`."""

    organisation: Organisation
    languages: Many[Plain] = ("zh",)
    standards: Many[Plain] = ()
    departments: Many[Department] = ()
    roles: Many[Role] = ()
    parties: Many[Party] = ()
    document: ControlDefaults | None = None
    theme: Theme | None = None
    print: PrintOptions | None = None
    turtle: TurtleOptions | None = None
    symbols: Symbols | None = None
    chapters: Many[Chapter] = ()
    tags: Flag = False
    retention_minimum: Plain = ""
    sections: Many[Plain] = ()
    synonyms: Many[Plain] = ()

    @field_validator("synonyms")
    @classmethod
    def _check_synonyms(cls, synonyms: tuple[str, ...]) -> tuple[str, ...]:
        for line in synonyms:
            if sum(bool(word.strip()) for word in re.split("[=＝]", line)) < 2:
                raise PydanticCustomError("synonyms_form", "`{key}` names no two words", {"key": line})
        return synonyms

    @field_validator("sections")
    @classmethod
    def _check_sections(cls, sections: tuple[str, ...]) -> tuple[str, ...]:
        usual = tuple(Sections.model_fields)
        for section in sections:
            if meant := next((one for one in SYNONYMS.get(section, ()) if one in usual), ""):
                raise PydanticCustomError("section_name", "`{value}` is no section", {"value": section, "nearest": meant, "choices": ", ".join(usual), "choices_of": "sections"})
        return sections

    @field_validator("languages")
    @classmethod
    def _check_languages(cls, languages: tuple[str, ...]) -> Any:
        for at, language in enumerate(languages):
            if language in languages[:at]:
                raise PydanticCustomError("language_twice", "`{key}` stands twice", {"key": language})
            if not LANGUAGE.fullmatch(language):
                raise PydanticCustomError("text_language", "`{key}` is not a language code", {"key": language})
        return languages or ("zh",)
