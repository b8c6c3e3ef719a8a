"""Mind maps of other programs, in and out: nothing of ours is lost, and what of theirs is left out is told."""

import json
import re
import shutil
from pathlib import Path

import pytest

from procdocs import load
from procdocs.interchange import freemind, markmap, opml, xmind
from procdocs.interchange.packages import packed
from procdocs.interchange.told import Losses
from procdocs.interchange.topics import branch_of, mindmap_of
from procdocs.readers import READERS, Handed
from procdocs.schema import Mindmap
from procdocs.schema.values import value_of
from procdocs.writers.exports import EXPORTS

ROOT = Path(__file__).resolve().parents[1]
FORMS = {"mm": freemind, "xmind": xmind, "opml": opml, "markmap": markmap}
#: What our language can say of a map, with texts that trouble each of the forms.
HARD = {
    "kind": "mindmap",
    "id": "M-HARD",
    "name": {"zh": "难", "en": "Hard -- <b>"},
    "process": "C1",
    "text": "Two\n\nparagraphs",
    "document": {"number": "M-1", "revision": "02", "effective": "2026-05-01"},
    "root": {
        "text": {"zh": "中心 & 主题", "en": "Middle"},
        "note": "first line\n\n  indented, after a blank line\n- no item",
        "children": [
            "# no heading",
            "- no item",
            "1. not numbered",
            "1) nor this",
            {"text": "*stars* _lines_ `code` [brackets](x) <b>&amp;</b> \\ | ~", "decision": "true", "note": "> no quote"},
            {"text": "two\nlines", "link": "https://example.org/a_b?c=1&d=2"},
            {"text": "two  blanks", "link": "C4", "image": "a.png", "note": {"zh": "备注", "en": "note --> end"}},
            {"text": "level 1", "children": [{"text": "level 2", "children": [{"text": "level 3", "note": "deep\nnote", "children": ["level 4"]}, "again"]}]},
        ],
    },
}


