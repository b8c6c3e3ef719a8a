"""What comes onto the disk: whole or not at all, whatever happens in between, and never through a link or over somebody's own file."""

from __future__ import annotations

import errno
import json
import os
import stat
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from procdocs.output import MANIFEST, Output
from procdocs.saving import Blocked, Busy, Changes, Foreign, Linked, create, write
from procdocs.saving.changes import made_folder
from procdocs.saving.files import safe
from procdocs.writers import Artifact

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="a kill at a counted place needs fork")
links = pytest.mark.skipif(os.name == "nt", reason="links need rights there")
#: Everything that asks the disk to do something: a kill or an error can come at any of these.
OPERATIONS = ("open", "write", "fsync", "mkdir", "rmdir", "unlink", "replace", "rename", "chmod", "close", "link")
OLD = {"index.html": b"old", "C1.html": b"old", "assets/site.css": b"same", "deep/er/gone.html": b"old"}
NEW = {"index.html": b"new", "C1.html": b"new", "assets/site.css": b"same", "more/C2.html": b"new", "more/still/C3.html": b"new"}


def build(folder: Path, files: dict[str, bytes], *, force: bool = False) -> None:
    with Output(folder, force=force) as output:
        for path, data in files.items():
            output.add("html", "en", Artifact(path, data))
        output.complete(["html"], [], partial=False)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MANIFEST}


def folders(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}


def remembered(folder: Path) -> set[str]:
    return set(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))


def in_child(work: Callable[[], object], at: int, fault: Callable[[], None]) -> tuple[int, int]:
    """Run work in a child where operation number `at` on the disk ends in `fault`; how it ended (0 done, 7 killed, 9 an OSError), and how many operations there were."""
    seen, told = os.pipe()
    child = os.fork()
    if child == 0:
        count = 0

        def counted(real: Callable[..., object]) -> Callable[..., object]:
            def call(*arguments: object, **named: object) -> object:
                nonlocal count
                count += 1
                if count == at:
                    fault()
                return real(*arguments, **named)

            return call

        leave, tell = os._exit, os.write
        for name in OPERATIONS:
            setattr(os, name, counted(getattr(os, name)))
        code = 0
        try:
            work()
        except OSError:
            code = 9
        except BaseException:
            code = 1
        tell(told, str(count).encode())
        leave(code)
    os.close(told)
    _, status = os.waitpid(child, 0)
    with os.fdopen(seen) as said:
        return os.waitstatus_to_exitcode(status), int(said.read() or 0)


def killed() -> None:
    os._exit(7)


def refusing(number: int) -> Callable[[], None]:
    def refuse() -> None:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody cuts the power here; waiting for the disk a thousand times would take minutes."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


@pytest.fixture
def fresh(tmp_path: Path) -> Callable[[], Path]:
    """A new copy of an output folder with an older build and somebody's own file."""
    number = 0

    def make() -> Path:
        nonlocal number
        number += 1
        folder = tmp_path / str(number)
        build(folder, OLD)
        (folder / "mine.txt").write_bytes(b"mine")
        return folder

    return make


def assert_old_or_new(folder: Path, *, emptied: bool = True) -> str:
    """The folder holds one build alone, and the manifest is that build's; tells which. `emptied`: it holds no empty folders either."""
    found = {path: data for path, data in tree(folder).items() if not path.startswith(".procdocs")}
    assert found.pop("mine.txt") == b"mine"
    which = {"old": OLD, "new": NEW}
    name = next((name for name, files in which.items() if found == files), "")
    assert name, f"mixed or lost: {found}"
    assert remembered(folder) == set(which[name])
    assert not emptied or folders(folder) - {".procdocs-new"} == {parent.as_posix() for path in which[name] for parent in Path(path).parents} - {"."}
    return name


