"""Mind maps as a reader sees them: balance, notes, links, pictures, decisions, and what goes over several sheets."""

from __future__ import annotations

import base64
import random
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from procdocs.diagrams import draw
from procdocs.diagrams.graph import LANDSCAPE, Graph
from procdocs.diagrams.mindmap import tree
from procdocs.diagrams.shapes import Image
from procdocs.diagrams.svg import svg
from procdocs.pictures import picture
from procdocs.project import Project
from tests.drawn import document, project, written
from tests.geometry import assert_sound, said

PROCESS = {"kind": "process", "id": "C1", "name": "市场分析", "type": "customer"}
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000280000001408020000000000000000")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#123456"/></svg>'


def mindmap(root: Any) -> dict[str, Any]:
    return {"kind": "mindmap", "id": "M", "root": root}


def sheets(root: Any, language: str = "zh") -> tuple[Graph, ...]:
    drawn, findings = draw(project(mindmap(root), PROCESS, language=language), "M", language)
    assert not findings, findings[0].values
    return drawn


def with_picture(root: str, pictures: Mapping[str, bytes]) -> Graph:
    found = written(f"kind: mindmap\nid: M\nroot: {root}\n", "processes/maps/M.yaml")
    drawn, findings = draw(Project(project().settings, (found,), pictures=pictures), "M", "zh")
    assert not findings
    return drawn[0]


def images(graph: Graph) -> list[Image]:
    return [shape for shape in graph.shapes if isinstance(shape, Image)]


ROOT = {
    "text": "顾客关系",
    "note": "每季度维护",
    "link": "C1",
    "children": [
        {"text": "收集信息", "children": ["拜访记录", {"text": "满意率调查", "note": "每半年一次，回收率不低于 80 %。"}]},
        {"text": "识别顾客", "children": ["新客户", {"text": "是否战略客户？", "decision": "true"}]},
        {"text": "接触顾客", "link": "C1", "children": [{"text": "标准动态", "link": "https://www.iso.org/standards"}]},
        {"text": "调整产品", "children": ["归纳意见", "评估可行性"]},
    ],
}


def test_every_topic_note_and_link_is_shown() -> None:
    (graph,) = sheets(ROOT)
    assert_sound(graph)
    text = said(graph)
    assert [one for one in ("顾客关系", "每季度维护", "回收率不低于80%。", "是否战略客户？", "?", "C1", "iso.org", "评估可行性") if one not in text] == []
    targets = {box.label: box.target for box in graph.boxes}
    assert (targets["顾客关系"], targets["接触顾客"], targets["标准动态"]) == ("C1", "C1", "https://www.iso.org/standards")


def test_branches_stand_left_and_right_in_reading_order() -> None:
    (graph,) = sheets(ROOT)
    boxes = {box.label: box for box in graph.boxes}
    middle = boxes["顾客关系"].x + boxes["顾客关系"].width / 2
    assert [name for name in ("收集信息", "识别顾客", "接触顾客", "调整产品") if boxes[name].x > middle] == ["收集信息", "识别顾客"]
    assert boxes["收集信息"].y < boxes["识别顾客"].y and boxes["接触顾客"].y < boxes["调整产品"].y
    assert boxes["拜访记录"].x > boxes["收集信息"].x and boxes["归纳意见"].x < boxes["调整产品"].x


def test_three_hundred_topics_are_split_by_branch() -> None:
    root = {
        "text": "Relations",
        "children": [{"text": f"Branch {a}", "children": [{"text": f"Topic {a}.{b}", "children": [f"Leaf {a}.{b}.{c}" for c in range(6)]} for b in range(7)]} for a in range(6)],
    }
    drawn = sheets(root, "en")
    assert_sound(*drawn)
    assert 4 < len(drawn) < 15
    text = said(*drawn)
    assert all(f"Leaf{a}.{b}.{c}" in text for a in range(6) for b in range(7) for c in range(6))
    assert "Branch0(49)" in said(drawn[0])
    for branch in (box for box in drawn[0].boxes if box.label.startswith("Branch")):
        sheet = drawn[int(branch.target.removeprefix("M#sheet-")) - 1]
        assert any(box.label.startswith(branch.label.split(" (")[0]) for box in sheet.boxes)
    assert all(graph.width <= LANDSCAPE[0] + 1 and graph.height <= LANDSCAPE[1] + 5 for graph in drawn)


def grown(count: int) -> dict[str, Any]:
    """A map of so many topics whose branches differ much in size."""
    source = random.Random(count)
    root: dict[str, Any] = {"text": "Project", "children": []}
    made, few = [(root, 0)], 9
    for number in range(1, count):
        parent, depth = source.choice([(topic, depth) for topic, depth in made[: few if number < few else None] if depth < 4 and len(topic["children"]) < 10])
        child = {"text": f"Topic {number} of the project", "children": []}
        parent["children"].append(child)
        made.append((child, depth + 1))
    return root


