"""Words in the languages procdocs speaks: labels printed in manuals and diagrams, and the sentences of the findings.

A language is one file `languages/TAG.yaml` with the keys of `en.yaml`; a test compares them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from procdocs.source.reader import read


@dataclass(frozen=True)
class Words:
    """One language's fixed words. `words("turtle.inputs")` is a label; placeholders are filled from keywords."""

    tag: str
    labels: Mapping[str, Any]
    findings: Mapping[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        """The label `key` (dotted path). A key that does not exist is a bug, not bad input: KeyError."""
        found: Any = self.labels
        for part in key.split("."):
            found = found[part]
        return str(found).format(**values) if values else str(found)


@cache
def words(tag: str) -> Words:
    """The words of a language; a language procdocs does not speak gets English ones."""
    folder = files(__package__)
    name = next((name for name in (tag, tag.split("-", maxsplit=1)[0], "en") if (folder / f"{name}.yaml").is_file()), "en")
    node, mistakes = read(f"{name}.yaml", (folder / f"{name}.yaml").read_bytes())
    assert node is not None and not mistakes, mistakes
    content = node.plain_value()
    return Words(tag, content["labels"], content["findings"])


def spoken() -> tuple[str, ...]:
    """Tags of the languages procdocs speaks."""
    return tuple(sorted(path.name.removesuffix(".yaml") for path in files(__package__).iterdir() if path.name.endswith(".yaml")))
