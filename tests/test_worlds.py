"""One project read from everything that can hold one: the same findings, the same links refused, nothing from outside."""

from __future__ import annotations

import io
import os
import random
import stat
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from procdocs.project import cache, files
from procdocs.project.load import LoadCache, load
from procdocs.world import Folder, Memory, Overlay, Refused, Unusable, World
from procdocs.world.archive import Archive
from procdocs.world.attachments import Attachments
from procdocs.world.revision import Revision

PROJECTS = Path(__file__).resolve().parent / "projects"
FLAWED = PROJECTS / "flawed"


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def zipped(held: dict[str, bytes], below: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in held.items():
            archive.writestr(f"{below}{path}", data)
    return out.getvalue()


def git(folder: Path, *words: str) -> None:
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b", "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True, env={**os.environ, **who})


def committed(root: Path) -> None:
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x")


def written(root: Path, held: dict[str, bytes]) -> Path:
    for path, data in held.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


def attached(held: dict[str, bytes]) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    for name, data in held.items():
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def in_repository(held: dict[str, bytes], folder: Path) -> World:
    """A revision that is no longer in the work tree, of a project in a folder below the repository."""
    written(folder / "系统" / "qm", held)
    committed(folder)
    for path in held:
        (folder / "系统" / "qm" / path).unlink()
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "gone")
    return Revision(folder, "HEAD~1", "系统/qm")


WORLDS: dict[str, Callable[[dict[str, bytes], Path], World]] = {
    "folder": lambda held, folder: Folder(written(folder, held)),
    "memory": lambda held, _: Memory(held),
    "overlay of all": lambda held, _: Overlay(Memory({}), dict(held)),
    "overlay of some": lambda held, _: Overlay(
        Memory({**dict(list(held.items())[::2]), "processes/more.yaml": b"x"}), {**dict(list(held.items())[1::2]), "processes/more.yaml": None}
    ),
    "revision": in_repository,
    "archive": lambda held, _: Archive(zipped(held)),
    "archive with a folder": lambda held, _: Archive(zipped({**held, "deep/er/procdocs.yaml": b""}, "qm-main/"), "procdocs.yaml"),
    "attachments": lambda held, _: Attachments(attached(held)),
}


@pytest.mark.parametrize("kind", WORLDS)
@pytest.mark.parametrize("name", ["flawed", "bilingual"])
def test_every_world_gives_the_same_project(kind: str, name: str, tmp_path: Path) -> None:
    held = contents(PROJECTS / name)
    project, found = load(WORLDS[kind](held, tmp_path))
    expected, expected_found = load(PROJECTS / name)
    assert project == expected and project is not None and expected is not None
    assert project.sources == expected.sources and project.pictures == expected.pictures
    assert [document.span("name") for document in project.documents] == [document.span("name") for document in expected.documents]
    wanted = [one for one in expected_found if kind != "archive with a folder" or one.code != "PD116"]
    assert [one for one in found if kind != "archive with a folder" or one.code != "PD116"] == wanted


@pytest.mark.parametrize("kind", WORLDS)
def test_every_world_answers_alike(kind: str, tmp_path: Path) -> None:
    world = WORLDS[kind]({"procdocs.yaml": b"a: b\n", "processes/C1.yaml": b"0123456789", "processes/客户/.x/C2.yaml": b"x"}, tmp_path)
    assert [entry[:2] for entry in world.entries("processes")] == [("C1.yaml", "file"), ("客户", "folder")]
    assert [entry.name for entry in world.entries("processes/客户")] == [".x"]
    assert world.entries("registers") == () and world.entry("registers") is None
    assert world.entry("processes").kind == "folder" and world.entry("procdocs.yaml").kind == "file"
    assert world.read("processes/C1.yaml", 4) == b"01234", "one byte more tells that there is more"
    assert world.read("processes/C1.yaml", 100) == b"0123456789"
    for path in ("processes", "processes/no.yaml", "../procdocs.yaml", "processes/../../x"):
        with pytest.raises(Refused):
            world.read(path, 10)
    with pytest.raises(NotADirectoryError):
        world.entries("procdocs.yaml")


