"""Turtles: everything written is on the picture, nothing overlaps, however much there is."""

from __future__ import annotations

from typing import Any, cast

import pytest

from procdocs.diagrams import Undrawable, draw
from procdocs.diagrams.ends import plain
from procdocs.diagrams.graph import LANDSCAPE, Graph
from procdocs.diagrams.shapes import Label
from procdocs.diagrams.svg import svg
from procdocs.diagrams.turtle.turtle import turtle
from procdocs.project import Project
from procdocs.schema import Process
from tests.geometry import assert_sound, labels, said, svg_problems
from tests.stress import process, settings

LEGS = ("what", "who", "input", "output", "how", "measure")


def drawn(made: Process, language: str = "zh", **more: Any) -> tuple[Graph, ...]:
    return turtle(Project(settings(language, **more), (made,)), made.id, language)


def texts(made: Process) -> list[str]:
    parts: tuple[Any, ...] = (*made.inputs, *made.outputs, *made.resources, *made.people, *made.measures)
    return [plain(str(part.name)) for part in parts] + [plain(str(part.title)) for part in made.documents]


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko", "mixed"])
@pytest.mark.parametrize(("items", "length"), [(1, 2), (1, 250), (6, 12), (12, 30), (19, 2), (19, 30), (19, 250)])
def test_every_item_is_drawn_whole_and_apart(language: str, items: int, length: int) -> None:
    made = process("C1", language, items, length)
    sheets = drawn(made, "en" if language in ("en", "de") else "zh")
    assert_sound(*sheets)
    found = labels(*sheets)
    missing = [text for text in texts(made) if not any(label.startswith(text) for label in found)]
    assert not missing
    everything = said(*sheets)
    unsaid = [text for text in texts(made) if "".join(text.split()) not in everything]
    assert not unsaid
    for sheet in sheets:
        assert sheet.width <= LANDSCAPE[0] + 0.1 and sheet.height <= LANDSCAPE[1] + 0.1
        assert not svg_problems(svg(sheet))


def test_each_item_is_one_box_in_its_leg_and_on_one_sheet_only() -> None:
    sheets = drawn(process("C1", "zh", 19, 60))
    assert len(sheets) > 1
    for leg in LEGS:
        assert sorted(box.id for sheet in sheets for box in sheet.boxes if box.inside == leg) == sorted(f"{leg}-{number}" for number in range(1, 20))
    assert all(any(box.id == "body" for box in sheet.boxes) for sheet in sheets)


def test_a_small_turtle_is_one_sheet_at_the_largest_type() -> None:
    (sheet,) = drawn(process("C1", "zh", 3, 8))
    sizes = {shape.size for shape in sheet.shapes if isinstance(shape, Label)}
    assert 9.5 in sizes
    assert (sheet.sheet, sheet.sheets, sheet.is_portrait) == (1, 1, False)


def test_ends_are_tags_that_lead_to_their_process() -> None:
    giver = process("C2", "zh", 1, 4)
    made = process("C1", "zh", 1, 4, inputs=[{"name": "图纸", "from": ["C2", "customer", "oem", "nobody"]}])
    more: dict[str, Any] = {"parties": [{"id": "oem", "name": "主机厂", "type": "customer"}]}
    (sheet,) = turtle(Project(settings("zh", **more), (made, giver)), "C1", "zh")
    chips = {box.label: box.target for box in sheet.boxes if box.inside == "input-1"}
    assert chips == {"C2": "C2", "顾客": "", "主机厂": "", "nobody": ""}


def test_documents_roles_and_measures_say_what_they_are() -> None:
    other = process("S1", "zh", 1, 4, document={"number": "QP-07"}, name="文件管理", type="support")
    made = process(
        "C1",
        documents=["QP-07", "X-1"],
        people=[{"role": "operator"}],
        measures=[{"name": "达成率", "target": "≥ 98 %", "every": "每月"}],
        resources=[{"name": "工装", "document": "QP-07"}],
    )
    (sheet,) = turtle(Project(settings("zh", roles=[{"id": "operator", "name": "操作工", "competence": "持上岗证"}]), (made, other)), "C1", "zh")
    box = {one.id: one for one in sheet.boxes}
    assert (box["how-1"].label, box["how-1"].target) == ("QP-07 文件管理", "S1")
    assert box["how-2"].label == "X-1"
    assert box["who-1"].label == "操作工：持上岗证"
    assert box["measure-1"].label == "达成率 ≥ 98 %（每月）"
    assert [one.target for one in sheet.boxes if one.inside == "what-1"] == ["S1"]


