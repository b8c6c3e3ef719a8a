"""How cells of the workbook look, and how its sheets are printed. Knows no content."""

from __future__ import annotations

from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

#: Fill and pattern by what a cell means; patterns tell holes and exclusions apart in print without colour.
FILLS = {
    "covered": ("E6F2EA", "solid"),
    "gap": ("F6C6C0", "solid"),
    "excluded": ("D0D3D6", "lightUp"),
    "high": ("F2A79C", "solid"),
    "middle": ("F9E2A6", "solid"),
    "low": ("DCEBDD", "solid"),
    "overdue": ("F6C6C0", "solid"),
    "obsolete": ("E3E3E3", "solid"),
    "draft": ("F9E2A6", "solid"),
    "review": ("F9E2A6", "solid"),
}
#: The font Excel has for Chinese on every Windows; others take their own.
FONT = "微软雅黑"
LINK_COLOUR = "0B57A4"
HAIR = Side(style="hair", color="8A8F98")


class Styles:
    """The named styles of one workbook, made when they are first wanted."""

    def __init__(self, book: Workbook, head_colour: str) -> None:
        self.book = book
        self._made: dict[tuple[str, str, bool, bool], str] = {}
        self._worn: dict[str, Any] = {}
        colour = _rgb(head_colour) or "1F3A5F"
        self.head = self._head("procdocs head", colour, 0)
        #: Heads of narrow columns: Chinese ones stand character under character, others are turned.
        self.stacked = self._head("procdocs stacked", colour, 255)
        self.turned = self._head("procdocs turned", colour, 90)

    def _head(self, name: str, colour: str, turned: int) -> str:
        style = NamedStyle(name)
        style.font = Font(name=FONT, size=10, bold=True, color="FFFFFF" if _dark(colour) else "1A1A1A")
        style.fill = PatternFill("solid", fgColor=colour)
        style.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center" if turned else "left", textRotation=turned)
        style.border = Border(bottom=Side(style="thin", color="4A4F57"))
        self.book.add_named_style(style)
        return name

    def put(self, place: Any, style: str) -> None:
        """Give a cell a style by its name. The library looks a name up in all styles; here each is looked up once, and a hundred thousand cells share what it finds."""
        if style in self._worn:
            place._style = self._worn[style]
        else:
            place.style = style
            self._worn[style] = place._style

    def name(self, look: str, kind: str = "", *, link: bool = False, fixed: bool = False) -> str:
        """The style for a cell that means `look`, is a `number`, `date` or `mark`, leads somewhere, or names its row."""
        key = (look if look in FILLS else "", kind, link, fixed)
        if key not in self._made:
            self._made[key] = self._make(key[0], kind, link=link, fixed=fixed)
        return self._made[key]

    def _make(self, look: str, kind: str, *, link: bool, fixed: bool) -> str:
        name = " ".join(("procdocs", look or "plain", kind, "link" if link else "", "name" if fixed else "")).strip()
        style = NamedStyle(name)
        style.font = Font(name=FONT, size=10, bold=fixed, color=LINK_COLOUR if link else "1A1A1A", underline="single" if link and kind != "mark" else None)
        style.alignment = Alignment(wrap_text=True, vertical="top", horizontal={"mark": "center", "number": "right", "date": "center"}.get(kind))
        style.border = Border(left=HAIR, right=HAIR, top=HAIR, bottom=HAIR)
        if look:
            colour, pattern = FILLS[look]
            style.fill = PatternFill(pattern, fgColor=colour if pattern == "solid" else "6B7280", bgColor=colour)
        if kind == "date":
            style.number_format = "yyyy-mm-dd"
        self.book.add_named_style(style)
        return name


def set_page(sheet: Any, title: str, paper: str, *, wide: bool) -> None:
    """Print setup: landscape, A3 if wide, fitted to the width, head row repeated, title and page x of y."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = {("A4", False): 9, ("A4", True): 8, ("letter", False): 1, ("letter", True): 3}[paper, wide]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.oddHeader.left.text = _field(title)
    sheet.oddFooter.center.text = "&P / &N"
    for side in ("left", "right"):
        setattr(sheet.page_margins, side, 0.4)
    sheet.page_margins.top = sheet.page_margins.bottom = 0.75
    sheet.page_margins.header = sheet.page_margins.footer = 0.35


def _field(text: str) -> str:
    """Text for a page head, where `&` begins a code and too much is refused."""
    return " ".join(text.split())[:100].replace("&", "&&")


def _rgb(colour: str) -> str:
    """`#1F3A5F` as Excel writes it; "" for anything else."""
    bare = colour.removeprefix("#")
    return bare.upper() if len(bare) == 6 and all(digit in "0123456789abcdefABCDEF" for digit in bare) else ""


def _dark(colour: str) -> bool:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140
