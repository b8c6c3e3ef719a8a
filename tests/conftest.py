"""What tests share: a small project in a folder, and the command line as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def procdocs() -> Callable[..., Ran]:
    """Run `procdocs ...` in a process of its own, as users do."""

    def run(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "procdocs", *map(str, arguments)],
            cwd=cwd or ROOT,
            env={**os.environ, "PYTHONWARNINGS": "default", **environment},
            capture_output=True,
            encoding="utf-8",
            timeout=600,
        )
        assert "Traceback" not in done.stdout + done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Write a project folder: `project(C4=..., settings=...)`; keys are ids, values YAML."""

    def write(settings: str = "organisation: {name: 江海}\nlanguages: [zh]\n", **files: str) -> Path:
        root = tmp_path / "项目 project"
        (root / "processes").mkdir(parents=True, exist_ok=True)
        (root / "procdocs.yaml").write_text(settings, encoding="utf-8")
        for name, text in files.items():
            (root / "processes" / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
        return root

    return write
