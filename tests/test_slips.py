"""What people type who know Word, Excel and a Chinese keyboard: each slip is reported, by one finding that says what to write instead."""

from pathlib import Path

import click
import pytest
import yaml

from procdocs import check
from procdocs.cli.said import project_folder
from procdocs.diagnostics import Severity
from procdocs.diagnostics.sentences import say
from procdocs.diagrams.glyphs import lost_glyphs
from procdocs.languages import words
from procdocs.project.load import load, misnamed_settings
from procdocs.schema import TOPS
from procdocs.schema.models import keys_of, models_below
from procdocs.schema.validate import nearest
from procdocs.world import Memory

SETTINGS = (
    "organisation: {name: 恒塑}\ndepartments: [{id: production, name: 生产部}, {id: quality, name: 质量部}, {id: sales, name: 业务部}]\nroles: [{id: operator, name: 操作工}]\n"
)
PROCESS = """kind: process
id: C1
name: 生产管理
type: customer
owner: production
departments: [quality, sales]
purpose: 按计划生产
steps: [领料, 调机, 首件检验, 生产]
inputs:
  - {name: 订单, from: customer}
outputs:
  - {name: 合格产品, to: customer}
resources:
  - 注塑机
people:
  - {role: operator, competence: 上岗证}
documents: [WI-01]
measures:
  - {name: 一次合格率, formula: 合格数/总数, target: "≥ 98 %", every: 每月, owner: production}
risks:
  - {name: 缺料, action: 安全库存, owner: production, due: 每月}
records:
  - {number: QR-01, name: 生产日报表, keeper: production, retention: 3 年}
document: {number: QP-01, revision: A, status: released, effective: 2026-01-01, prepared: 张三, reviewed: 李四, approved: 王五, distribution: [all]}
"""
CHART = """kind: flowchart
id: F1
name: 生产流程
process: C1
lanes: [production, sales]
steps:
  - {id: a, type: start, lane: sales, text: 接单, next: b}
  - {id: b, type: end, lane: production, text: 生产}
document: {number: QP-02, revision: A, status: released, effective: 2026-01-01, prepared: 张三, reviewed: 李四, approved: 王五, distribution: [all]}
"""
LIST = "documents: [{number: WI-01, title: 注塑作业指导书, type: instruction, revision: A, owner: production}]\n"
FILES = {"procdocs.yaml": SETTINGS, "processes/C1.yaml": PROCESS, "processes/F1.yaml": CHART, "registers/d.yaml": LIST}
STEPS = "steps: [领料, 调机, 首件检验, 生产]"


def found(files, language="zh"):
    project, loading = load(Memory({path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()}))
    return [say(one, words(language).findings) for one in (check(project, None, loading) if project is not None else loading)]


def test_without_a_slip_nothing_is_reported():
    assert [(one.diagnostic.code, one.message) for one in found(FILES)] == []


#: What stands there, what is typed instead, the code, and what the hint names.
SLIPS = [
    (STEPS, "steps: [领料，调机，首件检验，生产]", "PD561", "[领料, 调机, 首件检验, 生产]"),
    (STEPS, "steps: [领料；调机]", "PD561", "[领料, 调机]"),
    (STEPS, "steps: 领料、调机、首件检验", "PD561", "[领料, 调机, 首件检验]"),
    (STEPS, "steps: 1.接收询价 2.评审 3.报价", "PD561", "[接收询价, 评审, 报价]"),
    (STEPS, "steps: 1、接收询价；2、评审；3、报价", "PD561", "[接收询价, 评审, 报价]"),
    (STEPS, "steps: 领料→调机→首件检验→生产", "PD561", "[领料, 调机, 首件检验, 生产]"),
    ("resources:\n  - 注塑机", "resources: [注塑机，模具]", "PD561", "[注塑机, 模具]"),
    ("  - 注塑机", "  - 注塑机 #3", "PD124", '"注塑机 #3"'),
    ("name: 生产管理", "name: 合同评审 #1线", "PD124", '"合同评审 #1线"'),
    ("departments: [quality, sales]", "departments: 【quality, sales】", "PD306", "[quality, sales]"),
    ("departments: [quality, sales]", "departments: 【质量部，业务部】", "PD306", "[quality, sales]"),
    ("owner: production\n", "owner: 生产部，质量部\n", "PD306", "`production`"),
    ("name: 缺料, action", "name: 漏评审, 特殊特性, action", "PD203", 'name: "…, 特殊特性"'),
    ("owner: production\n", "owner: production\n负责人: 王强\n", "PD203", "owner (归口部门)"),
    ("owner: production\n", "负责部门: production\n", "PD203", "`owner`"),
    ("every: 每月", "频率: 每月", "PD203", "`every`"),
    ("  - {name: 订单, from: customer}", "  {name: 图纸, from: customer}\n  {name: 订单, from: customer}", "PD101", "`- "),
    ("id: C1", "id: Ｃ1", "PD301", "`C1`"),
    ("status: released", "status: 受控", "PD206", "`released`"),
    ("kind: process", "kind: 过程", "PD202", "`process`"),
    ("from: customer", "from: Ｃ1", "PD305", "`C1`"),
    ("from: customer", "from: 顾客", "PD305", "`customer`"),
    ("role: operator", "role: 操作工", "PD307", "`operator`"),
    ("documents: [WI-01]", "documents: [WI-01, WI-99]", "PD308", "registers/"),
    ("按计划生产", "按计划\ue004生产", "PD564", "字符"),
    ("按计划生产", "这个过程为了什么", "PD560", "写上内容"),
]


