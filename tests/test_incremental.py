"""A build that remembers writes what one writes that does not: each input is changed in turn, and the whole output compared byte by byte."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from procdocs import Request, Result, build
from procdocs.cache.unchanged import wish
from procdocs.execution.limits import Limits
from procdocs.pipeline import APART
from tests.conftest import Ran

SETTINGS = """\
organisation: {name: 江海}
languages: [zh, en]
departments: [{id: sales, name: 业务部}, {id: works, name: 生产部}]
document: {revision: A, status: released, effective: 2026-03-01}
"""
C1 = "kind: process\nid: C1\nname: 投标\ntype: customer\nowner: sales\npurpose: 报价\noutputs:\n  - {name: 合同, to: S1}\n"
S1 = "kind: process\nid: S1\nname: 采购\ntype: support\nowner: works\npurpose: 供货\ninputs:\n  - {name: 合同, from: C1}\n"
PAGES = {"PAGE_A": "kind: page\nid: PAGE-A\nname: 方针\ntext: |\n  质量第一\n\n  ![p](p.svg)\n", "PAGE_B": "kind: page\nid: PAGE-B\nname: 承诺\ntext: 守约\n"}
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
REVIEWED = "document: {review: 2026-05-01}\n"
CHEAP = ("html", "xlsx", "csv", "single-html")
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def small(project: Callable[..., Path]) -> Path:
    root = project(SETTINGS, C1=C1, S1=S1 + REVIEWED, **PAGES)
    (root / "processes" / "p.svg").write_text(PICTURE, encoding="utf-8")
    (root / "registers").mkdir()
    return root


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def moments(folder: Path) -> dict[str, tuple[int, int]]:
    return {path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.stat().st_ino) for path in sorted(folder.rglob("*"))}


def built(root: Path, output: str = "output", **wishes: Any) -> Result:
    """A build that remembers; `output` is a folder in the project."""
    return build(Request(**{"root": root, "output": root / output, "formats": CHEAP, "cache": root / ".procdocs" / "cache", **wishes}))


def fresh(root: Path, **wishes: Any) -> tuple[Result, dict[str, bytes]]:
    """What a build says and writes that remembers nothing."""
    output = root.parent / "fresh"
    shutil.rmtree(output, ignore_errors=True)
    result = built(root, **wishes, output=str(output), cache=None)
    return result, tree(output)


def rewritten(path: str, before: str, after: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert before in text
        (root / path).write_text(text.replace(before, after), encoding="utf-8")

    return change


def added(path: str, text: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")

    return change


def with_old_moment(root: Path) -> None:
    path = root / "processes" / "PAGE-B.yaml"
    before = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("守约", "守信"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


SETTLED: Callable[[Path], None] = lambda root: None  # noqa: E731 - no change of a file
#: What is changed, in the project or in what is wished.
CHANGES: Mapping[str, tuple[Callable[[Path], None], dict[str, Any]]] = {
    "a text": (rewritten("processes/PAGE-A.yaml", "质量第一", "质量至上"), {}),
    "a text of the same length at the same moment": (with_old_moment, {}),
    "the name of a process that another one prints": (rewritten("processes/C1.yaml", "投标", "询价"), {}),
    "a comment in a file that is attached": (rewritten("processes/S1.yaml", "purpose: 供货", "purpose: 供货 # 已阅"), {}),
    "a picture": (rewritten("processes/p.svg", 'width="9" height="9"/>', 'width="8" height="8"/>'), {}),
    "a file more": (added("processes/PAGE-C.yaml", "kind: page\nid: PAGE-C\nname: 新页\ntext: 新\n"), {}),
    "a file less": (lambda root: (root / "processes/PAGE-B.yaml").unlink(), {}),
    "a table": (added("registers/文件清单.csv", "编号,名称,类别,状态\nWI-01,开机规定,,\n"), {}),
    "a misplaced file": (added("PAGE-D.yaml", "kind: page\nid: PAGE-D\nname: 新页\ntext: 新\n"), {}),
    "a colour": (rewritten("procdocs.yaml", "languages:", 'theme: {accent: "#0050A0"}\nlanguages:'), {}),
    "the languages of the project": (rewritten("procdocs.yaml", "[zh, en]", "[en, zh]"), {}),
    "a template of the project": (added("templates/site.css", "body { color: red }\n"), {}),
    "the day": (SETTLED, {"today": datetime.date(2026, 6, 1)}),
    "the languages that are wished": (SETTLED, {"languages": ("zh",)}),
    "the formats": (SETTLED, {"formats": ("html",)}),
    "the templates left out": (added("templates/site.css", "body { color: red }\n"), {"use_templates": False}),
}


@pytest.mark.parametrize("case", CHANGES)
def test_each_input_in_turn(case: str, small: Path) -> None:
    change, wishes = CHANGES[case]
    built(small)
    before = built(small)
    assert before.unchanged
    change(small)
    after = built(small, **wishes)
    assert not after.unchanged
    expected, files = fresh(small, **wishes)
    assert after.diagnostics == expected.diagnostics and after.written == expected.written
    if set(after.written) == set(before.written) - set(after.removed) or not wishes:
        assert tree(small / "output") == files
    else:  # of languages and formats left out, the files stay
        mine = tree(small / "output")
        assert {path: mine[path] for path in expected.written if not path.endswith(".html")} == {path: files[path] for path in expected.written if not path.endswith(".html")}
    again = built(small, **wishes)
    assert again.unchanged and (again.diagnostics, again.written, again.documents) == (after.diagnostics, after.written, after.documents)


# What lies outside of the project


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with its templates, which can be changed."""
    folder = tmp_path_factory.mktemp("installation")
    shutil.copytree(ROOT / "src" / "procdocs", folder / "procdocs", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "templates", folder / "procdocs" / "templates", dirs_exist_ok=True)
    return folder


