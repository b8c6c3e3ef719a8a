"""Every PDF is PDF/A-3a and PDF/UA-1, its tag tree holds, and it says everything its YAML says."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from procdocs.manual import Manual
from procdocs.manual.compose import compose
from procdocs.project import Project
from procdocs.writers.print.glyphs import lost_glyphs
from tests import stress
from tests.conftest import BILINGUAL as SMALL
from tests.conftest import ROOT
from tests.pdf_tree import Read, read
from tests.printed import complaints, drawn_text, manual_of, plain, printed, texts_of


@pytest.fixture(scope="session", params=["zh", "en"])
def small(request: pytest.FixtureRequest, bilingual: Callable[[str], Mapping[str, bytes]]) -> tuple[str, Mapping[str, bytes]]:
    return request.param, bilingual(request.param)


@pytest.fixture(scope="session")
def trees(small: tuple[str, Mapping[str, bytes]]) -> Mapping[str, Read]:
    return {path: read(data) for path, data in small[1].items()}


def test_there_is_a_manual_and_a_pdf_of_every_document(small: tuple[str, Mapping[str, bytes]]) -> None:
    ids = {path.stem.split("-")[0] if path.stem[1].isdigit() else "-".join(path.stem.split("-")[:2]) for path in (SMALL / "processes").glob("*.yaml")}
    assert {"manual.pdf", "worksheets.pdf", *(f"documents/{id.replace('OCTOPUS-map', 'OCTOPUS')}.pdf" for id in ids)} == set(small[1])


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_validator_has_nothing_to_say(small: tuple[str, Mapping[str, bytes]], profile: str) -> None:
    assert {path: said for path, data in small[1].items() if (said := complaints(data, profile))} == {}


def test_every_text_is_claimed_once_in_reading_order_and_every_link_and_header_is_bound(trees: Mapping[str, Read]) -> None:
    assert {path: tree.faults[:5] for path, tree in trees.items() if tree.faults} == {}


def test_no_glyph_is_lost(small: tuple[str, Mapping[str, bytes]]) -> None:
    assert [path for path, data in small[1].items() if lost_glyphs(data)] == []


def test_every_text_of_the_yaml_is_read_in_order(small: tuple[str, Mapping[str, bytes]], trees: Mapping[str, Read]) -> None:
    language, _ = small
    for entry in manual_of(SMALL, language).entries:
        if not entry.path:
            continue
        said = plain(trees[f"documents/{entry.id}.pdf"].heard)
        inside = plain(trees["manual.pdf"].heard)
        for text in texts_of(entry.source, language):
            assert plain(text) in said, f"{entry.id}: {text!r}"
            assert plain(text) in inside, f"{entry.id} in the manual: {text!r}"


def test_running_heads_are_no_text_to_be_read(trees: Mapping[str, Read]) -> None:
    for path, tree in trees.items():
        assert all(text for number, text in tree.artifacts.items() if number > 1 or path.startswith("documents/")), path
        assert "打印件为非受控" not in tree.text and "Printed copies" not in tree.text


def test_every_pdf_carries_its_yaml_with_the_day_of_the_document(small: tuple[str, Mapping[str, bytes]]) -> None:
    language, files = small
    manual = manual_of(SMALL, language)
    for entry in manual.entries:
        if not entry.path:
            continue
        with pikepdf.open(io.BytesIO(files[f"documents/{entry.id}.pdf"])) as pdf:
            assert len(pdf.attachments) == 1
            (name, attached), *_ = pdf.attachments.items()
            file = attached.get_file()
            assert name == entry.path.rsplit("/", 1)[-1] and file.read_bytes() == entry.source
            assert str(attached.relationship) == "/Source" and file.mime_type == "application/yaml"
            assert str(file.obj.Params.ModDate) == "D:20260301000000Z"
            assert (
                str(pdf.Root.Lang) == {"zh": "zh-Hans"}.get(language, language)
                and str(pdf.Root.PageMode) == "/UseOutlines"
                and entry.title in str(pdf.docinfo.Title)
                and str(pdf.docinfo.Author)
            )
            assert "/CreationDate" not in pdf.docinfo
    with pikepdf.open(io.BytesIO(files["manual.pdf"])) as pdf:
        assert len(pdf.attachments) == sum(1 for entry in manual.entries if entry.path)


def test_figures_say_what_they_show(small: tuple[str, Mapping[str, bytes]]) -> None:
    _, files = small
    with pikepdf.open(io.BytesIO(files["documents/C1.pdf"])) as pdf:
        said = [str(o.Alt) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
    assert said and all(len(words) > 20 for words in said)


@pytest.mark.slow
def test_the_sample_conforms_too(sample_output: Path) -> None:
    manual = manual_of(ROOT)
    files = {path.relative_to(sample_output).as_posix(): path.read_bytes() for path in sample_output.rglob("*.pdf")}
    assert {"manual.pdf", "worksheets.pdf", *(f"documents/{entry.id}.pdf" for entry in manual.entries if entry.path)} == set(files)
    assert {path: said for path, data in files.items() for profile in ("ua1", "3a") if (said := complaints(data, profile))} == {}
    trees = {path: read(data) for path, data in files.items()}
    assert {path: tree.faults[:5] for path, tree in trees.items() if tree.faults} == {}
    for entry in manual.entries:
        if entry.path:
            path = f"documents/{entry.id}.pdf"
            said = plain(trees[path].text + drawn_text(files[path]))
            assert [text for text in texts_of(entry.source, "zh") if plain(text) not in said] == [], entry.id


@pytest.mark.parametrize("language", ["zh", "en", "mixed"])
def test_long_and_foreign_texts_conform(language: str) -> None:
    processes = (stress.process("C1", language, 19, 40), stress.process("S2", language, 3, 250, "support"))
    tongue = "en" if language == "en" else "zh"
    files = printed(_as_if_read(compose(Project(stress.settings(tongue), processes), tongue)[0]))
    assert set(files) == {"manual.pdf", "worksheets.pdf", "documents/C1.pdf", "documents/S2.pdf"}
    for path, data in files.items():
        tree = read(data)
        assert not tree.faults and not complaints(data, "ua1") and not complaints(data, "3a"), path
        if path == "documents/C1.pdf":
            assert all(plain(item.name.say(tongue, tongue)) in plain(tree.heard) for item in processes[0].inputs if item.name is not None)


def _as_if_read(manual: Manual) -> Manual:
    """The processes made in memory as documents that came from files."""
    chapters = (
        replace(one, entries=tuple(replace(entry, path=f"processes/{entry.id}.yaml", source=b"kind: process\n") if entry.kind == "process" else entry for entry in one.entries))
        for one in manual.chapters
    )
    return replace(manual, chapters=tuple(chapters))
