"""The codes of loading a project: ids and names of files, pictures. Only declarations; `load` and `pictures` report them."""

from __future__ import annotations

from procdocs.diagnostics import declare

PD116 = declare(
    "PD116",
    """
    Bad:
        # file: processes/C2-sales.yaml.txt
        kind: process
        id: C2
        name: 销售管理
        type: customer
    Good:
        # file: processes/C2-sales.yaml
        kind: process
        id: C2
        name: 销售管理
        type: customer
    """,
)
PD117 = declare("PD117")
PD302 = declare(
    "PD302",
    """
    Bad:
        # file: processes/C7-returns.yaml
        kind: process
        id: C7
        name: 退货管理
        type: customer
        # file: processes/c7-repairs.yaml
        kind: process
        id: c7
        name: 返修管理
        type: customer
    Good:
        # file: processes/C7-returns.yaml
        kind: process
        id: C7
        name: 退货管理
        type: customer
        # file: processes/C8-repairs.yaml
        kind: process
        id: C8
        name: 返修管理
        type: customer
    """,
)
PD303 = declare(
    "PD303",
    """
    Bad:
        # file: processes/production.yaml
        kind: process
        id: C4
        name: 生产管理
        type: customer
    Good:
        # file: processes/C4-production.yaml
        kind: process
        id: C4
        name: 生产管理
        type: customer
    """,
)
PD311 = declare(
    "PD311",
    """
    Bad:
        kind: mindmap
        id: M-CARE
        root: {text: 顾客关系, image: circle.png}
    Good:
        kind: mindmap
        id: M-CARE
        root: {text: 顾客关系}
    """,
)
PD312 = declare(
    "PD312",
    """
    Bad:
        kind: mindmap
        id: M-CARE
        root: {text: 顾客关系, image: ../../elsewhere/circle.png}
    Good:
        kind: mindmap
        id: M-CARE
        root: {text: 顾客关系}
    """,
)
PD220 = declare(
    "PD220",
    """
    Bad:
        # file: registers/文件清单.csv
        甲,乙
        WI-01,开机规定
    Good:
        # file: registers/文件清单.csv
        编号,名称
        WI-01,开机规定
    """,
)
PD221 = declare(
    "PD221",
    """
    Bad:
        # file: registers/记录清单.csv
        记录编号,记录名称,保存部门,保存期,颜色
        QR-01,开机记录,生产部,3 年,红
    Good:
        # file: registers/记录清单.csv
        记录编号,记录名称,保存部门,保存期,备注
        QR-01,开机记录,生产部,3 年,红
    """,
)
