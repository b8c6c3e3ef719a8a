"""Registers, matrices and the score card as a reader sees them, from a small system with known holes."""

from pathlib import Path

import pytest

from procdocs import checks
from procdocs.manual.model import Table
from procdocs.manual.registers import REGISTERS, register_entries
from procdocs.manual.rich import Ref, plain
from procdocs.manual.score import score
from procdocs.manual.voice import Voice
from procdocs.project.load import load
from procdocs.world import Memory

SYSTEM = Path(__file__).parent / "cases" / "registers" / "system"


@pytest.fixture(scope="module")
def project():
    project, found = load(SYSTEM)
    assert not found
    return project


@pytest.fixture(scope="module")
def voice(project):
    return Voice(project, "zh")


def tables(voice, name):
    return [block for block in REGISTERS[name](voice).blocks if isinstance(block, Table)]


def lines(table):
    """The rows as texts, the look of a cell behind it where it has one."""
    return [[(plain(cell.rich) + (f" <{cell.look}>" if cell.look else "")).strip() for cell in row.cells] for row in table.rows]


def row_of(table, first):
    return next(row for row in lines(table) if row[0].startswith(first))


def test_every_register_has_its_id_and_a_title_in_both_languages(project):
    ids = [f"registers-{name}" for name in REGISTERS]
    for language in ("zh", "en"):
        entries = list(register_entries(Voice(project, language)))
        assert [entry.id for entry in entries] == ids
        assert {entry.kind for entry in entries} == {"register"}
        assert len({entry.title for entry in entries}) == len(ids)


def test_every_table_is_rectangular_and_its_anchors_differ(voice):
    for entry in register_entries(voice):
        anchors = [anchor for block in entry.blocks if isinstance(block, Table) for anchor in (block.anchor, *(row.anchor for row in block.rows)) if anchor]
        assert len(anchors) == len(set(anchors)), entry.id
        for table in (block for block in entry.blocks if isinstance(block, Table)):
            assert {len(row.cells) for row in table.rows} == {len(table.columns)}, entry.id


def test_a_record_leads_to_the_document_that_describes_it_of_whatever_kind():
    files = {
        "procdocs.yaml": b"organisation: {name: X}\nlanguages: [en]\n",
        "processes/C1.yaml": b"kind: process\nid: C1\nname: Sales\ntype: customer\nrecords: [{number: QR-1, name: Offer}]\n",
        "processes/S1.yaml": b"kind: sop\nid: S1\nname: Visits\nsections: {records: [{number: QR-2, name: Report}], procedure: [{text: Go., records: [{name: Ticket}]}]}\n",
    }
    project, _ = load(Memory(files))
    (table,) = (block for block in REGISTERS["records"](Voice(project, "en")).blocks if isinstance(block, Table))
    numbers = [piece for row in table.rows for piece in row.cells[0].rich if isinstance(piece, Ref)]
    assert {ref.text: ref.target for ref in numbers} == {"QR-1": "C1#records", "QR-2": "S1"}
    assert {plain(row.cells[1].rich): plain(row.cells[-1].rich) for row in table.rows} == {"Offer": "C1", "Report": "S1", "Ticket": "S1"}


def test_every_reference_leads_to_an_entry_or_a_register(project, voice):
    known = {*project.by_id, *(f"registers-{name}" for name in REGISTERS)}
    for entry in register_entries(voice):
        for table in (block for block in entry.blocks if isinstance(block, Table)):
            for cell in (cell for row in table.rows for cell in row.cells):
                for piece in cell.rich:
                    if isinstance(piece, Ref) and piece.target:
                        assert piece.target.partition("#")[0] in known


def test_master_list_has_files_and_listed_documents_and_where_they_are_cited(voice):
    (table,) = tables(voice, "documents")
    assert row_of(table, "QP-C1") == ["QP-C1", "销售", "过程", "A", "已发布 <released>", "2026-06-02", "业务部", "各部门", "C2"]
    assert row_of(table, "WI-01") == ["WI-01", "开机规定", "作业文件", "B", "已发布 <released>", "2025-01-02", "生产部", "各部门", "C1 C2"]
    assert lines(table)[-1][:2] == ["无编号 <gap>", "图纸管理"], "documents without a number come last"


def test_external_documents_show_what_is_missing(voice):
    (table,) = tables(voice, "external")
    assert lines(table) == [["EX-01", "=cmd|' /C calc'!A0", "无版次 <gap>", "无日期 <gap>", "品保部", ""]]


def test_records_come_in_natural_order_with_holes(voice):
    (table,) = tables(voice, "records")
    assert [row[0] for row in lines(table)] == ["QR-01", "QR-02", "QR-10"]
    assert row_of(table, "QR-01") == ["QR-01", "订单评审表", "业务部", "3 年", "C1"], "no columns that no row fills"
    assert row_of(table, "QR-10")[2:4] == ["无保存部门 <gap>", "无保存期 <gap>"]


