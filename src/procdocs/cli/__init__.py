"""The command line: arguments in, one call, print, exit code. One file per command, imported only when it is called."""

from __future__ import annotations

import gc
import importlib
import keyword
import os
import signal
import sys
from types import FrameType
from typing import Any, NoReturn

import click

from procdocs import __version__
from procdocs.cli.tongue import speak, translate, translations

#: Every command and the one line `--help` shows of it; `procdocs NAME` imports `procdocs.cli.NAME` and calls its `command` (`import_` for `import`).
COMMANDS = {
    "build": "Generate the manual, the PDFs and the registers.",
    "check": "Find every mistake, without writing anything.",
    "draw": "Draw one diagram.",
    "init": "Make a new project folder.",
    "new": "Write a commented starter file.",
    "set": "Set one value of a document.",
    "rename": "Give a document, department, role or party another id.",
    "diff": "Say what changed between two versions.",
    "serve": "Look at a project and edit it in the browser.",
    "submit": "Send documents to review.",
    "approve": "Approve documents as they are now.",
    "reject": "Send documents back.",
    "withdraw": "Take an approval back.",
    "release": "Issue approved documents and keep what was issued.",
    "obsolete": "Put documents out of force.",
    "verify": "Tell whether documents and papers are what was approved.",
    "due": "Tell what falls due, for people, spreadsheets and calendars.",
    "export": "Write a document or the project as a file of another program.",
    "import": "Take over what is written in another form.",
    "explain": "Explain a code such as PD401.",
    "schema": "Print the JSON Schema for editors.",
    "doctor": "Look whether this machine has all that is needed.",
}

#: Exit codes.
CLEAN, FINDINGS, USAGE, ENVIRONMENT, INTERNAL = 0, 1, 2, 3, 4


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as click calls it
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"procdocs.cli.{cmd_name}{'_' * keyword.iskeyword(cmd_name)}").command
        return translate(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as click calls it
        with formatter.section(translations("click").get("Commands", "Commands")):
            said = translations("help")
            formatter.write_dl([(name, said.get(line, line)) for name, line in COMMANDS.items()])

    def get_help(self, ctx: click.Context) -> str:
        translate(self)
        return super().get_help(ctx)


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="procdocs")
def group() -> None:
    """One YAML source for a whole quality management system, and every view of it generated."""


class EnvironmentProblem(Exception):
    """Something about this machine (a library, a font, the disk, a folder) that stops a command: exit code 3."""


#: What is said where not even the sentences can be read any more.
_NO_ROOM = "too little memory"


def _no_room() -> str:
    """What is said where memory, processes or threads give out."""
    try:
        from procdocs.cli.settings import language_here
        from procdocs.languages import words

        return words(language_here())("saving.no_room")
    except Exception:
        return _NO_ROOM


def _refused(problem: OSError) -> str:
    """What is said where this machine does not let us read or write, in its language."""
    from procdocs.cli.said import refused
    from procdocs.cli.settings import language_here
    from procdocs.languages import words

    return refused(problem, words(language_here()), "stdout")


def _open_streams() -> None:
    """Streams that were closed when we were started lead nowhere, so that no file of ours gets their number and what is printed."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - for as long as the process lives
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def _ended(number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    # Most values live until the run ends; looking for cycles among them again and again would take a fifth of its time.
    gc.set_threshold(100_000, 20, 20)
    # What is asked to end leaves as if it had been interrupted: its processes end, and half-written files go.
    signal.signal(signal.SIGTERM, _ended)
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8" if not stream.isatty() else stream.encoding, errors="replace")
    speak()
    try:
        code = group.main(args=arguments, prog_name="procdocs", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        code = USAGE
    except click.exceptions.Exit as leave:
        code = leave.exit_code
    except click.Abort:
        click.echo("interrupted", err=True)
        code = 130
    except EnvironmentProblem as problem:
        click.echo(f"procdocs: {problem}", err=True)
        code = ENVIRONMENT
    except Exception as problem:
        if os.environ.get("PROCDOCS_DEBUG"):
            import traceback

            traceback.print_exc()
        from procdocs.execution.scarcity import is_scarcity

        code = ENVIRONMENT if isinstance(problem, OSError) or is_scarcity(problem) else INTERNAL
        problem.__traceback__ = None  # it holds all that was made so far
        if is_scarcity(problem):
            click.echo(f"procdocs: {_no_room()}", err=True)
        elif isinstance(problem, OSError):
            click.echo(f"procdocs: {_refused(problem)}", err=True)
        else:
            click.echo(f"procdocs: internal error, please report it: {type(problem).__name__}: {problem}", err=True)
    sys.exit(_flushed(code if isinstance(code, int) else CLEAN))


def _flushed(code: int) -> int:
    """The exit code, when what was printed has arrived or cannot; then nothing is left that Python would try once more while it ends."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _to_nowhere()
    except OSError as problem:
        click.echo(f"procdocs: {_refused(problem)}", err=True)
        _to_nowhere()
        return ENVIRONMENT
    return code


def _to_nowhere() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
