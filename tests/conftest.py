"""What tests share: a small project in a folder, and the command line as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import printed
from tests.forked import LATE, Server

try:
    import fcntl
except ImportError:  # Windows: every worker builds its own
    fcntl = None

ROOT = Path(__file__).resolve().parents[1]
BILINGUAL = ROOT / "tests" / "projects" / "bilingual"
#: Which of several workers runs these tests; empty if there is one.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def procdocs() -> Iterator[Callable[..., Ran]]:
    """Run `procdocs ...` in a process of its own, as users do. With variables of its own it is a new interpreter, else a fork of a warm one."""
    server = Server(ROOT) if sys.platform == "linux" else None

    def run(*arguments: str | Path, cwd: Path | None = None, patience: float = 600, **environment: str) -> Ran:
        words, everything = [*map(str, arguments)], {**os.environ, "PYTHONWARNINGS": "default", **environment}
        if server is not None and not environment:
            code, out, err = server.run(words, cwd or ROOT, everything, patience)
        else:
            code, out, err = _interpreted(words, cwd or ROOT, everything, patience)
        if code == LATE:
            pytest.fail(f"procdocs {' '.join(words)[:200]} does not end within {patience:g} s", pytrace=False)
        assert "Traceback" not in out + err, err
        return Ran(code, out, err)

    yield run
    if server is not None:
        server.close()


def _interpreted(arguments: list[str], folder: Path, environment: dict[str, str], patience: float) -> tuple[int, str, str]:
    try:
        done = subprocess.run([sys.executable, "-m", "procdocs", *arguments], cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=patience)
    except subprocess.TimeoutExpired:
        return LATE, "", ""
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this run, for all its workers."""
    return tmp_path_factory.getbasetemp().parent if WORKER else tmp_path_factory.getbasetemp()


@pytest.fixture(scope="session", autouse=True)
def prints(shared: Path) -> Path:
    """The cache of this run: what one test prints, no other prints again. The product's own keys decide what is the same."""
    folder = shared / "prints"
    printed.remember(folder)
    return folder


@pytest.fixture(scope="session")
def once(shared: Path) -> Callable[[str, Callable[[Path], None]], Path]:
    """`once(name, fill)`: a folder of that name, not to be changed, as `fill` made it. Whoever needs it first has it filled, the other workers wait."""

    def filled(name: str, fill: Callable[[Path], None]) -> Path:
        folder, failed = shared / name, shared / f"{name} failed"
        with (shared / f"{name}.lock").open("w") as lock:
            if fcntl is not None:
                fcntl.flock(lock, fcntl.LOCK_EX)
            elif WORKER:
                folder = folder.with_name(f"{name} {WORKER}")
            if not folder.exists() and not failed.exists():
                try:
                    fill(folder)
                except Exception as problem:
                    failed.write_text(str(problem), encoding="utf-8")
                    raise
            assert not failed.exists(), failed.read_text(encoding="utf-8")
        return folder

    return filled


@pytest.fixture(scope="session")
def sample_output(procdocs: Callable[..., Ran], prints: Path, once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The output of the sample in all formats, not to be changed."""

    def build(folder: Path) -> None:
        ran = procdocs("build", ROOT, "--output", folder, "--cache", prints)
        if ran.code != 0:
            raise ValueError(ran.out + ran.err)

    return once("样例 output", build)


@pytest.fixture(scope="session")
def bilingual(once: Callable[[str, Callable[[Path], None]], Path]) -> Callable[[str], Mapping[str, bytes]]:
    """All PDFs of the small project in a language, by path."""

    def in_language(language: str) -> Mapping[str, bytes]:
        def fill(folder: Path) -> None:
            for path, data in printed.printed(printed.manual_of(BILINGUAL, language)).items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(data)

        folder = once(f"bilingual {language}", fill)
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.pdf"))}

    return in_language


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
