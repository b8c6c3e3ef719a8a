"""What our PDFs add to the XMP metadata of a PDF/A: the identification of PDF/UA-1, and the control data of a document. Text to text, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

_EXTENSION = (
    ("schema", "PDF/UA identification schema"),
    ("namespaceURI", "http://www.aiim.org/pdfua/ns/id/"),
    ("prefix", "pdfuaid"),
)
_PROPERTY = (("name", "part"), ("valueType", "Integer"), ("category", "internal"), ("description", "PDF/UA part"))


def with_accessibility(xmp: bytes) -> bytes:
    """The metadata with `pdfuaid:part` 1 and the extension schema PDF/A asks for, in the first `rdf:RDF`: validators read no other."""
    return xmp.replace(b"</rdf:RDF>", _identification().encode() + b"</rdf:RDF>", 1)


def with_control(xmp: bytes, said: Mapping[str, str]) -> bytes:
    """The metadata with number, revision, status and date of a document, as far as the HTML says them (`<meta name="procdocs.number">` and so on)."""
    found = {name: escape(said[f"procdocs.{name}"]) for name in ("number", "revision", "status", "date") if said.get(f"procdocs.{name}")}
    written = {
        "number": "<dc:identifier>{}</dc:identifier>",
        "revision": "<xmpMM:VersionID>{}</xmpMM:VersionID>",
        "status": "<xmp:Label>{}</xmp:Label>",
        "date": "<dc:date><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:date>",
    }
    if not found:
        return xmp
    properties = "".join(written[name].format(value) for name, value in found.items())
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"'
    return xmp.replace(b"</rdf:RDF>", f'<rdf:Description rdf:about="" {spaces}>{properties}</rdf:Description></rdf:RDF>'.encode(), 1)


def _identification() -> str:
    schema = "".join(f"<pdfaSchema:{name}>{value}</pdfaSchema:{name}>" for name, value in _EXTENSION)
    properties = "".join(f"<pdfaProperty:{name}>{value}</pdfaProperty:{name}>" for name, value in _PROPERTY)
    return (
        '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>'
        '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
        ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
        f'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">{schema}'
        f'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">{properties}</rdf:li></rdf:Seq></pdfaSchema:property>'
        "</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
    )
