"""Approvals are evidence: they name what was approved, grow only, and what is typed stands for nothing."""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from procdocs import check, load
from procdocs.approving.doing import NotNow, Person, approved, ended, refused, releasable, submitted, withdrawn, written
from procdocs.approving.papers import of_paper
from procdocs.approving.releasing import archive, next_name, release
from procdocs.project import Project
from procdocs.project.evidence import acts
from procdocs.project.evidence.acts import Act, appended, linked, read
from procdocs.project.evidence.fingerprint import content, contents, context
from procdocs.world import Folder, Memory, Overlay
from tests.conftest import Ran

ROOT = Path(__file__).resolve().parents[1]
C4 = "processes/customer/C4-production.yaml"
SETTINGS = "procdocs.yaml"
FILES = {
    SETTINGS: "organisation: 示例公司\nlanguages: [zh, en]\ndepartments: [{id: production, name: 生产部}]\ndocument: {approved: 旧签名, status: released}\n",
    "processes/C1.yaml": """\
kind: process
id: C1
name: {zh: 生产, en: Production}
type: customer
owner: production
purpose: 按计划生产
measures:
  - {name: 合格率, target: ≥ 98 %}
  - {name: 交付率, target: ≥ 99 %}
document: {number: QP-1, revision: A}
""",
    "processes/C2.yaml": "kind: process\nid: C2\nname: 交付\ntype: customer\ndocument: {number: QP-2, revision: A}\n",
}
LEE, WANG = Person("李工", "2026-05-02"), Person("王总", "2026-05-03")


def _project(approvals: bytes = b"", **changed: str) -> Project:
    files = {path: text.encode() for path, text in {**FILES, **{f"processes/{id}.yaml": text for id, text in changed.items()}}.items()}
    project, _ = load(Memory({**files, **({acts.FILE: approvals} if approvals else {})}))
    assert project is not None
    return project


def _c1(old: str, new: str) -> str:
    assert old in FILES["processes/C1.yaml"]
    return FILES["processes/C1.yaml"].replace(old, new, 1)


# ---- what is approved

#: What is done to C4 of the sample, in which file, and whether the content and the names printed of others are others then.
EDITS = [
    ("a comment", C4, "outputs:", "# 请核对\noutputs:", False, False),
    ("order of keys", C4, "owner: production\n", "", None, None),
    ("quotes", C4, "target: ≥ 98 %", 'target: "≥ 98 %"', False, False),
    ("short form", C4, "from: [C3]", "from: C3", False, False),
    ("blanks at the end of a line", C4, "停线与恢复权限：", "停线与恢复权限：   ", False, False),
    ("status", C4, "status: released", "status: draft", False, False),
    ("revision", C4, "revision: B\n  status", "revision: C\n  status", False, False),
    ("signature", C4, "  history:", "  approved: {by: 总经理, on: 2026-06-01}\n  history:", False, False),
    ("distribution", SETTINGS, "distribution: [all]", "distribution: [quality]", False, False),
    ("result", C4, "    owner: pmc\n    source", "    owner: pmc\n    result: 97.3 %\n    source", False, False),
    ("receiver", C4, "to: [C8, customer]", "to: [customer]", True, None),
    ("target", C4, "target: ≥ 98 %", "target: ≥ 97 %", True, False),
    ("one word", C4, "重做首件", "重做首三件", True, False),
    ("number", C4, "number: QP-C4", "number: QP-C04", True, None),
    ("confidentiality by default", SETTINGS, "confidentiality: 内部资料", "confidentiality: 机密", True, False),
    ("width of a figure", C4, "复测 25 件", "复测 ２５ 件", True, False),
    ("another language", C4, "en: Production}", "en: Manufacturing}", False, False),
    ("name of another process", "processes/support/S3-warehouse.yaml", "zh: ", "zh: 新", False, True),
    ("name of a department", SETTINGS, "zh: 生产部,", "zh: 制造部,", False, True),
]


@pytest.mark.parametrize(("path", "old", "new", "content_changes", "context_changes"), [edit[1:] for edit in EDITS], ids=[edit[0] for edit in EDITS])
def test_the_hash_is_of_what_an_approver_reads(path: str, old: str, new: str, content_changes: bool | None, context_changes: bool | None) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert old in text
    changed = text.replace(old, new, 1)
    if content_changes is None:
        changed, content_changes, context_changes = changed.replace("purpose:", f"{old}purpose:", 1), False, False
    before, after = (load(Overlay(Folder(ROOT), {path: one.encode()}))[0] for one in (text, changed))
    assert before is not None
    assert after is not None
    assert (content(before, before.by_id["C4"], "zh") != content(after, after.by_id["C4"], "zh")) == content_changes
    if context_changes is not None:
        assert (context(before, before.by_id["C4"], "zh") != context(after, after.by_id["C4"], "zh")) == context_changes


