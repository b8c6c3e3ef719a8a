"""Trailing tags name the ends of items; the import rewrites them and touches nothing else."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procdocs import checks
from procdocs.project.load import load
from procdocs.project.tag_rewriting import rewrite
from procdocs.project.tags import TagReader

READER = TagReader(frozenset(("COP2", "COP4", "SP9", "MP1")))


@pytest.mark.parametrize(
    ("text", "name", "ends"),
    [
        ("Competent employees (SP9)", "Competent employees", ("SP9",)),
        ("订单（C）", "订单", ("customer",)),
        ("Material (S)", "Material", ("supplier",)),
        ("Permit (G)", "Permit", ("authority",)),
        ("Report (all)", "Report", ("all",)),
        ("Call-off [C]", "Call-off", ("customer",)),
        ("顾客反馈［C］", "顾客反馈", ("customer",)),
        ("Geschulte Mitarbeiter (alle)", "Geschulte Mitarbeiter", ("all",)),
        ("Order data (COP2), (SP9)", "Order data", ("COP2", "SP9")),
        ("Plan [MP1] of the year", "Plan of the year", ("MP1",)),
        ("Drawing [draft]", "Drawing [draft]", ()),
        ("Plan (MP1 COP2,COP4)", "Plan", ("MP1", "COP2", "COP4")),
        ("Plan (MP1) (COP2、COP4)", "Plan", ("MP1", "COP2", "COP4")),
        ("BOM (COP5)", "BOM", ("COP5",)),
        ("Drawing (Rev. B) (COP2)", "Drawing (Rev. B)", ("COP2",)),
        ("BOM (COP 2, SP 9)", "BOM", ("COP2", "SP9")),
        ("Training (SP9.3)", "Training", ("SP9",)),
        ("Documents:\n- BOM (COP4)\n- list (COP2)", "Documents:\n- BOM\n- list", ("COP4", "COP2")),
        ("Level (grade 2)", "Level (grade 2)", ()),
        ("Drawing (draft)", "Drawing (draft)", ()),
        ("Form (12)", "Form (12)", ()),
        ("List (SP9, draft)", "List (SP9, draft)", ()),
        ("(C)", "(C)", ()),
        ("Employees (SP9) and plans (MP1) of the year", "Employees and plans of the year", ("SP9", "MP1")),
        ("人员（SP9）的计划", "人员的计划", ("SP9",)),
        ("Vitamin (C) tablets (SP9)", "Vitamin (C) tablets", ("SP9",)),
        ("BOM (COP5BE)", "BOM", ("COP5BE",)),
        ("Report (All processes of level 1)", "Report", ("all",)),
        ("Bericht (alle Prozesse)", "Bericht", ("all",)),
        ("목표 (모든 프로세스)", "목표", ("all",)),
        ("目标（所有过程）", "目标", ("all",)),
        ("Report (all other things)", "Report (all other things)", ()),
        ("(SP9) employees", "(SP9) employees", ()),
    ],
)
def test_what_counts_as_a_tag(text, name, ends):
    assert READER.read(text)[:2] == (name, ends)


def project(folder, process, tags="true"):
    (folder / "processes").mkdir(exist_ok=True)
    (folder / "procdocs.yaml").write_text(f"organisation: 示例\ntags: {tags}\n", encoding="utf-8")
    (folder / "processes" / "COP2.yaml").write_text(process, encoding="utf-8")
    (folder / "processes" / "SP9.yaml").write_text("kind: process\nid: SP9\nname: 培训\ntype: support\n", encoding="utf-8")
    return load(folder)


PROCESS = """\
kind: process
id: COP2
name: 开发
type: customer
inputs:
  - Competent employees (SP9)
  - BOM (COP5)
outputs:
  - {zh: 图纸（C）, en: Drawing (C)}
