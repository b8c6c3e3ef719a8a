"""Hostile input through the command line: it answers, names the place, and never hangs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from procdocs.project.model import natural
from tests.conftest import Ran

#: Seconds within which every command here must have ended; the slowest takes ten on a busy machine.
PATIENCE = 120.0


@pytest.fixture
def procdocs(procdocs: Callable[..., Ran]) -> Callable[..., Ran]:
    """What hangs fails soon."""
    return partial(procdocs, patience=PATIENCE)


HEAD = "kind: process\nid: {id}\nname: 甲\ntype: support\n"
LONG = 19_000
#: Texts on which careless patterns take time that grows with the square of the length or worse.
REPEATED = ("{{", "{", "(", "（", "[TODO", "<insert", "×", "x", " ", "1", "a.", "rev", "v1.", "《", "QP-", "、", "1. ", "C4 ", "-", ".", "![", "](", "` ", "*a ", ">")


def test_no_repeated_text_makes_a_check_hang(project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    files = {}
    for number, piece in enumerate(REPEATED):
        text = json.dumps((piece * (LONG // len(piece))) + "!", ensure_ascii=False)
        item = f"[{{name: {text}, from: customer}}]"
        files[f"S{number}"] = (
            HEAD.format(id=f"S{number}") + f"purpose: {text}\ninputs: {item}\ndocuments: [{{title: {text}}}]\nmeasures: [{{name: {text}, target: {text}}}]\ntext: {text}\n"
        )
    for settings in ("organisation: 甲\n", "organisation: 甲\ntags: true\n"):
        ran = procdocs("check", project(settings, **files), "--format", "json")
        assert ran.code in (0, 1), ran.err
        assert json.loads(ran.out)["summary"]["error"] >= 0


def test_a_comment_that_asks_for_silence_fifty_thousand_times(project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    codes = ",".join(f"PD{number}" for number in range(50_000))
    ran = procdocs("check", project(C1=HEAD.format(id="C1") + f"# procdocs: ignore[{codes}] why\n# procdocs: ignore[PD999,PD999] why\n"), "--format", "json")
    assert ran.code in (0, 1), ran.err
    assert "PD122" in {row["code"] for row in json.loads(ran.out)["diagnostics"]}


@pytest.mark.parametrize("number", ["²", "9" * 5000, "①", "٣"])
def test_numbers_of_documents_that_are_no_numbers(number: str, project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    root = project(C1=HEAD.format(id="C1") + f"document: {{number: '{number}'}}\nrecords: [{{number: '{number}', name: 表}}]\n")
    ran = procdocs("build", root, "--format", "html", "--format", "csv")
    assert ran.code in (0, 1), ran.out + ran.err
    assert (root / "output" / "index.html").is_file()


def test_natural_order() -> None:
    assert sorted(["C10", "C02", "C1", "c1.10", "C1.9", "QP-²", "10", "9"], key=natural) == ["C1", "C1.9", "c1.10", "C02", "C10", "QP-²", "9", "10"]


TWO = "organisation: {name: {zh: 甲公司, en: First}}\nlanguages: [zh, en]\n"


def switch(page: Path) -> list[str]:
    """Where the language switch of a page leads."""
    text = page.read_text(encoding="utf-8")
    return re.findall(r'<a href="([^"]*)" lang=', text.partition('<nav class="languages"')[2].partition("</nav>")[0])


def test_the_language_switch_leads_to_pages_that_are_there(project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    root = project(TWO, S1=HEAD.format(id="S1"))
    output = root / "output"
    assert procdocs("build", root, "--format", "html", "--language", "zh").code in (0, 1)
    assert switch(output / "S1.html") == []
    assert procdocs("build", root, "--format", "html", "--language", "en").code in (0, 1)
    assert switch(output / "en" / "S1.html") == ["../S1.html"]
    project(TWO, S2=HEAD.format(id="S2"))
    assert procdocs("build", root, "--format", "html", "--language", "zh").code in (0, 1)
    assert switch(output / "S1.html") == ["en/S1.html"]
    assert switch(output / "S2.html") == ["en/index.html"]


def test_styles_of_drawings_select_by_names_that_css_allows(project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    names = ["1.1", "1_1", "010", "NO", "a._b", "a_.b"]
    root = project(S1=HEAD.format(id="S1"))
    prefixes = set()
    for name in names:
        (root / "processes" / f"{name}.yaml").write_text(HEAD.format(id=name), encoding="utf-8")
        drawn = procdocs("draw", name, "--project", root)
        assert drawn.code == 0, drawn.err
        selectors = set(re.findall(r"(?:^|\})#(\S+) \.", drawn.out.partition("<style>")[2].partition("</style>")[0].strip()))
        assert len(selectors) == 1 and all(re.fullmatch("-?[A-Za-z_][A-Za-z0-9_-]*", selector) for selector in selectors)
        assert f'id="{min(selectors)}"' in drawn.out
        prefixes |= selectors
    assert len(prefixes) == len(names)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("inputs: [{name：订单, from: customer}]\n", [("PD112", 5)]),
        ("inputs: [{name:订单, from: customer}]\n", [("PD112", 5)]),
        ("inputs: [{name: '', from: customer}]\n", [("PD204", 5)]),
        ("inputs: ['']\n", [("PD204", 5)]),
        ("document: {number: A, effective: [2026-05-01]}\n", [("PD205", 5)]),
        ("risks: [{name: a, likelihood: {a: 3}}]\n", [("PD205", 5)]),
        ('purpose: x\ndocument: {history: [{revision: "A\\n", date: 2026-05-01}]}\n', []),
    ],
)
def test_one_mistake_is_one_finding(body: str, expected: list[tuple[str, int]], project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    ran = procdocs("check", project(S1=HEAD.format(id="S1") + body), "--format", "json")
    assert [(row["code"], row["line"]) for row in json.loads(ran.out)["diagnostics"] if row["code"] < "PD4"] == expected


def test_an_id_with_a_line_end_is_none(project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    root = project('organisation: x\nlanguages: ["zh\\n"]\n', S1=HEAD.format(id='"S1\\n"'))
    found = {(row["code"], row["file"]) for row in json.loads(procdocs("check", root, "--format", "json").out)["diagnostics"]}
    assert {("PD201", "procdocs.yaml"), ("PD301", "processes/S1.yaml")} <= found


@pytest.mark.parametrize("content", ["", "# nothing\n", "- \n" * 210_000, "x" * 2_100_000, "kind: process\nid: S1\n" + "k: v\n" * 10])
def test_every_refused_file_is_named_with_a_line_and_a_remedy(content: str, project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    ran = procdocs("check", project(S1=content), "--format", "json")
    rows = [row for row in json.loads(ran.out)["diagnostics"] if row["severity"] == "error"]
    assert ran.code == 1 and rows
    assert all(row["file"] == "processes/S1.yaml" and row["line"] and row["hint"] for row in rows)


TEMPLATES = {
    "syntax": "{% if %}",
    "no such name": "\n{{ nothing.at.all }}",
    "no such template": "{% extends 'nope.j2' %}",
    "no such filter": "{{ 'x' | nope }}",
    "loop": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "itself": "{% include 'page.html.j2' %}",
    "macro": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "two by two": "".join(f"{{% macro m{n}() %}}{{{{ m{n + 1}() }}}}{{{{ m{n + 1}() }}}}{{% endmacro %}}" for n in range(60)) + "{% macro m60() %}{% endmacro %}{{ m0() }}",
    "long text": "{{ 'x'.ljust(9999999999) }}",
    "doubling": "{% set ns = namespace(t='xxxxxxxxxxxxxxxx') %}\n{% for a in range(99) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}",
    "squares": "{% set ns = namespace(n=99999) %}\n{% for a in range(99) %}{% set ns.n = ns.n * ns.n %}{% endfor %}",
    "sums": "{% for a in range(99999) %}\n{{ range(99999)|list|sum }}{% endfor %}",
    "constant": "{{ ('x' * 9999).ljust(3000000000) }}",
    "lists": "{% set ns = namespace(l=[]) %}\n{% for a in range(9999) %}{% set ns.l = [ns.l, range(99999)|list] %}{% endfor %}",
    "long form": "{{ '{:>9999999999}'.format('x') }}",
    "power": "{{ 9 ** 9 ** 9 }}",
    "out of the sandbox": "{{ ''.__class__.__mro__ }}",
    "division": "{{ 1 / 0 }}",
    "deep": "{{ " + "(" * 500 + "1" + ")" * 500 + " }}",
}


@pytest.mark.parametrize("case", TEMPLATES)
def test_a_template_that_fails_is_named_with_its_line(case: str, project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    root = project(S1=HEAD.format(id="S1"))
    (root / "templates").mkdir()
    (root / "templates" / "page.html.j2").write_text(TEMPLATES[case], encoding="utf-8")
    ran = procdocs("build", root, "--format", "html")
    assert ran.code == 1, ran.out + ran.err
    line = 2 if TEMPLATES[case].count("\n") else 1
    # Where one multiplication takes all the time, the line is not always known.
    assert f"templates/page.html.j2:{line}:1: error PD705" in ran.out or (case == "squares" and "templates/page.html.j2: error PD705" in ran.out)
    assert not (root / "output" / "index.html").exists()
    procdocs("build", root, "--format", "html", "--no-templates")
    assert (root / "output" / "index.html").is_file()


def test_a_print_template_that_fails_is_named_too(project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    root = project(S1=HEAD.format(id="S1"))
    (root / "templates").mkdir()
    (root / "templates" / "print.css").write_bytes("/* 打印 */".encode("gbk"))
    ran = procdocs("build", root, "--format", "pdf")
    assert ran.code == 1 and "templates/print.css:1:1: error PD705" in ran.out, ran.out + ran.err
