"""Octopus, landscape, organisation chart and SIPOC: complete, in order, sound at every size."""

from __future__ import annotations

from typing import Any

import pytest

from procdocs.diagrams import Undrawable, draw
from procdocs.diagrams.graph import LANDSCAPE, Graph
from procdocs.diagrams.landscape import landscape
from procdocs.diagrams.octopus.octopus import octopus
from procdocs.diagrams.organisation import organisation
from procdocs.diagrams.sipoc import sipoc
from procdocs.diagrams.svg import svg
from procdocs.project import Project
from procdocs.schema import Settings
from tests.geometry import assert_sound, labels, said, svg_problems
from tests.stress import octopus_file, phrase, process, settings, system


def sound(sheets: tuple[Graph, ...]) -> tuple[Graph, ...]:
    assert_sound(*sheets)
    for sheet in sheets:
        assert sheet.width <= LANDSCAPE[0] + 0.1 and sheet.height <= LANDSCAPE[1] + 0.1
        assert not svg_problems(svg(sheet))
    return sheets


def boxes(*sheets: Graph) -> dict[str, str]:
    return {box.id: box.label for sheet in sheets for box in sheet.boxes}


# -- octopus


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("arms", "length"), [(0, 12), (1, 12), (3, 12), (6, 60), (12, 12), (12, 60), (20, 12), (20, 60), (26, 12)])
def test_octopus_is_sound_with_any_number_of_arms(arms: int, length: int, language: str) -> None:
    project = system(arms, 12, 6, language, length)
    sheets = sound(octopus(project, "octopus", language))
    assert [name for name in boxes(*sheets) if name.startswith("arm-")] == [f"arm-C{number}" for number in range(1, arms + 1)]
    everything = said(*sheets)
    for made in project.processes_of("customer"):
        items: list[Any] = [*(i for i in made.inputs if "customer" in i.source), *(o for o in made.outputs if "customer" in o.to)]
        for item in items:
            assert "".join(str(item.name).split()) in everything


def test_arms_go_clockwise_from_the_top_in_the_order_of_the_file() -> None:
    project = system(6)
    order = ("C4", "C1", "C6", "C2", "C5", "C3")
    file = octopus_file(6).model_validate({"kind": "octopus", "id": "OCTOPUS", "arms": list(order)})
    (sheet,) = sound(octopus(Project(project.settings, (*project.documents, file)), "OCTOPUS", "zh"))
    arms = {box.id.removeprefix("arm-"): (box.x + box.width / 2, box.y) for box in sheet.boxes if box.id.startswith("arm-")}
    middle = LANDSCAPE[0] / 2
    right = sorted((name for name, (x, _) in arms.items() if x > middle), key=lambda name: arms[name][1])
    left = sorted((name for name, (x, _) in arms.items() if x < middle), key=lambda name: -arms[name][1])
    assert (*right, *left) == order


def test_octopus_file_annotates_and_titles() -> None:
    project = system(3)
    file = octopus_file(3, customer="顾客采购", inputs="询价单", outputs="报价单")
    (sheet,) = sound(octopus(Project(project.settings, (*project.documents, file.model_copy(update={"name": None}))), "OCTOPUS", "zh"))
    found = boxes(sheet)
    assert (found["customer-C1"], found["input-C1"], found["output-C1"]) == ("顾客采购", "询价单", "报价单")
    assert ("customer-C1", "arm-C1") in {(arrow.source, arrow.target) for arrow in sheet.arrows}
    assert ("arm-C1", "customer-C1") in {(arrow.source, arrow.target) for arrow in sheet.arrows}


def test_other_processes_stand_in_the_body_unless_unwanted() -> None:
    project = system(3, 2, 2)
    (with_them,) = octopus(project, "octopus", "zh")
    assert {"S1", "S2", "M1", "M2"} <= {box.target for box in with_them.boxes}
    file = octopus_file(3).model_copy(update={"support": False})
    (without,) = octopus(Project(project.settings, (*project.documents, file)), "OCTOPUS", "zh")
    assert not {"S1", "M1"} & {box.target for box in without.boxes}


def test_a_customer_by_another_name_counts() -> None:
    made = process("C1", inputs=[{"name": "订单", "from": "oem"}], outputs=[{"name": "发票", "to": "bank"}])
    parties = [{"id": "oem", "name": "主机厂", "type": "customer"}, {"id": "bank", "name": "银行", "type": "other"}]
    (sheet,) = octopus(Project(settings("zh", parties=parties), (made,)), "octopus", "zh")
    assert boxes(sheet)["input-C1"] == "订单"
    assert "output-C1" not in boxes(sheet)


@pytest.mark.parametrize(("arms", "length"), [(12, 60), (12, 250), (3, 250), (20, 120)])
def test_long_texts_take_more_sheets(arms: int, length: int) -> None:
    import random

    text = phrase(random.Random(1), "zh", length)
    project = system(arms)
    sheets = sound(octopus(Project(project.settings, (*project.documents, octopus_file(arms, inputs=text, outputs=text, customer="主机厂质量管理与售后服务部"))), "OCTOPUS", "zh"))
    assert said(*sheets).count("".join(text.split())) == 2 * arms


def test_a_text_beyond_every_sheet_is_refused() -> None:
    project = system(2)
    with pytest.raises(Undrawable):
        octopus(Project(project.settings, (*project.documents, octopus_file(2, inputs="长" * 5000))), "OCTOPUS", "zh")