def test_measures_with_target_and_the_processes_without(voice):
    (table,) = tables(voice, "measures")
    assert row_of(table, "C2 生产")[:6] == ["C2 生产", "合格率", "≥ 98 %", "合格数 ÷ 投产数", "每月", "生产部"]
    assert lines(table)[1][2] == "无目标值 <gap>"
    assert [row[:2] for row in lines(table)[2:]] == [["C1 销售", "无指标 <gap>"], ["S1 图纸管理", "无指标 <gap>"]]


def test_objectives_are_compared_with_their_measures(voice):
    (table,) = tables(voice, "objectives")
    assert lines(table)[0] == ["合格率", "≥ 99 %", "C2", "合格率", "≥ 98 % <gap>", "品保部", "每月"]
    assert lines(table)[1][2:4] == ["无承担过程 <gap>", "无指标 <gap>"]


def test_heat_map_counts_and_leads_to_the_rows(voice):
    risks, opportunities, listed = tables(voice, "risks")
    assert row_of(risks, "3") == ["3", "<low>", "<middle>", "<middle>", "<high>", "1 <high>"]
    counted = next(piece for row in risks.rows for cell in row.cells for piece in cell.rich if isinstance(piece, Ref))
    assert counted.target == "registers-risks#risk-3-5"
    assert "risk-3-5" in [row.anchor for row in listed.rows]
    assert sum(bool(plain(cell.rich)) for row in opportunities.rows for cell in row.cells[1:]) == 1
    assert [row[2] for row in lines(listed)] == ["缺料", "停电", "新市场"], "risks before opportunities, the gravest first"
    assert lines(listed)[1][7] == "无责任人 <gap>"


def test_interfaces_are_confirmed_by_both_ends(voice):
    (table,) = tables(voice, "interfaces")
    assert row_of(table, "C1") == ["C1", "订单", "C2", "C1 输出 1", "C2 输入 1", "双方一致 <covered>"]
    assert lines(table)[1] == ["C1", "预测", "C2", "C1 输出 2", "", "仅提供方：接收方未写明 <gap>"]
    assert table.rows[0].cells[3].title == "processes/C1-sales.yaml:11", "the place of the giver"
    drawing = next(row for row in lines(table) if row[1] == "图纸" and row[2] == "C2")
    assert drawing[5] == "双方一致 <covered>", "an output to all confirms every input from that process"


def test_process_matrix_holds_the_items(voice):
    (table,) = tables(voice, "processes")
    assert [column.title for column in table.columns[1:]] == ["C1", "C2", "S1"]
    assert lines(table)[0] == ["C1 销售", "—", "订单、预测 <gap>", ""]
    assert table.rows[0].cells[2].title == "预测：接收方未写明"
    assert lines(table)[2] == ["S1 图纸管理", "", "图纸 <covered>", "—"]


def test_clause_matrix_tells_covered_from_hole_and_exclusion(voice):
    (table,) = tables(voice, "clauses")
    assert table.caption == "ISO 9001:2015"
    assert row_of(table, "8.5.1")[1:] == ["C2 S1 <covered>", "", "● <covered>", "● <covered>"]
    assert row_of(table, "8.2.1")[1] == "C1 <covered>", "a clause is carried by who cites the one above it"
    assert row_of(table, "8.3.2")[1:] == ["不适用：顾客负责设计 <excluded>", "<excluded>", "<excluded>", "<excluded>"]
    assert row_of(table, "7.2")[1:] == ["没有过程承担该条款 <gap>", "<gap>", "<gap>", "<gap>"]


def test_responsibilities_have_one_lead_and_registers_overrule(voice):
    (table,) = tables(voice, "responsibilities")
    assert [column.title for column in table.columns[1:]] == ["生产部", "品保部", "业务部", "备注"]
    assert [cell.split(" ")[0] for cell in row_of(table, "8.5.1")[1:4]] == ["★?", "●", ""], "owners of C2 and S1, the first in the lead, which is doubtful"
    assert [cell.split(" ")[0] for cell in row_of(table, "8.5.2")[1:4]] == ["●", "★", "○"], "as the register says"
    *shares, remark = row_of(table, "8.3.2")[1:]
    assert shares == ["<excluded>"] * 3 and remark.endswith(" <excluded>"), "whoever carries the clauses around it"
    missing = [row for row in lines(table) if row[0].endswith(" <gap>")]
    assert missing and all(row[-1] == "无领导职责部门 <gap>" and "无领导职责部门" not in row[0] for row in missing)
    for row in lines(table):
        assert sum(cell.startswith("★") for cell in row[1:]) == (0 if row[0].endswith((" <gap>", "<excluded>")) else 1), row
    assert "★" in plain(table.legend) and "8.5.1" in plain(table.legend)


