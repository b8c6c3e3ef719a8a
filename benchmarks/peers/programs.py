"""The other programs: where they are found, what they are given, how they are run, and what is counted in what they made."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import write
from benchmarks.counts import Counted, faults, pdfs, site
from benchmarks.measure import CommandFailed, cost
from benchmarks.peers import dialects
from benchmarks.peers.content import Content, content
from benchmarks.results import Absent, Measured, Result
from procdocs.manual.compose import compose
from procdocs.project.load import load

ROOT = Path(__file__).resolve().parents[2]
#: An environment of its own: what these need must not change what we are printed with.
ENVIRONMENT = ROOT / ".venv" / "peers"
PACKAGES = ("typst>=0.13", "sphinx>=8", "mkdocs-material>=9", "mkdocs>=1.6,<2")
PYTHON = ENVIRONMENT / "bin" / "python"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_TYPST = "import typst; typst.compile('manual.typ', output='manual.pdf')"
_WEASYPRINT = "from weasyprint import HTML; HTML('manual.html').write_pdf('manual.pdf')"


class Peer(NamedTuple):
    """A row of the table."""

    name: str
    makes: str
    dialect: dialects.Write
    #: Where diagrams are expected, below the folder.
    drawings: str
    #: The command, run in the folder with the content; None where the program is not on this machine.
    command: Callable[[], list[str | Path] | None]
    #: Where the result lies.
    result: str
    remedy: str


def _chromium() -> list[str | Path] | None:
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return [found, *quiet, "--user-data-dir=profile", "--no-pdf-header-footer", "--timeout=600000", "--print-to-pdf=manual.pdf", "manual.html"] if found else None


def _asciidoctor() -> list[str | Path] | None:
    found = shutil.which("asciidoctor-pdf")
    return [found, "-a", "scripts=cjk", "-a", "pdf-theme=default-with-font-fallbacks", "manual.adoc"] if found else None


PEERS = (
    Peer("Typst", "pdf", dialects.typst, "", lambda: [PYTHON, "-c", _TYPST], "manual.pdf", "pip install typst"),
    Peer("Chromium print", "pdf", dialects.one_page, "", _chromium, "manual.pdf", "apt-get install chromium"),
    Peer("WeasyPrint, one naive document", "pdf", dialects.one_page, "", lambda: [sys.executable, "-c", _WEASYPRINT], "manual.pdf", "make test"),
    Peer("Asciidoctor PDF", "pdf", dialects.asciidoc, "", _asciidoctor, "manual.pdf", "apt-get install ruby-asciidoctor-pdf"),
    Peer("Sphinx", "html", dialects.rst, "", lambda: [PYTHON, "-m", "sphinx", "-q", "-b", "html", ".", "made"], "made", "pip install sphinx"),
    Peer("MkDocs Material", "html", dialects.markdown, "docs", lambda: [PYTHON, "-m", "mkdocs", "build", "-q", "--site-dir", "made"], "made", "pip install mkdocs-material"),
)


def install() -> None:
    """The Python packages of the others, in their own environment, if they are not there. Raises CalledProcessError."""
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
    subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], check=True)


def measured(folder: Path, count: int, chosen: tuple[Peer, ...] = PEERS) -> Iterator[Result]:
    """Each program on a system of so many processes, in a folder that is not there yet."""
    wanted = write(folder / "system", count)
    project, _ = load(folder / "system")
    assert project is not None
    manual, _ = compose(project, project.languages[0])
    for number, peer in enumerate(chosen):
        command = peer.command()
        if command is None:
            yield Absent(peer.name, f"not on this machine: {peer.remedy}")
            continue
        place = folder / str(number)
        (place / peer.drawings).mkdir(parents=True)
        given = content(manual, place / peer.drawings, wanted)
        peer.dialect(given, place)
        try:
            taken = cost(command, place)
        except CommandFailed as failed:
            yield Absent(peer.name, str(failed))
            continue
        made = pdfs([place / peer.result]) if peer.makes == "pdf" else site(place / peer.result, served=True)
        yield Measured(peer.name, str(count), peer.makes, "cold", taken, str(made), tuple(_faults(made, given, peer)), made.pages if peer.makes == "pdf" else 0)


def _faults(made: Counted, given: Content, peer: Peer) -> list[str]:
    """What is missing. A PDF of others tags no figures: that the texts of all diagrams are there says that these are."""
    found = faults(made, given.shown if peer.makes == "html" else given.printed, peer.name)
    if made.links < given.links:
        found.append(f"{peer.name}: {made.links} links of {given.links}")
    return found
