"""The benchmarks: their system is what they say, their counting sees what is missing, their watch sees every process."""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from benchmarks import counts, report
from benchmarks.builds import EDIT, _differences, _state, edited
from benchmarks.corpus import Expected, expected, system, write
from benchmarks.goals import reached
from benchmarks.measure import CommandFailed, Cost, cost
from benchmarks.peers import dialects
from benchmarks.peers.content import Drawing, content
from benchmarks.results import Absent, Measured

from procdocs import checks
from procdocs.diagnostics import Severity
from procdocs.manual import Manual
from procdocs.manual.compose import compose
from procdocs.project import Project
from procdocs.project.interfaces import interfaces
from procdocs.project.load import load
from procdocs.world import Memory
from procdocs.writers import Artifact, Options
from procdocs.writers.making import artifacts

FILES = system(10)


@pytest.fixture(scope="module")
def loaded() -> Project:
    project, found = load(Memory({path: text.encode() for path, text in FILES.items()}))
    assert project is not None
    assert not [one for one in checks.run(project, None, found) if one.severity is Severity.ERROR]
    return project


@pytest.fixture(scope="module")
def manual(loaded: Project) -> Manual:
    return compose(loaded, "zh")[0]


def test_the_system_is_the_same_every_time() -> None:
    assert system(10) == FILES


def test_the_system_is_as_large_as_it_says(loaded: Project) -> None:
    wanted = expected(FILES)
    assert len(wanted.han) >= 2000
    assert (wanted.documents, wanted.diagrams, wanted.drawn) == (len(loaded.documents), 33, 30) == (20, 33, 30)
    kinds = Counter(document.kind for document in loaded.documents)
    assert kinds == {"process": 10, "flowchart": 5, "sop": 5}
    assert len(set(wanted.witnesses)) == wanted.documents
    assert len(interfaces(loaded)) >= 30


def test_an_edited_file_says_the_same_and_a_sentence_more() -> None:
    before = {path: text.encode() for path, text in FILES.items()}
    after, found = load(Memory({**before, "processes/P003.yaml": edited(before["processes/P003.yaml"])}))
    old, _ = load(Memory(before))
    assert after is not None and old is not None and not found
    assert after.process_by_id["P003"].purpose != old.process_by_id["P003"].purpose
    assert EDIT in str(after.process_by_id["P003"].purpose)
    assert after.process_by_id["P003"].inputs == old.process_by_id["P003"].inputs


@pytest.fixture(scope="module")
def pages(manual: Manual, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for artifact in artifacts("html", manual, Options()):
        assert isinstance(artifact, Artifact)
        (folder / artifact.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / artifact.path).write_bytes(artifact.data)
    return folder


def test_a_whole_site_has_no_fault(pages: Path) -> None:
    counted = counts.site(pages)
    assert counts.faults(counted, expected(FILES), "html") == []
    assert counted.files == sum(path.is_file() for path in pages.rglob("*"))


def spoiled(pages: Path, folder: Path, name: str, change: Callable[[str], str]) -> Path:
    """A copy of the pages (not of what they load) with one changed; an empty one is left out."""
    for file in pages.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            if file.name == name:
                data = change(data.decode()).encode()
            if data:
                (folder / file.relative_to(pages)).parent.mkdir(parents=True, exist_ok=True)
                (folder / file.relative_to(pages)).write_bytes(data)
    return folder


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("P004.html", lambda text: "", "lead nowhere"),
        ("P004.html", lambda text: text.replace('href="P001.html', 'href="P999.html'), "lead nowhere"),
        ("P001.html", lambda text: text[: text.index("<svg")] + text[text.rindex("</svg>") :], "32 diagrams"),
        ("SOP-P001.html", lambda text: text[: text.index("<main")] + "</body></html>", "texts are missing"),
    ],
    ids=["a page", "a link", "a diagram", "texts"],
)
def test_what_is_missing_from_a_site_is_seen(name: str, change: Callable[[str], str], said: str, pages: Path, tmp_path: Path) -> None:
    found = counts.faults(counts.site(spoiled(pages, tmp_path, name, change)), expected(FILES), "html")
    assert any(said in fault for fault in found), found


def test_characters_that_became_rarer_are_seen() -> None:
    wanted = Expected(1, 0, 0, Counter("设备设"), (), ())
    whole = counts.Counted(1, 1, 1, 0, 0, Counter("设备设计"), "", 0)
    assert counts.faults(whole, wanted, "x") == []
    assert "1 characters are too rare, as 设" in counts.faults(whole._replace(han=Counter("设备计")), wanted, "x")[0]


@pytest.mark.parametrize(("pages", "links", "diagrams"), [(1, 2, 2), (2, 1, 2), (2, 2, 1)])
def test_numbers_that_are_too_small_are_seen(pages: int, links: int, diagrams: int) -> None:
    wanted = Expected(2, 2, 2, Counter(), (), ())
    whole = counts.Counted(1, 2, 2, 0, 2, Counter(), "", 0)
    assert counts.faults(whole, wanted, "x") == []
    assert len(counts.faults(whole._replace(pages=pages, links=links, diagrams=diagrams), wanted, "x")) == 1


