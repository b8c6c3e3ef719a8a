"""`procdocs due`: what falls due, as text, as a list for a spreadsheet, or for a calendar."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from procdocs import Project
from procdocs.checks.dates import Due, dates
from procdocs.cli import CLEAN, FINDINGS
from procdocs.cli.asked_file import put
from procdocs.cli.editing import project_to_edit
from procdocs.cli.said import project_folder
from procdocs.cli.settings import pinned_day
from procdocs.languages import Words
from procdocs.project.names import actor_name
from procdocs.writers.sheets.csv import safe

#: Octets that a line of a calendar may have.
_LINE = 75


def _text(found: Sequence[Due], project: Project, say: Words, today: datetime.date) -> str:
    if not found:
        return say("due.none") + "\n"
    return "".join(f"{one.day}  {_said(one, project, say)}{say('due.overdue') if one.day < today else ''}\n" for one in found)


def _csv(found: Sequence[Due], project: Project, say: Words, today: datetime.date) -> str:
    out = io.StringIO(newline="")
    rows = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow([say(f"due.{key}") for key in ("day", "kind", "document", "what", "owner", "state")])
    for one in found:
        state = say("due.is_overdue" if one.day < today else "due.is_coming")
        rows.writerow([safe(text) for text in (one.day.isoformat(), say(f"due.kinds.{one.kind}"), one.document, one.what, _owner(one, project), state)])
    return "\ufeff" + out.getvalue()


def _ics(found: Sequence[Due], project: Project, say: Words, today: datetime.date) -> str:
    # The stamp that RFC 5545 asks for is the asked day: the same project and day are the same bytes.
    stamp = f"{today:%Y%m%d}T000000Z"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//procdocs//due//EN"]
    for number, one in enumerate(found):
        # Two things of one name are two things; the day is not part of the name, so that one that moves moves in the calendar too.
        same = sum((other.kind, other.document, other.what) == (one.kind, one.document, one.what) for other in found[:number])
        uid = hashlib.sha256("\n".join((one.kind, one.document, one.what, str(same))).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        event = ("BEGIN:VEVENT", f"UID:{uid}@procdocs", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}", f"SUMMARY:{_escaped(_said(one, project, say))}", "END:VEVENT")
        lines.extend(event)
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


FORMS: Mapping[str, Callable[[Sequence[Due], Project, Words, datetime.date], str]] = {"text": _text, "csv": _csv, "ics": _ics}


@click.command()
@click.option("--project", type=click.Path(path_type=Path), help="The project (default: the current folder or the nearest one above that is one).")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Day for findings that depend on it (default: today).")
@click.option("--within", type=click.IntRange(0, 36500), default=90, show_default=True, metavar="DAYS", help="How many days ahead is looked.")
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="text", show_default=True, help="How it is printed; ics is for calendars.")
@click.option("-o", "output", type=click.Path(path_type=Path, dir_okay=False), help="Write into this file instead of printing.")
def command(project: Path | None, today: datetime.datetime | None, within: int, form: str, output: Path | None) -> int:
    """List what falls due: reviews of documents, results of measures, actions on risks. Leaves with 1 if something is overdue, else with 0."""
    loaded, _, say = project_to_edit(project_folder(project))
    day = today.date() if today is not None else pinned_day() or datetime.datetime.now().astimezone().date()
    found = [one for one in dates(loaded) if (one.day - day).days <= within]
    printed = FORMS[form](found, loaded, say, day)
    if output is None:
        click.echo(printed, nl=False)
    else:
        put(output, printed.encode("utf-8", "replace"))
        click.echo(say("changes.written", file=output))
    return FINDINGS if any(one.day < day for one in found) else CLEAN


def _said(one: Due, project: Project, say: Words) -> str:
    owner = _owner(one, project)
    about = f"{one.document} " if one.document else ""
    return f"{about}{say(f'due.kinds.{one.kind}')}{say('colon')}{one.what}" + (say("due.by", owner=owner) if owner else "")


def _owner(one: Due, project: Project) -> str:
    return actor_name(project, one.owner, project.languages[0]) if one.owner else ""


def _escaped(text: str) -> str:
    """A text as a calendar takes it, without signs that control something."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """A line of a calendar in pieces that are short enough, cut between characters."""
    pieces, piece = [], ""
    for sign in line:
        if len((piece + sign).encode("utf-8", "replace")) >= _LINE:
            pieces.append(piece)
            piece = ""
        piece += sign
    return "\r\n ".join((*pieces, piece))