@forks
def test_a_kill_at_any_moment_leaves_one_build_or_the_other(fresh: Callable[[], Path]) -> None:
    folder = fresh()
    code, operations = in_child(lambda: build(folder, NEW), 0, killed)
    assert code == 0 and operations > 50 and assert_old_or_new(folder) == "new"
    ends = set()
    for at in range(1, operations + 1):
        folder = fresh()
        assert in_child(partial(build, folder, NEW), at, killed)[0] == 7
        with Output(folder):
            ends.add(assert_old_or_new(folder))
    assert ends == {"old", "new"}


@forks
def test_a_second_kill_while_the_first_is_mended_changes_nothing(fresh: Callable[[], Path]) -> None:
    def enter(folder: Path) -> None:
        with Output(folder):
            pass

    _, operations = in_child(lambda: build(fresh(), NEW), 0, killed)
    for first in range(operations // 2, operations + 1, 3):
        mending = 1
        second = 1
        while second <= mending:
            folder = fresh()
            in_child(partial(build, folder, NEW), first, killed)
            _, counted = in_child(partial(enter, folder), second, killed)
            mending = max(mending, counted, second + 1 if counted == 0 else 0)
            enter(folder)
            assert_old_or_new(folder)
            second += 1


@forks
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_an_error_at_any_operation_leaves_one_build_or_the_other(number: int, fresh: Callable[[], Path]) -> None:
    _, operations = in_child(lambda: build(fresh(), NEW), 0, killed)
    for at in range(1, operations + 1):
        folder = fresh()
        code, _ = in_child(partial(build, folder, NEW), at, refusing(number))
        assert code in (0, 9), f"operation {at} ended with {code}"
        # A single error is mended at once, without another build.
        assert assert_old_or_new(folder, emptied=False) in (("new",) if code == 0 else ("old", "new")), f"operation {at}"
        assert not (folder / ".procdocs-new" / "plan.json").exists()


@forks
def test_a_single_file_is_old_or_new_after_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "C1.yaml"
    for work in (lambda: write(path, b"new"), lambda: None):
        path.write_bytes(b"old")
        _, operations = in_child(work, 0, killed)
        for at in range(1, operations + 1):
            path.write_bytes(b"old")
            in_child(work, at, killed)
            assert path.read_bytes() in (b"old", b"new")


@links
def test_a_lock_that_is_a_link_empties_nothing(tmp_path: Path) -> None:
    outside = tmp_path / "precious"
    outside.write_bytes(b"precious")
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / ".procdocs.lock").symlink_to(outside)
    with pytest.raises(Linked) as told:
        build(tmp_path / "output", NEW)
    assert told.value.filename.endswith(".procdocs.lock") and outside.read_bytes() == b"precious"


@links
@pytest.mark.parametrize("manifest", ["assets/precious", "../precious", "/precious", "assets/../../outside/precious", "C:precious", "assets\\precious", "."])
def test_a_manifest_removes_nothing_outside(tmp_path: Path, manifest: str) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "output"
    outside.mkdir()
    (outside / "precious").write_bytes(b"precious")
    (tmp_path / "precious").write_bytes(b"precious")
    folder.mkdir()
    (folder / "assets").symlink_to(outside)
    (folder / MANIFEST).write_text(json.dumps({manifest: ["html", "en"]}), encoding="utf-8")
    build(folder, {"index.html": b"new"})
    assert (outside / "precious").read_bytes() == (tmp_path / "precious").read_bytes() == b"precious"


@links
@pytest.mark.parametrize("where", [".", "assets", "more/still", ".procdocs-new"])
def test_nothing_is_written_through_a_link(tmp_path: Path, where: str) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "output"
    outside.mkdir()
    (outside / "site.css").write_bytes(b"precious")
    (folder / where).parent.mkdir(parents=True, exist_ok=True)
    (folder / where).symlink_to(outside)
    with pytest.raises(Linked) as told:
        build(folder, NEW)
    assert Path(told.value.filename) == folder / where and tree(outside) == {"site.css": b"precious"}


@links
def test_a_link_on_the_way_from_the_project_is_none(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "real").mkdir()
    (tmp_path / "alias").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "way").symlink_to(tmp_path / "outside")
    with pytest.raises(Linked):
        Output(tmp_path / "alias" / "way" / "site", tmp_path / "alias").__enter__()
    assert not list((tmp_path / "outside").iterdir())
    with Output(tmp_path / "alias" / "site", tmp_path / "alias"):
        pass


