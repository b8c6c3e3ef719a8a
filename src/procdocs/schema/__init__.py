"""The authoring language: pydantic models that are the schema, the JSON Schema and the domain values at once."""

from procdocs.schema.base import Part, Text
from procdocs.schema.control import Control, ControlDefaults
from procdocs.schema.file import File
from procdocs.schema.flowchart import Flowchart
from procdocs.schema.mindmap import Mindmap
from procdocs.schema.process import Octopus, Process
from procdocs.schema.registers import Register
from procdocs.schema.settings import Settings
from procdocs.schema.sop import Page, Sop

Document = Process | Octopus | Flowchart | Mindmap | Sop | Page

#: Every kind a file may be of. A new kind is one model and one row here (and one row in `diagrams` or `manual`).
KINDS: dict[str, type[File]] = {
    "process": Process,
    "octopus": Octopus,
    "flowchart": Flowchart,
    "mindmap": Mindmap,
    "sop": Sop,
    "page": Page,
}

__all__ = ["KINDS", "Control", "ControlDefaults", "Document", "File", "Flowchart", "Mindmap", "Octopus", "Page", "Part", "Process", "Register", "Settings", "Sop", "Text"]
