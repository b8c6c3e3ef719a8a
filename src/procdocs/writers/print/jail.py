"""What WeasyPrint may fetch: pictures handed over in memory, under addresses of a scheme of our own, and pictures that are
their own address (`data:`, inside diagrams). Nothing from disk or net.

A refused address is remembered, because WeasyPrint would only leave the picture out.
"""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Mapping
from urllib.parse import unquote

from weasyprint.urls import URLFetcher, URLFetcherResponse

from procdocs.writers.print.sheet import SCHEME, Served

_DATA = "data:image/"


class Jail(URLFetcher):  # type: ignore[misc]
    """Serves `pictures` by address (`procdocs:/…`) and refuses everything else."""

    def __init__(self, pictures: Mapping[str, Served]) -> None:
        super().__init__(allowed_protocols={SCHEME, "data"}, allow_redirects=False)
        self._pictures = pictures
        #: Addresses that were asked for and refused.
        self.denied: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 - as WeasyPrint calls it
        """The picture at `url`. Raises ValueError for any other address, which WeasyPrint catches and logs."""
        served = _inside(url) if url.startswith(_DATA) else self._pictures.get(unquote(url))
        if served is None:
            self.denied.append(url[:200])
            raise ValueError("not handed over")
        return URLFetcherResponse(url, io.BytesIO(served.data), {"Content-Type": served.media_type})


def _inside(url: str) -> Served | None:
    """The picture in a base64 `data:` address; None if there is none."""
    head, _, data = url.partition(",")
    if not head.endswith(";base64"):
        return None
    try:
        return Served(base64.b64decode(unquote(data), validate=True), head.removeprefix("data:").split(";")[0])
    except (binascii.Error, ValueError):
        return None
