"""Files of other programs, of other versions and of evidence: what is handed to `import`, `diff`, `verify` and the list of approvals."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import pikepdf

from tests.hostile.case import add, process

LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {two} "{f"&{one};" * 10}">' for one, two in zip("abcdefgh", "bcdefghi", strict=True)) + "]>"
FILE = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'
BPMN = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p"><task id="t" name="{}"/>{}</process></definitions>'
#: Kind -> head and end of a whole file, and a nested piece: what opens and what closes it.
XML = {
    "mm": ("<map>", "</map>", '<node TEXT="a">', "</node>"),
    "opml": ("<opml><body>", "</body></opml>", '<outline text="a">', "</outline>"),
    "bpmn": ('<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">', "</process></definitions>", '<subProcess id="s">', "</subProcess>"),
}


def packed(**parts: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def topics(depth: int) -> str:
    return '{"title":"a","children":{"attached":[' * depth + '{"title":"b"}' + "]}}" * depth


def printed(data: bytes = b"kind: process\n", name: str = "S1.yaml", more: Callable[[pikepdf.Pdf], object] = lambda pdf: None) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments[name] = data
        more(pdf)
        pdf.save(out)
    return out.getvalue()


def in_circles(pdf: pikepdf.Pdf) -> None:
    kids = pdf.make_indirect(pikepdf.Dictionary())
    kids.Kids = pikepdf.Array([kids])
    pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles=kids)


IMPORTS: dict[str, Callable[[], bytes | str]] = {}
for _kind, (_head, _end, _open, _close) in XML.items():
    IMPORTS[f"laughs.{_kind}"] = lambda head=_head, end=_end: LAUGHS + head + "&i;" + end
    IMPORTS[f"outside.{_kind}"] = lambda head=_head, end=_end: FILE + head + "&i;" + end
    IMPORTS[f"deep.{_kind}"] = lambda head=_head, end=_end, one=_open, two=_close: head + one * 50_000 + two * 50_000 + end
    IMPORTS[f"deepish.{_kind}"] = lambda head=_head, end=_end, one=_open, two=_close: head + one * 300 + two * 300 + end
    IMPORTS[f"broad.{_kind}"] = lambda head=_head, end=_end, one=_open, two=_close: head + one + (one + two) * 100_000 + two + end
    IMPORTS[f"large.{_kind}"] = lambda head=_head, end=_end: head + "<!--" + "x" * 100_000_000 + "-->" + end
    IMPORTS[f"empty.{_kind}"] = lambda: b""
    IMPORTS[f"utf-7.{_kind}"] = lambda head=_head, end=_end: '<?xml version="1.0" encoding="utf-7"?>' + head + end
    IMPORTS[f"letters.{_kind}"] = lambda head=_head, end=_end, one=_open, two=_close: head + one.replace('"a"', '"' + "a" * 300_000 + '"') + two + end
IMPORTS |= {
    "loop.bpmn": lambda: BPMN.format("a", '<sequenceFlow id="f" sourceRef="t" targetRef="t"/>' * 20_000),
    "flows.bpmn": lambda: BPMN.format("a", "".join(f'<task id="t{n}"/><sequenceFlow id="f{n}" sourceRef="t{n}" targetRef="t{n * 7 % 3000}"/>' for n in range(3_000))),
    "bomb.xmind": lambda: packed(content_dot_json=b"[" + b" " * 400_000_000 + b"]"),
    "deep.xmind": lambda: packed(content_dot_json=f'[{{"rootTopic":{topics(20_000)}}}]'),
    "deepish.xmind": lambda: packed(content_dot_json=f'[{{"rootTopic":{topics(200)}}}]'),
    "nan.xmind": lambda: packed(content_dot_json='[{"rootTopic":{"title":NaN,"children":{"attached":[1e999,null,{"title":[]}]}}}]'),
    "old-laughs.xmind": lambda: packed(content_dot_xml=LAUGHS + "<xmap-content><sheet><topic><title>&i;</title></topic></sheet></xmap-content>"),
    "members.xmind": lambda: packed(**{f"x{n}": "" for n in range(20_000)}),
    "none.xmind": lambda: b"PK\x03\x04" + b"\0" * 500,
    "bomb.xlsx": lambda: packed(xl__workbook_dot_xml=b"<a>" + b" " * 400_000_000 + b"</a>"),
    "none.xlsx": lambda: b"PK\x05\x06" + b"\0" * 18,
    "deep.md": lambda: "".join("  " * n + "- a\n" for n in range(1_000)),
    "long.md": lambda: "- a\n" * 100_000,
}
for _name, _content in IMPORTS.items():
    _kind = _name.rpartition(".")[2].replace("md", "markmap")
    add(
        f"import {_name}",
        lambda name=_name, content=_content: {"processes/S1.yaml": process(), f"processes/{name}": content()},
        arguments=("import", _kind, f"processes/{_name}", "--dry-run"),
        quick=_name in ("laughs.mm", "deep.opml", "bomb.xmind", "deepish.bpmn"),
    )

OTHERS: dict[str, Callable[[], bytes]] = {
    "bomb.zip": lambda: packed(procdocs_dot_yaml=b" " * 400_000_000),
    "members.zip": lambda: packed(**{f"processes__x{n}_dot_yaml": "" for n in range(20_000)}),
    "upwards.zip": lambda: packed(**{"procdocs.yaml": "organisation: x\n", "../../outside/secret.png": "x", "/etc/x.yaml": "x"}),
    "none.zip": lambda: b"PK\x05\x06" + b"\xff" * 18,
    "bomb.pdf": lambda: printed(b" " * 300_000_000),
    "upwards.pdf": lambda: printed(name="../../outside/secret.png"),
    "circles.pdf": lambda: printed(more=in_circles),
    "cut.pdf": lambda: printed()[:400],
    "none.pdf": lambda: b"%PDF-1.7\n" + b"\xff" * 5_000,
    "open-brackets.pdf": lambda: b"%PDF-1.7\n1 0 obj\n" + b"[" * 1_000_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF",
    "yaml.pdf": lambda: printed(b"a: &a [*a]\n"),
}
for _name, _data in OTHERS.items():
    _files = lambda name=_name, data=_data: {"processes/S1.yaml": process(), f"other/{name}": data()}  # noqa: E731
    add(f"diff {_name}", _files, arguments=("diff", f"other/{_name}"), quick=_name in ("bomb.zip", "circles.pdf"))
    if _name.endswith(".pdf"):
        add(f"verify {_name}", _files, arguments=("verify", f"other/{_name}"), quick=_name == "open-brackets.pdf")

LINE = {"document": "S1", "act": "approved", "by": "x", "at": "2026-01-01T00:00:00Z", "hash": "0" * 64}
ODD: tuple[object, ...] = (None, [], {}, 1, True, "", "\0")
APPROVALS: dict[str, Callable[[], bytes | str]] = {
    "one long line": lambda: b"x" * 100_000_000,
    "one long value": lambda: json.dumps({**LINE, "by": "x" * 3_000_000}),
    "deep": lambda: "[" * 200_000 + "]" * 200_000,
    "deep in a line": lambda: json.dumps(LINE)[:-1] + ', "more": ' + '{"a":' * 50_000 + "1" + "}" * 50_000 + "}",
    "no numbers": lambda: '{"document": NaN, "act": Infinity, "hash": -Infinity}\n{"document": 1e999}\n' + "9" * 5_000 + "\n",
    "keys twice": lambda: '{"document": "S1", "document": "S2", "act": "approved", "act": "released"}\n',
    "many lines": lambda: (json.dumps(LINE) + "\n") * 200_000,
    "empty lines": lambda: "\n" * 1_000_000,
    "no text": lambda: bytes(range(256)) * 200,
    "surrogates": lambda: '{"document": "\\ud800", "act": "\\udfff"}\n',
    "terminal": lambda: json.dumps({**LINE, "by": "\x1b[31m\u202e::error::"}) + "\n",
    "other kinds": lambda: "".join(json.dumps(dict.fromkeys(LINE, value)) + "\n" for value in ODD),
}
for _name, _text in APPROVALS.items():
    for _command in (("check",), ("build", "--format", "html"), ("verify",)):
        add(
            f"approvals {_name}, {_command[0]}",
            lambda text=_text: {"processes/S1.yaml": process(), "approvals.jsonl": text()},
            arguments=_command,
            quick=_name == "deep" and _command == ("check",),
        )
