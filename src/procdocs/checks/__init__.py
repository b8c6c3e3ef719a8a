'''Everything that can be wrong between files, and the runner. Pure: a project in, findings out; nothing here reads files.

**To add a check**, add a row to `RULES` (`diagnostics/rules.py`, where free numbers are seen), write a generator in the file of its family,
and its words in `languages/en/findings/` and `languages/zh/findings/`:

    Rule("PD401", "unmatched-output", WARNING, "ISO 9001 4.4.1 b"),

    @check("PD401")
    def unmatched_output(project: Project) -> Iterator[Finding]:
        """
        Bad:
            outputs: [{name: 合格产品}]
        Good:
            outputs: [{name: 合格产品, to: customer}]
        """
        for process in project.processes:
            for index, output in enumerate(process.outputs):
                if not output.to:
                    yield Finding(output.span("name"), {"name": project.say(output.name, "")})

The name of the code is the name of the function. A second parameter `today: datetime.date` makes a check one that depends on the day:
it runs only where a day is given. In `findings/PD4.yaml` of a language stands `PD401: {message: …, hint: …, about: …}` with the values of the
finding as `{name}`, all of them texts; `variants:` holds further message and hint pairs, `about` is what `procdocs explain` says.
`places` has the spans that findings mostly point at. A new family is one more file, named in `FAMILIES`.

**Bad and Good** are run by a test: Bad must give the code, Good must not. An example is one or several files, each after a line
`# file: processes/C4-production.yaml`. Without such a line the file goes where it belongs by its content (`procdocs.yaml`, a register, or a
document named after its `id`). A document without `kind:` is a piece of a process, or of a flowchart if its steps
have ids: `kind`, `id`, `name` and `type` are added. A project
without `procdocs.yaml` gets a small one with the departments `production`, `quality`, `sales` and the role `operator`, which is `MINIMAL` in `examples`.
'''

from __future__ import annotations

import datetime
import importlib
import inspect
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from procdocs.checks.suppress import suppress
from procdocs.diagnostics import RULES, Diagnostic, Severity, Span, diagnose, in_order, stamp
from procdocs.diagnostics.attached import CHECKS
from procdocs.project.model import Project
from procdocs.schema.validate import PLACEHOLDER
from procdocs.source.codes import PD109
from procdocs.source.reader import MISTAKE_LIMIT

#: The families of checks; each is a file of this folder.
FAMILIES = (
    "references",
    "twice",
    "steps",
    "flow",
    "interfaces",
    "unread_tags",
    "system",
    "overview",
    "completeness",
    "measures",
    "results",
    "records",
    "times",
    "documents",
    "lists",
    "responsibilities",
    "texts",
    "signs",
    "items",
    "translations",
    "procedures",
    "prose",
    "coverage",
    "customer",
    "exclusions",
    "control",
    "currency",
    "evidence",
)
#: The modules that declare the codes of the other stages.
STAGES = ("diagnostics.drawing", "diagnostics.environment", "source.codes", "schema.codes", "project.codes", "checks.suppress", "checks.baseline")
for _module in (*(f"procdocs.{stage}" for stage in STAGES), *(f"{__name__}.{family}" for family in FAMILIES)):
    importlib.import_module(_module)


def run(project: Project, today: datetime.date | None = None, known: Iterable[Diagnostic] = ()) -> tuple[Diagnostic, ...]:
    """The findings of every check, with `known` ones (those of loading) among them, less what comments in the files silence; in order.

    Without `today` the checks that depend on the day are left out.
    """
    return capped(suppress(project, (*known, *_findings(project, today)), judged=_judged(today)))


def capped(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """At most `MISTAKE_LIMIT` findings of one code in one file, and a finding that tells how many there are."""
    counts = Counter((one.span.path, one.code) for one in found)
    many = {key: count for key, count in counts.items() if count > MISTAKE_LIMIT}
    if not many:
        return found
    shown: Counter[tuple[str, str]] = Counter()
    kept: list[Diagnostic] = []
    for one in found:
        key = (one.span.path, one.code)
        shown[key] += 1
        if key not in many or shown[key] <= MISTAKE_LIMIT:
            kept.append(one)
    # A note: those shown are as grave as they are, and how many there are must not stop a build that they do not stop.
    more = (replace(diagnose(PD109, Span(path), "same", code=code, count=count, limit=MISTAKE_LIMIT), severity=Severity.NOTE) for (path, code), count in many.items())
    return in_order((*kept, *more))


def _findings(project: Project, today: datetime.date | None) -> Iterator[Diagnostic]:
    commented = frozenset(path for path, data in project.sources.items() if b"procdocs:" in data)
    for code, check in sorted(CHECKS.items()):
        if not _depends_on_day(code):
            found = check(project)
        elif today is not None:
            found = check(project, today)
        else:
            continue
        if project.recovered or project.damaged or project.doubtful:
            found = (one for one in found if not any(PLACEHOLDER in value for value in one.values.values()))
        stamped = [stamp(RULES[code], finding) for finding in found]
        if len(stamped) <= MISTAKE_LIMIT:
            yield from stamped
        else:
            # Too many are left out here already, because all together would fill the memory; but where comments may silence some, all count.
            yield from (one for one in stamped if one.span.path in commented)
            yield from capped(in_order(one for one in stamped if one.span.path not in commented))


def _depends_on_day(code: str) -> bool:
    return code in CHECKS and len(inspect.signature(CHECKS[code]).parameters) > 1


def _judged(today: datetime.date | None) -> frozenset[str]:
    """Codes of which this run can say that they were not found; those of drawing and of this machine are found elsewhere."""
    return frozenset(code for code in RULES if not code.startswith(("PD7", "PD9")) and (today is not None or not _depends_on_day(code)))


__all__ = ["FAMILIES", "in_order", "run", "suppress"]
