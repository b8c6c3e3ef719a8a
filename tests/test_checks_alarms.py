"""What must not be reported: the false alarms that make people stop reading."""

import datetime

import pytest

from procdocs import checks
from procdocs.project.load import load

SETTINGS = "organisation: 示例\nlanguages: [zh]\ndepartments: [{id: qa, name: 品保部}]\n"
HEAD = "kind: process\nid: C1\nname: 甲\ntype: support\n"
LIST = "documents:\n  - {number: WI-12, title: 装配作业指导书}\n  - {number: B-04, title: 《内部审核程序》}\n"


def codes(folder, process, register="", settings=SETTINGS, other="", today=datetime.date(2026, 6, 1)):
    """The codes found in a project of one process, with how often each."""
    files = {"procdocs.yaml": settings, "processes/C1.yaml": HEAD + process, "registers/list.yaml": register, "processes/C2.yaml": other}
    for path, text in files.items():
        if text:
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    project, found = load(folder)
    return sorted(one.code for one in checks.run(project, today, found))


@pytest.mark.parametrize(
    "cited",
    [
        "WI-12",
        "{number: WI-12, title: 《装配作业指导书》}",
        "{number: WI-12, title: 装配作业指导书}",
        "{title: 《装配作业指导书》}",
        "《装配作业指导书》",
        "{title: 装配作业指导书 A版}",
        "QR-01",
        "《生产日报表》",
    ],
)
def test_ways_to_cite_a_listed_document_or_a_record(cited, tmp_path):
    found = codes(tmp_path, f"documents: [WI-12, B-04, {cited}]\nrecords: [{{number: QR-01, name: 生产日报表, place: 档案室, retention: 3 年}}]\n", LIST)
    assert not {"PD308", "PD309", "PD540", "PD541", "PD542", "PD544"} & set(found)


@pytest.mark.parametrize(
    ("cited", "code"),
    [
        ("WI—12", "PD540"),
        ("WI12", "PD540"),
        ("B（04）", "PD540"),
        ("WI-1-2", "PD308"),
        ("WI-13", "PD308"),
        ("{title: 焊接作业指导书}", "PD544"),
        ("{number: WI-12, title: 焊接作业指导书}", "PD541"),
    ],
)
def test_one_defect_in_a_citation_is_one_finding(cited, code, tmp_path):
    found = codes(tmp_path, f"documents: [WI-12, B-04, '{cited}']\n" if cited[0] != "{" else f"documents: [WI-12, B-04, {cited}]\n", LIST)
    assert [one for one in found if one in ("PD308", "PD309", "PD540", "PD541", "PD544")] == [code]


def test_a_file_that_the_master_list_lists_too_is_one_document(tmp_path):
    assert "PD802" not in codes(tmp_path, "document: {number: WI-12}\n", "documents: [{number: WI-12, title: 甲}]\n")


def test_without_a_master_list_a_title_is_no_unknown_number(tmp_path):
    assert "PD308" not in codes(tmp_path, "documents: [Change procedure]\n")


@pytest.mark.parametrize("leg", ["resources: [{name: Calibrated gauges, from: C2}]", "people: [Calibrated gauge]", "resources: [Calibrated gauges]"])
def test_an_output_may_be_taken_as_a_resource_or_as_people(leg, tmp_path):
    other = "kind: process\nid: C2\nname: 乙\ntype: support\noutputs: [{name: Calibrated gauges, to: C1}]\n"
    assert "PD401" not in codes(tmp_path, leg + "\n", other=other)


@pytest.mark.parametrize("name", ["OEE (target 85 %)", "废品率 ≤ 2 %", "及时率目标 98"])
def test_a_target_may_stand_in_the_name(name, tmp_path):
    assert "PD510" not in codes(tmp_path, f"measures: ['{name}']\n")


@pytest.mark.parametrize(
    "name",
    [
        "库存物料、产品、化学品标识卡",
        "顾客产品要求（性能、功能、质量、成本、进度、样品）",
        "Product, process specification",
        "过程流程图/平面布置图",
        "编号 1,000,000 件",
        "GB 8410 试验",
    ],
)
def test_one_item_with_punctuation(name, tmp_path):
    assert "PD561" not in codes(tmp_path, f"inputs: [{{name: '{name}', from: customer}}]\n")


@pytest.mark.parametrize("name", ["订单；图纸", "1. 订单 2. 图纸", "图纸、规范、样件、清单", "Drawings, specifications, samples", "①订单②图纸"])
def test_several_items_in_one_line(name, tmp_path):
    assert "PD561" in codes(tmp_path, f"inputs: [{{name: '{name}', from: customer}}]\n")


@pytest.mark.parametrize("text", ["待定义的术语", "TBDx 型号", "质量待遇"])
def test_words_that_only_look_like_placeholders(text, tmp_path):
    assert "PD560" not in codes(tmp_path, f"purpose: {text}\n")