def test_moving_a_file_and_its_form_change_nothing() -> None:
    text = FILES["processes/C1.yaml"]
    moved, _ = load(Memory({SETTINGS: FILES[SETTINGS].encode(), "processes/deep/C1-x.yaml": b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()}))
    assert moved is not None
    project = _project()
    assert contents(moved, moved.by_id["C1"]) == contents(project, project.by_id["C1"])


def test_no_later_version_voids_an_approval() -> None:
    """Golden hashes: where one of these changes, `pd1` has changed, and every approval out there is void. Make a `pd2` instead."""
    project = _project()
    assert contents(project, project.by_id["C1"]) == {
        "zh": "pd1:a5e676f73a4c1e29cd6e2d355fe9f6a9a14c8b99d17435fa4db106588f066168",
        "en": "pd1:00a7afaef9be70d94466904afc085543e0ba56d52877ee335a8865f0be9b750b",
    }


# ---- the list


def _approved(project: Project) -> bytes:
    data = written(project, submitted(project, ["C1"], LEE))
    for meaning, who in (("prepared", LEE), ("approved", WANG)):
        now = _project(data)
        data = written(now, approved(now, ["C1"], meaning, who))
    return data


def test_lines_are_bound_to_each_other() -> None:
    data = _approved(_project())
    lines = data.decode().splitlines()
    assert read(data)[1] == ()
    assert [one.reason for one in read("\n".join([lines[0].replace("李工", "赵工"), *lines[1:]]).encode())[1]] == ["chain"]
    assert [one.reason for one in read("\n".join([lines[0], lines[2]]).encode())[1]] == ["chain"]
    assert [one.reason for one in read((data.decode() + "nonsense\n").encode())[1]] == ["form"]


def test_two_peoples_lines_are_merged_and_bound_again() -> None:
    base = _approved(_project())
    mine, theirs = (appended(base, [Act("approve", id, "A", {}, by=by)]) for id, by in (("C1", "甲"), ("C2", "乙")))
    both = base + mine[len(base) :] + theirs[len(base) :]
    assert [one.reason for one in read(both)[1]] == ["chain"]
    assert read(linked(both))[1] == ()
    assert [replace(act, previous="", line=0) for act in read(linked(both))[0]] == [replace(act, previous="", line=0) for act in read(both)[0]]


def test_nothing_is_added_to_a_broken_list() -> None:
    broken = _project(_approved(_project()).replace("李工".encode(), "赵工".encode(), 1))
    with pytest.raises(NotNow, match="broken"):
        written(broken, submitted(broken, ["C2"], LEE))


# ---- what may be done


def _state(data: bytes, **changed: str) -> str:
    project = _project(data, **changed)
    return project.state(project.by_id["C1"]).state


def test_the_state_follows_from_content_and_acts() -> None:
    submitted_ = written(_project(), submitted(_project(), ["C1"], LEE))
    data = _approved(_project())
    assert (_state(b""), _state(submitted_), _state(data)) == ("draft", "review", "approved")
    assert _state(data, C1=_c1("≥ 98 %", "≥ 80 %")) == "draft"
    now = _project(data)
    released = written(now, release(now, releasable(now, []), next_name(now), WANG, "2026-06-01", {"C1": b"%PDF"}, {})[1])
    assert _state(released) == "released"
    changed = _project(released, C1=_c1("≥ 98 %", "≥ 80 %"))
    assert changed.state(changed.by_id["C1"]).in_revision
    assert _state(written(_project(released), ended(_project(released), ["C1"], WANG))) == "obsolete"


@pytest.mark.parametrize(
    ("attempt", "key"),
    [
        (lambda p: approved(p, ["C9"], "approved", WANG), "no_document"),
        (lambda p: approved(p, ["C1"], "approved", LEE), "one_person"),
        (lambda p: approved(p, ["C1"], "approved", Person("王总", "2026-05-01")), "before"),
        (lambda p: releasable(p, ["C1"]), "not_approved"),
        (lambda p: releasable(p, []), "none_approved"),
        (lambda p: withdrawn(p, ["C1"], "approved", WANG), "nothing_approved"),
        (lambda p: refused(p, ["C2"], WANG), "nothing_submitted"),
    ],
)
def test_what_may_not_be_done_is_refused(attempt: Callable[[Project], object], key: str) -> None:
    project = _project()
    prepared = _project(written(project, approved(project, ["C1"], "prepared", LEE)))
    with pytest.raises(NotNow) as raised:
        attempt(prepared)
    assert raised.value.key == key


def test_an_approval_that_is_withdrawn_no_longer_counts_and_its_line_stays() -> None:
    data = _approved(_project())
    now = _project(data)
    after = written(now, withdrawn(now, ["C1"], "approved", WANG))
    assert after.startswith(data)
    assert _state(after) == "review"


