"""The codes of the schema, PD2xx, and the form of ids, PD301. Only declarations; `validate` reports them."""

from __future__ import annotations

from procdocs.diagnostics import Severity, declare

PD201 = declare(
    "PD201",
    "invalid-value",
    Severity.ERROR,
    """
    A value does not fit its field: a number outside its range, a list without an item, a key that is no language.

    Bad:
        risks: [{name: 缺料, likelihood: 7}]
    Good:
        risks: [{name: 缺料, likelihood: 4}]
    """,
)
PD202 = declare(
    "PD202",
    "unknown-kind",
    Severity.ERROR,
    """
    Every file under `processes/` says in `kind:` what it is.

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
    "unknown-key",
    Severity.ERROR,
    """
    There is no such key at this place. Mostly it is a slip of the pen, or a key that belongs one level higher or lower.

    Bad:
        ower: production
    Good:
        owner: production
    """,
)
PD204 = declare(
    "PD204",
    "missing-key",
    Severity.ERROR,
    """
    A key is missing without which the rest has no meaning. Nothing, `~` and `null` count as missing.

    Bad:
        measures: [{target: "≥ 98 %"}]
    Good:
        measures: [{name: 计划达成率, target: "≥ 98 %"}]
    """,
)
PD205 = declare(
    "PD205",
    "wrong-type",
    Severity.ERROR,
    """
    A text stands where a group of keys is expected, or the other way round. The indentation is often the reason.

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
    "unknown-choice",
    Severity.ERROR,
    """
    The field allows a few words only, and this is none of them.

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
    "invalid-date",
    Severity.ERROR,
    """
    A date is written as year, month and day, such as 2026-05-01, and the day must exist.

    Bad:
        document: {number: QP-07, effective: 2026-13-45}
    Good:
        document: {number: QP-07, effective: 2026-05-01}
    """,
)
PD208 = declare(
    "PD208",
    "invalid-number",
    Severity.ERROR,
    """
    A number is expected, in digits, with a point for decimals and without spaces or other separators.

    Bad:
        risks: [{name: 缺料, severity: 高}]
    Good:
        risks: [{name: 缺料, severity: 4}]
    """,
)
PD209 = declare(
    "PD209",
    "invalid-flag",
    Severity.ERROR,
    """
    The field is a switch: `true` or `false` (also yes and no, on and off, 是 and 否).

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
    "empty-item",
    Severity.ERROR,
    """
    A list has an item with nothing in it: a dash without a text, or `~`.

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
    "malformed-id",
    Severity.ERROR,
    """
    An id becomes a file name and a link. It has 1 to 64 letters, digits, `.`, `_` or `-`, begins with a letter or digit and does not end in a point.
    Names that Windows keeps for devices (CON, NUL, COM1 …) and names of our own pages (index, manual, customer …) cannot be ids of files.

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
