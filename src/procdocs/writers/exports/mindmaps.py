"""Mind maps for FreeMind and Freeplane, XMind, outliners and markmap; what only we know travels along, so that an import brings it back."""

from __future__ import annotations

import hashlib

from procdocs.interchange import freemind, markmap, opml, xmind
from procdocs.interchange.branch import Branch
from procdocs.interchange.topics import branch_of
from procdocs.project import Project
from procdocs.schema import Document, Mindmap


def freemind_map(project: Project, document: Document | None, language: str) -> bytes:
    """For FreeMind and Freeplane."""
    return freemind.written(_tree(project, document, language))


def xmind_map(project: Project, document: Document | None, language: str) -> bytes:
    """For XMind."""
    return xmind.written(_tree(project, document, language))


def opml_outline(project: Project, document: Document | None, language: str) -> bytes:
    """For outliners."""
    return opml.written(_tree(project, document, language))


def markmap_text(project: Project, document: Document | None, language: str) -> bytes:
    """Markdown for markmap."""
    return markmap.written(_tree(project, document, language))


def _tree(project: Project, document: Document | None, language: str) -> Branch:
    assert isinstance(document, Mindmap)
    digest = hashlib.sha256(project.sources.get(document.span().path, b"")).hexdigest()
    return branch_of(document, language, project.languages[0], digest)
