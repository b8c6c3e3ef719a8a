"""Measures procdocs itself: start, check, and builds from nothing, of nothing new, and after one edited text."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import Expected, name_of
from benchmarks.counts import Counted, faults, faults_of_parts, faults_of_registers, pdfs, site, workbook
from benchmarks.measure import Cost, cost
from benchmarks.results import Measured

ROOT = Path(__file__).resolve().parents[1]
ALL = ("html", "xlsx", "pdf")
#: What one edit adds to a text; it stands nowhere else.
EDIT = "此句为测量而改。"
RESIDENT = Path(__file__).with_name("resident.py")


@dataclass(frozen=True)
class Subject:
    """A project that is built, where its output goes, and the program that builds it."""

    size: str
    project: Path
    output: Path
    #: The file and the document that are edited; the text is found as the first value of `purpose`.
    edited: str
    document: str
    #: What the output must hold; None for a project that was not generated.
    expected: Expected | None = None
    who: str = "procdocs"
    python: Path = Path(sys.executable)


def generated(folder: Path, count: int, wanted: Expected) -> Subject:
    """A generated system as a subject."""
    id = name_of(2)
    return Subject(str(count), folder, folder.with_name(f"{folder.name}-output"), f"processes/{id}.yaml", id, wanted)


def sample(folder: Path, root: Path = ROOT, who: str = "procdocs", python: Path = Path(sys.executable)) -> Subject:
    """The sample of a copy of the repository as a subject: its sources are copied into a new folder."""
    project = folder / "project"
    for name in ("processes", "registers"):
        shutil.copytree(root / name, project / name)
    shutil.copy(root / "procdocs.yaml", project)
    file = next((project / "processes").rglob("C4*.yaml"))
    return Subject("sample", project, folder / "output", file.relative_to(project).as_posix(), "C4", None, who, python)


def start(size: str = "", python: Path = Path(sys.executable)) -> Measured:
    """`--help`: what every command pays before it does anything."""
    return Measured("procdocs", size, "--help", "", cost([python, "-m", "procdocs", "--help"], ROOT, runs=5))


def check(subject: Subject) -> Measured:
    """`check` of the whole project. A finding that is an error is a fault of the generator."""
    return Measured(subject.who, subject.size, "check", "", cost([subject.python, "-m", "procdocs", "check", subject.project], subject.project, runs=3))


def resident(subject: Subject) -> Measured:
    """A file is changed and its page made again, in a process that has done so before."""
    command = [str(subject.python), str(RESIDENT), str(subject.project), subject.edited, subject.document]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    values = json.loads(said.splitlines()[-1])
    parts = ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in values["parts"].items())
    return Measured(subject.who, subject.size, "resident", "one edit", Cost(values["wall"], values["cpu"], values["memory"], values["memory"]), parts, tuple(values["faults"]))


def cold(subject: Subject, formats: tuple[str, ...], runs: int = 1) -> Measured:
    """A build from nothing: neither output nor cache are there."""
    found: list[Cost] = []
    for _ in range(runs):
        clear(subject)
        found.append(cost(_command(subject, formats), ROOT))
    counted, wrong = verdict(subject, formats)
    said = "; ".join(f"{name}: {one}" for name, one in counted.items()) + (_weights(subject.output) if "html" in formats else "")
    return _row(subject, formats, "cold", min(found, key=lambda one: one.cpu), said, wrong, counted["pdf"].pages if "pdf" in counted else 0)


def builds(subject: Subject, formats: tuple[str, ...], runs: int = 1) -> Iterator[Measured]:
    """The three states of a build in these formats."""
    yield cold(subject, formats, runs)

    before = _state(subject.output)
    taken = cost(_command(subject, formats), ROOT, runs)
    again = _state(subject.output)
    touched, changed = _differences(before, again)
    wrong = [f"{changed} files changed though nothing was edited"] if changed else []
    yield _row(subject, formats, "no-op", taken, f"{touched} of {len(before)} files written", wrong)

    file = subject.project / subject.edited
    original = file.read_bytes()
    file.write_bytes(edited(original))
    try:
        taken = cost(_command(subject, formats), ROOT)
        touched, changed = _differences(again, _state(subject.output))
        yield _row(subject, formats, "one edit", taken, f"{touched} files written, {changed} changed", verdict(subject, formats, also=EDIT)[1])
    finally:
        file.write_bytes(original)


def _weights(output: Path) -> str:
    """What a browser loads for the first page, and for the first search; an older commit may have other files."""
    first, index = (
        sum((output / name).stat().st_size for name in names if (output / name).exists())
        for names in (("index.html", "assets/site.css", "assets/palette.css"), ("assets/search-index.js",))
    )
    return f" (first page {first / 1e3:.0f} kB, search index {index / 1e6:.2f} MB)"


def _command(subject: Subject, formats: tuple[str, ...]) -> list[str | Path]:
    asked = [word for name in formats for word in ("--format", name)]
    return [subject.python, "-m", "procdocs", "build", subject.project, "--output", subject.output, *asked]


def _row(subject: Subject, formats: tuple[str, ...], state: str, taken: Cost, said: str, wrong: list[str], pages: int = 0) -> Measured:
    what = "all formats" if formats == ALL else "+".join(formats)
    return Measured(subject.who, subject.size, what, state, taken, said, tuple(wrong), pages)


def clear(subject: Subject) -> None:
    """Take away what an earlier build left."""
    shutil.rmtree(subject.output, ignore_errors=True)
    shutil.rmtree(subject.project / ".procdocs", ignore_errors=True)


def edited(source: bytes) -> bytes:
    """The file of a process with a sentence more in its purpose, which stands on one line."""
    lines = source.decode().splitlines(keepends=True)
    at = next(index for index, line in enumerate(lines) if line.startswith("purpose: "))
    lines[at] = lines[at].rstrip("\n") + EDIT + "\n"
    return "".join(lines).encode()


def verdict(subject: Subject, formats: tuple[str, ...], also: str = "") -> tuple[dict[str, Counted], list[str]]:
    """What the output holds, a row a format, and what is missing from it; `also` must be read in everything that holds the edited document."""
    counted: dict[str, Counted] = {}
    wrong: list[str] = []
    wanted = subject.expected
    judged: dict[str, tuple[Callable[[], Counted], Callable[[Counted, Expected, str], list[str]]]] = {
        "html": (lambda: site(subject.output), faults),
        "xlsx": (lambda: workbook(subject.output / "registers.xlsx"), faults_of_registers),
        "pdf": (lambda: pdfs([subject.output / "manual.pdf"]), faults),
        "documents": (lambda: pdfs(sorted(subject.output.glob("documents/*.pdf"))), faults_of_parts),
    }
    for name in (*formats, *(("documents",) if "pdf" in formats else ())):
        count, judge = judged[name]
        counted[name] = count()
        if wanted is not None:
            wrong += judge(counted[name], wanted, name)
        if also and name != "xlsx" and also not in counted[name].text:
            wrong.append(f"{name}: the edited text is missing")
    return counted, wrong


def _state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Of every file when it was written, which it is on the disk, and its bytes. Hidden ones are ours, not the reader's."""
    found = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.name.startswith("."):
            about = file.stat()
            found[file.relative_to(folder).as_posix()] = (about.st_mtime_ns, about.st_ino, file.read_bytes())
    return found


def _differences(before: dict[str, tuple[int, int, bytes]], after: dict[str, tuple[int, int, bytes]]) -> tuple[int, int]:
    """How many files were written, and how many are others now."""
    paths = before.keys() | after.keys()
    touched = sum(before.get(path, ())[:2] != after.get(path, ())[:2] for path in paths)
    return touched, sum(before.get(path, ())[2:] != after.get(path, ())[2:] for path in paths)
