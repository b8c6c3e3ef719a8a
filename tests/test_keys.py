"""A key holds everything: each input is changed in turn, and exactly the files that become others get other keys."""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from procdocs.execution import target as targets_module
from procdocs.execution.digest import digest
from procdocs.execution.executors import execute
from procdocs.execution.target import Failed, Made, Target, keys
from procdocs.manual import Manual
from procdocs.templating import Templates
from procdocs.writers import WRITERS, Options
from procdocs.writers.print import press as press_module
from procdocs.writers.print.bound import COUNTS, DRAFT, FRONT, SPECIMEN
from procdocs.writers.print.pdf import PLAIN, parts
from procdocs.writers.print.press import press
from procdocs.writers.print.sheet import Press, Sheet
from procdocs.writers.sheets import xlsx
from tests.printed import manual_of

SETTINGS = """\
organisation: {name: 江海}
languages: [zh]
departments: [{id: sales, name: 业务部}, {id: works, name: 生产部}]
document: {revision: A, status: released, effective: 2026-03-01}
print: {neighbours: true}
"""
C1 = "kind: process\nid: C1\nname: 投标\ntype: customer\nowner: sales\npurpose: 报价\nsuppliers: []\noutputs:\n  - {name: 合同, to: S1}\n".replace("suppliers: []\n", "")
S1 = "kind: process\nid: S1\nname: 采购\ntype: support\nowner: works\npurpose: 供货\ninputs:\n  - {name: 合同, from: C1}\n"
PAGE = "kind: page\nid: PAGE-A\nname: 方针\ntext: 质量第一\n"
PDFS = frozenset(("manual.pdf", "documents/C1.pdf", "documents/S1.pdf", "documents/PAGE-A.pdf", "worksheets.pdf"))
#: What is printed for `worksheets.pdf` alone, and what it is bound of.
SHEETS = frozenset(("worksheets/C1.pdf", "worksheets/S1.pdf"))
SHEETS_DRAFT, SHEETS_FRONT, SHEETS_SPECIMEN, SHEETS_COUNTS = (path.replace("parts/", "worksheets/") for path in (DRAFT, FRONT, SPECIMEN, COUNTS))
PRINTED_BY = Press((("weasyprint", "70.0"),), "fonts")


def planned(manual: Manual, templates: Templates = Templates(), formats: Iterable[str] = WRITERS) -> dict[str, Target]:  # noqa: B008 - a value
    options = Options(templates=templates, linked=frozenset(WRITERS))
    return {target.path: target for format in formats for target in WRITERS[format].plan(manual, options)}


def changed(before: Mapping[str, Target], after: Mapping[str, Target]) -> set[str]:
    """Paths whose key is another, or that are there only once. Equal keys must mean equal inputs."""
    old, new = keys(before.values()), keys(after.values())
    same = {path for path, key in new.items() if old.get(path) == key}
    assert all(before[path].inputs == after[path].inputs for path in same)
    return (old.keys() | new.keys()) - same


def files(targets: Mapping[str, Target], paths: Iterable[str]) -> dict[str, bytes]:
    wanted = {path for path in paths if path in targets}
    needed, asked = set(wanted), list(wanted)
    while asked:
        more = set(targets[asked.pop()].needs) - needed
        needed |= more
        asked += more
    made = {target.path: value for target, value in execute([targets[path] for path in sorted(needed)], "processes", 2)}
    assert all(isinstance(value, Made) for value in made.values()), made
    return {path: value.data for path, value in made.items() if isinstance(value, Made) and path in wanted}


def bound_in(targets: Mapping[str, Target]) -> set[str]:
    """The PDFs that are printed only to be bound."""
    return {path for path, target in targets.items() if not target.delivered}


def printed_by(monkeypatch: pytest.MonkeyPatch, press: Press) -> None:
    for module in ("pdf", "worksheets"):
        monkeypatch.setattr(f"procdocs.writers.print.{module}.press", lambda: press)


@pytest.fixture
def small(project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Manual]:
    printed_by(monkeypatch, PRINTED_BY)

    def made(**texts: str) -> Manual:
        return manual_of(project(texts.get("settings", SETTINGS), C1=texts.get("C1", C1), S1=texts.get("S1", S1), PAGE_A=texts.get("PAGE_A", PAGE)))

    return made


