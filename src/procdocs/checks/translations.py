"""What the languages of a project say: texts that one lacks, figures that differ, languages without labels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from procdocs.checks.places import gathered
from procdocs.diagnostics import Finding, Severity, check
from procdocs.languages import speaks
from procdocs.project.model import Project
from procdocs.project.texts import Place

#: Codes of countries that people write for those of their languages.
_LANGUAGES_OF = {"cn": "zh", "chn": "zh", "jp": "ja", "kr": "ko", "uk": "en", "us": "en", "eng": "en", "ger": "de"}
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")


@check("PD565")
def missing_translation(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: procdocs.yaml
        languages: [zh, en]
        # file: processes/C1.yaml
        kind: process
        id: C1
        name: {zh: 生产, en: Production}
        type: customer
        purpose: 按计划生产
    Good:
        # file: procdocs.yaml
        languages: [zh]
        # file: processes/C1.yaml
        id: C1
        purpose: 按计划生产
    """
    for language in project.languages[1:]:
        missing: dict[str, list[Place]] = {}
        for place in project.texts:
            if not place.text.has(language) and re.search(r"[^\W\d_]", str(place.text)):
                missing.setdefault(place.part.span().path, []).append(place)
        found: list[Finding] = []
        for path, places in missing.items():
            first = places[0]
            written = next(iter(first.text.by_language))
            found.append(Finding(first.span(written), {"language": language, "count": str(len(places)), "file": path}))
        yield from gathered(found, "file", "files")


@check("PD566")
def differing_figures(project: Project) -> Iterator[Finding]:
    """
    Bad:
        measures: [{name: 一次合格率, target: {zh: ≥ 98 %, en: ≥ 95 %}}]
    Good:
        measures: [{name: 一次合格率, target: {zh: ≥ 98 %, en: ≥ 98 %}}]
    """
    for place in project.texts:
        if len(place.text.by_language) < 2 or place.key not in place.part.figures:
            continue
        figures = {language: sorted(_FIGURES.findall(unicodedata.normalize("NFKC", text))) for language, text in place.text.by_language.items()}
        first = next(iter(figures))
        for language, found in figures.items():
            if found and figures[first] and found != figures[first]:
                yield Finding(place.span(language), {"text": place.text.by_language[language], "other": place.text.by_language[first], "language": language})


@check("PD567")
def unspoken_language(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: procdocs.yaml
        languages: [zh, ko]
    Good:
        # file: procdocs.yaml
        languages: [zh]
    """
    for at, language in enumerate(project.settings.languages):
        meant = _LANGUAGES_OF.get(language, "")
        if meant and meant not in project.settings.languages:
            yield Finding(project.settings.span("languages", at), {"language": language, "meant": meant}, "country", severity=Severity.WARNING)
        elif not speaks(language):
            yield Finding(project.settings.span("languages", at), {"language": language})
