"""Says things of a project in one language: texts with their fallback marked, names of ends, departments, roles and documents."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from procdocs.languages import Words, words
from procdocs.manual.recall import Recall
from procdocs.manual.rich import Foreign, Inline, Ref, Rich
from procdocs.project import Project, names
from procdocs.schema import Document, Process, Text
from procdocs.schema.numbered import Numbered
from procdocs.schema.process import Cited, Record

T = TypeVar("T")


@dataclass(frozen=True)
class Voice:
    """A project and the language it is printed in."""

    project: Project
    language: str
    #: What remembers parts of a composition; None makes them each time.
    recall: Recall | None = None

    def once(self, key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        """What `make` gives, made once for all entries that ask for it. It may depend on the project as this voice knows it, and on the key."""
        return make() if self.recall is None else self.recall((self.language, *key), make)

    @cached_property
    def words(self) -> Words:
        """Fixed words of the language."""
        return words(self.language)

    @property
    def first(self) -> str:
        """The project's default language."""
        return self.project.languages[0]

    def text(self, text: Text | None) -> str:
        """An authored text, whatever language it falls back to; "" for none."""
        return text.say(self.language, self.first) if text is not None else ""

    def foreign(self, text: Text | None) -> str:
        """The language a text falls back to, or "" if it is written in ours."""
        if text is None:
            return ""
        given = text.language_for(self.language, self.first)
        return "" if given == self.language else given

    def say(self, text: Text | None) -> Rich:
        """An authored text for printing, marked where it is in another language."""
        said = self.text(text)
        if not said:
            return ()
        other = self.foreign(text)
        return (Foreign(said, other),) if other else (said,)

    def join(self, parts: Iterable[Rich]) -> Rich:
        """Parts with the language's list separator between them."""
        out: list[Inline] = []
        for part in parts:
            if out and part:
                out.append(self.words("list_separator"))
            out.extend(part)
        return tuple(out)

    def end_name(self, end: str) -> str:
        """Name of where something comes from or goes to: a process id stays an id, parties are named."""
        return end if end in self.project.process_by_id else names.end_name(self.project, end, self.language)

    def end(self, end: str) -> Rich:
        """A giver or receiver as a chip, linked if it is a process."""
        process = self.project.process_by_id.get(end)
        if process is not None:
            return (Ref(end, end, process.type),)
        return (Ref(self.end_name(end), "", "outside"),)

    def ends(self, ends: Iterable[str]) -> Rich:
        """Several givers or receivers."""
        out: list[Inline] = []
        for end in ends:
            out.extend((" ", *self.end(end)) if out else self.end(end))
        return tuple(out)

    def department(self, id: str) -> str:
        """Name of a department, or of a role where one may stand for it; `all` means every department."""
        return names.unit_name(self.project, id, self.language)

    def departments(self, ids: Iterable[str]) -> str:
        """Names of departments."""
        return self.words("list_separator").join(self.department(id) for id in ids)

    def who(self, id: str) -> str:
        """Name of a role, department or party, whichever the id means."""
        return id if id in self.project.process_by_id else names.actor_name(self.project, id, self.language)

    def number(self, number: str) -> Rich:
        """A document or record number, linked if a file of the project carries it, or to the register that lists it."""
        place = names.place_of_number(self.project, number)
        return (Ref(number, place),) if place else (number,) if number else ()

    def numbers(self, part: Numbered) -> Rich:
        """The number of a part, linked; where sites have their own, each with its site."""
        if not part.numbers:
            return self.number(part.number)
        return self.join((*self.number(number), f" ({site})") for site, number in part.numbers.items())

    def title_of_number(self, number: str) -> str:
        """Title of the document or record with this number, from its file or a register; "" if nobody knows it."""
        return names.title_of_number(self.project, number, self.language)

    def cited(self, cited: Cited) -> Rich:
        """A cited document: number and title."""
        title = names.cited_title(self.project, cited, self.language)
        return (*self.numbers(cited), *((" ",) if cited.number and title else ()), *((title,) if title else ()))

    def record(self, record: Record) -> Rich:
        """A record: number and name."""
        name = names.record_name(self.project, record, self.language)
        return (*self.numbers(record), *((" ",) if record.number and name else ()), *((name,) if name else ()))

    def title(self, document: Document) -> str:
        """Title of a document of the project."""
        return self.project.name_of(document, self.language)

    def process_chip(self, process: Process) -> Rich:
        """Id and name of a process, linked."""
        return (Ref(process.id, process.id, process.type), " ", Ref(self.title(process), process.id))
