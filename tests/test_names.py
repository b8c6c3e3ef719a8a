"""A thing has one name: diagrams and tables call documents, departments, roles and parties alike."""

from procdocs.manual.voice import Voice
from procdocs.project.load import load

SETTINGS = """organisation: {name: 江海}
languages: [zh]
departments: [{id: sales, name: 业务部}]
roles: [{id: clerk, name: 资料员}]
parties: [{id: dealer, name: 经销商, type: customer}]
"""
PROCESS = """kind: process
id: C1
name: 销售
type: customer
owner: sales
documents: [QP-02, QP-09]
records: [{number: QR-1, name: 订单, keeper: clerk, retention: 3 年}]
"""
PROCEDURE = """kind: sop
id: SOP-1
name: 订单评审
sections: {purpose: 评审订单}
document: {number: QP-02, title: 订单评审控制程序}
"""
REGISTER = "documents: [{number: QP-09, title: 报价规定}, {number: QP-09, title: 另一标题}]\n"


def written(project):
    root = project(SETTINGS, C1=PROCESS, SOP_1=PROCEDURE)
    (root / "registers").mkdir()
    (root / "registers" / "documents.yaml").write_text(REGISTER, encoding="utf-8")
    return root


def test_a_document_is_called_by_the_title_of_its_control_data_and_the_first_row_counts(project) -> None:
    voice = Voice(load(written(project))[0], "zh")
    assert [voice.title_of_number(number) for number in ("QP-02", "QP-09", "QR-1", "QP-99")] == ["订单评审控制程序", "报价规定", "订单", ""]


def test_departments_and_roles_are_called_by_their_names_wherever_either_may_stand(project) -> None:
    voice = Voice(load(written(project))[0], "zh")
    assert [voice.department(id) for id in ("sales", "clerk", "all", "nobody")] == ["业务部", "资料员", "各部门", "nobody"]
    assert [voice.who(id) for id in ("clerk", "sales", "all", "dealer", "customer", "C1")] == ["资料员", "业务部", "各部门", "经销商", "顾客", "C1"]


def test_the_register_and_the_drawing_say_the_same(project, procdocs, tmp_path) -> None:
    ran = procdocs("build", written(project), "--output", tmp_path / "out", "--format", "html")
    assert ran.code in (0, 1), ran.out + ran.err
    turtle = (tmp_path / "out" / "diagrams" / "C1.svg").read_text(encoding="utf-8")
    listed = (tmp_path / "out" / "registers-documents.html").read_text(encoding="utf-8")
    kept = (tmp_path / "out" / "registers-records.html").read_text(encoding="utf-8")
    assert "订单评审控制程序" in turtle and "订单评审控制程序" in listed
    assert "资料员" in kept and "clerk" not in kept