def test_body_names_everything_a_reader_looks_for() -> None:
    (sheet,) = drawn(process("C1", "zh", 2, 6, name="生产管理", purpose="按质按量生产", steps=["排产", "开机"]))
    body = next(box for box in sheet.boxes if box.id == "body")
    assert body.label.splitlines() == ["C1 顾客导向过程", "生产管理", "归口部门：1 部门", "配合部门：2 部门、3 部门", "按质按量生产", "ISO 9001 8.5.1, 8.5.2", "1 排产", "2 开机"]


def test_options_change_the_order_and_leave_things_out() -> None:
    made = process("C1", "zh", 2, 6)
    (usual,) = drawn(made)
    (other,) = drawn(made, turtle={"upper": "people-resources", "risks": "false", "clauses": "false"})
    place = {box.id: box.x for box in usual.boxes}, {box.id: box.x for box in other.boxes}
    assert place[0]["what"] < place[0]["who"] and place[1]["who"] < place[1]["what"]
    assert "risks" in place[0] and "risks" not in place[1]
    assert "ISO 9001" in said(usual).replace("ISO9001", "ISO 9001") and "ISO9001" not in said(other)


def test_many_risks_are_counted_instead_of_clipped() -> None:
    (sheet,) = drawn(process("C1", "zh", 2, 6, risks=[{"name": "风险" * 40} for _ in range(12)]))
    assert_sound(sheet)
    assert not [box for box in sheet.boxes if box.inside == "risks"]
    assert "12" in next(box for box in sheet.boxes if box.id == "risks").label


def test_an_empty_process_is_a_turtle_too() -> None:
    made = Process.model_validate({"kind": "process", "id": "S9", "name": "空", "type": "support"})
    (sheet,) = drawn(made)
    assert_sound(sheet)
    assert said(sheet).count("（未填写）") == 6


@pytest.mark.parametrize("text", [r"\N \l a|b {c} <b>粗</b> & \"引\" ]]>", "x" * 400, "é" * 3 + "\u2060接口\u200b管理", "a\u0300" * 20])
def test_strange_texts_are_drawn(text: str) -> None:
    made = process("C1", "zh", 2, 6, inputs=[text], name=text[:60])
    sheets = drawn(made)
    assert_sound(*sheets)
    assert all(not svg_problems(svg(sheet)) for sheet in sheets)


@pytest.mark.parametrize("leg", ["inputs", "resources", "documents"])
def test_what_fits_no_sheet_is_refused_where_it_stands(leg: str) -> None:
    giant = {"title" if leg == "documents" else "name": "长" * 20_000}
    made = process("C1", "zh", 2, 6, **cast(dict[str, Any], {leg: [giant]}))
    with pytest.raises(Undrawable, match="20000"):
        drawn(made)
    sheets, (finding,) = draw(Project(settings("zh"), (made,)), "C1", "zh")
    assert not sheets
    assert (finding.code, finding.values["subject"]) == ("PD701", "C1")


def test_thousands_of_items_are_drawn_or_refused() -> None:
    sheets, findings = draw(Project(settings("zh"), (process("C1", "zh", 3000, 20),)), "C1", "zh")
    assert bool(sheets) != bool(findings)


def test_a_screen_reader_hears_the_whole_turtle() -> None:
    (sheet,) = drawn(process("C1", "zh", 2, 6, name="生产管理", inputs=[{"name": "图纸", "from": "customer"}]))
    assert sheet.title == "C1 生产管理 · 乌龟图"
    assert "过程输入：图纸 (顾客)" in sheet.description
    assert "归口部门：1 部门" in sheet.description
    assert "风险和机遇：" in sheet.description