@pytest.mark.parametrize(("right", "typed", "code", "told"), SLIPS, ids=[slip[1].strip() for slip in SLIPS])
def test_a_slip_is_one_finding_that_says_what_to_write(right, typed, code, told):
    assert right in PROCESS
    told_of = found(FILES | {"processes/C1.yaml": PROCESS.replace(right, typed, 1)})
    assert [one.diagnostic.code for one in told_of] == [code]
    assert told in told_of[0].hint


@pytest.mark.parametrize(("right", "typed", "codes"), [("lane: sales", "lane: 业务部", ["PD321"]), ("[production, sales]", "[生产部, 业务部]", ["PD321", "PD321"])])
def test_lanes_by_their_names(right, typed, codes):
    told = [one for one in found(FILES | {"processes/F1.yaml": CHART.replace(right, typed, 1)}) if one.diagnostic.code == "PD321"]
    assert [one.diagnostic.code for one in told] == codes and "`sales`" in told[-1].hint


#: Where a whole file is typed: one that is right, or right but for its id.
WHOLE = {"{process}": PROCESS, "{process as C2}": PROCESS.replace("C1", "C2"), "{process with id C3}": PROCESS.replace("id: C1", "id: C3"), "{settings}": SETTINGS}
MANY = yaml.safe_load((Path(__file__).parent / "cases" / "slips.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("slip", MANY, ids=[f"{one['file']}: {one['typed'].strip()[:60]}" for one in MANY])
def test_what_new_users_type_is_told_with_what_to_write(slip):
    path, right, typed = slip["file"], slip["right"], WHOLE.get(slip["typed"], slip["typed"])
    assert right in FILES.get(path, "")
    files = FILES | {path: FILES[path].replace(right, typed, 1) if right else typed}
    for language in ("zh", "en"):
        told = found(files, language)
        gravest = min(told, key=lambda one: one.diagnostic.severity is not Severity.ERROR)
        assert ([one.diagnostic.code for one in told], gravest.hint) == (slip["codes"], slip[language])


def test_every_key_is_known_by_its_chinese_word():
    """What the hints call a key in Chinese is understood where somebody types it for the key."""
    nouns = words("zh").labels["nouns"]
    models = models_below(TOPS.values())
    #: Where one word is that of two keys of a model, the first is meant.
    both = {("number", "numbers"), ("documents", "document"), ("chapters", "sections")}
    lost = [
        (model.__name__, key) for model in models for key in keys_of(model) if key in nouns and (meant := nearest(nouns[key], keys_of(model))) != key and (meant, key) not in both
    ]
    assert lost == []


PASSED_OVER = [
    "registers/记录.xls",
    "registers/记录.et",
    "registers/文件.docx",
    "processes/x.csv",
    "processes/C2.docx",
    "processes/F.vsdx",
    "清单.xlsx",
    "资料/记录清单.xlsx",
    "registers/x.wps",
]


@pytest.mark.parametrize("path", PASSED_OVER)
def test_files_that_are_passed_over_are_told(path):
    assert [(one.diagnostic.code, one.diagnostic.span.path) for one in found(FILES | {path: b"PK"})] == [("PD116", path)]


@pytest.mark.parametrize("private", ["\ue004", "\uf0b7", "\U000f0001"])
def test_private_characters_are_printed_as_a_mark_where_that_is_wished(private):
    files = FILES | {"processes/C1.yaml": PROCESS.replace("按计划生产", f"按计划{private}生产{private}")}
    (stopping,) = found(files)
    assert (stopping.diagnostic.code, stopping.diagnostic.severity, stopping.diagnostic.span.column) == ("PD564", Severity.ERROR, 13)
    assert "private_characters: mark" in stopping.hint
    files |= {"procdocs.yaml": SETTINGS + "theme: {private_characters: mark}\n", "registers/d.csv": f"编号,名称,版本\nWI-02,包装{private}规定,A\n"}
    marked = [one for one in found(files) if one.diagnostic.code == "PD564"]
    assert [(one.diagnostic.severity, one.diagnostic.span.path, one.diagnostic.span.line, one.diagnostic.span.column, len(one.related)) for one in marked] == [
        (Severity.WARNING, "processes/C1.yaml", 7, 13, 1),
        (Severity.WARNING, "registers/d.csv", 2, 9, 0),
    ]
    project, _ = load(Memory({path: text.encode() for path, text in files.items()}))
    assert str(project.process_by_id["C1"].purpose) == "按计划□生产□" and str(project.listed_by_number["WI-02"].title) == "包装□规定"
    assert lost_glyphs(project) == ()


@pytest.mark.parametrize(("name", "told"), [("procdocs.yml", True), ("procdocs.yaml.txt", True), ("procdocs (1).yaml", True), ("mkdocs.yml", False), ("process.yaml", False)])
def test_settings_under_another_name_are_told(tmp_path, name, told):
    (tmp_path / name).write_text(SETTINGS, encoding="utf-8")
    assert misnamed_settings(tmp_path) == (name if told else "")
    with pytest.raises(click.UsageError) as refused:
        project_folder(tmp_path)
    assert (f"`{name}`" in refused.value.message) is told


def test_a_language_without_labels_is_told_once():
    told = [one.diagnostic for one in found(FILES | {"procdocs.yaml": SETTINGS + "languages: [zh, ko]\n"}) if one.diagnostic.code == "PD567"]
    assert len(told) == 1 and told[0].span.path == "procdocs.yaml"


ALARMS = [
    (STEPS, "steps: 按计划领料，调机后首件检验合格，方可批量生产并入库。"),
    (STEPS, "steps: [接收、评审订单, 生产]"),
    (STEPS, "steps: [接收订单（含图纸、协议、样件）, 生产]"),
    ("purpose: 按计划生产", "purpose: 按计划生产 # 目的"),
    ("purpose: 按计划生产", "purpose: 按计划生产 #归口部门填写"),
    ("purpose: 按计划生产", "purpose: 按计划生产 #TODO"),
    ("  - 注塑机", '  - "注塑机 #3"'),
    ("documents: [WI-01]", "documents: 《注塑作业指导书》"),
    ("name: 生产管理", "name: 过程 FMEA"),
]


@pytest.mark.parametrize(("right", "meant"), ALARMS, ids=[alarm[1].strip() for alarm in ALARMS])
def test_what_is_meant_so_is_no_slip(right, meant):
    assert found(FILES | {"processes/C1.yaml": PROCESS.replace(right, meant, 1)}) == []


@pytest.mark.parametrize(("path", "data"), [("processes/C1.txt", PROCESS.encode()), ("processes/C1.yaml", PROCESS.encode("utf-16")), ("processes/C1.yaml", PROCESS.encode("gbk"))])
def test_what_an_unreadable_file_names_is_not_told_as_unused(path, data):
    files = {name: text for name, text in FILES.items() if name != "processes/C1.yaml"} | {path: data}
    assert [one.diagnostic.span.path for one in found(files)] == [path]


MAP = "kind: mindmap\nid: M1\nname: 质量\nroot: {text: 质量, children: [{text: 人}, {text: 机}, {text: 料}]}\n"


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [("人、机、料", "PD561", "[人, 机, 料]"), ("[人，机，料]", "PD561", "[人, 机, 料]"), ("【人，机】", "PD561", "[人, 机]"), ("[{text: 人}, {text: 人}]", "PD330", "只保留一个")],
)
def test_topics_of_a_mind_map_are_items_too(typed, code, told):
    assert found(FILES | {"processes/M1.yaml": MAP}) == []
    (one,) = found(FILES | {"processes/M1.yaml": MAP.replace("[{text: 人}, {text: 机}, {text: 料}]", typed)})
    assert one.diagnostic.code == code and told in one.hint