@pytest.mark.parametrize(("count", "most"), [(89, 3), (147, 5), (300, 10)])
def test_small_branches_share_a_sheet_and_none_is_shown_twice_in_full(count: int, most: int) -> None:
    drawn = sheets(grown(count), "en")
    assert_sound(*drawn)
    assert len(drawn) <= most
    places = [(box.label.split(" (")[0], graph.sheet) for graph in drawn for box in graph.boxes if box.label.startswith("Topic")]
    assert {name for name, _ in places} == {f"Topic {number} of the project" for number in range(1, count)}
    for box in drawn[0].boxes:
        if "#sheet-" in box.target:
            assert (box.label.split(" (")[0], int(box.target.rpartition("-")[2])) in places


def test_a_branch_that_the_overview_shows_whole_has_no_sheet() -> None:
    large = {"text": "Large", "children": [{"text": f"Topic {a}", "children": [f"Leaf {a}.{b}" for b in range(9)]} for a in range(9)]}
    drawn = sheets({"text": "Root", "children": [{"text": "Small", "children": ["one", "two"]}, large]}, "en")
    assert all("Small" not in said(graph) for graph in drawn[1:]) and "two" in said(drawn[0])


@pytest.mark.parametrize("root", [{"text": "flat", "children": [f"topic {n}" for n in range(400)]}, {"text": "alone"}], ids=["flat", "alone"])
def test_unusual_shapes(root: Any) -> None:
    drawn = sheets(root, "en")
    assert_sound(*drawn)
    assert root.get("children", [])[-1:] == [] or "topic399" in said(*drawn)


def test_a_deep_chain_goes_on_over_sheets() -> None:
    root: dict[str, Any] = {"text": "level 40"}
    for level in range(39, -1, -1):
        root = {"text": f"level {level}", "children": [root]}
    text = said(*sheets(root, "en"))
    assert all(f"level{level}" in text for level in range(41))


@pytest.mark.parametrize("text", ["长" * 20_000, "长" * 1_150])
def test_an_endless_topic_is_refused(text: str) -> None:
    drawn, findings = draw(project(mindmap({"text": "x", "children": [{"text": text}]})), "M", "zh")
    assert [finding.code for finding in findings] == ["PD701"] or drawn
    assert not drawn or "长" * 10 in said(*drawn)


def test_hostile_texts_are_drawn_as_they_are() -> None:
    (graph,) = sheets({"text": "\\N {|}", "note": "<script>x</script>", "children": [{"text": "<b>&\"'", "link": "javascript:alert(1)"}]})
    assert "<b>&\"'" in said(graph) and "<script>x</script>" in said(graph)
    assert "<script" not in svg(graph) and "<b>" not in svg(graph)


def test_a_picture_beside_the_yaml_is_shown_in_its_proportions() -> None:
    graph = with_picture("{text: x, image: a.png, children: [{text: y, image: b.svg}]}", {"processes/maps/a.png": PNG, "processes/maps/b.svg": SVG})
    assert_sound(graph)
    found = images(graph)
    assert [mark.uri.partition(";")[0] for mark in found] == ["data:image/svg+xml", "data:image/png"]
    for mark in found:
        assert mark.width == pytest.approx(2 * mark.height)
    top = {box.label: box.y for box in graph.boxes}["x"]
    assert found[1].y + found[1].height <= top


@pytest.mark.parametrize(
    "content",
    [b"", b"no picture", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"<svg", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'>&a;</svg>"],
)
def test_what_is_no_picture_is_left_out(content: bytes) -> None:
    assert images(with_picture("{text: x, image: a.png}", {"processes/maps/a.png": content})) == []
    assert images(with_picture("{text: x, image: missing.png}", {})) == []


def test_svg_pictures_are_cleaned() -> None:
    evil = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" onload="alert(1)">
    <script>alert(2)</script><style>@import url(http://evil.example/x.css);</style><image href="file:///etc/passwd"/><foreignObject/>
    <use xlink:href="http://evil.example/a#b"/><rect style="fill:url(http://evil.example/f);stroke:#ff0000" width="3" height="3" onclick="x()"/>
    <a href="javascript:alert(3)"><text>a link</text></a><text x="1" y="2">stays</text><path d="M0,0L1,1" fill="url(#g)"/></svg>"""
    found = picture(evil)
    assert found is not None
    clean = base64.b64decode(found.uri.partition(",")[2]).decode()
    for word in ("script", "style", "evil", "passwd", "foreign", "onload", "onclick", "javascript", "href"):
        assert word not in clean
    assert "stays" in clean and 'stroke="#ff0000"' in clean and 'fill="url(#g)"' in clean


def test_same_input_same_drawing() -> None:
    assert sheets(ROOT) == sheets(ROOT) and document(mindmap(ROOT)).id == "M"


def test_branches_are_apart_by_one_gap_fewer_than_they_are() -> None:
    branches: list[Any] = [SimpleNamespace(span=10.0), SimpleNamespace(span=20.0), SimpleNamespace(span=5.0)]
    heights = [tree.height_of(branches[:count], 2.0) for count in range(4)]
    assert heights == [0.0, 10.0, 30.0 + tree.gap(1, 2.0), 35.0 + 2 * tree.gap(1, 2.0)]
