"""What customers ask beyond the standards: where it comes from, how long records are kept for it; and what is out of force is nowhere in use."""

import pytest

from procdocs import check
from procdocs.checks.spans_of_time import Beyond, Length, falls_short, length
from procdocs.diagnostics.sentences import say
from procdocs.languages import words
from procdocs.project.load import load
from procdocs.world import Memory

SETTINGS = "organisation: {name: 恒塑}\nlanguages: [zh]\ndepartments: [{id: quality, name: 品保部}]\n"
LISTED = "documents:\n  - {number: EX-01, title: 供应商质量手册, type: external, revision: 第 4 版, effective: 2025-03-01, owner: quality}\n"
PROCESS = "kind: process\nid: {id}\nname: {name}\ntype: support\n"
RECORD = "records: [{{number: QR-01, name: 首件检验记录, keeper: quality, retention: {retention}}}]\n"


def codes(files, *families):
    project, loading = load(Memory({path: text.encode() for path, text in files.items()}))
    assert not loading, loading
    told = [one for one in check(project, None, loading) if one.code.startswith(families)]
    for one in told:
        for language in ("zh", "en"):
            said = say(one, words(language).findings)
            assert said.message and said.hint and "{" not in said.message + said.hint
    return [(one.code, one.variant, one.span.path, one.span.line) for one in told]


@pytest.mark.parametrize(
    ("text", "beyond", "months"),
    [
        ("15 年", 0, 180), ("15年以上", 0, 180), ("十五年", 0, 180), ("叁年", 0, 36), ("一年半", 0, 18), ("1.5 年", 0, 18), ("36 个月", 0, 36),
        ("3-5 年", 0, 36), ("自交付之日起 15 年", 0, 180),
        ("现场 3 个月，档案室 3 年", 0, 36), ("15 years", 0, 180), ("three (3) years", 0, 36), ("10 yrs.", 0, 120), ("90 days", 0, 90 * 12 / 365),
        ("10 Jahre", 0, 120), ("drei Jahre", 0, 36),
        ("36 Monate", 0, 36), ("15년", 0, 180), ("12 개월", 0, 12), ("90일", 0, 90 * 12 / 365), ("lifetime + 1 year", 1, 12), ("产品寿命 + 1 年", 1, 12), ("停产后 15 年", 1, 180),
        ("Lebensdauer + 1 Jahr", 1, 12), ("양산 종료 후 15년", 1, 180), ("active for production and service plus one calendar year", 1, 12), ("永久", 2, 0),
        ("unbegrenzt", 2, 0), ("영구", 2, 0),
    ],
)  # fmt: skip
def test_lengths_of_time_in_four_languages(text, beyond, months):
    said = length(text)
    assert said.beyond == beyond
    assert said.months == pytest.approx(months)


@pytest.mark.parametrize("text", ["", "按合同", "2026 年 5 月 1 日", "每年 5 月", "见程序", "99 条", "24 h"])
def test_what_is_no_length(text):
    assert length(text) is None


@pytest.mark.parametrize(
    ("kept", "asked", "short"),
    [
        ("3 年", "15 年", True), ("15 years", "15 年", False), ("30 天", "1 个月", False), ("180 Monate", "15 년", False), ("50 年", "lifetime + 1 year", True),
        ("产品寿命", "lifetime + 1 year", True),
        ("产品寿命 + 1 年", "lifetime + 1 year", False), ("产品寿命 + 1 年", "15 年", False), ("永久", "lifetime + 1 year", False), ("产品寿命 + 1 年", "永久", True),
        ("11 months", "1 Jahr", True),
    ],
)  # fmt: skip
def test_which_of_two_is_gone_first(kept, asked, short):
    assert falls_short(length(kept), length(asked)) is short


def test_the_life_of_a_product_outlasts_years_but_not_for_ever():
    assert Length(Beyond.NOTHING, 1200) < Length(Beyond.LIFE, 0) < Length(Beyond.EVER, 0)


