"""A language lies over English: what it leaves out is said in English, what it says too much or with other placeholders is refused."""

import ast
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from procdocs import checks, languages
from procdocs.checks.baseline import compare
from procdocs.cli.editor_files import meaning_in
from procdocs.diagnostics import Span, diagnose
from procdocs.diagnostics.sentences import say
from procdocs.languages import ABOUT, MissingLabel, content, pieces, spoken, words
from procdocs.languages.missing import skeleton, strangers
from procdocs.manual.compose import compose
from procdocs.project.load import load
from procdocs.schema import TOPS
from procdocs.schema.jsonschema import json_schema
from procdocs.schema.models import keys_of, meaning_of, models_below
from procdocs.writers import WRITERS

PACKAGE = Path(languages.__file__).parent
ROOT = Path(__file__).parents[1]
#: Languages that are to be whole, beside English; others may say as little as they like.
WHOLE = ("zh",)
OTHERS = [tag for tag in spoken() if tag != "en"]
CACHES = (languages.words, languages.spoken, languages.content, languages._first, languages._overlaid)


def said(tree: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        for key, below in tree.items():
            yield from said(below, f"{path}.{key}" if path else key)
    elif tree is not None:
        yield path, tree


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"(?<!\{)\{(\w+)\}", text))


@pytest.mark.parametrize("tag", WHOLE)
def test_a_whole_language_says_everything(tag: str) -> None:
    gaps = skeleton(tag)
    assert not gaps, f"to be translated and added (`python -m procdocs.languages.missing {tag}` prints it again):\n{gaps}"


@pytest.mark.parametrize("tag", OTHERS)
def test_a_language_says_nothing_that_english_does_not(tag: str) -> None:
    odd = strangers(tag)
    assert not odd, "English has no such key; correct it, add it to languages/en, or take it out:\n" + "\n".join(odd)


@pytest.mark.parametrize("tag", OTHERS)
def test_a_sentence_has_the_placeholders_of_the_english_one(tag: str) -> None:
    wrong = []
    for name in pieces(tag):
        english = dict(said(content("en", name)))
        for key, text in said(content(tag, name)):
            if not key.endswith(".about") and placeholders(text) != placeholders(english.get(key, text)):
                wrong.append(f"languages/{tag}/{name}.yaml: {key} has the values {sorted(placeholders(text))}, in English {sorted(placeholders(english[key]))}")
    assert not wrong, "\n".join(wrong)


#: How functions that say a label are called where they are used.
SPEAKING = re.compile(r"(^|\.)_?(words|say|say_in|speak|spoken|label)$|^words\(.*\)$")


