"""The public names: these and no others, documented, typed, and as light as `--help` needs."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import procdocs
from procdocs.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
PUBLIC = ["Diagnostic", "Finding", "Graph", "Manual", "Project", "Request", "Result", "Severity", "Span", "__version__", "build", "check", "compose", "draw", "explain", "load"]
DOCUMENT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def test_the_public_names_are_these() -> None:
    assert procdocs.__all__ == PUBLIC and sorted(procdocs._HOMES) == sorted(set(PUBLIC) - {"__version__"}) and set(PUBLIC) <= set(dir(procdocs))


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(procdocs, name)
    assert isinstance(value, str) or value.__doc__
    assert re.search(rf"^\| [^|]*`{name}[`(]", DOCUMENT, re.MULTILINE), f"docs/api.md does not tell of {name}"


def test_types_and_values_come_from_the_same_places() -> None:
    """What a type checker sees (the imports that never run) is what `_HOMES` hands out."""
    tree = ast.parse((ROOT / "src/procdocs/__init__.py").read_text(encoding="utf-8"))
    guarded = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {alias.asname or alias.name: (node.module.removeprefix("procdocs."), alias.name) for node in guarded.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert seen == procdocs._HOMES


def test_a_name_stays_what_it_is_whoever_imports_which_module() -> None:
    program = "import procdocs, procdocs.pipeline, procdocs.explaining, procdocs.cli.build\nassert all(callable(getattr(procdocs, name)) for name in procdocs._HOMES)"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_an_unknown_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = procdocs.nothing


@pytest.mark.parametrize("program", ["import procdocs", "from procdocs.cli import main\nimport sys\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass"])
def test_what_is_not_asked_for_is_not_imported(program: str) -> None:
    """`import procdocs` loads nothing else, `--help` nothing but click."""
    said = "\nimport sys\nprint('>', *{name.split('.')[0] for name in sys.modules}, sep=',')\nprint('>', *(name for name in sys.modules if name.startswith('procdocs')), sep=',')"
    done = subprocess.run([sys.executable, "-c", program + said], check=True, capture_output=True, encoding="utf-8")
    libraries, own = (set(line[2:].split(",")) for line in done.stdout.splitlines() if line.startswith(">"))
    assert own <= {"procdocs", "procdocs.cli", "procdocs.cli.tongue"}
    assert not libraries & {"pydantic", "yaml", "jinja2", "weasyprint", "fontTools", "graphviz", "pygraphviz", "openpyxl", "pikepdf", "markdown_it", "xml"}


def test_the_example_of_the_document_runs(project, monkeypatch, capsys) -> None:
    root = project("organisation: {name: Example}\nlanguages: [en]\n", C1="kind: process\nid: C1\nname: Sales\ntype: customer\n")
    root.rename(root.parent / "my-system")
    monkeypatch.chdir(root.parent)
    exec(re.search(r"```python\n(.*?)```", DOCUMENT, re.DOTALL).group(1), {})
    assert "index.html" in capsys.readouterr().out and (root.parent / "my-site" / "index.html").is_file()


def test_a_code_is_explained_or_unknown() -> None:
    assert procdocs.explain("unmatched-output").startswith("PD401 unmatched-output") and procdocs.explain("pd401", "zh") != procdocs.explain("PD401")
    with pytest.raises(KeyError):
        procdocs.explain("PD000")


def test_commands_do_not_import_each_other() -> None:
    modules = {f"procdocs.cli.{path.stem}": path for path in (ROOT / "src/procdocs/cli").glob("*.py")}
    commands = {f"procdocs.cli.{name}" for name in COMMANDS} | {"procdocs.cli.import_"}
    wrong = [
        f"{path.name}:{node.lineno}: {node.module}; what two commands need has a module of its own, such as cli/said.py"
        for path in modules.values()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module in commands
    ]
    assert not wrong, "\n".join(wrong)
