"""`procdocs check` as a user and a build server see it: what is printed in each format, exit codes, baseline, nothing to inject."""

import datetime
import json
import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree

import pytest
from jsonschema import Draft7Validator

from procdocs.cli.settings import pinned_day
from procdocs.diagnostics import Span, diagnose, rules
from procdocs.diagnostics.columns import columns_of
from procdocs.diagnostics.printers import PRINTERS, Report
from procdocs.diagnostics.printers.sarif import as_sarif
from procdocs.diagnostics.sentences import say
from procdocs.languages import words

SETTINGS = "organisation: 示例公司\nlanguages: [zh]\ndepartments: [{id: production, name: 生产部}]\n"
PROCESS = (
    "kind: process\nid: C4\nname: 生产管理\ntype: customer\nowner: {owner}\npurpose: 按计划生产\ninputs: [{{name: 订单, from: customer}}]\n"
    "outputs: [{{name: 产品, to: customer}}]\n"
    "resources: [设备]\npeople: [操作工]\ndocuments: [{{title: 作业指导书}}]\n"
)
#: What the parts of SARIF 2.1.0 that are written must look like; from the standard's text, with nothing else allowed.
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}, "additionalProperties": False}
NUMBERS = {key: {"type": "integer", "minimum": 1} for key in ("startLine", "startColumn", "endColumn")}
REGION = {"type": "object", "properties": NUMBERS, "required": ["startLine"], "additionalProperties": False}
URI = {
    "type": "object",
    "required": ["uri"],
    "properties": {"uri": {"type": "string", "pattern": r"^[\x21-\x7e]+$"}, "uriBaseId": {"const": "%SRCROOT%"}},
    "additionalProperties": False,
}
BASES = {"type": "object", "properties": {"%SRCROOT%": {"type": "object", "properties": {"description": TEXT}, "additionalProperties": False}}, "additionalProperties": False}
PHYSICAL = {
    "type": "object",
    "required": ["artifactLocation"],
    "properties": {"artifactLocation": URI, "region": REGION},
    "additionalProperties": False,
}
LOCATION = {"type": "object", "properties": {"id": {"type": "integer", "minimum": 0}, "message": TEXT, "physicalLocation": PHYSICAL}, "additionalProperties": False}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
RULE = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "name": {"type": "string"},
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "help": TEXT,
        "helpUri": {"type": "string", "pattern": r"^[a-z]+://[\x21-\x7e]+$"},
        "defaultConfiguration": {"type": "object", "properties": {"level": LEVEL}, "additionalProperties": False},
    },
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "required": ["message"],
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": -1},
        "level": LEVEL,
        "message": TEXT,
        "locations": {"type": "array", "items": LOCATION},
        "relatedLocations": {"type": "array", "items": LOCATION, "uniqueItems": True},
    },
    "additionalProperties": False,
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {"name": {"type": "string"}, "version": {"type": "string"}, "rules": {"type": "array", "items": RULE, "uniqueItems": True}},
                                "additionalProperties": False,
                            }
                        },
                        "additionalProperties": False,
                    },
                    "originalUriBaseIds": BASES,
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {"type": "array", "items": RESULT},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}


