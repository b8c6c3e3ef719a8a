"""What the sentences of procedures and flowcharts name in passing: numbers, titles and departments. Only sure cases:
a sentence is no list, and whoever is blamed for nothing stops reading. What stands in fields of its own is the business of other families.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from procdocs.checks.documents import bare_title, known_titles, numbers, told_once
from procdocs.checks.once import listed
from procdocs.checks.places import said
from procdocs.checks.responsibilities import DEPARTMENT, GENERAL, department_names
from procdocs.diagnostics import Finding, Span, check
from procdocs.project.likeness import NEAR, likeness
from procdocs.project.model import Project, normalised
from procdocs.project.numbers import number_key
from procdocs.project.texts import Place

#: A number as it stands in a sentence: letters, then figures, with dashes and brackets of all kinds between.
_NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-ZＡ-Ｚ]{1,6}[A-Z0-9Ａ-Ｚ０-９]*(?:[（(]\d{1,2}(?:\.\d{1,3})+[）)]|[\-‐‑‒–—―－/（(]{1,2}[A-Z0-9Ａ-Ｚ０-９]+[）)]?|[A-Z0-9Ａ-Ｚ０-９])*")
_TITLE = re.compile(r"《([^《》]{2,40})》")
#: Titles of laws and standards, which every reader knows, and of kinds of documents, which are no titles.
_COMMON = re.compile(
    r".*(?:(?<![办方])法|条例|公约|标准|通则|宪法|规范性文件)(?:[（(].*[）)])?|(?:中华人民共和国|国家|GB|ISO|IEC|IATF|VDA).*|质量手册|管理手册|程序文件|作业文件|作业指导书|质量记录"
)
#: Who does something, in a sentence: `由质检室负责`, or at the beginning of one.
_ACTOR = re.compile(
    r"(?:由|(?:^|[。；;，,：:\s、])(?!由))((?:[\u4e00-\u9fff]{1,9}[、和与及])*[\u4e00-\u9fff]{1,9}(?:[部科课室处组]|中心|车间|分厂))(?:负责|归口|组织编制|组织评审|填写《)"
)
#: Small words that never stand in the name of a department: with one of them, more than a name was caught.
_BETWEEN = re.compile(r"[的时由在将把被为以按向从给该其须可并或至到]|后(?![勤道])|前(?!道)|对(?!外)|经(?![营理济])|(?<![供])应(?![急用])")


#: A sentence that says itself that a document is out of force is no citation of it.
_ENDING = re.compile(
    r"作废|废止|失效|停用|替代|代替|取代|不再|旧版|原|obsolete|superseded|replac|withdrawn|cancel|no longer|former|"
    r"ersetzt|ungültig|abgelöst|zurückgezogen|폐지|폐기|대체",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^。；;!！?？\n]*")


class Passage(NamedTuple):
    """A text of a procedure or flowchart in the first language; whose it is and where it stands."""

    owner: str
    text: str
    place: Place
    language: str

    def span(self, project: Project, words: str) -> Span:
        """Where these words stand in it."""
        return self.place.span_of(project, self.language, words)


def spoken_numbers(project: Project, keys: frozenset[str]) -> Iterator[tuple[str, Span]]:
    """Numbers of these keys (as `number_key` makes them) in sentences, and where; less those of which the sentence says that they are out of force."""
    for passage in _passages(project, r"[A-ZＡ-Ｚ]"):
        for sentence in _SENTENCE.findall(passage.text):
            for number in dict.fromkeys(_NUMBER.findall(sentence)):
                if len(number) > 2 and number_key(number) in keys and not _ENDING.search(sentence):
                    yield number, passage.span(project, number)


def _passages(project: Project, mark: str) -> Iterator[Passage]:
    """The sentences of procedures and flowcharts in which `mark` (a pattern) occurs."""
    owners = {document.span().path: document.id for document in project.documents}
    if not owners:
        return
    first, occurs = project.languages[0], re.compile(mark).search
    for place, text in _prose(project):
        if occurs(text) and (owner := owners.get(place.part.span().path)):
            yield Passage(owner, text, place, place.text.language_for(first, first))


@listed
def _prose(project: Project) -> Iterator[tuple[Place, str]]:
    """The texts that are sentences, in the first language."""
    first = project.languages[0]
    return ((place, project.say(place.text, first)) for place in project.texts if place.key in place.part.prose)


@check("PD545")
def mentioned_number(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/documents.yaml
        documents: [{number: WI-12, title: 装配作业指导书}]
        # file: processes/SOP-1.yaml
        kind: sop
        id: SOP-1
        name: 装配
        sections: {procedure: [按 WI—12 装配。]}
    Good:
        # file: registers/documents.yaml
        documents: [{number: WI-12, title: 装配作业指导书}]
        # file: processes/SOP-1.yaml
        kind: sop
        id: SOP-1
        name: 装配
        sections: {procedure: [按 WI-12 装配。]}
    """
    known = numbers(project)
    exact = frozenset(known)
    by_key = {number_key(number): number for number in reversed(tuple(known)) if len(number_key(number)) >= 4} if known else {}
    found: dict[Span, tuple[str, tuple[str, Span]]] = {}
    for passage in _passages(project, r"[A-ZＡ-Ｚ]") if by_key else ():
        for number in dict.fromkeys(_NUMBER.findall(passage.text)):
            listed = by_key.get(number_key(number), "")
            if listed and number not in exact:
                found.setdefault(passage.span(project, number), (number, (listed, known[listed])))
    yield from told_once(found)


