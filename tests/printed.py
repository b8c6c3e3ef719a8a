"""Prints projects for tests: the real writer, its worker processes and all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import page
import pypdfium2

from procdocs.cache import Store
from procdocs.diagnostics import has_errors
from procdocs.execution.executors import execute
from procdocs.execution.target import Made
from procdocs.manual import Manual
from procdocs.manual.compose import compose
from procdocs.project.load import load
from procdocs.source.reader import read
from procdocs.writers import Artifact, Kept, Options
from procdocs.writers.making import artifacts
from procdocs.writers.print.pdf import part_path, parts

#: Keys whose values are codes, numbers or choices, not texts a reader must find.
CODES = frozenset(
    """
    id kind type from lanes to owner role process next lane departments document documents record records clauses keeper number status every on
    effective review date revision form decision ceremonial file image link languages diagram aspect likelihood severity due distribution language
    origin shape column row width upper position parent target reached values value
    """.split()  # noqa: SIM905 - a list of a hundred words reads worse
)


@dataclass
class _Run:
    """What all tests of a run share: the cache of what they print."""

    cache: Store | None = None


_RUN = _Run()


def remember(folder: Path) -> None:
    """Print from now on nothing that was printed in this run, as this folder remembers it."""
    _RUN.cache = Store(folder)


def manual_of(root: Path, language: str = "") -> Manual:
    """The manual of a project that must be free of mistakes."""
    project, found = load(root)
    assert project is not None and not has_errors(found), found
    return compose(project, language or project.languages[0])[0]


def printed(manual: Manual, **options: Any) -> dict[str, bytes]:
    """Path to bytes of all PDFs. In one process: there are as many tests at a time as processors."""
    made = list(artifacts("pdf", manual, Options(jobs=1, cache=_RUN.cache, **options)))
    assert not [kept for kept in made if isinstance(kept, Kept)], made
    return {artifact.path: artifact.data for artifact in made if isinstance(artifact, Artifact)}


def printed_parts(manual: Manual) -> dict[str, bytes]:
    """The PDF of every entry of the bound manual, registers and views too, by its id."""
    made = {target.path: value for target, value in execute(parts(manual, Options()), jobs=1, cache=_RUN.cache)}
    return {entry.id: value.data for chapter in manual.volume for entry in chapter.entries if isinstance(value := made[part_path(manual, entry)], Made)}


def complaints(data: bytes, profile: str) -> str:
    """What the validator says against a PDF; empty if nothing."""
    said = str(page.validate_pdf_bytes(data, profile=profile))
    return "" if "no failures" in said else said


def drawn_text(data: bytes) -> str:
    """All text of a PDF as a reader extracts it, that of its diagrams too."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def plain(text: str) -> str:
    """Words without white space and without Markdown marks, for comparing."""
    return re.sub(r"[\s*_`#>|\\]+", "", text)


def texts_of(source: bytes, language: str) -> Iterator[str]:
    """Every text of a YAML file that a reader must find in print, in the order it is written."""
    node, mistakes = read("x.yaml", source)
    assert node is not None and not mistakes
    yield from _texts(node.plain_value(), language)


def _texts(value: Any, language: str, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        tongues = {"zh", "en"} & set(value)
        if tongues and set(value) <= {"zh", "en"}:
            yield from _pieces(str(value.get(language) or next(iter(value.values()))))
            return
        for name, inner in value.items():
            if name not in CODES:
                yield from _texts(inner, language, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, language, key)
    elif isinstance(value, str):
        yield from _pieces(value)


def _pieces(text: str) -> Iterator[str]:
    """Each line, cell and list item of a text that may be Markdown, without pictures, rules and addresses."""
    for line in text.splitlines():
        for piece in re.sub(r"!\[.*\]\(.*\)|\[([^]]*)\]\([^)]*\)", r"\1", line).split("|"):
            said = re.sub(r"^\s*(?:[-+*]|\d+\.|#+|>)\s+", "", piece).strip()
            if said and not re.fullmatch(r"[:\s-]+", said):
                yield said
