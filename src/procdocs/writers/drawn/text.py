"""Sheets as SVG and as DOT, a file each."""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.diagrams.graph import Graph
from procdocs.writers.drawn import Style


def svg_files(graphs: tuple[Graph, ...], style: Style) -> Iterator[bytes]:
    """Each sheet as SVG that stands on its own."""
    from procdocs.diagrams.svg import svg

    return (svg(graph, palette=style.palette).encode() for graph in graphs)


def dot_files(graphs: tuple[Graph, ...], style: Style) -> Iterator[bytes]:  # noqa: ARG001 - as all rows of `DRAWINGS` are called
    """Each sheet as DOT with its places pinned; it has no colours."""
    from procdocs.diagrams.dot import dot

    return (dot(graph).encode() for graph in graphs)
