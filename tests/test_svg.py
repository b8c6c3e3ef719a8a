"""SVG that belongs in a page, DOT that looks the same everywhere, colours that can be read."""

from __future__ import annotations

import colorsys
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

import procdocs.diagrams
from procdocs.diagrams import DIAGRAMS, draw
from procdocs.diagrams.dot import dot, shown
from procdocs.diagrams.glyphs import lost_glyphs
from procdocs.diagrams.graph import Canvas, Graph
from procdocs.diagrams.palette import PALETTE, contrast, palette_for
from procdocs.diagrams.shapes import Pen
from procdocs.diagrams.svg import svg, written_marks
from procdocs.project import Project
from procdocs.project.load import load
from procdocs.schema import Settings
from procdocs.writers import WriterFailed
from procdocs.writers.drawn import DRAWINGS, Style
from tests.conftest import ROOT
from tests.geometry import svg_problems
from tests.stress import process, settings, system

NAME = "{http://www.w3.org/2000/svg}"


def sheet() -> Graph:
    (made,) = draw(system(3), "C1", "zh")[0]
    return made


def test_a_file_stands_on_its_own() -> None:
    text = svg(sheet())
    assert not svg_problems(text)
    root = ElementTree.fromstring(text)
    assert (root.get("role"), root.get("lang")) == ("img", "zh")
    assert root.get("aria-labelledby") == f"{root[0].get('id')} {root[1].get('id')}"
    assert "<text" in text and "var(" not in text and "<script" not in text and "<!--" not in text and "Graphviz" not in text
    assert "<a " not in text


def test_the_copy_for_a_page_has_no_colours_of_its_own_and_links_where_allowed() -> None:
    text = svg(sheet(), link=lambda target: f"{target}.html" if target != "S2" else None, inline=True)
    assert "<style" not in text and not re.search(r"#[0-9A-F]{6}", text)
    assert 'href="C1.html"' in text or 'href="M1.html"' in text
    assert "S2.html" not in text
    ElementTree.fromstring(text)


def test_ids_of_two_sheets_in_one_page_do_not_meet() -> None:
    project = Project(settings(), (process("C1", items=19, length=60),))
    texts = [svg(one) for one in draw(project, "C1", "zh")[0]] + [svg(one) for one in draw(project, "C1", "zh", "sipoc")[0]]
    ids = [identity for text in texts for identity in re.findall(r'\bid="([^"]+)"', text)]
    assert len(texts) > 2 and len(ids) == len(set(ids))


def test_hostile_texts_are_escaped_everywhere() -> None:
    evil = "<script>alert(1)</script> \"'&]]> \x00\ufffe"
    canvas = Canvas('a"><x', "turtle", 'zh"', evil, evil, 100, 100)
    with canvas.box('b"><x', 1, 1, 50, 20, label=evil, role='r"><x', title=evil, target='"><x'):
        canvas.text(5, 10, evil, 8)
    text = svg(replace(canvas.graph(), fonts=('x";}</style><script>',)), link=lambda target: "javascript:'\"><x")
    root = ElementTree.fromstring(text)
    assert not [element for element in root.iter() if element.tag.removeprefix(NAME) in ("script", "x")]


def test_same_input_gives_the_same_bytes() -> None:
    first, second = (system(3) for _ in range(2))
    assert svg(draw(first, "C1", "zh")[0][0]) == svg(draw(second, "C1", "zh")[0][0])
    graphs = draw(first, "C1", "zh")[0]
    for ending in (".pdf", ".png"):
        assert list(DRAWINGS[ending].write(graphs, Style(dpi=60))) == list(DRAWINGS[ending].write(graphs, Style(dpi=60)))


def test_pdf_and_png_show_every_sheet() -> None:
    import io

    import pypdfium2
    from PIL import Image

    graphs = draw(Project(settings(), (process("C1", items=19, length=60),)), "C1", "zh")[0]
    (data,) = DRAWINGS[".pdf"].write(graphs, Style())
    pages = pypdfium2.PdfDocument(data)
    assert len(pages) == len(graphs) > 1
    assert all(page.get_width() > page.get_height() for page in pages)
    assert "顾客导向过程" in pages[0].get_textpage().get_text_range()
    pictures = list(DRAWINGS[".png"].write(graphs, Style(dpi=100)))
    assert len(pictures) == len(graphs)
    with Image.open(io.BytesIO(pictures[0])) as picture:
        assert picture.width == pytest.approx((graphs[0].width + 19) * 100 / 72, abs=3)
        assert len(picture.resize((60, 40)).getcolors(10_000)) > 20


def test_the_fonts_of_the_theme_come_first() -> None:
    project = Project(settings(theme={"font": ["DejaVu Sans", "Kai"]}), (process("C1"),))
    (made,), _ = draw(project, "C1", "zh")
    assert 'font-family:"DejaVu Sans", "Kai", "Noto Sans CJK SC"' in svg(made)


