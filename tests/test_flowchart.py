"""Flowcharts as a reader sees them: symbols, lanes, table, connectors, and what is refused."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from procdocs.diagrams import draw
from procdocs.diagrams.flowchart.cuts import cuts
from procdocs.diagrams.graph import LANDSCAPE, PORTRAIT, Canvas, Graph
from procdocs.diagrams.palette import PALETTE
from procdocs.diagrams.shapes import Label, polyline
from procdocs.manual.compose import compose
from procdocs.project import Project
from procdocs.serve.pictures import picture
from procdocs.writers.site.drawings import Inline
from tests.drawn import CASES, case, crossings, merged, project, written
from tests.geometry import assert_sound, problems, said

FILES = sorted((CASES / "flowcharts").glob("*.yaml"))
ROOT = Path(__file__).parent.parent
SAMPLES = [
    *sorted((ROOT / "processes" / "flowcharts").glob("*.yaml")),
    *sorted((ROOT / "src" / "procdocs" / "starters").glob("*/flowchart.yaml")),
    *sorted((ROOT / "tests" / "projects").glob("*/processes/F-*.yaml")),
]
SETTINGS: dict[str, Any] = {
    "departments": [{"id": "sales", "name": {"zh": "销售部", "en": "Sales"}}],
    "roles": [{"id": "clerk", "name": {"zh": "文员", "en": "Clerk"}}],
}
PROCESS = {
    "kind": "process",
    "id": "C1",
    "name": "入库",
    "type": "customer",
    "records": [{"number": "QR-01", "name": "登记表"}],
    "document": {"number": "WI-9", "title": "检验规范"},
}


def chart(steps: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"kind": "flowchart", "id": "F", "name": "图", **more, "steps": steps}


def sheets(data: dict[str, Any], language: str = "zh") -> tuple[Graph, ...]:
    drawn, findings = draw(project(data, PROCESS, language=language, **SETTINGS), data["id"], language)
    assert all(finding.code == "PD707" for finding in findings), findings[0].values
    return drawn


def refusal(data: dict[str, Any], language: str = "zh") -> str:
    drawn, findings = draw(project(data, language=language), data["id"], language)
    assert not drawn and [finding.code for finding in findings] == ["PD701"]
    return str(findings[0].values["reason"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_cases(path: Any) -> None:
    """Each file holds a chart and what must be seen."""
    data = case(path)
    drawn, expect = sheets(data["chart"]), data["expect"]
    assert_sound(*drawn)
    ids = {step["id"] for step in data["chart"]["steps"]}
    assert [[box.id for box in graph.boxes if box.id in ids] for graph in drawn] == expect["sheets"]
    text = said(*drawn)
    assert [one for one in expect["says"] if one not in text] == []
    assert [one for one in expect.get("silent", []) if one in text] == []
    assert sorted(f"{arrow.source} → {arrow.target} {arrow.label}".strip() for graph in drawn for arrow in graph.arrows) == sorted(expect["arrows"])
    boxes = {box.id: box for graph in drawn for box in graph.boxes}
    assert {id: boxes[id].shape for id in expect.get("shapes", {})} == expect.get("shapes", {})
    assert {id: boxes[id].target for id in expect.get("targets", {})} == expect.get("targets", {})
    assert not [one for graph in drawn for one in (*crossings(graph), *merged(graph))]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_in_no_sample_do_arrows_merge_that_do_not_belong_together(path: Path, language: str) -> None:
    document = written(path.read_text(encoding="utf-8").replace("{{id}}", "F").replace("{{owner}}", "quality"))
    drawn, _ = draw(project(document, language=language), document.id, language)
    assert drawn and not [one for graph in drawn for one in merged(graph)]


def seeded(seed: int) -> dict[str, Any]:
    """A chart in 2 to 5 lanes, 6 to 25 steps, with decisions, loops and jumps ahead; every eighth as a table."""
    source = random.Random(seed)
    lanes, count = source.randint(2, 5), source.randint(6, 25)
    steps = []
    for number in range(count):
        asks = source.random() < 0.3
        leads_on = [source.randrange(number + 1, count) if source.random() < 0.25 else number + 1] if number + 1 < count else []
        more = (1 + (source.random() < 0.2)) if asks else int(source.random() < 0.15)
        exits = dict.fromkeys(f"s{other}" for other in [*leads_on, *(source.randrange(count) for _ in range(more))])
        steps.append(
            {
                "id": f"s{number}",
                "lane": f"l{source.randrange(lanes)}",
                "type": "decision" if asks else source.choice(["process", "process", "document", "data", "end"]),
                "text": source.choice(["评审顾客特殊要求与可行性", "更新 DFMEA", "放行图样"]) * source.choice([1, 1, 1, 3]),
                "next": dict(zip(["是", "否", "待定"], exits, strict=False)) if asks else list(exits),
            }
        )
    return chart(steps, lanes=[f"l{number}" for number in range(lanes)], form="table" if seed % 8 == 7 else "lanes")


def test_arrows_merge_only_where_they_share_source_or_target() -> None:
    complaints: list[str] = []
    several = 0
    for seed in range(300):
        drawn = sheets(seeded(seed))
        several += len(drawn) > 1
        complaints += [f"{seed}: {one}" for graph in drawn for one in (*merged(graph), *crossings(graph))]
    assert complaints == [] and several > 100


def test_arrows_turn_off_before_others_turn_in() -> None:
    """The order of the arrows keeps them apart, so that each still comes in at the middle."""
    (graph,) = sheets(case(CASES / "flowcharts" / "neighbours.yaml")["chart"])
    middle = {box.id: box.x + box.width / 2 for box in graph.boxes}
    tips = {(arrow.source, arrow.target): arrow.tip[0] for arrow in graph.arrows}
    assert abs(tips["a3", "a6"] - middle["a6"]) < 0.2 and abs(tips["a4", "a5"] - middle["a5"]) < 0.2


def test_arrows_that_meet_head_on_part() -> None:
    """Two decisions at one height, each leading to a column on the other's way."""
    steps: list[dict[str, Any]] = [
        {"id": "a", "lane": "l0", "type": "decision", "text": "甲？", "next": {"否": "d"}},
        {"id": "b", "lane": "l3", "type": "decision", "text": "乙？", "next": {"否": "c"}},
        {"id": "c", "lane": "l1", "text": "丙"},
        {"id": "d", "lane": "l2", "text": "丁"},
    ]
    (graph,) = sheets(chart(steps, lanes=["l0", "l1", "l2", "l3"]))
    assert list(merged(graph, 10)) == []


