"""Both ends of the interfaces: what is a gap, what is another wording, and what is no finding at all."""

import datetime

import pytest

from procdocs import checks
from procdocs.project.interfaces import details
from procdocs.project.likeness import NEAR, likeness
from procdocs.project.load import load
from procdocs.schema.process import Input


def ends(folder, giver="[]", receiver="[]", settings="", others=""):
    """Codes with variants and places of what is found about the outputs of C1 and the inputs of C2."""
    (folder / "processes").mkdir(parents=True)
    (folder / "procdocs.yaml").write_text(f"organisation: 示例\n{settings}\n", encoding="utf-8")
    (folder / "processes" / "C1.yaml").write_text(f"kind: process\nid: C1\nname: 甲\ntype: support\noutputs: {giver}\n", encoding="utf-8")
    (folder / "processes" / "C2.yaml").write_text(f"kind: process\nid: C2\nname: 乙\ntype: support\ninputs: {receiver}\n", encoding="utf-8")
    if others:
        (folder / "processes" / "S3.yaml").write_text(others, encoding="utf-8")
    project, found = load(folder)
    shown = checks.run(project, datetime.date(2026, 6, 1), found)
    return [(one.code, one.variant, one.span.path[10:12]) for one in shown if "PD304" < one.code < "PD406"]


@pytest.mark.parametrize(
    ("giver", "receiver", "expected"),
    [
        # Matched: by name, by id, through `all` at either end.
        ("[{name: 报告, to: C2}]", "[{name: 报告, from: C1}]", []),
        ("[{name: 《报告》, to: C2}]", "[{name: 报 告, from: C1}]", []),
        ("[{id: r, name: 报告, to: C2}]", "[{id: r, name: 报告, from: C1}]", []),
        ("[{name: 报告, to: all}]", "[{name: 报告, from: C1}]", []),
        ("[{name: 报告, to: C2}]", "[{name: 报告, from: all}]", []),
        # Lines that only detail the first do not count; other lines do.
        ('[{name: "图纸\\n- 总图\\n- 零件图", to: C2}]', "[{name: 图纸, from: C1}]", []),
        ('[{name: "图纸\\n- 总图\\n以及技术协议", to: C2}]', "[{name: 图纸, from: C1}]", [("PD401", "", "C1"), ("PD402", "", "C2")]),
        ("[]", "[{name: 图纸, from: customer}, {name: '- 总图'}, {name: '- 零件图'}]", []),
        ("[]", "[{name: 图纸, from: customer}, {name: 总图}]", [("PD402", "nowhere", "C2")]),
        # Legitimate ends.
        ("[{name: 报告, to: [customer, supplier, authority, bank]}]", "[{name: 订单, from: [customer, supplier, authority, all, bank]}]", []),
        # Gaps.
        ("[{name: 报告, to: C2}]", "[]", [("PD401", "", "C1")]),
        ("[]", "[{name: 报告, from: C1}]", [("PD402", "", "C2")]),
        ("[{name: 检验报告, to: C2}]", "[{name: 设备清单, from: C1}]", [("PD401", "", "C1"), ("PD402", "", "C2")]),
        ("[{name: 合格产品, to: C2}]", "[{name: 不合格产品, from: C1}]", [("PD401", "", "C1"), ("PD402", "", "C2")]),
        ("[{name: Report 1, to: C2}]", "[{name: Report 2, from: C1}]", [("PD401", "", "C1"), ("PD402", "", "C2")]),
        ("[{name: 报告}]", "[]", [("PD401", "nowhere", "C1")]),
        ("[]", "[{name: 报告}]", [("PD402", "nowhere", "C2")]),
        # One defect, one finding.
        ("[{name: 报告}]", "[{name: 报告, from: C1}]", [("PD401", "taken", "C1")]),
        ("[{name: 报告, to: C2}]", "[{name: 报告}]", [("PD402", "given", "C2")]),
        ("[{name: 报告, to: customer}]", "[{name: 报告, from: C1}]", [("PD402", "elsewhere", "C2")]),
        ("[{name: 报告, to: C2}]", "[{name: 报告, from: customer}]", [("PD401", "elsewhere", "C1")]),
        # The same in other words.
        ("[{name: Result of ECRB, to: C2}]", "[{name: Result ECRB, from: C1}]", [("PD403", "", "C2")]),
        ("[{name: Reports, to: C2}]", "[{name: Report, from: C1}]", [("PD403", "", "C2")]),
        ("[{name: 设备台帐, to: C2}]", "[{name: 设备台账, from: C1}]", [("PD403", "", "C2")]),
        ("[{name: Result of ECRB, to: all}]", "[{name: Result ECRB, from: C1}]", [("PD403", "", "C2")]),
        ("[{id: a, name: 报告, to: C2}]", "[{id: b, name: 报告, from: C1}]", [("PD403", "ids", "C2")]),
        ("[{id: a, name: 报告, to: C2}]", "[{id: a, name: 报告书, from: C1}]", [("PD403", "id", "C2")]),
        # An end that does not exist is reported as such, and only so.
        ("[{name: 报告, to: C9}]", "[]", [("PD305", "listed", "C1")]),
        ("[{name: 报告, to: C1}]", "[]", [("PD404", "", "C1")]),
    ],
)
def test_ends(giver, receiver, expected, tmp_path):
    assert ends(tmp_path, giver, receiver, "parties: [{id: bank, name: 银行}]") == expected


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        # The one above says whom it comes from, or the ones below do, or both do.
        (("C1", "", ""), {1, 2}), (("", "C1", "C2"), {0, 1, 2}), (("C1", "C2", ""), {1, 2}),
    ],
)  # fmt: skip
def test_an_item_with_a_dash_details_the_one_above(ends, expected):
    names = ("图纸", "- 总图", "- 零件图")
    items = [Input.model_validate({"name": name, **({"from": end} if end else {})}) for name, end in zip(names, ends, strict=True)]
    assert details(items) == expected


