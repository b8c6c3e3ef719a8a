"""Where a path leads."""

from __future__ import annotations

import os
from pathlib import Path


def real(path: Path) -> Path:
    """The path with all links followed; where they go in a circle, as far as they lead. `Path.resolve` raises RuntimeError there, up to Python 3.12."""
    return Path(os.path.realpath(path))
