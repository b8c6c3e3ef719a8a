"""Every code: its examples do what they say, its case files fire at the marked place, and every language has its sentences."""

import re
from pathlib import Path

import pytest

from procdocs import checks
from procdocs.checks.examples import examples
from procdocs.diagnostics import RULES, Rule, check, declare
from procdocs.diagnostics.attached import EXAMPLES
from procdocs.diagnostics.rules import NOTE, _table
from procdocs.diagnostics.sentences import say
from procdocs.languages import spoken, words
from procdocs.project.load import load

CASES = Path(__file__).parent / "cases" / "checks"
#: Codes that this test cannot run from a text: encodings, limits, links, the baseline, drawing, the machine.
ELSEWHERE = {"PD102", "PD109", "PD115", "PD117", "PD123"}
RUNNABLE = [rule for code, rule in sorted(RULES.items()) if not code.startswith(("PD7", "PD9")) and code not in ELSEWHERE]
#: What a code says in a language, as it is asked for where it is missing.
WORDS = {"message": '"one sentence with the {values} of the finding"', "hint": '"what to do"', "about": "|\n    What is wrong, and why an auditor asks."}
#: In a case file: `# error: PD401`, also several codes; the finding is on this line.
EXPECTED = re.compile(r"\b(error|warning|note): ((?:PD\d\d\d[, ]*)+)")


def findings(files, folder, today=None):
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    project, found = load(folder)
    return checks.run(project, today, found) if project else found


@pytest.mark.parametrize("rule", RUNNABLE, ids=lambda rule: rule.code)
def test_examples_do_what_they_say(rule, tmp_path):
    shown = examples(rule.code)
    assert {example.good for example in shown} == {True, False}, f"{rule.code} needs a Bad and a Good example"
    for number, example in enumerate(shown):
        found = findings(example.files(), tmp_path / str(number), today=__import__("datetime").date(2026, 6, 1))
        fired = [one.code for one in found]
        if example.good:
            assert rule.code not in fired
            assert not [one for one in found if one.severity == "error" and one.code < "PD4"], [(one.code, dict(one.values)) for one in found]
        else:
            assert rule.code in fired


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_case_fires_at_the_marked_places_only(path, tmp_path):
    pieces = re.split(r"(?m)^# file: (\S+)\n", path.read_text(encoding="utf-8"))
    files = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    files.setdefault("procdocs.yaml", "organisation: 示例公司\ndepartments: [{id: production, name: 生产部}]\n")
    marked = {
        (file, number, code)
        for file, content in files.items()
        for number, line in enumerate(content.splitlines(), 1)
        for hit in EXPECTED.finditer(line)
        for code in re.findall(r"PD\d\d\d", hit.group(2))
    }
    code = path.stem.split("-")[0]
    found = {(one.span.path, one.span.line, one.code) for one in findings(files, tmp_path) if one.code.startswith(("PD1", "PD2", "PD3")) or one.code == code}
    assert found == marked


def test_who_writes_a_name_is_told_the_id(tmp_path):
    settings = "organisation: x\ndepartments: [{id: sales, name: {zh: 业务部, en: Sales}}]\nroles: [{id: planner, name: 计划员}]\n"
    process = "kind: process\nid: C1\nname: x\ntype: customer\nowner: 业务部\npeople: [{role: 计划员}]\ninputs: [{name: x, from: [供应商, 顾客, 不明]}]\n"
    hints = [say(one, words("en").findings).hint for one in findings({"procdocs.yaml": settings, "processes/C1.yaml": process}, tmp_path) if one.code < "PD4"]
    assert [re.findall("`([a-z]+)` ", hint) for hint in hints[:4]] == [["sales"], ["planner"], ["supplier"], ["customer"]]
    assert "C1, customer, supplier, authority, all" in hints[4]


def test_every_row_is_borne_by_a_check_or_a_stage():
    idle = [rule for code, rule in RULES.items() if code not in EXAMPLES]
    assert not idle, "\n".join(
        f'{one.code} stands in diagnostics/rules.py, but nothing finds it: write `@check("{one.code}") def {one.name.replace("-", "_")}(project)` in the file of '
        f'its family under src/procdocs/checks/, or `declare("{one.code}")` where the stage that reports it has its codes (checks.STAGES); else take the row out'
        for one in idle
    )


def test_a_code_without_a_row_is_refused_with_what_to_do():
    with pytest.raises(AssertionError, match=r"PD499 has no row: add `Rule\(\"PD499\", …\)` in its place in src/procdocs/diagnostics/rules\.py"):
        check("PD499")(lambda project: iter(()))
    with pytest.raises(AssertionError, match=r"PD401 is borne twice"):
        declare("PD401")
    with pytest.raises(AssertionError, match="PD402 stands behind PD403: give each code one row, in order"):
        _table((Rule("PD401", "a", NOTE), Rule("PD403", "b", NOTE), Rule("PD402", "c", NOTE)))
    with pytest.raises(AssertionError, match=r"share a name: \['a'\]"):
        _table((Rule("PD401", "a", NOTE), Rule("PD402", "a", NOTE)))


def test_no_family_lists_its_codes():
    """Such a list is right for a day; the table has it."""
    listing = [path.name for path in sorted(Path(checks.__file__).parent.glob("*.py")) if path.read_text(encoding="utf-8").startswith('"""PD')]
    assert not listing, f"say in the first line what the family is about, not which codes it has: {listing}"


def test_every_code_has_words_in_english():
    """What other languages lack is the business of `test_languages`."""
    lacking = []
    for code in RULES:
        # The codes of the machine are said by `doctor`, from its labels.
        wanted = {"about": "|\n    What is wrong, and why an auditor asks."} if code.startswith("PD9") else WORDS
        entry = words("en").findings.get(code) or {}
        gaps = [f"  {key}: {text}" for key, text in wanted.items() if not entry.get(key)]
        if gaps:
            lacking.append(f"add to src/procdocs/languages/en/findings/{code[:3]}.yaml:\n{code}:\n" + "\n".join(gaps))
    assert not lacking, "\n".join(lacking)
    assert set(words("en").findings) - {"related", "fields", "choices"} == set(RULES)


def test_no_placeholder_is_left_open(tmp_path):
    for rule in RUNNABLE:
        for number, example in enumerate(examples(rule.code)):
            for one in findings(example.files(), tmp_path / f"{rule.code}-{number}"):
                for tag in spoken():
                    said = say(one, words(tag).findings)
                    assert not re.search(r"(?<!\{)\{\w+\}(?!\})", said.message), (one.code, said.message)
