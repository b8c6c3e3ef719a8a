"""Lists kept in CSV and Excel, read in place: what arrives, at which place, and what is said of mistakes."""

import io
import shutil
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from procdocs.project.load import load
from procdocs.project.tables import read_table
from procdocs.schema import Settings
from tests.conftest import ROOT

SETTINGS = Settings.model_validate(
    {
        "organisation": "示例公司",
        "standards": ["iso9001-2015", "iatf16949-2016"],
        "departments": [{"id": "production", "name": {"zh": "生产部", "en": "Production"}}, {"id": "quality", "name": "品保部"}],
        "roles": [{"id": "operator", "name": "操作工"}],
    }
)


def read_csv(text, name="registers/文件清单.csv", encoding="utf-8"):
    return read_table(name, text.encode(encoding), SETTINGS)[:3]


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def places(found):
    return [(one.code, one.span.line, one.span.column) for one in found]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32", "utf-32-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_master_list_as_excel_in_china_stores_it(encoding, separator):
    rows = [("序号", "编号", "名称", "类别", "归口部门", "实施日期"), ("1", "WI-01", '"开机 ""夜班"" 规定"', "作业文件", "生产部", "2026/5/1")]
    register, found, _ = read_csv("\r\n".join(separator.join(row) for row in rows), encoding=encoding)
    assert not found
    (document,) = register.documents
    assert (document.number, str(document.title), document.type) == ("WI-01", '开机 "夜班" 规定', "instruction")
    assert (document.owner, str(document.effective)) == ("production", "2026-05-01")
    assert document.span("title")[:3] == ("registers/文件清单.csv", 2, 9)


@pytest.mark.parametrize(
    ("written", "type", "state", "status"),
    [
        ("程序", "procedure", "现行有效", "released"),
        ("操作规程", "instruction", "废止", "obsolete"),
        ("四级文件", "form", "", "released"),
        ("国家标准", "external", "受控", "released"),
        ("Work instruction", "instruction", "withdrawn", "obsolete"),
        ("工艺卡片", "other", "审核中", "review"),
    ],
)
def test_types_and_states_in_the_words_of_people(written, type, state, status):
    register, found, _ = read_csv(f"编号,名称,类别,状态\nWI-01,开机规定,{written},{state}\n")
    assert not found and [(one.type, one.status) for one in register.documents] == [(type, status)]


def test_titles_above_and_headings_between_are_passed_over():
    register, found, _ = read_csv("受控文件清单,,\n\n编号,名称,备注\nA 类,,\nWI-01,开机规定,x\n\n")
    assert not found and [one.number for one in register.documents] == ["WI-01"]


def test_line_ends_in_quotes_move_no_place():
    _, found, _ = read_csv('编号,名称,实施日期\nWI-01,"两\n行",2026-01-01\nWI-02,x,2026-02-30\n')
    assert places(found) == [("PD207", 4, 9)]


def test_mistakes_are_told_at_their_cell():
    _, found, damaged = read_csv("编号,名称,状态,颜色\n,无编号,已发布,红\nWI-02,x,有效吗,\n")
    assert sorted(places(found)) == [("PD204", 2, 2), ("PD206", 3, 9), ("PD221", 1, 10)]
    assert damaged == {"documents"}


