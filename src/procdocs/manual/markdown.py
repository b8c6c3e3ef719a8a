"""Authored Markdown as blocks: `![caption](diagram:ID)` on a line of its own becomes a figure, a picture stays a picture."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from procdocs.manual.draw import Drawings
from procdocs.manual.model import Block, Markdown, Paragraph, Picture
from procdocs.manual.voice import Voice
from procdocs.schema import Text

IMAGE = re.compile(r"^[ \t]*!\[(?P<caption>[^\]\n]*)\]\((?P<target>[^)\s]+)\)[ \t]*$", re.MULTILINE)


def markdown_blocks(voice: Voice, drawings: Drawings, text: Text, level: int, folder: str = "") -> Iterator[Block]:
    """Blocks of a Markdown text. `folder` is where its pictures lie, `level` the first heading level it may use."""
    said = voice.text(text)
    language = voice.foreign(text)
    position = 0
    for image in IMAGE.finditer(said):
        if said[position : image.start()].strip():
            yield Markdown(said[position : image.start()].strip("\n"), level, language)
        yield from _image(voice, drawings, image["target"], image["caption"], folder)
        position = image.end()
    if said[position:].strip():
        yield Markdown(said[position:].strip("\n"), level, language)


def _image(voice: Voice, drawings: Drawings, target: str, caption: str, folder: str) -> Iterator[Block]:
    if target.startswith("diagram:"):
        yield from drawings.figure(target.removeprefix("diagram:"), caption=caption)
        return
    path = posixpath.normpath(posixpath.join(folder, target))
    if path in voice.project.pictures:
        yield Picture(path, caption)
    else:
        yield Paragraph((caption,), "note")
