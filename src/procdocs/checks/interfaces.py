"""What one process gives, the other takes. What is wrong with whole processes is the business of `system`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from procdocs.checks.ends import Open, open_ends
from procdocs.checks.places import item_name, item_place, value_place
from procdocs.diagnostics import Finding, Related, Severity, check
from procdocs.project.interfaces import Matcher, details, interfaces
from procdocs.project.likeness import NEAR, likeness
from procdocs.project.model import Project
from procdocs.schema.process import Input, Output

#: With so many items that name no receiver they are told apart by equal names only.
OFFERS = 200


def _other_end(project: Project, item: Input | Output, process: str) -> tuple[Related, ...]:
    return (Related(item_place(item), "other-end", {"process": process, "item": item_name(project, item)}),)


@check("PD401")
def unmatched_output(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: processes/C4.yaml
        id: C4
        outputs: [{name: 检验报告, to: C8}]
        # file: processes/C8.yaml
        id: C8
        inputs: [{name: 合格产品, from: customer}]
    Good:
        # file: processes/C4.yaml
        id: C4
        outputs: [{name: 检验报告, to: C8}]
        # file: processes/C8.yaml
        id: C8
        inputs: [{name: 检验报告, from: C4}]
    """
    ends = tuple(open_ends(project))
    named = _all_the_same(ends)
    for process in project.processes:
        within = details(process.outputs)
        for at, output in enumerate(process.outputs):
            if not output.to and at not in within:
                takers = named.get((process.id, at), ())
                related = tuple(one for receiver, item in takers for one in _other_end(project, item, receiver))
                values = {"item": item_name(project, output), "process": process.id, "receiver": ", ".join(receiver for receiver, _ in takers)}
                yield Finding(item_place(output), values, "taken" if takers else "nowhere", related)
    for end in ends:
        if end.output is not None and (end.input is None or (end.kind == "elsewhere" and _is_output_open(end.output, end.receiver, end.giver, end.input))):
            related = _other_end(project, end.input, end.receiver) if end.input else ()
            values = {"item": item_name(project, end.output), "process": end.giver, "receiver": end.receiver}
            yield Finding(item_place(end.output), values, "elsewhere" if end.input else "", related)


def _is_output_open(output: Output, receiver: str, giver: str, item: Input) -> bool:
    """Of an item that both ends have, but not with each other: whether the giver is the one who names the other."""
    return receiver in output.to and giver not in item.source


def _all_the_same(ends: Iterable[Open]) -> dict[tuple[str, int], tuple[tuple[str, Input | Output], ...]]:
    """(process, place of an item that names no other end) -> the processes that name this item all the same, each with its own."""
    found: dict[tuple[str, int], tuple[tuple[str, Input | Output], ...]] = {}
    for end in ends:
        if end.kind == "unaddressed" and end.output is not None and end.input is not None and end.output_at is not None and end.input_at is not None:
            gives, takes = (end.giver, end.output_at, end.output.to), (end.receiver, end.input_at, end.input.source)
            for (process, at, named), other in ((gives, (end.receiver, end.input)), (takes, (end.giver, end.output))):
                if not named:
                    found[process, at] = (*found.get((process, at), ()), other)
    return found


