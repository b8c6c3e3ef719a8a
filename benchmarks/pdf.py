"""Time, memory and size of the PDFs of a generated project: every document, and the manual in one piece.

    python benchmarks/pdf.py [--processes 20] [--size 4000] [--jobs 2] [--without-manual]

The project is the seeded one of `benchmarks/check.py`. What is counted beside the clock: files, pages, links, text; a fast wrong PDF shows.
"""

from __future__ import annotations

import argparse
import io
import resource
import sys
import tempfile
import time
from pathlib import Path

import pikepdf

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.check import generate

from procdocs.manual.compose import compose
from procdocs.project.load import load
from procdocs.writers import Options
from procdocs.writers.making import artifacts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=20)
    parser.add_argument("--size", type=int, default=4000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--without-manual", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), chosen.processes, chosen.size)
        project, _ = load(Path(folder))
        assert project is not None
        manual, _ = compose(project, project.languages[0])
    only = frozenset(entry.id for entry in manual.entries if entry.path) if chosen.without_manual else frozenset[str]()
    start, files, size, pages, links = time.perf_counter(), 0, 0, 0, 0
    for artifact in artifacts("pdf", manual, Options(jobs=chosen.jobs, only=only)):
        at = time.perf_counter() - start
        with pikepdf.open(io.BytesIO(artifact.data)) as pdf:
            files, size, pages = files + 1, size + len(artifact.data), pages + len(pdf.pages)
            links += sum(len(page.obj.get("/Annots", ())) for page in pdf.pages)
            if artifact.path == "manual.pdf":
                print(f"manual.pdf: {len(pdf.pages)} pages, {len(artifact.data) / 1e6:.1f} MB, ready after {at:.1f} s")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{files} files, {pages} pages, {links} links, {size / 1e6:.1f} MB in {time.perf_counter() - start:.1f} s; biggest process {peak:.0f} MB")


if __name__ == "__main__":
    main()
