"""The master list of documents, and those of outside origin (ISO 9001 7.5.3). Lists what is there; judges no revision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from procdocs.manual.control import control_view
from procdocs.manual.model import Cell, Entry, Row, Table
from procdocs.manual.registers.cells import columns, day, entry, wanted
from procdocs.manual.registers.citations import cell_of, citations
from procdocs.manual.rich import Ref
from procdocs.manual.voice import Voice
from procdocs.project import natural
from procdocs.project.names import amended, document_title
from procdocs.schema import Document
from procdocs.schema.registers import ListedDocument

Citing = Mapping[str, tuple[Document, ...]]


def master_list(voice: Voice) -> Entry | None:
    """Every controlled document: the files of the project and the rows of its registers, in order of their numbers. A file that is listed is one row."""
    project, citing = voice.project, citations(voice)
    rows = [_file_row(voice, document, citing) for document in project.documents]
    rows += [_listed_row(voice, listed, citing) for listed in _listed(voice) if listed.number not in project.document_by_number]
    if not rows:
        return None
    heads = columns(
        voice,
        ("document_number", 13, "code"),
        ("document_title", 25),
        ("document_type", 8),
        ("revision", 9, "code"),
        ("status", 7),
        ("effective", 9, "date"),
        ("owner", 10),
        ("distribution", 10),
        ("cited_in", 12),
    )
    return entry(voice, "documents", (Table(heads, tuple(sorted(rows, key=_by_number)), anchor="documents"),), voice.words("register.lead.documents", count=len(rows)))


def _by_number(row: Row) -> tuple[object, ...]:
    """Rows without a number come last."""
    number = row.anchor.removeprefix("document-")
    return (not row.cells[0].rich or row.cells[0].look == "gap", *natural(number))


def _listed(voice: Voice) -> Iterable[ListedDocument]:
    return (row for register in voice.project.registers for row in register.documents)


def _file_row(voice: Voice, document: Document, citing: Citing) -> Row:
    control = control_view(voice, document)
    number = Cell((Ref(control.number, document.id),)) if control.number else wanted(voice, (), "number")
    listed = voice.project.listed_by_number.get(control.number)
    kind = voice.words(f"register.document_type.{listed.type}") if listed and listed.type != "other" else voice.words(f"kind.{document.kind}")
    owner = control.owner or (voice.department(listed.owner) if listed and listed.owner else "")
    return Row(
        (
            number,
            Cell((Ref(document_title(voice.project, document, voice.language), document.id),)),
            Cell((kind,)),
            Cell((control.revision,)) if control.revision else wanted(voice, (), "revision"),
            Cell((control.status_word,) if control.status_word else (), control.status),
            day(control.effective),
            Cell((owner,) if owner else ()),
            Cell((voice.words("list_separator").join(control.distribution),) if control.distribution else ()),
            Cell(cell_of(voice, citing, control.number) if control.number else ()),
        ),
        f"document-{control.number or document.id}",
    )


def _listed_row(voice: Voice, listed: ListedDocument, citing: Citing) -> Row:
    return Row(
        (
            Cell((listed.number_text(),)),
            Cell(voice.say(listed.title)),
            Cell((f"{voice.words(f'register.document_type.{listed.type}')} {listed.level}".rstrip(),)),
            Cell((amended(listed),)) if listed.revision else wanted(voice, (), "revision"),
            Cell((voice.words(f"status.{listed.status}"),), listed.status),
            day(listed.effective),
            Cell((voice.department(listed.owner),) if listed.owner else ()),
            _distribution(voice, listed),
            Cell(cell_of(voice, citing, listed.number)),
        ),
        f"document-{listed.number}",
    )


def _distribution(voice: Voice, listed: ListedDocument) -> Cell:
    """What the project's defaults say; they do not hold for documents of outside origin."""
    defaults = voice.project.settings.document
    return Cell((voice.departments(defaults.distribution),)) if defaults and defaults.distribution and listed.type != "external" else Cell(())


def external_documents(voice: Voice) -> Entry | None:
    """Documents of outside origin: standards, laws, customers' and suppliers' documents, with the edition that is held."""
    citing = citations(voice)
    rows = [_external_row(voice, listed, citing) for listed in _listed(voice) if listed.type == "external"]
    for document in voice.project.documents:
        control = control_view(voice, document)
        if control.origin == "external":
            number = Cell((Ref(control.number or document.id, document.id),))
            rows.append(
                Row(
                    (
                        number,
                        Cell((Ref(document_title(voice.project, document, voice.language), document.id),)),
                        *_edition(voice, control.revision, control.effective),
                        wanted(voice, (control.owner,) if control.owner else (), "owner"),
                        Cell(cell_of(voice, citing, control.number)),
                    )
                )
            )
    if not rows:
        return None
    heads = columns(voice, ("document_number", 18, "code"), ("document_title", 40), ("edition", 10), ("issued", 10, "date"), ("owner", 12), ("cited_in", 10))
    return entry(voice, "external", (Table(heads, tuple(sorted(rows, key=lambda row: natural(str(row.cells[0].rich)))), anchor="external"),))


def _edition(voice: Voice, edition: str, issued: object) -> tuple[Cell, Cell]:
    """Edition and date: one of the two tells which issue is held, so only where both are missing there is a hole."""
    if not edition and not issued:
        return wanted(voice, (), "edition"), wanted(voice, (), "date")
    return Cell((edition,) if edition else ()), Cell((str(issued),) if issued else ())


def _external_row(voice: Voice, listed: ListedDocument, citing: Citing) -> Row:
    return Row(
        (
            Cell((Ref(listed.number, f"registers-documents#document-{listed.number}"),)),
            Cell(voice.say(listed.title)),
            *_edition(voice, amended(listed), listed.effective),
            wanted(voice, (voice.department(listed.owner),) if listed.owner else (), "owner"),
            Cell(cell_of(voice, citing, listed.number)),
        ),
        f"external-{listed.number}",
    )