def run(*arguments, folder=None, **environment):
    done = subprocess.run(
        [sys.executable, "-m", "procdocs", *map(str, arguments)], cwd=folder, capture_output=True, check=False, env={**os.environ, "SOURCE_DATE_EPOCH": "1780000000", **environment}
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def project(tmp_path):
    return write(tmp_path, {"processes/C4-production.yaml": PROCESS.format(owner="prodution")})


def write(folder, files):
    for path, content in {"procdocs.yaml": SETTINGS, **files}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def findings(folder, *arguments):
    code, out, _ = run("check", folder, "--format", "json", *arguments)
    return code, json.loads(out)


def test_caret_stands_under_the_word(tmp_path):
    write(tmp_path, {"processes/C4-production.yaml": "kind: process\nid: C4\nname: 生产\ntype: customer\nowner: production\ninputs: [{name: 生产计划, from: planing}]\n"})
    _, out, _ = run("check", tmp_path)
    lines = out.splitlines()
    head = next(index for index, line in enumerate(lines) if "PD305" in line)
    assert lines[head].startswith("processes/C4-production.yaml:6:29: error PD305 unknown-end: ")
    assert lines[head + 1] == "    6 | inputs: [{name: 生产计划, from: planing}]"
    assert lines[head + 2] == "      | " + " " * 32 + "^" * 7
    assert lines[head + 3].startswith("   建议: ")
    assert lines[head + 4] == "   说明: procdocs explain PD305"


def test_json_has_the_agreed_shape(project):
    code, out = findings(project)
    assert code == 1
    assert set(out) == {"diagnostics", "summary"}
    assert set(out["summary"]) == {"error", "warning", "note"}
    row = next(row for row in out["diagnostics"] if row["code"] == "PD306")
    assert set(row) == {"code", "name", "severity", "message", "hint", "file", "line", "column", "related"}
    assert (row["name"], row["severity"], row["file"], row["line"], row["column"]) == ("unknown-department", "error", "processes/C4-production.yaml", 5, 8)
    assert row["hint"] == "是否应为 `production`？"
    assert out["summary"]["error"] == sum(row["severity"] == "error" for row in out["diagnostics"])


def test_language_of_messages_can_be_chosen(project):
    _, out = findings(project, "--language", "en")
    assert "there is no department `prodution`" in [row["message"] for row in out["diagnostics"]]


def test_exit_codes(tmp_path):
    clean = write(tmp_path / "clean", {"processes/C4.yaml": PROCESS.format(owner="production")})
    code, out = findings(clean)
    assert (code, out["summary"]["error"]) == (0, 0)
    warned = out["summary"]["warning"] + out["summary"]["note"]
    assert run("check", clean, "--strict")[0] == (1 if warned else 0)
    assert run("check", write(tmp_path / "bad", {"processes/C4.yaml": "kind: process\n"}))[0] == 1
    assert run("check", tmp_path / "nowhere")[0] == 2
    assert run("check", tmp_path)[0] == 2
    assert run("check", clean, "--format", "yaml")[0] == 2
    assert run("check", clean, "--today", "yesterday")[0] == 2
    assert run("check", clean, "--baseline", tmp_path / "none.json")[0] == 2
    assert run("check", folder=clean / "processes")[0] == 0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_folder_is_a_matter_of_the_environment(project):
    (project / "processes").chmod(0)
    try:
        assert run("check", project)[0] == 3
    finally:
        (project / "processes").chmod(0o755)


def test_broken_settings_still_report_every_other_file(tmp_path):
    write(tmp_path, {"procdocs.yaml": "organisation: [x\n", "processes/C4.yaml": "kind: process\nid: C4\nname: x\ntype: main\n"})
    code, out = findings(tmp_path)
    assert code == 1
    assert [(row["code"], row["file"]) for row in out["diagnostics"]] == [("PD101", "procdocs.yaml"), ("PD206", "processes/C4.yaml")]


def test_mistaken_departments_blame_nobody_else(tmp_path):
    write(tmp_path, {"procdocs.yaml": "organisation: x\ndepartments: [{nmae: x, id: production}]\n", "processes/C4.yaml": PROCESS.format(owner="production")})
    _, out = findings(tmp_path)
    assert [row["code"] for row in out["diagnostics"] if row["code"] < "PD4"] == ["PD203"]


HOSTILE = PROCESS.format(owner="production") + "'::error file=x::y': 1\n'##[error]z': 2\n\"a\\u200bb\": 3\n"


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit"])
def test_nothing_printed_is_a_command_for_terminal_or_build_server(tmp_path, form):
    write(tmp_path, {"processes/C4.yaml": HOSTILE.encode() + b"purpose2: x\x1b[31m\n"})
    code, out, _ = run("check", tmp_path, "--format", form)
    assert code == 1
    assert "\x1b" not in out
    assert "\u200b" not in out
    assert "##[" not in out
    for line in out.splitlines():
        if line.lstrip().startswith("::"):
            assert form == "github"
            assert line.startswith(("::error file=processes/C4.yaml", "::warning file=processes/C4.yaml", "::notice file=processes/C4.yaml"))


def test_github_annotations_escape_what_they_carry(project):
    _, out, _ = run("check", project, "--format", "github", "--language", "en")
    place = "file=processes/C4-production.yaml,line=5,endLine=5,col=8,endColumn=17,title=PD306 unknown-department"
    assert f"::error {place}::there is no department `prodution`%0Adid you mean `production`?" in out


def test_github_annotations_keep_a_per_cent_sign(project):
    write(project, {"processes/C9.yaml": "kind: process\nid: C9\nname: x\ntype: customer\nowner: a%0Ab\n"})
    _, out, _ = run("check", project, "--format", "github", "--language", "en")
    assert "`a%250Ab`" in out and "`a%0Ab`" not in out


def test_sarif_is_valid(project):
    write(project, {"processes/文件 c4.yaml": PROCESS.format(owner="production")})
    _, out, _ = run("check", project, "--format", "sarif")
    log = json.loads(out)
    assert [error.message for error in Draft7Validator(SARIF).iter_errors(log)] == []
    results = log["runs"][0]["results"]
    assert any("relatedLocations" in result for result in results)
    for result in results:
        assert log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_explains_each_code_in_the_language_of_the_messages(project, monkeypatch):
    texts = {}
    for language in ("en", "zh", "zh-Hant"):
        _, out, _ = run("check", project, "--format", "sarif", "--language", language)
        texts[language] = {rule["id"]: rule for rule in json.loads(out)["runs"][0]["tool"]["driver"]["rules"]}["PD306"]
    assert texts["en"]["shortDescription"]["text"].endswith("does not declare, or a department stands above itself.")
    assert texts["en"]["help"]["text"] == f"{texts['en']['fullDescription']['text']}\n\nprocdocs explain PD306 --language en"
    assert texts["zh"]["shortDescription"]["text"] == words("zh").about("PD306").partition("。")[0] + "。"
    assert texts["zh"]["help"]["text"].endswith("procdocs explain PD306 --language zh")
    assert texts["zh-Hant"] == texts["zh"] != texts["en"]
    assert "helpUri" not in texts["en"]
    # Where the pages are published, each code leads to its own.
    monkeypatch.setattr(rules, "DOCS", "https://example.org/checks/")
    found = say(diagnose("PD306", Span("x"), id="y"), words("zh").findings)
    driver = json.loads(as_sarif(Report([found], words("zh"), version="1", language="zh")))["runs"][0]["tool"]["driver"]
    assert driver["rules"][0]["helpUri"] == "https://example.org/checks/zh/PD306.md"


def test_the_clauses_shown_are_those_of_the_projects_standards(tmp_path):
    shown = {}
    for standards in ("[iso9001-2015]", "no-such-standard-1999", "[iatf16949-2016]"):
        folder = write(tmp_path / standards.strip("[]"), {"processes/C4.yaml": "kind: process\nid: C4\nname: 生产\ntype: customer\n"})
        (folder / "procdocs.yaml").write_text(f"{SETTINGS}standards: {standards}\n", encoding="utf-8")
        _, out, _ = run("check", folder)
        shown[standards] = re.search(r"procdocs explain PD501(.*)", out).group(1)
        assert run("explain", "PD501", folder=folder)[1].splitlines()[0] == f"PD501 missing-owner (error){shown[standards]}"
    assert list(shown.values()) == [" · ISO 9001 4.4.1 e", "", " · ISO 9001 4.4.1 e; IATF 16949 5.1.1.3"]


def test_junit_can_be_read(project):
    _, out, _ = run("check", project, "--format", "junit")
    suite = ElementTree.fromstring(out)
    cases = suite.findall("testcase")
    assert suite.tag == "testsuite"
    assert int(suite.get("tests")) == len(cases)
    assert int(suite.get("failures")) == sum(case.find("failure") is not None for case in cases)
    assert "procdocs.yaml" in {case.get("file") for case in cases}


def test_a_baseline_hides_what_it_lists_and_reports_what_it_lists_in_vain(project, tmp_path):
    _, out, _ = run("check", project, "--format", "json", "--language", "en")
    (tmp_path / "baseline.json").write_text(out, encoding="utf-8")
    assert findings(project, "--baseline", tmp_path / "baseline.json") == (0, {"diagnostics": [], "summary": {"error": 0, "warning": 0, "note": 0}})
    write(project, {"processes/C4-production.yaml": "# moved down\n" + PROCESS.format(owner="production") + "x: 1\n"})
    code, after = findings(project, "--baseline", tmp_path / "baseline.json")
    assert code == 1
    codes = [row["code"] for row in after["diagnostics"]]
    assert "PD203" in codes
    assert "PD123" in codes
    assert "PD306" not in codes


def test_suppression_needs_a_reason_and_a_finding_and_spares_no_error(tmp_path):
    body = "kind: flowchart\nid: F-A\nname: x\nsteps:\n  - {id: a, type: start, text: x, next: c}\n%s  - {id: b, text: x, next: c}%s\n  - {id: c, type: end, text: x}\n"

    def codes(above="", beside=""):
        write(tmp_path, {"processes/F-A.yaml": body % (above, beside)})
        return [row["code"] for row in findings(tmp_path)[1]["diagnostics"] if row["code"] in ("PD120", "PD121", "PD122", "PD322", "PD320")]

    assert codes() == ["PD322"]
    assert codes(beside="  # procdocs: ignore[PD322] 备用步骤") == []
    assert codes(above="  # procdocs: ignore[PD322] 备用步骤\n") == []
    assert codes(above="  # procdocs: ignore[PD322] 备用步骤\n", beside="  # procdocs: ignore[PD322] 备用步骤") == []
    assert sorted(codes(beside="  # procdocs: ignore[PD322]")) == ["PD120", "PD322"]
    assert sorted(codes(beside="  # procdocs: ignore[PD323] 备用")) == ["PD121", "PD322"]
    assert sorted(codes(beside="  # procdocs: ignore[PD999] 备用")) == ["PD122", "PD322"]
    write(tmp_path, {"processes/F-A.yaml": (body % ("", "")).replace("next: c}\n  - {id: b", "next: zz} # procdocs: ignore[PD320] 以后再写\n  - {id: b", 1)})
    assert {"PD320", "PD122"} <= {row["code"] for row in findings(tmp_path)[1]["diagnostics"]}


def test_links_out_of_the_project_and_strange_files_are_not_read(tmp_path):
    outside = tmp_path / "secret.yaml"
    outside.write_text("kind: process\nid: SECRET\npassword: 1\n")
    project = write(tmp_path / "project", {"processes/C4.yaml": PROCESS.format(owner="production")})
    (project / "processes" / "S1.yaml").symlink_to(outside)
    (project / "processes" / "S2.yaml").symlink_to(project / "processes" / "S2.yaml")
    (project / "processes" / "S3.yaml").mkdir()
    os.mkfifo(project / "processes" / "S4.yaml")
    (project / "processes" / "sub").symlink_to(tmp_path)
    _, out, _ = run("check", project)
    assert "SECRET" not in out
    assert "password" not in out
    refused = [row["file"] for row in findings(project)[1]["diagnostics"] if row["code"] == "PD115"]
    assert sorted(refused) == [f"processes/{name}" for name in ("S1.yaml", "S2.yaml", "S4.yaml", "sub")]


def test_what_is_meant_to_be_read_and_is_not_is_said(tmp_path):
    process = PROCESS.format(owner="production")
    lying = ("processes/C5.yaml.txt", "processes/C6.yml.bak", "processes/C7.yaml - 副本", "C8.yaml", "flows/C9.yml", "registers/list.yaml~", "processes/note.txt")
    silent = ("processes/.C5.yaml.swp", "mkdocs.yml", "output/C9.yaml", "processes/C4.YML")
    contents = dict.fromkeys((*lying, *silent), process) | {"mkdocs.yml": "site: x\n"}
    found = findings(write(tmp_path, contents))[1]["diagnostics"]
    assert sorted(row["file"] for row in found if row["code"] == "PD116") == sorted(lying)
    assert {row["file"]: row["hint"] for row in found if row["code"] == "PD116"}["C8.yaml"].find("processes/C8.yaml") > 0


def test_a_number_and_a_title_in_one_string_are_told_apart(tmp_path):
    process = PROCESS.format(owner="production").replace("{title: 作业指导书}", "WI-01 作业指导书")
    found = findings(write(tmp_path, {"processes/C4.yaml": process}))[1]["diagnostics"]
    assert ["{number: WI-01, title: 作业指导书}" in row["hint"] for row in found if row["code"] == "PD308"] == [True]


def test_a_project_without_documents_is_told_so(tmp_path):
    assert [row["code"] for row in findings(write(tmp_path, {}))[1]["diagnostics"]] == ["PD117"]


def test_pictures_are_placed_at_their_key(tmp_path):
    image = "kind: mindmap\nid: M-A\nroot:\n  text: x\n  children:\n"
    image += "    - {text: a, image: there.png}\n    - {text: b, image: their.png}\n    - {text: c, image: ../../x.png}\n    - {text: d, image: x.exe}\n"
    write(tmp_path, {"processes/M-A.yaml": image, "processes/there.png": b"\x89PNG"})
    rows = [(row["code"], row["line"], row["column"]) for row in findings(tmp_path)[1]["diagnostics"] if row["code"] in ("PD311", "PD312")]
    assert rows == [("PD311", 7, 24), ("PD312", 8, 24), ("PD312", 9, 24)]


def test_check_imports_nothing_heavy(project):
    heavy = ["weasyprint", "graphviz", "pygraphviz", "jinja2", "fontTools", "rich", "pikepdf", "openpyxl"]
    code = "import sys\nfrom procdocs.cli import main\ntry: main(['check', sys.argv[1]])\nexcept SystemExit: pass\n"
    code += "print(sorted({name.split('.')[0] for name in sys.modules} & set(sys.argv[2:])), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code, str(project), *heavy], capture_output=True, check=False)
    assert done.stderr.decode().strip() == "[]"


def test_the_same_project_gives_the_same_text(project, tmp_path):
    first = run("check", project, "--format", "json", PYTHONHASHSEED="1")
    second = run("check", project, "--format", "json", PYTHONHASHSEED="2", TZ="Asia/Shanghai")
    assert first == second
    assert str(tmp_path) not in first[1]


HEAD = "kind: process\nid: C1\nname: x\ntype: customer\n"
#: What has made such programs hang, crash or print for minutes; each is answered, within the watchdog's minute and without a traceback.
HEAVY = {
    "open brackets": "[" * 100_000,
    "deep mappings": "".join(" " * level + "a:\n" for level in range(1_000)),
    "unknown keys": HEAD + "".join(f"k{number}: v\n" for number in range(20_000)),
    "duplicate keys": HEAD + "a: v\n" * 50_000,
    "invisible characters": HEAD + "purpose: " + "\u202e" * 50_000,
    "unknown departments": HEAD + "departments: [" + ",".join(f"d{number}" for number in range(20_000)) + "]\n",
    "open pictures": HEAD + 'text: "' + "![" * 200_000 + '"\n',
    "comments without reason": HEAD + "# procdocs: ignore[PD401]\n" * 20_000,
    "exits": "kind: flowchart\nid: F1\nname: x\nsteps:\n- {id: a, text: x, next: {" + ",".join(f"l{number}: [a, b]" for number in range(5_000)) + "}}\n",
    "alias bomb": "a: &a [x, x]\n" + "".join(f"{chr(98 + level)}: &{chr(98 + level)} [*a, *a]\n" for level in range(20)),
    "huge number": HEAD + "risks: [{name: x, likelihood: 1e999999999}]\n",
}


@pytest.mark.parametrize("name", HEAVY)
def test_heavy_files_are_answered(tmp_path, name):
    write(tmp_path, {"processes/C1-x.yaml": HEAVY[name], "processes/C2-y.yaml": PROCESS.format(owner="prodution").replace("C4", "C2")})
    done = subprocess.run([sys.executable, "-m", "procdocs", "check", str(tmp_path), "--format", "json"], capture_output=True, timeout=60, check=False)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    rows = json.loads(done.stdout)["diagnostics"]
    assert any(row["file"] == "processes/C1-x.yaml" and row["message"] and row["hint"] for row in rows)
    assert any(row["file"] == "processes/C2-y.yaml" and row["code"] == "PD306" for row in rows)


SEVERAL = """kind: process
id: C4
name: 生产管理
type: customer
owner: quality/production
departments: quality, production
inputs: [{name: 订单, from: customer supplier}, {name: 图纸, from: customer；supplier}]
documents: [WI-12 装配；WI-13 检验, QP-88]
clauses: {iso9001-2015: [8.5.1-8.5.2, 8.5.4 防护]}
"""


def test_several_names_in_one_text_are_taken_apart_in_the_hint(tmp_path):
    settings = "organisation: x\ndepartments: [{id: production, name: 甲}, {id: quality, name: 乙}]\n"
    write(tmp_path, {"procdocs.yaml": settings, "processes/C4.yaml": SEVERAL, "registers/d.yaml": "documents: [{number: WI-12, title: 指导书}]\n"})
    _, out = findings(tmp_path, "--language", "en")
    hints = [(row["line"], row["column"], row["hint"]) for row in out["diagnostics"] if row["code"] in ("PD305", "PD306", "PD308", "PD601")]
    assert [(line, column, hint[hint.index("`") :]) for line, column, hint in hints if "`documents:`" not in hint] == [
        (5, 8, "`quality`"),
        (6, 14, "`[quality, production]`"),
        (7, 27, "`[customer, supplier]`"),
        (7, 72, "`[customer, supplier]`"),
        (8, 21, "`[WI-12, WI-13]`"),
        (9, 26, "`[8.5.1, 8.5.2]`"),
    ]


@pytest.mark.parametrize(("line", "wide"), [("", 0), ("abc", 3), ("图纸", 4), ("Ａ", 2), ("\u00e9", 1), ("e\u0301", 1), ("한글 x", 6)])
def test_width_in_signs_of_equal_width(line, wide):
    assert columns_of(line) == wide


def narrowed(tmp_path):
    settings = "organisation: x\nlanguages: [en]\n"
    files = {"C4-a": PROCESS.format(owner="x"), "C5-b": "kind: process\nid: C5\nname: B\ntype: support\n", "C6-c": "kind: process\nid: [\n"}
    write(tmp_path, {"procdocs.yaml": settings} | {f"processes/{name}.yaml": text for name, text in files.items()})


@pytest.mark.parametrize(("named", "file"), [("C5", "C5-b"), ("c5", "C5-b"), ("processes/C5-b.yaml", "C5-b"), ("B", "C5-b"), ("C6", "C6-c")])
def test_one_document_only(tmp_path, procdocs, named, file):
    narrowed(tmp_path)
    every = {row["file"] for row in json.loads(procdocs("check", tmp_path, "--format", "json").out)["diagnostics"]}
    done = procdocs("check", tmp_path, named, "--format", "json")
    assert {row["file"] for row in json.loads(done.out)["diagnostics"]} == {f"processes/{file}.yaml"} < every
    assert "more in other files" in procdocs("check", tmp_path, named).out


def test_an_id_or_a_file_alone_finds_its_project(tmp_path, procdocs):
    narrowed(tmp_path)
    by_id, by_file = procdocs("check", "C5", cwd=tmp_path / "processes"), procdocs("check", tmp_path / "processes/C5-b.yaml")
    assert by_id.code == by_file.code == 1 and by_id.out == by_file.out
    unknown = procdocs("check", "C55", cwd=tmp_path)
    assert unknown.code == 2 and "`C5`" in unknown.err


def test_errors_stand_before_warnings(tmp_path, procdocs):
    narrowed(tmp_path)
    told = re.findall(r"^\S+: (error|warning|note) PD", procdocs("check", tmp_path).out, re.M)
    assert {"error", "warning"} <= set(told) and told == sorted(told, key=["error", "warning", "note"].index)


CHINESE = {"LANG": "zh_CN.UTF-8", "LC_ALL": "", "LC_MESSAGES": ""}


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["chek"], ["check", "--format", "xml"], ["draw"], ["check"], ["explain", "PD1"], ["doctor", "--help"]])
def test_the_command_line_speaks_the_language_of_the_machine(tmp_path, procdocs, words):
    done = procdocs(*words, cwd=tmp_path, **CHINESE)
    said = done.out + done.err
    assert re.search(r"[\u4e00-\u9fff]{2}", said)
    assert not re.search(r"Usage|Error|Options|Try |Invalid|Missing|No such|Show this", said)