def test_workbook_with_several_sheets():
    data = workbook(
        记录清单=[["记录编号", "记录名称", "保存部门", "保存期"], ["QR-1", "日报", "生产部", "3 年"], ["QR-2", None, None, None]],
        质量目标=[["目标名称", "目标值", "承担过程", "责任人"], ["合格率", 0.98, "C1、C2", "操作工"]],
        不适用条款=[["条款", "理由"], ["8.3.2", "顾客负责设计"]],
        顾客特殊要求=[["顾客", "要求", "条款", "IATF 16949:2016", "过程"], ["甲公司", "标签", "8.5.2", "8.5.2.1;8.5.4.1", "C1"]],
        说明=[["随便写写"]],
    )
    register, found, *_ = read_table("registers/清单.xlsx", data, SETTINGS)
    assert not found
    assert [(one.number, one.keeper) for one in register.records] == [("QR-1", "production"), ("QR-2", "")]
    assert (register.objectives[0].processes, register.objectives[0].owner, str(register.objectives[0].target)) == (("C1", "C2"), "operator", "0.98")
    assert (register.exclusions[0].standard, register.exclusions[0].clause) == ("iso9001-2015", "8.3.2")
    assert register.customer_requirements[0].clauses == {"iso9001-2015": ("8.5.2",), "iatf16949-2016": ("8.5.2.1", "8.5.4.1")}
    assert register.records[1].span()[:3] == ("registers/清单.xlsx", 3, 1)


def test_responsibility_matrix_of_signs():
    data = workbook(职能分配表=[["条款", "要素", "生产部", "品保部", "月球"], ["8.5.1", "生产", "■", "△", None], [4.1, "环境", "▲", "■", None], ["9.2", "审核", "■", "■", None]])
    register, found, *_ = read_table("registers/x.xlsx", data, SETTINGS)
    assert [(one.clause, one.lead, one.main, one.part) for one in register.responsibilities] == [
        ("8.5.1", "production", (), ("quality",)),
        ("4.1", "quality", ("production",), ()),
        ("9.2", "", ("production", "quality"), ()),
    ]
    assert places(found) == [("PD221", 1, 5)], "no department of the project"


def test_matrix_as_companies_have_it():
    """Columns that are positions, heads in two rows, clauses with their titles, several in one cell."""
    settings = Settings.model_validate(
        {
            "organisation": "示例公司",
            "standards": ["iso9001-2015"],
            "departments": [{"id": "office", "name": "行政科"}, {"id": "plant", "name": "生产部", "head": "厂长"}],
            "roles": [{"id": "deputy", "name": {"zh": "管理者代表", "en": "Quality representative"}}],
        }
    )
    rows = [
        ["质量职能分配表"],
        ["程序名称", "质量管理体系标准条款", "职能部门", None, None, None],
        [None, None, "厂长", "管理者代表", "行政科", "行政"],
        ["文件控制程序", "7.5.2 编制和更新、7.5.3", "△", "■", "▲", "△"],
    ]
    register, found, *_ = read_table("registers/x.xlsx", workbook(职能分配表=rows), settings)
    assert [(one.clause, one.lead, one.main, one.part) for one in register.responsibilities] == [(clause, "deputy", ("office",), ("plant",)) for clause in ("7.5.2", "7.5.3")]
    assert [(one.code, one.variant, one.span.line, one.span.column, one.values["nearest"]) for one in found] == [("PD221", "unit-nearest", 3, 6, "行政科")]


def test_number_and_title_in_one_cell_levels_and_amendments():
    rows = [["序号", "文件名称及编号", "级别", "版本", "修改号"], [1, "《文件控制程序》QY-B01(4.2.3)", "B级", "A", 2], [2, "QY-D01 文件发放登记表", "D", "A", 0]]
    data = workbook(受控文件清单=rows, 程序文件清单=[["文件编号", "程序名称"], ["QY-B01", "文件控制程序"]])
    register, found, *_ = read_table("registers/x.xlsx", data, SETTINGS)
    assert not found
    assert [(one.number, str(one.title), one.level, one.type, one.revision, one.amendment, one.list) for one in register.documents] == [
        ("QY-B01(4.2.3)", "文件控制程序", "B级", "procedure", "A", "2", "受控文件清单"),
        ("QY-D01", "文件发放登记表", "D", "form", "A", "0", "受控文件清单"),
        ("QY-B01", "文件控制程序", "", "other", "", "", "程序文件清单"),
    ]


