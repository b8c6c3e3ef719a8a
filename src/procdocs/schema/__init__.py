"""The authoring language: pydantic models that are the schema, the JSON Schema and the domain values at once."""

from procdocs.schema.base import Part, Text
from procdocs.schema.control import Control, ControlDefaults
from procdocs.schema.document import Document
from procdocs.schema.flowchart import Flowchart
from procdocs.schema.mindmap import Mindmap
from procdocs.schema.process import Octopus, Process
from procdocs.schema.registers import Register
from procdocs.schema.settings import Settings
from procdocs.schema.sop import Page, Sop

#: Every kind a document may be of. A new kind is a model and a row here, and a module and a row for its page (`BLOCKS` in `manual/compose.py`).
KINDS: dict[str, type[Document]] = {
    "process": Process,
    "octopus": Octopus,
    "flowchart": Flowchart,
    "mindmap": Mindmap,
    "sop": Sop,
    "page": Page,
}
#: What a file holds at its top, by the name of its JSON Schema.
TOPS: dict[str, type[Part]] = {"settings": Settings, **KINDS, "register": Register}

__all__ = ["KINDS", "TOPS", "Control", "ControlDefaults", "Document", "Flowchart", "Mindmap", "Octopus", "Page", "Part", "Process", "Register", "Settings", "Sop", "Text"]
