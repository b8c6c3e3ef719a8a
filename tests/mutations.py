"""Whether the tests would notice: `python -m tests.mutations` puts one slip after the other into a copy of the project and runs the tests that should turn red.

A slip that no test notices is a test that is missing. Takes some minutes, so that it is run by hand; the suite itself looks only whether each slip can still be made.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
SOURCE = Path("src/procdocs")
#: What the copy does without.
_LEFT_OUT = shutil.ignore_patterns(".venv", ".git", "output", ".procdocs", "*cache*.d", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache")


def slips() -> list[dict[str, Any]]:
    """The slips: `file` below the package, `old`, `new`, and the names of the `tests` that should notice."""
    found: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/cases/mutations.yaml").read_text(encoding="utf-8"))
    return found


def main() -> int:
    """A line for each slip; 0 if all are noticed, 1 otherwise. Arguments are parts of the names of files to be tried alone."""
    survived = 0
    with tempfile.TemporaryDirectory(prefix="procdocs-mutations-") as temporary:
        copy = Path(temporary) / "project"
        shutil.copytree(ROOT, copy, ignore=_LEFT_OUT, symlinks=True)
        for slip in slips():
            if len(sys.argv) > 1 and not any(asked in slip["file"] for asked in sys.argv[1:]):
                continue
            begun = time.monotonic()
            red = noticed(copy, slip)
            survived += not red
            print(f"{'noticed ' if red else 'SURVIVED'} {time.monotonic() - begun:5.0f} s  {slip['file']}: {slip['new'] or 'nothing'}  ({red})", flush=True)
    return int(survived > 0)


def noticed(copy: Path, slip: dict[str, Any]) -> str:
    """The first test that turns red with the slip in `copy`; "" for none. Raises RuntimeError where the tests do not run, or that one is red anyway."""
    file = copy / SOURCE / slip["file"]
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(slip["old"], slip["new"]), encoding="utf-8")
    try:
        failed = _first_failure(copy, [f"tests/{name}.py" for name in slip["tests"]])
    finally:
        file.write_text(text, encoding="utf-8")
    if failed and "::" in failed and _first_failure(copy, [failed.partition("[")[0]]):
        raise RuntimeError(f"{failed} is red without the slip, too")
    return failed


def _first_failure(copy: Path, tests: list[str]) -> str:
    """The first test of these that is red; "" for none."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "2", "--no-header", "-p", "no:cacheprovider", *tests]
    environment = os.environ | {"PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(command, cwd=copy, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if ran.returncode not in (0, 1, 2):
        raise RuntimeError(ran.stdout[-2000:] + ran.stderr[-2000:])
    failed = [line for line in ran.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return failed[0].split()[1] if failed else "red" if ran.returncode else ""


if __name__ == "__main__":
    sys.exit(main())
