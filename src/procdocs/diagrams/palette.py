"""Colours by name. Marks in a Graph name a colour; only here is it a number. Every text pair meets WCAG AA (4.5 : 1)."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping
from typing import NamedTuple

from procdocs.schema import Settings

PALETTE: Mapping[str, str] = {
    "ink": "#1B2733",
    "soft": "#51606E",
    "line": "#B4BFC9",
    "rule": "#D5DCE3",
    "paper": "#FFFFFF",
    "wash": "#F4F6F8",
    "wire": "#3A4856",
    "customer": "#163E6C",
    "customer-tint": "#E3ECF6",
    "customer-ink": "#163E6C",
    "on-customer": "#FFFFFF",
    "faint-on-customer": "#DCE6F2",
    "management": "#7B5AA6",
    "management-tint": "#EFEAF6",
    "management-ink": "#553A7B",
    "on-management": "#FFFFFF",
    "support": "#BFE3D0",
    "support-tint": "#E9F5EF",
    "support-ink": "#0F4A33",
    "on-support": "#0F4A33",
    "outside": "#FFFFFF",
    "outside-tint": "#FFFFFF",
    "outside-ink": "#1B2733",
    "on-outside": "#1B2733",
    "document": "#F4F6F8",
    "document-tint": "#F4F6F8",
    "document-ink": "#51606E",
    "on-document": "#3A4856",
    "flow": "#163E6C",
    "flow-tint": "#E3ECF6",
    "means": "#0F5A40",
    "means-tint": "#E4F3EB",
    "guide": "#7A4A00",
    "guide-tint": "#FBF0DD",
    "alarm": "#7A2E46",
    "alarm-tint": "#F9E8ED",
    "hue1": "#163E6C", "hue1-tint": "#E3ECF6",
    "hue2": "#0F5A40", "hue2-tint": "#E4F3EB",
    "hue3": "#7A4A00", "hue3-tint": "#FBF0DD",
    "hue4": "#7A2E46", "hue4-tint": "#F9E8ED",
    "hue5": "#553A7B", "hue5-tint": "#EFEAF6",
    "hue6": "#1F5763", "hue6-tint": "#E2F1F4",
    "hue7": "#5A4B1A", "hue7-tint": "#F5F0DC",
    "hue8": "#3F4A56", "hue8-tint": "#ECEFF2",
}  # fmt: skip


class Look(NamedTuple):
    """The four colours of a process type: solid fill, text on it, tint, outline or text on the tint."""

    solid: str
    on: str
    tint: str
    ink: str


def look(name: str) -> Look:
    """The colours of `customer`, `support`, `management`, `outside` (parties) or `document` (numbers of documents)."""
    return Look(name, f"on-{name}", f"{name}-tint", f"{name}-ink")


def palette_for(settings: Settings) -> Mapping[str, str]:
    """The palette with the customer and flow colours replaced by shades of `theme.accent`; unchanged without one, or for one that is no #RRGGBB.

    A light accent is darkened until white text on it is easy to read and it stays the darkest of the three process types in grey.
    """
    accent = settings.theme.accent if settings.theme is not None else ""
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", accent):
        return PALETTE
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(accent)))
    solid = accent.upper()
    while contrast(solid, "#FFFFFF") < DARK_ENOUGH:
        lightness -= 0.01
        solid = _hex(colorsys.hls_to_rgb(hue, max(lightness, 0.0), saturation))
    tint = _hex(colorsys.hls_to_rgb(hue, 0.93, min(saturation, 0.6)))
    faint = _hex(colorsys.hls_to_rgb(hue, 0.92, min(saturation, 0.5)))
    solids = dict.fromkeys(("customer", "customer-ink", "flow", "hue1"), solid)
    tints = dict.fromkeys(("customer-tint", "flow-tint", "hue1-tint"), tint)
    return {**PALETTE, **solids, **tints, "faint-on-customer": faint}


#: Contrast to white from which the accent is darker than the colour of management processes in print without colour.
DARK_ENOUGH = 8.5


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours #RRGGBB by WCAG 2: 1 to 21."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in (value / 255 for value in _parts(color)))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _hex(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)
