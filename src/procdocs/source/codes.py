"""The codes of the reader, PD1xx: what can be wrong with the text of a file. Only declarations; `reader` and `text` report them."""

from __future__ import annotations

from procdocs.diagnostics import Severity, declare

PD101 = declare(
    "PD101",
    "invalid-yaml",
    Severity.ERROR,
    """
    The file is not valid YAML, so the rest of it cannot be read. The other files are checked all the same.

    Bad:
        name: [生产
    Good:
        name: 生产
    """,
)
PD102 = declare(
    "PD102",
    "wrong-encoding",
    Severity.ERROR,
    """
    The file is not stored as UTF-8. Old editors on Chinese Windows store GBK (also called ANSI or GB18030), Notepad's "Unicode" is UTF-16.

    Open the file in the editor, choose "Save as" and the encoding UTF-8. A byte order mark (UTF-8 with BOM) does no harm.
    """,
)
PD103 = declare(
    "PD103",
    "forbidden-character",
    Severity.ERROR,
    r"""
    Control characters, halves of surrogate pairs, characters that turn the direction of writing, and unusual line separators
    cannot be seen, yet change what is read or printed. They are refused also where they are written as an escape.

    Bad:
        name: "生产\u202E管理"
    Good:
        name: "生产管理"
    """,
)
PD104 = declare(
    "PD104",
    "duplicate-key",
    Severity.ERROR,
    """
    A key stands twice in the same place. YAML would silently keep one of the two.

    Bad:
        name: 生产管理
        name: 生产
    Good:
        name: 生产管理
    """,
)
PD105 = declare(
    "PD105",
    "anchor",
    Severity.ERROR,
    """
    Anchors (`&x`) and aliases (`*x`) are refused: a reader of the file could not see what stands there, and a few lines could grow without bound.
    A text that really begins with `&` or `*` is put in quotes.

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
    "merge-key",
    Severity.ERROR,
    """
    The merge key `<<` is refused: what it brings in cannot be seen where it stands.

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
    "tag",
    Severity.ERROR,
    """
    YAML tags (`!x`, `!!str`) are refused: no field needs one. A text that really begins with `!` is put in quotes.

    Bad:
        name: !!str 生产管理
    Good:
        name: "!生产管理"
    """,
)
PD108 = declare(
    "PD108",
    "several-documents",
    Severity.ERROR,
    """
    A file holds one document. What follows a second `---` belongs in a file of its own.

    Bad:
        name: 生产管理
        ---
        name: 采购管理
    Good:
        name: 生产管理
    """,
)
PD109 = declare(
    "PD109",
    "limit-exceeded",
    Severity.ERROR,
    """
    The file is larger, deeper or has more values than any document written by hand: 2 MB, 40 levels, 200 000 values.

    Split it into several files, or look whether something else was saved in its place.
    """,
)
PD110 = declare(
    "PD110",
    "unusable-key",
    Severity.ERROR,
    """
    A key is empty, a list or a group of keys. Keys are plain words.

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
    "wide-space",
    Severity.ERROR,
    """
    A line is indented with full-width or non-breaking spaces (U+3000, U+00A0). They look like spaces, but YAML takes them for text.
    Inside a text (`text: |`) they are allowed.

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
    "wrong-colon",
    Severity.ERROR,
    """
    A key is followed by a full-width colon `：`, or by a colon without a space. YAML wants `: `, a half-width colon and a space.

    Bad:
        purpose：按计划生产
    Good:
        purpose: 按计划生产
    """,
)
PD113 = declare(
    "PD113",
    "tab-indentation",
    Severity.ERROR,
    """
    A line is indented with a tab. YAML allows spaces only.

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
    "empty-file",
    Severity.ERROR,
    """
    The file holds nothing but comments or blank lines, so it cannot be a document.

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
PD115 = declare(
    "PD115",
    "refused-file",
    Severity.ERROR,
    """
    The entry in the project folder is a link that leads out of the project, or no regular file. It is not read.

    Put a copy of the file into the project instead.
    """,
)
PD118 = declare(
    "PD118",
    "joined-lines",
    Severity.WARNING,
    """
    A line that looks like an item of a list is read as the rest of the text above it. An item begins with a half-width dash and a space,
    in the same column as the other items. A text that is meant so is put in quotes.

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