# -- colours


def test_a_family_of_colours_has_one_hue_and_the_process_types_differ() -> None:
    """A tint belongs to its solid colour; who swaps two families is told."""

    def hue(name: str) -> float:
        return colorsys.rgb_to_hls(*(int(PALETTE[name][place : place + 2], 16) / 255 for place in (1, 3, 5)))[0]

    families = [name.removesuffix("-tint") for name in PALETTE if name.endswith("-tint") and name not in ("outside-tint", "document-tint")]
    for family in families:
        apart = abs(hue(family) - hue(f"{family}-tint"))
        assert min(apart, 1 - apart) < 0.06, family
    for part in ("{}", "{}-tint", "{}-ink"):
        assert len({round(hue(part.format(type_)), 1) for type_ in ("customer", "management", "support")}) == 3, part


@pytest.mark.parametrize("accent", ["#000000", "#FFFFFF", "#C8102E", "#00A3E0", "#FFCC00", "#7A9A01", "#163E6C", "#808080"])
def test_any_accent_can_be_read(accent: str) -> None:
    palette = palette_for(Settings.model_validate({"organisation": "A", "theme": {"accent": accent}}))
    assert set(palette) == set(PALETTE)
    for front, back in (
        ("on-customer", "customer"),
        ("faint-on-customer", "customer"),
        ("customer-ink", "customer-tint"),
        ("flow", "flow-tint"),
        ("flow", "paper"),
        ("soft", "customer-tint"),
        ("ink", "customer-tint"),
    ):
        assert contrast(palette[front], palette[back]) >= 4.5, (front, back)
    assert not svg_problems(svg(sheet(), palette=palette))


def test_no_accent_or_nonsense_leaves_the_usual_colours() -> None:
    assert palette_for(Settings.model_validate({"organisation": "A", "theme": {}})) == PALETTE
    for accent in ("red", "#12345", "#00;}x{"):
        with pytest.raises(ValidationError):
            Settings.model_validate({"organisation": "A", "theme": {"accent": accent}})


def test_process_types_stay_apart_in_grey() -> None:
    def brightness(name: str) -> float:
        return contrast(PALETTE[name], "#000000")

    grey = [brightness(name) for name in ("customer", "management", "support")]
    assert grey[1] / grey[0] > 1.5 and grey[2] / grey[1] > 1.5


# -- DOT


def subjects() -> list[tuple[str, str]]:
    project, _ = load(ROOT)
    assert project is not None
    found = [("", name) for name, kind in DIAGRAMS.items() if kind.subject == ""]
    for kind in DIAGRAMS.values():
        first = next((document.id for document in project.documents if document.kind == kind.subject), None)
        if first is not None:
            found.append((kind.name, first))
    return found


@pytest.mark.skipif(shutil.which("neato") is None, reason="Graphviz's neato is not installed")
@pytest.mark.parametrize(("kind", "subject"), subjects(), ids=lambda value: value)
def test_neato_shows_the_same_boxes_in_the_same_places(kind: str, subject: str) -> None:
    project, _ = load(ROOT)
    assert project is not None
    graphs, _ = draw(project, subject, "zh", kind)
    for graph in graphs:
        placed = subprocess.run(["neato", "-n2", "-Tplain"], input=dot(graph).encode(), capture_output=True, check=True, timeout=60).stdout.decode()
        rows = re.findall(r"^node (n\d+) (\S+) (\S+) (\S+) (\S+) ", placed, re.M)
        found = {name: tuple(float(number) * 72 for number in numbers) for name, *numbers in rows}
        wanted = shown(graph)
        assert len(found) == len(wanted) > 0
        height = float(re.search(r"^graph \S+ \S+ (\S+)", placed, re.M)[1]) * 72
        shift_x = found["n0"][0] - (wanted[0].x + wanted[0].width / 2)
        shift_y = found["n0"][1] - (height - wanted[0].y - wanted[0].height / 2)
        for number, box in enumerate(wanted):
            x, y, w, h = found[f"n{number}"]
            assert x - shift_x == pytest.approx(box.x + box.width / 2, abs=0.8), box.id
            assert y - shift_y == pytest.approx(height - box.y - box.height / 2, abs=0.8), box.id
            # Graphviz reckons the slant of a parallelogram on top of its width.
            assert (w, h) == pytest.approx((box.width, box.height), abs=4 if box.shape == "parallelogram" else 0.8), box.id


def test_dot_holds_every_text_as_text() -> None:
    canvas = Canvas("a", "turtle", "zh", "<b>x</b>", "d", 200, 100)
    with canvas.box("b", 0, 0, 180, 50, label='<b>{|}\\N "q"'):
        pass
    text = dot(canvas.graph())
    assert '"<b>{|}\\\\N \\"q\\""' in text
    assert 'label="<b>x</b>"' in text