@check("PD402")
def unmatched_input(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: processes/C4.yaml
        id: C4
        inputs: [{name: 生产计划, from: C8}]
        # file: processes/C8.yaml
        id: C8
        outputs: [{name: 合格产品, to: customer}]
    Good:
        # file: processes/C4.yaml
        id: C4
        inputs: [{name: 生产计划, from: C8}]
        # file: processes/C8.yaml
        id: C8
        outputs: [{name: 生产计划, to: C4}]
    """
    ends = tuple(open_ends(project))
    given = _all_the_same(ends)
    offers = _offers(project)
    for process in project.processes:
        within = details(process.inputs)
        for at, item in enumerate(process.inputs):
            if not item.source and at not in within:
                givers = given.get((process.id, at), ())
                related = tuple(one for giver, output in givers for one in _other_end(project, output, giver))
                offered = _offered(project, offers, item, process.id) if not givers else None
                if offered is not None:
                    giver, output = offered
                    values = {"item": item_name(project, item), "process": process.id, "giver": giver}
                    yield Finding(item_place(item), values, "offered", _other_end(project, output, giver), Severity.WARNING)
                    continue
                values = {"item": item_name(project, item), "process": process.id, "giver": ", ".join(giver for giver, _ in givers)}
                yield Finding(item_place(item), values, "given" if givers else "nowhere", related, Severity.WARNING)
    for end in ends:
        if end.input is None or end.giver not in end.input.source:
            continue
        values = {"item": item_name(project, end.input), "process": end.receiver, "giver": end.giver}
        if end.kind == "elsewhere" and end.output is not None:
            yield Finding(item_place(end.input), values, "elsewhere", _other_end(project, end.output, end.giver), Severity.WARNING)
        elif end.kind == "gap":
            offered = _offered(project, offers, end.input, end.receiver)
            if offered is None:
                yield Finding(item_place(end.input), values)
            else:
                yield Finding(item_place(end.input), values | {"other": offered[0]}, "gap-offered", _other_end(project, offered[1], offered[0]))


def _offers(project: Project) -> Mapping[str, tuple[tuple[str, Output], ...]]:
    """What processes give without naming a receiver, by the name as it is compared."""
    matcher = Matcher(project.languages[0])
    found: dict[str, tuple[tuple[str, Output], ...]] = {}
    for process in project.processes:
        within = details(process.outputs)
        for at, output in enumerate(process.outputs):
            if not output.to and at not in within:
                key = matcher.key(output)
                found[key] = (*found.get(key, ()), (process.id, output))
    return found


def _offered(project: Project, offers: Mapping[str, tuple[tuple[str, Output], ...]], item: Input, receiver: str) -> tuple[str, Output] | None:
    """Who gives an item without naming a receiver: of the same name, else of the one most alike; never the receiver itself."""
    own = offers.get(Matcher(project.languages[0]).key(item), ())
    if not own and len(offers) <= OFFERS:
        ranked = sorted(((likeness(item_name(project, item), item_name(project, those[0][1])), key) for key, those in offers.items()), key=lambda one: (-one[0], one[1]))
        own = offers[ranked[0][1]] if ranked and ranked[0][0] >= NEAR else ()
    return next(((giver, output) for giver, output in own if giver != receiver), None)


@check("PD403")
def differing_name(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: processes/C4.yaml
        id: C4
        outputs: [{name: Result of ECRB, to: C8}]
        # file: processes/C8.yaml
        id: C8
        inputs: [{name: Result ECRB, from: C4}]
    Good:
        # file: processes/C4.yaml
        id: C4
        outputs: [{name: Result of ECRB, to: C8}]
        # file: processes/C8.yaml
        id: C8
        inputs: [{name: Result of ECRB, from: C4}]
    """
    for end in open_ends(project):
        if end.kind in ("wording", "ids") and end.output is not None and end.input is not None:
            values = {"item": item_name(project, end.input), "other": item_name(project, end.output), "giver": end.giver, "receiver": end.receiver}
            yield Finding(item_place(end.input), values, "ids" if end.kind == "ids" else "", _other_end(project, end.output, end.giver))
    matcher = Matcher(project.languages[0])
    for giver, receiver, output, item, _, _ in interfaces(project):
        if output is not None and item is not None and output.id and item.id and matcher.key(output) != matcher.key(item):
            values = {"item": item_name(project, item), "other": item_name(project, output), "giver": giver, "receiver": receiver}
            yield Finding(value_place(item, "name"), values, "id", _other_end(project, output, giver), Severity.NOTE)


@check("PD404")
def self_feeding(project: Project) -> Iterator[Finding]:
    """
    Bad:
        id: C4
        outputs: [{name: 半成品, to: C4}]
    Good:
        id: C4
        outputs: [{name: 半成品, to: customer}]
    """
    for process in project.processes:
        for output in process.outputs:
            if process.id in output.to:
                yield Finding(output.span("to"), {"item": item_name(project, output), "process": process.id})
        for item in process.inputs:
            if process.id in item.source:
                yield Finding(item.span("from"), {"item": item_name(project, item), "process": process.id}, "input")


@check("PD405")
def repeated_item(project: Project) -> Iterator[Finding]:
    """
    Bad:
        outputs: [{name: 检验报告, to: customer}, {name: 检验报告, to: customer}]
    Good:
        outputs: [{name: 检验报告, to: [customer, supplier]}]
    """
    matcher = Matcher(project.languages[0])
    for process in project.processes:
        both: tuple[tuple[Input | Output, ...], ...] = (process.inputs, process.outputs)
        for items in both:
            first: dict[str, Input | Output] = {}
            within = details(items)
            for at, item in enumerate(items):
                if at in within:
                    continue
                key = matcher.key(item)
                if key in first and _overlap(first[key], item):
                    values = {"item": item_name(project, item), "process": process.id}
                    yield Finding(item_place(item), values, related=(Related(item_place(first[key]), "first-item"),))
                first.setdefault(key, item)


def _overlap(one: Input | Output, other: Input | Output) -> bool:
    """Whether two items of one name share an end, or one names none. Different ids say that they are different things."""
    if one.id and other.id and one.id != other.id:
        return False
    ours, theirs = (item.source if isinstance(item, Input) else item.to for item in (one, other))
    return not ours or not theirs or bool(set(ours) & set(theirs))
