"""`procdocs build` on small projects: what it leaves behind, in good times and bad."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from procdocs.manual.draw import FIGURES
from tests.conftest import Ran

C1 = "kind: process\nid: C1\nname: 投标\ntype: customer\nowner: sales\npurpose: 报价\ninputs:\n  - {name: 询价, from: customer}\noutputs:\n  - {name: 报价单, to: customer}\n"
S1 = C1.replace("id: C1", "id: S1").replace("投标", "文件").replace("type: customer", "type: support")
SETTINGS = "organisation: {name: 江海}\nlanguages: [zh]\ndepartments: [{id: sales, name: 业务部}]\n"
HTML = ("--format", "html")


def fingerprint(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def built(project: Callable[..., Path], procdocs: Callable[..., Ran], once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """A project with its site, which each test gets a copy of."""
    root = project(SETTINGS, C1=C1, S1=S1)

    def fill(folder: Path) -> None:
        ran = procdocs("build", root, "--no-cache", "--output", folder, *HTML)
        assert ran.code == 0, ran.out + ran.err

    shutil.copytree(once("small site", fill), root / "output")
    return root


def test_it_says_what_it_made_and_where(built: Path, procdocs: Callable[..., Ran]) -> None:
    ran = procdocs("build", built, *HTML)
    assert str(built / "output") in ran.out and "2" in ran.out


def test_the_layout_of_the_output(built: Path) -> None:
    for name in ("index.html", "C1.html", "diagrams/C1.svg", "diagrams/landscape.svg", "diagrams/interaction.svg", "diagrams/organisation.svg"):
        assert (built / "output" / name).is_file(), name


def test_what_left_the_yaml_leaves_the_output(built: Path, procdocs: Callable[..., Ran]) -> None:
    (built / "output" / "mine.txt").write_text("keep", encoding="utf-8")
    (built / "processes" / "S1.yaml").unlink()
    assert procdocs("build", built, *HTML).code == 0
    assert not (built / "output" / "S1.html").exists() and not (built / "output/diagrams/S1.svg").exists()
    assert (built / "output" / "mine.txt").read_text(encoding="utf-8") == "keep"


def test_a_format_not_asked_for_keeps_its_files(built: Path, procdocs: Callable[..., Ran]) -> None:
    assert procdocs("build", built, "--format", "xlsx").code == 0
    assert (built / "output" / "index.html").is_file() and (built / "output" / "registers.xlsx").is_file()


BROKEN = {
    "an empty file": b"",
    "not UTF-8": "kind: process\nid: C2\nname: 生产\n".encode("gbk"),
    "an unknown kind": b"kind: procces\nid: C2\nname: x\n",
    "a missing field": b"kind: process\nid: C2\ntype: customer\n",
    "an unknown process": "kind: process\nid: C2\nname: 甲\ntype: customer\ninputs: [{name: 乙, from: C99}]\n".encode(),
}


@pytest.mark.parametrize("case", BROKEN)
def test_bad_input_is_named_with_its_place_and_leaves_the_output_alone(case: str, built: Path, procdocs: Callable[..., Ran]) -> None:
    before = fingerprint(built / "output")
    (built / "processes" / "C2-bad.yaml").write_bytes(BROKEN[case])
    ran = procdocs("build", built, *HTML)
    assert ran.code == 1
    assert "processes/C2-bad.yaml:" in ran.out + ran.err and "PD" in ran.out + ran.err
    assert fingerprint(built / "output") == before


def test_no_project_is_wrong_usage(tmp_path: Path, procdocs: Callable[..., Ran]) -> None:
    ran = procdocs("build", tmp_path)
    assert ran.code == 2 and "procdocs.yaml" in ran.err


def test_the_nearest_parent_with_a_project_is_taken(built: Path, procdocs: Callable[..., Ran]) -> None:
    assert procdocs("build", *HTML, cwd=built / "processes").code == 0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_folder_is_the_environments_fault(built: Path, procdocs: Callable[..., Ran]) -> None:
    (built / "processes").chmod(0)
    try:
        assert procdocs("build", built, *HTML).code == 3
    finally:
        (built / "processes").chmod(0o755)


def test_the_output_may_not_be_the_project(built: Path, procdocs: Callable[..., Ran]) -> None:
    for folder in (built, built.parent, built / "processes"):
        assert procdocs("build", built, "--output", folder, *HTML).code == 2


@pytest.mark.parametrize("option", [("--format", "docx"), ("--only", "C9"), ("--language", "fr"), ("--today", "soon")])
def test_a_wrong_option_is_wrong_usage(option: tuple[str, str], built: Path, procdocs: Callable[..., Ran]) -> None:
    before = fingerprint(built / "output")
    ran = procdocs("build", built, *option)
    assert ran.code == 2 and option[1] in ran.err
    assert fingerprint(built / "output") == before


def test_the_same_input_gives_the_same_bytes(built: Path, procdocs: Callable[..., Ran], tmp_path: Path) -> None:
    formats = ("--format", "html", "--format", "pdf", "--format", "xlsx", "--format", "csv", "--format", "single-html")
    one, two = tmp_path / "one", tmp_path / "two"
    assert procdocs("build", built, "--output", one, *formats, TZ="Asia/Shanghai", PYTHONHASHSEED="1", LC_ALL="C").code == 0
    assert procdocs("build", built, "--output", two, *formats, "--jobs", "1", TZ="America/New_York", PYTHONHASHSEED="2", cwd=tmp_path).code == 0
    assert fingerprint(one) == fingerprint(two)


def test_a_build_in_progress_is_not_disturbed(built: Path, procdocs: Callable[..., Ran]) -> None:
    fcntl = pytest.importorskip("fcntl")
    (built / "output" / ".procdocs.lock").touch()
    with (built / "output" / ".procdocs.lock").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ran = procdocs("build", built, *HTML)
    assert ran.code == 3 and "另一次生成正在写入" in ran.err


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("link", ["output", "output/assets", "output/.procdocs.lock"])
@pytest.mark.parametrize("leads_to", ["elsewhere", "itself"])
def test_a_link_in_the_output_is_named_and_not_followed(link: str, leads_to: str, built: Path, procdocs: Callable[..., Ran]) -> None:
    elsewhere = built.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "site.css").write_text("precious", encoding="utf-8")
    if (built / link).exists():
        (built / link).rename(built.parent / "before")
    (built / link).symlink_to(elsewhere if leads_to == "elsewhere" else Path(link).name)
    ran = procdocs("build", built, *HTML)
    assert ran.code == 3 and str(built / link) in ran.err and "链接" in ran.err
    assert [path.name for path in elsewhere.iterdir()] == ["site.css"] and (elsewhere / "site.css").read_text(encoding="utf-8") == "precious"


def test_somebodys_own_page_is_named_and_replaced_only_by_force(built: Path, procdocs: Callable[..., Ran]) -> None:
    site = built.parent / "site"
    site.mkdir()
    (site / "index.html").write_text("mine", encoding="utf-8")
    ran = procdocs("build", built, "--output", site, *HTML)
    assert ran.code == 3 and str(site / "index.html") in ran.err and "--force" in ran.err
    assert [path.name for path in site.iterdir()] == ["index.html"] and (site / "index.html").read_text(encoding="utf-8") == "mine"
    assert procdocs("build", built, "--output", site, *HTML, "--force").code == 0
    assert "mine" not in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["C1.html", "registers-worksheets.html", "assets/site.css"])
def test_a_file_that_cannot_be_replaced_leaves_all_others_as_they_were(name: str, built: Path, procdocs: Callable[..., Ran]) -> None:
    output = built / "output"
    (output / name).unlink()
    (output / name / "mine").mkdir(parents=True)
    before = fingerprint(output)
    (built / "processes" / "C1.yaml").write_text(C1.replace("投标", "报价"), encoding="utf-8")
    ran = procdocs("build", built, *HTML)
    assert ran.code == 3 and str(output / name) in ran.err and "关闭正在使用该文件的程序" in ran.err
    assert fingerprint(output) == before and (output / name / "mine").is_dir()
    (output / name / "mine").rmdir()
    (output / name).rmdir()
    assert procdocs("build", built, *HTML).code == 0
    assert "报价" in (output / "C1.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("place", [".", "..", "processes", "processes/new", "registers", "released", ".git"])
def test_nothing_is_remembered_among_sources(place: str, built: Path, procdocs: Callable[..., Ran]) -> None:
    before = fingerprint(built)
    ran = procdocs("build", built, "--cache", built / place, *HTML)
    assert ran.code == 2 and "--cache" in ran.err and fingerprint(built) == before


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_that_lead_in_a_circle_are_a_sentence(built: Path, procdocs: Callable[..., Ran]) -> None:
    (built / ".procdocs").mkdir(exist_ok=True)
    shutil.rmtree(built / ".procdocs" / "cache", ignore_errors=True)
    (built / ".procdocs" / "cache").symlink_to("cache")
    (built / "round").symlink_to("round")
    for command in (
        ("build", built, *HTML),
        ("build", built, "--output", built / "round", *HTML),
        ("build", built / "round"),
        ("check", built / "round"),
        ("init", built / "round"),
        ("draw", "C1", "--project", built, "-o", built / "round.svg"),
    ):
        ran = procdocs(*command)
        assert ran.code in (0, 1, 2, 3) and "internal error" not in ran.err + ran.out, command


def test_a_cache_among_files_of_others_is_none(built: Path, procdocs: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("x")
    ran = procdocs("build", built, "--cache", tmp_path / "mine", "--output", tmp_path / "out", *HTML)
    assert ran.code in (0, 1) and str(tmp_path / "mine") in ran.err and [one.name for one in (tmp_path / "mine").iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    "command",
    [
        ("check", ".", "-o", "procdocs.yaml"),
        ("check", ".", "--format", "json", "-o", "processes/C1.yaml"),
        ("check", ".", "-o", "released/R1/manifest.json"),
        ("schema", "-o", "processes/C1.yaml"),
        ("export", "xlsx", "-o", "registers/list.yaml"),
        ("diff", ".", ".", "-o", "processes/S1.yaml"),
    ],
)
def test_no_command_writes_over_what_people_write(command: tuple[str, ...], built: Path, procdocs: Callable[..., Ran]) -> None:
    for name in ("released/R1/manifest.json", "registers/list.yaml"):
        (built / name).parent.mkdir(parents=True, exist_ok=True)
        (built / name).write_text("{}")
    before = fingerprint(built)
    ran = procdocs(*command, cwd=built)
    assert ran.code == 2 and "-o" in ran.err and fingerprint(built) == before
    assert procdocs("check", ".", "-o", "found.txt", cwd=built).code in (0, 1) and (built / "found.txt").is_file()


def test_only_writes_one_document(built: Path, procdocs: Callable[..., Ran], tmp_path: Path) -> None:
    assert procdocs("build", built, "--only", "C1", "--output", tmp_path / "one", "--format", "pdf").code == 0
    assert [path.name for path in sorted((tmp_path / "one").rglob("*.pdf"))] == ["C1.pdf"]


@pytest.mark.parametrize("epoch", ["", "soon", "-1", "²", "9" * 30])
def test_a_day_that_cannot_be_read_is_no_day(built: Path, procdocs: Callable[..., Ran], epoch: str) -> None:
    ran = procdocs("check", built, "--format", "json", SOURCE_DATE_EPOCH=epoch)
    assert ran.code in (0, 1) and not ran.err


def test_ids_like_the_names_of_further_drawings_get_a_picture_of_their_own(project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    """`F-2` may be the second sheet of F or a document of its own, `S1-neighbours` a figure of S1 or a process."""
    branches = ", ".join(f"{{text: 分支{one}, children: [{', '.join(f'主题{one}之{two}' for two in range(30))}]}}" for one in range(3))
    funnel = "{funnel: [{name: 甲, value: 3}, {name: 乙, value: 1}]}"
    root = project(
        SETTINGS,
        C1=C1.replace("from: customer", "from: S1"),
        S1=S1.replace("to: customer", "to: C1"),
        **{
            "S1-neighbours": S1.replace("id: S1", "id: S1-neighbours").replace("文件", "相邻"),
            "F": f"kind: mindmap\nid: F\nname: 大图\nroot: {{text: 中心, children: [{branches}]}}\n",
            "F-2": S1.replace("id: S1", "id: F-2").replace("文件", "第二"),
            "W": f"kind: sop\nid: W\nname: 跟踪\nsections: {{figure: {funnel}, procedure: [{{step: 一, figure: {funnel}}}]}}\n",
            "W-FUNNEL-1": S1.replace("id: S1", "id: W-FUNNEL-1").replace("文件", "漏斗"),
        },
    )
    assert procdocs("build", root, *HTML).code in (0, 1)
    titles = {path.name: re.findall(r"<title[^>]*>([^<]*)", path.read_text(encoding="utf-8"))[0] for path in (root / "output" / "diagrams").glob("*.svg")}
    assert {name: title for name, title in titles.items() if name.startswith(("S1", "F", "W"))} == {
        "S1.svg": "S1 文件 · 乌龟图",
        "S1-neighbours.svg": "S1-neighbours 相邻 · 乌龟图",
        "S1-neighbours_.svg": "S1 文件：相邻过程",
        "F.svg": "大图",
        "F-2.svg": "F-2 第二 · 乌龟图",
        "F-2_.svg": "大图：分支0",
        "F-3.svg": "大图：分支1",
        "F-4.svg": "大图：分支2",
        "W-funnel-1_.svg": "数据图",
        "W-funnel-2.svg": "数据图",
        "W-FUNNEL-1.svg": "W-FUNNEL-1 漏斗 · 乌龟图",
    }


def test_a_figure_that_fits_no_page_is_told_and_the_rest_is_built(project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    long = f"{{funnel: [{{name: {'长' * 20_000}, value: 3}}]}}"
    root = project(SETTINGS, W=f"kind: sop\nid: W\nname: 跟踪\nsections:\n  figure: {{funnel: [{{name: 甲, value: 3}}]}}\n  more:\n    - {{title: 乙, figure: {long}}}\n")
    ran = procdocs("build", root, *HTML)
    assert ran.code == 1 and "processes/W.yaml:7:" in ran.out and "PD701" in ran.out
    assert (root / "output" / "diagrams" / "W-funnel-1.svg").is_file() and (root / "output" / "W.html").is_file()


def test_hundreds_of_findings_of_one_code_stop_no_build_that_one_does_not_stop(project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    measures = ", ".join(f"{{name: 指标{number}}}" for number in range(300))
    root = project(SETTINGS, C1=C1 + f"measures: [{measures}]\n")
    ran = procdocs("build", root, *HTML)
    assert ran.code == 1 and "300" in ran.out and (root / "output" / "C1.html").is_file()


def test_a_language_not_asked_for_keeps_its_files(project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    root = project(SETTINGS.replace("[zh]", "[zh, en]"), C1=C1, S1=S1)
    assert procdocs("build", root, *HTML).code in (0, 1)
    both = set(fingerprint(root / "output"))
    assert {"C1.html", "en/C1.html"} <= both
    for language in ("zh", "en"):
        assert procdocs("build", root, *HTML, "--language", language).code in (0, 1)
        assert set(fingerprint(root / "output")) == both, language


def test_a_character_no_font_has_stops_the_build(project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    root = project(SETTINGS, C1=C1.replace("投标", "投标\U0001f3ed"))
    ran = procdocs("build", root, *HTML)
    assert ran.code == 1 and "processes/C1.yaml:3:" in ran.out and "PD702" in ran.out
    assert not (root / "output" / "index.html").exists()


def test_a_document_asked_for_that_cannot_be_read_is_told_with_its_mistakes(built: Path, procdocs: Callable[..., Ran]) -> None:
    before = fingerprint(built / "output")
    (built / "processes" / "C1.yaml").write_text("kind: process\nid: C1\nname: [\n", encoding="utf-8")
    ran = procdocs("build", built, "--only", "C1", *HTML)
    assert ran.code == 1 and "PD101" in ran.out and "没有这样的代号" not in ran.err and fingerprint(built / "output") == before


def test_a_document_shows_no_more_figures_than_anybody_reads(project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    shown = "\\n\\n".join(["![图](diagram:C1)"] * (FIGURES + 50))
    root = project(SETTINGS, C1=C1, S1=S1, P=f'kind: page\nid: P\nname: 页\ntext: "{shown}"\n')
    ran = procdocs("build", root, *HTML)
    assert ran.code == 1 and ran.out.count("PD701") == 1 + ran.out.count("explain PD701") and "processes/P.yaml" in ran.out
    page = (root / "output" / "P.html").read_text(encoding="utf-8")
    assert page.count("<svg") - (root / "output" / "S1.html").read_text(encoding="utf-8").count("<svg") > 150 and page.count("<figure") == FIGURES