def linked(folder: Path) -> Path:
    """A project with links: inside, outside, to nothing, in a circle, and as a folder."""
    root = written(folder / "qm", {"procdocs.yaml": b"organisation: {name: x}\n", "store/C1.yaml": b"kind: page\nid: C1\n", "processes/.keep": b""})
    (folder / "outside.yaml").write_bytes(b"kind: page\nid: C2\n")
    for name, target in {"C1": "../store/C1.yaml", "C2": "../../outside.yaml", "C3": "/etc/passwd", "C4": "../nowhere.yaml", "C5": "C5.yaml", "C6": "C1.yaml"}.items():
        (root / "processes" / f"{name}.yaml").symlink_to(target)
    (root / "processes" / "folder").symlink_to("../store", target_is_directory=True)
    return root


EXPECTED_LINKS = {"C1.yaml": None, "C2.yaml": "link", "C3.yaml": "link", "C4.yaml": "", "C5.yaml": "", "C6.yaml": None}


def test_links_are_followed_only_where_they_stay_inside(tmp_path: Path) -> None:
    root = linked(tmp_path)
    committed(tmp_path)
    worlds = (Folder(root), Revision(root, "HEAD"))
    for world in worlds:
        seen = {entry.name: entry for entry in world.entries("processes")}
        assert {name: seen[name].refused for name in EXPECTED_LINKS} == EXPECTED_LINKS
        assert all(seen[name].link for name in EXPECTED_LINKS)
        assert (seen["folder"].kind, seen["folder"].link) == ("folder", True)
        assert world.read("processes/C6.yaml", 100) == b"kind: page\nid: C1\n"
        for name, reason in EXPECTED_LINKS.items():
            if reason is not None:
                with pytest.raises(Refused) as refused:
                    world.read(f"processes/{name}", 100)
                assert refused.value.reason == reason
    assert load(worlds[0]) == load(worlds[1])


def test_a_revision_needs_no_work_tree(tmp_path: Path) -> None:
    committed(written(tmp_path / "a", {"procdocs.yaml": b"x"}))
    git(tmp_path, "clone", "-q", "--bare", "a", "b.git")
    with Revision(tmp_path / "b.git", "HEAD") as world:
        assert world.read("procdocs.yaml", 10) == b"x"
        world.close()
        assert world.read("procdocs.yaml", 10) == b"x", "asked again, it begins again"


@pytest.mark.parametrize(("revision", "below", "reason"), [("no-such", "", "revision"), ("--help", "", "revision"), ("HEAD", "none", "folder"), ("HEAD", "../..", "folder")])
def test_what_is_no_revision_says_so(tmp_path: Path, revision: str, below: str, reason: str) -> None:
    committed(written(tmp_path, {"procdocs.yaml": b"x"}))
    with pytest.raises(Unusable) as wrong:
        Revision(tmp_path, revision, below)
    assert wrong.value.reason == reason


def test_a_large_file_of_a_revision_is_skipped_to_its_end(tmp_path: Path) -> None:
    committed(written(tmp_path, {"large": b"x" * 3_000_000, "small": b"y"}))
    world = Revision(tmp_path, "HEAD")
    assert (len(world.read("large", 9)), world.read("small", 9)) == (10, b"y")


def test_an_archive_holds_nothing_outside_itself() -> None:
    data = zipped({"../up.yaml": b"x", "/abs.yaml": b"x", "C:/x.yaml": b"x", "a/../../b.yaml": b"x", "..\\w.yaml": b"x", "processes\\C1.yaml": b"good", "a//b.yaml": b"good"})
    world = Archive(data)
    assert [entry.name for entry in world.entries("")] == ["a", "processes"]
    assert world.read("processes/C1.yaml", 9) == world.read("a/b.yaml", 9) == b"good"


