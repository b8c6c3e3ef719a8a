"""Takes what is wanted of a part into the manual: everything reachable from what is asked for, under new numbers.

What is not to be taken along gets the number of what stands in its place first (`stand_in`): fonts, the tree of pages, the root of the tags.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

import pikepdf

from procdocs.binder.assembly import Assembly

#: Strings come first, so that nothing inside them is taken for anything else.
_TOKEN = re.compile(rb"\([^()\\]*(?:\\.[^()\\]*)*\)|<[0-9a-fA-F]+>|\b(\d+) \d+ R\b|/(StructParents?) (\d+)", re.DOTALL)
#: Entries of a form that are the same in hundreds of them: every text of a diagram that ends at a place or is centred there is a form.
_IN_COMMON = ("/Resources", "/Group")


class Copy:
    """One open part on its way into an assembly; keys of its parent tree grow by `shift`. `prepare` may change each object before."""

    def __init__(self, source: pikepdf.Pdf, into: Assembly, shift: int, prepare: Callable[[Any, bytes], bool]) -> None:
        self._source, self._into, self._shift, self._prepare = source, into, shift, prepare
        self._numbers: dict[int, int] = {}
        self._waiting: list[tuple[int, Any]] = []

    def stand_in(self, original: Any, number: int) -> None:
        """References to `original` become references to `number`; it is not copied."""
        self.stand_in_number(original.objgen[0], number)

    def stand_in_number(self, old: int, number: int) -> None:
        """The same for an object by its number in the part."""
        self._numbers[old] = number

    def number(self, original: Any) -> int:
        """The number an indirect object has in the manual; it is copied with everything it refers to."""
        return self._number(original.objgen[0])

    def written(self, value: Any) -> bytes:
        """A direct value as it stands in the manual."""
        return _TOKEN.sub(self._token, value.unparse(resolved=True))

    def named(self, value: Any) -> bytes:
        """A value as it stands in the manual: a reference if it is an indirect object."""
        return b"%d 0 R" % self.number(value) if value.is_indirect else self.written(value)

    def run(self) -> None:
        """Copy all that has been asked for."""
        while self._waiting:
            number, original = self._waiting.pop()
            if isinstance(original, pikepdf.Stream):
                self._into.raw_stream(self._described(original), original.read_raw_bytes(), number)
            else:
                self._into.put(self._object(original), number)

    def _number(self, old: int) -> int:
        found = self._numbers.get(old)
        if found is None:
            original: Any = self._source.get_object((old, 0))
            if isinstance(original, pikepdf.Stream) and (original.get("/Subtype") == "/Image" or "/N" in original):
                found = self._once(original)
            else:
                found = self._into.allot()
                self._waiting.append((found, original))
            self._numbers[old] = found
        return found

    def _once(self, original: pikepdf.Stream) -> int:
        """Pictures and colour profiles, which parts have in common, are copied once for all."""
        described, data = self._described(original), original.read_raw_bytes()
        digest = hashlib.sha256(described + data).digest()
        if digest not in self._into.shared:
            self._into.shared[digest] = self._into.raw_stream(described, data)
        return self._into.shared[digest]

    def _described(self, original: pikepdf.Stream) -> bytes:
        """The dictionary of a stream, which nothing compresses: what all forms of a page have in common stands apart, once."""
        entries: Any = original.stream_dict
        del entries["/Length"]
        apart = {key: entries[key] for key in _IN_COMMON if isinstance(entries.get(key), pikepdf.Dictionary) and not entries[key].is_indirect}
        written = {key: self.written(value) for key, value in apart.items()}
        for key in apart:
            del entries[key]
        said = b"".join(b"%b %d 0 R" % (key.encode(), self._apart(value)) for key, value in written.items())
        return self.written(entries).removesuffix(b">>") + said + b">>"

    def _apart(self, body: bytes) -> int:
        digest = hashlib.sha256(body).digest()
        if digest not in self._into.shared:
            self._into.shared[digest] = self._into.put(body)
        return self._into.shared[digest]

    def _object(self, original: Any) -> bytes:
        raw = original.unparse(resolved=True)
        if self._prepare(original, raw):
            raw = original.unparse(resolved=True)
        return _TOKEN.sub(self._token, raw)

    def _token(self, found: re.Match[bytes]) -> bytes:
        old, key, value = found.groups()
        if old is not None:
            return b"%d 0 R" % self._number(int(old))
        if key is not None:
            return b"/%b %d" % (key, int(value) + self._shift)
        return found[0]
