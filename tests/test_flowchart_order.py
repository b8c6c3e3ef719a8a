"""The picture of a flowchart is made of its arrows: in which order the steps are written plays no part."""

from __future__ import annotations

import random
from typing import Any

import pytest

from procdocs.diagrams import draw
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