# -- lost glyphs


def test_lost_glyphs_are_found_where_they_stand() -> None:
    source = '# 🏭 a comment\nname: 生产 🏭\ntext: |\n  一\n  二🏭\nnote: "\\U0001F680"\n'
    project = Project(settings(), sources={"processes/C1.yaml": source.encode(), "procdocs.yaml": "name: 好\n".encode()})
    found = [(one.code, one.values["character"], one.values["code"], one.span.path, one.span.line, one.span.column) for one in lost_glyphs(project)]
    assert found == [
        ("PD702", "🚀", "U+1F680", "processes/C1.yaml", 6, 7),
        ("PD702", "🏭", "U+1F3ED", "processes/C1.yaml", 2, 10),
        ("PD702", "🏭", "U+1F3ED", "processes/C1.yaml", 5, 4),
    ]


def test_the_sample_has_no_lost_glyph() -> None:
    project, _ = load(ROOT)
    assert project is not None and lost_glyphs(project) == ()


def test_every_shape_is_written_once_and_in_tenths() -> None:
    """Each verb of the pen and each kind of shape, as it stands in the file."""
    canvas = Canvas("C1", "turtle", "en", "t", "d", 100, 100)
    pen = Pen(1.04, 2).across(9).down(8).to(5, 6).by(1.04, 0).curve(1, 2, 3, 4, 5, 6).bend(7, 8, 9, 10).bend_by(1, 0, 1, 1).arc_by(3, 2, 6, 0).shut().move(0, 0).by(0, 2)
    canvas.path(pen, stroke="wire", weight=1.5, dash=(4, 2.5), is_round=True)
    canvas.path(Pen(0, 0).to(1, 1), fill="flow")
    canvas.rect(1, 2, 3, 4, 2, fill="paper", stroke="ink", weight=1)
    canvas.circle(1, 2, 3, fill="paper", opacity=0.5)
    canvas.text(1, 2, "up", 7, bold=True, anchor="end", turn=-90)
    canvas.image(1, 2, 3, 4, "data:image/png;base64,AA")
    assert written_marks(canvas.graph()) == (
        '<path class="s-wire" d="M1.0,2.0H9.0V8.0L5.0,6.0H6.0C1.0,2.0 3.0,4.0 5.0,6.0Q7.0,8.0 9.0,10.0Q10.0,10.0 10.0,11.0A3.0,2.0 0 0 1 16.0,11.0ZM0.0,0.0V2.0"'
        ' stroke-width="1.5" stroke-linejoin="round" stroke-dasharray="4 2.5" fill="none"/>',
        '<path class="f-flow" d="M0.0,0.0L1.0,1.0"/>',
        '<rect class="f-paper s-ink" x="1" y="2" width="3" height="4" stroke-width="1" rx="2"/>',
        '<circle class="f-paper" cx="1" cy="2" r="3" opacity="0.5"/>',
        '<text class="f-ink" x="0" y="0" font-size="7" transform="translate(1.0 2.0) rotate(-90)" font-weight="700" text-anchor="end">up</text>',
        '<image href="data:image/png;base64,AA" x="1" y="2" width="3" height="4" preserveAspectRatio="xMidYMid meet"/>',
    )


def test_only_the_writer_knows_svg() -> None:
    """No diagram kind spells path data, element names or attributes of a file format."""
    folder = Path(procdocs.diagrams.__file__).parent
    spelt = re.compile(r"""stroke_width|stroke-linejoin|text_anchor|preserveAspect|["'][MLHVCQA]\{|[MLHVCQAhvlqaz]\{[^}]*:\.1f\}""")
    readers = {folder / "svg.py", folder / "pictures.py"}
    assert not [path.name for path in folder.rglob("*.py") if path not in readers and spelt.search(path.read_text("utf-8"))]


def test_pictures_are_printed_elsewhere_and_locked_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint is not loaded where the sheets are drawn; what is not handed over is not fetched, and a failure is a finding."""
    code = "import sys; from tests.test_svg import *; next(DRAWINGS['.png'].write((sheet(),), Style())); print('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=ROOT, timeout=120).stdout == "False\n"
    monkeypatch.setattr("procdocs.writers.drawn.raster._image", lambda graph, palette: '<img alt="" src="file:///etc/hostname">')
    with pytest.raises(WriterFailed) as failed:
        list(DRAWINGS[".pdf"].write((sheet(),), Style()))
    (found,) = failed.value.diagnostics
    assert (found.code, found.values["document"]) == ("PD704", "C1")
    assert "file:///etc/hostname" in str(found.values["reason"])
