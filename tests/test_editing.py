"""`set`, `rename` and `check --fix`: smallest changes of files that people wrote, and none that would be wrong."""

from __future__ import annotations

import datetime
import difflib
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from procdocs import check, load
from procdocs.diagnostics import Diagnostic
from procdocs.editing import Draft
from procdocs.editing.actions import Action, operations_of
from procdocs.editing.places import Unclear, place_of
from procdocs.editing.renaming import rename
from procdocs.editing.setting import set_value
from procdocs.project import Project
from procdocs.source.edit import Path as Path_
from procdocs.world import Folder, Memory, Overlay
from tests.conftest import Ran

ROOT = Path(__file__).resolve().parents[1]
DAY = datetime.date(2026, 11, 25)
SMALL = {
    "procdocs.yaml": """\
organisation: {zh: 甲公司, en: A}
languages: [zh, en]
departments:
  - {id: sales, name: 销售部}   # 一楼
  - {id: quality, name: 质量部}
roles:
  - {id: seller, name: 业务员}
""",
    "processes/C1-sales.yaml": """\
kind: process
id: C1
name: {zh: 销售, en: Sales}
type: customer
owner: sales   # 也管合同
departments: [sales]
purpose: |
  按 C1 的要求接单，见 C10 与 C1-C2。
inputs:
  - {id: order, name: 订单, from: customer}
  - 图纸 (客户)
outputs:
  - name: 合同
    to: C2
measures:
  - {name: 计划达成率, target: "≥ 98 %"}   # 每周
  - {name: '损耗[料]', target: ≤ 1 %}
""",
    "processes/C2.yaml": 'kind: process\nid: "C2"\nname: 生产\ntype: customer\nowner: sales\ninputs:\n  - {name: 合同, from: C1}\n',
    "processes/F.yaml": """\
kind: flowchart
id: F
name: 流程
process: C1
lanes: [sales, seller]
steps:
  - {id: a, type: start, lane: sales, role: seller, text: 接单}
  - {id: b, type: end, lane: seller, text: 完}
""",
    "processes/P.yaml": "kind: page\nid: P\nname: 说明\ntext: |\n  | 过程 | 谁 |\n  |---|---|\n  | C1 | sales |\n\n  ![图](diagram:C1)\n",
    "registers/list.csv": "number,title,owner\nC1,销售程序,sales\n",
}


def _project(files: dict[str, str] = SMALL) -> Project:
    project, _ = load(_memory(files))
    assert project is not None
    return project


def _memory(files: dict[str, str]) -> Memory:
    return Memory({path: text.encode() for path, text in files.items()})


def _changed(old: str, new: str) -> list[str]:
    """The lines that went and came, in the form of a difference."""
    return [line for line in difflib.ndiff(old.splitlines(), new.splitlines()) if line[0] in "+-"]


@pytest.mark.parametrize(
    ("document", "path", "value", "expected"),
    [
        ("C1", "measures.0.target", "≥ 98.5 %", ['-   - {name: 计划达成率, target: "≥ 98 %"}   # 每周', '+   - {name: 计划达成率, target: "≥ 98.5 %"}   # 每周']),
        ("C1", "measures[计划达成率].target", "≥ 99 %", ['-   - {name: 计划达成率, target: "≥ 98 %"}   # 每周', '+   - {name: 计划达成率, target: "≥ 99 %"}   # 每周']),
        ("C1", "measures[损耗[料]].target", "≤ 2 %", ["-   - {name: '损耗[料]', target: ≤ 1 %}", "+   - {name: '损耗[料]', target: ≤ 2 %}"]),
        ("C1", "owner", "quality", ["- owner: sales   # 也管合同", "+ owner: quality   # 也管合同"]),
        ("C1", "name", "市场", ["- name: {zh: 销售, en: Sales}", "+ name: {zh: 市场, en: Sales}"]),
        ("C1", "name.en", "Market", ["- name: {zh: 销售, en: Sales}", "+ name: {zh: 销售, en: Market}"]),
        ("C1", "departments.+", "quality", ["- departments: [sales]", "+ departments: [sales, quality]"]),
        ("C1", "inputs.1.from", "customer", ["-   - 图纸 (客户)", "+   - name: 图纸 (客户)", "+     from: customer"]),
        ("C1", "scope", "国内: 全部", ['+ scope: "国内: 全部"']),
        ("C1", "outputs[合同].to", "customer", ["-     to: C2", "+     to: customer"]),
        ("procdocs.yaml", "departments[quality].name", "品保部", ["-   - {id: quality, name: 质量部}", "+   - {id: quality, name: 品保部}"]),
    ],
)
def test_a_value_is_set_where_a_person_names_it(document: str, path: str, value: str, expected: list[str]) -> None:
    change = set_value(_project(), document, path, value)
    ((file, data),) = change.after.items()
    assert data is not None
    assert _changed(SMALL[file], data.decode()) == expected