#: The rest of a customer requirement, how long the record is kept, and what is found: code, variant, file, line.
JOINED = [
    ("requirement: 提交报告, records: QR-01, retention: 15 年", "3 年", [("PD532", "customer", "processes/C1.yaml", 5)]),
    ("requirement: 提交报告, records: QR-01, retention: 15 years", "15 年", []),
    ("requirement: 提交报告, records: QR—01, retention: lifetime + 1 year", "15 年", [("PD532", "customer", "processes/C1.yaml", 5)]),
    ("requirement: 提交报告, records: 首件检验记录, retention: 15 Jahre", "36 个月", [("PD532", "customer", "processes/C1.yaml", 5)]),
    ("requirement: 首件检验记录保存 15 年", "3 年", [("PD532", "customer", "processes/C1.yaml", 5)]),
    ("requirement: QR-01 保存 15 年的记录", "3 年", [("PD532", "customer", "processes/C1.yaml", 5)]),
    ("requirement: 安全特性的记录保存 15 年, documents: QR-01", "3 年", [("PD532", "customer", "processes/C1.yaml", 5)]),
    ("requirement: 安全特性的记录保存 15 年, processes: C1", "3 年", [("PD611", "short", "registers/r.yaml", 4)]),
    ("requirement: 安全特性的记录保存 15 年, processes: C1", "15 年", []),
    ("requirement: Keep records of safety features for 15 years, processes: C2", "3 年", [("PD611", "", "registers/r.yaml", 4)]),
    ("requirement: 更改提前 6 个月申报，记录存档, processes: C1", "3 年", []),
    ("requirement: 保证 15 年的零件供应, processes: C1", "3 年", []),
]


@pytest.mark.parametrize(("asked", "kept", "expected"), JOINED, ids=[f"{one[0]} / {one[1]}" for one in JOINED])
def test_a_retention_that_a_customer_asks_for_meets_the_records_it_concerns(asked, kept, expected):
    files = {
        "procdocs.yaml": SETTINGS,
        "processes/C1.yaml": PROCESS.format(id="C1", name="生产") + RECORD.format(retention=kept),
        "processes/C2.yaml": PROCESS.format(id="C2", name="采购"),
        "registers/r.yaml": f"{LISTED}customer_requirements:\n  - {{customer: 主机厂, reference: EX-01 第 2 章, {asked}}}\n",
    }
    assert codes(files, "PD532", "PD611", "PD309", "PD610") == expected


#: `reference:` of a requirement, the row of the list, and the variants of PD610 that are found.
SOURCES = [
    ("EX-01", "number: EX-01, title: 供应商质量手册, type: external, revision: A, effective: 2025-03-01", []),
    ("《供应商质量手册》第 5 章", "number: EX-01, title: 供应商质量手册, type: external, revision: A, effective: 2025-03-01", []),
    ("主机厂供应商质量手册 5.2", "number: EX-01, title: 供应商质量手册, type: external, revision: A, effective: 2025-03-01", []),
    ("供应商质量手册附件 2", "number: EX-01, title: 甲汽车供应商质量手册, type: external, revision: A, effective: 2025-03-01", []),
    ("Supplier manual section 4", "number: EX-01, title: Supplier Manual, type: external, revision: A, effective: 2025-03-01", []),
    ("GB 8410", "number: GB 8410-2006, title: 内饰材料的燃烧特性, type: external", []),
    ("供应商质量手册", "number: QM-01, title: 质量手册, type: manual, revision: A, effective: 2025-03-01", ["none"]),
    ("物流协议", "number: EX-01, title: 供应商质量手册, type: external, revision: A, effective: 2025-03-01", [""]),
    ("EX-01", "number: EX-01, title: 供应商质量手册, type: external, revision: 第 4 版", ["undated"]),
    ("EX-01", "number: EX-01, title: 供应商质量手册, type: external, revision: 2024 版", []),
    ("EX-01", "number: EX-01, title: 供应商质量手册, type: external, effective: 2025-03-01", ["edition"]),
]


@pytest.mark.parametrize(("reference", "row", "variants"), SOURCES, ids=[f"{one[0]} / {one[1]}" for one in SOURCES])
def test_a_requirement_comes_from_a_document_of_the_external_list(reference, row, variants):
    register = f"documents: [{{{row}, owner: quality}}]\ncustomer_requirements: [{{customer: 主机厂, requirement: 提前申报, reference: {reference}}}]\n"
    files = {"procdocs.yaml": SETTINGS, "processes/C1.yaml": PROCESS.format(id="C1", name="生产"), "registers/r.yaml": register}
    assert [variant for _, variant, _, _ in codes(files, "PD610")] == variants


def test_who_names_no_source_where_others_do_is_told():
    rows = "  - {customer: 主机厂, requirement: 甲, reference: EX-01}\n  - {customer: 主机厂, requirement: 乙}\n"
    files = {"procdocs.yaml": SETTINGS, "processes/C1.yaml": PROCESS.format(id="C1", name="生产"), "registers/r.yaml": f"{LISTED}customer_requirements:\n{rows}"}
    assert codes(files, "PD610") == [("PD610", "missing", "registers/r.yaml", 5)]