def test_raci_is_derived(voice):
    (table,) = tables(voice, "raci")
    assert [[cell.replace(" <covered>", "") for cell in row] for row in lines(table)] == [
        ["C1 销售", "R", "", "A"],
        ["C2 生产", "A/R", "R", "C"],
        ["S1 图纸管理", "I", "A/R", ""],
    ]


def test_customer_requirements_show_the_one_nobody_carries(voice):
    (table,) = tables(voice, "requirements")
    assert lines(table)[0] == ["标签", "甲公司", "", "ISO 9001:2015 8.5.2", "WI-01", "C2", "● <covered>"]
    assert lines(table)[1][5:] == ["无承担过程 <gap>", "<gap>"]


def test_worksheets_ask_from_the_data_of_the_process(voice):
    found = tables(voice, "worksheets")
    assert [table.caption for table in found] == ["C1 销售", "C2 生产", "S1 图纸管理"]
    production = lines(found[1])
    assert ["绩效指标", "合格率：≥ 98 %、每月、生产部"] in [row[:2] for row in production]
    assert ["要求", "标签"] in [row[:2] for row in production]
    assert "怎样知道这个过程有效？" in [row[2] for row in lines(found[0])], "a process without measures is asked for them"
    assert any("预测" in row[1] and row[1].endswith("<gap>") for row in lines(found[0]))
    assert {(row[3], row[4]) for row in production} == {("", "")}, "room for what was seen, and for a verdict"
    assert found[1].columns[4].choices == ("符合", "改进机会", "轻微不符合", "严重不符合")


def test_score_counts_clauses(voice):
    ((name, covered, excluded, number),) = score(voice, ()).coverage
    table = tables(voice, "clauses")[0]
    assert (name, number) == ("ISO 9001:2015", len(table.rows))
    assert covered == sum(row[1].endswith("<covered>") for row in lines(table))
    assert excluded == 1


def test_many_processes_become_a_list(project):
    from dataclasses import replace

    one = project.process_by_id["C1"]
    many = [one.model_copy(update={"id": f"C{number}"}) for number in range(3, 70)]
    voice = Voice(replace(project, documents=(*project.documents, *many)), "zh")
    (table,) = tables(voice, "processes")
    assert [column.title for column in table.columns] == ["提供方", "接收方", "内容"]
    assert len(tables(voice, "clauses")[0].columns) == 2


def system_in(folder, **files):
    """The voice of a small system: process C1 with one measure, and the given files (`registers/x.yaml` as registers_x)."""
    written = {
        "procdocs.yaml": "organisation: 示例\nstandards: [iso9001-2015]\ndepartments: [{id: production, name: 生产部}]\n",
        "processes/C1.yaml": "kind: process\nid: C1\nname: 生产\ntype: customer\nowner: production\nmeasures: [{name: 一次合格率, target: ≥ 98 %}]\n",
        **{name.replace("__", "/") + ".yaml": text for name, text in files.items()},
    }
    for path, text in written.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    loaded, found = load(folder)
    assert not found
    return Voice(loaded, "zh")


@pytest.mark.parametrize(
    ("objective", "expected", "codes"),
    [
        ("{name: 一次合格率, target: 98%}", ["C1", "一次合格率", "≥ 98 %"], []),
        ("{name: 一次合格率, target: ≥ 98 %, processes: C1}", ["C1", "一次合格率", "≥ 98 %"], []),
        ("{name: 一次合格率, target: ≥ 99 %, processes: C1}", ["C1", "一次合格率", "≥ 98 % <gap>"], ["PD514"]),
        ("{name: 满意度, target: ≥ 90 分, processes: C1}", ["C1", "", ""], []),
        ("{name: 满意度, target: ≥ 90 分}", ["无承担过程 <gap>", "无指标 <gap>", ""], ["PD515"]),
        ("{name: 满意度, target: ≥ 90 分, processes: C1, measure: sat}", ["C1", "无指标 <gap>", ""], ["PD515"]),
    ],
)
def test_objectives_are_carried_as_the_checks_judge(objective, expected, codes, tmp_path):
    voice = system_in(tmp_path, registers__lists=f"objectives: [{objective}]\n")
    (table,) = tables(voice, "objectives")
    assert lines(table)[0][2:5] == expected
    assert [one.code for one in checks.run(voice.project) if one.code in ("PD514", "PD515")] == codes