def test_a_new_key_stands_where_the_reference_lists_it() -> None:
    (data,) = set_value(_project(), "C1", "scope", "全国").after.values()
    keys = [line.partition(":")[0] for line in (data or b"").decode().splitlines() if line[:1].isalpha()]
    assert keys.index("scope") == keys.index("purpose") + 1


@pytest.mark.parametrize(
    ("document", "path", "problem"),
    [
        ("C9", "owner", "no_document"),
        ("C1", "measures[无].target", "no_item"),
        ("C1", "measures.7.target", "no_item"),
        ("C1", "measures", "not_a_text"),
        ("C1", "nothing", "no_key"),
        ("C1", "nothing.at.all", "no_place"),
        ("C1", "outputs.0.to.0", "one_value"),
        ("C1", "", "no_path"),
        ("C1", "measures[", "no_path"),
        ("C1", "a..b", "no_path"),
    ],
)
def test_a_place_that_is_not_clear_is_said(document: str, path: str, problem: str) -> None:
    with pytest.raises(Unclear) as raised:
        set_value(_project(), document, path, "x")
    assert raised.value.key == problem


def test_items_of_one_name_are_told_apart_by_their_number() -> None:
    said = {"risks": [{"name": "a"}, {"name": "a"}]}
    assert place_of(said, "risks.1.name") == ("risks", 1, "name")
    with pytest.raises(Unclear, match="several_items"):
        place_of(said, "risks[a].name")


def test_an_id_is_renamed_wherever_it_is_named_and_nowhere_else() -> None:
    renaming = rename(_project(), "C1", "C7")
    assert renaming.moved == {"processes/C1-sales.yaml": "processes/C7-sales.yaml"}
    texts = {path: data.decode() for path, data in renaming.change.after.items() if data is not None}
    assert "按 C7 的要求接单，见 C10 与 C7-C2。" in texts["processes/C7-sales.yaml"]
    assert "from: C7" in texts["processes/C2.yaml"]
    assert "process: C7" in texts["processes/F.yaml"]
    assert "| C7 | sales |" in texts["processes/P.yaml"]
    assert "(diagram:C7)" in texts["processes/P.yaml"]
    assert not renaming.left


def test_a_department_is_renamed_in_lanes_and_lists() -> None:
    renaming = rename(_project(), "sales", "market")
    texts = {path: data.decode() for path, data in renaming.change.after.items() if data is not None}
    assert "{id: market, name: 销售部}   # 一楼" in texts["procdocs.yaml"]
    assert "owner: market   # 也管合同\ndepartments: [market]\n" in texts["processes/C1-sales.yaml"]
    assert "lanes: [market, seller]" in texts["processes/F.yaml"]
    assert "lane: market, role: seller" in texts["processes/F.yaml"]
    assert [(span.path, span.line) for span in renaming.left] == [("registers/list.csv", 2)]


def test_an_id_may_change_its_case_alone() -> None:
    assert sorted(rename(_project(), "C1", "c1").change.after)[-1] == "processes/c1-sales.yaml"


def test_quotes_around_an_id_stay() -> None:
    assert b'id: "C5"' in (rename(_project(), "C2", "C5").change.after["processes/C5.yaml"] or b"")


@pytest.mark.parametrize(("old", "new", "problem"), [("C9", "C8", "no_id"), ("C1", "C2", "taken"), ("C1", "c2", "taken"), ("C1", "C 1", "bad_id"), ("C1", "all", "bad_id")])
def test_an_id_that_cannot_be_given_is_refused(old: str, new: str, problem: str) -> None:
    with pytest.raises(Unclear) as raised:
        rename(_project(), old, new)
    assert raised.value.key == problem


def _findings(project: Project | None, found: tuple[Diagnostic, ...]) -> Counter[str]:
    assert project is not None
    return Counter(one.code for one in check(project, DAY, found))


