"""Links a reader follows: from a number to the list that has it, from a document to its neighbours and never to itself."""

import re
from pathlib import Path

from procdocs.manual.compose import compose
from procdocs.project.load import load
from tests.conftest import ROOT
from tests.made import whole
from tests.printed import manual_of

SYSTEM = Path(__file__).parent / "cases" / "registers" / "system"


def test_no_document_is_related_to_itself():
    related = {entry.id: entry.related for entry in manual_of(ROOT).entries}
    assert any(len(others) > 1 for others in related.values())
    assert [id for id, others in related.items() if id in others] == []


def test_a_number_of_the_master_list_leads_to_its_row():
    project, _ = load(SYSTEM)
    pages = {path: data for path, data in whole("html", compose(project, "zh")[0]).items() if path.endswith(".html")}
    targets = {(path, anchor) for path, data in pages.items() for anchor in re.findall(r'href="registers-documents\.html#([^"]*document-[^"]+)"', data.decode())}
    assert {"C1.html", "C2.html", "registers-requirements.html", "registers-worksheets.html"} <= {path for path, _ in targets}
    assert all(f'id="{anchor}"' in pages["registers-documents.html"].decode() for _, anchor in targets)