def pdf() -> bytes:
    """A page with a text, a link and a tagged figure."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(200, 200))
    font = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = made.make_stream(b"BT /F1 12 Tf 20 100 Td (inspect the part) Tj ET")
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org"))
    page.Annots = pikepdf.Array([made.make_indirect(link), made.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9]))])
    made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Figure))
    made.Root.Kept = made.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Figure))
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def test_pages_links_figures_and_texts_of_pdfs_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf())
    (tmp_path / "b.pdf").write_bytes(pdf())
    counted = counts.pdfs(sorted(tmp_path.iterdir()))
    assert (counted.files, counted.pages, counted.links, counted.diagrams, counted.text) == (2, 2, 2, 2, "inspectthepart" * 2)


def test_a_register_that_lost_a_row_is_seen(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["设备 停机"])
    book.save(tmp_path / "book.xlsx")
    counted = counts.workbook(tmp_path / "book.xlsx")
    assert counts.faults_of_registers(counted, Expected(1, 0, 0, Counter(), (), ("设备 停机",)), "x") == []
    assert counts.faults_of_registers(counted, Expected(1, 0, 0, Counter(), (), ("设备 停机", "人员")), "x")


def test_what_a_build_wrote_is_seen_even_if_the_bytes_are_the_same(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1", encoding="utf-8")
    (tmp_path / "b").write_text("1", encoding="utf-8")
    before = _state(tmp_path)
    assert _differences(before, _state(tmp_path)) == (0, 0)
    (tmp_path / "c").write_text("1", encoding="utf-8")
    (tmp_path / "c").replace(tmp_path / "a")
    (tmp_path / "b").unlink()
    assert _differences(before, _state(tmp_path)) == (2, 1)


BURN = "import time\nend = time.process_time() + 0.4\nwhile time.process_time() < end: pass"
ORPHAN = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {BURN!r}], start_new_session=True)"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only processes that were waited for are counted")
def test_a_process_nobody_waited_for_is_counted(tmp_path: Path) -> None:
    assert cost([sys.executable, "-c", ORPHAN], tmp_path).cpu >= 0.4


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only the biggest process is known")
def test_the_memory_of_all_processes_is_added(tmp_path: Path) -> None:
    one = "import time\nheld = bytearray(b'x') * 60_000_000\ntime.sleep(1.5)"
    two = f"import subprocess, sys\nprocesses = [subprocess.Popen([sys.executable, '-c', {one!r}]) for _ in range(2)]\n[process.wait() for process in processes]"
    taken = cost([sys.executable, "-c", two], tmp_path)
    assert taken.peak > 120 > taken.biggest > 60


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="said so"):
        cost([sys.executable, "-c", "import sys; sys.exit('said so')"], tmp_path)


@pytest.mark.parametrize("write_in", [dialects.one_page, dialects.typst, dialects.asciidoc, dialects.rst, dialects.markdown], ids=lambda one: one.__name__)
def test_other_programs_are_given_everything(write_in: dialects.Write, manual: Manual, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    given = content(manual, tmp_path, expected(FILES))
    write_in(given, tmp_path)
    text = "".join(file.read_text(encoding="utf-8") for file in tmp_path.rglob("*") if file.is_file() and file.suffix != ".svg")
    told = {character: number for character, number in given.shown.han.items() if text.count(character) < number}
    assert not told
    drawings = [piece for section in given.sections for piece in section.pieces if isinstance(piece, Drawing)]
    assert len(drawings) == given.shown.diagrams == 33
    assert all((tmp_path / drawing.file).is_file() and drawing.file in text for drawing in drawings)
    assert given.links > 500
    assert given.printed.han > given.shown.han


def measured(who: str, size: str, what: str, state: str, cpu: float, pages: int = 0) -> Measured:
    return Measured(who, size, what, state, Cost(cpu, cpu, 10, 10), pages=pages)


def test_goals_are_read_off_the_rows() -> None:
    rows = [
        measured("procdocs", "100", "pdf", "cold", 160),
        measured("Typst", "100", "pdf", "cold", 20),
        measured("procdocs", "sample", "all formats", "cold", 30, pages=300),
        measured("procdocs 2fa4ab1", "sample", "all formats", "cold", 100, pages=250),
    ]
    found = {goal.text: value for goal, value in reached(rows)}
    assert found["PDFs of 100 processes from nothing against Typst, CPU"] == 8
    assert found["sample from nothing, CPU a page against the older commit"] == pytest.approx(0.25)
    assert len(found) == 2


def test_a_section_of_the_page_takes_the_place_of_the_earlier_one(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    report.write("print", "first", [measured("procdocs", "10", "pdf", "cold", 1.25)], page)
    report.write("quick", "second", [Absent("Typst", "not | here")], page)
    report.write("print", "third", [Measured("procdocs", "10", "pdf", "cold", Cost(1, 2, 3, 4), "5 pages", ("pdf: 3 links lead nowhere",))], page)
    text = page.read_text(encoding="utf-8")
    assert "first" not in text and "1.25" not in text
    assert text.index("second") < text.index("third")
    assert "not \\| here" in text and "**WRONG** pdf: 3 links lead nowhere" in text


def test_a_system_is_written_as_it_is(tmp_path: Path) -> None:
    assert write(tmp_path, 10) == expected(FILES)
    assert {path.relative_to(tmp_path).as_posix(): path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.yaml")} == FILES