def test_lines_that_run_together_are_told() -> None:
    """The measure itself: three arrows on one line, two of them from one source, and one that crosses."""
    canvas = Canvas("F", "flowchart", "zh", "图", "", 100, 100)
    lines: tuple[tuple[list[tuple[float, float]], str, str], ...] = (
        ([(0, 10), (50, 10), (50, 40)], "a", "b"),
        ([(50, 20), (50, 60)], "c", "d"),
        ([(50, 25), (50, 60)], "a", "e"),
        ([(20, 0), (20, 90)], "f", "g"),
    )
    for line, source, target in lines:
        canvas.arrow(polyline(line), (0, 0), (0, 1), source=source, target=target)
    assert list(merged(canvas.graph())) == ["a → b and c → d share 20.0 pt on sheet 1", "c → d and a → e share 35.0 pt on sheet 1"]


def test_lane_headings_begin_alike() -> None:
    data = chart([{"id": "a", "lane": "customer", "text": "Order", "next": "b"}, {"id": "b", "lane": "supplier", "text": "Deliver"}])
    assert "Customer" in said(*sheets(data, "en")) and "Supplier" in said(*sheets(data, "en"))


def test_lanes_stand_in_their_order_and_steps_in_their_lanes() -> None:
    (graph,) = sheets(case(CASES / "flowcharts" / "complaint.yaml")["chart"])
    middle = {box.id: box.x + box.width / 2 for box in graph.boxes}
    assert middle["a1"] == middle["a5"] < middle["a2"] < middle["a3"] == middle["a4"]


def test_rows_of_the_table_align_with_their_symbols() -> None:
    (graph,) = sheets(case(CASES / "flowcharts" / "table.yaml")["chart"])
    middle = {box.id: box.y + box.height / 2 for box in graph.boxes}
    assert list(middle.values()) == sorted(middle.values())
    height = next(shape.y for shape in graph.shapes if isinstance(shape, Label) and shape.text == "当天退回")
    assert abs(height - middle["b3"]) < 4
    main = {box.x for box in graph.boxes if box.id in ("b1", "b2", "b4", "b5")}
    assert len({round(x) for x in main}) == 1 and next(box.x for box in graph.boxes if box.id == "b3") > max(main)


