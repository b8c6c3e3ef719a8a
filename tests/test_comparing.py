"""`diff`: every change is told, right and in one sentence, and none is invented."""

from __future__ import annotations

import json
import random
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from procdocs import load
from procdocs.comparing import Change, compare
from procdocs.comparing.sentences import sentence, with_concerned
from procdocs.languages import words
from procdocs.project import Project
from procdocs.schema import KINDS, Register, Settings
from procdocs.schema.models import keys_of, models_below
from procdocs.source.edit import CannotEdit, Delete, Insert, Move, Operation, Set, edited
from procdocs.source.edit.tree import parse
from procdocs.world import Folder, Memory, Overlay, World
from tests.conftest import Ran

ROOT = Path(__file__).resolve().parents[1]
ZH, EN = words("zh"), words("en")
FILES = {
    "procdocs.yaml": "organisation: 甲公司\nlanguages: [zh, en]\ndepartments:\n  - {id: sales, name: 销售部}\n  - {id: quality, name: 质量部}\n",
    "processes/C1.yaml": """\
kind: process
id: C1
name: {zh: 销售, en: Sales}
type: customer
owner: sales
departments: [sales, quality]
purpose: 接单前确认能做、能交、能保证质量，并把顾客的特殊要求写进订单评审记录，评审不过不接单，接了单就要按期交付。
steps: [接单, 评审, 下单]
inputs:
  - {id: order, name: 订单, from: customer}
outputs:
  - {id: contract, name: 合同, to: [C2]}
measures:
  - {name: 评审及时率, target: ≥ 98 %, every: 每月}
risks:
  - {name: 漏评特殊要求, likelihood: 2, severity: 4, action: 用清单评审}
records:
  - {number: QR-01, name: 订单评审表, retention: 3 年, keeper: sales}
clauses: {ISO 9001: [8.2.3]}
document: {number: QP-C1, revision: B}
""",
    "processes/C2.yaml": """\
kind: process
id: C2
name: 生产
type: customer
owner: quality
inputs:
  - {id: contract, name: 合同, from: C1}
outputs:
  - {name: 成品, to: customer}
""",
    "registers/objectives.yaml": "objectives:\n  - {name: 评审及时率, target: ≥ 98 %, processes: [C1]}\n",
}


def _project(world: World) -> Project:
    project, found = load(world)
    assert project is not None
    assert not [one for one in found if one.severity == "error"], found
    return project


def _world(path: str = "", old: str = "", new: str = "") -> Memory:
    files = dict(FILES)
    if path:
        assert old in files[path], (path, old)
        files[path] = files[path].replace(old, new, 1)
    return Memory({name: text.encode() for name, text in files.items()})


OLD = _project(_world())
#: File, text there, text in its place, and what is said of it.
SAID: list[tuple[str, str, str, str]] = [
    ("processes/C1.yaml", "≥ 98 %", "≥ 80 %", "C1：指标“评审及时率”的目标值由“≥ 98 %”改为“≥ 80 %”"),
    ("processes/C1.yaml", "retention: 3 年", "retention: 15 年", "C1：记录“订单评审表”的保存期由“3 年”改为“15 年”"),
    ("processes/C1.yaml", "to: [C2]", "to: [C2, customer]", "C1 把“合同”也给 customer；涉及 C2、customer"),
    ("processes/C1.yaml", "to: [C2]", "to: [customer]", "C1 把“合同”改给 customer，不再给 C2；涉及 C2、customer"),
    ("processes/C2.yaml", "from: C1", "from: customer", "C2 改从 customer 得到“合同”，不再从 C1 得到；涉及 C1、customer"),
    ("processes/C1.yaml", "owner: sales", "owner: quality", "C1：负责人由“sales”改为“quality”"),
    ("processes/C1.yaml", "[sales, quality]", "[sales]", "C1：部门去掉 quality"),
    ("processes/C1.yaml", "[接单, 评审, 下单]", "[接单, 下单]", "C1：取消步骤“评审”"),
    ("processes/C1.yaml", "[接单, 评审, 下单]", "[评审, 接单, 下单]", "C1：步骤“评审”由第 2 位移到第 1 位"),
    ("processes/C1.yaml", "[接单, 评审, 下单]", "[接单, 评审, 签字, 下单]", "C1：增加步骤“签字”"),
    ("processes/C1.yaml", "name: 订单,", "name: 询价,", "C1：输入“订单”改名为“询价”；涉及 customer"),
    ("processes/C1.yaml", "{zh: 销售, en: Sales}", "{zh: 销售, en: Selling}", "C1：名称由“Sales”改为“Selling”（en）"),
    ("processes/C1.yaml", "{zh: 销售, en: Sales}", "{zh: 营销, en: Selling}", "C1：名称由“销售”改为“营销”"),
    (
        "processes/C1.yaml",
        "评审不过不接单",
        "评审不过也接单",
        "C1：目的由“…求写进订单评审记录，评审不过不接单，接了单就要按期交付。”改为“…求写进订单评审记录，评审不过也接单，接了单就要按期交付。”",
    ),
    ("processes/C1.yaml", "severity: 4", "severity: 2", "C1：风险“漏评特殊要求”的严重度由“4”改为“2”"),
    ("processes/C1.yaml", "[8.2.3]", "[8.2.3, 8.2.4]", "C1：条款“ISO 9001”的条款增加 8.2.4"),
    ("processes/C1.yaml", "revision: B", "revision: C", "C1：版本由“B”改为“C”"),
    ("processes/C1.yaml", "document: {number: QP-C1, revision: B}\n", "", "C1：版本不再写明（原为“B”）"),
    ("processes/C1.yaml", ", every: 每月", "", "C1：指标“评审及时率”的周期不再写明（原为“每月”）"),
    ("registers/objectives.yaml", "≥ 98 %", "≥ 99 %", "清单：质量目标“评审及时率”的目标值由“≥ 98 %”改为“≥ 99 %”；涉及 C1"),
    ("procdocs.yaml", "name: 质量部", "name: 品保部", "设置：部门“质量部”改名为“品保部”；涉及 C1、C2"),
]


