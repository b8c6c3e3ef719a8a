"""Two versions of a project against each other, document by document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from procdocs.comparing.affected import with_affected
from procdocs.comparing.change import ADDED, REMOVED, Change, Step
from procdocs.comparing.identity import pairs
from procdocs.comparing.parts import SETTINGS, Comparison
from procdocs.project.model import Project
from procdocs.schema import Document, Register
from procdocs.schema.models import nested

REGISTERS = "registers"


def compare(old: Project, new: Project, language: str = "", only: str = "") -> tuple[Change, ...]:
    """Every change from one version of a project to another, said in a language (the first of the new one if none is named).

    With `only`, those of one document by its id. Both must have been read without mistakes: what could not be read would seem to be gone.
    """
    language = language or new.languages[0]
    ids = _other_ids(old, new, language)
    changes = [*_settings(old, new, language, ids), *_documents(old, new, language, ids), *_registers(old, new, language, ids)]
    wanted = (one for one in changes if not only or one.document == only)
    return tuple(with_affected(one, old, new, ids) for one in wanted)


def _other_ids(old: Project, new: Project, language: str) -> dict[str, str]:
    """The ids of documents, departments, roles and parties that are others now: references to them are no changes of their own."""
    found: dict[str, str] = {}
    for before, after in (
        (old.documents, new.documents),
        (old.settings.departments, new.settings.departments),
        (old.settings.roles, new.settings.roles),
        (old.settings.parties, new.settings.parties),
    ):
        same = pairs(before, after, language, new.languages[0], {}).same
        found |= {before[one].id: after[other].id for one, other in same if before[one].id != after[other].id}
    return found


def _comparison(new: Project, language: str, ids: Mapping[str, str], document: str, title: str = "") -> Comparison:
    return Comparison(document, title, language, new.languages[0], ids)


def _settings(old: Project, new: Project, language: str, ids: Mapping[str, str]) -> Iterator[Change]:
    yield from _comparison(new, language, ids, SETTINGS).parts(old.settings, new.settings)


def _documents(old: Project, new: Project, language: str, ids: Mapping[str, str]) -> Iterator[Change]:
    found = pairs(old.documents, new.documents, language, new.languages[0], ids)
    same = [(old.documents[before], new.documents[after]) for before, after in found.same]
    # What is of another kind now is another document.
    apart = [(one, other) for one, other in same if type(one) is not type(other)]
    gone = [*(old.documents[before] for before in found.removed), *(one for one, _ in apart)]
    come = [*(new.documents[after] for after in found.added), *(other for _, other in apart)]
    yield from (_whole(REMOVED, old, document, language) for document in gone)
    yield from (_whole(ADDED, new, document, language) for document in come)
    for one, other in same:
        if type(one) is type(other) and one != other:
            yield from _comparison(new, language, ids, other.id, new.name_of(other, language)).parts(one, other)


def _whole(kind: str, project: Project, document: Document, language: str) -> Change:
    name = project.name_of(document, language)
    return Change(kind, document.id, name, (), *((name, "") if kind == REMOVED else ("", name)))


def _registers(old: Project, new: Project, language: str, ids: Mapping[str, str]) -> Iterator[Change]:
    """The lists of all registers together: in which file a row stands is no matter of theirs."""
    comparison = _comparison(new, language, ids, REGISTERS)
    for name, key in nested(Register):
        before, after = (_rows(project.registers, name) for project in (old, new))
        if before != after:
            yield from comparison.lists(before, after, (Step(key),))


def _rows(registers: Sequence[Register], name: str) -> tuple[Any, ...]:
    return tuple(row for register in registers for row in getattr(register, name))