@pytest.mark.parametrize("text", ["TBD", "目标待补充", "见TODO", "{{ name }}", "待定"])
def test_placeholders(text, tmp_path):
    assert "PD560" in codes(tmp_path, f"purpose: '{text}'\n")


def test_iatf_demands_weigh_less_in_an_iso_shop(tmp_path):
    register = "customer_requirements: [{customer: 主机厂, requirement: 提前申报}]\n"
    for standard, severity in (("iso9001-2015", "warning"), ("iatf16949-2016", "error")):
        folder = tmp_path / standard
        folder.mkdir()
        codes(folder, "", register, SETTINGS + f"standards: [{standard}]\n")
        project, found = load(folder)
        assert [one.severity for one in checks.run(project, None, found) if one.code == "PD607"] == [severity]


def test_far_dates_and_odd_figures_do_not_break_anything(tmp_path):
    odd = "document: {number: '.', status: released, effective: 9999-12-31, every: 99 天}\n"
    odd += "measures: [{name: '≥', target: '≥ 1,000,000,000,000', result: '0'}, {name: '.', target: 十十年}]\n"
    assert "PD807" in codes(tmp_path, odd + "records: [{number: A, name: x, retention: 99999999999999999999 年}]\n")


def test_a_project_without_a_list_of_documents_is_told_once(tmp_path):
    assert codes(tmp_path, "documents: [WI-1, WI-2, WI-3, WI-4, WI-5]\n").count("PD308") == 1


def test_a_project_without_any_schedule_of_measures_is_told_once(tmp_path):
    (tmp_path / "processes").mkdir()
    for number in range(6):
        (tmp_path / "processes" / f"S{number}.yaml").write_text(f"kind: process\nid: S{number}\nname: 过程 {number}\ntype: support\nmeasures: [指标 {number} ≥ 9 %]\n")
    assert codes(tmp_path, "").count("PD512") == 1


def test_a_placeholder_where_a_number_stands(tmp_path):
    assert "PD560" in codes(tmp_path, "documents: [Procedure to be defined]\n")


def test_a_number_twice_on_the_list_is_one_finding(tmp_path):
    found = codes(tmp_path, "documents: [WI-12]\n", "documents: [{number: WI-12, title: 甲}, {number: WI-12, title: 乙}]\n")
    assert [code for code in found if code in ("PD541", "PD802")] == ["PD802"]


def test_a_file_is_listed_under_its_own_title(tmp_path):
    assert "PD541" in codes(tmp_path, "document: {number: WI-12}\n", "documents: [{number: WI-12, title: 装配作业指导书}]\n")


@pytest.mark.parametrize("listed", [["Documents (C2)", "- drawings", "! latest revision"], ["Documents", "- drawings (C2)"], ["Documents (C2)\\n- drawings\\n- lists"]])
def test_details_of_an_item_need_no_end_of_their_own(listed, tmp_path):
    other = 'kind: process\nid: C2\nname: 乙\ntype: support\noutputs: ["Documents (C1)", "Drawings (C1)"]\n'
    found = codes(tmp_path, "inputs:\n" + "".join(f'  - "{one}"\n' for one in listed), settings=SETTINGS + "tags: true\n", other=other)
    assert "PD402" not in found
    assert "PD561" not in found


def test_people_may_name_the_process_that_provides_them(tmp_path):
    other = "kind: process\nid: C2\nname: 乙\ntype: support\noutputs: [Trained setters (C1)]\n"
    found = codes(tmp_path, "people: [Trained setters (C2), Trained drivers (C7)]\n", settings=SETTINGS + "tags: true\n", other=other)
    assert "PD401" not in found
    assert found.count("PD305") == 1


def test_one_word_with_two_characters_in_a_list_and_a_file(tmp_path):
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers" / "记录清单.csv").write_text("编号,名称\nQR-1,设备台帐\nQR-2,量具台账\n", encoding="gb18030")
    assert "PD563" in codes(tmp_path, "resources: [模具台账]\n")


def test_a_site_that_is_called_without_its_letter_is_one_finding(tmp_path):
    other = "kind: process\nid: C2\nname: 乙\ntype: support\noutputs: [{name: BOM, to: C1F}]\n"
    assert [code for code in codes(tmp_path, "inputs: [{name: BOM, from: C2}]\n", other=other) if code in ("PD305", "PD401", "PD402")] == ["PD305"]


@pytest.mark.parametrize("text", ["wird noch festgelegt", "추후 결정", "TBD"])
def test_placeholders_of_other_languages(text, tmp_path):
    assert "PD560" in codes(tmp_path, f"purpose: {text}\n")