@pytest.fixture
def sample(tmp_path):
    for name in ("processes", "registers", "procdocs.yaml"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_nothing_that_a_map_of_ours_holds_is_lost_on_the_way_out_and_in(form, language):
    map_ = Mindmap.model_validate(HARD)
    losses = Losses()
    data = FORMS[form].written(branch_of(map_, language, "zh", "digest"))
    assert value_of(mindmap_of(FORMS[form].read(data, losses, "title"), "M-HARD", losses)) == value_of(map_)
    assert not losses.told
    assert data == FORMS[form].written(branch_of(map_, language, "zh", "digest"))


@pytest.mark.parametrize("form", FORMS)
def test_a_text_changed_in_the_other_program_is_one_changed_line(form, sample, procdocs):
    file = sample / f"x{EXPORTS[form].ending}"
    assert procdocs("export", form, "M-CONCERN", "--project", sample, "-o", file).code == 0
    again = file.read_bytes()
    assert procdocs("import", form, file, "--project", sample).out.strip().endswith("0 个文件")
    old, new = "包装线照片", "包装线照片（新）"
    if form == "xmind":
        with __import__("zipfile").ZipFile(file) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        parts["content.json"] = parts["content.json"].replace(old.encode(), new.encode())
        file.write_bytes(packed(parts))
    else:
        file.write_bytes(again.replace(old.encode(), new.encode()))
    path = next((sample / "processes/mindmaps").glob("M-CONCERN*"))
    before = path.read_text("utf-8").splitlines()
    shown = procdocs("import", form, file, "--project", sample, "--dry-run")
    assert shown.code == 0 and f"+                                - {new}" in shown.out and path.read_text("utf-8").splitlines() == before
    assert procdocs("import", form, file, "--project", sample).code == 0
    after = path.read_text("utf-8").splitlines()
    assert [(a, b) for a, b in zip(before, after, strict=True) if a != b] == [(line, line.replace(old, new)) for line in before if old in line]
    refused = procdocs("import", form, file, "--project", sample)
    assert refused.code == 1 and "M-CONCERN" in refused.err and path.read_text("utf-8").splitlines() == after


FREEMIND = """<map version="freeplane 1.9.13"><node LOCALIZED_TEXT="x" TEXT="Strategy" ID="ID_1"><hook NAME="MapStyle"/><font BOLD="true"/>
<node POSITION="right"><richcontent TYPE="NODE"><html><head><style>p{}</style></head><body><p>Rich <b>bold</b></p><ul><li>one</li><li>two</li></ul></body></html></richcontent>
<icon BUILTIN="idea"/><richcontent TYPE="NOTE" CONTENT-TYPE="xml/"><html><body><p>First</p><p>Second</p></body></html></richcontent>
<node TEXT="Web" LINK="https://example.org"/><node TEXT="File" LINK="old/plan.docx"/><node TEXT="Inside" LINK="#ID_1"/></node>
<node TEXT="&#x4e2d;&#x6587;"><attribute NAME="owner" VALUE="QA"/><attribute NAME="due"/><attribute/><arrowlink DESTINATION="ID_1"/><node TEXT=""/></node></node></map>"""
XMIND_OLD = """<?xml version="1.0" encoding="UTF-8" standalone="no"?><xmap-content xmlns="urn:xmind:xmap:xmlns:content:2.0" xmlns:xlink="http://www.w3.org/1999/xlink">
<sheet id="1"><topic id="r"><title>Strategy</title><children><topics type="attached"><topic id="a" xlink:href="https://example.org"><title>Web</title>
<notes><html><p>First</p></html><plain>First
Second</plain></notes><labels><label>later</label></labels><marker-refs><marker-ref marker-id="flag-red"/></marker-refs></topic></topics>
<topics type="detached"><topic id="f"><title>中文</title></topic></topics></children></topic>
<relationships><relationship end1="a" end2="f"><title>why</title></relationship></relationships></sheet>
<sheet id="2"><topic><title>Other</title></topic></sheet></xmap-content>"""
XMIND_NEW = [
    {
        "title": "Sheet",
        "rootTopic": {
            "id": "r",
            "title": "Strategy",
            "children": {
                "attached": [
                    {
                        "id": "a",
                        "title": "Web",
                        "href": "https://example.org",
                        "notes": {"plain": {"content": "First\nSecond\n"}},
                        "markers": [{"markerId": "flag-red"}],
                        "labels": ["later"],
                    }
                ],
                "detached": [{"id": "f", "title": "中文"}],
            },
        },
        "relationships": [{"title": "why"}],
    },
    {"title": "Other", "rootTopic": {"title": "Other"}},
]
OPML = """<opml version="1.0"><head><title>Strategy</title></head><body><outline text="Web" type="link" url="https://example.org" _note="First&#10;Second"/>
<outline text="中文" hidden="1"><outline title="only a title"/></outline></body></opml>"""
MARKDOWN = """---
markmap:
  colorFreezeLevel: 2
---
before
# Strategy

## **Web** part
- [Web](https://example.org)
  - 1\\. not a number
    1. first
    2. second
- `code`
a paragraph

## 中文
```
- no item
```
"""
TEXT = "Strategy\r\n\tWeb\r\n\t\tone\r\n\t\ttwo\r\n\t中文\r\n"
GIVEN = {
    "freemind.mm": FREEMIND.encode(),
    "gbk.mm": '<?xml version="1.0" encoding="GBK"?><map version="1.0.1"><node TEXT="Strategy"><node TEXT="中文"/></node></map>'.encode("gbk"),
    "old.xmind": packed({"content.xml": XMIND_OLD.encode(), "meta.xml": b"<meta/>"}),
    "new.xmind": packed({"content.json": json.dumps(XMIND_NEW).encode(), "content.xml": b"<xmap-content>Please use a newer XMind</xmap-content>"}),
    "outline.opml": OPML.encode(),
    "headings.md": MARKDOWN.encode(),
    "tabs.txt": TEXT.encode("gb18030"),
    "两层.txt": "一\n　二\n　　三\n".encode(),
}
#: What becomes of each: the root as it is written, and the keys of what is told.
EXPECTED = {
    "freemind.mm": (
        {
            "text": "Strategy",
            "children": [
                {
                    "text": "Rich bold\none\ntwo",
                    "note": "First\nSecond",
                    "children": [{"text": "Web", "link": "https://example.org"}, {"text": "File", "note": "old/plan.docx"}, {"text": "Inside", "note": "#ID_1"}],
                },
                {"text": "中文", "note": "owner: QA\ndue: ", "children": ["…"]},
            ],
        },
        {"icon", "attribute", "element", "link", "empty"},
    ),
    "gbk.mm": ({"text": "Strategy", "children": ["中文"]}, set()),
    "old.xmind": (
        {"text": "Strategy", "children": [{"text": "Web", "note": "First\nSecond\nlater", "link": "https://example.org"}, "中文"]},
        {"icon", "label", "relation", "sheet"},
    ),
    "new.xmind": (
        {"text": "Strategy", "children": [{"text": "Web", "note": "First\nSecond\nlater", "link": "https://example.org"}, "中文"]},
        {"icon", "label", "relation", "sheet"},
    ),
    "outline.opml": (
        {"text": "Strategy", "children": [{"text": "Web", "note": "First\nSecond", "link": "https://example.org"}, {"text": "中文", "children": ["only a title"]}]},
        {"attribute"},
    ),
    "headings.md": (
        {
            "text": "Strategy",
            "children": [
                {
                    "text": "Web part",
                    "children": [
                        {"text": "Web", "link": "https://example.org", "children": [{"text": "1. not a number", "children": ["first", "second"]}]},
                        {"text": "code", "note": "a paragraph"},
                    ],
                },
                {"text": "中文", "note": "```\n- no item\n```"},
            ],
        },
        {"before", "paragraph"},
    ),
    "tabs.txt": ({"text": "Strategy", "children": [{"text": "Web", "children": ["one", "two"]}, "中文"]}, set()),
    "两层.txt": ({"text": "一", "children": [{"text": "二", "children": ["三"]}]}, set()),
}


def form_of(name: str) -> str:
    return next(reader.name for reader in READERS.values() if Path(name).suffix in reader.endings)


@pytest.mark.parametrize("name", GIVEN)
def test_maps_of_other_programs_are_taken_over_and_what_is_left_out_is_told(name, sample, procdocs):
    file = sample / name
    file.write_bytes(GIVEN[name])
    project, _ = load(sample)
    taken = READERS[form_of(name)].read(project, (Handed(name, GIVEN[name]),), form_of(name))
    assert not taken.refused and {about.told.key for about in taken.told} == EXPECTED[name][1]
    done = procdocs("import", form_of(name), file, "--project", sample)
    assert done.code == 0, done.err
    (path,) = taken.change.after
    after, found = load(sample)
    made = next(one for one in after.documents if isinstance(one, Mindmap) and one.span().path == path)
    assert value_of(made.root) == EXPECTED[name][0]
    assert not [one for one in found if one.span.path == path]
    procdocs("import", form_of(name), file, "--project", sample)
    assert len(load(sample)[0].documents) == len(after.documents) + 1, "the second map of the same name gets another id"


BOMB = (
    "<!DOCTYPE map ["
    + '<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {n} "{"&" + p + ";"}{"&" + p + ";"}">' for p, n in zip("abcdef", "bcdefg", strict=True))
    + "]><map><node TEXT='&g;'/></map>"
)
BAD = {
    "entities.mm": (BOMB.encode(), "1"),
    "outside.mm": (b'<!DOCTYPE map [<!ENTITY x SYSTEM "file:///etc/hostname">]><map><node TEXT="a">&x;</node></map>', "1"),
    "broken.mm": (b"<map>\n<node TEXT='a'></map>", "2:18"),
    "empty.mm": (b"", "1:1"),
    "other.mm": (b"<html/>", "1"),
    "deep.mm": (b"<map>" + b"<node TEXT='a'>" * 300, "1"),
    "deep.txt": ("\n".join(" " * n + "x" for n in range(150)).encode(), "101"),
    "wide.mm": (b"<map><node TEXT='a'>" + b"<node TEXT='a'/>" * 700_000 + b"</node></map>", "1"),
    "ole.xmind": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ""),
    "text.xmind": (b"no zip", ""),
    "bomb.xmind": (packed({"content.json": b" " * 160_000_000}), ""),
    "list.xmind": (packed({"content.json": b"[1]"}), "content.json"),
    "half.xmind": (packed({"content.json": b"[{"}), "content.json"),
    "none.xmind": (packed({"other.txt": b"x"}), ""),
    "binary.txt": (bytes(range(128, 256)) * 3, ""),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_a_sentence_with_its_place_and_nothing_is_written(name, sample, procdocs):
    data, place = BAD[name]
    file = sample / name
    file.write_bytes(data)
    before = sorted(sample.rglob("*"))
    done = procdocs("import", form_of(name), file, "--project", sample)
    assert done.code == 1 and done.err.startswith(f"{name}:{place}:" if place else f"{name}: "), done.err
    assert sorted(sample.rglob("*")) == before