def test_an_objective_without_a_target_is_read():
    register, found, _ = read_csv("质量目标,目标值,计算公式,统计周期,责任部门\n合格率,,合格数/总数,每月,生产部\n", "registers/质量目标.csv")
    assert not found
    assert [(str(one.formula), one.target, str(one.every), one.owner) for one in register.objectives] == [("合格数/总数", None, "每月", "production")]


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("path", "data", "variant"),
    [
        ("registers/x.csv", b"\xff\xff\x80\x80,\x81", "encoding"),
        ("registers/x.csv", "甲,乙\n1,2\n".encode(), "heads"),
        ("registers/x.csv", b"", "heads"),
        ("registers/x.xlsx", b"PK no workbook", "workbook"),
        ("registers/x.xlsx", bomb(), "size"),
        ("registers/x.xlsx", workbook(a=[]), "heads"),
    ],
)
def test_what_is_no_list_is_one_finding(path, data, variant):
    register, found, *_ = read_table(path, data, SETTINGS)
    assert register is None
    assert [(one.code, one.variant) for one in found] == [("PD220", variant)]


@given(st.text(alphabet='编号名称,"\n\r;\t a=0', max_size=60))
def test_no_text_makes_it_fail(text):
    read_csv("编号,名称\n" + text)


def test_tables_are_loaded_with_the_project(tmp_path):
    (tmp_path / "procdocs.yaml").write_text("organisation: 示例公司\ndepartments: [{id: production, name: 生产部}]\n", encoding="utf-8")
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers" / "文件清单.csv").write_bytes("编号,名称,归口部门\nWI-01,开机规定,生产部\n".encode("gb18030"))
    (tmp_path / "registers" / "~$文件.xlsx").write_bytes(b"lock")
    project, found = load(tmp_path)
    assert [one.code for one in found] == ["PD117"]  # nothing but a list is no system yet
    assert project.listed_by_number["WI-01"].owner == "production"


def test_a_sheet_as_it_hangs_on_the_wall():
    """Lists side by side and one below the other, cells merged over rows, the same as above, totals, notes and signatures."""
    book = openpyxl.load_workbook(
        io.BytesIO(
            workbook(
                记录保存清单=[
                    ["记录保存清单"],
                    ["序号", "记录编号", "记录名称", "保存部门", "保存期(年)", "序号", "记录编号", "记录名称", "保存部门", "保存期(年)"],
                    [1, "QR-1", "日报", "生产部", 3, 3, "QR-3", "签到表", "各部门", "长期"],
                    [2, "QR-2", "首检卡", None, "同上", 4],
                    ["合计", None, "3 份"],
                    ["二、顾客"],
                    ["序号", "记录名称", "记录编号", "保存部门"],
                    [1, "投诉登记表", "QR-9", "品保部"],
                    ["编制：王", None, None, "批准：张"],
                ]
            )
        )
    )
    book.active.merge_cells("D3:D4")
    book.active.merge_cells("A1:J1")
    out = io.BytesIO()
    book.save(out)
    register, found, *_ = read_table("registers/x.xlsx", out.getvalue(), SETTINGS)
    assert not found
    assert [(one.number, str(one.name), one.keeper, str(one.retention or "")) for one in register.records] == [
        ("QR-1", "日报", "production", "3年"),
        ("QR-2", "首检卡", "production", "3年"),
        ("QR-3", "签到表", "all", "长期"),
        ("QR-9", "投诉登记表", "quality", ""),
    ]
    assert [one.span("keeper")[:3] for one in register.records[1:3]] == [("registers/x.xlsx", 4, 4), ("registers/x.xlsx", 3, 9)]


def test_a_matrix_without_a_sign_for_the_lead():
    rows = [["条款", "要求", "职能部门"]]
    rows += [[None, None, "生产部", "品保部"], ["8", "运行", None, None], ["8.5", "生产", "▲", "△"], ["8.7", "不合格品", "▲", "▲"], ["注：▲—主控，△—配合"]]
    register, found, *_ = read_table("registers/x.xlsx", workbook(职能分配表=rows), SETTINGS)
    assert not found
    assert [(one.clause, one.lead, one.main, one.part) for one in register.responsibilities] == [
        ("8", "", (), ()),
        ("8.5", "production", (), ("quality",)),
        ("8.7", "", ("production", "quality"), ()),
    ]