@pytest.mark.parametrize("own", ["index.html", "assets/site.css"])
def test_somebodys_own_file_is_named_and_replaced_only_by_force(tmp_path: Path, own: str) -> None:
    folder = tmp_path / "output"
    (folder / own).parent.mkdir(parents=True)
    (folder / own).write_bytes(b"mine")
    with pytest.raises(Foreign) as told:
        build(folder, NEW)
    assert Path(told.value.filename) == folder / own and tree(folder) == {own: b"mine"}
    build(folder, NEW, force=True)
    assert tree(folder) == NEW


@links
def test_a_link_in_the_place_of_a_file_is_replaced_only_by_force(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    build(folder, OLD)
    (tmp_path / "precious").write_bytes(b"precious")
    (folder / "C1.html").unlink()
    (folder / "C1.html").symlink_to(tmp_path / "precious")
    with pytest.raises(Foreign):
        build(folder, NEW)
    build(folder, NEW, force=True)
    assert (tmp_path / "precious").read_bytes() == b"precious" and not (folder / "C1.html").is_symlink()


def test_the_same_content_is_not_touched(tmp_path: Path) -> None:
    build(tmp_path, OLD)
    before = {path: (tmp_path / path).stat() for path in OLD}
    for path in OLD:
        os.utime(tmp_path / path, (1, 1))
    build(tmp_path, NEW | {"deep/er/gone.html": b"old"})
    assert {path for path in OLD if (tmp_path / path).stat().st_mtime == 1} == {"assets/site.css", "deep/er/gone.html"}
    assert (tmp_path / "assets/site.css").stat().st_ino == before["assets/site.css"].st_ino


def test_who_reads_meanwhile_finds_the_old_file_or_the_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "C1.yaml"
    place.write_bytes(b"old")
    seen = []
    replace = Path.replace

    def watched(origin: Path, target: Path) -> Path:
        try:
            return replace(origin, target)
        finally:
            seen.append(place.read_bytes() if place.exists() else None)

    monkeypatch.setattr(Path, "replace", watched)
    with Changes(tmp_path) as changes:
        changes.put("C1.yaml", b"new")
        changes.carry_out()
    assert set(seen) == {b"old", b"new"}


def test_without_second_names_of_files_it_works_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a memory stick."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    (tmp_path / "C1.yaml").write_bytes(b"old")
    with Changes(tmp_path) as changes:
        changes.put("C1.yaml", b"new")
        changes.carry_out()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.suffix == ".yaml"} == {"C1.yaml": b"new"}


