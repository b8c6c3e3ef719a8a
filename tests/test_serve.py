"""The server of the editor, asked with bytes on a socket: who is let in, what edits do to files, and what never happens to them."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from procdocs.serve.workspace import Workspace
from tests.conftest import BILINGUAL
from tests.served import Answered, Served, served, until
from tests.test_saving import in_child, killed

pytestmark = pytest.mark.filterwarnings("default")
C1, MAP = "processes/C1-orders.yaml", "processes/M-ORDER-ideas.yaml"
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="a kill at a counted place needs fork")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("served") / "project"
    shutil.copytree(BILINGUAL, root)
    with served(root) as one:
        yield one


@pytest.fixture
def server(running: Served) -> Iterator[Served]:
    """The server of the module, whose files every test finds as they are in the repository."""
    yield running
    assert not (running.workspace.root / ".procdocs-new").exists()
    for path in [path for path in running.workspace.root.rglob("*") if path.is_file() or path.is_symlink()]:
        if path.is_symlink() or not (BILINGUAL / path.relative_to(running.workspace.root)).is_file():
            path.unlink(missing_ok=True)
    shutil.copytree(BILINGUAL, running.workspace.root, dirs_exist_ok=True)
    Workspace.__init__(running.workspace, running.workspace.root)
    running.workspace.open()


def text(server: Served, path: str) -> str:
    return (server.workspace.root / path).read_bytes().decode()


def put(server: Served, path: str, new: str) -> None:
    (server.workspace.root / path).write_bytes(new.encode())


# ---- who is let in

EDIT = {"action": {"do": "set", "document": "C1", "at": ["owner"], "value": "quality"}}


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": "127.0.0.1"}, 421),
        ({"host": None}, 400),  # the server itself: a request without a host is none
        ({"cookie": None}, 401),
        ({"cookie": "procdocs=x"}, 401),
        ({"cookie": 'procdocs="\\'}, 401),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"origin": None, "sec_fetch_site": None}, 403),
        ({"content_type": "text/plain"}, 415),
        ({"content_type": None}, 415),
        ({"content_type": "application/json; charset=utf-8"}, 200),
        ({"content_length": "999999999"}, 413),
        ({"content_length": "9" * 18}, 413),
    ],
    ids=str,
)
def test_only_our_own_pages_write(server: Served, sent: dict[str, str | None], status: int) -> None:
    before = text(server, C1)
    assert server.ask("/api/edit", EDIT, **sent).status == status
    assert (text(server, C1) != before) == (status == 200)


@pytest.mark.parametrize("address", ["/", "/api/state", "/api/events", "/app.js", "/api/picture/C1", "/page/C1"])
def test_nothing_is_shown_without_the_token(server: Served, address: str) -> None:
    answer = server.ask(address, cookie=None)
    assert answer.status == 401
    assert server.token.encode() not in answer.body
    assert b"C1" not in answer.body
    assert server.ask(address, cookie=None, host="evil.example").status == 421


def test_the_token_is_in_the_address_once_and_then_in_a_cookie(server: Served) -> None:
    answer = server.ask(f"/?token={server.token}", cookie=None)
    assert answer.status == 303
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"procdocs-{server.port}={server.token};")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert server.ask("/", cookie=cookie.split(";")[0]).status == 200
    assert server.ask(f"/?token={server.token[:-1]}", cookie=None).status == 401


def test_every_answer_has_the_headers_that_keep_others_out(server: Served) -> None:
    for answer in (server.ask("/"), server.ask("/api/state"), server.ask("/nothing"), server.ask("/", host="evil.example"), server.ask("/api/edit", b"x")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "script-src 'self'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert not any(name.startswith("access-control") for name in answer.headers)


def test_a_body_that_grows_beyond_the_limit_without_saying_so_is_refused(server: Served) -> None:
    head = (
        f"POST /api/edit HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {server.cookie}={server.token}\r\nOrigin: {server.address}\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    ).encode()
    piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    assert server.raw(head + piece * 31 + b"0\r\n\r\n").status == 413


@pytest.mark.parametrize(
    "address", ["/../procdocs.yaml", "/%2e%2e/procdocs.yaml", "/procdocs.yaml", "/processes/C1-orders.yaml", "/api/source/..%2fprocdocs.yaml", "/api/source/%2fetc%2fpasswd"]
)
def test_no_path_comes_from_the_client(server: Served, address: str) -> None:
    answer = server.ask(address)
    assert answer.status in (404, 422)
    assert b"organisation:" not in answer.body
    assert b"root:" not in answer.body


@pytest.mark.parametrize("document", ["../C1", "/etc/passwd", "processes/../../x.yaml", "C99", ""])
def test_an_edit_names_a_document_of_the_project(server: Served, document: str) -> None:
    assert server.edit(document, at=["owner"], value="x").status == 422


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"nothing",
        b"[" * 100000,
        b"{}",
        b'{"action": {"do": "set"}}',
        b'{"action": {"do": "set", "document": "C1", "at": [null], "value": "x"}}',
        b'{"action": {"do": "set", "document": "C1", "at": [[]]}}',
        b"\xff\xfe",
    ],
    ids=lambda body: repr(body[:40]),
)
def test_what_is_no_request_is_a_sentence(server: Served, body: bytes) -> None:
    answer = server.ask("/api/edit", body)
    assert answer.status == 422
    assert answer.json["sentence"]


def test_the_log_holds_no_token(tmp_path: Path) -> None:
    """As a user starts it: one line with the address, and nothing of what is asked afterwards."""
    shutil.copytree(BILINGUAL, tmp_path / "p")
    process = subprocess.Popen([sys.executable, "-m", "procdocs", "serve", "--no-browser", str(tmp_path / "p")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = line[line.index("http://") :].strip()
        port, token = int(address.split(":")[2].split("/")[0]), address.partition("token=")[2]
        assert len(token) >= 32
        other = Served(Workspace(tmp_path / "p"), port, token, f"procdocs-{port}")
        assert other.ask(f"/?token={token}", cookie=None).status == 303
        assert other.ask("/api/state").json["organisation"] == "双语示例有限公司"
        assert other.ask("/broken\x00").status in (400, 404)
        process.terminate()
        rest, _ = process.communicate(timeout=20)
    finally:
        process.kill()
    assert token not in rest
    assert "Traceback" not in rest


def test_it_listens_on_this_machine_only(tmp_path: Path) -> None:
    shutil.copytree(BILINGUAL, tmp_path / "p")
    done = subprocess.run([sys.executable, "-m", "procdocs", "serve", "--no-browser", "--host", "0.0.0.0", str(tmp_path / "p")], capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 2
    assert "http://" not in done.stdout


# ---- what is answered


def test_the_state_says_what_there_is(server: Served) -> None:
    said = server.ask("/api/state").json
    assert [one["id"] for one in said["documents"]] == ["C1", "C2", "F-ORDER", "M1", "M-ORDER", "OCTOPUS", "PAGE-POLICY", "S1", "SOP-REVIEW"]
    assert said["documents"][0] | {"hash": "", "findings": 0} == {"id": "C1", "kind": "process", "type": "customer", "title": "订单处理", "file": C1, "hash": "", "findings": 0}
    assert said["roles"] == {"inspector": "检验员", "clerk": "销售内勤"}
    assert (said["readOnly"], said["undo"], said["redo"]) == (False, "", "")


@pytest.mark.parametrize(("id", "view"), [("C1", ""), ("C1", "sipoc"), ("M-ORDER", ""), ("F-ORDER", ""), ("OCTOPUS", ""), ("landscape", ""), ("interaction", "")])
def test_a_picture_says_where_its_values_stand(server: Served, id: str, view: str) -> None:
    said = server.ask(f"/api/picture/{id}?view={view}").json
    sheet = said["sheets"][0]
    assert sheet["svg"].startswith("<svg")
    assert sheet["places"]
    for place in sheet["places"].values():
        assert place["x"] + place["w"] <= sheet["width"] + 60
        assert place["text"] is not None


def test_findings_say_place_and_remedy(server: Served) -> None:
    server.edit("C1", at=["inputs", 0, "from"], value="C9")
    found = next(one for one in server.ask("/api/findings").json["findings"] if "C9" in one["message"])
    assert (found["file"], found["line"]) == (C1, 11)
    assert found["hint"]


def test_what_changed_is_said_in_sentences(server: Served) -> None:
    server.edit("C1", at=["measures", 0, "target"], value="≥ 99 %")
    rows = server.ask("/api/changes").json["changes"]
    assert [(one["document"], one["old"], one["new"]) for one in rows] == [("C1", "≥ 98 %", "≥ 99 %")]
    assert "99 %" in rows[0]["sentence"]


# ---- what edits do to files


def only_line(before: str, after: str) -> tuple[str, str]:
    old, new = before.splitlines(), after.splitlines()
    assert len(old) == len(new)
    rows = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
    assert len(rows) == 1, rows
    return rows[0]


def test_a_changed_target_is_one_line(server: Served) -> None:
    before = text(server, C1)
    answer = server.edit("C1", at=["measures", 0, "target"], value="≥ 99 %", base=server.base(C1))
    assert answer.status == 200
    old, new = only_line(before, text(server, C1))
    assert new == old.replace("≥ 98 %", "≥ 99 %")
    assert answer.json["files"] == server.base(C1)


def test_undo_and_redo_lead_back_to_the_same_bytes(server: Served) -> None:
    before = {path: text(server, path) for path in (C1, MAP)}
    for action in (
        {"document": "C1", "do": "add", "at": ["inputs", 1], "value": "新的输入"},
        {"document": "M-ORDER", "do": "add", "at": ["root", "children", 0, "children", 0, "children", 0], "value": "a: b #c"},
        {"document": "C1", "do": "remove", "at": ["risks", 0]},
        {"document": "C1", "do": "move", "at": ["steps", 1], "to": 0},
    ):
        assert server.edit(**action).status == 200, action
    after = {path: text(server, path) for path in before}
    for _ in range(4):
        assert server.ask("/api/undo", {}).status == 200
    assert {path: text(server, path) for path in before} == before
    assert server.ask("/api/undo", {}).status == 409
    for _ in range(4):
        assert server.ask("/api/redo", {}).status == 200
    assert {path: text(server, path) for path in before} == after


def test_two_tabs_share_the_file_and_the_way_back(server: Served) -> None:
    base = server.base(C1)
    before = text(server, C1)
    assert server.edit("C1", at=["owner"], value="quality", base=base, tab="one").status == 200
    # The other tab has not heard of it yet.
    assert server.edit("C1", at=["measures", 0, "owner"], value="production", base=base, tab="two").status == 200
    now = text(server, C1)
    assert "owner: quality\n" in now
    assert "owner: production}" in now
    server.ask("/api/undo", {"tab": "one"})
    assert text(server, C1) == before.replace("owner: sales\n", "owner: quality\n")


def test_an_edit_is_carried_over_to_a_file_that_somebody_else_changed(server: Served) -> None:
    base = server.base(C1)
    put(server, C1, "# 来自别的编辑器\n" + text(server, C1).replace("customer}", "customer}  # 在外面"))
    assert server.edit("C1", at=["measures", 0, "target"], value="≥ 99 %", base=base).status == 200
    now = text(server, C1)
    assert now.startswith("# 来自别的编辑器\n")
    assert "# 在外面" in now
    assert "≥ 99 %" in now


def test_the_same_place_changed_on_both_sides_is_asked_about(server: Served) -> None:
    base = server.base(C1)
    put(server, C1, text(server, C1).replace("≥ 98 %", "≥ 97 %"))
    before = text(server, C1)
    answer = server.edit("C1", at=["measures", 0, "target"], value="≥ 99 %", base=base)
    assert answer.status == 409
    assert answer.json["error"] == "conflict"
    assert answer.json["conflict"] == [{"at": ["measures", 0, "target"], "was": "≥ 98 %", "mine": "≥ 99 %", "theirs": "≥ 97 %"}]
    assert text(server, C1) == before
    assert server.edit("C1", at=["measures", 0, "target"], value="≥ 99 %", base=server.base(C1)).status == 200


def test_an_edit_finds_its_item_after_somebody_inserted_one(server: Served) -> None:
    base = server.base(C1)
    put(server, C1, text(server, C1).replace("steps:\n", "steps:\n  - {zh: 先读订单, en: Read it first}\n"))
    assert server.edit("C1", at=["steps", 1], value="评审能力", base=base, was="评审产能").status == 200
    assert "{zh: 评审能力, en: Review the capacity}" in text(server, C1)
    assert "{zh: 接收订单, en: Receive the order}" in text(server, C1)


def test_a_version_that_is_not_known_any_more_is_a_conflict(server: Served) -> None:
    """A stale tab after a restart."""
    assert server.edit("C1", at=["owner"], value="quality", base={C1: "0123456789abcdef"}).status == 409


def test_undo_keeps_what_somebody_else_did_since(server: Served) -> None:
    server.edit("C1", at=["measures", 0, "target"], value="≥ 99 %")
    put(server, C1, "# 在外面\n" + text(server, C1))
    assert server.ask("/api/undo", {}).status == 200
    assert text(server, C1) == "# 在外面\n" + (BILINGUAL / C1).read_text(encoding="utf-8")


def test_undo_refuses_where_somebody_else_changed_the_same_line(server: Served) -> None:
    server.edit("C1", at=["measures", 0, "target"], value="≥ 99 %")
    put(server, C1, text(server, C1).replace("≥ 99 %", "≥ 97 %"))
    before = text(server, C1)
    answer = server.ask("/api/undo", {})
    assert (answer.status, text(server, C1)) == (409, before)
    assert answer.json["sentence"]


def test_everybody_who_listens_is_told(server: Served) -> None:
    import socket

    with socket.create_connection(("127.0.0.1", server.port), 20) as listening:
        listening.sendall(f"GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {server.cookie}={server.token}\r\n\r\n".encode())
        data = listening.recv(65536)
        server.edit("C1", at=["owner"], value="quality", tab="mine")
        while b'"tab": "mine"' not in data:
            data += listening.recv(65536)
        put(server, C1, text(server, C1) + "# outside\n")
        began = time.monotonic()
        while b'"tab": ""' not in data:
            data += listening.recv(65536)
        assert time.monotonic() - began < 5
    assert b"event: changed" in data


@pytest.mark.parametrize("value", ["<img src=x onerror=alert(1)>", "]]><script>alert(1)</script>", "{{ 7*7 }}", "&amp;&lt;", "\u202egnp.exe", "a\x07b", "'; --", "- 项\n- 项"])
def test_hostile_texts_go_in_and_come_out_as_they_are(server: Served, value: str) -> None:
    answer = server.edit("C1", at=["inputs", 0, "name"], value=value)
    if answer.status == 422:
        assert text(server, C1) == (BILINGUAL / C1).read_text(encoding="utf-8")
        return
    place = next(place for place in server.ask("/api/picture/C1").json["sheets"][0]["places"].values() if place["at"] == ["inputs", 0])
    assert place["text"] == value
    assert "<script" not in server.ask("/api/picture/C1").json["sheets"][0]["svg"]


# ---- bad luck


def test_a_broken_file_is_a_sentence_and_the_rest_goes_on(server: Served) -> None:
    put(server, C1, "kind: process\nid: [C1\n")
    assert server.edit("C1", at=["owner"], value="x").status == 422
    assert server.ask("/api/picture/C1").status == 404
    assert server.edit("C2", at=["owner"], value="quality").status == 200
    assert any(one["file"] == C1 for one in server.ask("/api/findings").json["findings"])


def test_broken_settings_leave_the_server_up(server: Served) -> None:
    good = text(server, "procdocs.yaml")
    put(server, "procdocs.yaml", "organisation: [\n")
    assert server.ask("/api/state").status == 200
    assert server.ask("/api/findings").json["findings"]
    put(server, "procdocs.yaml", good)
    assert server.ask("/api/state").json["organisation"]


def test_a_file_that_is_gone_is_a_sentence(server: Served) -> None:
    base = server.base(C1)
    (server.workspace.root / C1).unlink()
    answer = server.edit("C1", at=["owner"], value="x", base=base)
    assert answer.status in (409, 422)
    assert answer.json["sentence"]
    assert not (server.workspace.root / C1).exists()


def test_nothing_is_written_through_a_link(server: Served, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_bytes((BILINGUAL / C1).read_bytes())
    place = server.workspace.root / C1
    place.unlink()
    place.symlink_to(outside)
    answer = server.edit("C1", at=["owner"], value="quality")
    assert answer.status in (422, 507)
    assert outside.read_bytes() == (BILINGUAL / C1).read_bytes()
    assert place.is_symlink()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_lets_nobody_write_is_a_sentence(server: Served) -> None:
    folder = (server.workspace.root / C1).parent
    folder.chmod(0o555)
    try:
        refused_by_disk(server, server.edit("C1", at=["owner"], value="quality"))
    finally:
        folder.chmod(0o755)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_disk_that_refuses_is_a_sentence(server: Served, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(number, os.strerror(number), str(server.workspace.root / C1))

    with monkeypatch.context() as patch:
        patch.setattr("procdocs.saving.changes.put", refuse)
        refused_by_disk(server, server.edit("C1", at=["owner"], value="quality"))
    assert server.edit("C1", at=["owner"], value="quality").status == 200


def refused_by_disk(server: Served, answer: Answered) -> None:
    assert answer.status == 507
    assert "C1-orders.yaml" in answer.json["sentence"]
    assert text(server, C1) == (BILINGUAL / C1).read_text(encoding="utf-8")


@needs_fork
def test_a_kill_between_two_files_of_a_change_leaves_none_or_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)

    def fresh() -> Path:
        shutil.rmtree(tmp_path / "p", ignore_errors=True)
        shutil.copytree(BILINGUAL, tmp_path / "p")
        return tmp_path / "p"

    def renamed(root: Path) -> None:
        from procdocs.editing.actions import Action

        workspace = Workspace(root)
        workspace.reload()
        workspace.edit((Action("rename", "C1", (), "C7"),), {})

    def states(root: Path) -> dict[str, bytes]:
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.yaml")}

    old = states(fresh())
    _, count = in_child(lambda: renamed(tmp_path / "p"), 0, killed)
    new = states(tmp_path / "p")
    assert old.keys() != new.keys()
    seen = set()
    for at in range(1, count + 1, 3):
        root = fresh()
        in_child(partial(renamed, root), at, killed)
        opened = Workspace(root)
        opened.open()
        found = states(root)
        assert found in (old, new), f"killed at operation {at}"
        seen.add(found == new)
    assert seen == {True, False}


# ---- only looking


@pytest.fixture(scope="module")
def looking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("looking") / "project"
    shutil.copytree(BILINGUAL, root)
    with served(root, read_only=True) as one:
        yield one


@pytest.mark.parametrize("address", ["/api/edit", "/api/undo", "/api/redo", "/api/commit", "/api/publish"])
def test_read_only_writes_nothing(looking: Served, address: str) -> None:
    answer = looking.ask(address, EDIT)
    assert answer.status == 403
    assert answer.json["error"] == "read_only"
    assert (looking.workspace.root / C1).read_bytes() == (BILINGUAL / C1).read_bytes()


def test_read_only_shows_what_changes_outside(looking: Served) -> None:
    put(looking, C1, text(looking, C1).replace("顾客订单", "外面改的订单"))
    until(lambda: "外面改的订单" in looking.ask("/api/picture/C1").body.decode(), 5)