def test_documents_from_outside_by_the_name_of_their_list():
    register, found, _ = read_csv("标准号,文件名称,发布日期,接收部门\nGB/T 1-2020,导则,2020-03-31,品保部\n", "registers/外来文件清单.csv")
    assert not found and [(one.type, one.owner) for one in register.documents] == [("external", "quality")]


def test_the_title_of_the_clause_in_a_matrix_is_no_unknown_position():
    _, found, _ = read_csv("标准条款,名称,厂长\n4.1,组织环境,▲", name="registers/职责分配表.csv")
    assert "名称" not in [one.values.get("head") for one in found if one.code == "PD221"]


def test_a_sheet_that_is_a_list_by_its_name_and_has_no_heads_is_told():
    data = workbook(
        文件清单=[["编号", "名称"], ["WI-01", "开机规定"]], 记录清单=[["甲", "乙"], ["QR-01", "日报表"]], 封面=[["编制", "审核"], ["张三", "李四"]], 质量目标=[["质量目标"]]
    )
    register, found, *_ = read_table("registers/清单.xlsx", data, SETTINGS)
    assert len(register.documents) == 1
    assert [(one.code, one.variant, one.span.sheet, one.span.line, one.values["needed"]) for one in found] == [("PD221", "sheet", "记录清单", 1, "name (名称)")]


@pytest.mark.parametrize(
    ("name", "heads", "kind"),
    [
        ("registers/x.csv", "Form No.,Form name,Kept by,Retention (years)", "records"),
        ("registers/x.csv", "编号,名称,版本,归口部门", "documents"),
        ("registers/record list.csv", "编号,名称,版本", "records"),
        ("registers/职责分配.csv", "ISO 9001 clause,Title,生产部", "responsibilities"),
        ("registers/职责分配.csv", "IATF16949标准条款号,要求,生产部", "responsibilities"),
        ("registers/x.csv", "Dokument-Nr.,Titel,Ausgabe,Abteilung", "documents"),
        ("registers/x.csv", "Formular,Aufbewahrungsfrist,Aufbewahrt durch", "records"),
    ],
)
def test_a_list_is_that_of_which_most_heads_are_understood(name, heads, kind):
    register, *_ = read_csv(f"{heads}\n4.1,甲,乙,3\n", name)
    assert [field for field in type(register).model_fields if getattr(register, field)] == [kind]


@pytest.mark.parametrize(("command", "variant"), [(("build", "--format", "xlsx"), "built"), (("export", "xlsx"), "exchanged")])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_workbook_of_ours_among_the_registers_is_one_finding_whatever_it_is_called(command, variant, language, tmp_path, procdocs):
    for name in ("processes", "registers", "procdocs.yaml"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    (tmp_path / "procdocs.yaml").write_text((ROOT / "procdocs.yaml").read_text("utf-8").replace("languages: [zh]", f"languages: [{language}]"), "utf-8")
    out = tmp_path / "lists.xlsx"
    asked = ("-o", out, "--project", tmp_path) if command[0] == "export" else (tmp_path,)
    assert procdocs(*command, *asked).code == 0
    book = openpyxl.load_workbook(tmp_path / "output/registers.xlsx" if variant == "built" else out)
    before = load(tmp_path)[1]
    book.properties.creator = "somebody"
    book.save(tmp_path / "registers/文件清单.xlsx")
    found = [one for one in load(tmp_path)[1] if one not in before]
    assert [(one.code, one.variant) for one in found] == [("PD220", variant)]
    told = procdocs("check", tmp_path).out
    assert told.count("文件清单.xlsx") == 1 and "import xlsx" in told
