"""Why a picture is not shown."""

from __future__ import annotations


class Unsound(Exception):
    """A picture that cannot be read or would take too long to draw; `reason` is the variant of the finding, `limit` what it exceeds."""

    def __init__(self, reason: str, limit: str = "") -> None:
        super().__init__(reason)
        self.reason, self.limit = reason, limit