"""


def test_two_tagged_items_in_one_text_and_a_heading(tmp_path):
    loaded, found = project(tmp_path, PROCESS.replace("  - BOM (COP5)", "  - Plan (SP9), list (C)\n  - 'Documents:'\n  - Rules (G)"))
    inputs = loaded.process_by_id["COP2"].inputs
    assert [(str(item.name), item.source, item.span().line) for item in inputs[1:]] == [
        ("Plan", ("SP9",), 7),
        ("list", ("customer",), 7),
        ("Documents:", (), 8),
        ("Rules", ("authority",), 9),
    ]
    assert 8 not in {one.span.line for one in checks.run(loaded, None, found) if one.code == "PD402"}


def test_tags_are_read_where_the_project_says_so(tmp_path):
    loaded, found = project(tmp_path, PROCESS)
    inputs = loaded.process_by_id["COP2"].inputs
    assert [(str(item.name), item.source) for item in inputs] == [("Competent employees", ("SP9",)), ("BOM", ("COP5",))]
    output = loaded.process_by_id["COP2"].outputs[0]
    assert output.name.by_language == {"zh": "图纸", "en": "Drawing"} and output.to == ("customer",)
    reported = [(one.code, one.span.line) for one in checks.run(loaded, None, found)]
    assert ("PD305", 7) in reported  # COP5 is no process
    assert ("PD402", 6) in reported  # SP9 gives nothing


def test_without_the_switch_a_tag_is_part_of_the_name(tmp_path):
    loaded, _ = project(tmp_path, PROCESS, tags="false")
    assert str(loaded.process_by_id["COP2"].inputs[0].name) == "Competent employees (SP9)"


def test_tags_that_nobody_reads_are_told_once(tmp_path):
    twice = PROCESS.replace("  - BOM (COP5)", "  - BOM (COP5)\n  - Plan (SP9)\n  - {name: Rules (SP9), from: SP9}\n  - Vitamin (C)")
    for tags, told in (("", [(6, [8])]), ("true", []), ("false", [])):
        loaded, found = project(tmp_path, twice, tags=tags)
        ours = [one for one in checks.run(loaded, None, found) if one.code == "PD415"]
        assert [(one.span.line, [other.span.line for other in one.related]) for one in ours] == told


@pytest.mark.parametrize(
    ("written", "rewritten"),
    [
        ("- BOM [COP4]", "- {name: BOM, from: [COP4]}"),
        ("- BOM ［COP4］", "- {name: BOM, from: [COP4]}"),
        ("- BOM [C] (SP9)", "- {name: BOM, from: [customer, SP9]}"),
        ("- BOM (COP4), (SP9)", "- {name: BOM, from: [COP4, SP9]}"),
        ("- BOM (draft) [MP1]", "- {name: BOM (draft), from: [MP1]}"),
        ("- {name: 'BOM [COP4]'}", "- {name: 'BOM', from: [COP4]}"),
        ("- BOM [draft]", "- BOM [draft]"),
    ],
)
def test_tags_in_any_brackets_and_with_commas_are_rewritten(written, rewritten):
    head = "kind: process\nid: COP2\ninputs:\n  "
    assert rewrite("processes/COP2.yaml", f"{head}{written}\n".encode(), READER).data.decode() == f"{head}{rewritten}\n"


BEFORE = """\
kind: process   # comment (SP9)
id: COP2
inputs:
  - BOM (COP4)   # keep (SP9)
  - "Say \\"x\\", y (C)"
  - 'it''s (S)'
  - a, b (MP1 COP2)
  - {name: Employees (SP9), note: x (C)}
  - {name: "Employees (SP9)" , from: SP9}
  - {name: Employees (COP4), from: [SP9]}
  - name: Employees (COP4)  # hi
    note: z
  - name: Employees (COP4)
    from:
      - SP9
  - name: {zh: 物料（SP9）, en: Material (SP9)}
    id: q
  - {zh: 物料（SP9）, en: Material (SP9)}
  - zh: 物料（SP9）
    en: Material
  - name: |
      x (C)
  - no tag (draft)
documents: [Manual (C)]
outputs: Result (all)
"""
AFTER = """\
kind: process   # comment (SP9)
id: COP2
inputs:
  - {name: BOM, from: [COP4]}   # keep (SP9)
  - {name: "Say \\"x\\", y", from: [customer]}
  - {name: 'it''s', from: [supplier]}
  - {name: 'a, b', from: [MP1, COP2]}
  - {name: Employees, from: [SP9], note: x (C)}
  - {name: "Employees" , from: SP9}
  - {name: Employees, from: [SP9, COP4]}
  - name: Employees  # hi
    from: [COP4]
    note: z
  - name: Employees
    from:
      - SP9
      - COP4
  - from: [SP9]
    name: {zh: 物料, en: Material}
    id: q
  - {name: {zh: 物料, en: Material}, from: [SP9]}
  - zh: 物料（SP9）
    en: Material
  - name: |
      x (C)
  - no tag (draft)
