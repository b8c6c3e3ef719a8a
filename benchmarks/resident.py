"""How long an editor waits for the page of a file it has changed: `python resident.py PROJECT FILE ID` prints seconds as JSON.

The process stays, as that of an editor does: files that have not changed are remembered, and entries that read nothing new. What is measured is the way of one changed
file to its page: every file is looked at and the changed one read and validated (load), the entry of that file is composed and its diagrams drawn (compose), and its page
rendered (page). The rest of the manual (its register rows, the pictures of the whole, other pages) is composed when the page is there; that is `rest`, and not waited for.
Every turn changes the file to a text it never had, so that nothing can be remembered that an edit makes anew, and the page is compared with one from a whole composition.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from pathlib import Path

from procdocs.manual.compose import compose
from procdocs.manual.model import Manual
from procdocs.manual.recall import Recollection
from procdocs.project.load import LoadCache, load
from procdocs.world import Folder, Overlay
from procdocs.writers import WRITERS, Options

TURNS = 7


def main() -> None:
    """Change, load, compose, write the page; several times."""
    root, file, document = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    text = (root / file).read_text(encoding="utf-8")
    cache, composed, options = LoadCache(), Recollection(), Options(only=frozenset((document,)), linked=frozenset(("html",)))
    walls: list[float] = []
    used: list[float] = []
    parts: dict[str, list[float]] = {"load": [], "compose": [], "page": [], "rest": []}
    wrong: list[str] = []
    for turn in range(TURNS + 1):
        mark = f"第{turn}次更改{chr(0x4E00 + turn)}"
        unsaved = text.replace("purpose: ", f"purpose: {mark}", 1).encode()
        moments, begun = [time.perf_counter()], time.process_time()
        project, _ = load(Overlay(Folder(root), {file: unsaved}), cache)
        assert project is not None
        moments.append(time.perf_counter())
        manual, _ = compose(project, project.languages[0], recollection=composed, first=frozenset((document,)))
        moments.append(time.perf_counter())
        page = _page(manual, options, document)
        moments.append(time.perf_counter())
        waited = time.process_time() - begun
        manual, _ = compose(project, project.languages[0], recollection=composed)
        moments.append(time.perf_counter())
        if mark not in page or page != _page(manual, options, document):
            wrong.append(f"the page of turn {turn} is not that of the changed file")
        if turn:  # the first is the start
            used.append(waited)
            walls.append(moments[3] - moments[0])
            for name, before, after in zip(parts, moments, moments[1:], strict=False):
                parts[name].append(after - before)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    values = {name: statistics.median(seconds) for name, seconds in parts.items()}
    print(json.dumps({"wall": statistics.median(walls), "cpu": statistics.median(used), "memory": memory, "parts": values, "faults": wrong}))


def _page(manual: Manual, options: Options, document: str) -> str:
    """The page of a document."""
    made: bytes = next(target for target in WRITERS["html"].plan(manual, options) if target.path == f"{document}.html").inputs
    return made.decode()


if __name__ == "__main__":
    main()