@pytest.mark.parametrize("name", ["Messschieber", "버니어 캘리퍼스", "Calipers"])
def test_instruments_in_other_languages(name, tmp_path):
    assert "PD556" in codes(tmp_path, f"resources: [{name}]\n")


@pytest.mark.parametrize(("source", "variant"), [("", "offered"), (", from: C3", "gap-offered")])
def test_who_gives_an_item_without_naming_a_receiver_is_named(source, variant, tmp_path):
    other = "kind: process\nid: C2\nname: 乙\ntype: support\noutputs: [Calibrated gauge]\n"
    codes(tmp_path, f"inputs: [{{name: Calibrated gauges{source}}}]\n", other=other)
    (tmp_path / "processes" / "C3.yaml").write_text("kind: process\nid: C3\nname: 丙\ntype: support\n", encoding="utf-8")
    project, found = load(tmp_path)
    (told,) = (one for one in checks.run(project, None, found) if one.code == "PD402")
    assert (told.variant, told.related[0].span.path) == (variant, "processes/C2.yaml")


@pytest.mark.parametrize(
    ("cited", "code"), [("WI-12装配作业指导书", "PD540"), ("WI-12 (TN) / B-04 (JN)", "PD540"), ("WI-12 (TN) / WI-99 (JN)", "PD308"), ("WI-12焊接作业指导书", "PD541")]
)
def test_numbers_glued_to_titles_and_numbers_of_sites(cited, code, tmp_path):
    found = codes(tmp_path, f"documents: ['{cited}']\n", LIST)
    assert code in found
    assert ("PD308" in found) == (code == "PD308")


@pytest.mark.parametrize("target", ["고객불만 0건", "Complaints: 0", "Customer complaints 0 cases"])
def test_nothing_at_all_is_a_target_too(target, tmp_path):
    assert "PD510" not in codes(tmp_path, f"measures: ['{target}']\n")


def test_two_numbers_of_sites_are_one_document(tmp_path):
    found = codes(tmp_path, "documents: [WI-31, {numbers: {TN: WI-12, JN: WI-99}}]\n", "documents: [{numbers: {TN: WI-12, JN: WI-31}, title: 装配作业指导书}]\n")
    assert [one for one in found if one in ("PD308", "PD540", "PD542", "PD547")] == ["PD308"]


@pytest.mark.parametrize(("target", "without"), [("≤ 3", True), ("≤ 3 件", False), ("按期完成", False), ('"≥ 98 %"', False)])
def test_a_figure_without_unit_and_a_target_without_figure(target, without, tmp_path):
    found = codes(tmp_path, f"measures: [{{name: 顾客投诉, target: {target}, every: 每月, owner: production}}]\n")
    assert ("PD511" in found) is without


@pytest.mark.parametrize(("record", "listed"), [("number: QR-01, name: 日报", True), ("number: QR-99, name: 周报", False), ("name: 生产日报表", True), ("name: 周报", False)])
def test_a_record_is_listed_by_its_number_or_if_it_has_none_by_its_name(record, listed, tmp_path):
    list_ = "records: [{number: QR-01, name: 生产日报表, keeper: production, retention: 3 年}]\n"
    found = codes(tmp_path, f"records: [{{{record}, keeper: production, retention: 3 年}}]\n", list_)
    assert ("PD533" not in found) is listed


@pytest.mark.parametrize("content", ["C1", "support", "process", "rest"])
def test_a_process_stands_in_a_chapter_by_its_id_or_by_any_of_its_groups(content, tmp_path):
    assert "PD414" not in codes(tmp_path, "", settings=SETTINGS + f"chapters: [{{title: 章, contents: [{content}]}}]\n")


def test_a_process_in_no_chapter_is_told(tmp_path):
    assert "PD414" in codes(tmp_path, "", settings=SETTINGS + "chapters: [{title: 章, contents: [customer]}]\n")


def test_a_document_under_a_wrong_name_exists_for_those_who_name_it(tmp_path):
    """`C3.yaml.txt` is told, and not beside it that there is no C3."""
    (tmp_path / "processes").mkdir()
    (tmp_path / "processes" / "C3.yaml.txt").write_text(HEAD.replace("C1", "C3"), encoding="utf-8")
    found = codes(tmp_path, "outputs: [{name: 报告, to: C3}]\n")
    assert "PD116" in found
    assert "PD305" not in found


@pytest.mark.parametrize(("key", "told"), [("purpose", False), ("measures: [{name: 及时率, target", True)])
def test_only_where_a_figure_is_meant_have_languages_to_agree(key, told, tmp_path):
    text = f'{key}: {{zh: "3 天", en: "5 days"}}' + ("}]\n" if told else "\n")
    assert ("PD566" in codes(tmp_path, text, settings=SETTINGS.replace("[zh]", "[zh, en]"))) is told