def test_signatures_are_printed_from_evidence_and_never_inherited() -> None:
    typed = _project()
    assert str(typed.control(typed.by_id["C2"]).approved.by) == "旧签名"
    kept = _project(_approved(typed))
    assert kept.control(kept.by_id["C2"]).approved is None
    signed = kept.control(kept.by_id["C1"]).approved
    assert signed is not None
    assert (str(signed.by), signed.on) == ("王总", datetime.date(2026, 5, 3))
    changed = _project(kept.approvals, C1=_c1("≥ 98 %", "≥ 80 %"))
    assert changed.control(changed.by_id["C1"]).approved is None


@pytest.mark.parametrize(
    ("old", "new"),
    [("≥ 98 %", "≥ 80 %"), ("≥ 99 %", "≥ 9 %"), ("purpose: 按计划生产", "purpose: 按计划"), ("owner: production\n", "")],
    ids=["target", "other target", "words", "owner"],
)
def test_a_change_at_the_same_revision_is_an_error(old: str, new: str) -> None:
    now = _project(_approved(_project()))
    released = written(now, release(now, releasable(now, []), "R1", WANG, "2026-06-01", {"C1": b"%PDF"}, {})[1])
    changed = _project(released, C1=_c1(old, new))
    assert [one.values["release"] for one in check(changed) if one.code == "PD820"] == ["R1"]
    raised = _project(released, C1=_c1(old, new).replace("revision: A", "revision: B"))
    assert not [one for one in check(raised) if one.code == "PD820"]


def test_without_a_list_nobody_is_bothered() -> None:
    assert not [one for one in check(_project()) if one.code.startswith("PD82")]


# ---- releases and papers


def test_a_release_is_the_same_bytes_for_the_same_content() -> None:
    now = _project(_approved(_project()))
    made = [release(now, releasable(now, []), "R1", WANG, "2026-06-01", {"C1": b"%PDF-1"}, {"b": b"2", "a": b"1"})[0] for _ in range(2)]
    assert made[0] == made[1]
    assert archive({"a": b"1", "b": b"2"}) == archive({"b": b"2", "a": b"1"})
    assert json.loads(made[0]["released/R1/manifest.json"])["documents"][0]["pdf"] == "released/R1/C1-A.pdf"


def test_a_paper_is_told_from_others() -> None:
    now = _project(_approved(_project()))
    data = written(now, release(now, releasable(now, []), "R1", WANG, "2026-06-01", {"C1": b"%PDF-issued"}, {})[1])
    project = _project(data)
    assert (of_paper(project, b"%PDF-issued").key, of_paper(project, b"%PDF-issued").good) == ("issued", True)
    assert not of_paper(project, b"no pdf").good
    gone = _project(written(project, ended(project, ["C1"], WANG)))
    assert (of_paper(gone, b"%PDF-issued").key, of_paper(gone, b"%PDF-issued").good) == ("ended", False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        place = tmp_path / "p" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return tmp_path / "p"


def test_from_draft_to_issued_paper_and_back_to_revision(folder: Path, procdocs: Callable[..., Ran]) -> None:
    here = ("--project", folder)
    assert procdocs("verify", *here).code == 1
    assert procdocs("submit", "C1", "--by", "李工", "--on", "2026-05-01", *here).code == 0
    assert procdocs("approve", "C1", "--as", "prepared", "--by", "李工", "--on", "2026-05-02", *here).code == 0
    assert procdocs("approve", "C1", "--by", "李工", "--on", "2026-05-02", *here).code == 1
    assert procdocs("approve", "C1", "--by", "王总", "--on", "2026-05-03", *here).code == 0
    assert procdocs("release", "--by", "王总", "--on", "2026-05-04", *here).code == 0
    paper = folder / "released" / "R1" / "C1-A.pdf"
    assert procdocs("verify", paper, *here).code == 0
    assert procdocs("diff", folder / "released" / "R1" / "source.zip", folder).code == 0
    source = folder / "processes" / "C1.yaml"
    source.write_text(source.read_text(encoding="utf-8").replace("≥ 98 %", "≥ 80 %"), encoding="utf-8")
    assert "PD820" in procdocs("verify", *here).out
    assert procdocs("verify", paper, *here).code == 0
    paper.write_bytes(paper.read_bytes() + b"%\n")
    assert "PD826" in procdocs("verify", *here).out
    paper.unlink()
    assert "PD826" in procdocs("verify", *here).out


def test_a_refusal_writes_nothing(folder: Path, procdocs: Callable[..., Ran]) -> None:
    assert procdocs("approve", "C9", "--by", "x", "--project", folder).code == 1
    assert procdocs("release", "--by", "x", "--project", folder).code == 1
    assert not (folder / acts.FILE).exists()
    shutil.rmtree(folder / "processes")
    assert procdocs("submit", "C1", "--by", "x", "--project", folder).code == 1