def test_a_file_that_is_the_same_already_is_taken_for_ours(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(NEW["index.html"])
    build(tmp_path, NEW)
    build(tmp_path, {"C1.html": b"new"})
    assert tree(tmp_path) == {"C1.html": b"new"}


@pytest.mark.parametrize("content", ["", "[]", "null", "{", "[" * 100_000, '{"a": 1}', '{"a": []}', '{"C1.html": null}', '{"C1.html": {"0": 1}}', "\ud800"])
def test_a_damaged_manifest_is_an_empty_one(tmp_path: Path, content: str) -> None:
    (tmp_path / MANIFEST).write_bytes(content.encode("utf-8", "surrogatepass"))
    (tmp_path / "a").write_bytes(b"mine")
    build(tmp_path, {"index.html": b"new"})
    assert tree(tmp_path) == {"a": b"mine", "index.html": b"new"}


@pytest.mark.parametrize(
    ("path", "good"),
    [
        *((path, True) for path in ("index.html", "C1/质量手册.pdf", "a.b-c_d", ".hidden", "COM10.html", "console.html")),
        *(
            (path, False)
            for path in ("", "/", "/a", "a/", "a//b", "..", "a/../b", "./a", "a\\b", "C:a", "a:b", "NUL", "nul.html", "a/COM1.pdf", "lpt¹", "CON .txt", "a.", "a ", "a\nb", "a\0b")
        ),
        ("中" * 86, False),
    ],
)
def test_which_paths_are_plainly_below_their_folder(path: str, good: bool) -> None:
    assert safe(path) is good


def test_a_plan_of_somebody_else_puts_nothing_outside(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    staging = folder / ".procdocs-new"
    staging.mkdir(parents=True)
    (tmp_path / "precious").write_bytes(b"")
    (tmp_path / "empty").mkdir()
    (folder / "mine.txt").write_bytes(b"mine")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    for rows in ([["../precious", empty, False], ["mine.txt", empty, False]], [["../precious", "", True]], [1], "x", {"a": 1}):
        staging.mkdir(exist_ok=True)
        (staging / "plan.json").write_text(json.dumps({"rows": rows, "folders": ["..", "../empty", 3]}), encoding="utf-8")
        with Output(folder):
            pass
        assert (tmp_path / "precious").exists() and (tmp_path / "empty").is_dir() and tree(folder) == {"mine.txt": b"mine"}


def test_what_somebody_changed_after_a_kill_stays(tmp_path: Path) -> None:
    (tmp_path / "C1.yaml").write_bytes(b"old")
    with Changes(tmp_path) as changes:
        changes.put("C1.yaml", b"new")
        changes.put("C2.yaml", b"new")
        real = changes._change

        def then_die(row):
            real(row)
            if row.path == "C2.yaml":
                (tmp_path / "C1.yaml").write_bytes(b"by hand")
                raise OSError(errno.EIO, "gone")

        changes._change = then_die  # type: ignore[method-assign]
        with pytest.raises(Blocked):
            changes.carry_out()
    assert tree(tmp_path) == {"C1.yaml": b"by hand"}


def test_the_lock_of_a_killed_build_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / ".procdocs.lock").write_bytes(b"123")
    build(tmp_path, NEW)
    assert not (tmp_path / ".procdocs.lock").exists()


def test_two_at_once_are_one_after_the_other(tmp_path: Path) -> None:
    with Output(tmp_path):
        with pytest.raises(Busy):
            Output(tmp_path).__enter__()
        assert (tmp_path / ".procdocs-new").is_dir()
    build(tmp_path, NEW)


@pytest.mark.skipif(sys.platform == "win32", reason="other locks there")
@pytest.mark.parametrize("made_anew", [False, True])
def test_a_lock_file_that_was_removed_in_between_is_no_lock(made_anew: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who opened the file before its owner removed it, must not believe to have the lock of the file that others find."""
    from procdocs.saving.lock import Lock

    real, waiting = Lock._lock, [True]

    def slow(self: Lock, handle: int) -> None:
        if waiting.pop() if waiting else False:
            (tmp_path / ".procdocs.lock").unlink()
            if made_anew:
                (tmp_path / ".procdocs.lock").touch()
        real(self, handle)

    monkeypatch.setattr(Lock, "_lock", slow)
    lock = Lock(tmp_path)
    lock.take()
    with pytest.raises(Busy):
        Lock(tmp_path).take()
    lock.release()


def test_a_single_file_keeps_its_permissions_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "C1.yaml"
    create(path, b"old")
    path.chmod(0o640)
    assert write(path, b"new") and not write(path, b"new")
    assert path.read_bytes() == b"new" and [one.name for one in tmp_path.iterdir()] == ["C1.yaml"]
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
    with pytest.raises(FileExistsError):
        create(path, b"other")
    assert path.read_bytes() == b"new"


@links
def test_a_single_file_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for work in (write, create):
        with pytest.raises(OSError, match="link"):
            work(tmp_path / "link", b"new")
    assert (tmp_path / "real").read_bytes() == b"old" and (tmp_path / "link").is_symlink()


def test_a_folder_may_lie_deeper_than_python_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path(*"a" * 1500)
    made_folder(folder)
    assert folder.is_dir()
    os.removedirs(folder)
    with pytest.raises(OSError, match="too long"):
        made_folder(Path(*"a" * 30_000))
    assert not list(tmp_path.iterdir())
