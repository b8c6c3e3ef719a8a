"""Measures procdocs, and on request others, and fails for a result that lacks something.

    python -m benchmarks                                  what takes less than ten minutes
    python -m benchmarks --print 100 400                  PDFs of larger systems too
    python -m benchmarks --peers --print 10               other programs on the same content
    python -m benchmarks --against 2fa4ab1                an older commit of procdocs on the sample

With --write each table replaces that of an earlier run in docs/performance.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks import builds, corpus, report
from benchmarks.earlier import installed
from benchmarks.peers import programs
from benchmarks.results import Measured, Result

SECTIONS = tuple(report.TITLES)


def main() -> int:
    """0 if every result holds what it must, else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, nargs="*", default=[10, 100, 400], metavar="N", help="sizes without PDFs (default: 10 100 400)")
    parser.add_argument("--print", dest="printed", type=int, nargs="*", default=[10], metavar="N", help="sizes with PDFs, beside the sample (default: 10)")
    parser.add_argument("--without-sample", action="store_true", help="leave the sample out")
    parser.add_argument("--peers", action="store_true", help="measure other programs too, at the sizes of --print")
    parser.add_argument("--against", metavar="REVISION", help="measure an older commit too, on the sample")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, help="only these tables")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/performance.md")
    chosen = parser.parse_args()
    wanted = chosen.only or [name for name in SECTIONS if name != "peers" or chosen.peers]
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="procdocs-benchmark-") as temporary:
        folder = Path(temporary)
        runs = {
            "quick": lambda: quick(folder / "quick", chosen.processes),
            "print": lambda: printed(folder / "print", chosen.printed, with_sample=not chosen.without_sample),
            "peers": lambda: peers(folder / "peers", chosen.printed),
            "earlier": lambda: earlier(folder / "earlier", chosen.against),
        }
        for name in wanted:
            if name == "earlier" and not chosen.against:
                continue
            circumstances = report.Circumstances()
            print(f"\n{report.TITLES[name]}")
            results: list[Result] = []
            for one in runs[name]():
                results.append(one)
                print(report.line(one) if isinstance(one, Measured) else f"{one.who}: {one.reason}", flush=True)
                wrong += len(one.faults) if isinstance(one, Measured) and one.who.startswith("procdocs") else 0
            said = circumstances.line()
            print("\n".join(("", said, *report.table(results))), flush=True)
            if chosen.write:
                report.write(name, said, results)
    if wrong:
        print(f"\n{wrong} results of procdocs lack something: the figures above mean nothing.", file=sys.stderr)
    return int(wrong > 0)


def quick(folder: Path, sizes: list[int]) -> Iterator[Result]:
    """What needs no printing."""
    yield builds.start()
    for count in sizes:
        subject = builds.generated(folder / str(count), count, corpus.write(folder / str(count), count))
        yield builds.check(subject)
        yield builds.resident(subject)
        for format_ in ("html", "xlsx"):
            yield from builds.builds(subject, (format_,), runs=2 if count < 100 else 1)


def printed(folder: Path, sizes: list[int], *, with_sample: bool) -> Iterator[Result]:
    """All formats, and with them the PDFs."""
    subjects = [builds.sample(folder / "sample")] if with_sample else []
    subjects += [builds.generated(folder / str(count), count, corpus.write(folder / str(count), count)) for count in sizes]
    for subject in subjects:
        yield from builds.builds(subject, builds.ALL)
        builds.clear(subject)


def peers(folder: Path, sizes: list[int]) -> Iterator[Result]:
    """Others, and us from nothing, in PDF and HTML."""
    programs.install()
    for count in sizes:
        place = folder / str(count)
        subject = builds.generated(place / "procdocs", count, corpus.write(place / "procdocs", count))
        for format_ in ("pdf", "html"):
            yield builds.cold(subject, (format_,))
        yield from programs.measured(place / "others", count)


def earlier(folder: Path, revision: str) -> Iterator[Result]:
    """The sample by us and by an older commit, each its own."""
    yield builds.cold(builds.sample(folder / "now"), builds.ALL)
    with installed(revision) as there:
        subject = builds.sample(folder / "then", there.folder, f"procdocs {revision}", there.python)
        yield replace(builds.cold(subject, builds.ALL), faults=())


if __name__ == "__main__":
    sys.exit(main())
