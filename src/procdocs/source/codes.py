"""The codes of the reader, PD1xx: what can be wrong with the text of a file. Only declarations; `reader` and `text` report them."""

from __future__ import annotations

from procdocs.diagnostics import declare

PD101 = declare(
    "PD101",
    """
    Bad:
        name: [生产
    Good:
        name: 生产
    """,
)
PD102 = declare("PD102")
PD103 = declare(
    "PD103",
    r"""
    Bad:
        name: "生产\u202E管理"
    Good:
        name: "生产管理"
    """,
)
PD104 = declare(
    "PD104",
    """
    Bad:
        name: 生产管理
        name: 生产
    Good:
        name: 生产管理
    """,
)
PD105 = declare(
    "PD105",
    """
    Bad:
        name: &name 生产管理
        purpose: *name
    Good:
        name: 生产管理
        purpose: "*按计划生产"
    """,
)
PD106 = declare(
    "PD106",
    """
    Bad:
        name: 生产管理
        <<: {purpose: 按计划生产}
    Good:
        name: 生产管理
        purpose: 按计划生产
    """,
)
PD107 = declare(
    "PD107",
    """
    Bad:
        name: !!str 生产管理
    Good:
        name: "!生产管理"
    """,
)
PD108 = declare(
    "PD108",
    """
    Bad:
        name: 生产管理
        ---
        name: 采购管理
    Good:
        name: 生产管理
    """,
)
PD109 = declare("PD109")
PD110 = declare(
    "PD110",
    """
    Bad:
        name: 生产管理
        ? [purpose, scope]
        : 按计划生产
    Good:
        name: 生产管理
        purpose: 按计划生产
    """,
)
PD111 = declare(
    "PD111",
    """
    Bad:
        document:
        　　number: QP-01
    Good:
        document:
          number: QP-01
    """,
)
PD112 = declare(
    "PD112",
    """
    Bad:
        purpose：按计划生产
    Good:
        purpose: 按计划生产
    """,
)
PD113 = declare(
    "PD113",
    """
    Bad:
        document:
        \tnumber: QP-01
    Good:
        document:
          number: QP-01
    """.replace("\\t", "\t"),
)
PD114 = declare(
    "PD114",
    """
    Bad:
        # file: processes/C2-sales.yaml
        # to be written
    Good:
        # file: processes/C2-sales.yaml
        kind: process
        id: C2
        name: 销售管理
        type: customer
    """,
)
PD115 = declare("PD115")
PD124 = declare(
    "PD124",
    """
    Bad:
        resources:
          - 注塑机 #3
    Good:
        resources:
          - "注塑机 #3"
    """,
)
PD118 = declare(
    "PD118",
    """
    Bad:
        resources:
          -电脑
          -打印机
    Good:
        resources:
          - 电脑
          - 打印机
    """,
)