#: Reason for leaving out 8.3, and whether it says who answers for the design.
REASONS = [
    ("顾客提供图样，按图加工", True),
    ("产品设计由集团总部负责", True),
    ("Build to print, the customer is design responsible", True),
    ("公司规模小", False),
    ("We have no designers", False),
]


@pytest.mark.parametrize(("reason", "said"), REASONS)
@pytest.mark.parametrize("clause", ["8.3", "8.5.3"])
def test_beside_iatf_only_the_design_of_the_product_is_left_out(reason, said, clause):
    register = f'exclusions: [{{standard: iso9001-2015, clause: "{clause}", reason: "{reason}"}}]\n'
    for standards, expected in (("[iso9001-2015]", []), ("[iso9001-2015, iatf16949-2016]", ["stricter"] if clause == "8.5.3" else [] if said else ["responsible"])):
        files = {"procdocs.yaml": f"{SETTINGS}standards: {standards}\n", "processes/C1.yaml": PROCESS.format(id="C1", name="生产"), "registers/r.yaml": register}
        assert [variant for _, variant, _, _ in codes(files, "PD609")] == expected


GONE = "document: {number: QP-02, revision: A, status: obsolete}\n"
#: Files of a project in which something is out of force, and what is found: code, variant, file, line.
OBSOLETE = [
    ("still drawn", {"processes/C2.yaml": PROCESS.format(id="C2", name="采购") + GONE}, [("PD813", "drawn", "processes/C2.yaml", 5)]),
    (
        "an arm of the octopus",
        {"processes/C2.yaml": PROCESS.format(id="C2", name="采购") + GONE, "processes/OCT.yaml": "kind: octopus\nid: OCT\narms: [C2]\n"},
        [("PD813", "drawn", "processes/C2.yaml", 5)],
    ),
    (
        "a chart shown with its process",
        {"processes/F1.yaml": f"kind: flowchart\nid: F1\nname: 流程\nprocess: C1\nsteps: [{{id: a, type: start, text: 开始}}]\n{GONE}"},
        [("PD813", "shown-only", "processes/F1.yaml", 6)],
    ),
    ("a procedure nobody shows", {"processes/SOP-1.yaml": f"kind: sop\nid: SOP-1\nname: 规程\nsections: {{purpose: 旧}}\n{GONE}"}, []),
    (
        "cited by its id",
        {
            "processes/SOP-1.yaml": f"kind: sop\nid: SOP-1\nname: 规程\nsections: {{purpose: 旧}}\n{GONE}",
            "processes/C2.yaml": PROCESS.format(id="C2", name="采购") + "documents: [SOP-1]\n",
        },
        [("PD809", "", "processes/C2.yaml", 5)],
    ),
    (
        "a form that is a record",
        {
            "registers/d.yaml": "documents: [{number: QR-01, title: 首件检验记录, type: form, status: obsolete}]\n",
            "processes/C2.yaml": PROCESS.format(id="C2", name="采购") + RECORD.format(retention="3 年"),
        },
        [("PD809", "", "processes/C2.yaml", 5)],
    ),
    (
        "the source of a requirement",
        {"registers/d.yaml": f"{LISTED.replace('owner', 'status: obsolete, owner')}customer_requirements:\n  - {{customer: 主机厂, requirement: 甲, reference: EX-01 第 2 章}}\n"},
        [("PD809", "", "registers/d.yaml", 4)],
    ),
    (
        "in a sentence, at its line",
        {
            "registers/d.yaml": "documents: [{number: WI-12, title: 装配作业指导书, type: instruction, status: obsolete}]\n",
            "processes/SOP-1.yaml": "kind: sop\nid: SOP-1\nname: 规程\nsections:\n  scope: |\n    适用于装配。\n    按 WI-12 装配。\n  purpose: WI-12 已作废。\n",
        },
        [("PD809", "", "processes/SOP-1.yaml", 7)],
    ),
]


@pytest.mark.parametrize(("files", "expected"), [one[1:] for one in OBSOLETE], ids=[one[0] for one in OBSOLETE])
def test_what_is_out_of_force_is_nowhere_in_use(files, expected):
    whole = {"procdocs.yaml": SETTINGS, "processes/C1.yaml": PROCESS.format(id="C1", name="生产"), **files}
    assert codes(whole, "PD809", "PD813") == expected
