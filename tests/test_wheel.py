"""The built wheel, installed into an empty environment, carries all it needs and builds the sample."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_it_carries_templates_languages_clause_sets_and_the_sample(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for top, inside in (("templates", "templates"), ("processes", "example/processes"), ("registers", "example/registers")):
        wanted = {f"procdocs/{inside}/{path.relative_to(ROOT / top).as_posix()}" for path in (ROOT / top).rglob("*") if path.is_file()}
        assert wanted and wanted <= names, wanted - names
    for path in (ROOT / "src").rglob("*"):
        if path.is_file() and path.suffix in (".py", ".yaml", ".typed"):
            assert path.relative_to(ROOT / "src").as_posix() in names
    archive = zipfile.ZipFile(wheel)
    for top in ("processes", "registers"):
        for path in (ROOT / top).rglob("*"):
            assert not path.is_file() or archive.read(f"procdocs/example/{path.relative_to(ROOT).as_posix()}") == path.read_bytes()
    assert archive.read("procdocs/example/procdocs.yaml") == (ROOT / "procdocs.yaml").read_bytes()


def test_it_works_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "env"
    venv.create(home)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    # Our pip fills the other environment, and what nothing imports is not compiled.
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", scripts / "python", "--disable-pip-version-check"]
    install = [*pip, "install", "--quiet", "--no-compile", "--prefer-binary", wheel]
    subprocess.run(install, check=True, capture_output=True, timeout=900)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def procdocs(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([scripts / "procdocs", *arguments], cwd=tmp_path, env=clean, capture_output=True, encoding="utf-8", timeout=600)

    assert "Usage" in procdocs("build", "--help").stdout
    for folder, *more in (("x",), ("sample", "--example")):
        started = procdocs("init", folder, *more)
        assert started.returncode == 0, started.stderr
    done = procdocs("build", "x")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "x/output/index.html").is_file() and (tmp_path / "x/output/manual.pdf").stat().st_size > 20_000
    # The sample, to the byte that of the repository, has a test of its own that prints all of it.
    done = procdocs("build", "sample", "--only", "C4")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "sample/output/C4.html").is_file() and (tmp_path / "sample/output/documents/C4.pdf").stat().st_size > 20_000
