"""The README is true: its commands run, its YAML is valid, its links lead somewhere, its table of exit codes holds."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from procdocs.cli import COMMANDS
from procdocs.project.load import load
from tests.conftest import ROOT, Ran

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)


def commands(text: str) -> list[str]:
    """The lines of a README's shell blocks that call procdocs, without their remarks."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line.split("#")[0].strip() for block in blocks for line in block.splitlines() if line.startswith("procdocs ")]


COMMAND_LINES = commands(README)


def test_both_readmes_show_the_same_commands() -> None:
    assert commands((ROOT / "README.zh.md").read_text(encoding="utf-8")) == COMMAND_LINES


def test_the_commands_run_one_after_the_other(procdocs: Callable[..., Ran], tmp_path: Path) -> None:
    assert len(COMMAND_LINES) >= 5
    for line in COMMAND_LINES:
        if line.startswith("procdocs serve"):
            _serves(shlex.split(line)[1:], tmp_path)
            continue
        ran = procdocs(*shlex.split(line)[1:], cwd=tmp_path)
        assert ran.code == 0, f"{line}\n{ran.out}\n{ran.err}"


def _serves(arguments: list[str], folder: Path) -> None:
    """What stays until it is ended: it says where it is to be found."""
    with subprocess.Popen([sys.executable, "-m", "procdocs", *arguments, "--no-browser"], cwd=folder, stdout=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stdout is not None
        try:
            assert "http://127.0.0.1:" in server.stdout.readline()
        finally:
            server.terminate()


def test_the_example_is_a_valid_process(tmp_path: Path) -> None:
    example = next(block for language, block in BLOCKS if language == "yaml")
    (tmp_path / "processes").mkdir()
    (tmp_path / "procdocs.yaml").write_text("organisation: 江海\ndepartments: [{id: production, name: 生产部}]\n", encoding="utf-8")
    (tmp_path / "processes" / "C4-production.yaml").write_text(example, encoding="utf-8")
    project, found = load(tmp_path)
    assert project is not None and not found
    assert [document.id for document in project.documents] == ["C4"]


@pytest.mark.parametrize("page", ["README.md", "README.zh.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"])
def test_links_to_files_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    missing = [target for target in re.findall(r"\]\(([^)#:]+)\)", text) if not (ROOT / target).exists()]
    assert not missing


def test_every_command_is_explained_and_helps(procdocs: Callable[..., Ran]) -> None:
    for name in COMMANDS:
        ran = procdocs(name, "--help")
        assert ran.code == 0 and "Usage: procdocs" in ran.out
    listed = procdocs("--help").out
    assert all(name in listed for name in COMMANDS)


def test_two_commands_of_make_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in ("manual", "test"):
        assert f"make {command}" in README and re.search(rf"^{command}:", makefile, re.MULTILINE)
    assert "make test" in (ROOT / ".ci/run").read_text(encoding="utf-8")