def test_every_id_of_the_sample_can_be_renamed_and_nothing_is_found_then() -> None:
    project, found = load(ROOT)
    assert project is not None
    before = _findings(project, found)
    some = [*project.by_id][::9] + [*project.roles][::9] + [*project.departments][::9] + [*project.parties][:1]
    for id in some:
        change = rename(project, id, f"{id}-neu").change
        assert _findings(*load(Overlay(Folder(ROOT), change.after))) == before, id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, text in SMALL.items():
        place = tmp_path / "project" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="")
    return tmp_path / "project"


def test_set_writes_one_line_and_says_so(folder: Path, procdocs: Callable[..., Ran]) -> None:
    ran = procdocs("set", "C1", "measures.0.target", "≥ 99 %", "--project", folder)
    assert (ran.code, ran.out) == (0, "processes/C1-sales.yaml：已写入 measures.0.target\n")
    assert (folder / "processes/C1-sales.yaml").read_text(encoding="utf-8") == SMALL["processes/C1-sales.yaml"].replace("≥ 98 %", "≥ 99 %")


def test_what_would_be_wrong_is_shown_and_not_written(folder: Path, procdocs: Callable[..., Ran]) -> None:
    ran = procdocs("set", "C1", "owner", "nobody", "--project", folder)
    assert ran.code == 1
    assert "PD306" in ran.err
    assert "owner: nobody" in ran.err
    assert (folder / "processes/C1-sales.yaml").read_text(encoding="utf-8") == SMALL["processes/C1-sales.yaml"]


def test_a_dry_run_shows_the_lines_and_writes_nothing(folder: Path, procdocs: Callable[..., Ran]) -> None:
    ran = procdocs("rename", "C1", "C7", "--project", folder, "--dry-run")
    assert "--- processes/C1-sales.yaml\n+++ processes/C7-sales.yaml\n" in ran.out
    assert "-id: C1\n+id: C7\n" in ran.out
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()) == sorted(SMALL)


def test_rename_moves_the_file(folder: Path, procdocs: Callable[..., Ran]) -> None:
    assert procdocs("rename", "C1", "C7", "--project", folder).code == 0
    assert not (folder / "processes/C1-sales.yaml").exists()
    assert (folder / "processes/C7-sales.yaml").read_text(encoding="utf-8").startswith("kind: process\nid: C7\n")


def test_what_stands_in_a_table_is_left_to_the_person_and_named(folder: Path, procdocs: Callable[..., Ran]) -> None:
    ran = procdocs("rename", "sales", "market", "--project", folder)
    assert ran.code == 1
    assert "registers/list.csv:2" in ran.out


@pytest.mark.parametrize(
    ("path", "right", "wrong"),
    [
        ("processes/C1-sales.yaml", "owner: sales ", "ownr: sales "),
        ("processes/C1-sales.yaml", "[sales]", "[salse]"),
        ("processes/C1-sales.yaml", "type: customer", "type: customr"),
        ("processes/C2.yaml", "name: 生产", "name：生产"),
        ("processes/C2.yaml", "kind: process", "kind: proces"),
        ("processes/F.yaml", "lane: seller,", "lane: selle,"),
    ],
    ids=lambda one: one.strip() if isinstance(one, str) else "",
)
def test_a_slip_with_one_remedy_is_corrected_to_the_letter(folder: Path, procdocs: Callable[..., Ran], path: str, right: str, wrong: str) -> None:
    file = folder / path
    file.write_text(SMALL[path].replace(right, wrong, 1), encoding="utf-8", newline="")
    ran = procdocs("check", folder, "--fix", "--format", "json")
    assert file.read_text(encoding="utf-8") == SMALL[path]
    assert path in ran.err
    assert procdocs("check", folder, "--fix").err == ""


def test_a_slip_with_two_remedies_is_left_to_the_person(folder: Path, procdocs: Callable[..., Ran]) -> None:
    file = folder / "processes/C2.yaml"
    text = SMALL["processes/C2.yaml"].replace("from: C1", "from: C9")
    file.write_text(text, encoding="utf-8", newline="")
    procdocs("check", folder, "--fix")
    assert file.read_text(encoding="utf-8") == text


def test_a_file_that_is_a_link_is_not_edited(folder: Path, procdocs: Callable[..., Ran]) -> None:
    elsewhere = folder.parent / "elsewhere.yaml"
    shutil.move(folder / "processes/C2.yaml", elsewhere)
    (folder / "processes/C2.yaml").symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    assert procdocs("set", "C2", "name", "x", "--project", folder).code in (1, 2, 3)
    assert elsewhere.read_bytes() == before


