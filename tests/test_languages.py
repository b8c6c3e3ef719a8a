"""A language lies over English: what it leaves out is said in English, what it says too much or with other placeholders is refused."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from procdocs import checks, languages
from procdocs.checks.baseline import compare
from procdocs.diagnostics.sentences import say
from procdocs.languages import MissingLabel, content, spoken, words
from procdocs.manual.compose import compose
from procdocs.project.load import load

PACKAGE = Path(languages.__file__).parent
OTHERS = [tag for tag in spoken() if tag != "en"]
CACHES = (languages.words, languages.spoken, languages.content, languages._label, languages._overlaid)


def said(tree: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        for key, below in tree.items():
            yield from said(below, (*path, key))
    else:
        yield ".".join(path), str(tree or "")


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("tag", OTHERS)
def test_a_label_has_the_placeholders_of_the_english_one(tag: str) -> None:
    english = dict(said(content("en", "labels")))
    own = dict(said(content(tag, "labels")))
    assert {key: placeholders(text) for key, text in own.items()} == {key: placeholders(english[key]) for key in own}


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A German of three labels and one sentence, and a traditional Chinese of one label."""
    folder = tmp_path / "languages"
    shutil.copytree(PACKAGE, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    (folder / "de" / "findings").mkdir(parents=True)
    (folder / "de" / "labels.yaml").write_text("party: {customer: Kunde}\nstatus: {draft: Entwurf, review: ~}\nregister: {missing: {owner: fehlt}}\n", encoding="utf-8")
    sentence = "PD305: {message: '`{id}` ist weder ein Prozess noch ein Partner', variants: {nearest: {message: 'kein Ende `{id}`'}}}\n"
    (folder / "de" / "findings" / "PD3.yaml").write_text(sentence, encoding="utf-8")
    (folder / "zh-Hant").mkdir()
    (folder / "zh-Hant" / "labels.yaml").write_text("party: {customer: 顧客}\n", encoding="utf-8")
    monkeypatch.setattr(languages, "files", lambda package: folder)
    for cached in CACHES:
        cached.cache_clear()
    yield folder
    for cached in CACHES:
        cached.cache_clear()


def test_a_language_lies_over_english(german: Path) -> None:
    assert "de" in spoken()
    say_it = words("de")
    assert (say_it("party.customer"), say_it("party.supplier"), say_it("status.review")) == ("Kunde", "supplier", "in review")
    assert say_it.labels["status"] == {**words("en").labels["status"], "draft": "Entwurf"}
    entry = say_it.findings["PD305"]
    assert entry["message"].endswith("noch ein Partner")
    assert entry["hint"] == words("en").findings["PD305"]["hint"]
    assert say_it.findings["PD401"] == words("en").findings["PD401"]
    assert words("en")("party.customer") == "customer"


def test_a_region_or_script_lies_over_its_language_and_that_over_english(german: Path) -> None:
    assert (words("zh-Hant")("party.customer"), words("zh-Hant")("party.supplier")) == ("顧客", words("zh")("party.supplier"))
    assert words("zh-Hant")("party.supplier") != words("en")("party.supplier")
    assert words("de-AT")("party.customer") == "Kunde"
    assert words("zh-Hant").findings["PD401"] == words("zh").findings["PD401"]
    assert words("fr-CA")("party.customer") == words("fr")("party.customer") == "customer"


def test_a_script_without_a_file_of_its_own_falls_to_its_language() -> None:
    assert words("zh-Hant")("party.customer") == words("zh")("party.customer") != words("en")("party.customer")


def test_the_holes_of_another_language_do_not_touch_a_project(german: Path, tmp_path: Path) -> None:
    project_folder = tmp_path / "project"
    (project_folder / "processes").mkdir(parents=True)
    (project_folder / "registers").mkdir()
    (project_folder / "procdocs.yaml").write_text("organisation: x\nlanguages: [en, de]\n", encoding="utf-8")
    process = "kind: process\nid: C1\nname: Selling\ntype: customer\ninputs: [{name: order, from: custmer}, {name: call, from: Kunde}]\n"
    (project_folder / "processes" / "C1.yaml").write_text(process, encoding="utf-8")
    (project_folder / "registers" / "documents.csv").write_text("number,title,type,status\nA-1,Rules,procedure,Entwurf\n", encoding="utf-8")
    project, found = load(project_folder)
    assert project is not None
    found = checks.run(project, None, found)
    ends = [one for one in found if one.code == "PD305"]
    assert [one.values["nearest"] for one in ends] == ["customer", "customer"]
    assert say(ends[0], words("de").findings).message == "kein Ende `custmer`"
    assert compare(found, [], "baseline.json") == found
    assert [row.status for register in project.registers for row in register.documents] == ["draft"]
    for language in ("en", "de"):
        assert compose(project, language)[0].language == language


def test_a_label_that_no_language_has_is_a_sentence_and_the_key(german: Path) -> None:
    with pytest.warns(MissingLabel, match=r"no label `fishbone\.kind` in de or en: add it to src/procdocs/languages/en/labels\.yaml"):
        assert words("de")("fishbone.kind") == "fishbone.kind"
    with pytest.raises(MissingLabel):
        words("zh")("party")
