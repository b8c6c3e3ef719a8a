"""The codes of loading a project: ids and names of files, pictures. Only declarations; `load` and `pictures` report them."""

from __future__ import annotations

from procdocs.diagnostics import Severity, declare

PD116 = declare(
    "PD116",
    "unread-file",
    Severity.WARNING,
    """
    The file looks as if it were meant to be read, but is not: its name does not end with `.yaml` or `.yml` (Windows may hide the `.txt` behind it),
    or it lies outside the folder `processes/`.

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
PD117 = declare(
    "PD117",
    "no-document",
    Severity.WARNING,
    """
    There is no YAML file below `processes/`, so there is nothing to draw or print.

    `procdocs new process C1` writes a first one.
    """,
)
PD302 = declare(
    "PD302",
    "duplicate-id",
    Severity.ERROR,
    """
    The same id is used twice where it must be unique: files in the project, departments, roles and parties each among themselves,
    steps and lanes in their flowchart. Capitals and full-width letters make no difference, because file systems make none.

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
    "file-name-without-id",
    Severity.ERROR,
    """
    The name of a file begins with the id that stands in it, so that everybody finds the file: `C4-production.yaml` holds `id: C4`.

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
    "missing-picture",
    Severity.ERROR,
    """
    There is no such picture. Pictures lie beside the YAML file that shows them; the logo's path begins at the project folder.
    Capitals count, also on Windows, because they count where the manual is published.

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
    "unusable-picture",
    Severity.ERROR,
    """
    The picture lies outside the project, is larger than 20 MB, or is of a type that cannot be shown (png, jpg, svg, gif and webp can).

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
    "unreadable-table",
    Severity.ERROR,
    """
    A CSV or Excel file under `registers/` is no list that could be read. One of its first rows must name the columns, in Chinese or English,
    such as number and title; the name of the file or sheet may say which list it is (文件清单, 记录清单, 质量目标, 顾客特殊要求, 不适用条款, 职能分配表).

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
    "unknown-column",
    Severity.WARNING,
    """
    Nothing is read from a column whose head is not understood. Columns for numbering and remarks are passed over in silence.

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
