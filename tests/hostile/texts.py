"""YAML that is none, or means more work than it has letters; texts on which careless patterns hang."""

from __future__ import annotations

import json

from tests.hostile.case import PAGES, PRINTED, add, process

YAML: dict[str, tuple[str | bytes, str]] = {
    "laughs": ("a: &a [x,x]\n" + "".join(f"b{n}: &b{n} [*a,*a,*a,*a]\n" for n in range(9)), "PD105"),
    "merge bomb": ("a: &a {k: 1}\n" + "".join(f"b{n}: &b{n}\n  <<: [*a,*a]\n" for n in range(30)), "PD105"),
    "itself": ("a: &a [*a]\n", "PD105"),
    "brackets": ("[" * 100_000, "PD109"),
    "braces": ("{a: " * 100_000, "PD109"),
    "blocks": ("".join(" " * n + "a:\n" for n in range(1500)), "PD109"),
    "dashes": ("- " * 100_000 + "\n", "PD109"),
    "tag": ("!!python/object/apply:os.system ['touch /tmp/x']\n", "PD107"),
    "digits": ("a: " + "9" * 5000, "PD202"),
    "documents": ("---\n" * 50_000, "PD108"),
    "keys": ("".join(f"k{n}: v\n" for n in range(90_000)), "PD109"),
    "one key": ("k: v\n" * 90_000, "PD104"),
    "long key": ("k" * 50_000 + ": v\n", "PD109"),
    "utf-16": ("kind: process\n".encode("utf-16"), "PD102"),
    "gbk": ("kind: process\nname: 采购管理流程\n".encode("gbk"), "PD102"),
    "binary": (bytes(range(256)) * 50, "PD102"),
    "zeros": (b"\0" * 1000, "PD102"),
    "surrogates": ('name: "\\uD800\\uDFFF\\uFFFE\\0"\n', "PD103"),
    "directions": ("kind: process\nid: S1\nname: a\u202eb\u2066c\ntype: support\n", "PD103"),
    "terminal": ('kind: process\nid: S1\nname: "\x1b[31m::error::x%0A"\ntype: support\n', "PD103"),
    "large": ("a" * 2_100_000, "PD109"),
    "comments": ("# x\n" * 400_000, "PD114"),
    "anchors": ("".join(f"- &a{n} x\n" for n in range(50_000)), "PD105"),
}
for _name, (_text, _finds) in YAML.items():
    add(f"yaml {_name}", lambda text=_text: {"processes/S1.yaml": text}, _finds, arguments=("check",), codes=(1,), quick=_name in ("laughs", "merge bomb", "brackets", "terminal"))
    add(f"settings {_name}", lambda text=_text: {"procdocs.yaml": text, "processes/S1.yaml": process()}, arguments=("check",), codes=(0, 1, 2))

add("a name of 200 000 characters", lambda: {"processes/S1.yaml": process(name="采" * 200_000)}, "PD109", codes=(1,), quick=True, arguments=PAGES)
add("a name of 19 999 characters", lambda: {"processes/S1.yaml": process(name="采" * 19_999, more="inputs: [{name: " + "a" * 19_999 + ", from: customer}]\n")})

#: Pieces that, repeated, have made careless patterns hang.
PIECES = ("[", "![", "](", "*", "_a ", "`", "> ", "- ", "1. ", "<", "&", "|", "\\", "{{", "{%", "((", "$", "https://a.b/", "QP-1、", "a@b.c ", "**a", "[a](", "~~", "  \n", "#")
for _piece in PIECES:
    _said = json.dumps(_piece * (19_000 // len(_piece)), ensure_ascii=False)
    add(
        f"markdown of {_piece!r}",
        lambda said=_said: {"processes/P1.yaml": f"kind: page\nid: P1\nname: p\ntext: {said}\n", "processes/S1.yaml": process(more=f"purpose: {said}\nscope: {said}\n")},
        arguments=PRINTED if _piece in ("[", "> ", "- ", "|") else PAGES,
        quick=_piece in ("![", "> "),
    )
HTML = "<script>alert(1)</script><img src=x onerror=alert(1)>[a](javascript:alert(1)) ![b](data:text/html,x) <!-- ]]> \"'&amp;"
add(
    "html in every text",
    lambda: {"processes/S1.yaml": process(name=json.dumps(HTML), more=f"purpose: {json.dumps(HTML)}\ninputs: [{{name: {json.dumps(HTML)}, from: customer}}]\n")},
    quick=True,
    arguments=PAGES,
)
add(
    "formulas in every text",
    lambda: {"processes/S1.yaml": process(name="'=1+1'", more="inputs: [{name: '@SUM(A1)', from: customer}, {name: '+1', from: customer}]\n")},
    arguments=PAGES,
)
for _name, _said in {"headings": "# a\n" * 4_000, "soft hyphens": "-\u00ad" * 9_000, "brackets in pairs": "[" * 9_000 + "]" * 9_000, "one word": "a" * 19_000}.items():
    _said = json.dumps(_said)
    add(f"printed text of {_name}", lambda said=_said: {"processes/P1.yaml": f"kind: page\nid: P1\nname: p\ntext: {said}\n"}, arguments=("build", "--format", "pdf"))
