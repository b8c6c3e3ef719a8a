"""`procdocs build A B C`: several projects in one run; and builds of strangers' projects."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran
from tests.test_build import C1, HTML, S1, SETTINGS


@pytest.fixture
def sites(tmp_path: Path) -> Callable[..., Path]:
    def write(name: str, **files: str) -> Path:
        root = tmp_path / name
        (root / "processes").mkdir(parents=True)
        (root / "procdocs.yaml").write_text(SETTINGS, encoding="utf-8")
        for id, text in files.items():
            (root / "processes" / f"{id}.yaml").write_text(text, encoding="utf-8")
        return root

    return write


def test_several_projects_are_one_run(sites: Callable[..., Path], procdocs: Callable[..., Ran], tmp_path: Path) -> None:
    sites("north", C1=C1, S1=S1)
    sites("south", C1=C1, S1=S1.replace("type: support", "typ: support"))
    sites("west", C1=C1)
    ran = procdocs("build", "north", "south", "west", *HTML, cwd=tmp_path)
    assert ran.code == 1, ran.out + ran.err
    assert "\nsouth/processes/S1.yaml:4:1: error PD2" in "\n" + ran.out and "typ: support" in ran.out
    assert "\nnorth/" not in ran.out.replace("north/processes", "") or "north/processes" in ran.out
    assert (tmp_path / "north/output/S1.html").is_file() and (tmp_path / "west/output/index.html").is_file() and not (tmp_path / "south/output/index.html").exists()
    lines = ran.out.splitlines()
    assert "共 3 个项目，其中 1 个未写入" in lines[-1] and sum("个项目" in line for line in lines) == 1
    alone = [procdocs("check", tmp_path / name, "--format", "json").out.count('"severity": "error"') for name in ("north", "south", "west")]
    assert f"{sum(alone)}" in lines[-2]


def test_each_gets_a_folder_of_its_name(sites: Callable[..., Path], procdocs: Callable[..., Ran], tmp_path: Path) -> None:
    one, two = sites("north", C1=C1), sites("south", C1=C1)
    assert procdocs("build", one, two, *HTML, "--output", tmp_path / "all").code == 0
    assert (tmp_path / "all/north/index.html").is_file() and (tmp_path / "all/south/index.html").is_file() and not (one / "output").exists()
    other = sites("other/North", C1=C1)
    ran = procdocs("build", one, other, *HTML, "--output", tmp_path / "both")
    assert ran.code == 2 and str(other) in ran.err and not (tmp_path / "both").exists()
    assert procdocs("build", one, other, *HTML).code == 0
    ran = procdocs("build", one, tmp_path / "all" / ".." / "north", *HTML)
    assert ran.code == 2 and "north" in ran.err


def test_one_that_cannot_be_built_stops_no_other_and_the_worst_code_counts(sites: Callable[..., Path], procdocs: Callable[..., Ran], tmp_path: Path) -> None:
    one, two = sites("north", C1=C1, S1=S1), sites("south", C1=C1)
    ran = procdocs("build", two, one, *HTML, "--only", "S1")
    assert ran.code == 2 and f"{two}: " in ran.err and "S1" in ran.err
    assert (one / "output/S1.html").is_file()
    (two / "output" / "C1.html").mkdir(parents=True)
    ran = procdocs("build", two, one, *HTML)
    assert ran.code == 3 and f"{two}: " in ran.err and (one / "output/C1.html").is_file()
    assert procdocs("build", one, tmp_path / "nowhere", *HTML).code == 2


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_of_an_untrusted_project_no_link_is_followed_and_no_template_used(sites: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    root = sites("fork", C1=C1)
    (root / "store").mkdir()
    (root / "store" / "S1.yaml").write_text(S1, encoding="utf-8")
    (root / "processes" / "S1.yaml").symlink_to("../store/S1.yaml")
    assert procdocs("build", root, *HTML).code == 0
    for command in (("build", root, *HTML), ("check", root)):
        ran = procdocs(*command, "--untrusted")
        assert ran.code == 1 and "processes/S1.yaml: error PD115" in ran.out and "--untrusted" in ran.out
    (root / "processes" / "S1.yaml").unlink()
    (root / "templates").mkdir()
    (root / "templates" / "site.css").symlink_to("../store/S1.yaml")
    (root / "templates" / "page.html.j2").write_text("mine", encoding="utf-8")
    ran = procdocs("build", root, *HTML)
    assert ran.code == 1 and "templates/site.css: error PD705" in ran.out
    assert procdocs("build", root, *HTML, "--untrusted").code == 0
    assert "mine" not in (root / "output/C1.html").read_text(encoding="utf-8")[:4]
    (root / "templates" / "site.css").unlink()
    assert procdocs("build", root, *HTML).code == 0
    assert (root / "output/C1.html").read_text(encoding="utf-8") == "mine"