def test_every_help_text_can_be_translated():
    from procdocs.cli import COMMANDS, group
    from procdocs.languages import words as words_of

    said = words_of("en").labels["command_line"]
    known = {*said["help"].values(), *said["click"].values()}
    commands = [group, *(group.get_command(None, name) for name in COMMANDS if name != "import")]
    shown = {*COMMANDS.values(), *(command.help for command in commands), *(option.help for command in commands for option in command.params if getattr(option, "help", None))}
    assert shown - known == set()


def test_settings_that_cannot_be_read_are_told_in_the_language_of_the_machine(tmp_path, procdocs):
    (tmp_path / "procdocs.yaml").write_bytes("organisation: [恒塑\n".encode("gb18030"))
    assert "：" in procdocs("check", tmp_path, **CHINESE).out and "hint:" in procdocs("check", tmp_path, LC_ALL="en_US.UTF-8").out
    (tmp_path / "procdocs.yaml").write_text("organisation: [x\nlanguages: [zh]\n", encoding="utf-8")
    assert "错误" in procdocs("check", tmp_path, LC_ALL="en_US.UTF-8").out


def test_a_finding_in_a_workbook_shows_sheet_cell_and_row(tmp_path, procdocs):
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "记录清单"
    for row in (["记录编号", "记录名称", "颜色", "保存期"], ["QR-01", "开机记录", "红", "3 年"]):
        sheet.append(row)
    write(tmp_path, {"procdocs.yaml": "organisation: x\n"})
    (tmp_path / "registers").mkdir(exist_ok=True)
    book.save(tmp_path / "registers/记录.xlsx")
    out = procdocs("check", tmp_path).out
    assert "记录清单!C1 | 记录编号 │ 记录名称 │ 颜色 │ 保存期\n" in out and "PK" not in out
    lines = out.splitlines()
    shown = next(number for number, line in enumerate(lines) if line.startswith("记录清单!C1"))
    assert columns_of(lines[shown][: lines[shown].index("颜色")]) == lines[shown + 1].index("^")


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system has one time zone a process")
@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "Pacific/Honolulu"])
def test_the_pinned_day_is_that_of_greenwich(zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225599")
        assert pinned_day() == datetime.date(2025, 12, 31)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
        assert pinned_day() == datetime.date(2026, 1, 1)
    finally:
        monkeypatch.undo()
        time.tzset()


PLACES = {
    "text": lambda out: re.findall(r"^(\S+?):\d", out, re.M),
    "json": lambda out: [row["file"] for row in json.loads(out)["diagnostics"]],
    "github": lambda out: re.findall(r"file=([^,]+)", out),
    "sarif": lambda out: [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in json.loads(out)["runs"][0]["results"]],
    "junit": lambda out: [case.get("file") for case in ElementTree.fromstring(out)],
    "codequality": lambda out: [row["location"]["path"] for row in json.loads(out)],
}


def test_every_format_is_tried():
    assert set(PLACES) == set(PRINTERS)


@pytest.mark.parametrize("form", PLACES)
def test_paths_meet_the_repository_when_the_project_is_a_folder_of_it(tmp_path, form):
    """Each path that is printed is a file below the folder that `--relative-to` names, with the line that is quoted."""
    write(tmp_path / "quality/system", {"processes/C4-production.yaml": PROCESS.format(owner="prodution")})
    code, out, err = run("check", "quality/system", "--format", form, "--relative-to", ".", folder=tmp_path)
    assert code == 1 and not err
    places = PLACES[form](out)
    assert "quality/system/processes/C4-production.yaml" in places and all((tmp_path / place).is_file() for place in places)
    if form == "text":
        assert "owner: prodution" in out
    assert run("check", ".", "--format", form, "--relative-to", "../..", folder=tmp_path / "quality/system")[1] == out
    assert set(PLACES[form](run("check", "quality/system", "--format", form, folder=tmp_path)[1])) == {place.removeprefix("quality/system/") for place in places}


def test_a_baseline_counts_wherever_its_paths_begin(tmp_path):
    write(tmp_path / "system", {"processes/C4-production.yaml": PROCESS.format(owner="prodution")})
    for written in (("--relative-to", "."), ()):
        assert run("check", "system", "--format", "json", *written, "--output", "known.json", folder=tmp_path)[0] == 1
        if not written:
            assert run("check", "system", "--baseline", "known.json", folder=tmp_path)[0] == 0
        assert run("check", "system", "--baseline", "known.json", "--relative-to", ".", folder=tmp_path)[0] == 0


def test_a_folder_that_the_project_does_not_lie_in_is_told(project, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    code, out, err = run("check", project, "--relative-to", tmp_path / "elsewhere")
    assert code == 2 and not out and "--relative-to" in err and "elsewhere" in err


@pytest.mark.parametrize("form", PLACES)
def test_a_file_gets_what_would_have_been_printed_and_the_count_is_printed(project, tmp_path, form):
    code, out, _ = run("check", project, "--format", form, "--language", "en")
    written = run("check", project, "--format", form, "--language", "en", "-o", tmp_path / "found.txt")
    assert (tmp_path / "found.txt").read_bytes().decode() == out and written[0] == code == 1
    assert re.fullmatch(r"errors: \d+, warnings: \d+, notes: \d+\n", written[1]), written[1]


def test_a_file_that_cannot_be_written_is_a_sentence(project, tmp_path):
    code, _, err = run("check", project, "-o", tmp_path / "nowhere/found.txt")
    assert code in {2, 3} and "found.txt" in err and "Traceback" not in err


def test_settings_of_ten_gigabytes_are_not_read_to_their_end(project):
    os.truncate(project / "procdocs.yaml", 10 * 2**30)
    for command in (("check", project), ("build", project, "--format", "html"), ("draw", "C4", "--project", project)):
        code, out, err = run(*command)
        assert code in {1, 2} and "Traceback" not in err and "PD109" in out + err


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("command", ["check", "draw", "export"])
def test_a_link_that_leads_out_of_the_project_is_no_place_for_a_file(project, procdocs, tmp_path_factory, command):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "elsewhere.svg"
    root = write(project, {"processes/C4-production.yaml": PROCESS.format(owner="production")})
    elsewhere.write_text("mine", encoding="utf-8")
    (root / "link.svg").symlink_to(elsewhere)
    arguments = {"check": ["check", root], "draw": ["draw", "C4", "--project", root], "export": ["export", "json", "C4", "--project", root]}[command]
    ran = procdocs(*arguments, "-o", root / "link.svg")
    assert ran.code == 3 and "link.svg" in ran.err + ran.out and "Traceback" not in ran.err, ran
    assert elsewhere.read_text(encoding="utf-8") == "mine"
