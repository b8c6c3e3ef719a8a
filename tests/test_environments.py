"""The same project gives the same bytes wherever, by whomever and under whatever settings it is built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.hostile.case import SETTINGS, process

if os.name == "nt":
    pytest.skip("locales and masks as Unix has them", allow_module_level=True)

FORMATS = [word for name in ("html", "pdf", "xlsx", "csv", "single-html") for word in ("--format", name)]
ONE = {"LC_ALL": "C", "LANG": "", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "HOME": "/nonexistent", "PYTHONUTF8": "0", "USER": "nobody"}
TWO = {"LC_ALL": "zh_CN.UTF-8", "LANG": "de_DE.UTF-8", "TZ": "America/New_York", "PYTHONHASHSEED": "4294967295", "USER": "采购", "COLUMNS": "40", "TERM": "dumb"}


def built(root: Path, output: Path, jobs: int, mask: int, folder: Path, variables: dict[str, str]) -> dict[str, bytes]:
    command = [sys.executable, "-m", "procdocs", "build", str(root), "--no-cache", "--output", str(output), "--jobs", str(jobs), *FORMATS]
    environment = {**{name: value for name, value in os.environ.items() if not name.startswith(("LC_", "PYTHON"))}, **variables}
    done = subprocess.run(command, cwd=folder, env=environment, umask=mask, capture_output=True, encoding="utf-8", errors="replace")
    assert done.returncode in (0, 1), done.stdout[-1000:] + done.stderr[-1000:]
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file() and path.name != ".procdocs.lock"}


def small(root: Path) -> None:
    (root / "processes").mkdir(parents=True)
    (root / "procdocs.yaml").write_text(SETTINGS.replace("[zh]", "[zh, en]"), encoding="utf-8")
    (root / "processes" / "S1.yaml").write_text(process(more="inputs: [{name: 要求, from: customer}]\noutputs: [{name: 物料, to: S2}]\n"), encoding="utf-8")
    (root / "processes" / "采购 二.yaml").write_text(process("S2", "仓储", "inputs: [{name: 物料, from: S1}]\noutputs: [{name: 货, to: customer}]\n"), encoding="utf-8")


def sample(root: Path) -> None:
    for name in ("processes", "registers", "templates"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "procdocs.yaml", root)


@pytest.mark.parametrize("write", [small, *([sample] if "PROCDOCS_FUZZ" in os.environ else [])])
def test_two_environments_give_one_output(write: object, tmp_path: Path) -> None:
    near, far = tmp_path / "a", tmp_path / "一个 很 深" / "x" / "y" / "z" / "project"
    (tmp_path / "home").mkdir()
    for root in (near, far):
        write(root)  # type: ignore[operator]
    for path in far.rglob("*"):
        os.utime(path, (86_400, 86_400))
    one = built(near, near / "output", 1, 0o022, Path("/"), ONE)
    two = built(far, tmp_path / "home" / "out put", 2, 0o077, far / "processes", {**TWO, "HOME": str(tmp_path / "home")})
    assert sorted(one) == sorted(two) and [path for path in one if one[path] != two[path]] == []
    assert not [path for path, data in one.items() if str(tmp_path).encode() in data]