def test_labels_speak_the_language_of_the_manual() -> None:
    data = case(CASES / "flowcharts" / "table.yaml")["chart"]
    assert "Responsible" in said(*sheets(data, "en")) and "Sales" in said(*sheets(data, "en"))


def long_chart(steps: int, lanes: int, **more: Any) -> dict[str, Any]:
    source = random.Random(7)
    texts = ["Review customer requirements and feasibility", "Update the DFMEA", "Release drawing 3D/2D", "Check capability, Cpk ≥ 1.67", "Archive records for 15 years"]
    made = []
    for number in range(steps):
        asks = number % 7 == 4
        after = f"s{number + 1}" if number + 1 < steps else None
        made.append(
            {
                "id": f"s{number}",
                "code": f"B{number + 1}",
                "lane": f"l{source.randrange(lanes)}",
                "type": "decision" if asks else "process",
                "text": texts[number % 5],
                "records": [f"QR-{number:02}"] if number % 2 else [],
                "next": ({"yes": after, "no": f"s{max(0, number - 3)}"} if asks else after) if after else None,
            }
        )
    return chart(made, lanes=[{"id": f"l{number}", "name": f"Department {number}"} for number in range(lanes)], **more)


@pytest.mark.parametrize(("form", "count"), [("lanes", 4), ("table", 5)])
def test_sixty_steps_go_over_several_sheets(form: str, count: int) -> None:
    drawn = sheets(long_chart(60, 6, form=form), "en")
    assert len(drawn) == count
    assert_sound(*drawn)
    assert not [one for graph in drawn for one in crossings(graph)]
    counts = [sum(box.id.startswith("s") and "-" not in box.id for box in graph.boxes) for graph in drawn]
    assert sum(counts) == 60 and min(counts) > 1
    for graph in drawn:
        assert graph.width <= LANDSCAPE[0] + 1 and graph.height <= (LANDSCAPE if form == "lanes" else PORTRAIT)[1] + 1
        assert ("Department0" if form == "lanes" else "Responsible") in said(graph)


def test_on_screen_a_chart_of_several_sheets_is_one() -> None:
    made, _ = compose(project(long_chart(60, 6), PROCESS, language="en", **SETTINGS), "en")
    (figure,) = made.by_id["F"].figures
    assert len(figure.graphs) == 4 and figure.on_screen.graphs == (figure.whole,) and figure.on_screen.names == ("F",)
    assert figure.whole is not None
    assert_sound(figure.whole)
    assert not [box.id for box in figure.whole.boxes if box.role == "connector"] and not [*crossings(figure.whole)]
    assert sum(box.role.startswith("step") for box in figure.whole.boxes) == 60
    shown = Inline("en", lambda target: target)
    assert shown.figure(figure).count("<svg") == 1
    assert [path for path, _ in shown.files(figure, lambda target: target, PALETTE)] == ["diagrams/F.svg"]


def test_what_is_told_of_a_picture_does_not_hide_it_in_the_editor() -> None:
    assert len(picture(project(long_chart(20, 14), PROCESS, language="en", **SETTINGS), "F", "", "en")["sheets"]) > 0


def test_two_hundred_steps_stay_in_their_six_lanes() -> None:
    drawn = sheets(long_chart(200, 6), "en")
    assert_sound(*drawn)
    assert all("Department0" in said(graph) for graph in drawn) and len(drawn) < 20


def test_connectors_name_the_sheet_they_lead_to() -> None:
    drawn = sheets(long_chart(40, 4), "en")
    out = {box.target for graph in drawn for box in graph.boxes if "-to-" in box.id}
    assert out <= {f"F#sheet-{number}" for number in range(1, len(drawn) + 1)} and out
    for graph in drawn:
        for box in graph.boxes:
            if "-to-" in box.id:
                landing = drawn[int(box.target.rpartition("-")[2]) - 1]
                number = box.label.split()[0]
                assert any(other.id == f"from-{box.id.rpartition('-to-')[2]}" and other.label.split()[0] == number for other in landing.boxes)


@pytest.mark.parametrize(("form", "codes"), [("lanes", ["PD707"]), ("table", [])])
def test_more_lanes_than_a_page_holds_become_a_table_and_that_is_told(form: str, codes: list[str]) -> None:
    drawn, findings = draw(project(long_chart(20, 14, form=form), PROCESS, language="en", **SETTINGS), "F", "en")
    assert_sound(*drawn)
    assert "Responsible" in said(*drawn)
    assert [finding.code for finding in findings] == codes