#: What is changed, and the PDFs that become others by it.
TEXTS: Mapping[str, tuple[dict[str, str], frozenset[str]]] = {
    "a text": ({"PAGE_A": PAGE.replace("质量第一", "质量至上")}, frozenset(("manual.pdf", "documents/PAGE-A.pdf"))),
    "the name of a process that another one prints": ({"C1": C1.replace("投标", "询价")}, PDFS - {"documents/PAGE-A.pdf"}),
    "the day": ({"S1": S1 + "document: {effective: 2026-04-01}\n"}, frozenset(("manual.pdf", "documents/S1.pdf"))),
    "a comment in a file that is attached": ({"S1": S1 + "# seen\n"}, frozenset(("manual.pdf", "documents/S1.pdf"))),
    "the organisation": ({"settings": SETTINGS.replace("江海", "海江")}, PDFS),
    "a colour": ({"settings": SETTINGS + 'theme: {accent: "#0050A0"}\n'}, PDFS),
    "the paper": ({"settings": SETTINGS + "theme: {paper: letter}\n"}, PDFS),
    "a purpose": ({"S1": S1.replace("供货", "买料")}, frozenset(("manual.pdf", "documents/S1.pdf", "worksheets.pdf"))),
    "nothing": ({}, frozenset()),
}


@pytest.mark.parametrize("case", TEXTS)
def test_what_the_author_changes(case: str, small: Callable[..., Manual]) -> None:
    texts, pdfs = TEXTS[case]
    before, after = planned(small()), planned(small(**texts))
    found = changed(before, after)
    assert found & PDFS == pdfs
    cheap = (before.keys() | after.keys()) - PDFS - bound_in(before)
    old, new = files(before, cheap), files(after, cheap)
    assert {path for path in cheap if old.get(path) != new.get(path)} == found - PDFS - bound_in(before)


def test_pdfs_with_other_keys_are_other_pdfs(small: Callable[..., Manual]) -> None:
    before, after = planned(small(), formats=["pdf"]), planned(small(**TEXTS["the name of a process that another one prints"][0]), formats=["pdf"])
    old, new = files(before, PDFS), files(after, PDFS)
    assert {path for path in PDFS if old[path] != new[path]} == changed(before, after) - bound_in(before) == PDFS - {"documents/PAGE-A.pdf"}
    assert files(before, ["documents/C1.pdf"])["documents/C1.pdf"] == old["documents/C1.pdf"]


def test_a_template(small: Callable[..., Manual]) -> None:
    manual = small()
    sheets = {*SHEETS, SHEETS_DRAFT, SHEETS_FRONT, SHEETS_SPECIMEN, SHEETS_COUNTS, "worksheets.pdf"}
    pages, printed = {path for path in planned(manual) if path.endswith(".html")}, (PDFS | bound_in(planned(manual))) - sheets
    for name, expected in (
        ("print-document.html.j2", printed - {DRAFT, SPECIMEN}),
        ("print-manual.html.j2", {DRAFT, FRONT, "manual.pdf"}),
        ("print-worksheets.html.j2", sheets),
        ("print-specimen.html.j2", {SPECIMEN, "manual.pdf"}),
        ("print.css", printed),
        ("page.html.j2", pages),
        ("scripts/theme.js", {"assets/theme.js", "manual-single.html"}),
    ):
        ours = Templates().asset(name)
        assert changed(planned(manual), planned(manual, Templates({name: ours + b"\n"}))) == expected, name


def test_the_libraries_and_fonts_that_print(small: Callable[..., Manual], monkeypatch: pytest.MonkeyPatch) -> None:
    manual = small()
    before = planned(manual)
    for other in (PRINTED_BY._replace(fonts="others"), PRINTED_BY._replace(libraries=(("weasyprint", "70.1"),))):
        printed_by(monkeypatch, other)
        assert changed(before, planned(manual)) == PDFS | bound_in(before)
    printed_by(monkeypatch, PRINTED_BY)
    monkeypatch.setattr(xlsx, "version", lambda package: f"another {package}")
    assert changed(before, planned(manual)) == {"registers.xlsx"}


