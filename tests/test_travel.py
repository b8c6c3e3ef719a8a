"""Values that are sent away, copied or kept come back whole: with the places where they were written, without what was only remembered."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from procdocs.checks import run
from procdocs.diagnostics import Span
from procdocs.project import Project
from procdocs.project.load import load
from procdocs.schema import KINDS, Part, Process, Register, Settings
from procdocs.schema.control import Control
from procdocs.schema.validate import validate
from procdocs.source.reader import read
from procdocs.starters import starter
from procdocs.world import Memory

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (ROOT, ROOT / "tests" / "projects" / "bilingual", ROOT / "tests" / "projects" / "flawed")
WAYS = {"pickle": lambda value: pickle.loads(pickle.dumps(value)), "deepcopy": copy.deepcopy, "copy": copy.copy}


@pytest.fixture(scope="module")
def projects() -> tuple[Project, ...]:
    settings = b"organisation: {name: X}\nlanguages: [en]\n"
    begun = {f"processes/{kind}.yaml": starter(kind, ["en"], f"processes/{kind}.yaml", id=kind.upper()).encode() for kind in KINDS}
    found = (*(load(folder)[0] for folder in FOLDERS), load(Memory({"procdocs.yaml": settings, **begun}))[0])
    assert all(found)
    return found


def parts(value: Any) -> Iterator[Part]:
    """A part and all parts below it, in order."""
    if isinstance(value, Part):
        yield value
        for name in type(value).model_fields:
            yield from parts(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from parts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from parts(item)


def places(top: Part) -> list[tuple[object, ...]]:
    """All that a part and those below it say of their places."""
    found: list[tuple[object, ...]] = []
    for part in parts(top):
        keys = [info.alias or name for name, info in type(part).model_fields.items()]
        found.append((type(part), part.span(), *((part.span(key), part.key_span(key), part.span(key, 0), part.span(key, "zh")) for key in keys)))
    return found


@pytest.mark.parametrize("way", WAYS)
def test_every_kind_keeps_its_places(projects: tuple[Project, ...], way: str) -> None:
    seen = set()
    for project in projects:
        for top in (project.settings, *project.documents, *project.recovered, *project.registers):
            again = WAYS[way](top)
            assert again == top
            assert again.model_fields_set == top.model_fields_set
            assert places(again) == places(top)
            assert hash(again.span()) == hash(top.span())
            seen.add(type(top))
    assert seen == {*KINDS.values(), Settings, Register}


def test_a_changed_copy_stands_where_its_original_stood(projects: tuple[Project, ...]) -> None:
    process = projects[0].processes[0]
    for deep in (False, True):
        changed = process.model_copy(update={"id": "X1"}, deep=deep)
        assert changed.id == "X1" and process.id != "X1"
        assert places(changed) == places(process)


@pytest.mark.parametrize("way", WAYS)
def test_a_project_travels_with_its_findings(projects: tuple[Project, ...], way: str) -> None:
    for project in projects:
        again = WAYS[way](project)
        assert again == project
        assert again.sources == project.sources
        assert run(again) == run(project)


def test_a_project_arrives_in_another_process_with_its_places(projects: tuple[Project, ...]) -> None:
    project = projects[1]
    code = "import pickle, sys; project = pickle.load(sys.stdin.buffer); pickle.dump([document.span('name') for document in project.documents], sys.stdout.buffer)"
    done = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(project), capture_output=True, check=True)
    assert pickle.loads(done.stdout) == [document.span("name") for document in project.documents]


def test_what_is_only_remembered_stays_at_home(projects: tuple[Project, ...]) -> None:
    fresh, _ = load(FOLDERS[1])
    alone = len(pickle.dumps(fresh))
    run(fresh)
    assert vars(fresh).keys() > vars(load(FOLDERS[1])[0]).keys(), "checks ask for indexes, which are kept"
    assert len(pickle.dumps(fresh)) == alone
    assert vars(pickle.loads(pickle.dumps(fresh))).keys() == vars(load(FOLDERS[1])[0]).keys()


def test_a_pickle_of_the_sample_is_no_larger_than_needed(projects: tuple[Project, ...]) -> None:
    project = projects[0]
    data = sum(map(len, (*project.sources.values(), *project.pictures.values())))
    assert len(pickle.dumps(project)) < data + 4 * sum(map(len, project.sources.values()))


def test_a_part_that_no_file_holds_travels_too() -> None:
    control = Control(number="QP-01", title="质量手册")
    for way in WAYS.values():
        assert way(control) == control
        assert way(control).span("number") == Span("")


def test_the_defaults_of_the_project_do_not_move_control_data() -> None:
    settings, _ = validate(Settings, read("procdocs.yaml", "organisation: {name: 江海}\ndocument: {owner: qa}\n".encode())[0])
    process, _ = validate(Process, read("C1.yaml", "kind: process\nid: C1\nname: 销售\ntype: customer\ndocument:\n  number: QP-01\n".encode())[0])
    assert settings and process and process.document
    control = Project(settings, (process,)).control(process)
    assert (control.number, control.owner) == ("QP-01", "qa")
    assert control.span("number") == process.document.span("number") == Span("C1.yaml", 6, 11, 16)
