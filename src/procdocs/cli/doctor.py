"""`procdocs doctor`: looks whether this machine has all that is needed, and says what to do where it has not. Changes nothing."""

from __future__ import annotations

import importlib.util
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

from procdocs import __version__
from procdocs.cli import CLEAN, ENVIRONMENT
from procdocs.cli.settings import language_around
from procdocs.diagnostics import RULES, Severity
from procdocs.diagrams.fonts import NoFont, fonts_for
from procdocs.languages import Words, speaks, words
from procdocs.project.load import find

#: What is tried in a process of its own, so that a crash or a hang there is an answer and not an accident.
PANGO = "import weasyprint; from weasyprint.text.ffi import pango; print(weasyprint.__version__, pango.pango_version())"
LISTED = "from weasyprint.text.ffi import fontconfig as f; fonts = f.FcConfigGetFonts(f.FcInitLoadConfigAndFonts(), f.FcSetSystem); print(fonts.nfont if fonts else 0)"
GRAPHVIZ = (
    "import pygraphviz, importlib.metadata as m\n"
    "g = pygraphviz.AGraph(directed=True); g.add_node('a', label=''); g.add_node('b', label=''); g.add_edge('a', 'b'); g.layout('dot')\n"
    "assert g.get_node('a').attr['pos']; print(m.version('pygraphviz'))"
)
PATIENCE = 60
PACKAGES = ("click", "fontTools", "graphviz", "jinja2", "markdown_it", "openpyxl", "pikepdf", "pydantic", "yaml", "pypdfium2")
#: Free bytes below which a disk counts as full.
ROOM = 50_000_000


class Result(NamedTuple):
    """One thing that was looked at: what was found, and the code of what is missing."""

    topic: str
    found: str
    code: str = ""


@click.command()
@click.option("--language", help="Language of the report (default: that of the project, else of this machine).")
def command(language: str | None) -> int:
    """Look whether this machine has all that is needed."""
    say = words(language if language and speaks(language) else language_around(find(Path())))
    results = list(_results(say))
    for result in results:
        good = not result.code
        mark = "ok" if good else "!!" if RULES[result.code].severity is Severity.ERROR else "--"
        click.echo(f"{mark}  {say('doctor.' + result.topic)}: {result.found}" + ("" if good else f" ({result.code})"))
        if not good:
            click.echo(f"    {say('doctor.' + result.code)}")
            for system in ("debian", "macos", "windows"):
                remedy = say(f"doctor.{result.code}_{system}") if result.code in ("PD901", "PD902", "PD906") else ""
                if remedy:
                    click.echo(f"    {say('doctor.' + system)}: {remedy}")
    missing = [result for result in results if result.code and RULES[result.code].severity is Severity.ERROR]
    click.echo(say("doctor.missing", number=len(missing)) if missing else say("doctor.complete"))
    return ENVIRONMENT if missing else CLEAN


def _results(say: Words) -> Iterator[Result]:
    yield Result("python", f"{platform.python_version()}, procdocs {__version__}, {platform.system()} {platform.machine()}", "" if sys.version_info >= (3, 11) else "PD905")
    absent = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    yield Result("packages", say("doctor.absent", names=", ".join(absent)) if absent else str(len(PACKAGES)), "PD905" if absent else "")
    yield from _fonts(say)
    pango = _tried(PANGO)
    if pango is None:
        yield Result("pango", say("doctor.not_loaded"), "PD902")
    else:
        version, number = pango.split()
        yield Result("pango", f"WeasyPrint {version}, Pango {int(number) // 10000}.{int(number) // 100 % 100}.{int(number) % 100}")
        listed = _tried(LISTED)
        yield Result("listed", listed or say("doctor.none"), "" if listed and listed != "0" else "PD906")
    graphviz = _tried(GRAPHVIZ)
    yield Result("graphviz", f"pygraphviz {graphviz}" if graphviz else say("doctor.not_loaded"), "" if graphviz else "PD903")
    yield from _disk(say)


def _fonts(say: Words) -> Iterator[Result]:
    try:
        family, regular, bold, _ = fonts_for().chosen
    except NoFont:
        yield Result("font", say("doctor.none"), "PD901")
        return
    chinese = not fonts_for().lost("中文")
    yield Result("font", f"{family} ({regular.name}, {bold.name})" + ("" if chinese else say("doctor.no_chinese")), "" if chinese else "PD901")
    others = [font.family for font in fonts_for().found[1:]]
    yield Result("fallback", ", ".join(others) or say("doctor.none"))


def _tried(program: str) -> str | None:
    """What a small Python program prints in a process of its own; None if it fails, crashes or hangs."""
    try:
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=PATIENCE, check=True, text=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else None


def _disk(say: Words) -> Iterator[Result]:
    root = find(Path()) or Path()
    for topic, folder in (("output", root), ("temporary", Path(tempfile.gettempdir()))):
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"\0" * 1000)
            free = shutil.disk_usage(folder).free
        except OSError as problem:
            yield Result(topic, f"{folder}: {problem.strerror or problem}", "PD904")
            continue
        yield Result(topic, say("doctor.free", folder=folder, size=f"{free / 1e9:.1f}"), "PD904" if free < ROOM else "")