def keys_in(node: ast.expr) -> Iterator[str]:
    """Patterns of the keys that an argument may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(re.escape(piece.value) if isinstance(piece, ast.Constant) and isinstance(piece.value, str) else ".+" for piece in node.values)
    elif isinstance(node, ast.IfExp):
        yield from keys_in(node.body)
        yield from keys_in(node.orelse)


def used() -> Iterator[tuple[str, str]]:
    """Where a label is said, and the pattern of its key."""
    for path in sorted(PACKAGE.parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and SPEAKING.search(ast.unparse(node.func)):
                yield from ((f"{path.relative_to(PACKAGE.parent)}:{node.lineno}", key) for key in keys_in(node.args[0]) if key not in spoken())
    for path in sorted((ROOT / "templates").rglob("*.j2")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield from ((f"templates/{path.name}:{number}", re.escape(key)) for key in re.findall(r"\b(?:say|speak|words)\(\"([^\"]+)\"[,)]", line))


def test_every_label_that_is_used_exists() -> None:
    keys = [key for key, _ in said(content("en", "labels"))]
    patterns = list(used())
    assert len(patterns) > 300
    missing = [f"{place}: {pattern}" for place, pattern in patterns if not any(re.fullmatch(pattern, key) for key in keys)]
    assert not missing, "no such label; add it to src/procdocs/languages/en/labels.yaml (and to those of the whole languages):\n" + "\n".join(missing)


def test_every_sentence_of_a_second_place_exists() -> None:
    nodes: Iterator[Any] = (node for path in PACKAGE.parent.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    patterns = {node.args[1].value for node in nodes if is_related(node)}
    assert len(patterns) > 15
    missing = patterns - set(content("en", "findings/related"))
    assert not missing, f"add to src/procdocs/languages/en/findings/related.yaml: {sorted(missing)}"


def test_every_key_of_the_models_has_its_meaning() -> None:
    described = {key for key, _ in said(content("en", "fields"))} - {"Document.kind"}
    models = models_below(TOPS.values())
    keys = {meaning_of(model, key) for model in models for key in keys_of(model)} | {f"{model.__name__}.{ABOUT}" for model in models}
    todo = [f"add `{key.split('.')[1]}: What it is for.` below `{key.split('.')[0]}:`" for key in sorted(keys - described)]
    todo += [f"take `{key}` out: no model has it" for key in sorted(described - keys)]
    assert not todo, "src/procdocs/languages/en/fields.yaml:\n" + "\n".join(todo)


@pytest.mark.parametrize("tag", ("en", *WHOLE))
def test_the_help_names_the_formats_that_are_made_unasked(tag: str) -> None:
    said = re.search(r"(?:default:|默认) ?(.+?)[)）]", words(tag)("command_line.help.o_format"))
    usual = [name for name, row in WRITERS.items() if row.by_default]
    assert said, tag
    assert re.split("[,、] ?", said[1]) == usual, f"src/procdocs/languages/{tag}/labels.yaml, o_format: name {usual}, as WRITERS does"


def is_related(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "Related" and len(node.args) > 1 and isinstance(node.args[1], ast.Constant)


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
    with pytest.warns(MissingLabel, match=r"no text `fishbone\.kind` in de or en: add it to src/procdocs/languages/en/labels\.yaml"):
        assert words("de")("fishbone.kind") == "fishbone.kind"
    with pytest.raises(MissingLabel):
        words("zh")("party")


def test_what_is_missing_is_printed_as_yaml_to_fill_in(german: Path) -> None:
    printed = skeleton("de")
    tops = re.findall(r"(?m)^[a-z_]+(?=:)", printed.partition("# languages/de/labels.yaml\n")[2].partition("\n# languages/")[0])
    assert tops == sorted(tops)
    assert len(tops) > 20
    parts = re.split(r"# languages/de/(\S+)\.yaml\n", printed)[1:]
    assert parts[::2] == list(pieces("en"))
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        (german / "fr" / name).parent.mkdir(parents=True, exist_ok=True)
        (german / "fr" / f"{name}.yaml").write_text(text, encoding="utf-8")
    lacking = {(name, key) for name in pieces("en") for key in dict(said(content("en", name))).keys() - dict(said(content("de", name))).keys()}
    assert {(name, key) for name in pieces("fr") for key, _ in said(content("fr", name))} == lacking
    labels = dict(said(content("fr", "labels")))
    assert labels["party.supplier"] == words("en")("party.supplier")
    assert not skeleton("en")


def test_a_key_that_english_does_not_know_is_named(german: Path) -> None:
    (german / "fr").mkdir()
    (german / "fr" / "labels.yaml").write_text("party: {custmer: client, supplier: fournisseur}\n", encoding="utf-8")
    (german / "fr" / "lables.yaml").write_text("colon: ' : '\n", encoding="utf-8")
    assert strangers("fr") == ["languages/fr/labels.yaml: party.custmer", "languages/fr/lables.yaml: colon"]


def test_completion_and_findings_describe_keys_in_any_language(german: Path, tmp_path: Path) -> None:
    (german / "de" / "fields.yaml").write_text(
        "Process: {owner: Zuständige Abteilung.}\nControlDefaults: {revision: Ausgabe.}\nMeasure: {name: Was gemessen wird.}\n", encoding="utf-8"
    )
    keys = json_schema("process", meaning_in(["de"]))["properties"]
    assert (keys["owner"]["description"], keys["purpose"]["description"]) == ("Zuständige Abteilung.", "What the process is for.")
    assert json_schema("process", meaning_in(["de", "en"]))["properties"]["owner"]["description"] == "Zuständige Abteilung. / Department in charge (归口部门)."
    assert '"description": "Ausgabe."' in json.dumps(json_schema("process", meaning_in(["de"])), ensure_ascii=False)
    missing = diagnose("PD204", Span("x"), field="name", meaning="Measure.name")
    assert say(missing, words("de").findings).hint == "add `name: …` (Was gemessen wird)"
