"""Funnels as a reader sees them: figures as given, bands by value."""

from __future__ import annotations

from typing import Any

import pytest

from procdocs.diagrams import draw
from procdocs.diagrams.funnel import figures
from procdocs.diagrams.graph import Graph
from procdocs.project import Project
from tests.drawn import project, written
from tests.geometry import assert_sound, said

STAGES = (
    "[{name: 接待客户, value: 100, unit: 组, note: 其中 10 组即购买}, {name: 回访, value: 90, unit: 组}, "
    "{name: 再到展厅, value: 34, unit: 组}, {name: 成交, value: 1.50, unit: 组, share: 成交率 68 %}]"
)


def sheets(sections: str) -> tuple[Graph, ...]:
    found = written(f"kind: sop\nid: SOP\nname: 跟踪\nsections:\n{sections}")
    drawn, findings = draw(Project(project().settings, (found,)), "SOP", "zh", "funnel")
    assert not findings
    return drawn


def test_values_and_rates_stand_as_given_and_nothing_else() -> None:
    (graph,) = sheets(f"  figure: {{title: 跟踪效果, funnel: {STAGES}, note: 原始资料中 10 与 23 相加不等于 39。}}\n")
    assert_sound(graph)
    text = said(graph)
    assert [one for one in ("接待客户", "100组", "其中10组即购买", "90组", "34组", "1.50组", "成交率68%", "原始资料中10与23相加不等于39。") if one not in text] == []
    assert [rate for rate in ("90%", "38%") if rate not in text] == [] and text.count("%") == 3
    assert graph.title == "跟踪效果"


def test_bands_are_as_wide_as_their_values_say() -> None:
    (graph,) = sheets(f"  figure: {{funnel: {STAGES}}}\n")
    widths = [box.width for box in graph.boxes if box.id.startswith("band")]
    assert widths[1] / widths[0] == pytest.approx(0.9) and widths[2] / widths[0] == pytest.approx(0.34)
    assert widths[3] / widths[0] == pytest.approx(0.015)


def test_figures_come_in_the_order_of_the_file() -> None:
    drawn = sheets(
        f"  procedure: [{{text: x, steps: [{{text: y, figure: {{title: 先, funnel: {STAGES}}}}}]}}]\n"
        f"  figure: {{title: 后, funnel: {STAGES}}}\n"
        f"  more:\n    - {{title: z, figure: {{title: 末, funnel: {STAGES}}}}}\n"
    )
    assert [(graph.title, graph.sheet, graph.sheets) for graph in drawn] == [("先", 1, 3), ("后", 2, 3), ("末", 3, 3)]


def test_a_procedure_without_figures_has_none() -> None:
    found = written("kind: sop\nid: SOP\nname: x\nsections: {purpose: y}\n")
    assert figures(found) == () and draw(Project(project().settings, (found,)), "SOP", "zh", "funnel") == ((), ())


@pytest.mark.parametrize("values", [[0, 0], [-5, 3], [1, 10], ["1e300", 1], ["0.0000001", "0.00000005"]])
def test_odd_figures_are_drawn(values: list[Any]) -> None:
    (graph,) = sheets(f"  figure: {{funnel: [{', '.join(f'{{name: 级, value: {value}}}' for value in values)}]}}\n")
    assert_sound(graph)


@pytest.mark.parametrize("funnel", [f"[{{name: {'长' * 20_000}, value: 1}}]", f"[{', '.join('{name: 级, value: 1}' for _ in range(60))}]"], ids=["long", "many"])
def test_what_fits_no_page_is_refused(funnel: str) -> None:
    found = written(f"kind: sop\nid: SOP\nname: x\nsections:\n  figure: {{funnel: {funnel}}}\n")
    drawn, findings = draw(Project(project().settings, (found,)), "SOP", "zh", "funnel")
    assert drawn == () and [(finding.code, finding.span.line) for finding in findings] == [("PD701", 5)]


@pytest.mark.parametrize("unit", ["组", "次电话与上门回访", "Kundenkontakte im Vertriebsgebiet Nord je Quartal", "长" * 80])
@pytest.mark.parametrize("values", [[100, 90, 3], [3, 3, 3], [1000, 1, 1]])
def test_a_long_unit_runs_over_nothing(unit: str, values: list[int]) -> None:
    stages = ", ".join(f"{{name: 回访, value: {value}, unit: {unit}, share: 成交率 68 %, note: 其中一部分即购买}}" for value in values)
    (graph,) = sheets(f"  figure: {{funnel: [{stages}]}}\n")
    assert_sound(graph)
    assert said(graph).count("".join(unit.split())) == len(values)


@pytest.mark.parametrize(
    ("values", "expected"), [("100 5", "5.0%"), ("1000000 3", "<0.1%"), ("100 0", "0%"), ("0 5", ""), ("-5 3", ""), ("1 1e9", ""), ("40 60", "150%"), ("100 9.97", "10%")]
)
def test_what_came_through_stands_between_the_stages(values: str, expected: str) -> None:
    (graph,) = sheets(f"  figure: {{funnel: [{', '.join(f'{{name: 级, value: {value}}}' for value in values.split())}]}}\n")
    assert_sound(graph)
    text = said(graph)
    assert expected in text and text.count("%") == (1 if expected else 0)


def test_stages_of_different_units_have_no_rate_between_them() -> None:
    (graph,) = sheets("  figure: {funnel: [{name: 级, value: 10, unit: 组}, {name: 级, value: 5, unit: 台}]}\n")
    assert "%" not in said(graph)
