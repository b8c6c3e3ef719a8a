"""The files of a release: its list, the issued PDFs, and the sources they came from, so that every revision can be printed again. Pure."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace

from procdocs.approving.doing import NotNow, Person, _act
from procdocs.project.evidence.acts import Act
from procdocs.project.evidence.fingerprint import contents
from procdocs.project.model import Project
from procdocs.schema import Document

FOLDER = "released"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
#: The moment that files in archives bear, so that the same content is the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def next_name(project: Project) -> str:
    """What the next release is called: R1, R2 and so on."""
    numbers = [int(hit[1]) for act in project.acts if act.release and (hit := re.fullmatch(r"R(\d{1,6})", act.release))]
    return f"R{max(numbers, default=0) + 1}"


def issued_name(project: Project, document: Document) -> str:
    """The name of the issued PDF of a document: `C4-B.pdf`."""
    revision = re.sub(r"[^A-Za-z0-9._-]+", "-", project.stated_control(document).revision)
    return f"{document.id}-{revision}.pdf"


def release(
    project: Project, documents: Sequence[Document], name: str, who: Person, effective: str, issued: Mapping[str, bytes], sources: Mapping[str, bytes]
) -> tuple[dict[str, bytes], tuple[Act, ...]]:
    """The files of a release by path, and its acts. `issued` are the PDFs by document, `sources` the files of the project by path.

    Raises NotNow for a name that is taken or none.
    """
    if not _NAME.fullmatch(name):
        raise NotNow("bad_name", name=name)
    if any(act.release == name for act in project.acts):
        raise NotNow("taken", name=name)
    files: dict[str, bytes] = {}
    rows = []
    done = []
    for document in documents:
        path = f"{FOLDER}/{name}/{issued_name(project, document)}"
        files[path] = issued[document.id]
        digest = hashlib.sha256(issued[document.id]).hexdigest()
        act = replace(_act(project, document, "release", who), effective=effective, release=name, evidence={"file": path, "sha256": digest, "kind": "issued"})
        done.append(act)
        rows.append(
            {"document": document.id, "number": act.number, "revision": act.revision, "content": contents(project, document), "context": act.context, "pdf": path, "sha256": digest}
        )
    source = archive(sources)
    files[f"{FOLDER}/{name}/source.zip"] = source
    manifest = {"release": name, "at": who.at, "effective": effective, "by": who.by, "source": hashlib.sha256(source).hexdigest(), "documents": rows}
    files[f"{FOLDER}/{name}/manifest.json"] = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    return files, tuple(done)


def archive(files: Mapping[str, bytes]) -> bytes:
    """Files as a zip that is the same for the same content."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(files):
            row = zipfile.ZipInfo(path, _MOMENT)
            row.compress_type = zipfile.ZIP_DEFLATED
            row.external_attr = 0o644 << 16
            row.create_system = 3
            packed.writestr(row, files[path])
    return data.getvalue()
