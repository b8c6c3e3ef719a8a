"""Interaction of processes as a reader sees it: map, N-square chart, neighbours."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from procdocs.diagrams import draw, interaction
from procdocs.diagrams.graph import PORTRAIT, Graph
from procdocs.project import Project
from tests.drawn import project
from tests.geometry import assert_sound, said

Links = Mapping[tuple[str, str], Sequence[str]]
TYPES = {"M": "management", "C": "customer", "S": "support"}
SMALL = ("M1", "C1", "C2", "C3", "S1", "S2")
FLOW: Links = {
    ("M1", "C1"): ["市场目标"],
    ("C1", "C2"): ["合同要求", "图纸"],
    ("C2", "C3"): ["控制计划"],
    ("S1", "C3"): ["合格物料"],
    ("S2", "C3"): ["合格人员"],
    ("C3", "M1"): ["交付绩效"],
}


def system(ids: Sequence[str], links: Links, **names: str) -> Project:
    def process(id: str) -> dict[str, Any]:
        outputs = [{"name": item, "to": taker} for (giver, taker), items in links.items() if giver == id for item in items]
        inputs = [{"name": item, "from": giver} for (giver, taker), items in links.items() if taker == id for item in items]
        return {"kind": "process", "id": id, "name": names.get(id, f"{id} 的过程"), "type": TYPES[id[0]], "outputs": outputs, "inputs": inputs}

    return project(*map(process, ids))


def sheets(made: Project, subject: str = "interaction", kind: str = "") -> tuple[Graph, ...]:
    drawn, findings = draw(made, subject, "zh", kind)
    assert not findings, findings[0].values
    return drawn


def test_a_small_system_is_a_map_with_its_items_in_a_list() -> None:
    (graph,) = sheets(system(SMALL, FLOW))
    assert_sound(graph)
    assert {(arrow.source, arrow.target) for arrow in graph.arrows} == set(FLOW)
    assert [one for items in FLOW.values() for one in items if one not in said(graph)] == []
    assert {box.id: box.target for box in graph.boxes} == {id: id for id in SMALL}


def test_eleven_processes_are_still_a_map() -> None:
    ids = ["M1", "M2", "C2", "C3", "C4", "C7", "C8", "C12", "S3", "S4", "S2"]
    pairs = "M1-C2 C2-C3 C3-C4 C4-C7 C7-C8 C8-C12 C12-M2 M2-M1 S3-C7 S4-C7 S2-C7 C4-S3 C12-C4"
    (graph,) = sheets(system(ids, {(one.split("-")[0], one.split("-")[1]): ["条目"] for one in pairs.split()}))
    assert_sound(graph)
    assert len(graph.arrows) == 13 and graph.is_portrait


def chart_of(count: int, each: int = 4) -> tuple[Project, dict[tuple[str, str], list[str]]]:
    source = random.Random(4)
    ids = [f"{letter}{number}" for letter, part in (("M", 5), ("C", 2), ("S", 2)) for number in range(1, count // part + 1)]
    links = {(one, other): [f"条目 {n}" for n in range(source.choice((1, 1, 2, 3)))] for one in ids for other in source.sample(ids, each) if one != other}
    return system(ids, links), links


def test_thirty_processes_are_a_chart_on_one_page() -> None:
    made, links = chart_of(26)
    (graph,) = sheets(made)
    # Names over the columns are slanted; their upright bounding boxes overlap, they do not.
    assert_sound(graph, crowded=True)
    dots = {box.id: box.label for box in graph.boxes if box.shape == "circle"}
    assert set(dots) == {f"{giver}-{taker}" for giver, taker in links}
    assert all(all(item in dots[f"{giver}-{taker}"] for item in items) for (giver, taker), items in links.items())
    rows = {box.id: box.y for box in graph.boxes if box.id.startswith("row-")}
    assert list(rows.values()) == sorted(rows.values()) and len(rows) == len(made.processes)
    dot = next(box for box in graph.boxes if box.shape == "circle")
    assert abs(dot.y + dot.height / 2 - rows[f"row-{dot.id.split('-')[0]}"] - graph.boxes[0].height / 2) < 1


def test_many_processes_go_over_sheets_and_every_link_is_on_one() -> None:
    made, links = chart_of(120)
    drawn = sheets(made)
    assert_sound(*drawn, crowded=True)
    assert len(drawn) > 2
    assert sorted(box.id for graph in drawn for box in graph.boxes if box.shape == "circle") == sorted(f"{giver}-{taker}" for giver, taker in links)


def test_without_graphviz_the_chart_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interaction, "arranged", lambda *arguments, **options: None)
    (graph,) = sheets(system(SMALL, FLOW))
    assert_sound(graph, crowded=True)
    assert {box.id for box in graph.boxes if box.shape == "circle"} == {f"{giver}-{taker}" for giver, taker in FLOW}


def test_no_text_reaches_graphviz(monkeypatch: pytest.MonkeyPatch) -> None:
    from procdocs.diagrams import layout

    seen: list[str] = []
    source = layout._source

    def heard(*arguments: Any) -> str:
        seen.append(source(*arguments))
        return seen[-1]

    monkeypatch.setattr(layout, "_source", heard)
    sheets(system(("C1", "C2"), {("C1", "C2"): ["危险的文字"]}, C1="<b>\\N 名称"))
    assert seen and all(text.isascii() and 'label=""' in text and "\\N" not in text and "C1" not in text for text in seen)


@pytest.mark.parametrize("ids", [(), ("C1",), ("C1", "C2")])
def test_no_links_at_all(ids: Sequence[str]) -> None:
    (graph,) = sheets(system(ids, {}))
    assert_sound(graph, crowded=True)


def test_neighbours_left_and_right_with_what_passes() -> None:
    made = system(SMALL, {**FLOW, ("C2", "S1"): ["采购规范"], ("C3", "customer"): ["合格产品"]})
    (graph,) = sheets(made, "C3", "neighbours")
    assert_sound(graph)
    boxes = {box.id: box for box in graph.boxes}
    assert set(boxes) == {"C3", "C2-in", "S1-in", "S2-in", "M1-out", "customer-out"}
    assert boxes["C2-in"].x < boxes["C3"].x < boxes["M1-out"].x
    assert boxes["S1-in"].target == "S1" and boxes["customer-out"].target == ""
    assert [one for one in ("控制计划", "合格物料", "合格人员", "交付绩效", "合格产品", "顾客") if one not in said(graph)] == []
    assert {(arrow.source, arrow.target) for arrow in graph.arrows} == {("C2-in", "C3"), ("S1-in", "C3"), ("S2-in", "C3"), ("C3", "M1-out"), ("C3", "customer-out")}


def test_very_many_neighbours_go_over_sheets() -> None:
    ids = [f"S{number}" for number in range(1, 61)]
    drawn = sheets(system(["C1", *ids], {(id, "C1"): [f"条目 {id}"] for id in ids}), "C1", "neighbours")
    assert_sound(*drawn)
    assert len(drawn) > 2 and all(graph.height <= PORTRAIT[1] + 1 for graph in drawn)
    assert sorted(box.id for graph in drawn for box in graph.boxes if box.id != "C1") == sorted(f"{id}-in" for id in ids)


def test_a_process_without_neighbours_says_so() -> None:
    (graph,) = sheets(system(("C1",), {}), "C1", "neighbours")
    assert_sound(graph)
    assert "没有相邻过程" in said(graph)


def test_endless_items_are_refused() -> None:
    _, findings = draw(system(("C1", "C2"), {("C1", "C2"): ["长" * 20_000]}), "C2", "zh", "neighbours")
    assert [finding.code for finding in findings] == ["PD701"]
