"""Pictures that users put beside their YAML, as they may stand in a drawing: data URIs with their proportions.

Raster files are passed on as they are; SVG files are written anew from an allow-list of elements and attributes, so that
no script, style sheet, outside address or entity of theirs reaches a page.
"""

from __future__ import annotations

import base64
import re
import struct
from functools import lru_cache
from typing import NamedTuple
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
ELEMENTS = frozenset(
    re.findall(r"\w+", "svg g path rect circle ellipse line polyline polygon text tspan title desc defs linearGradient radialGradient stop clipPath use symbol marker")
)
ATTRIBUTES = frozenset(
    re.findall(
        r"[\w-]+",
        """id x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy d points width height viewBox preserveAspectRatio transform version
        fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-dasharray stroke-dashoffset stroke-miterlimit
        opacity color font-family font-size font-weight font-style text-anchor dominant-baseline letter-spacing textLength lengthAdjust
        offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod clip-path clip-rule clipPathUnits href
        marker-start marker-mid marker-end markerWidth markerHeight markerUnits refX refY orient role lang""",
    )
)
#: `url(#name)` and `#name` stay inside the file; nothing else may be pointed to.
LOCAL = re.compile(r"^(url\(\s*['\"]?#[\w.-]+['\"]?\s*\)|#[\w.-]+)$")
#: SVG files with more elements are not shown: they would take seconds to draw.
MOST_ELEMENTS = 20_000


class Picture(NamedTuple):
    """A picture to be put in: its content as data URI and its size in any unit."""

    uri: str
    width: float
    height: float


@lru_cache(maxsize=64)
def picture(content: bytes) -> Picture | None:
    """The picture in a file's bytes, recognised by content; None for what is no PNG, JPEG, GIF, WebP or sound SVG."""
    found = _raster(content)
    if found is not None:
        media, size = found
        return Picture(f"data:{media};base64,{base64.b64encode(content).decode()}", *size) if min(size) > 0 else None
    return _svg(content)


def _raster(content: bytes) -> tuple[str, tuple[int, int]] | None:
    try:
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            return "image/png", struct.unpack(">II", content[16:24])
        if content[:6] in (b"GIF87a", b"GIF89a"):
            return "image/gif", struct.unpack("<HH", content[6:10])
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return "image/webp", _webp_size(content)
        if content.startswith(b"\xff\xd8"):
            return "image/jpeg", _jpeg_size(content)
    except (struct.error, IndexError):
        return "", (0, 0)
    return None


def _jpeg_size(content: bytes) -> tuple[int, int]:
    place = 2
    while place < len(content):
        marker, length = content[place + 1], struct.unpack(">H", content[place + 2 : place + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + length
    return 0, 0


def _webp_size(content: bytes) -> tuple[int, int]:
    form = content[12:16]
    if form == b"VP8X":
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    if form == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", content[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _svg(content: bytes) -> Picture | None:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"<svg" not in content:
        return None
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - without DOCTYPE and ENTITY nothing expands
    except (ElementTree.ParseError, ValueError, LookupError):
        return None
    if root.tag != f"{{{SVG}}}svg" or sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        return None
    size = _svg_size(root)
    if size is None:
        return None
    clean = _cleaned(root)
    clean.set("xmlns", SVG)
    clean.set("width", f"{size[0]:g}")
    clean.set("height", f"{size[1]:g}")
    said = ElementTree.tostring(clean, encoding="utf-8")
    return Picture(f"data:image/svg+xml;base64,{base64.b64encode(said).decode()}", *size)


def _svg_size(root: ElementTree.Element) -> tuple[float, float] | None:
    box = re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", root.get("viewBox", ""))
    numbers = box[2:4] if len(box) == 4 else [match[0] for name in ("width", "height") if (match := re.match(r"\d+\.?\d*", root.get(name, "")))]
    if len(numbers) != 2:
        return None
    width, height = (float(number) for number in numbers)
    return (width, height) if 0 < width < 1e6 and 0 < height < 1e6 else None


def _cleaned(root: ElementTree.Element) -> ElementTree.Element:
    """A copy with allowed elements and attributes only; `style` attributes are taken apart by the same rule. Not recursive."""
    copy = ElementTree.Element("svg", _allowed(root))
    pairs = [(root, copy)]
    while pairs:
        source, target = pairs.pop()
        target.text = source.text
        for child in source:
            name = child.tag.removeprefix(f"{{{SVG}}}") if isinstance(child.tag, str) else ""
            if name in ELEMENTS:
                made = ElementTree.SubElement(target, name, _allowed(child))
                made.tail = child.tail
                pairs.append((child, made))
    return copy


def _allowed(element: ElementTree.Element) -> dict[str, str]:
    written = {name.rpartition("}")[2]: value for name, value in element.attrib.items() if "}" not in name or name.endswith("}href")}
    for rule in written.pop("style", "").split(";"):
        name, _, value = rule.partition(":")
        written.setdefault(name.strip(), value.strip())
    return {name: value for name, value in written.items() if name in ATTRIBUTES and _is_harmless(name, value)}


def _is_harmless(name: str, value: str) -> bool:
    if name == "href" or "url" in value.lower():
        return bool(LOCAL.match(value.strip()))
    return "\\" not in value and "javascript:" not in value.lower() and "expression(" not in value.lower()
