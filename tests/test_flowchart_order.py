"""The picture of a flowchart is made of its arrows: in which order the steps are written plays no part."""

from __future__ import annotations

import random
from typing import Any

import pytest

from procdocs.diagrams import draw
from procdocs.diagrams.flowchart.meetings import hops, joins
from procdocs.diagrams.flowchart.routes import Edge
from procdocs.diagrams.svg import svg
from tests.drawn import crossings, project
from tests.geometry import assert_sound


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


PARALLEL: list[dict[str, Any]] = [
    {"id": "a", "lane": "l0", "text": "Review", "next": ["b", "c", "d"]},
    {"id": "b", "lane": "l1", "text": "Draw", "next": "e"},
    {"id": "c", "lane": "l2", "text": "Buy", "next": "e"},
    {"id": "d", "lane": "l2", "type": "timer", "text": "Wait", "next": "e"},
    {"id": "e", "lane": "l0", "type": "end", "text": "Done"},
]


def test_several_unlabelled_exits_are_a_bar_and_where_all_these_ways_meet_is_another() -> None:
    steps = [{**step, "type": step["type"] if step["id"] == "e" else "process"} if "type" in step else step for step in PARALLEL]
    (graph,), findings = draw(project(chart(steps), language="en"), "F", "en")
    bars = {box.id: box for box in graph.boxes if box.role in ("step fork", "step join")}
    assert not findings and list(bars) == ["a-fork", "e-join"]
    arrows = {(arrow.source, arrow.target) for arrow in graph.arrows}
    assert arrows == {("a", "a-fork"), ("a-fork", "b"), ("a-fork", "c"), ("a-fork", "d"), ("b", "e-join"), ("c", "e-join"), ("d", "e-join"), ("e-join", "e")}
    reached = [box for box in graph.boxes if box.id in "abcd"]
    assert all(bars["a-fork"].x < box.x + 0.1 and box.x + box.width < bars["a-fork"].x + bars["a-fork"].width + 0.1 for box in reached)


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ([{**PARALLEL[0], "next": {"yes": "b", "no": "c"}}, *PARALLEL[1:]], "each way has its case"),
        ([{**PARALLEL[0], "type": "decision"}, *PARALLEL[1:]], "only one way is gone"),
        ([{**PARALLEL[0], "next": ["b", "d"]}, *PARALLEL[1:]], "the other way is gone when the event happens"),
        ([{**PARALLEL[0], "next": ["a", "b"]}, *PARALLEL[1:]], "the step is only repeated"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_there_is_no_bar_where(steps: list[dict[str, Any]], why: str) -> None:
    (graph,), _ = draw(project(chart(steps), language="en"), "F", "en")
    assert not [box.id for box in graph.boxes if box.role in ("step fork", "step join")], why


@pytest.mark.parametrize(("role", "count"), [("step fork", 1), ("step join", 1), ("step message", 1), ("step timer", 1), ("step error", 1)])
@pytest.mark.parametrize("form", ["lanes", "table"])
def test_bars_need_no_text_and_events_have_a_symbol(role: str, count: int, form: str) -> None:
    steps: list[dict[str, Any]] = [
        {"id": "a", "type": "message", "lane": "l0", "text": "Order comes in", "next": "f"},
        {"id": "f", "type": "fork", "lane": "l0", "next": ["b", "c"]},
        {"id": "b", "type": "timer", "lane": "l1", "text": "Two weeks later", "next": "j"},
        {"id": "c", "type": "error", "lane": "l2", "text": "Cannot be delivered", "next": "j"},
        {"id": "j", "type": "join", "lane": "l0", "next": "e"},
        {"id": "e", "type": "end", "lane": "l0", "text": "Done"},
    ]
    (graph,), findings = draw(project(chart(steps, form=form), language="en"), "F", "en")
    assert not findings and sum(box.role == role for box in graph.boxes) == count
    assert_sound(graph)


def test_a_bar_is_no_wider_than_its_lane_where_an_arrow_would_run_through_it() -> None:
    steps = [
        {**PARALLEL[0], "next": ["b", "x"]},
        *PARALLEL[1:],
        {"id": "x", "lane": "l1", "text": "Ask again", "next": "y"},
        {"id": "y", "lane": "l2", "text": "Check", "next": "z"},
    ]
    steps += [{"id": "z", "type": "decision", "lane": "l1", "text": "Right?", "next": {"no": "p", "yes": "e"}}, {"id": "p", "type": "fork", "lane": "l0", "next": ["q", "y"]}]
    steps += [{"id": "q", "lane": "l2", "text": "Repair", "next": "e"}]
    drawn, _ = draw(project(chart(steps), language="en"), "F", "en")
    assert_sound(*drawn)
    assert not [one for graph in drawn for one in crossings(graph)]