def test_any_chart_is_sound_or_refused() -> None:
    """Charts at random: no arrow runs through a symbol, no text leaves its place."""
    kinds = ["process", "decision", "document", "data", "predefined", "start", "end"]
    complaints: list[str] = []
    drawn_charts = 0
    for seed in range(40):
        source = random.Random(seed)
        count, lanes = source.randrange(2, 40), source.randrange(1, 8)
        steps = [
            {
                "id": f"s{number}",
                "lane": f"l{source.randrange(lanes)}",
                "type": source.choice(kinds),
                "text": source.choice(["评审顾客特殊要求与可行性", "更新 DFMEA", "放行图样 3D/2D", "Cpk ≥ 1.67？"]),
                "next": [f"s{source.randrange(count)}" for _ in range(source.choice((0, 1, 1, 1, 2, 2, 3)))],
                "time": source.choice([None, "2 小时"]),
            }
            for number in range(count)
        ]
        data = chart(steps, lanes=[f"l{number}" for number in range(lanes)], form=source.choice(["lanes", "table"]))
        drawn, _ = draw(project(data), "F", "zh")
        drawn_charts += bool(drawn)
        complaints += [f"{seed}: {one}" for graph in drawn for one in (*problems(graph), *crossings(graph))]
    assert complaints == [] and drawn_charts > 30


NASTY = ["\\N \\G \\l", "<b>bold</b>", "{|}", "\"quotes\" 'single' & ]]>", "javascript:alert(1)", "%s {0} {{x}}", "\u200f\u0007 x", "$1"]


def test_hostile_texts_are_drawn_as_they_are() -> None:
    from procdocs.diagrams.svg import svg

    steps = [
        {"id": f"s{n}", "type": "decision" if n == 3 else "process", "text": text, "code": "<i>", "note": text, "next": {text: f"s{(n + 1) % 8}"}} for n, text in enumerate(NASTY)
    ]
    drawn = sheets(chart(steps))
    text = said(*drawn)
    assert all("".join(one.replace("\u0007", "").split()) in text.replace("\u0007", "") for one in NASTY)
    assert "<b>" not in svg(drawn[0]) and "&lt;b&gt;" in svg(drawn[0])


def test_one_step_alone() -> None:
    (graph,) = sheets(chart([{"id": "a", "text": "唯一的一步"}]))
    assert_sound(graph)
    assert graph.arrows == ()


def test_sixty_steps_all_joined_are_refused_with_a_reason() -> None:
    every = [{"id": f"s{n}", "text": f"步骤{n}", "next": [f"s{other}" for other in range(60) if other != n]} for n in range(60)]
    assert "s0" in refusal(chart(every)) or "箭头" in refusal(chart(every))


def test_five_thousand_steps_are_refused_with_the_number() -> None:
    assert "5000" in refusal(chart([{"id": f"s{n}", "text": "步骤", "next": f"s{n + 1}"} for n in range(5000)]))


@pytest.mark.parametrize("type_", ["process", "decision", "start", "document"])
@pytest.mark.parametrize("length", [20_000, 1_199])
def test_endless_texts_are_refused_naming_the_step(type_: str, length: int) -> None:
    assert "long1" in refusal(chart([{"id": "a", "text": "短"}, {"id": "long1", "type": type_, "text": "长" * length}]), "zh")


def test_a_refusal_points_to_the_step() -> None:
    text = json.dumps("长" * 5000, ensure_ascii=False)
    found = written(f"kind: flowchart\nid: F\nname: x\nsteps:\n  - {{id: a, text: 短}}\n  - {{id: b, text: {text}}}\n")
    _, findings = draw(Project(project().settings, (found,)), "F", "zh")
    assert (findings[0].span.path, findings[0].span.line) == ("processes/F-F.yaml", 6)


def test_pages_are_cut_evenly_and_through_few_arrows() -> None:
    assert cuts([50.0] * 13, 660, 0, 0, {}) == [(0, 12)]
    assert cuts([50.0] * 14, 660, 0, 0, {}) == [(0, 6), (7, 13)]
    assert cuts([50.0] * 14, 660, 0, 0, {row: 1 if row == 6 else 3 for row in range(14)}) == [(0, 5), (6, 13)]
    assert cuts([900.0, 50.0], 660, 0, 0, {}) == [(0, 0), (1, 1)]


def test_same_input_same_drawing() -> None:
    assert sheets(long_chart(40, 5), "en") == sheets(long_chart(40, 5), "en")
