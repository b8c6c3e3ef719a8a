"""Flowcharts of other programs: a new one becomes a file, one of ours that was changed there becomes edits of its file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import PurePath

from pydantic import ValidationError

from procdocs.editing import Draft
from procdocs.editing.actions import act
from procdocs.editing.towards import towards
from procdocs.interchange import Refused, bpmn
from procdocs.interchange.charts import exported, flowchart_of
from procdocs.interchange.flow import Flow, Kind, simplified
from procdocs.interchange.told import Losses
from procdocs.languages import words
from procdocs.project import Project
from procdocs.project.names import actor_name
from procdocs.readers import Handed, Taken
from procdocs.readers.filing import Ids, file_new, taken_one_by_one
from procdocs.schema import Flowchart
from procdocs.source.edit import CannotEdit

_READ: Mapping[str, Callable[[bytes, Losses, str], list[Flow]]] = {"bpmn": bpmn.read}


def read(project: Project, files: tuple[Handed, ...], form: str) -> Taken:
    """The charts of all files that can be read: each process of a file is one."""
    draft = Draft(project.sources)
    ids = Ids(project)

    def take(file: Handed, losses: Losses) -> Mapping[str, int]:
        return _taken(project, draft, ids, file, _READ[form](file.data, losses, PurePath(file.name).stem), losses)

    return taken_one_by_one(draft, files, take)


def _taken(project: Project, draft: Draft, ids: Ids, file: Handed, flows: list[Flow], losses: Losses) -> dict[str, int]:
    """The files of the charts of one file, and how many steps each has."""
    ours = [project.by_id.get(exported(flow).id) for flow in flows]
    stem = PurePath(file.name).stem
    id_of: dict[str, str] = {}
    for flow, now in zip(flows, ours, strict=True):
        if isinstance(now, Flowchart) and now.id not in id_of.values():
            path = now.span().path
            if hashlib.sha256(project.sources[path]).hexdigest() != exported(flow).digest:
                raise Refused("meanwhile", file=path, id=now.id)
            id_of[flow.id] = now.id
        else:
            id_of[flow.id] = ids.new(exported(flow).id or (stem if len(flows) == 1 else f"{stem}-{len(id_of) + 1}"), "F")
    named = {**_doers(project), **{id: id for id in project.by_id}, **id_of}
    say = words(project.languages[0])
    unnamed: dict[Kind, str] = {
        "start": say("import.start"),
        "end": say("import.end"),
        "decision": "？",
        "message": say("import.message"),
        "timer": say("import.timer"),
        "error": say("import.error"),
    }
    items: dict[str, int] = {}
    for flow in flows:
        simplified(flow, losses)
        try:
            chart = flowchart_of(flow, id_of[flow.id], losses, named, unnamed)
        except ValidationError as problem:
            raise Refused("noted", reason=problem.errors()[0]["msg"]) from None
        now = project.by_id.get(chart.id)
        if not isinstance(now, Flowchart):
            items[file_new(draft, chart, "flowcharts")] = len(chart.steps)
            continue
        try:
            act(project, draft, towards(now, chart))
        except CannotEdit:
            raise Refused("unedited", file=now.span().path) from None
        items[now.span().path] = len(chart.steps)
    return items


def _doers(project: Project) -> dict[str, str]:
    """Ids of departments, roles and parties by what they are called in any language of the project."""
    ids = (*project.departments, *project.roles, *(party.id for party in project.settings.parties), "customer", "supplier")
    return {actor_name(project, id, language): id for id in ids for language in project.languages}
