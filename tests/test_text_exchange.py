"""Text out: JSON that the schema describes, Mermaid, Markdown and CSV; every export of the sample twice the same."""

import csv
import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import jsonschema
import pytest

from procdocs import load
from procdocs.schema import Flowchart, Mindmap, Text
from procdocs.writers.exports import EXPORTS
from procdocs.writers.exports.texts import mermaid

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    for name in ("processes", "registers", "procdocs.yaml"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, folder / name)
    return folder, load(folder)[0]


def test_the_json_of_a_project_is_what_the_schemas_describe(sample, procdocs):
    _, project = sample
    said = json.loads(EXPORTS["json"].write(project, None, "zh"))
    schemas = {name: json.loads(procdocs("schema", name).out) for name in ("document", "settings", "register")}
    jsonschema.validate(said["settings"], schemas["settings"])
    for document in said["documents"]:
        jsonschema.validate(document, schemas["document"])
    for register in said["registers"].values():
        jsonschema.validate(register, schemas["register"])
    assert [one["id"] for one in said["documents"]] == [one.id for one in project.documents]
    assert json.loads(EXPORTS["json"].write(project, project.by_id["C4"], "zh")) in said["documents"]


def test_mermaid_has_every_step_exit_and_topic(sample):
    _, project = sample
    for document in project.documents:
        if isinstance(document, Flowchart):
            text = mermaid(project, document, "en").decode()
            assert text.count("-->") == sum(len(step.next) for step in document.steps)
            assert len(re.findall(r"^    s\d+", text, re.MULTILINE)) == len(document.steps)
        elif isinstance(document, Mindmap):
            assert mermaid(project, document, "en").decode().count("\n") == 1 + len(list(document.all_topics()))


def test_signs_of_mermaid_are_written_as_numbers(sample):
    _, project = sample
    chart = next(one for one in project.documents if isinstance(one, Flowchart))
    step = chart.steps[0].model_copy(update={"text": Text('a "b" #1 [c] {d} | <e>\nf')})
    text = mermaid(project, chart.model_copy(update={"steps": (step,)}), "zh").decode()
    assert 's1(["a #34;b#34; #35;1 #91;c#93; #123;d#125; #124; #60;e#62;<br>f"])' in text


def test_a_wiki_page_has_the_tables_and_the_picture_of_its_document(sample):
    _, project = sample
    page = EXPORTS["markdown"].write(project, project.by_id["F-VISIT"], "zh").decode()
    assert page.startswith("# ") and "```mermaid\nflowchart TD" in page
    process = EXPORTS["markdown"].write(project, project.by_id["C4"], "zh").decode()
    assert all(project.say(measure.name, "zh") in process for measure in project.process_by_id["C4"].measures)
    for line, below in zip(process.splitlines(), process.splitlines()[1:], strict=False):
        if below.startswith("| ---"):
            assert len(re.findall(r"(?<!\\)\|", line)) == below.count("|")


def test_every_register_is_a_csv(sample):
    _, project = sample
    with zipfile.ZipFile(io.BytesIO(EXPORTS["csv"].write(project, None, "zh"))) as archive:
        tables = {name: list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig")))) for name in archive.namelist()}
    assert "risks.csv" in tables and all(len({len(row) for row in rows}) == 1 for rows in tables.values())


@pytest.mark.parametrize("name", EXPORTS)
def test_two_exports_are_the_same_bytes(name, sample):
    folder, project = sample
    export = EXPORTS[name]
    document = None if export.whole else next(one for one in project.documents if one.kind in export.kinds)
    again = load(folder)[0]
    assert export.write(project, document, "zh") == export.write(again, document and again.by_id[document.id], "zh")
