"""Workbooks and CSV files that unpack to more than they seem, or are none."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

from tests.hostile.case import PAGES, Files, add, process

_BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="文件清单" r:id="r1"/></sheets></workbook>'
)
_PARTS = "".join(
    f'<Relationship Id="r{number}" Type="http://x/{kind}" Target="{target}"/>'
    for number, (kind, target) in enumerate((("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")), 1)
)
#: Bytes that do not get smaller, so that an archive is not refused for its density.
_BALLAST = random.Random(1).randbytes(300_000)


def book(rows: str = "", texts: str = "", styles: str = "", ballast: bool = True, **parts: str) -> bytes:
    """A workbook of these pieces of XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", parts.get("workbook", _BOOK))
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{_PARTS}</Relationships>")
        archive.writestr("xl/worksheets/sheet1.xml", parts.get("sheet", f"<worksheet><sheetData>{rows}</sheetData>{parts.get('more', '')}</worksheet>"))
        archive.writestr("xl/sharedStrings.xml", f"<sst>{texts}</sst>")
        archive.writestr("xl/styles.xml", f"<styleSheet>{styles}</styleSheet>")
        if ballast:
            archive.writestr("docProps/thumbnail.jpeg", _BALLAST, zipfile.ZIP_STORED)
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * 100_000_000)
    return out.getvalue()


def damaged() -> bytes:
    whole = book("<row><c><v>1</v></c></row>")
    return whole[:200] + bytes(100) + whole[300:]


WORKBOOKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "far cell": (lambda: book('<row r="20000"><c r="KN20000"/></row>', ballast=False), "PD220"),
    "far cell with text": (lambda: book('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "PD220"),
    "beyond the sheet": (lambda: book('<row r="99999999999"><c r="ZZZZ9999999999"><v>1</v></c></row>'), "PD220"),
    "empty cells": (lambda: book("<row>" + "<c/>" * 2_900_000 + "</row>"), "PD220"),
    "empty rows": (lambda: book("<row/>" * 2_900_000), "PD220"),
    "shared texts": (lambda: book(texts="<si><t/></si>" * 1_400_000), "PD220"),
    "one text of 49 MB": (lambda: book('<row><c t="s"><v>0</v></c></row>', "<si><t>" + "a" * 49_000_000 + "</t></si>"), "PD109"),
    "a text many times": (lambda: book(("<row>" + '<c t="s"><v>0</v></c>' * 300 + "</row>") * 1100, "<si><t>" + "a" * 20_000 + "</t></si>"), "PD220"),
    "styles": (lambda: book(styles="<cellXfs>" + "<xf/>" * 2_000_000 + "</cellXfs>"), "PD220"),
    "merged": (lambda: book(more="<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 300_000 + "</mergeCells>"), "PD220"),
    "levels": (lambda: book(sheet="<a>" * 1_000_000), "PD220"),
    "entities": (lambda: book(sheet='<!DOCTYPE a [<!ENTITY a "aaa">]><worksheet>&a;</worksheet>'), "PD220"),
    "no sheets": (lambda: book(workbook="<workbook/>"), "PD220"),
    "sheet elsewhere": (lambda: book(workbook=_BOOK.replace("r1", "r99")), "PD220"),
    "zip bomb": (bomb, "PD109"),
    "damaged": (damaged, "PD220"),
    "no archive": (lambda: b"PK\x03\x04" + b"\0" * 100, "PD220"),
    "empty": (lambda: b"", "PD220"),
    "text": (lambda: b"hello", "PD220"),
    "long text": (
        lambda: book(
            "<row>" + "".join(f'<c t="inlineStr"><is><t>{head}</t></is></c>' for head in ("文件编号", "文件名称")) + "</row>"
            "<row>" + '<c t="inlineStr"><is><t>QP-1</t></is></c>' + '<c t="inlineStr"><is><t>' + "长" * 60_000 + "</t></is></c></row>"
        ),
        "PD109",
    ),
}
for _name, (_data, _finds) in WORKBOOKS.items():
    _files: Callable[[], Files] = lambda data=_data: {"processes/S1.yaml": process(), "registers/a.xlsx": data()}  # noqa: E731
    add(f"workbook {_name}", _files, _finds, arguments=("check",), quick=_name in ("far cell", "empty cells", "a text many times", "zip bomb", "entities", "long text"))
add(
    "workbooks, many",
    lambda: {"processes/S1.yaml": process(), **{f"registers/{n}.xlsx": book("<row>" + "<c/>" * 1_400_000 + "</row>") for n in range(8)}},
    "PD109",
    arguments=("check",),
)
add("workbooks, hundreds", lambda: {"processes/S1.yaml": process(), **{f"registers/{n}.csv": "a,b\n" for n in range(300)}}, "PD109", arguments=("check",))
CSV: dict[str, bytes] = {
    "quote": b'"' * 3_000_000,
    "separators": b",;" * 2_000_000,
    "zero bytes": b"\0" * 100_000,
    "one line": "编号,名称\n".encode() + b"a" * 5_000_000,
    "lines": b"\n" * 5_000_000,
    "long heads": ("编号,名称," + ",".join("列" * 500 for _ in range(2000)) + "\nA,B").encode(),
    "rows": "编号,名称\n".encode() + b"".join(b"QP-%d,name %d\n" % (n, n) for n in range(60_000)),
}
for _name, _csv in CSV.items():
    add(
        f"csv {_name}",
        lambda csv=_csv: {"processes/S1.yaml": process(), "registers/文件清单.csv": csv},
        arguments=PAGES if _name == "long heads" else ("check",),
        quick=_name == "quote",
    )