@check("PD546")
def mentioned_title(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/lists.yaml
        documents: [{number: WI-12, title: 装配作业指导书}]
        records: [{number: QR-01, name: 生产日报表, place: 档案室, retention: 3 年}]
        # file: processes/SOP-1.yaml
        kind: sop
        id: SOP-1
        name: 装配
        sections: {procedure: [填写《装配日志》。]}
    Good:
        # file: registers/lists.yaml
        documents: [{number: WI-12, title: 装配作业指导书}]
        records: [{number: QR-01, name: 生产日报表, place: 档案室, retention: 3 年}]
        # file: processes/SOP-1.yaml
        kind: sop
        id: SOP-1
        name: 装配
        sections: {procedure: [填写《生产日报表》。]}
    """
    if not (any(register.documents for register in project.registers) and any(register.records for register in project.registers)):
        return
    titles = known_titles(project) | {bare_title(text) for document in project.documents if document.name for text in document.name.by_language.values()}
    seen: set[tuple[str, str]] = set()
    for passage in _passages(project, "《"):
        for title in _TITLE.findall(passage.text):
            bare = bare_title(title)
            if _COMMON.fullmatch(title) or bare in titles or (passage.owner, bare) in seen or any(listed.endswith(bare) or listed.startswith(bare) for listed in titles):
                continue
            seen.add((passage.owner, bare))
            close = max(sorted(titles), key=lambda other: likeness(bare, other))
            near_title = close if likeness(bare, close) >= NEAR else ""
            yield Finding(passage.span(project, title), {"title": title, "nearest": near_title}, "nearest" if near_title else "")


@check("PD557")
def mentioned_department(project: Project) -> Iterator[Finding]:
    """
    Bad:
        kind: sop
        id: SOP-1
        name: 检验
        sections: {procedure: [由质量检验科负责检验。]}
    Good:
        kind: sop
        id: SOP-1
        name: 检验
        sections: {procedure: [由品保部负责检验。]}
    """
    known = department_names(project)
    if not project.settings.departments:
        return
    seen: set[tuple[str, str]] = set()
    for passage in _passages(project, "负责|归口|组织|填写"):
        for name in _departments_in(passage.text, known):
            if (passage.owner, name) in seen:
                continue
            seen.add((passage.owner, name))
            near = max(sorted(said(project, department.name) for department in project.settings.departments), key=lambda other: likeness(name, other))
            close = near if likeness(name, near) >= 0.5 else ""
            yield Finding(passage.span(project, name), {"name": name, "nearest": close}, "nearest" if close else "")


def _departments_in(text: str, known: Mapping[str, str]) -> Iterator[str]:
    for hit in _ACTOR.finditer(text):
        for name in re.split(r"[、和与及]", hit[1]):
            folded = normalised(name)
            # Two characters are no name: 内部, 全部, 干部.
            if len(folded) > 2 and DEPARTMENT.fullmatch(folded) and not GENERAL.search(folded) and not _BETWEEN.search(folded) and not any(folded.endswith(one) for one in known):
                yield name
