"""What open pages are told without asking: that the project changed, that findings are there. Server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

#: So many pages may listen at once, so many events are kept for one that comes back.
LISTENERS, KEPT = 10, 100
#: After so many seconds without an event a comment goes out, so that nobody between takes the line for dead.
_SILENCE = 15.0


class TooMany(Exception):
    """More pages listen than there should be."""


class Events:
    """The events of one server, numbered from 1."""

    def __init__(self) -> None:
        self._number = 0
        self._kept: deque[tuple[int, str]] = deque(maxlen=KEPT)
        self._listeners: set[asyncio.Queue[str | None]] = set()

    def tell(self, kind: str, **values: Any) -> None:
        """Send an event to every page that listens. To be called in the loop of the server."""
        self._number += 1
        said = f"id: {self._number}\nevent: {kind}\ndata: {json.dumps(values, ensure_ascii=False)}\n\n"
        self._kept.append((self._number, said))
        for listener in self._listeners:
            listener.put_nowait(said)

    def close(self) -> None:
        """Send everybody home."""
        for listener in self._listeners:
            listener.put_nowait(None)

    async def listen(self, last: int) -> AsyncIterator[str]:
        """The events after number `last`, as they come. Raises TooMany."""
        if len(self._listeners) >= LISTENERS:
            raise TooMany
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield "retry: 1000\n\n"
            for number, said in self._kept:
                if 0 < last < number:
                    yield said
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), _SILENCE)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if event is None:
                    return
                yield event
        finally:
            self._listeners.discard(queue)