def test_the_reason_of_an_exclusion_is_said_once(tmp_path):
    rows = '[{standard: iso9001-2015, clause: "8.3", reason: 顾客负责设计}, {standard: iso9001-2015, clause: 7.1.5.2}]'
    voice = system_in(tmp_path, registers__lists=f"exclusions: {rows}\n")
    (listed,) = tables(voice, "exclusions")
    assert lines(listed) == [
        ["ISO 9001:2015", "7.1.5.2", "测量溯源", "未写明理由 <gap>"],
        ["ISO 9001:2015", "8.3", "设计和开发", "顾客负责设计"],
    ]
    (matrix,) = tables(voice, "clauses")
    assert [row[1] for row in lines(matrix) if row[0].startswith("8.3.")] == ["不适用：顾客负责设计 <excluded>"] + ["不适用，见 8.3 <excluded>"] * 5
    assert (
        row_of(matrix, "8.3.2")[1:]
        and matrix.rows[[row[0][:5] for row in lines(matrix)].index("8.3.2")].cells[1].rich[0].target == "registers-exclusions#exclusion-iso9001-2015-8.3"
    )


LISTED = {
    "procdocs.yaml": "organisation: 示例\nlanguages: [zh]\nstandards: [iso9001-2008]\ndepartments: [{id: qa, name: 质检室}, {id: office, name: 办公室}]\n",
    "processes/SOP-1.yaml": "kind: sop\nid: SOP-1\nname: 采购控制程序\nsections: {records: [{number: D-01, name: 供方评价表}]}\ndocument: {number: B-07, revision: B}\n",
    "registers/文件清单.csv": "编号,名称,类别,版本,归口部门\nB-07,采购控制程序,程序,B,办公室\nC-01,供方评价准则,规定,A,质检室\nE-01,印刷业管理条例,外来文件,2007,办公室\n",
    "registers/记录清单.csv": "编号,名称,保存部门,保存期\nD-01,供方评价表,质检室,3年\n",
    "registers/职能分配表.csv": "条款,质检室,办公室\n7.4,■,▲\n",
}


@pytest.fixture
def listed(tmp_path):
    for path, text in LISTED.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    project, found = load(tmp_path)
    assert not found
    return Voice(project, "zh")


def test_a_file_that_the_list_names_is_one_row_with_what_the_list_adds(listed):
    (table,) = tables(listed, "documents")
    assert [row[:4] + row[6:7] for row in lines(table)] == [
        ["B-07", "采购控制程序", "程序文件", "B", "办公室"],
        ["C-01", "供方评价准则", "作业文件", "A", "质检室"],
        ["E-01", "印刷业管理条例", "外来文件", "2007", "办公室"],
    ]


def test_an_edition_or_a_date_is_enough_of_an_external_document(listed):
    (table,) = tables(listed, "external")
    assert lines(table) == [["E-01", "印刷业管理条例", "2007", "", "办公室", ""]]


def test_what_a_procedure_leaves_open_of_a_record_the_list_says(listed):
    (table,) = tables(listed, "records")
    assert [row[:4] for row in lines(table)] == [["D-01", "供方评价表", "质检室", "3年"]]


def test_a_row_of_the_matrix_holds_for_the_clauses_below(listed):
    (table,) = tables(listed, "responsibilities")
    shown = {row[0].split(" ")[0]: row[1:] for row in lines(table)}
    assert shown["7.4.1"] == shown["7.4.3"] == ["■ <covered>", "▲ <covered>", ""]
    assert "7.4" not in shown


def test_what_details_a_process_belongs_to_its_owner(tmp_path):
    flowchart = "kind: flowchart\nid: F-1\nname: 开机\nprocess: C1\nsteps: [{id: a1, type: start, text: 开机}]\n"
    (table,) = tables(system_in(tmp_path, **{"processes__F-1": flowchart}), "documents")
    assert next(row for row in lines(table) if row[1] == "开机")[6] == "生产部"


def test_a_party_stands_beside_the_processes_that_give_to_it_or_take_from_it(tmp_path):
    (tmp_path / "processes").mkdir()
    (tmp_path / "procdocs.yaml").write_text(
        "organisation: x\nlanguages: [zh]\nparties: [{id: oem, name: 主机厂, type: customer}, {id: mill, name: 钢厂, type: supplier}]\n", encoding="utf-8"
    )
    ends = {"C1": "inputs: [{name: 询价, from: oem}]", "C2": "outputs: [{name: 产品, to: oem}]", "S1": "inputs: [{name: 钢材, from: mill}]"}
    for id, items in ends.items():
        type = "customer" if id[0] == "C" else "support"
        (tmp_path / "processes" / f"{id}.yaml").write_text(f"kind: process\nid: {id}\nname: {id} 过程\ntype: {type}\n{items}\n", encoding="utf-8")
    made = Voice(load(tmp_path)[0], "zh")
    (parties,) = [table for table in tables(made, "organisation") if table.rows[0].anchor.startswith("party-")]
    assert [plain(row.cells[2].rich).split() for row in parties.rows] == [["C1", "C2"], ["S1"]]
