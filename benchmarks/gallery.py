"""Draws a gallery: each kind of diagram small (from the sample) and extreme (generated), with what its layout decides.

Run: python benchmarks/gallery.py [docs/gallery]
The folder is generated and never committed. Fails if a drawing is refused that should not be.
"""

from __future__ import annotations

import html
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import stress  # noqa: E402

from procdocs.diagrams import draw  # noqa: E402
from procdocs.diagrams.graph import Graph  # noqa: E402
from procdocs.diagrams.svg import svg  # noqa: E402
from procdocs.project import Project  # noqa: E402
from procdocs.project.load import load  # noqa: E402
from procdocs.schema import Flowchart, Mindmap, Sop  # noqa: E402

DECISIONS = {
    "turtle": "The body stands in the middle, inputs left, outputs right, with what and with whom above, how and measures below. "
    "Type shrinks from 9.5 to 7 pt, then a second sheet repeats the body.",
    "sipoc": "Suppliers, inputs, process, outputs and customers in columns; who gives and who takes is on the same line as what.",
    "octopus": "Customer processes are arms in life-cycle order, clockwise from the top; each ends at its customer with what comes in and what goes out.",
    "landscape": "Management above, the customer chain in the middle between requirement and satisfaction, support below.",
    "organisation": "Departments under each other by `parent`; wide levels are stacked.",
    "interaction": "A map while every box stays at least at 7/8 of its size on an A4 page, upright or lying; "
    "else an N-square chart: rows give, columns receive, a dot holds the number of items.",
    "neighbours": "Who gives stands left, who receives right, what passes stands on the line. The process between is as tall as its arrows need to run straight; "
    "as wide as an upright page, the figure stands in the running text.",
    "flowchart": "Rows by the longest way, in the author's order; columns are lanes. Arrows run in channels between rows and in gutters between lanes, never through a symbol. "
    "Pages are as few as possible, evenly filled, cut through few arrows; cut arrows end in numbered connectors. "
    "Symbols of a chart are equally wide; what does not fit lanes becomes a table.",
    "mindmap": "The first branches go right, the rest left, cut where the heights balance. Narrower texts before smaller type; beyond 7 pt an overview and a sheet a branch.",
    "funnel": "Bands are as wide as their values; figures and rates are printed as given, none is computed.",
}
TEXTS = (
    "Review customer requirements and feasibility",
    "Update the DFMEA",
    "Release drawing 3D/2D",
    "Plan the trial run",
    "Check capability, Cpk ≥ 1.67",
    "Archive records for 15 years",
)


class Shown(NamedTuple):
    """A row of the gallery."""

    kind: str
    what: str
    project: Project
    subject: str
    language: str


def flowchart(steps: int, lanes: int, form: str) -> Flowchart:
    """A long English chart with decisions and loops."""
    source = random.Random(3)
    made: list[dict[str, Any]] = []
    for number in range(steps):
        asks = number % 7 == 4
        later = f"s{number + 1}" if number + 1 < steps else None
        made.append(
            {
                "id": f"s{number}",
                "code": f"B{number + 1}",
                "lane": f"l{source.randrange(lanes)}",
                "type": "decision" if asks else source.choice(("process", "process", "document", "data", "predefined")),
                "text": TEXTS[number % len(TEXTS)],
                "records": [f"QR-{number:02}"] if number % 2 else [],
                "time": "2 days" if number % 5 == 0 else None,
                "next": ({"yes": later, "no": f"s{min(steps - 1, max(0, number + source.choice((-3, 2, 6))))}"} if asks else later) if later else None,
            }
        )
    departments = [{"id": f"l{number}", "name": f"Department {number + 1}"} for number in range(lanes)]
    return Flowchart.model_validate({"kind": "flowchart", "id": "F", "name": "Engineering change", "form": form, "lanes": departments, "steps": made})


def mindmap() -> Mindmap:
    """300 topics on three levels."""
    branches = [
        {"text": f"Branch {a}", "children": [{"text": f"Topic {a}.{b}", "children": [f"Leaf {a}.{b}.{c}, {TEXTS[c]}" for c in range(6)]} for b in range(7)]} for a in range(6)
    ]
    return Mindmap.model_validate({"kind": "mindmap", "id": "M", "root": {"text": "Customer relations", "note": "reviewed each quarter", "children": branches}})


