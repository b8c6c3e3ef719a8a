"""What an auditor looks for is answered: the page in `docs/` names codes that exist and places where they are seeded, in both languages alike."""

import re

import pytest

from procdocs.diagnostics import RULES
from tests.conftest import ROOT
from tests.test_checks_flawed import FLAWED, SCANNED, seeded, seeded_in_lists

ROW = re.compile(r"^\| ([A-Z]\d\d) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
SEEDED = {(f"{folder.name}/{path}", code) for folder, those in ((FLAWED, seeded()), (SCANNED, seeded(SCANNED) | seeded_in_lists(SCANNED))) for path, _, code in those}


def rows(name):
    """Number of the question -> its codes, the files in which they are seeded, and the last cell as it is written."""
    return {
        number: (re.findall(r"PD\d{3}", codes), re.findall(r"`([^`]+)`", last), last.strip()) for number, _, codes, last in ROW.findall((ROOT / "docs" / name).read_text("utf-8"))
    }


ENGLISH, CHINESE = rows("audit-checks.md"), rows("audit-checks.zh.md")


def test_both_languages_answer_the_same_63_questions_with_the_same_codes_and_files():
    assert len(ENGLISH) == 63
    assert {number: row[:2] for number, row in ENGLISH.items()} == {number: row[:2] for number, row in CHINESE.items()}


@pytest.mark.parametrize("number", ENGLISH)
def test_each_question_has_codes_that_exist_and_are_seeded_where_the_page_says_or_a_reason(number):
    codes, files, last = ENGLISH[number]
    assert set(codes) <= set(RULES)
    assert all(any((file, code) in SEEDED for code in codes) for file in files)
    assert files if codes else len(last) > 20


@pytest.mark.parametrize("number", ENGLISH)
def test_each_seeded_code_of_a_question_has_its_file(number):
    codes, files, _ = ENGLISH[number]
    unshown = [code for code in codes if any(code == one for _, one in SEEDED) and not any((file, code) in SEEDED for file in files)]
    assert not unshown


def test_every_code_that_weighs_between_files_answers_a_question():
    """A new rule of the families that auditors know has its row: those of references, flow and texts that have none are slips of writing."""
    answered = {code for codes, _, _ in ENGLISH.values() for code in codes}
    assert {code for code, rule in RULES.items() if rule.clause and code[:3] in ("PD4", "PD5", "PD6", "PD8")} - answered <= OTHER


#: Rules with a clause that go beyond the questions, each with its own example.
OTHER = frozenset(
    ("PD404", "PD405", "PD415", "PD545", "PD546", "PD549", "PD608", "PD610", "PD611", "PD812", "PD813", "PD820", "PD821", "PD822", "PD825", "PD826", "PD827", "PD828")
)
