"""Every hostile case through the command as users run it, under a monitor. `make test` runs some of them, `make fuzz` all."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import shutil
import sys
import xml.etree.ElementTree
from collections.abc import Callable
from pathlib import Path

import html5lib
import pikepdf
import pytest

from tests.conftest import ROOT, Ran
from tests.hostile import monitor
from tests.hostile.case import CASES, PRINTED, SETTINGS, Case, process

if sys.platform != "linux":
    pytest.skip("limits and links as Linux has them", allow_module_level=True)
for _module in ("doors", "machine", "pictures", "places", "sizes", "texts", "workbooks"):
    importlib.import_module(f"tests.hostile.{_module}")

EVERYTHING = "PROCDOCS_FUZZ" in os.environ
#: Pages looked at in one output.
PAGES = 8
#: What may be said in no case: what our Python is, where it lies.
UNSAID = ("Traceback", "internal error", "site-packages", sys.prefix, str(ROOT / "src"))


@pytest.fixture(scope="session")
def earlier(procdocs: Callable[..., Ran], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of an honest project, which lies in every case's folder before the command."""
    root = tmp_path_factory.mktemp("honest")
    (root / "processes").mkdir()
    (root / "procdocs.yaml").write_text(SETTINGS, encoding="utf-8")
    (root / "processes" / "S1.yaml").write_text(process(), encoding="utf-8")
    assert procdocs(*PRINTED[:5], root).code in (0, 1)
    return root / "output"


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if EVERYTHING or case.quick])
def test_hostile(name: str, earlier: Path, tmp_path: Path) -> None:
    case = CASES[name]
    root = tmp_path / "project"
    _write(root, case, earlier)
    before, old = _tree(tmp_path, "project/output", "project/.procdocs", "cache"), _tree(root / "output")
    own = {key: value.replace("ROOT", str(root)) for key, value in (case.environment or {}).items()}
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home"), "XDG_CACHE_HOME": str(tmp_path / "cache"), "LANG": "C.UTF-8", **own}
    seen = monitor.run(case.arguments, root, environment, case.shell)
    assert seen.code in case.codes, (seen.code, seen.said[-2000:])
    assert not [word for word in UNSAID if word in seen.said], seen.said[-3000:]
    assert case.finds in seen.said, seen.said[-3000:]
    assert not case.never or case.never not in seen.said, seen.said[-3000:]
    assert seen.cpu < monitor.CPU and seen.memory < monitor.MEMORY, (seen.cpu, seen.memory)
    assert _tree(tmp_path, "project/output", "project/.procdocs", "cache") == before
    now = _tree(root / "output")
    if seen.code == 0 or now != old:
        _assert_whole(root / "output")
        assert not [path for path in now if path.startswith((".procdocs-new", ".procdocs.lock"))]


def _write(root: Path, case: Case, earlier: Path) -> None:
    (root / "processes").mkdir(parents=True)
    (root.parent / "home").mkdir()
    (root.parent / "outside").mkdir()
    (root.parent / "outside" / "secret.png").write_bytes(b"not to be read or touched")
    shutil.copytree(earlier, root / "output")
    for path, content in {"procdocs.yaml": SETTINGS, **case.files()}.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    case.prepare(root)


def _tree(folder: Path, *left_out: str) -> dict[str, str]:
    """What lies below a folder: of files a digest, of links where they lead."""
    found: dict[str, str] = {}
    if folder.is_symlink():
        return {"": str(folder.readlink())}
    for where, folders, files in os.walk(folder):
        here = Path(where)
        for name in (*folders, *files):
            place = here / name
            path = place.relative_to(folder).as_posix()
            if path.startswith(left_out) if left_out else False:
                continue
            if place.is_symlink():
                found[path] = f"-> {place.readlink()}"
            elif place.is_file():
                found[path] = hashlib.sha256(place.read_bytes()).hexdigest()
            else:
                found[path] = "folder" if place.is_dir() else "other"
    return found


def _assert_whole(output: Path) -> None:
    """Every file of the manifest is there, and well-formed."""
    manifest = output / ".procdocs.json"
    if not manifest.is_file() or manifest.is_symlink():
        return
    paths = [output / path for path in json.loads(manifest.read_text(encoding="utf-8"))]
    assert all(path.is_file() for path in paths)
    for path in [path for path in paths if path.suffix == ".html"][:PAGES]:
        html5lib.HTMLParser(strict=True).parse(path.read_text(encoding="utf-8"))
    for path in paths:
        if path.suffix == ".svg":
            _assert_harmless(path)
        if path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                assert pdf.pages and not pdf.check_pdf_syntax()


def _assert_harmless(path: Path) -> None:
    """No script and no address of elsewhere in an SVG file."""
    for element in xml.etree.ElementTree.fromstring(path.read_bytes()).iter():
        assert element.tag.rpartition("}")[2] not in ("script", "foreignObject", "set", "animate", "handler", "iframe"), path
        for name, value in element.attrib.items():
            assert not name.rpartition("}")[2].lower().startswith("on"), path
            assert not value.strip().lower().startswith(("javascript:", "data:text", "file:", "http://example")), path
