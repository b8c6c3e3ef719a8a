"""A build that remembers writes what one writes that does not: each input is changed in turn, and the whole output compared byte by byte."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from procdocs import Request, Result, build
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
    "a table": (added("registers/competences.csv", "person,process\n"), {}),
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


def smallest_font() -> Path:
    return min(Path("/usr/share/fonts").rglob("*.ttf"), key=lambda path: path.stat().st_size)


def another_font(installation: Path) -> None:
    for name in ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "DejaVuSans.ttf"):
        (installation / "fonts").mkdir(exist_ok=True)
        shutil.copy(smallest_font(), installation / "fonts" / name)


def another_version(installation: Path) -> None:
    folder = installation / "openpyxl-99.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: openpyxl\nVersion: 99.0\n", encoding="utf-8")


#: What is changed in the installation, and the file that becomes another by it.
OUTSIDE: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "a language file": (rewritten("procdocs/languages/zh/labels.yaml", "owner: ", "owner: 总"), "C1.html"),
    "a template": (added("procdocs/templates/site.css", "body { color: red }\n"), "assets/site.css"),
    "our code": (rewritten("procdocs/writers/sheets/xlsx.py", "LINE, TALLEST = 14.0", "LINE, TALLEST = 15.0"), "registers.xlsx"),
    "a font": (another_font, "diagrams/C1.svg"),
    "a library's version": (another_version, ""),
}


@pytest.mark.skipif(not Path("/usr/share/fonts").is_dir(), reason="fonts lie elsewhere")
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
    """How many PDFs a build makes; the others are remembered."""
    return built(root, formats=PDF, jobs=2).timings.made


def test_pdfs_are_made_only_where_they_become_others(small: Path) -> None:
    parts = made(small)
    assert parts > 8
    CHANGES["a colour"][0](small)
    assert made(small) == parts
    CHANGES["the name of a process that another one prints"][0](small)
    renamed = made(small)
    CHANGES["a text"][0](small)
    assert 2 * 2 <= made(small) < renamed < parts, "the page and the manual, in two languages"
    (small / "output" / "documents" / "C1.pdf").write_bytes(b"%PDF by hand")
    assert made(small) == 0
    assert tree(small / "output") == fresh(small, formats=PDF, jobs=2)[1]