def another_font(installation: Path) -> None:
    bold = next(Path("/usr/share/fonts").rglob("NotoSansCJK-Bold.ttc"))
    (installation / "fonts" / "NotoSansCJK-Regular.ttc").symlink_to(bold)


def another_version(installation: Path) -> None:
    folder = installation / "openpyxl-99.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: openpyxl\nVersion: 99.0\n", encoding="utf-8")


#: What is changed in the installation, and the file that becomes another by it.
OUTSIDE: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "a language file": (rewritten("procdocs/languages/zh/labels.yaml", "owner: ", "owner: 总"), "C1.html"),
    "a template": (added("procdocs/templates/site.css", "body { color: red }\n"), "assets/site.css"),
    "our code": (rewritten("procdocs/writers/sheets/xlsx.py", "LINE, TALLEST = 14.0", "LINE, TALLEST = 15.0"), "registers.xlsx"),
    "a font": (another_font, ""),
    "a library's version": (another_version, ""),
}


@pytest.mark.skipif(not any(Path("/usr/share/fonts").rglob("NotoSansCJK-Bold.ttc")), reason="another font is measured with here")
def test_each_input_outside_of_the_project(small: Path, installation: Path, procdocs: Callable[..., Ran]) -> None:
    surroundings = {"PYTHONPATH": str(installation), "PROCDOCS_FONTS": str(installation / "fonts")}

    def run(*more: str | Path) -> Ran:
        return procdocs("build", small, "--format", "html", "--format", "xlsx", *more, **surroundings)

    (installation / "fonts").mkdir()
    run()
    assert "没有变化" in run().out
    for case, (change, path) in OUTSIDE.items():
        before = tree(small / "output")
        change(installation)
        after = run()
        assert "没有变化" not in after.out, case
        run("--output", small.parent / case, "--no-cache")
        found = tree(small / "output")
        assert found == tree(small.parent / case), case
        assert not path or found[path] != before[path], case


PDF = ("pdf",)


def made(root: Path) -> int:
    """How many targets of the PDFs a build makes; the others are remembered."""
    return built(root, formats=PDF, jobs=1).timings.made


@pytest.mark.slow
def test_pdfs_are_made_only_where_they_become_others(small: Path) -> None:
    rewritten("procdocs.yaml", "[zh, en]", "[zh]")(small)
    parts = made(small)
    assert parts > 8
    CHANGES["a colour"][0](small)
    assert made(small) == parts
    CHANGES["the name of a process that another one prints"][0](small)
    renamed = made(small)
    CHANGES["a text"][0](small)
    assert 2 <= made(small) < renamed < parts, "the page and the manual at least"
    (small / "output" / "documents" / "C1.pdf").write_bytes(b"%PDF by hand")
    assert made(small) == 2, "nothing is printed; the pages of the parts of both manuals are counted, which costs less than to remember them"
    assert tree(small / "output") == fresh(small, formats=PDF, jobs=1)[1]


