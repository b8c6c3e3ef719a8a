"""Steps and lanes of a flowchart that are named exist. How the steps hang together is the business of `flow`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from procdocs.checks.namespaces import Namespaces, suggestions
from procdocs.checks.suggestions import Suggestions
from procdocs.diagnostics import Finding, check
from procdocs.project.model import BUILT_IN_PARTIES, Project, normalised
from procdocs.schema import Flowchart
from procdocs.schema.flowchart import Lane
from procdocs.schema.validate import nearest

#: Of so many lanes that are nothing known it is asked what they may mean.
LANES = 30
#: Between several ids in one text.
SEVERAL = re.compile(r"[,，、;；]\s*|\s+")


@check("PD320")
def unknown_step(project: Project) -> Iterator[Finding]:
    """
    Bad:
        steps:
          - {id: a1, type: start, text: 按时拜访, next: a3}
          - {id: a2, type: end, text: 归档}
    Good:
        steps:
          - {id: a1, type: start, text: 按时拜访, next: a2}
          - {id: a2, type: end, text: 归档}
    """
    for chart in project.known(Flowchart):
        known = dict.fromkeys(step.id for step in chart.steps)
        ways = [way for step in chart.steps for way in step.next if way.to not in known]
        for number, way in enumerate(ways):
            pieces = [piece for piece in SEVERAL.split(way.to) if piece]
            if len(pieces) > 1 and all(piece in known for piece in pieces):
                yield Finding(way.span("to"), {"id": way.to, "list": ", ".join(pieces)}, "several")
                continue
            close = meant_step(chart, way.to, list(known)) if number < suggestions(known) else ""
            yield Finding(way.span("to"), {"id": way.to, "nearest": close}, "nearest" if close else "")


def _by_text(chart: Flowchart, words: str) -> str:
    """The step that says these words; "" for none or several."""
    saying = [step.id for step in chart.steps if normalised(words) in map(normalised, step.text.by_language.values())]
    return saying[0] if len(saying) == 1 else ""


def meant_step(chart: Flowchart, name: str, known: Sequence[str]) -> str:
    """The step that a name means which is none of the ids; "" if nobody can say."""
    return _by_text(chart, name) or (nearest(name, known) if len(known) <= LANES * 10 else "")


@check("PD321")
def unknown_lane(project: Project) -> Iterator[Finding]:
    """
    Bad:
        lanes: [sales, customer]
        steps:
          - {id: a1, type: start, lane: service, text: 按时拜访}
    Good:
        lanes: [sales, {id: service, name: 客服}]
        steps:
          - {id: a1, type: start, lane: service, text: 按时拜访}
    """
    anyone = Namespaces(project).anyone
    for chart in project.known(Flowchart):
        lanes = dict.fromkeys(lane.id for lane in chart.lanes)
        called = {normalised(text): lane.id for lane in chart.lanes for text in names_of_lane(project, lane)}
        strays = [step for step in chart.steps if step.lane and lanes and step.lane not in lanes]
        nameless = [lane for lane in chart.lanes if lane.name is None and anyone is not None and lane.id not in anyone]
        called_so = {lane.id: Suggestions(project, "anyone", anyone or ()).values(lane.id)["nearest"] for lane in nameless[:LANES] if not lane.id.isascii()}
        joined = [(lane, pieces) for lane in nameless if len(pieces := SEVERAL.split(lane.id)) > 1 and all(piece in (anyone or ()) for piece in pieces)]
        yield from (Finding(lane.span("id"), {"id": lane.id, "list": ", ".join(pieces)}, "several") for lane, pieces in joined)
        nameless = [lane for lane in nameless if not any(lane is one for one, _ in joined)]
        within = {piece for _, pieces in joined for piece in pieces}
        strays = [step for step in strays if step.lane not in within]
        for number, step in enumerate(strays):
            if step.lane in called_so.values():
                continue  # the lane is there, by its name: that is the finding
            close = called.get(normalised(step.lane), "") or (nearest(step.lane, list(lanes)) if number < suggestions(lanes) else "")
            yield Finding(step.span("lane"), {"id": step.lane, "nearest": close}, "nearest" if close else "")
        for number, lane in enumerate(nameless):
            others = [name for name in anyone or () if name not in BUILT_IN_PARTIES]
            close = called_so.get(lane.id, "") or (nearest(lane.id, others) if number < suggestions(anyone or ()) else "")
            yield Finding(lane.span("id"), {"id": lane.id, "nearest": close}, "unnamed-nearest" if close else "unnamed")


def names_of_lane(project: Project, lane: Lane) -> Iterator[str]:
    """What a lane is called: by its own name, or by that of the department, role or party it stands for."""
    for holder in (lane, project.departments.get(lane.id), project.roles.get(lane.id), project.parties.get(lane.id)):
        name = getattr(holder, "name", None)
        yield from name.by_language.values() if name is not None else ()
