"""The measuring font as web font: a subset of the glyphs the manual uses, so that boxes fit on machines without it.

Opens font files; nothing else in the writers for the screen does.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

from procdocs.diagrams.fonts import NoFont, fonts_for
from procdocs.manual.model import Manual

#: Family name under which pages ask for the embedded font.
EMBEDDED = "Manual"
#: Bit of OS/2 fsType by which a maker forbids embedding.
RESTRICTED = 0x0002


def font_files(manual: Manual) -> Mapping[str, bytes]:
    """WOFF2 files by name, regular and bold; none where no font is there or its maker forbids embedding."""
    try:
        _, regular, bold, number = fonts_for(manual.fonts).chosen
    except NoFont:
        return {}
    characters = set().union(*(set(text) for text in _texts(manual))) | {chr(code) for code in range(0x20, 0x7F)}
    made = {name: _subset(path, number, characters) for name, path in (("regular.woff2", regular), ("bold.woff2", bold))}
    return {name: data for name, data in made.items() if data}


def font_rules(files: Mapping[str, bytes]) -> str:
    """The `@font-face` rules for the files, which lie beside the style sheet."""
    weights = {"regular.woff2": 400, "bold.woff2": 700}
    return "".join(f'@font-face{{font-family:"{EMBEDDED}";font-weight:{weights[name]};src:url({name}) format("woff2")}}\n' for name in files)


def _subset(path: Path, number: int, characters: set[str]) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(path, fontNumber=number if path.suffix.lower() == ".ttc" else -1, lazy=True, recalcTimestamp=False)
    if font["OS/2"].fsType & RESTRICTED:
        return b""
    options = subset.Options(
        flavor="woff2", layout_features=["kern", "locl", "palt", "ccmp", "mark", "tnum"], notdef_outline=True, hinting=False, drop_tables=["DSIG", "vhea", "vmtx", "VORG"]
    )
    # Tables that the subsetter does not know are no concern of the person who builds a manual.
    logging.getLogger("fontTools.subset").setLevel(logging.ERROR)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(ord(character) for character in characters))
    cutter.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()


def _texts(manual: Manual) -> Iterator[str]:
    """Every text a page can show. `repr` of the blocks holds them all; what is too much costs a few Latin glyphs."""
    from procdocs.languages import words

    yield repr(words(manual.language).labels)
    yield repr((manual.organisation, manual.short_name, manual.title, manual.address, manual.score, manual.departments, manual.roles, manual.control))
    for chapter in manual.chapters:
        yield chapter.title
        for entry in chapter.entries:
            yield repr((entry.title, entry.control, [block for block in entry.blocks if block not in entry.figures]))
            for figure in entry.figures:
                yield figure.caption
                yield from (text for graph in figure.on_screen.graphs for text in graph.texts)
