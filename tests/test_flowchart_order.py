"""The picture of a flowchart is made of its arrows: in which order the steps are written plays no part."""

from __future__ import annotations

import random
from typing import Any

import pytest

from procdocs.diagrams import draw
from procdocs.diagrams.flowchart.meetings import hops, joins
from procdocs.diagrams.flowchart.routes import Edge
from procdocs.diagrams.svg import svg
from tests.drawn import project


def chart(steps: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"kind": "flowchart", "id": "F", "name": "Flow", "steps": steps, **more}


def pictures(data: dict[str, Any]) -> list[str]:
    drawn, findings = draw(project(data, language="en"), "F", "en")
    return [svg(graph) for graph in drawn] or [str(finding.values["reason"]) for finding in findings]


def at_random(seed: int) -> list[dict[str, Any]]:
    source = random.Random(seed)
    count, lanes, coded = source.randrange(2, 30), source.randrange(1, 6), source.random() < 0.5
    ids = [f"s{number}" if coded else "".join(source.choices("abcdefghij", k=6)) for number in range(count)]
    return [
        {
            "id": id,
            "lane": f"l{source.randrange(lanes)}",
            "type": source.choice(["process", "decision", "document"]),
            "text": source.choice(["Review", "Update the DFMEA", "Release drawing"]),
            "next": [source.choice(ids) for _ in range(source.choice((0, 1, 1, 1, 2)))] if source.random() < 0.3 else ids[number + 1 : number + 2],
        }
        for number, id in enumerate(ids)
    ]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("form", ["lanes", "table"])
def test_steps_written_in_any_order_give_the_same_picture(seed: int, form: str) -> None:
    steps = at_random(seed)
    shuffled = random.Random(seed + 1).sample(steps, len(steps))
    assert pictures(chart(steps, form=form)) == pictures(chart(shuffled, form=form))


def test_arrows_lead_down_whatever_the_order_and_only_a_loop_leads_up() -> None:
    steps: list[dict[str, Any]] = [
        {"id": "pay", "text": "Pay"},
        {"id": "check", "type": "decision", "text": "Right?", "next": {"no": "enter", "yes": "pay"}},
        {"id": "enter", "text": "Enter", "next": "check"},
        {"id": "begin", "type": "start", "text": "Begin", "next": "enter"},
    ]
    drawn, _ = draw(project(chart(steps), language="en"), "F", "en")
    (graph,) = drawn
    assert sorted((box.y, box.id) for box in graph.boxes) == [(box.y, box.id) for box in sorted(graph.boxes, key=lambda box: ["begin", "enter", "check", "pay"].index(box.id))]


def edge(source: str, target: str) -> Edge:
    return Edge(source, target, "", False)


def test_a_line_hops_where_it_crosses_another_and_joins_are_dots() -> None:
    level, upright = (edge("a", "b"), [(0.0, 50.0), (100.0, 50.0)]), (edge("c", "d"), [(40.0, 0.0), (40.0, 100.0)])
    assert hops([level, upright]) == [{0: [40.0]}, {}] and joins([level, upright]) == []
    to_the_same = (edge("a", "d"), [(0.0, 50.0), (40.0, 50.0), (40.0, 100.0)])
    assert hops([to_the_same, upright]) == [{}, {}] and joins([to_the_same, upright]) == [(40.0, 50.0)]
    from_both_sides = (edge("e", "d"), [(90.0, 50.0), (40.0, 50.0), (40.0, 100.0)])
    assert joins([to_the_same, from_both_sides]) == [(40.0, 50.0)]


def test_a_line_that_turns_close_to_a_crossing_is_hopped_over_by_the_other() -> None:
    turning, upright = (edge("a", "b"), [(37.0, 50.0), (100.0, 50.0)]), (edge("c", "d"), [(40.0, 0.0), (40.0, 100.0)])
    assert hops([turning, upright]) == [{}, {0: [50.0]}]


def test_steps_stand_beside_one_another_where_that_saves_sheets() -> None:
    lanes = [{"id": f"l{number}", "name": f"Department {number}"} for number in range(4)]
    steps = [{"id": f"s{number}", "lane": f"l{number * 7 % 4}", "text": "Review customer requirements and feasibility", "next": f"s{number + 1}"} for number in range(16)]
    drawn, _ = draw(project(chart(steps, lanes=lanes), language="en"), "F", "en")
    assert len(drawn) == 1 and len({box.y + box.height / 2 for box in drawn[0].boxes}) < 12