def funnel() -> Sop:
    """Long names, small shares."""
    stages = [{"name": f"{TEXTS[n]}, stage {n + 1}", "value": str(10 ** (6 - n)), "unit": "parts", "share": f"rate {n + 1} as given", "note": TEXTS[5 - n]} for n in range(6)]
    return Sop.model_validate({"kind": "sop", "id": "P", "name": "Funnel", "sections": {"figure": {"funnel": stages, "note": "All figures as reported."}}})


def rows(sample: Project) -> Iterator[Shown]:
    """What the gallery shows: the sample first, then what strains each kind."""
    language = sample.languages[0]
    for kind, subjects in (
        ("turtle", ("C4",)),
        ("sipoc", ("C4",)),
        ("neighbours", ("C4",)),
        ("octopus", ("OCTOPUS",)),
        ("landscape", ("landscape",)),
        ("organisation", ("organisation",)),
        ("interaction", ("interaction",)),
        ("flowchart", ("F-COMPLAINT", "F-TRACKING")),
        ("mindmap", ("M-RELATION",)),
        ("funnel", ("SOP-SKILLS",)),
    ):
        for subject in subjects:
            if subject in sample.by_id or subject == kind:
                yield Shown(kind, f"sample, {subject}", sample, subject, language)
    settings = stress.settings("en")
    yield Shown("turtle", "19 items a leg", Project(settings, (stress.process("C1", "en", 19, 40),)), "C1", "en")
    yield Shown("sipoc", "19 items a leg", Project(settings, (stress.process("C1", "en", 19, 40),)), "C1", "en")
    small, large = stress.system(3, 2, 1, "en"), stress.system(20, 12, 6, "en")
    for kind in ("landscape", "interaction"):
        yield Shown(kind, "6 processes", small, kind, "en")
        yield Shown(kind, "38 processes", large, kind, "en")
    yield Shown("octopus", "20 arms", Project(large.settings, (*large.documents, stress.octopus_file(20))), "OCTOPUS", "en")
    for form in ("lanes", "table"):
        yield Shown("flowchart", f"60 steps, 6 lanes, {form}", Project(settings, (flowchart(60, 6, form),)), "F", "en")
    yield Shown("flowchart", "12 steps, 12 lanes: drawn as a table", Project(settings, (flowchart(12, 12, "lanes"),)), "F", "en")
    yield Shown("mindmap", "300 topics", Project(settings, (mindmap(),)), "M", "en")
    yield Shown("funnel", "six stages over six powers of ten", Project(settings, (funnel(),)), "P", "en")


def main() -> None:
    """Write the pictures and `index.html`."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "docs" / "gallery")
    folder.mkdir(parents=True, exist_ok=True)
    sample, findings = load(ROOT)
    assert sample is not None, findings
    parts: dict[str, list[str]] = {kind: [] for kind in DECISIONS}
    written = 0
    for number, row in enumerate(rows(sample)):
        sheets, refusals = draw(row.project, row.subject, row.language, row.kind if row.subject in row.project.by_id else "")
        assert sheets, (row.kind, row.what, [refusal.values for refusal in refusals])
        names = [_write(folder, f"{row.kind}-{number}-{sheet.sheet}.svg", sheet) for sheet in sheets]
        written += len(names)
        parts[row.kind].append(
            f"<h3>{html.escape(row.what)}</h3>" + "".join(f'<img src="{name}" alt="{html.escape(sheet.title)}">' for name, sheet in zip(names, sheets, strict=True))
        )
    style = "body{font:15px/1.5 sans-serif;margin:2em;color:#1B2733}img{display:block;max-width:100%;border:1px solid #D5DCE3;padding:8px;margin:0 0 1em}"
    body = "".join(f"<h2>{kind}</h2><p>{html.escape(said)}</p>{''.join(parts[kind])}" for kind, said in DECISIONS.items())
    (folder / "index.html").write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery of diagrams</title><style>{style}</style><h1>Gallery of diagrams</h1>{body}</html>', "utf-8"
    )
    print(f"{written} sheets in {folder}")


def _write(folder: Path, name: str, sheet: Graph) -> str:
    (folder / name).write_text(svg(sheet), "utf-8")
    return name


if __name__ == "__main__":
    main()
