"""What of an entry goes on paper, and where: the one place that decides about pages. One function for each kind, pure; free of HTML and of millimetres."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from procdocs.manual.control import control_view
from procdocs.manual.draw import Drawings
from procdocs.manual.model import Block, Paper
from procdocs.manual.paper.documents import pictured_paper, written_paper
from procdocs.manual.paper.history import history_blocks
from procdocs.manual.paper.process import process_paper
from procdocs.manual.voice import Voice
from procdocs.schema import Document

#: How the blocks of a document of each kind stand on paper: `(voice, drawings, document, its blocks, its history) -> Paper`; kinds that are not here are written text.
PAPERS: dict[str, Callable[[Voice, Drawings, Any, tuple[Block, ...], tuple[Block, ...]], Paper]] = {
    "process": process_paper,
    "octopus": pictured_paper,
    "flowchart": pictured_paper,
    "mindmap": pictured_paper,
}


def paper_of(voice: Voice, drawings: Drawings, document: Document, blocks: tuple[Block, ...]) -> Paper:
    """How a document is printed, from the blocks it consists of."""
    history = tuple(history_blocks(voice, control_view(voice, document)))
    return PAPERS.get(document.kind, written_paper)(voice, drawings, document, blocks, history)
