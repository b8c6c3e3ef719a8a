"""The files of a format in memory, for tests that look at them: whoever lacks one fails here."""

from __future__ import annotations

from typing import Any

from procdocs.manual.model import Manual
from procdocs.writers import Artifact, Options
from procdocs.writers.making import artifacts


def whole(form: str, manual: Manual, **options: Any) -> dict[str, bytes]:
    """Every file of a format by its path, as all of them could be made."""
    found: dict[str, bytes] = {}
    for artifact in artifacts(form, manual, Options(**options)):
        assert isinstance(artifact, Artifact), artifact
        found[artifact.path] = artifact.data
    return found
