"""The palette as style rules of the site: variables, their dark counterparts, and the classes diagrams are coloured by.

Dark colours are computed from the light ones, so that a house palette gets its night side without being asked for it.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Lightness (0 to 1, perceived) of white and black in the dark theme, and how quickly it rises between them.
NIGHT, RISE, BEND = 0.20, 0.90, 0.72
#: Share of the colourfulness that is kept at night.
CALM = 0.85

Triple = tuple[float, float, float]


def palette_rules(palette: Mapping[str, str]) -> str:
    """Style rules for a palette: light, dark by the system's wish or the reader's, always light in print."""
    light = _variables(palette)
    dark = _variables({name: dark_colour(value) for name, value in palette.items()})
    rules = [
        f":root{{color-scheme:light;{light}}}",
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}",
        f"@media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}",
    ]
    rules += [f".f-{name}{{fill:var(--{name})}}.s-{name}{{stroke:var(--{name})}}" for name in palette]
    return "\n".join(rules) + "\n"


def _variables(palette: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in palette.items())


def dark_colour(colour: str) -> str:
    """The night side of a colour `#RRGGBB`: lightness turned over, hue kept. Anything else is returned as it is."""
    if len(colour) != 7 or not colour.startswith("#"):
        return colour
    try:
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    except ValueError:
        return colour
    lightness, a, b = _to_oklab((_linear(red), _linear(green), _linear(blue)))
    turned = NIGHT + RISE * max(0.0, 1 - lightness) ** BEND
    turned = min(turned, 0.97)
    keep = CALM
    while True:
        mixed = _from_oklab((turned, a * keep, b * keep))
        if keep < 0.02 or all(-0.001 <= part <= 1.001 for part in mixed):
            return "#" + "".join(f"{round(255 * _curved(min(max(part, 0.0), 1.0))):02X}" for part in mixed)
        keep *= 0.9


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _curved(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _to_oklab(rgb: Triple) -> Triple:
    """Linear RGB to OKLab (Ottosson 2020), whose first part is perceived lightness."""
    r, g, b = rgb
    l = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)  # noqa: E741
    m = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    s = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
        1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
        0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
    )


def _from_oklab(lab: Triple) -> Triple:
    lightness, a, b = lab
    l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3  # noqa: E741
    m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
        -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
        -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
    )
