"""The sample system, built as a user builds it: every system is there, every text is printed, every link leads somewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pypdfium2
import pytest

from procdocs.project import Project
from procdocs.project.load import load
from procdocs.schema import Flowchart, Mindmap, Process, Sop, Text
from procdocs.schema.base import texts_of
from tests.conftest import ROOT, Ran

#: Q1 to Q10: what the manual must hold, by the id of the document and the words a reader looks for.
SYSTEMS = {
    "OCTOPUS": "章鱼图",
    "S1": "文件与记录管理",
    "S2": "沟通",
    "S3": "仓库管理",
    "C4": "生产过程管理",
    "F-VISIT": "客户拜访流程图",
    "F-COMPLAINT": "客户投诉跟进流程图",
    "SOP-COMPLAINT": "投诉",
    "M-RELATION": "顾客关系思维导图",
    "M-CONCERN": "跟踪客户思维图",
    "SOP-SKILLS": "客户跟踪技巧",
    "SOP-CRM": "客户关系管理流程操作说明",
    "F-CRM": "客户关系管理",
    "SOP-FOLLOWUP": "客户跟进",
    "M-FOLLOWUP": "如何跟进客户",
    "SOP-TRACKING": "客户跟踪",
    "F-TRACKING": "客户跟踪流程",
}


def squeezed(text: str) -> str:
    """Without white space and break hints: lines of a page break anywhere in Chinese."""
    return re.sub(r"[\s\u200b\u2060\u00ad\ufeff]+", "", re.sub("[\\x02\\ufffe]", "-", text))  # the extractor's sign for a hyphen at the end of a line


@pytest.fixture(scope="session")
def sample() -> Project:
    project, found = load(ROOT)
    assert project is not None and not found
    return project


@pytest.fixture(scope="session")
def output(sample_output: Path) -> Path:
    return sample_output


def pdf_text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


@pytest.fixture(scope="session")
def manual(output: Path) -> str:
    return squeezed(pdf_text(output / "manual.pdf"))


def test_the_sample_has_no_findings(procdocs: Callable[..., Ran]) -> None:
    ran = procdocs("check", ROOT, "--format", "json")
    summary = json.loads(ran.out)["summary"]
    assert (ran.code, summary["error"], summary["warning"]) == (0, 0, 0), ran.out[:3000]


@pytest.mark.parametrize("id", SYSTEMS)
def test_every_system_stands_in_the_manual(id: str, sample: Project, manual: str) -> None:
    title = squeezed(sample.name_of(sample.by_id[id], "zh"))
    assert SYSTEMS[id] in title
    assert title in manual


def authored(project: Project) -> Iterator[tuple[str, str]]:
    """Every Chinese text of every YAML file, with its file."""
    for part in (project.settings, *project.documents, *project.registers):
        for text in texts_of(part):
            yield part.span().path, text.say("zh", "zh")


def pieces(text: str) -> Iterator[str]:
    """What of a Markdown text must be found as it stands: runs without marks of Markdown."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    for part in re.split(r"[|*#`>\n]+|^\s*(?:\d+\.|-)\s", text, flags=re.MULTILINE):
        piece = squeezed(re.sub(r"^\s*(?:\d+\.|-)\s", "", part))
        if re.search(r"[\u4e00-\u9fff]", piece):
            yield piece


def test_every_chinese_text_is_in_the_pdf(sample: Project, manual: str) -> None:
    lost = [(path, piece) for path, text in authored(sample) for piece in pieces(text) if piece not in manual]
    assert not lost, lost[:20]


def test_the_sample_is_large_enough(sample: Project) -> None:
    characters = sum(len(re.findall(r"[\u4e00-\u9fff]", text)) for _, text in authored(sample))
    assert characters >= 12_000
    assert len(sample.of(Process)) >= 22 and len(sample.of(Flowchart)) >= 4 and len(sample.of(Mindmap)) >= 3 and len(sample.of(Sop)) >= 5


def test_the_manual_is_a_book(output: Path) -> None:
    document = pypdfium2.PdfDocument(output / "manual.pdf")
    assert len(document) > 60
    assert len(list(document.get_toc())) > 50
    document.close()


def test_every_document_has_its_pdf(output: Path, sample: Project) -> None:
    missing = [document.id for document in sample.documents if not (output / "documents" / f"{document.id}.pdf").is_file()]
    assert not missing


def test_the_funnel_keeps_the_figures_as_given(output: Path) -> None:
    text = squeezed(pdf_text(output / "documents" / "SOP-SKILLS.pdf"))
    for figure in ("100", "90", "34", "23", "134", "39", "29%", "68%"):
        assert figure in text, figure


def test_every_item_of_a_turtle_has_its_box(output: Path, sample: Project) -> None:
    lost = []
    for process in sample.of(Process):
        sheets = sorted((output / "diagrams").glob(f"{process.id}.svg")) + sorted((output / "diagrams").glob(f"{process.id}-[0-9].svg"))
        shown = squeezed("".join(re.findall(r">([^<]*)</text>", "".join(sheet.read_text(encoding="utf-8") for sheet in sheets))))
        shown = shown.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
        items: list[Text | None] = [item.name for leg in (process.inputs, process.outputs, process.resources, process.measures) for item in leg]
        lost += [(process.id, str(item)) for item in items if item is not None and squeezed(item.say("zh", "zh")) not in shown]
    assert not lost, lost[:10]


class Links(HTMLParser):
    """Ids and link targets of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name in ("href", "src") and value:
                self.targets.append(value)


def test_no_link_of_the_site_is_dead(output: Path) -> None:
    pages: dict[Path, Links] = {}
    for path in sorted(output.rglob("*.html")):
        pages[path] = Links()
        pages[path].feed(path.read_text(encoding="utf-8"))
    dead = []
    for path, page in pages.items():
        for target in page.targets:
            parts = urlsplit(target)
            if parts.scheme:
                continue
            file = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not file.exists() or (parts.fragment and file in pages and unquote(parts.fragment) not in pages[file].ids):
                dead.append(f"{path.name}: {target}")
    assert pages and not dead, dead[:20]
