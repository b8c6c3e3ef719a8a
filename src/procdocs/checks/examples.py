"""The Bad and Good examples of the codes, as the files of a small project. The convention stands in `checks`.

Used by the tests, which run every example, and by the reference pages; nothing of a user's project passes here.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

from procdocs.diagnostics.attached import EXAMPLES
from procdocs.schema import Register, Settings

#: What an example without settings is filled up with.
MINIMAL = """\
organisation: 示例公司
languages: [zh]
standards: [iso9001-2015]
departments:
  - {id: production, name: 生产部}
  - {id: quality, name: 品保部}
  - {id: sales, name: 销售部}
roles:
  - {id: operator, name: 操作工, department: production}
"""
#: What a piece of a process is filled up with.
PROCESS = {"kind": "process", "id": "C1", "name": "示例过程", "type": "customer"}

#: What a piece of a flowchart is filled up with.
FLOWCHART = {"kind": "flowchart", "id": "F1", "name": "示例流程"}

_BLOCK = re.compile(r"^(Bad|Good):[ \t]*\n((?:[ \t]+[^\n]*\n|[ \t]*\n)+)", re.MULTILINE)
_FILE = re.compile(r"^# file: (\S+)[ \t]*\n", re.MULTILINE)
_KEY = re.compile(r"^(\w+)(?=[:：])", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A Bad or Good example: the text as it is printed."""

    good: bool
    text: str

    def files(self) -> Mapping[str, str]:
        """The files of a whole project that holds the example: contents by path."""
        pieces = _FILE.split(self.text)
        named = dict(zip(pieces[1::2], pieces[2::2], strict=True))
        if pieces[0].strip():
            path, content = _homed(pieces[0])
            named[path] = content
        files = {path: _completed(path, content) for path, content in named.items()}
        files.setdefault("procdocs.yaml", MINIMAL)
        return files


def examples(code: str) -> tuple[Example, ...]:
    """The examples of a code, in their order."""
    return tuple(Example(hit.group(1) == "Good", textwrap.dedent(hit.group(2)).strip("\n") + "\n") for hit in _BLOCK.finditer(EXAMPLES.get(code, "") + "\n"))


def _homed(content: str) -> tuple[str, str]:
    """Where an example without a `# file:` line belongs, by its content."""
    keys = set(_KEY.findall(content))
    if "kind" not in keys and keys & (set(Settings.model_fields) - {"document"}) and "departments" not in keys - {"organisation"}:
        return "procdocs.yaml", content
    if "kind" not in keys and keys and keys <= set(Register.model_fields) - {"documents", "records"}:
        return "registers/example.yaml", content
    written = re.search(r"^id:\s*(\S+)", content, re.MULTILINE)
    return f"processes/{(written.group(1) if written else _head(content)['id'])}.yaml", content


def _head(content: str) -> dict[str, str]:
    """The first keys of the kind of file that a piece is of: steps with ids are those of a flowchart."""
    return FLOWCHART if re.search(r"^steps:\s+- \{id:", content, re.MULTILINE) else PROCESS


def _completed(path: str, content: str) -> str:
    """A piece of a process or of the settings with what every such file needs; anything else as it is."""
    keys = set(_KEY.findall(content))
    if path == "procdocs.yaml":
        missing = [block for block in re.split(r"(?m)^(?=\w)", MINIMAL) if block and block.split(":")[0] not in keys]
        return "".join(missing) + content
    if path.startswith("processes/") and "kind" not in keys and keys:
        stem = path.rpartition("/")[2].split(".")[0]
        head = _head(content) | ({} if "id" in keys else {"id": stem.split("-")[0]})
        return "".join(f"{key}: {value}\n" for key, value in head.items() if key not in keys) + content
    return content