def test_a_link_in_an_archive_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("procdocs.yaml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(Refused) as refused:
        Archive(out.getvalue()).read("procdocs.yaml", 9)
    assert refused.value.reason == "link"


def test_a_bomb_is_read_no_further_than_asked() -> None:
    world = Archive(zipped({"a": bytes(50_000_000)}))
    assert len(world.read("a", 1000)) == 1001
    paper = Attachments(attached({"a.yaml": bytes(50_000_000)}))
    assert len(paper.read("processes/a.yaml", 1000)) == 1001


def test_a_name_that_chinese_windows_packed_is_understood() -> None:
    out = zipped({"processes/XXXX.yaml": b"x"})
    world = Archive(out.replace(b"XXXX", "客户".encode("gb18030")))
    assert [entry.name for entry in world.entries("processes")] == ["客户.yaml"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no archive", zipped({"a": b"x"})[:-5]], ids=["nothing", "head", "text", "cut"])
def test_what_is_no_archive_or_no_pdf_says_so(data: bytes) -> None:
    for kind, reason in ((Archive, "archive"), (Attachments, "pdf")):
        with pytest.raises(Unusable) as wrong:
            kind(data)
        assert wrong.value.reason == reason


def test_a_damaged_entry_is_refused() -> None:
    data = bytearray(zipped({"a": b"hello " * 100}))
    data[33:38] = bytes(5)
    with pytest.raises(Refused):
        Archive(bytes(data)).read("a", 1000)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a file was parsed and how often one was validated."""
    counts: Counter[str] = Counter()
    for name in ("read", "recover", "read_table"):
        original = getattr(files, name)

        def call(*given: Any, name: str = name, original: Any = original) -> Any:
            counts[name] += 1
            return original(*given)

        monkeypatch.setattr(files, name, call)
    return counts


def test_only_what_has_changed_is_read_again(counted: Counter[str]) -> None:
    held = {**contents(FLAWED), "registers/list.csv": "编号,名称\nQP-01,手册\n".encode()}
    yamls = [path for path in held if path.endswith(".yaml")]
    kept = LoadCache()
    load(Memory(held), kept)
    assert counted["read"] == len(yamls) and counted["read_table"] == 1
    counted.clear()
    load(Memory(held), kept)
    assert counted == {}
    path = next(one for one in yamls if one.startswith("processes/"))
    load(Overlay(Memory(held), {path: held[path] + b"# more\n"}), kept)
    assert counted["read"] == 1 and counted["recover"] <= 1 and counted["read_table"] == 0
    counted.clear()
    load(Memory(held), kept)
    assert counted == {}, "taking an edit back reads nothing"
    load(Memory({**held, "procdocs.yaml": held["procdocs.yaml"] + b"# more\n"}), kept)
    assert counted["read"] == 1 and counted["read_table"] == 1, "tables are read with the names of the settings"


def test_what_is_no_longer_asked_for_is_forgotten() -> None:
    kept = LoadCache()
    load(Memory(contents(FLAWED)), kept)
    for _ in range(cache.LOADS + 1):
        load(Memory({"procdocs.yaml": b"organisation: {name: x}\n"}), kept)
    assert len(kept._kept) == 1


def test_a_load_that_remembers_finds_what_one_finds_that_does_not() -> None:
    """Random edits: bytes changed, lines taken out, files deleted, renamed, copied and brought back."""
    rng = random.Random(11)
    held = {**contents(FLAWED), "registers/list.csv": "编号,名称\nQP-01,手册\n".encode()}
    original = dict(held)
    kept = LoadCache()
    for _ in range(150):
        path = rng.choice(sorted(held))
        way = rng.randrange(6)
        if way == 0 and path != "procdocs.yaml":
            del held[path]
        elif way == 1:
            lines = held[path].splitlines(keepends=True)
            del lines[rng.randrange(len(lines) + 1) :][:1]
            held[path] = b"".join(lines)
        elif way == 2 and held[path]:
            at = rng.randrange(len(held[path]))
            held[path] = held[path][:at] + rng.choice([b"x", b":", b"\n", b"  ", b"\xff", b"&"]) + held[path][at + 1 :]
        elif way == 3 and path.startswith("processes/"):
            held[path.replace(".yaml", "-b.yaml")] = held[path]
        elif way == 4 and path.startswith("processes/"):
            held[path.replace("processes/", "registers/")] = held.pop(path)
        else:
            back = rng.choice(sorted(original))
            held[back] = original[back]
        assert load(Memory(held), kept) == load(Memory(held))
