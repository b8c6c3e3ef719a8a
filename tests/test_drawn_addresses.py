"""Every box, region and arrow with an address shows the value that stands there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from procdocs.diagrams import DIAGRAMS, draw
from procdocs.diagrams.ends import plain
from procdocs.diagrams.graph import Graph
from procdocs.project import Project
from procdocs.project.load import SETTINGS_FILE, load
from procdocs.project.names import actor_name, cited_title, end_name, unit_name
from procdocs.schema import Flowchart, Text
from procdocs.schema.base import Part
from procdocs.schema.process import Cited
from procdocs.source.address import Address
from tests import stress
from tests.conftest import ROOT

SAMPLE, _ = load(ROOT)
assert SAMPLE is not None
STRAINED = stress.system(6, 3, 2)
STRAINED = Project(STRAINED.settings, (*STRAINED.documents, stress.octopus_file(6, customer="采购", inputs="图纸"), stress.process("X9", items=19, length=60)))
#: Kinds of values that say what they are by another field than a name or a text.
IDS = ("role", "process", "id")


def value(project: Project, at: Address) -> Any:
    """The value at an address, by attribute and by index."""
    found: Any = project.settings if at.document == SETTINGS_FILE else project.by_id[at.document]
    for key in at.path:
        found = found[key] if isinstance(key, int) else getattr(found, key)
    return found


def texts(project: Project, found: Any, language: str) -> Iterator[str]:
    """What a value is called: any of these must stand on what shows it."""
    if isinstance(found, Text):
        yield plain(project.say(found, language))
    elif isinstance(found, str):
        yield from (found, unit_name(project, found, language))
    elif isinstance(found, Cited):
        yield found.number or cited_title(project, found, language)
    elif isinstance(found, Part):
        for field in ("name", "text", "label"):
            if isinstance(getattr(found, field, None), Text):
                yield plain(project.say(getattr(found, field), language))
                return
        for field in IDS:
            if getattr(found, field, ""):
                yield from (namer(project, getattr(found, field), language) for namer in (unit_name, end_name, actor_name))
                return
    elif isinstance(found, dict):
        yield from (number for numbers in found.values() for number in numbers)
    else:
        for one in found:
            yield from texts(project, one, language)


def sheets(project: Project) -> Iterator[Graph]:
    for kind in DIAGRAMS.values():
        subjects = [document.id for document in project.documents if document.kind == kind.subject] if kind.subject else [kind.name]
        for subject in subjects:
            yield from draw(project, subject, project.languages[0], kind.name if kind.subject else "")[0]


@pytest.mark.parametrize("project", [SAMPLE, STRAINED], ids=["sample", "strained"])
def test_what_has_an_address_shows_the_value_there(project: Project) -> None:
    seen: dict[str, int] = {}
    wrong = []
    for graph in sheets(project):
        shown = [(box.role, box.at, box.label) for box in graph.boxes] + [(region.role, region.at, region.label) for region in graph.regions]
        for role, at, label in (*shown, *(("exit", arrow.at, arrow.label) for arrow in graph.arrows)):
            if at is None:
                continue
            seen[f"{graph.kind} {role.split()[0]}"] = seen.get(f"{graph.kind} {role.split()[0]}", 0) + 1
            names = list(texts(project, value(project, at), graph.language))
            squeezed = "".join(label.split()).casefold()
            if names and not any("".join(name.split()).casefold() in squeezed for name in names):
                wrong.append(f"{graph.id} {graph.kind}: {role} `{label[:40]}` is not {at}: {names[:3]}")
    assert not wrong, "\n".join(wrong[:20])
    assert {"turtle item", "turtle purpose", "turtle step", "sipoc cell", "octopus arm", "octopus exchange", "landscape process", "organisation department"} <= set(seen)
    if project is SAMPLE:
        assert {"flowchart step", "flowchart lane", "flowchart exit", "mindmap topic", "funnel band"} <= set(seen)
        assert {"interaction giver", "neighbours process", "neighbours neighbour"} <= set(seen)


def _place(at: Address) -> int:
    """Where in its list the value stands."""
    assert isinstance(at.path[-1], int)
    return at.path[-1]


def test_the_steps_exits_and_lanes_of_a_chart_need_no_reading_of_the_drawing() -> None:
    """What a writer of another format asks: type of each step, its lane, and which exit an arrow is."""
    for document in SAMPLE.of(Flowchart):
        drawn, _ = draw(SAMPLE, document.id, SAMPLE.languages[0])
        steps = {box.at: box for graph in drawn for box in graph.boxes if box.role.startswith("step ")}
        assert {at: box.role for at, box in steps.items()} == {Address(document.id, ("steps", n)): f"step {step.type}" for n, step in enumerate(document.steps)}
        exits = {arrow.at for graph in drawn for arrow in graph.arrows if arrow.at is not None}
        assert exits == {Address(document.id, ("steps", n, "next", m)) for n, step in enumerate(document.steps) for m, _ in enumerate(step.next)}
        for graph in drawn:
            for region in graph.regions:
                lane = document.lanes[_place(region.at)].id if region.at is not None else ""
                assert {document.steps[_place(steps_at)].lane or lane for steps_at in (box.at for box in graph.boxes if box.id in region.holds)} <= {lane}
