"""Where documents and records are named by number. Only collects; whether a number exists is the checks' business."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, partial

from procdocs.manual.registers.cells import spaced
from procdocs.manual.rich import Ref, Rich
from procdocs.manual.voice import Voice
from procdocs.project import Project
from procdocs.project.numbers import ByNumber, number_key
from procdocs.schema import Document, Part
from procdocs.schema.models import nested
from procdocs.schema.numbered import Numbered

#: What an item names by a number.
BY_NUMBER = ("document", "record")


def citations(voice: Voice) -> Mapping[str, tuple[Document, ...]]:
    """The files of the project that name each number, a file's own number left out, in the order of the files."""
    found: dict[str, tuple[str, dict[str, Document]]] = {}
    for document in voice.project.documents:
        for number in voice.once(("numbers", document.id), partial(_named, voice.project, document.id)):
            found.setdefault(number_key(number) or number, (number, {}))[1][document.id] = document
    return ByNumber((number, tuple(documents.values())) for number, documents in found.values())


def _named(project: Project, id: str) -> tuple[str, ...]:
    """The numbers that a file names, each once."""
    return tuple(dict.fromkeys(_numbers(project.by_id[id])))


def refs(voice: Voice, documents: tuple[Document, ...]) -> Rich:
    """The files as a reader knows them, each leading there: what has a chip by its id, the others by their numbers."""
    chips = spaced(Ref(document.id, document.id, document.look()) for document in documents if document.look())
    others = voice.join((Ref(voice.project.control(document).number or document.id, document.id),) for document in documents if not document.look())
    return (*chips, " ", *others) if chips and others else (*chips, *others)


def cell_of(voice: Voice, citing: Mapping[str, tuple[Document, ...]], number: str) -> Rich:
    """Who names `number`, with the owner of a requirement left out: only files of the project."""
    own = voice.project.document_by_number.get(number)
    return refs(voice, tuple(document for document in citing.get(number, ()) if document is not own))


@cache
def _fields(model: type[Part]) -> tuple[tuple[str, bool], ...]:
    """The fields of a model that name a number, or under which other parts may stand; those of the first sort are marked."""
    below = {name for name, _ in nested(model)}
    return tuple((name, by_number) for name in model.model_fields if (by_number := model.naming.get(name) in BY_NUMBER) or name in below)


def _numbers(document: Document) -> Iterator[str]:
    stack: list[object] = [document]
    while stack:
        value = stack.pop()
        if isinstance(value, Numbered):
            yield from (number for number, _ in value.all_numbers())
        elif isinstance(value, Part):
            for name, names_one in _fields(type(value)):
                below = getattr(value, name)
                if names_one and isinstance(below, str):
                    yield below
                elif isinstance(below, (tuple, Part)):
                    stack.append(below)
        elif isinstance(value, tuple):
            stack.extend(value)