# -- landscape


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("counts", [(0, 0, 0), (1, 0, 0), (0, 1, 0), (12, 8, 5), (10, 12, 8), (12, 19, 6), (61, 83, 31)])
def test_landscape_is_sound_and_complete(counts: tuple[int, int, int], language: str) -> None:
    project = system(*counts, language=language)
    sheets = sound(landscape(project, "landscape", language))
    assert sorted(box.target for sheet in sheets for box in sheet.boxes if box.target) == sorted(made.id for made in project.processes)
    everything = said(*sheets)
    assert all("".join(str(made.name).split()) in everything for made in project.processes)


def test_thirty_processes_are_one_sheet() -> None:
    assert len(landscape(system(10, 12, 8), "landscape", "zh")) == 1


def test_customers_stand_on_both_sides() -> None:
    (sheet,) = landscape(system(2), "landscape", "zh")
    place = {box.id: box for box in sheet.boxes}
    assert place["requirements"].label == "顾客要求" and place["requirements"].x == 0
    assert place["satisfaction"].label == "顾客满意" and place["satisfaction"].x > LANDSCAPE[0] / 2


# -- organisation chart


@pytest.mark.parametrize("departments", [0, 1, 2, 5, 16, 40, 120])
def test_organisation_is_sound_and_complete(departments: int) -> None:
    sheets = sound(organisation(system(3, 3, 2, departments=departments), "organisation", "zh"))
    found = boxes(*sheets)
    assert all(f"department-d{number}" in found for number in range(departments))


def test_organisation_shows_parents_heads_and_owned_processes() -> None:
    units = [{"id": "gm", "name": "总经理"}, {"id": "q", "name": "品保部", "head": "经理", "parent": "gm"}, {"id": "qc", "name": "检验科", "parent": "q"}]
    project = Project(settings("zh").model_validate({"organisation": "A", "departments": units}), (process("C1", owner="qc"),))
    (sheet,) = sound(organisation(project, "organisation", "zh"))
    assert {(arrow.source, arrow.target) for arrow in sheet.arrows} == {("department-gm", "department-q"), ("department-q", "department-qc")}
    assert boxes(sheet)["department-q"] == "品保部\n经理"
    assert boxes(sheet)["department-qc"] == "检验科\nC1"


@pytest.mark.parametrize(
    "units",
    [
        [("a", "b"), ("b", "a")],
        [("a", "a")],
        [("a", ""), ("b", "c"), ("c", "d"), ("d", "b"), ("e", "d")],
        [("a", "nobody"), ("b", "a")],
        [("a", ""), ("b", "")],
        [(f"d{number}", f"d{number - 1}" if number else "") for number in range(9)],
    ],
)
def test_odd_hierarchies_show_every_department_once(units: list[tuple[str, str]]) -> None:
    made = settings("zh").model_validate({"organisation": "组织", "departments": [{"id": id, "name": id, "parent": parent} for id, parent in units]})
    sheets = sound(organisation(Project(made, ()), "organisation", "zh"))
    shown = [box.id for sheet in sheets for box in sheet.boxes if box.id.startswith("department-")]
    assert sorted(shown) == sorted(f"department-{id}" for id, _ in units)


# -- SIPOC


@pytest.mark.parametrize("language", ["zh", "en", "mixed"])
@pytest.mark.parametrize(("items", "length"), [(1, 2), (6, 12), (19, 30), (6, 120), (19, 250)])
def test_sipoc_is_sound_and_complete(items: int, length: int, language: str) -> None:
    made = process("C1", language, items, length)
    sheets = sound(sipoc(Project(settings("zh"), (made,)), "C1", "zh"))
    found = labels(*sheets)
    parts: tuple[Any, ...] = (*made.inputs, *made.outputs)
    assert all(" ".join(str(part.name).split()) in found for part in parts)


def test_sipoc_reads_from_left_to_right() -> None:
    made = process("C1", inputs=[{"name": "图纸", "from": "customer"}, {"name": "样件", "from": "customer"}], outputs=[{"name": "产品", "to": ["S1", "customer"]}])
    (sheet,) = sound(sipoc(Project(settings("zh"), (made, process("S1", name="仓库", type_="support"))), "C1", "zh"))
    assert {(arrow.source, arrow.target) for arrow in sheet.arrows} == {
        ("supplier-1", "input-1"), ("supplier-1", "input-2"), ("input-1", "process"), ("input-2", "process"), ("process", "output-1"), ("output-1", "customer-1"),
    }  # fmt: skip
    assert boxes(sheet)["customer-1"] == "仓库\n顾客"


def test_sipoc_refuses_a_giant() -> None:
    made = process("C1", inputs=[{"name": "长" * 20_000}])
    assert draw(Project(settings("zh"), (made,)), "C1", "zh", "sipoc")[1][0].code == "PD701"


def test_departments_below_another_stand_in_their_order() -> None:
    units = [{"id": "top", "name": "总经理"}, {"id": "a", "name": "甲部", "parent": "top"}, *({"id": f"a{n}", "name": f"第{n}科", "parent": "a"} for n in (1, 2, 3))]
    project = Project(Settings.model_validate({"organisation": "江海", "languages": ["zh"], "departments": units}), ())
    (sheet,) = organisation(project, "organisation", "zh")
    at = {box.label.split("\n")[0]: (box.y, box.x) for box in sheet.boxes}
    assert sorted(("甲部", "第1科", "第2科", "第3科"), key=at.__getitem__) == ["甲部", "第1科", "第2科", "第3科"]