def test_a_file_too_large_is_not_opened(sample, procdocs):
    with (sample / "large.mm").open("wb") as file:
        file.truncate(100_000_000)
    done = procdocs("import", "mm", sample / "large.mm", "--project", sample)
    assert done.code == 1 and "100 MB" in done.err


@pytest.mark.parametrize("arguments", [("export", "mm", "C4"), ("export", "mm"), ("import", "mm", "x.docx"), ("import", "mm")])
def test_wrong_usage_is_told(arguments, sample, procdocs):
    (sample / "x.docx").write_bytes(b"x")
    done = procdocs(*(sample / one if one == "x.docx" else one for one in arguments), "--project", sample)
    assert done.code == 2 and "Traceback" not in done.err


def test_all_that_is_told_of_files_is_a_sentence_in_every_language_and_none_is_idle():
    from procdocs.languages import words

    rooms = ("interchange", "readers", "cli")
    sources = "".join(path.read_text("utf-8") for room in rooms for path in (ROOT / "src/procdocs" / room).rglob("*.py"))
    used = {
        "told": set(re.findall(r"""(?:\.tell|(?<!\w)Told)\(\s*"(\w+)\"""", sources)) | set(re.findall(r'losses\.tell\("\w+" if \w+ else "(\w+)"', sources)),
        "refused": set(re.findall(r'Refused\(\s*"(\w+)"', sources)) - {"archive"},
    }
    for language in ("en", "zh"):
        for group, keys in used.items():
            assert set(words(language).labels["import"][group]) == keys, (language, group)
