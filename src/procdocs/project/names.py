"""What is named by id or number, in words of one language: ends, departments, roles, documents, records.

Diagrams and tables ask here, so that a thing has the same name in both. Judges nothing: what nobody declared is called by its id.
"""

from __future__ import annotations

from procdocs.languages import words
from procdocs.project.model import BUILT_IN_PARTIES, Project
from procdocs.schema import Document
from procdocs.schema.control import Control
from procdocs.schema.process import Cited, Record
from procdocs.schema.registers import ListedDocument

#: As a department: every one of them.
ALL = "all"


def unit_name(project: Project, id: str, language: str) -> str:
    """The name of a department or role; `all` means every department."""
    if id == ALL:
        return words(language)("all_departments")
    unit = project.departments.get(id) or project.roles.get(id)
    return project.say(unit.name, language) if unit is not None else id


def end_name(project: Project, end: str, language: str) -> str:
    """The name of where something comes from or goes to: a process or a party."""
    if end in BUILT_IN_PARTIES:
        return words(language)(f"party.{end}")
    named = project.process_by_id.get(end) or project.parties.get(end)
    return project.say(named.name, language) if named is not None else end


def actor_name(project: Project, id: str, language: str) -> str:
    """The name of who does something: a role, a department, a party or a process."""
    if id in project.roles:
        return project.say(project.roles[id].name, language)
    if id in project.departments or id == ALL:
        return unit_name(project, id, language)
    return end_name(project, id, language)


def document_title(project: Project, document: Document, language: str) -> str:
    """The title under which a file is listed and cited: that of its control data, else its name."""
    own = document.document.title if document.document is not None else None
    return project.say(own, language) or project.name_of(document, language)


def title_of_number(project: Project, number: str, language: str) -> str:
    """The title of the document or record with this number, from its file or a register; "" if nobody knows it."""
    document = project.document_by_number.get(number)
    if document is not None:
        return document_title(project, document, language)
    named = project.listed_by_number.get(number)
    if named is not None:
        return project.say(named.title, language)
    record = project.record_by_number.get(number)
    return project.say(record.name, language) if record is not None else ""


def place_of_number(project: Project, number: str) -> str:
    """Where a document or record with this number is to be found in the manual: its own file, else its row in a register; "" if nobody knows it."""
    document = project.document_by_number.get(number)
    if document is not None:
        return document.id
    listed = project.listed_by_number.get(number)
    if listed is not None:
        return f"registers-documents#document-{listed.number}"
    record = project.record_by_number.get(number)
    return f"registers-records#record-{record.number}" if record is not None else ""


def cited_title(project: Project, cited: Cited, language: str) -> str:
    """The title of a cited document: as cited, else that of its number; may be empty."""
    return project.say(cited.title, language) or title_of_number(project, cited.number, language)


def record_name(project: Project, record: Record, language: str) -> str:
    """The name of a record: as written, else that of its number; may be empty."""
    return project.say(record.name, language) or title_of_number(project, record.number, language)


def amended(document: Control | ListedDocument) -> str:
    """The revision of a document with the number of its amendment behind it: `A/2`."""
    said = document.revision.rpartition("/")[2] == document.amendment  # `A/2`, and 2 in a column of its own
    return f"{document.revision}/{document.amendment}" if document.revision and document.amendment and not said else document.revision


def numbered(number: str, name: str) -> str:
    """Number and name in one line of text, whichever there are."""
    return f"{number} {name}".strip()


def is_customer(project: Project, end: str) -> bool:
    """Whether an end is the customer or a declared party of type customer."""
    party = project.parties.get(end)
    return end == "customer" or (party is not None and party.type == "customer")
