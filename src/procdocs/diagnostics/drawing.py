"""The codes of drawing and printing, PD7xx. Only declarations; diagrams and the PDF writer report them."""

from __future__ import annotations

from procdocs.diagnostics.attached import declare

PD701 = declare(
    "PD701",
    """
    Bad:
        a step of 20 000 characters
    Good:
        a short step, the rest in a document that the step names
    """,
)
PD702 = declare(
    "PD702",
    """
    Bad:
        name: 生产管理 🏭
    Good:
        name: 生产管理
    """,
)
PD703 = declare(
    "PD703",
    """
    Bad:
        purpose: 检验 \U000e0123 记录
    Good:
        purpose: 检验记录
    """,
)
PD704 = declare(
    "PD704",
    """
    Bad:
        a table of ten thousand rows in one document
    Good:
        a list in a workbook of its own
    """,
)
PD705 = declare(
    "PD705",
    """
    Bad:
        {{ manual.titel }}
    Good:
        {{ manual.title }}
    """,
)
PD706 = declare(
    "PD706",
    """
    Bad:
        logo: logo.png    # a text file with the ending of a picture
    Good:
        logo: logo.png    # a picture
    """,
)
PD707 = declare(
    "PD707",
    """
    Bad:
        lanes: [sales, design, quality, production, purchasing, tooling, logistics, finance, service, customer]
    Good:
        form: table    # or fewer lanes: those that do one step each can share one
    """,
)
