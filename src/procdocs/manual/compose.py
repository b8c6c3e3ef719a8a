"""Project to Manual: which documents in which order, every text chosen, every diagram drawn, every table filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

from procdocs.diagnostics import Diagnostic
from procdocs.diagrams.palette import palette_for
from procdocs.languages import alike, words
from procdocs.manual.control import control_view, copies, manual_control
from procdocs.manual.draw import Drawings
from procdocs.manual.kinds.flowchart import flowchart_blocks
from procdocs.manual.kinds.mindmap import mindmap_blocks
from procdocs.manual.kinds.octopus import octopus_blocks
from procdocs.manual.kinds.page import page_blocks
from procdocs.manual.kinds.process import process_blocks
from procdocs.manual.kinds.sop import sop_blocks
from procdocs.manual.model import Block, Chapter, Concern, Entry, Heading, Manual, Paragraph, Score
from procdocs.manual.paper import paper_of
from procdocs.manual.paper.registers import register_paper, view_paper
from procdocs.manual.recall import Recall, Recollection
from procdocs.manual.registers import department_table, register_entries
from procdocs.manual.score import score
from procdocs.manual.voice import Voice
from procdocs.project import Project
from procdocs.project.model import VIEWS
from procdocs.schema import Document
from procdocs.schema.settings import Chapter as ChapterSettings

#: How a document of each kind becomes blocks. A new kind is one function and one row here.
BLOCKS: dict[str, Callable[[Voice, Drawings, Any], Iterator[Block]]] = {
    "process": process_blocks,
    "octopus": octopus_blocks,
    "flowchart": flowchart_blocks,
    "mindmap": mindmap_blocks,
    "sop": sop_blocks,
    "page": page_blocks,
}
#: Chapters of a project that names none: label of the title, contents.
USUAL = (
    ("opening", ("page", "organisation")),
    ("overview", ("octopus", "landscape", "interaction")),
    ("customer", ("customer",)),
    ("support", ("support",)),
    ("management", ("management",)),
    ("flowcharts", ("flowchart",)),
    ("mindmaps", ("mindmap",)),
    ("sops", ("sop",)),
    ("registers", ("registers",)),
)


def compose(
    project: Project,
    language: str,
    diagnostics: Sequence[Diagnostic] = (),
    *,
    drawn: bool = True,
    recollection: Recollection | None = None,
    first: Set[str] = frozenset(),
) -> tuple[Manual, tuple[Diagnostic, ...]]:
    """The manual in `language`, and what could not be drawn. `diagnostics` fill the score card.

    A manual that is not `drawn` has figures without sheets: it is for lists, and takes a third of the time. With a `recollection` that was
    handed to earlier compositions, and a project that was loaded with one cache, only what reads something new is composed; the result is the same.

    Where the entries with the ids `first` are waited for, the others stay as the recollection has them, and only those it does not have are made:
    the manual is good for pages of the first ones. The next composition without `first` makes what still has to be made.
    """
    recall = Recall(project, recollection, first)
    voice = Voice(recall.project, language, recall)
    composing = _Composing(voice, drawn)
    chapters = tuple(_chapters(composing, {entry.id: entry for entry in register_entries(voice, _on_paper)}))
    recall.finish(language)
    settings, organisation = project.settings, project.settings.organisation
    theme = settings.theme
    entries = [entry for chapter in chapters for entry in chapter.entries]
    manual = Manual(
        language=language,
        languages=project.languages,
        organisation=voice.text(organisation.name),
        short_name=voice.text(organisation.short_name) or voice.text(organisation.name),
        title=voice.text(organisation.system) or words(language)("manual.title"),
        address=voice.text(organisation.address),
        logo=organisation.logo if organisation.logo in project.pictures else "",
        control=manual_control(voice),
        chapters=chapters,
        score=score(voice, diagnostics) if diagnostics or project.settings.standards else Score(0, 0, 0),
        palette=palette_for(settings),
        fonts=theme.font if theme else (),
        paper=theme.paper if theme else "A4",
        wide=theme.wide if theme else "a4",
        copies=copies(project.settings),
        embed_font=theme.embed_font if theme else False,
        departments=tuple(_concerns(((d.id, voice.text(d.name)) for d in settings.departments), entries)),
        roles=tuple(_concerns(((r.id, voice.text(r.name)) for r in settings.roles), entries)),
        synonyms=tuple(alike(line) for line in settings.synonyms),
        pictures=project.pictures,
    )
    return manual, tuple(composing.diagnostics)


@dataclass
class _Composing:
    """Makes the entries of one manual, and gathers what could not be drawn in them."""

    voice: Voice
    drawn: bool
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def document(self, id: str) -> Entry:
        """A document of the project."""
        entry = self._entry(id, lambda drawings: entry_of(self.voice, drawings, self.voice.project.by_id[id]))
        assert entry is not None
        return entry

    def view(self, name: str) -> Entry | None:
        """A picture of the whole project, if there is anything to be seen."""
        return self._entry(name, lambda drawings: _view(self.voice, drawings, name))

    def _entry(self, id: str, make: Callable[[Drawings], Entry | None]) -> Entry | None:
        def made() -> tuple[Entry | None, tuple[Diagnostic, ...]]:
            drawings = Drawings(self.voice, self.drawn, id)
            return make(drawings), tuple(drawings.diagnostics)

        entry, mistakes = self.voice.once(("entry", id, self.drawn), made)
        # A diagram that several entries show is refused once.
        self.diagnostics.extend(one for one in mistakes if one not in self.diagnostics)
        return entry


def _chapters(composing: _Composing, registers: dict[str, Entry]) -> Iterator[Chapter]:
    """The chapters as the settings name them, else the usual ones; what no chapter names comes in one at the end."""
    voice = composing.voice
    placed: set[str] = set()
    number = 0
    for title, contents in (*_wanted(voice), (voice.words("chapter.rest"), ("rest",))):
        entries: list[Entry] = []
        for name in contents:
            for entry in _entries(composing, registers, name, placed):
                placed.add(entry.id)
                entries.append(entry)
        if entries:
            number += 1
            yield Chapter(number, title, tuple(entries))


def _wanted(voice: Voice) -> list[tuple[str, tuple[str, ...]]]:
    chosen: tuple[ChapterSettings, ...] = voice.project.settings.chapters
    if chosen:
        return [(voice.text(chapter.title), chapter.contents) for chapter in chosen]
    return [(voice.words(f"chapter.{key}"), contents) for key, contents in USUAL]


def _entries(composing: _Composing, registers: dict[str, Entry], name: str, placed: set[str]) -> Iterator[Entry]:
    project = composing.voice.project
    if name == "registers":
        yield from (entry for entry in registers.values() if entry.id not in placed)
        return
    if name in registers:
        if name not in placed:
            yield registers[name]
        return
    if name in VIEWS:
        view = composing.view(name)
        if view is not None and name not in placed:
            yield view
        return
    documents: Iterable[Document]
    if name in project.by_id:
        documents = (project.by_id[name],)
    elif name in ("customer", "support", "management"):
        documents = project.processes_of(name)
    else:
        documents = tuple(document for document in project.documents if name in (document.kind, "rest"))
    for document in documents:
        if document.id not in placed:
            yield composing.document(document.id)


def entry_of(voice: Voice, drawings: Drawings, document: Document) -> Entry:
    """One file of the project as an entry of the manual."""
    path = document.span().path
    blocks = tuple(BLOCKS[document.kind](voice, drawings, document))
    return Entry(
        id=document.id,
        kind=document.kind,
        title=voice.title(document),
        title_language=voice.foreign(document.title()),
        names=_names(voice, document),
        blocks=blocks,
        paper=paper_of(voice, drawings, document, blocks),
        control=control_view(voice, document),
        type=document.look(),
        path=path,
        source=voice.project.sources.get(path, b""),
        ceremonial=document.is_ceremonial(),
        concerns=tuple(dict.fromkeys(document.concerned())),
        related=_related(voice, document),
    )


def _names(voice: Voice, document: Document) -> tuple[str, ...]:
    """What a document is called in other languages, for readers who look for that."""
    title, called = document.title(), voice.title(document)
    return tuple(dict.fromkeys(name for name in title.by_language.values() if name != called)) if title else ()


def _related(voice: Voice, document: Document) -> tuple[str, ...]:
    """The documents that detail a process; for one of these, the process and the others."""
    project = voice.project
    process = project.process_by_id.get(document.belongs_to() or document.id)
    if process is None:
        return ()
    return tuple(id for id in (process.id, *(detail.id for detail in project.details(process))) if id != document.id)


def _view(voice: Voice, drawings: Drawings, name: str) -> Entry | None:
    # A single process interacts with none.
    needed = {"organisation": len(voice.project.departments), "interaction": len(voice.project.processes) - 1}
    if needed.get(name, len(voice.project.processes)) < 1:
        return None
    blocks: list[Block] = [*drawings.figure(name, alone=True)]
    if not blocks:
        return None
    if name == "organisation":
        blocks += [Heading(2, voice.words("organisation_text.table"), "departments"), department_table(voice)]
    if name == "interaction":
        blocks.insert(0, Paragraph((voice.words("interaction_text.lead"),), "lead"))
    view = Entry(name, "view", voice.words(f"view.{name}"), tuple(blocks))
    return replace(view, paper=view_paper(voice, view))


def _on_paper(voice: Voice, register: Entry) -> Entry:
    return replace(register, paper=register_paper(voice, register))


def _concerns(named: Iterable[tuple[str, str]], entries: Sequence[Entry]) -> Iterator[Concern]:
    for id, name in named:
        concerned = tuple(entry.id for entry in entries if id in entry.concerns)
        if concerned:
            yield Concern(id, name, concerned)
