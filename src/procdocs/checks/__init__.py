'''Everything that can be wrong between files, and the runner. Pure: a project in, findings out; nothing here reads files.

**To add a check**, write a generator in the file of its family and its sentences in `languages/en.yaml` and `languages/zh.yaml`:

    @check("PD401", Severity.WARNING, clause="4.4.1 b")
    def unmatched_output(project: Project) -> Iterator[Finding]:
        """An output that nobody receives.

        Why an auditor asks for it.

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
it runs only where a day is given. Under `findings:` of each language stands `PD401: {message: …, hint: …, about: …}` with the values of the
finding as `{name}`; `variants:` holds further message and hint pairs, `about` is the explanation in that language (English has the docstring).
A new family is one more file, named in `FAMILIES`.

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
from procdocs.diagnostics.rules import Rule
from procdocs.project.model import Project
from procdocs.source.codes import PD109
from procdocs.source.reader import MISTAKE_LIMIT

#: The families of checks; each is a file of this folder.
FAMILIES = (
    "references",
    "flow",
    "interfaces",
    "system",
    "overview",
    "completeness",
    "measures",
    "records",
    "documents",
    "lists",
    "responsibilities",
    "texts",
    "procedures",
    "prose",
    "coverage",
    "exclusions",
    "control",
    "currency",
)
for _family in FAMILIES:
    importlib.import_module(f"{__name__}.{_family}")


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
    for rule in _checks():
        assert rule.check is not None
        if not _depends_on_day(rule):
            found = rule.check(project)
        elif today is not None:
            found = rule.check(project, today)
        else:
            continue
        stamped = [stamp(rule, finding) for finding in found]
        if len(stamped) <= MISTAKE_LIMIT:
            yield from stamped
        else:
            # Too many are left out here already, because all together would fill the memory; but where comments may silence some, all count.
            yield from (one for one in stamped if one.span.path in commented)
            yield from capped(in_order(one for one in stamped if one.span.path not in commented))


def _checks() -> list[Rule]:
    return [RULES[code] for code in sorted(RULES) if RULES[code].check is not None]


def _depends_on_day(rule: Rule) -> bool:
    return rule.check is not None and len(inspect.signature(rule.check).parameters) > 1


def _judged(today: datetime.date | None) -> frozenset[str]:
    """Codes of which this run can say that they were not found; those of drawing and of this machine are found elsewhere."""
    return frozenset(code for code, rule in RULES.items() if not code.startswith(("PD7", "PD9")) and (today is not None or not _depends_on_day(rule)))


__all__ = ["FAMILIES", "in_order", "run", "suppress"]
