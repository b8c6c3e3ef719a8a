"""What the manual says of itself beside its pages: number, revision, language and day in its metadata; attached files."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

import pikepdf

from procdocs.binder.assembly import Assembly
from procdocs.binder.copying import Copy
from procdocs.binder.model import Binding
from procdocs.binder.syntax import array, dictionary, encoded, reference, string
from procdocs.binder.trees import name_tree, pairs

_END = b"</rdf:RDF>"


def described(xmp: bytes, setting: Binding) -> bytes:
    """The metadata of the front with what the front does not know; only properties that PDF/A knows without a schema."""
    said = [
        ("dc:identifier", escape(setting.number)),
        ("xmpMM:VersionID", escape(setting.revision)),
        ("dc:language", f"<rdf:Bag><rdf:li>{escape(setting.language)}</rdf:li></rdf:Bag>"),
        ("dc:date", f"<rdf:Seq><rdf:li>{setting.day.isoformat()}</rdf:li></rdf:Seq>" if setting.day else ""),
    ]
    properties = "".join(f"<{name}>{value}</{name}>" for name, value in said if value)
    added = f'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">{properties}</rdf:Description>'
    return xmp.replace(_END, added.encode() + _END, 1)


class Attachments:
    """The files attached to the parts, under names that no two have."""

    def __init__(self) -> None:
        self._files: dict[bytes, bytes] = {}

    def add(self, source: pikepdf.Pdf, copy: Copy, owner: str) -> None:
        """Files of a part; where a name is taken, the id of the part comes before it."""
        names: Any = source.Root.get("/Names", {})
        for _, file in pairs(names.EmbeddedFiles) if "/EmbeddedFiles" in names else ():
            name = self._free(str(file.UF), owner)
            if name != str(file.UF):
                file.UF = file.F = pikepdf.String(encoded(name))
            self._files[encoded(name)] = copy.named(file)
        copy.run()

    def _free(self, name: str, owner: str) -> str:
        wanted, number = name, 1
        while encoded(wanted) in self._files:
            wanted = f"{owner}-{name}" if number == 1 else f"{owner}-{number}-{name}"
            number += 1
        return wanted

    def write(self, assembly: Assembly) -> dict[str, bytes]:
        """The entries of the catalog and of its dictionary of names; none if there are no files."""
        if not self._files:
            return {}
        return {"AF": array(self._files[name] for name in sorted(self._files)), "EmbeddedFiles": reference(name_tree(assembly, self._files))}


def information(source: pikepdf.Pdf, copy: Copy, assembly: Assembly) -> int:
    """The information dictionary of the front: title, author, programs."""
    found: Any = source.trailer.get("/Info")
    return copy.number(found) if found is not None else assembly.put(dictionary({"Title": string("")}))