@pytest.mark.parametrize(("path", "old", "new", "expected"), SAID, ids=[row[3][:40] for row in SAID])
def test_a_change_is_told_in_one_sentence(path: str, old: str, new: str, expected: str) -> None:
    changes = compare(OLD, _project(_world(path, old, new)))
    assert with_concerned(changes[0], ZH) == expected
    assert len(changes) == (2 if "document:" in old else 1)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("processes/C1.yaml", "{name: 评审及时率, target: ≥ 98 %, every: 每月}", "# 说明\n    name: 评审及时率\n    every: 每月\n    target: '≥ 98 %'"),
        ("processes/C1.yaml", "to: [C2]", "to: C2"),
        ("processes/C1.yaml", "steps: [接单, 评审, 下单]", "steps:\n  - 接单\n  - 评审\n  - 下单"),
        ("processes/C1.yaml", "type: customer", "type: customer   # 直接面向顾客"),
    ],
)
def test_what_is_only_written_otherwise_is_no_change(path: str, old: str, new: str) -> None:
    assert compare(OLD, _project(_world(path, old, new))) == ()


def test_another_id_is_one_change_and_not_one_for_each_reference() -> None:
    files = {path.replace("C2", "C9"): text.replace("C2", "C9") for path, text in FILES.items()}
    changes = compare(OLD, _project(Memory({path: text.encode() for path, text in files.items()})))
    assert [(one.kind, one.document, one.old, one.new) for one in changes] == [("renamed", "C9", "C2", "C9")]


def test_documents_that_come_and_go_are_told_with_those_at_the_other_ends() -> None:
    files = {path: text.replace("to: [C2]", "to: customer") for path, text in FILES.items() if path != "processes/C2.yaml"}
    changes = compare(OLD, _project(Memory({path: text.encode() for path, text in files.items()})))
    assert sentence(changes[0], ZH) == "取消文件 C2“生产”"
    assert set(changes[0].affects) == {"C1", "customer"}
    back = compare(_project(Memory({path: text.encode() for path, text in files.items()})), OLD)
    assert sentence(back[0], EN) == "new document C2 “生产”"


def test_every_key_of_the_language_has_a_noun() -> None:
    keys = {key for model in models_below((*KINDS.values(), Register, Settings)) for key in keys_of(model)}
    missing = sorted(keys - set(EN.labels["nouns"]))
    assert not missing, f"say in a word what stands under these keys, in languages/en/labels.yaml and zh/labels.yaml below `nouns:`: {missing}"


# ---- the sample: any single edit is told, and nothing else