# Nothing to do


def test_what_stands_as_it_stood_is_not_touched_and_findings_come_again(small: Path, procdocs: Callable[..., Ran]) -> None:
    first = procdocs("build", small, "--format", "html", "--strict")
    before = moments(small)
    second = procdocs("build", small, "--format", "html", "--strict", "--timings")
    assert (first.code, second.code) == (1, 1) and "PD503" in first.out
    assert second.out.splitlines()[:-1] == first.out.splitlines()[:-1] and "没有变化" in second.out.splitlines()[-1]
    assert moments(small) == before
    assert "查看是否有变化" in second.err and "检查" not in second.err.split("查看是否有变化")[1]


def by_hand(page: Path) -> None:
    """A change that keeps size and moment of writing."""
    before, data = page.stat(), page.read_bytes()
    page.write_bytes(data[:-3] + b"<p>")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("harm", [lambda page: page.unlink(), by_hand, lambda page: page.write_text("mine"), lambda page: page.with_name(".procdocs.json").write_text("{}")])
def test_what_was_changed_by_hand_is_as_it_should_be_again(harm: Callable[[Path], None], small: Path) -> None:
    built(small)
    whole = tree(small / "output")
    harm(small / "output" / "C1.html")
    assert not built(small).unchanged
    assert tree(small / "output") == whole


def test_a_file_that_is_changed_while_it_is_built_counts_next_time(small: Path) -> None:
    def meddle(done: int, of_all: int, what: str, reused: int = 0, left: float | None = None) -> None:
        if "投标" in (small / "processes/C1.yaml").read_text(encoding="utf-8") and of_all:
            CHANGES["the name of a process that another one prints"][0](small)

    built(small, progress=meddle)
    assert not built(small).unchanged
    assert tree(small / "output") == fresh(small)[1] and built(small).unchanged


def test_a_damaged_or_deleted_cache_changes_nothing(small: Path) -> None:
    built(small)
    for path in (small / ".procdocs" / "cache").rglob("??/*"):
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert not built(small).unchanged and built(small).unchanged
    shutil.rmtree(small / ".procdocs")
    assert not built(small).unchanged and tree(small / "output") == fresh(small)[1]


def test_a_build_that_stops_is_not_remembered(small: Path) -> None:
    CHANGES["a misplaced file"][0](small)
    rewritten("processes/C1.yaml", "kind: process", "kind: nonsense")(small)
    first, second = built(small), built(small)
    assert not first.written and not second.unchanged and first.diagnostics == second.diagnostics


def test_nothing_is_remembered_where_it_is_not_wished_or_not_to_be_trusted(small: Path, procdocs: Callable[..., Ran]) -> None:
    for option in ("--no-cache", "--untrusted"):
        for _ in range(2):
            assert "没有变化" not in procdocs("build", small, "--format", "html", option).out
    assert not (small / ".procdocs").exists()
    named = small.parent / "named"
    for _ in range(2):
        ran = procdocs("build", small, "--format", "html", "--untrusted", "--cache", named)
    assert "没有变化" in ran.out and named.is_dir() and not (small / ".procdocs").exists()


def test_a_cache_that_cannot_be_written_is_one_note(small: Path, procdocs: Callable[..., Ran]) -> None:
    (small / ".procdocs").write_text("in the way", encoding="utf-8")
    for _ in range(2):
        ran = procdocs("build", small, "--format", "html")
        assert ran.code == 1 and "已生成" in ran.out and ran.err.count("--cache") == 1


@pytest.mark.parametrize("field", [one.name for one in fields(Request) if one.name not in APART])
def test_every_wish_is_in_the_key(field: str) -> None:
    """A field of another type must be made a value here, or belong to those that change no file."""
    other: dict[str, Any] = {"root": Path("b"), "output": Path("b"), "formats": ("pdf",), "languages": ("en",), "only": frozenset("b"), "today": datetime.date(2026, 1, 1)}
    other |= {"limits": Limits(memory=1), "scheduler": "tcp://b"}
    one = Request(Path("a"), Path("a"), ("html",))
    change: dict[str, Any] = {field: other[field] if field in other else not getattr(one, field)}
    changed = replace(one, **change)
    assert wish(one, APART) != wish(changed, APART)
