"""What sentences of procedures name in passing: real slips are found, and nobody is blamed for the rest."""

import pytest

from procdocs import checks
from procdocs.project.load import load

SETTINGS = "organisation: 示例\nlanguages: [zh]\ndepartments: [{id: qa, name: 质检室}, {id: press, name: 印刷车间}, {id: office, name: 办公室}]\nroles: [{id: chief, name: 机长}]\n"
LISTS = "文件编号,文件名称\nJY-C-46,标识和可追溯性规定\nJY-C-43,合同评审办法\nA-4,纸张规格\n"
RECORDS = "记录编号,记录名称,保存部门,保存期\nJY-D-01,内审检查表,质检室,3年\nJY-D-02,施工单,印刷车间,3年\n"
CODES = ("PD545", "PD546", "PD557")


def findings(folder, text, lists=True):
    (folder / "processes").mkdir()
    (folder / "registers").mkdir()
    (folder / "procdocs.yaml").write_text(SETTINGS, encoding="utf-8")
    if lists:
        (folder / "registers" / "文件清单.csv").write_text(LISTS, encoding="gb18030")
        (folder / "registers" / "记录清单.csv").write_text(RECORDS, encoding="gb18030")
    sop = f"kind: sop\nid: SOP-1\nname: 生产过程控制程序\nsections:\n  procedure:\n    - {{step: 准备, role: qa, text: '{text}'}}\n"
    (folder / "processes" / "SOP-1.yaml").write_text(sop, encoding="utf-8")
    project, found = load(folder)
    return [(one.code, one.span.line, one.values.get("nearest", "")) for one in checks.run(project, None, found) if one.code in CODES]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("按 JY—C—46 标识。", [("PD545", 6, "")]),
        ("见JY-C46。", [("PD545", 6, "")]),
        ("按《合同评审管理办法》评审。", [("PD546", 6, "合同评审办法")]),
        ("填写《排版日志》，再填《排版日志》。", [("PD546", 6, "")]),
        ("由激光照排车间负责出片。", [("PD557", 6, "")]),
        ("首件合格后开机；质检科、印刷车间负责抽查。", [("PD557", 6, "质检室")]),
    ],
)
def test_slips_in_sentences(text, expected, tmp_path):
    assert findings(tmp_path, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "按 JY-C-46 标识，用 A4 纸打印。",
        "按《标识和可追溯性规定》填写《检查表》和《施工单》。",
        "遵守《中华人民共和国产品质量法》、《印刷业管理条例》和《GB/T 19001 标准》。",
        "见《生产过程控制程序》。",
        "由质检室负责检验，各车间负责整改；有关部门、责任科室负责配合。",
        "经机长签字后由印刷车间负责开机，不合格的由本车间负责返工。",
        "内部负责，全部负责，质检室主任负责。",
        "会议由办公室组织，经理批准后办公室负责发放。",
    ],
)
def test_sentences_that_blame_nobody(text, tmp_path):
    assert findings(tmp_path, text) == []


def test_without_lists_no_title_is_missed(tmp_path):
    assert findings(tmp_path, "填写《排版日志》。", lists=False) == []
