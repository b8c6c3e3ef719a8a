"""The identification of PDF/UA-1 inside the XMP metadata of a PDF/A: text to text, nothing else."""

from __future__ import annotations

_EXTENSION = (
    ("schema", "PDF/UA identification schema"),
    ("namespaceURI", "http://www.aiim.org/pdfua/ns/id/"),
    ("prefix", "pdfuaid"),
)
_PROPERTY = (("name", "part"), ("valueType", "Integer"), ("category", "internal"), ("description", "PDF/UA part"))


def with_accessibility(xmp: bytes) -> bytes:
    """The metadata with `pdfuaid:part` 1 and the extension schema PDF/A asks for, in the first `rdf:RDF`: validators read no other."""
    return xmp.replace(b"</rdf:RDF>", _identification().encode() + b"</rdf:RDF>", 1)


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
