"""The files that are attached to a PDF, as those that `build` writes carry the YAML they were made from."""

from __future__ import annotations

import io
import zlib
from typing import Any

from procdocs.world.tree import Tree, safe_path
from procdocs.world.world import Entry, Refused, Unusable

#: A PDF with more attachments is refused.
ENTRY_LIMIT = 5_000


class Attachments(Tree):
    """The attachments of a PDF by their names. One that names no folder is looked for in `folder`, but those in `top` directly in the top folder.

    Raises Unusable: no `pdf`, or too `large`.
    """

    def __init__(self, data: bytes, folder: str = "processes", top: tuple[str, ...] = ("procdocs.yaml",)) -> None:
        import pikepdf

        try:
            self._pdf = pikepdf.open(io.BytesIO(data))
            attached = self._pdf.attachments
            names = list(attached)
            if len(names) > ENTRY_LIMIT:
                raise Unusable("large")
            found = {name: attached[name].get_file().obj for name in names}
        except (pikepdf.PdfError, ValueError, KeyError) as problem:
            raise Unusable("pdf", str(problem)) from problem
        self._files: dict[str, Any] = {}
        for name, stream in found.items():
            path = safe_path(name)
            if path is not None:
                self._files[path if "/" in path or path in top else f"{folder}/{path}"] = stream
        super().__init__({path: Entry(path.rpartition("/")[2]) for path in self._files})

    def read(self, path: str, limit: int) -> bytes:
        """As World.read; an attachment that is packed otherwise than by deflate, once, is refused."""
        self.readable(path)
        stream = self._files[path]
        packed = stream.read_raw_bytes()
        filters = stream.get("/Filter")
        names = [] if filters is None else [str(one) for one in (filters if filters._type_name == "array" else [filters])]
        if not names:
            return bytes(packed[: limit + 1])
        if names != ["/FlateDecode"] or "/DecodeParms" in stream:
            raise Refused(path)
        try:
            return zlib.decompressobj().decompress(packed, limit + 1)
        except zlib.error as problem:
            raise Refused(path) from problem
