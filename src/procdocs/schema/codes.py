"""The codes of the schema, PD2xx, and the form of ids, PD301. Only declarations; `validate` reports them."""

from __future__ import annotations

from procdocs.diagnostics import declare

PD201 = declare(
    "PD201",
    """
    Bad:
        risks: [{name: 缺料, likelihood: 7}]
    Good:
        risks: [{name: 缺料, likelihood: 4}]
    """,
)
PD202 = declare(
    "PD202",
    """
    Bad:
        kind: procces
        id: C1
        name: 生产管理
    Good:
        kind: process
        id: C1
        name: 生产管理
        type: customer
    """,
)
PD203 = declare(
    "PD203",
    """
    Bad:
        ower: production
    Good:
        owner: production
    """,
)
PD204 = declare(
    "PD204",
    """
    Bad:
        measures: [{target: "≥ 98 %"}]
    Good:
        measures: [{name: 计划达成率, target: "≥ 98 %"}]
    """,
)
PD205 = declare(
    "PD205",
    """
    Bad:
        purpose:
          - 按计划生产
          - 保证质量
    Good:
        purpose: 按计划生产，保证质量
    """,
)
PD206 = declare(
    "PD206",
    """
    Bad:
        kind: process
        id: C1
        name: 生产管理
        type: main
    Good:
        kind: process
        id: C1
        name: 生产管理
        type: customer
    """,
)
PD207 = declare(
    "PD207",
    """
    Bad:
        document: {number: QP-07, effective: 2026-13-45}
    Good:
        document: {number: QP-07, effective: 2026-05-01}
    """,
)
PD208 = declare(
    "PD208",
    """
    Bad:
        risks: [{name: 缺料, severity: 高}]
    Good:
        risks: [{name: 缺料, severity: 4}]
    """,
)
PD209 = declare(
    "PD209",
    """
    Bad:
        kind: octopus
        id: OCTOPUS
        support: maybe
    Good:
        kind: octopus
        id: OCTOPUS
        support: false
    """,
)
PD210 = declare(
    "PD210",
    """
    Bad:
        steps:
          - 领料
          -
    Good:
        steps:
          - 领料
          - 装配
    """,
)
PD301 = declare(
    "PD301",
    """
    Bad:
        kind: process
        id: C 1
        name: 生产管理
        type: customer
    Good:
        kind: process
        id: C-1
        name: 生产管理
        type: customer
    """,
)