def test_the_code_that_makes_them(small: Callable[..., Manual], monkeypatch: pytest.MonkeyPatch) -> None:
    before = planned(small())
    old = keys(before.values())
    code = targets_module.code
    monkeypatch.setattr(targets_module, "code", lambda module: code(module) + "changed" * (".print." in module))
    assert {path for path, key in keys(before.values()).items() if key != old[path]} == PDFS | bound_in(before)


def test_every_field_of_a_sheet_is_in_the_key() -> None:
    target = next(target for target in [Target("x", Sheet("<p>", {}), "procdocs.writers.print.engine:make")])
    changes: Mapping[str, Any] = {"html": "<p>x", "pictures": {"a": (b"", "x")}, "attached": ((),), "day": True, "press": PRINTED_BY, "closer": "<p>closer", "saves": 0.1}
    assert set(changes) == set(Sheet._fields)
    found = [keys([replace(target, inputs=target.inputs._replace(**{name: value}))])["x"] for name, value in changes.items()]
    assert len({*found, keys([target])["x"]}) == len(changes) + 1


def test_the_key_names_neither_the_folder_nor_the_language_of_this_machine(small: Callable[..., Manual], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = planned(small())
    assert not [target.path for target in before.values() if str(tmp_path) in repr(target.inputs)]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert not changed(before, planned(small()))


# What prints here


def test_the_press_knows_the_libraries_it_prints_with() -> None:
    import weasyprint

    found = dict(press().libraries)
    assert found["weasyprint"] == weasyprint.__version__ and all(found[name] for name in ("pango", "harfbuzz", "fontconfig", "freetype", "pydyf", "zlib"))
    assert press() == press()


@pytest.fixture
def fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose only font lies in a folder."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    settings = tmp_path / "fonts.conf"
    settings.write_text(f"<fontconfig><dir>{folder}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>", encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(settings))
    smallest = min((path for path in Path("/usr/share/fonts").rglob("*.ttf")), key=lambda path: path.stat().st_size, default=None)
    if smallest is None:
        pytest.skip("no TrueType font where Linux keeps them")
    (folder / "one.ttf").write_bytes(smallest.read_bytes())
    return folder


def test_a_font_that_comes_or_changes_is_another_press(fonts: Path) -> None:
    found = [press()]
    with TTFont(fonts / "one.ttf", recalcTimestamp=False) as font:
        font["head"].fontRevision += 1
        changed = io.BytesIO()
        font.save(changed)
    (fonts / "one.ttf").write_bytes(changed.getvalue())
    found.append(press())
    os.utime(fonts / "one.ttf", (1, 1))
    assert press() == found[-1]
    (fonts / "two.ttf").write_bytes(changed.getvalue())
    found.append(press())
    settings = Path(os.environ["FONTCONFIG_FILE"])
    settings.write_text(settings.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    found.append(press())
    assert len({one.fonts for one in found}) == len(found)


@pytest.mark.parametrize("data", [b"", b"ttcf", b"ttcf\0\1\0\0\xff\xff\xff\xff", b"ttcf\0\1\0\0\0\0\0\1\xff\xff\xff\xff", b"OTTO\xff\xff", b"no font"])
def test_a_damaged_font_file_has_a_digest_too(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.ttf").write_bytes(data)
    assert press_module._font(str(tmp_path / "x.ttf"))[1]


# Parts of a manual that is to be bound


def test_every_entry_is_a_part_and_only_documents_are_delivered(small: Callable[..., Manual]) -> None:
    manual = small()
    found = {target.path: target for target in parts(manual, Options())}
    assert [target.name for target in found.values()] == [entry.id if entry.is_document else entry.title for entry in manual.entries if not entry.apart]
    assert {target.name for target in found.values() if target.delivered} == {"C1", "S1", "PAGE-A"}
    documents = planned(manual, formats=["pdf"])
    assert all(found[path] == documents[path] for path in PDFS - {"manual.pdf", "worksheets.pdf"})
    register = next(path for path, target in found.items() if not target.delivered)
    assert files(found, [register])[register].startswith(b"%PDF")


def test_html_that_carries_its_pictures_is_printed_without_more() -> None:
    picture = "data:image/svg+xml;base64," + base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>").decode()
    targets = [Target(name, f"<p>x<img src='{address}'>", PLAIN, away=True) for name, address in (("good", picture), ("bad", "file:///etc/hostname"))]
    made = {target.path: value for target, value in execute(targets, "processes", 1)}
    assert isinstance(made["good"], Made) and made["good"].data.startswith(b"%PDF") and b"StructTreeRoot" not in made["good"].data
    assert isinstance(made["bad"], Failed) and "file:///etc/hostname" in made["bad"].reason


def test_an_edit_prints_the_sheet_of_its_process_and_binds_it_anew(small: Callable[..., Manual]) -> None:
    before, after = (planned(small(**texts), formats=["worksheets"]) for texts in ({}, {"S1": S1.replace("供货", "买料")}))
    assert changed(before, after) == {"worksheets/S1.pdf", SHEETS_COUNTS, SHEETS_FRONT, "worksheets.pdf"}
    assert set(before["worksheets.pdf"].needs) == {*SHEETS, SHEETS_FRONT, SHEETS_SPECIMEN} and {path for path, target in before.items() if target.delivered} == {"worksheets.pdf"}


def test_an_edit_prints_its_own_part_and_binds_anew(small: Callable[..., Manual]) -> None:
    before, after = planned(small(), formats=["pdf"]), planned(small(PAGE_A=PAGE.replace("质量第一", "质量至上")), formats=["pdf"])
    assert changed(before, after) == {"documents/PAGE-A.pdf", COUNTS, FRONT, "manual.pdf"}
    assert before["manual.pdf"].inputs == after["manual.pdf"].inputs and set(before["manual.pdf"].needs) == {path for path in before if not path.startswith("worksheets")} - {
        "manual.pdf",
        COUNTS,
        DRAFT,
    }


class Kept(dict[str, Made]):
    """A cache that forgets nothing."""

    def put(self, key: str, made: Made) -> None:
        """As Cache.put."""
        self[key] = made


def counting(target: Target, lengths: Mapping[str, int]) -> Target:
    """A target that is made at once; the pages of parts are told by `lengths`, the rest stands for its inputs."""
    said = repr(sorted(lengths.items())) if target.path == COUNTS else digest(target.inputs)
    return replace(target, inputs=said.encode(), make="procdocs.execution.target:as_it_is")


def test_the_front_is_printed_when_a_page_or_a_title_is_another_and_not_when_a_text_is(small: Callable[..., Manual]) -> None:
    cache = Kept()
    cases: tuple[tuple[dict[str, str], int, set[str]], ...] = (
        ({}, 2, {FRONT, DRAFT, SPECIMEN, "manual.pdf"}),
        ({"PAGE_A": PAGE.replace("质量第一", "质量至上")}, 2, {"manual.pdf"}),
        ({"PAGE_A": PAGE.replace("质量第一", "质量更上")}, 3, {FRONT, "manual.pdf"}),
        ({"PAGE_A": PAGE.replace("方针", "目标")}, 3, {FRONT, DRAFT, "manual.pdf"}),
    )
    for texts, length, expected in cases:
        plan = [counting(target, {"documents/PAGE-A.pdf": length}) for target in planned(small(**texts), formats=["pdf"]).values()]
        made = {outcome.target.path for outcome in execute(plan, "serial", cache=cache) if isinstance(outcome.value, Made) and not outcome.value.reused}
        assert made & {FRONT, DRAFT, SPECIMEN, "manual.pdf"} == expected


def test_in_one_piece_nothing_is_bound(small: Callable[..., Manual]) -> None:
    found = {target.path: target for target in WRITERS["pdf"].plan(small(), Options(single=True))}
    assert {path for path in found if not path.startswith("worksheets/")} == PDFS and isinstance(found["manual.pdf"].inputs, Sheet) and not found["manual.pdf"].needs


def test_the_code_that_binds_is_in_the_key(small: Callable[..., Manual], monkeypatch: pytest.MonkeyPatch) -> None:
    before = planned(small(), formats=["pdf"])
    monkeypatch.setattr("procdocs.writers.print.bound.code", lambda module: f"other {module}")
    assert changed(before, planned(small(), formats=["pdf"])) == {"manual.pdf", "worksheets.pdf"}
