"""Style rules that depend on the manual: colours, font families, widths of table columns. The rest is `templates/site.css`."""

from __future__ import annotations

from procdocs.diagrams.fonts import STACK, font_list
from procdocs.manual.model import Manual
from procdocs.writers.markup.blocks import width_rules
from procdocs.writers.site.colours import palette_rules
from procdocs.writers.site.web_fonts import EMBEDDED


def style_rules(manual: Manual, *, has_embedded_font: bool) -> str:
    """The rules as text."""
    first = [EMBEDDED] if has_embedded_font else []
    pages = [*first, *manual.fonts, "-apple-system", "Segoe UI", *STACK]
    drawings = [*first, *STACK]
    bars = "".join(f".bar .w{share}{{width:{share}%}}" for share in range(101))
    return f":root{{--font:{font_list(pages)};--font-drawing:{font_list(drawings)}}}\n{palette_rules(manual.palette)}{width_rules()}{bars}\n"
