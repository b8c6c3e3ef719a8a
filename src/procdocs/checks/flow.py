"""A flowchart can be followed from its start to an end. Looks at one flowchart at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from procdocs.checks.steps import SEVERAL, meant_step, names_of_lane
from procdocs.diagnostics import Finding, Related, check
from procdocs.project.model import Project, normalised
from procdocs.schema import Flowchart
from procdocs.schema.base import names_of
from procdocs.schema.flowchart import Exit, Step


def _targets(chart: Flowchart) -> dict[str, list[str]]:
    """The steps that each step leads to, leaving out those that do not exist."""
    known = {step.id for step in chart.steps}
    return {step.id: [way.to for way in step.next if way.to in known] for step in chart.steps}


def _starts(chart: Flowchart) -> list[Step]:
    """The steps marked as start, else the first step."""
    return [step for step in chart.steps if step.type == "start"] or list(chart.steps[:1])


def _reached(begin: Iterable[str], ways: Mapping[str, Iterable[str]]) -> set[str]:
    reached = set(begin)
    stack = list(reached)
    while stack:
        for target in ways.get(stack.pop(), ()):
            if target not in reached:
                reached.add(target)
                stack.append(target)
    return reached


def _ends(chart: Flowchart) -> list[str]:
    """The steps at which the flow may stop: those marked as end and those that lead nowhere."""
    return [step.id for step in chart.steps if step.type == "end" or not step.next]


def _unread_exits(step: Step) -> bool:
    """Whether exits are written that could not be read: what is wrong with them is the finding."""
    written = step.node.child("next") if step.node is not None else None
    return written is not None and not written.is_missing and not step.next


def _followed(project: Project) -> Iterator[tuple[Flowchart, frozenset[str]]]:
    """The charts whose arrows can be followed, because no key of a step was left out, and the steps that a mistyped arrow means."""
    keys = names_of(Step)
    for chart in project.known(Flowchart):
        known = list(dict.fromkeys(step.id for step in chart.steps))
        if all(step.node is None or step.node.pairs is None or (keys.issuperset(step.node.pairs) and not _unread_exits(step)) for step in chart.steps):
            yield chart, frozenset(meant_step(chart, way.to, known) for step in chart.steps for way in step.next if way.to not in known) - {""}


@check("PD322")
def unreachable_step(project: Project) -> Iterator[Finding]:
    """
    Bad:
        steps:
          - {id: a1, type: start, text: 按时拜访, next: a3}
          - {id: a2, text: 填写记录, next: a3}
          - {id: a3, type: end, text: 归档}
    Good:
        steps:
          - {id: a1, type: start, text: 按时拜访, next: a2}
          - {id: a2, text: 填写记录, next: a3}
          - {id: a3, type: end, text: 归档}
    """
    for chart, meant in _followed(project):
        ways = _targets(chart)
        reached = _reached((step.id for step in _starts(chart)), ways)
        entered = {target for targets in ways.values() for target in targets}
        lost = [step for step in chart.steps if step.id not in reached]
        # Only where an unreachable piece begins; what follows from it is a consequence. A piece that is a circle has no beginning.
        first = [step for step in lost if step.id not in entered] or lost[:1]
        yield from (Finding(step.span("id"), {"id": step.id}) for step in first if step.id not in meant)


@check("PD323")
def no_way_to_end(project: Project) -> Iterator[Finding]:
    """
    Bad:
        steps:
          - {id: a1, type: start, text: 按时拜访, next: a2}
          - {id: a2, text: 填写记录, next: a1}
    Good:
        steps:
          - {id: a1, type: start, text: 按时拜访, next: a2}
          - {id: a2, type: end, text: 归档}
    """
    for chart, _ in _followed(project):
        ways = _targets(chart)
        back: dict[str, list[str]] = {}
        for giver, targets in ways.items():
            for target in targets:
                back.setdefault(target, []).append(giver)
        marked = any(step.type == "end" for step in chart.steps)
        dangling = {step.id for step in chart.steps if any(way.to not in ways for way in step.next)}
        saved = _reached([*_ends(chart), *dangling], back)
        trapped = [step for step in chart.steps if step.id not in saved]
        yield from (Finding(step.span("id"), {"id": step.id}) for step in trapped[:1])
        for step in chart.steps:
            if marked and not step.next and step.type not in ("end", "decision"):
                yield Finding(step.span("id"), {"id": step.id}, "stop")


@check("PD324")
def several_starts(project: Project) -> Iterator[Finding]:
    """
    Bad:
        steps:
          - {id: a1, type: start, text: 按时拜访, next: a3}
          - {id: a2, type: start, text: 客户来电, next: a3}
          - {id: a3, type: end, text: 归档}
    Good:
        steps:
          - {id: a1, type: start, text: 按时拜访, next: a3}
          - {id: a3, type: end, text: 归档}
    """
    for chart in project.known(Flowchart):
        starts = [step for step in chart.steps if step.type == "start"]
        if len(starts) > 1:
            yield Finding(starts[1].span("id"), {"ids": ", ".join(step.id for step in starts)})


@check("PD325")
def decision_with_one_exit(project: Project) -> Iterator[Finding]:
    """
    Bad:
        steps:
          - {id: a1, type: decision, text: 能否当场答复？, next: {是: a2}}
          - {id: a2, type: end, text: 归档}
    Good:
        steps:
          - {id: a1, type: decision, text: 能否当场答复？, next: {是: a2, 否: a3}}
          - {id: a2, type: end, text: 归档}
          - {id: a3, type: end, text: 上报}
    """
    for chart in project.known(Flowchart):
        for step in chart.steps:
            if step.type == "decision" and len(step.next) < 2 and not _unread_exits(step):
                yield Finding(step.span("next"), {"id": step.id, "count": str(len(step.next))})


@check("PD326")
def unlabelled_exit(project: Project) -> Iterator[Finding]:
    """
    Bad:
        steps:
          - {id: a1, type: decision, text: 能否当场答复？, next: [a2, a3]}
          - {id: a2, type: end, text: 归档}
          - {id: a3, type: end, text: 上报}
    Good:
        steps:
          - {id: a1, type: decision, text: 能否当场答复？, next: {是: a2, 否: a3}}
          - {id: a2, type: end, text: 归档}
          - {id: a3, type: end, text: 上报}
    """
    for chart in project.known(Flowchart):
        for step in chart.steps:
            if step.type == "decision" and len(step.next) > 1:
                yield from (Finding(way.span("to"), {"id": step.id}) for way in step.next if not _label(way))


@check("PD327")
def doubled_exit(project: Project) -> Iterator[Finding]:
    """
    Bad:
        steps:
          - {id: a1, type: decision, text: 能否当场答复？, next: {是: [a2, a3]}}
          - {id: a2, type: end, text: 归档}
          - {id: a3, type: end, text: 上报}
    Good:
        steps:
          - {id: a1, type: decision, text: 能否当场答复？, next: {是: a2, 否: a3}}
          - {id: a2, type: end, text: 归档}
          - {id: a3, type: end, text: 上报}
    """
    for chart in project.known(Flowchart):
        for step in chart.steps:
            labels: dict[str, Exit] = {}
            targets: dict[str, Exit] = {}
            for way in step.next:
                label = _label(way)
                same = labels.setdefault(label, way) if label and step.type == "decision" else way
                again = targets.setdefault(way.to, way)
                if same is not way:
                    yield Finding(way.span("to"), {"id": step.id, "label": str(way.label)}, related=(Related(same.span("to"), "first-label"),))
                elif again is not way:
                    yield Finding(way.span("to"), {"id": step.id, "label": way.to}, "target")


@check("PD328")
def unused_lane(project: Project) -> Iterator[Finding]:
    """
    Bad:
        lanes: [sales, customer]
        steps:
          - {id: a1, type: start, lane: sales, text: 按时拜访}
    Good:
        lanes: [sales]
        steps:
          - {id: a1, type: start, lane: sales, text: 按时拜访}
    """
    for chart in project.known(Flowchart):
        # A lane that a step names by what it is called is used, though wrongly written.
        called = {normalised(text): lane.id for lane in chart.lanes for text in names_of_lane(project, lane)}
        used = {called.get(normalised(step.lane), "") for step in chart.steps}
        used |= {step.lane or (chart.lanes[0].id if chart.lanes else "") for step in chart.steps}
        yield from (Finding(lane.span("id"), {"id": lane.id}) for lane in chart.lanes if lane.id not in used and not SEVERAL.search(lane.id))


@check("PD329")
def silent_fork(project: Project) -> Iterator[Finding]:
    """
    Bad:
        steps:
          - {id: a1, type: start, text: 收到订单, next: [a2, a3]}
          - {id: a2, text: 通知客户, next: a4}
          - {id: a3, text: 归档, next: a4}
          - {id: a4, type: end, text: 结束}
    Good:
        steps:
          - {id: a1, type: start, text: 收到订单, next: f1}
          - {id: f1, type: fork, next: [a2, a3]}
          - {id: a2, text: 通知客户, next: j1}
          - {id: a3, text: 归档, next: j1}
          - {id: j1, type: join, next: a4}
          - {id: a4, type: end, text: 结束}
    """
    for chart in project.known(Flowchart):
        yield from (Finding(step.span("next"), {"id": step.id, "ids": ", ".join(exit.to for exit in step.next)}) for step in chart.silent_forks())


def _label(way: Exit) -> str:
    return normalised(str(way.label)) if way.label is not None else ""
