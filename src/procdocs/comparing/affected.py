"""Who has to know of a change: the other ends of interfaces, what a document details or is cited by, those who work under a measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from procdocs.comparing.change import Change
from procdocs.comparing.parts import SETTINGS
from procdocs.project.model import Project
from procdocs.project.spelling import normalised
from procdocs.schema.process import Process


def with_affected(change: Change, old: Project, new: Project, ids: Mapping[str, str]) -> Change:
    """The change with the ids of those it concerns beside its own document: as it was before or as it is now. `ids` are those that are others now."""
    found = dict.fromkeys(ids.get(id, id) for project in (old, new) for id in _affected(change, project))
    found.pop(change.document, None)
    return replace(change, affects=tuple(id for id in found if id))


def _affected(change: Change, project: Project) -> Iterator[str]:
    top = change.way[0] if change.way else None
    if change.document == SETTINGS:
        if top is not None and top.key in ("departments", "roles", "parties") and top.item:
            yield from (document.id for document in project.documents if top.item in document.concerned())
        return
    if change.document == "registers":
        yield from _of_register(change, project)
        return
    document = project.by_id.get(change.document)
    if document is None:
        return
    if top is not None and top.key in ("inputs", "outputs"):
        yield from _other_ends(change, project)
    elif top is not None and top.key == "measures":
        name = normalised(top.name)
        objectives = [one for register in project.registers for one in register.objectives]
        yield from (id for one in objectives if one.measure in (top.item, top.name) or normalised(str(one.name)) == name for id in one.processes)
    elif top is None and isinstance(document, Process):
        yield from (end for one in project.interfaces_of(document.id) for end in (one.giver, one.receiver))
    yield document.belongs_to()
    number = project.control(document).number
    cited = {number, document.id} - {""}
    for mention in project.mentions.get("document", ()):
        if mention.id in cited:
            yield _document_at(project, mention.span.path)


def _other_ends(change: Change, project: Project) -> Iterator[str]:
    """Who gives or takes the item, as far as the interfaces say."""
    top = change.way[0]
    known = {normalised(word) for word in (top.item, top.name, *(one for one in (change.old, change.new) if isinstance(one, str))) if word}
    for one in project.interfaces_of(change.document):
        item = one.output if top.key == "outputs" else one.input
        mine = one.giver == change.document if top.key == "outputs" else one.receiver == change.document
        if mine and item is not None and known & {normalised(item.id), normalised(project.say(item.name, project.languages[0]))}:
            yield one.receiver if top.key == "outputs" else one.giver
    # Receivers that went may not have been joined to anything.
    if len(change.way) > 1 and change.way[-1].key in ("to", "from"):
        yield from (end for said in (change.old, change.new) if isinstance(said, tuple) for end in said if end in project.process_by_id)


def _of_register(change: Change, project: Project) -> Iterator[str]:
    top = change.way[0]
    for kind in ("document", "record"):
        for mention in project.mentions.get(kind, ()) if top.key in ("documents", "records") else ():
            if mention.id == top.item:
                yield _document_at(project, mention.span.path)
    if top.key == "records":
        names = {normalised(top.name)} - {""}
        for document in project.documents:
            if any(record.number == top.item or (record.name is not None and normalised(str(record.name)) in names) for record in document.all_records()):
                yield document.id
    for register in project.registers:
        yield from (id for one in register.objectives if top.key == "objectives" and normalised(str(one.name)) == normalised(top.name) for id in one.processes)
        rows = register.customer_requirements if top.key == "customer_requirements" else ()
        yield from (id for row in rows if str(row.requirement) == top.name or str(row.customer) == top.name for id in row.processes)


def _document_at(project: Project, path: str) -> str:
    return next((document.id for document in project.documents if document.span().path == path), "")
