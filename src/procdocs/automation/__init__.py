"""Files that have a build server check and build a project. Reads the package only; `cli` writes. A new server is a file here and a row in `SERVERS`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import NamedTuple


class _File(NamedTuple):
    #: Where it stands, relative to the top of the repository.
    path: str
    #: What it is called in this folder.
    name: str


#: Build server -> its file.
SERVERS: Mapping[str, _File] = {
    "github": _File(".github/workflows/procdocs.yml", "github.yml"),
    "gitlab": _File(".gitlab-ci.yml", "gitlab.yml"),
    "gitee": _File(".workflow/procdocs.yml", "gitee.yml"),
    "jenkins": _File("Jenkinsfile", "jenkins.groovy"),
}


def automation(server: str, project: str, version: str) -> tuple[str, str]:
    """The path (relative to the top of the repository) and the text of the file for a build server.

    `project` is the folder of the project, relative to the top of the repository and written with `/`; "." for the top itself.
    `version` is that of procdocs to install: a manual must not change because its program did.
    """
    path, name = SERVERS[server]
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return path, text.replace("{{project}}", project).replace("{{version}}", version)
