"""BPMN 2.0 out of flowcharts and into them: nothing of ours is lost, and what a flowchart cannot say is told."""

import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from procdocs import load
from procdocs.diagrams import draw
from procdocs.interchange.bpmn import MODEL
from procdocs.interchange.markup import parsed
from procdocs.readers import READERS, Handed
from procdocs.schema import Flowchart
from procdocs.schema.values import value_of

ROOT = Path(__file__).resolve().parents[1]
CHARTS = ("F-COMPLAINT", "F-CRM", "F-TRACKING", "F-VISIT")


@pytest.fixture
def sample(tmp_path):
    for name in ("processes", "registers", "procdocs.yaml"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    return tmp_path


def exported(procdocs, sample, id, language="zh"):
    file = sample / f"{id}.bpmn"
    done = procdocs("export", "bpmn", id, "--project", sample, "-o", file, "--language", language)
    assert done.code == 0, done.err
    return file


@pytest.mark.parametrize("id", CHARTS)
def test_out_and_in_again_changes_nothing_and_out_again_is_the_same_file(id, sample, procdocs):
    file = exported(procdocs, sample, id)
    data = file.read_bytes()
    project, _ = load(sample)
    taken = READERS["bpmn"].read(project, (Handed(file.name, data),), "bpmn")
    assert taken.change.is_empty and not taken.told and not taken.refused
    assert exported(procdocs, sample, id).read_bytes() == data


@pytest.mark.parametrize("id", CHARTS)
def test_without_its_yaml_a_chart_comes_back_whole(id, sample, procdocs):
    file = exported(procdocs, sample, id, "en")
    project, _ = load(sample)
    before = value_of(project.by_id[id])
    (sample / project.by_id[id].span().path).unlink()
    assert procdocs("import", "bpmn", file, "--project", sample).code == 0
    after, found = load(sample)
    assert value_of(after.by_id[id]) == before and not [one for one in found if one.severity == "error"]


@pytest.mark.parametrize("id", CHARTS)
def test_every_shape_has_its_place_and_no_way_runs_through_a_step(id, sample, procdocs):
    root = parsed(exported(procdocs, sample, id).read_bytes())
    process = next(root.every("process"))
    nodes = {one.get("id") for one in process.children() if one.tag not in ("laneSet", "sequenceFlow", "extensionElements")}
    places = {}
    for shape in root.every("BPMNShape"):
        bounds = next(shape.children("Bounds"))
        places[shape.get("bpmnElement")] = tuple(float(bounds.get(key)) for key in ("x", "y", "width", "height"))
    ways = {one.get("bpmnElement"): [(float(p.get("x")), float(p.get("y"))) for p in one.children("waypoint")] for one in root.every("BPMNEdge")}
    flows = {one.get("id"): one for one in process.children("sequenceFlow")}
    assert nodes <= set(places) and set(ways) == set(flows) and {one.get("id") for one in root.every("lane")} <= set(places)
    for lane in root.every("lane"):
        x, y, wide, high = places[lane.get("id")]
        for held in lane.children("flowNodeRef"):
            hx, hy, hw, hh = places[held.text]
            assert x <= hx and hx + hw <= x + wide and y <= hy and hy + hh <= y + high
    for name, way in ways.items():
        for (x1, y1), (x2, y2) in pairwise(way):
            assert x1 == x2 or y1 == y2
            for node in nodes - {flows[name].get("sourceRef"), flows[name].get("targetRef")}:
                x, y, wide, high = places[node]
                assert max(x1, x2) <= x or min(x1, x2) >= x + wide or max(y1, y2) <= y or min(y1, y2) >= y + high, (name, node)
    boxes = [places[node] for node in nodes]
    assert not [1 for n, (x, y, w, h) in enumerate(boxes) for x2, y2, w2, h2 in boxes[:n] if x < x2 + w2 and x2 < x + w and y < y2 + h2 and y2 < y + h]


def test_what_a_modeller_changes_is_changed_in_the_yaml_and_nothing_else(sample, procdocs):
    file = exported(procdocs, sample, "F-VISIT")
    text = file.read_text("utf-8")
    new = '<bpmn:userTask id="Activity_0x1" name="新的一步"/><bpmn:sequenceFlow id="Flow_new" sourceRef="_V1" targetRef="Activity_0x1"/>'
    text = text.replace("</bpmn:process>", f"{new}</bpmn:process>")
    project, _ = load(sample)
    chart = project.by_id["F-VISIT"]
    assert isinstance(chart, Flowchart)
    old = chart.steps[1].text.say("zh", "zh")
    file.write_text(text.replace(f'name="{old}"', f'name="{old}！"', 1), "utf-8")
    path = chart.span().path
    before = (sample / path).read_text("utf-8").splitlines()
    assert procdocs("import", "bpmn", file, "--project", sample).code == 0
    after = (sample / path).read_text("utf-8").splitlines()
    gone = [line for line in before if line not in after]
    come = [line for line in after if line not in before]
    assert len(gone) <= 2 and any(f"{old}！" in line for line in come) and any("新的一步" in line for line in come), (gone, come)
    changed = load(sample)[0].by_id["F-VISIT"]
    assert isinstance(changed, Flowchart) and [step.id for step in changed.steps][:3] == ["V0", "V1", "1"]
    assert len(changed.steps) == len(chart.steps) + 1


FOREIGN = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="{MODEL}" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="x">
<collaboration id="c"><participant id="P1" name="Plant" processRef="Pr1"/><participant id="P2" name="Customer"/><participant id="P3" name="Lab" processRef="Pr3"/>
<messageFlow id="m1" name="order" sourceRef="P2" targetRef="s"/><messageFlow id="m2" name="sample" sourceRef="t3" targetRef="l1"/></collaboration>
<process id="Pr1" isExecutable="true">
 <laneSet id="ls"><lane id="L1" name="Office"><childLaneSet><lane id="L11" name="Sales"><flowNodeRef>s</flowNodeRef><flowNodeRef>t1</flowNodeRef></lane>
 <lane id="L12" name="Quality"><flowNodeRef>g1</flowNodeRef></lane></childLaneSet></lane>
 <lane id="L2" name="品保部"><flowNodeRef>t2</flowNodeRef><flowNodeRef>t3</flowNodeRef></lane></laneSet>
 <endEvent id="e" name="Done"><messageEventDefinition id="x1"/></endEvent>
 <task id="t3" name="Send &amp; test"><multiInstanceLoopCharacteristics/></task>
 <userTask id="t1" name="Enter&#10;order" camunda:assignee="x"><documentation>By telephone too</documentation>
 <dataInputAssociation id="a1"><sourceRef>dor</sourceRef><targetRef>p</targetRef></dataInputAssociation></userTask>
 <dataObjectReference id="dor" name="Order form" dataObjectRef="do"/><dataObject id="do"/>
 <startEvent id="s"><timerEventDefinition id="x2"/></startEvent>
 <exclusiveGateway id="g1" name="Complete?"/><exclusiveGateway id="gj"/><parallelGateway id="p1" name="both"/><parallelGateway id="p2"/>
 <serviceTask id="t2" name="Plan"/><callActivity id="t4" name="Deliver" calledElement="C4"/>
 <boundaryEvent id="b" attachedToRef="t2" name="late"><timerEventDefinition id="x3"/></boundaryEvent>
 <subProcess id="sp" name="Repair"><startEvent id="ss"/><task id="st" name="Weld"/><endEvent id="se"/>
 <sequenceFlow id="sf1" sourceRef="ss" targetRef="st"/><sequenceFlow id="sf2" sourceRef="st" targetRef="se"/></subProcess>
 <intermediateThrowEvent id="it" name="Order planned"/>
 <sequenceFlow id="f1" sourceRef="s" targetRef="gj"/><sequenceFlow id="f2" sourceRef="gj" targetRef="t1"/><sequenceFlow id="f3" sourceRef="t1" targetRef="g1"/>
 <sequenceFlow id="f4" name="no" sourceRef="g1" targetRef="gj"/>
 <sequenceFlow id="f5" sourceRef="g1" targetRef="p1"><conditionExpression>${{ok == true}}</conditionExpression></sequenceFlow>
 <sequenceFlow id="f6" sourceRef="p1" targetRef="t2"/><sequenceFlow id="f7" sourceRef="p1" targetRef="t3"/>
 <sequenceFlow id="f8" sourceRef="t2" targetRef="it"/><sequenceFlow id="f8a" sourceRef="it" targetRef="p2"/>
 <sequenceFlow id="f9" sourceRef="t3" targetRef="p2"/><sequenceFlow id="f10" sourceRef="p2" targetRef="t4"/><sequenceFlow id="f11" sourceRef="t4" targetRef="e"/>
 <sequenceFlow id="f12" sourceRef="b" targetRef="sp"/><sequenceFlow id="f13" sourceRef="sp" targetRef="e"/>
 <textAnnotation id="ta"><text>two days</text></textAnnotation><association id="as" sourceRef="t4" targetRef="ta"/>
</process>
<process id="Pr3"><task id="l1" name="Analyse"/></process></definitions>"""
STEPS: list[dict[str, object]] = [
    {"id": "1", "type": "start", "lane": "lane1", "text": "开始", "note": "timer; ← Customer: order", "next": ["2"]},
    {"id": "2", "lane": "lane1", "text": "Enter order", "documents": [{"title": "Order form"}], "note": "By telephone too", "next": ["3"]},
    {"id": "3", "type": "decision", "lane": "lane2", "text": "Complete?", "next": [{"to": "2", "label": "no"}, "4"]},
    {"id": "4", "type": "fork", "text": "both", "next": ["5", "6"]},
    {"id": "5", "lane": "quality", "text": "Plan", "next": ["7", "8"]},
    {"id": "6", "lane": "quality", "text": "Send & test", "note": "↻; → Lab: sample", "next": ["9"]},
    {"id": "7", "text": "Order planned", "note": "", "next": ["9"]},
    {"id": "8", "type": "timer", "lane": "quality", "text": "late", "next": ["10"]},
    {"id": "9", "type": "join", "next": ["11"]},
    {"id": "10", "type": "predefined", "text": "Repair", "process": "foreign-3", "next": ["12"]},
    {"id": "11", "type": "predefined", "text": "Deliver", "process": "C4", "note": "two days", "next": ["12"]},
    {"id": "12", "type": "end", "text": "Done", "note": "message"},
]
TOLD = {"task_kind", "loop", "pool", "event", "condition", "border", "subprocess", "message", "nameless"}


def test_a_process_of_another_program_is_read_by_its_flow_and_what_is_lost_is_told(sample, procdocs):
    file = sample / "foreign.bpmn"
    file.write_text(FOREIGN, "utf-8")
    project, _ = load(sample)
    taken = READERS["bpmn"].read(project, (Handed(file.name, FOREIGN.encode()),), "bpmn")
    assert {about.told.key for about in taken.told} == TOLD
    assert sorted(taken.change.after) == [f"processes/flowcharts/foreign-{number}.yaml" for number in (1, 2, 3)]
    assert procdocs("import", "bpmn", file, "--project", sample).code == 0
    after, found = load(sample)
    assert not [one for one in found if one.severity == "error"]
    chart: Any = after.by_id["foreign-1"]
    quality = next(id for id, department in after.departments.items() if department.name.say("zh", "zh") == "品保部")
    wanted: Any = [{key: quality if said == "quality" else said for key, said in step.items() if said} for step in STEPS]
    assert [{key: said for key, said in step.items() if said} for step in value_of(chart)["steps"]] == wanted
    assert value_of(chart)["lanes"] == [{"id": "lane1", "name": "Office / Sales"}, {"id": "lane2", "name": "Office / Quality"}, quality]
    assert value_of(chart)["name"] == "Plant"
    assert value_of(after.by_id["foreign-3"])["steps"][1]["text"] == "Weld"
    assert all(draw(after, id, "zh")[0] for id in ("foreign-1", "foreign-2", "foreign-3"))


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"<definitions/>", "1"),
        (f'<definitions xmlns="{MODEL}"><process id="p"/></definitions>'.encode(), "1"),
        (b"<definitions", "1:1"),
        (b'<!DOCTYPE d [<!ENTITY x SYSTEM "http://127.0.0.1/x">]><d>&x;</d>', "1"),
    ],
)
def test_what_is_no_process_is_refused_with_its_place(data, place, sample, procdocs):
    (sample / "bad.bpmn").write_bytes(data)
    done = procdocs("import", "bpmn", sample / "bad.bpmn", "--project", sample)
    assert done.code == 1 and done.err.startswith(f"bad.bpmn:{place}"), done.err


def test_what_was_noted_and_then_spoiled_is_refused(sample, procdocs):
    file = exported(procdocs, sample, "F-VISIT")
    text = file.read_text("utf-8")
    noted = '<procdocs:own name="rest" value="{&quot;dragon&quot;: 1}"/>'
    spoiled = re.sub(r'(<procdocs:own name="id" value="V1"/>.*?)(</bpmn:extensionElements>)', rf"\g<1>{noted}\g<2>", text)
    assert spoiled != text
    file.write_text(spoiled, "utf-8")
    done = procdocs("import", "bpmn", file, "--project", sample)
    assert done.code == 1 and "F-VISIT.bpmn" in done.err and "dragon" not in done.out