documents: [Manual (C)]
outputs: {name: Result, to: [all]}
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_rewriting_touches_only_the_items_with_tags(line_end, mark):
    result = rewrite("processes/COP2.yaml", mark + BEFORE.replace("\n", line_end).encode(), READER)
    assert result.data == mark + AFTER.replace("\n", line_end).encode()
    assert result.items == 12 and result.left == (19, 21)
    assert rewrite("processes/COP2.yaml", result.data, READER).data == result.data


names = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12).map(lambda text: "x" + text)
tagged = st.builds(lambda name, tag: f"{name} {tag}", names, st.sampled_from(["(SP9)", "（C）", "(MP1, COP2)", "(all)", "(draft)", ""]))


def quoted(text, style):
    return "'" + text.replace("'", "''") + "'" if style else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@given(st.lists(st.tuples(tagged, st.booleans(), st.booleans()), min_size=1, max_size=6), st.text("# abc：\t", max_size=8))
@settings(max_examples=200, deadline=None)
def test_rewriting_means_the_same_and_keeps_every_other_line(items, comment):
    lines = ["kind: process", f"id: COP2  # {comment}", "name: '开发 (SP9)'", "type: customer", "inputs:"]
    first = len(lines)
    for text, style, whole in items:
        written = quoted(text, style)
        lines.append(f"  - {{name: {written}, note: 'n (C)'}}  # {comment}" if whole else f"  - {written}  # {comment}")
    lines += ["records:", f"  - {{name: 'r (SP9)'}}  # {comment}"]
    before = "\n".join(lines) + "\n"
    result = rewrite("processes/COP2.yaml", before.encode(), READER)
    after = result.data.decode().split("\n")
    assert len(after) == len(lines) + 1
    for number, line in enumerate(lines):
        text = items[number - first][0] if first <= number < first + len(items) else ""
        if not READER.read(text).ends:
            assert after[number] == line
        else:
            assert after[number].endswith(f"  # {comment}") and re.search(r"from: \[[\w, ]+\]", after[number])
    assert rewrite("processes/COP2.yaml", result.data, READER).data == result.data


def test_import_rewrites_the_files_and_says_what_it_did(tmp_path, procdocs):
    project(tmp_path, PROCESS)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")}
    loaded, _ = load(tmp_path)
    done = procdocs("import", "tags", tmp_path)
    assert done.code == 0 and "已改写 3 项，涉及 1 个文件" in done.out
    changed = [path.name for path, data in before.items() if path.read_bytes() != data]
    assert changed == ["COP2.yaml"]
    again, _ = load(tmp_path)
    for one, other in zip(loaded.processes, again.processes, strict=True):
        assert (one.inputs, one.outputs) == (other.inputs, other.outputs)
    assert "已改写 0 项" in procdocs("import", "tags", tmp_path).out
    assert procdocs("import", "tags", tmp_path / "processes").code == 2


def test_import_changes_every_file_or_none_and_none_through_a_link(tmp_path, procdocs):
    project(tmp_path, PROCESS)
    with (tmp_path / "procdocs.yaml").open("a", encoding="utf-8") as settings:
        settings.write("languages: [en]\n")
    (tmp_path / "kept.yaml").write_text(PROCESS.replace("COP2", "COP3"), encoding="utf-8")
    (tmp_path / "processes" / "COP3.yaml").symlink_to(tmp_path / "kept.yaml")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")}
    done = procdocs("import", "tags", tmp_path, LC_ALL="en_US.UTF-8")
    assert done.code == 3 and "COP3.yaml" in done.err and "link" in done.err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")} == before
    (tmp_path / "processes" / "COP3.yaml").unlink()
    assert "3 items rewritten in 1 files" in procdocs("import", "tags", tmp_path).out
