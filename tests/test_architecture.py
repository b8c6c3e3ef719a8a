"""The house rules that a test can keep: direction of imports, who may import which library, size of files, no prints."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "procdocs"
LAYERS = [
    *("diagnostics", "source", "schema", "languages", "clauses", "starters", "automation", "world", "pictures", "project"),
    *("editing", "interchange", "comparing", "readers", "approving", "checks"),
    *("reference", "explaining", "templating", "execution", "diagrams", "manual", "binder", "writers", "saving", "cache", "output", "pipeline", "serve", "cli"),
]
#: Library -> the only places that may import it.
LIBRARIES = {
    "yaml": ("source/",),
    "weasyprint": ("writers/print/", "cli/doctor.py"),
    "pikepdf": ("binder/", "pictures/raster.py", "writers/print/", "world/attachments.py"),
    "pygraphviz": ("diagrams/layout.py", "cli/doctor.py"),
    "graphviz": ("diagrams/dot.py", "diagrams/layout.py", "cli/doctor.py"),
    "click": ("cli/",),
    "pyphen": ("diagrams/hyphens.py",),
    "openpyxl": ("writers/sheets/", "writers/exports/", "project/"),
    "fontTools": ("diagrams/fonts.py", "diagrams/families.py", "writers/site/"),
    "PIL": ("pictures/raster.py", "writers/print/"),
    "starlette": ("serve/",),
    "uvicorn": ("cli/serve.py",),
    "watchfiles": ("serve/",),
    "jinja2": ("templating.py", "diagrams/svg.py", "writers/"),
}
FILES = sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> list[tuple[int, str]]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append((node.lineno, node.module))
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found


def layer_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "procdocs" and parts[1] in LAYERS else None


def test_a_module_imports_only_lower_layers() -> None:
    wrong = []
    for path in FILES:
        here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if here not in LAYERS:
            continue
        for line, module in imports(path):
            other = layer_of(module)
            if other is not None and LAYERS.index(other) > LAYERS.index(here):
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {here} imports {other}")
    assert not wrong, "\n".join(wrong)


def test_every_module_belongs_to_a_layer() -> None:
    tops = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in FILES} - {"__init__", "__main__"}
    assert tops <= set(LAYERS), tops - set(LAYERS)


def test_a_library_is_imported_only_where_it_belongs() -> None:
    wrong = []
    for path in FILES:
        name = path.relative_to(PACKAGE).as_posix()
        for line, module in imports(path):
            top = module.split(".")[0]
            if top in LIBRARIES and not name.startswith(LIBRARIES[top]):
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {top}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_file_has_one_idea(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < 400, f"{text.count(chr(10))} lines"
    assert ast.get_docstring(ast.parse(text)), "a module says in one sentence what it does"


def test_nothing_is_told_apart_by_where_it_lies_in_memory() -> None:
    """A copy, or a value that was sent away, is the same value: it is known by its id, its address or its place in a list."""
    wrong: list[str] = []
    for path in FILES:
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        wrong.extend(f"{path.relative_to(ROOT)}:{call.lineno}: {ast.unparse(call)}" for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("id", "vars"))
    assert not wrong, "\n".join(wrong)


def test_only_a_folder_touches_the_disk() -> None:
    """All that is read of a project comes from a world, so that unsaved texts, a revision or an archive can be read as well."""
    disk = {"read_bytes", "read_text", "iterdir", "scandir", "stat", "lstat", "exists", "is_file", "is_dir", "glob", "rglob", "resolve", "listdir"}
    wrong = []
    for path in FILES:
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith(("project/", "world/")) or name in ("world/folder.py", "project/workbook.py"):  # the latter opens parts of an archive that it was handed
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            opened = isinstance(called, ast.Name) and called.id == "open"
            # An archive is in memory.
            opens = isinstance(called, ast.Attribute) and called.attr == "open" and not ast.unparse(called.value).endswith("archive")
            touched = (opens and name.startswith("project/")) or (isinstance(called, ast.Attribute) and called.attr in disk)
            if opened or touched:
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not wrong, "\n".join(wrong)


def test_nothing_is_called_utils() -> None:
    assert not [path for path in FILES if re.search(r"utils?|helpers?|common|manager", path.stem)]


def test_the_paths_that_the_architecture_names_exist() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert text.count("\n") <= 150
    named = set(re.findall(r"`([a-z_]+(?:/[a-z_]*)*(?:\.py|/))`", text))
    missing = [name for name in named if not (PACKAGE / name).exists() and not (ROOT / name).exists() and name not in ("output/",)]
    assert not missing


def test_the_tables_that_the_architecture_names_exist() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    code = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
    for table in re.findall(r"`([A-Z]{4,})` \(", text):
        assert re.search(rf"^{table}\b.*=", code, re.MULTILINE), table


def test_the_gallery_shows_every_kind_of_diagram():
    from benchmarks import gallery

    from procdocs.diagrams import DIAGRAMS
    from procdocs.project.load import load

    sample, _ = load(ROOT)
    assert set(gallery.DECISIONS) == set(DIAGRAMS), "DECISIONS in benchmarks/gallery.py has a sentence for each kind of diagram, and `rows` there its subjects"
    assert {shown.kind for shown in gallery.rows(sample)} == set(DIAGRAMS)
