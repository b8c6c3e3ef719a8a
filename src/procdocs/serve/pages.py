"""Pages of the manual and their PDFs when they are asked for, made by the writers of the build; and pictures as files to take along."""

from __future__ import annotations

import io
import mimetypes
import threading
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from procdocs.diagrams import draw
from procdocs.diagrams.palette import palette_for
from procdocs.execution.executors import execute
from procdocs.execution.limits import STRICT, UNLIMITED
from procdocs.execution.target import Made, Target
from procdocs.manual.compose import compose
from procdocs.manual.model import Manual
from procdocs.manual.recall import Recollection
from procdocs.serve.pictures import NoPicture
from procdocs.serve.workspace import Workspace
from procdocs.templating import FOLDER, Templates, read_templates, refused_templates
from procdocs.writers import Options
from procdocs.writers.drawn import DRAWINGS, Style
from procdocs.writers.rendering import Rendering

_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".dot": "text/vnd.graphviz",
    ".woff2": "font/woff2",
}


@dataclass
class Pages:
    """The manual of a workspace, composed again when the project has changed."""

    workspace: Workspace
    _recollection: Recollection = field(default_factory=Recollection)
    _known: tuple[int, str, Manual] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def file(self, path: str, language: str) -> tuple[bytes, str]:
        """The bytes of a file of the site, or of the PDF of a document, and their type. Raises NoPicture where there is none, and what writers raise."""
        with self._lock:
            manual = self._manual(language)
            stem = PurePosixPath(path).stem
            known = {entry.id for entry in manual.entries}
            form = "pdf" if path.endswith(".pdf") else "html"
            if form == "pdf" and stem not in known:
                raise NoPicture(path)
            options = Options(
                templates=self._templates(),
                only=frozenset({stem}) if stem in known else frozenset(),
                linked=frozenset({"html", "pdf"}),
                limits=UNLIMITED if self.workspace.trusted else STRICT,
            )
            return self._made(path, form, manual, options), _TYPES.get(PurePosixPath(path).suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"

    def _made(self, path: str, form: str, manual: Manual, options: Options) -> bytes:
        planned: dict[str, Target] = {}
        for target in Rendering().plan(form, manual, options):
            planned[target.path] = target
            if target.path == path:
                break
        else:
            raise NoPicture(path)
        needed, waiting = dict.fromkeys([path]), [path]
        while waiting:
            waiting = [one for name in waiting for one in planned[name].needs if one not in needed]
            needed |= dict.fromkeys(waiting)
        for target, made in execute([target for name, target in planned.items() if name in needed], limits=options.limits):
            if target.path == path and isinstance(made, Made):
                return made.data
        raise NoPicture(path)

    def _manual(self, language: str) -> Manual:
        project, version = self.workspace.project, self.workspace.version
        if project is None:
            raise NoPicture(language)
        if self._known is None or self._known[:2] != (version, language):
            manual, _ = compose(project, language, recollection=self._recollection)
            self._known = (version, language, manual)
        return self._known[2]

    def _templates(self) -> Templates:
        folder = self.workspace.root / FOLDER
        return read_templates(folder) if self.workspace.trusted and not refused_templates(folder) else Templates()


def exported(workspace: Workspace, subject: str, view: str, language: str, ending: str) -> tuple[bytes, str, str]:
    """A diagram as a file: its bytes, their type and its name; several sheets of a form that has one a file come as a zip. Raises NoPicture."""
    project, drawing = workspace.project, DRAWINGS.get(ending)
    if project is None or drawing is None:
        raise NoPicture(subject)
    try:
        graphs, mistakes = draw(project, subject, language, view)
    except KeyError:
        raise NoPicture(subject) from None
    if not graphs:
        raise NoPicture(subject, mistakes)
    files = list(drawing.write(graphs, Style(palette_for(project.settings))))
    if len(files) == 1:
        return files[0], _TYPES.get(ending) or mimetypes.guess_type(f"x{ending}")[0] or "application/octet-stream", f"{subject}{ending}"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, data in enumerate(files, 1):
            archive.writestr(zipfile.ZipInfo(f"{subject}-{number}{ending}"), data)
    return packed.getvalue(), "application/zip", f"{subject}.zip"
