"""An older commit of procdocs, installed beside this one for as long as it is measured."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]


class Revision(NamedTuple):
    """A commit as it was: its files, and a Python that runs it."""

    name: str
    folder: Path
    python: Path


@contextmanager
def installed(revision: str) -> Iterator[Revision]:
    """The files of a commit in a temporary folder, installed there with the versions it asked for. Raises CalledProcessError if git does not know it."""
    with tempfile.TemporaryDirectory(prefix="procdocs-earlier-") as temporary:
        folder, archive = Path(temporary, "files"), Path(temporary, "files.tar")
        packing = ["git", "archive", "--format=tar", f"--output={archive}", revision]
        subprocess.run(packing, cwd=ROOT, check=True)
        with tarfile.open(archive) as files:
            files.extractall(folder, filter="data")
        python = Path(temporary, "venv", "bin", "python")
        subprocess.run([sys.executable, "-m", "venv", python.parents[1]], check=True)
        constraints = folder / "tools" / "constraints.txt"
        pinned: list[str | Path] = ["--constraint", constraints] if constraints.exists() else []
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *pinned, "--editable", folder], check=True)
        # What is imported once is compiled: the first run must not pay for it.
        subprocess.run([python, "-m", "compileall", "-q", folder / "src"], check=True)
        yield Revision(revision, folder, python)