MAP = {
    **SMALL,
    "processes/M.yaml": """\
kind: mindmap
id: M
name: 客户
root:
  text: 客户
  children:
    - 新客户   # 重点
    - text: 老客户
      children:
        - 回访
        - {text: 报价, note: 每季}
    - 流失
""",
}


@pytest.mark.parametrize(
    ("document", "do", "at", "value", "to", "expected"),
    [
        ("C1", "set", ("inputs", 0, "name"), "询价", None, ["-   - {id: order, name: 订单, from: customer}", "+   - {id: order, name: 询价, from: customer}"]),
        ("C1", "set", ("inputs", 0), "询价", None, ["-   - {id: order, name: 订单, from: customer}", "+   - {id: order, name: 询价, from: customer}"]),
        ("M", "set", ("root", "children", 1), "旧客户", None, ["-     - text: 老客户", "+     - text: 旧客户"]),
        ("C1", "set", ("inputs", 1, "name"), "图样", None, ["-   - 图纸 (客户)", "+   - 图样"]),
        ("C1", "set", ("outputs", 0, "to", 0), "customer", None, ["-     to: C2", "+     to: customer"]),
        ("C1", "add", ("outputs", 0, "to", 1), "customer", None, ["-     to: C2", "+     to: [C2, customer]"]),
        ("C1", "add", ("inputs", 2), {"name": "合同", "from": "C2"}, None, ["+   - {name: 合同, from: C2}"]),
        ("C1", "add", ("resources", 0), "电脑", None, ["+ resources:", "+   - 电脑"]),
        ("C1", "add", ("inputs", 1), ["甲", "乙"], None, ["+   - 甲", "+   - 乙"]),
        ("C1", "remove", ("inputs", 0), None, None, ["-   - {id: order, name: 订单, from: customer}"]),
        ("C1", "remove", ("outputs", 0), None, None, ["- outputs:", "-   - name: 合同", "-     to: C2"]),
        ("C1", "set", ("owner",), "", None, ["- owner: sales   # 也管合同"]),
        ("M", "set", ("root", "children", 0, "text"), "新顾客", None, ["-     - 新客户   # 重点", "+     - 新顾客   # 重点"]),
        ("M", "add", ("root", "children", 0, "children", 0), "拜访", None, ["-     - 新客户   # 重点", "+     - text: 新客户   # 重点", "+       children:", "+         - 拜访"]),
        ("M", "add", ("root", "children", 1, "children", 1), "寄样", None, ["+         - 寄样"]),
        ("M", "move", ("root", "children", 2), None, 0, ["+     - 流失", "-     - 流失"]),
        ("M", "move", ("root", "children", 2), None, ("root", "children", 1, "children", 0), ["+         - 流失", "-     - 流失"]),
        ("M", "move", ("root", "children", 1, "children", 0), None, ("root", "children", 0), ["+     - 回访", "-         - 回访"]),
        ("M", "move", ("root", "children", 0), None, ("root", "children", 2, "children", 0), None),
    ],
)
def test_what_is_done_in_a_picture_changes_the_fewest_lines(document: str, do: str, at: Path_, value: object, to: int | Path_ | None, expected: list[str] | None) -> None:
    project = _project(MAP)
    path, operations = operations_of(project, Action(do, document, at, value, to))
    draft = Draft(project.sources)
    draft.edit(path, *operations)
    lines = _changed(MAP[path], draft.text(path))
    if expected is not None:
        assert lines == expected
    assert _project({**MAP, path: draft.text(path)})


@pytest.mark.parametrize(
    ("action", "problem"),
    [
        (Action("set", "C1", ("inputs", 0, "name"), "x", was="别的"), "not_there"),
        (Action("set", "C1", ("inputs", 0, "colour"), "x"), "no_key"),
        (Action("fly", "C1", ("inputs", 0)), "no_action"),
        (Action("remove", "C1", ("inputs", 9)), "no_place"),
        (Action("move", "M", ("root", "children", 1), to=("root", "children", 1, "children", 0)), "into_itself"),
        (Action("set", "Z", ("name",), "x"), "no_document"),
    ],
)
def test_an_action_that_fits_nothing_is_said(action: Action, problem: str) -> None:
    with pytest.raises(Unclear) as raised:
        operations_of(_project(MAP), action)
    assert raised.value.key == problem
