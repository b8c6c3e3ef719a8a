"""What an SVG file may contain."""

from __future__ import annotations

import base64
import binascii
import re

from procdocs.pictures.raster import Budget, check, is_raster
from procdocs.pictures.unsound import Unsound

ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        """svg g path rect circle ellipse line polyline polygon text tspan title desc defs linearGradient radialGradient stop
        clipPath mask pattern use symbol marker style image""",
    )
)
#: Elements that only hold others: what they hold is shown, what they would do is not.
GROUPS = {"a": "g", "switch": "g"}
ATTRIBUTES = frozenset(
    re.findall(
        r"[\w-]+",
        """id class x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy d points width height viewBox preserveAspectRatio transform version
        fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-dasharray stroke-dashoffset stroke-miterlimit
        opacity color font-family font-size font-weight font-style text-anchor dominant-baseline letter-spacing textLength lengthAdjust
        offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod clip-path clip-rule clipPathUnits href display visibility
        mask maskUnits maskContentUnits patternUnits patternContentUnits patternTransform
        marker-start marker-mid marker-end markerWidth markerHeight markerUnits refX refY orient role lang""",
    )
)
#: `url(#name)` and `#name` stay inside the file; nothing else may be pointed to.
LOCAL = re.compile(r"(?:url\(\s*['\"]?#[\w.:-]+['\"]?\s*\)(?:\s+[#\w]+)?|#[\w.:-]+)")
#: Numbers that no drawing has, and that make those who draw fall over.
_IMMENSE = re.compile(r"(?<![#\w.])(?:\d{8,}|[\d.]{1,40}[eE]\+?(?:\d{2,}|[89])|(?:nan|inf(?:inity)?)(?![\w-]))", re.IGNORECASE)
_NAMES = frozenset(("id", "class", "font-family", "version", "lang", "role", "href"))
_IMAGE = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,", re.IGNORECASE)


def harmless(tag: str, name: str, value: str) -> bool:
    """Whether an allowed attribute has a value that points nowhere, runs nothing and is of human size."""
    if name == "href":
        return tag == "image" or (value.strip().startswith("#") and bool(LOCAL.fullmatch(value.strip())))
    lowered = value.lower()
    if "url" in lowered:
        return bool(LOCAL.fullmatch(value.strip()))
    if "\\" in value or "javascript:" in lowered or "expression(" in lowered or "image(" in lowered or "@" in value:
        return False
    return name in _NAMES or not _IMMENSE.search(value)


def allowed_image(address: str, budget: Budget) -> bool:
    """Whether what an `image` shows is a sound raster picture that stands in the file itself."""
    head = _IMAGE.match(address)
    if head is None:
        return False
    try:
        content = base64.b64decode(re.sub(r"\s+", "", address[head.end() :]), validate=True)
        if not is_raster(content):
            return False
        check(content, budget)
    except (binascii.Error, ValueError, Unsound):
        return False
    return True
