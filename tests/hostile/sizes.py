"""Projects larger than any company has: done in bounded time, or refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable

from tests.hostile.case import PAGES, Files, add, process


def chart(step: Callable[[int], str], count: int = 2000) -> Files:
    return {"processes/F1.yaml": "kind: flowchart\nid: F1\nname: x\nsteps:\n" + "".join(f"- {{id: s{n}, text: step {n}{step(n)}}}\n" for n in range(count))}


def topics(count: int, levels: int = 0) -> Files:
    leaves = ",".join(f"{{text: t{n}}}" for n in range(count))
    return {"processes/M1.yaml": "kind: mindmap\nid: M1\nname: m\nroot: {text: r, children: [" + "{text: q, children: [" * levels + leaves + "]}" * levels + "]}\n"}


def staff(departments: Callable[[int], str], count: int = 3000) -> Files:
    rows = "".join(f"- {{id: d{n}, name: dep {n}{departments(n)}}}\n" for n in range(count))
    return {
        "processes/S1.yaml": process(),
        "procdocs.yaml": f"organisation: {{name: x}}\ndepartments:\n{rows}roles:\n" + "".join(f"- {{id: r{n}, name: role {n}}}\n" for n in range(count)),
    }


def documents(count: int, more: Callable[[int], str]) -> Files:
    return {f"processes/S{n}.yaml": process(f"S{n}", f"过程{n}", more(n)) for n in range(count)}


add("chart of 2 000 steps, tangled", lambda: chart(lambda n: f", next: [s{(n * 7 + 1) % 2000}, s{(n + 1) % 2000}]"), "PD109", quick=True)
add("chart of 2 000 steps, in a row", lambda: chart(lambda n: ""), "PD109")
add("chart, every step to every step", lambda: chart(lambda n: ", next: [" + ", ".join(f"s{m}" for m in range(60)) + "]", 60))
add("20 000 topics", lambda: topics(20_000), "PD109", quick=True)
add("3 000 topics, deep", lambda: topics(900, 17))
add("3 000 departments in a chain", lambda: staff(lambda n: f", parent: d{n - 1}" if n else ""), "PD701", quick=True, arguments=PAGES)
add("3 000 departments side by side", lambda: staff(lambda n: ""), "PD701", arguments=PAGES)
add("600 departments in a ring", lambda: staff(lambda n: f", parent: d{(n + 1) % 600}", 600), arguments=PAGES)
add(
    "3 000 documents",
    lambda: documents(3000, lambda n: f"inputs: [{{name: 订单{n}, from: S{(n + 1) % 3000}}}]\noutputs: [{{name: 订单{n - 1}, to: S{(n - 1) % 3000}}}]\n"),
    "PD109",
    codes=(1,),
    quick=True,
)
add(
    "turtle of 2 000 items",
    lambda: {
        "processes/S1.yaml": process(
            more="steps: [" + ",".join(f"step {n}" for n in range(2000)) + "]\ninputs:\n" + "".join(f"- {{name: item {n}, from: customer}}\n" for n in range(2000))
        )
    },
)
add(
    "6 000 names that are alike",
    lambda: {"processes/S1.yaml": process(more="inputs:\n" + "".join(f"- {{name: 生产计划表单编号{chr(0x4E00 + n)}, from: customer}}\n" for n in range(6000)))},
    arguments=("check",),
)
add(
    "6 000 titles that are alike",
    lambda: {"processes/S1.yaml": process(more="documents:\n" + "".join(f"- {{title: 生产计划表单编号{chr(0x4E00 + n)}, number: QP-{n}}}\n" for n in range(6000)))},
    arguments=("check",),
)
add(
    "files of many values",
    lambda: {f"processes/S{n}.yaml": process(f"S{n}", "x", "inputs:\n" + "".join(f"- {{name: a{m}, from: S1}}\n" for m in range(25_000))) for n in range(30)},
    "PD109",
    arguments=("check",),
    codes=(1,),
)
add("many unknown ends", lambda: documents(300, lambda n: "inputs: [" + ", ".join(f"{{name: x{m}, from: Q{m}}}" for m in range(40)) + "]\n"), arguments=("check",))
add("folders in folders", lambda: {"processes/" + "a/" * 900 + "S1.yaml": process()}, "PD115", arguments=("check",))