def _leaves(said: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(said, dict | list):
        for step, one in said.items() if isinstance(said, dict) else enumerate(said):
            yield from _leaves(one, (*at, step))
        if isinstance(said, list):
            yield at, said
    elif said is not None:
        yield at, said


#: Keys whose values are references or words of a fixed choice: another one would be a mistake.
_BOUND = {
    "id",
    "kind",
    "type",
    "owner",
    "from",
    "to",
    "role",
    "process",
    "document",
    "lane",
    "next",
    "keeper",
    "departments",
    "status",
    "parent",
    "department",
    "number",
    "clauses",
}
_BOUND |= {
    "effective",
    "review",
    "on",
    "date",
    "likelihood",
    "severity",
    "revision",
    "origin",
    "languages",
    "standards",
    "aspect",
    "contents",
    "processes",
    "lead",
    "main",
    "part",
    "clause",
}
_BOUND |= {
    "diagram",
    "link",
    "list",
    "value",
    "funnel",
    "distribution",
    "decision",
    "support",
    "record",
    "measure",
    "image",
    "ceremonial",
    "form",
    "standard",
    "numbers",
    "lanes",
    "arms",
}


def _single_edits(count: int) -> Iterator[tuple[str, Operation, str]]:
    chance = random.Random(60)
    files = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sorted((ROOT / "processes").rglob("*.yaml"))}
    while count:
        path = chance.choice(sorted(files))
        said = parse(files[path]).said
        way, value = chance.choice([leaf for leaf in _leaves(said) if not _BOUND & set(map(str, leaf[0]))])
        operation: Operation
        if not isinstance(value, list):
            operation = Set(way, f"{value}（新）")
        elif all(isinstance(one, str) for one in value) and way[-1] == "steps":
            operation = chance.choice((Insert(way, 0, "新的一步"), Delete((*way, 0)), Move(way, 0, len(value) - 1)))
        else:
            continue
        try:
            new, _ = edited(files[path], operation)
        except CannotEdit:
            continue
        count -= 1
        yield path, operation, new


def test_of_sixty_edits_of_the_sample_each_is_told_once_and_none_is_invented() -> None:
    old = _project(Folder(ROOT))
    for path, operation, text in _single_edits(60):
        changes = compare(old, _project(Overlay(Folder(ROOT), {path: text.encode()})))
        assert len(changes) == 1 or _is_name(operation), (path, operation, changes)
        assert all(_at(old, one) == path for one in changes), (path, changes)
        assert all(sentence(one, say).strip() for one in changes for say in (ZH, EN))


def _is_name(operation: Operation) -> bool:
    """Whether the edit made an item of a list so different that it is another one: it went, and one came."""
    return isinstance(operation, Set) and any(isinstance(step, int) for step in operation.path)


def _at(project: Project, change: Change) -> str:
    return project.by_id[change.document].span().path


# ---- the command


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        place = tmp_path / "甲" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    folder = tmp_path / "甲"
    for order in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one"], ["tag", "R1"]):
        subprocess.run(["git", *order], cwd=folder, check=True)
    place = folder / "processes" / "C1.yaml"
    place.write_text(place.read_text(encoding="utf-8").replace("≥ 98 %", "≥ 80 %"), encoding="utf-8")
    return folder


def test_a_folder_is_compared_with_a_revision_of_git(repository: Path, procdocs: Callable[..., Ran]) -> None:
    ran = procdocs("diff", "R1", "--project", repository)
    assert (ran.code, ran.out.splitlines()[0]) == (1, "C1：指标“评审及时率”的目标值由“≥ 98 %”改为“≥ 80 %”")
    assert procdocs("diff", "R1", "HEAD", "--project", repository).code == 0


def test_the_json_names_place_values_and_those_concerned(repository: Path, procdocs: Callable[..., Ran]) -> None:
    said = json.loads(procdocs("diff", "R1", "--project", repository, "--format", "json").out)
    assert said["summary"] == {"added": 0, "removed": 0, "changed": 1, "renamed": 0, "moved": 0}
    (row,) = said["changes"]
    assert (row["document"], row["path"], row["old"], row["new"]) == ("C1", "measures[评审及时率].target", "≥ 98 %", "≥ 80 %")


def test_a_zip_is_a_version_too_and_markdown_holds_no_markdown_of_others(repository: Path, tmp_path: Path, procdocs: Callable[..., Ran]) -> None:
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        for path, text in FILES.items():
            archive.writestr(f"甲/{path}", text.replace("评审及时率", "评审|*率*"))
    ran = procdocs("diff", tmp_path / "old.zip", repository, "--format", "markdown", "-o", tmp_path / "changes.md")
    assert ran.code == 1
    assert "评审\\|\\*率\\*" in (tmp_path / "changes.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("side", ["no-such-revision", "C1.txt", "--help-me"])
def test_what_is_no_version_is_said(repository: Path, tmp_path: Path, procdocs: Callable[..., Ran], side: str) -> None:
    (tmp_path / "C1.txt").write_text("x")
    ran = procdocs("diff", tmp_path / side if side.endswith("txt") else side, "--project", repository)
    assert ran.code == 2
    assert ran.err


def test_a_version_with_mistakes_is_not_compared(repository: Path, procdocs: Callable[..., Ran]) -> None:
    (repository / "processes" / "C2.yaml").write_text("kind: process\nid: [\n", encoding="utf-8")
    ran = procdocs("diff", "R1", "--project", repository)
    assert ran.code == 2
    assert "processes/C2.yaml:" in ran.err