def test_the_other_end_is_shown(tmp_path):
    ends(tmp_path, "[{name: Result of ECRB, to: C2}]", "[{name: Result ECRB, from: C1}]")
    project, found = load(tmp_path)
    (one,) = [one for one in checks.run(project, None, found) if one.code == "PD403"]
    assert [(place.key, place.span.path, place.span.line, place.span.column) for place in one.related] == [("other-end", "processes/C1.yaml", 5, 18)]


def test_a_file_that_cannot_be_read_causes_no_findings_elsewhere(tmp_path):
    found = ends(tmp_path, "[{name: 报告, to: S3}]", "[{name: 清单, from: S3}]", others="kind: process\nid: S3\nname: [\n")
    assert found == []


def test_wordings_are_paired_most_alike_first(tmp_path):
    giver = "[{name: Plan, to: C2}, {name: Production plan, to: C2}]"
    assert ends(tmp_path, giver, "[{name: Plans of production, from: C1}]") == [("PD401", "", "C1"), ("PD403", "", "C2")]


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Result ECRB", "Result of ECRB", True),
        ("Production plan", "Plan, production", True),
        ("Ｒｅｐｏｒｔ（A）", "report (a)", True),
        ("Maintenence plan", "Maintenance plan", True),
        ("Recieve goods", "Receive goods", True),
        ("Recieev goods", "Receive goods", False),
        ("客户要求", "顾客要求", True),
        ("完好的设备", "设备完好", True),
        ("生产日报表", "生产日报", True),
        ("检验指导书", "作业指导书", False),
        ("Design FMEA", "Process FMEA", False),
        ("Audit report 2025", "Audit report 2026", False),
        ("采购计划", "采购清单", False),
        ("", "报告", False),
    ],
)
def test_likeness(one, other, near):
    assert (likeness(one, other) >= NEAR) is near
    assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Qualifizierte Mitarbeitende", "Qualifizierte Mitarbeiter", True),
        ("자격 갖춘 인원", "자격을 갖춘 인원", True),
        ("Production plan", "Productivity plan", False),
        ("Prüfmittel", "Prüfmittelliste", False),
    ],
)
def test_words_with_other_endings(one, other, same):
    assert (likeness(one, other) >= NEAR) is same
