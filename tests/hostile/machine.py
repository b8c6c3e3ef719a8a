"""A machine that lacks something: a home, fonts, room on the disk, rights, somewhere to print to."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

from tests.hostile.case import PAGES, PRINTED, add, process

ONE = lambda: {"processes/S1.yaml": process()}  # noqa: E731
#: A user without a name, a home or rights, where we may become one. Where our Python lies in a folder of root alone, he may read everything, but not write it.
BECOME = (
    "as='env -u HOME'; if [ $(id -u) = 0 ]; then as=\"$as setpriv --reuid 54321 --regid 54321 --clear-groups\"; "
    '$as $PROCDOCS --version > /dev/null 2>&1 || as="$as --inh-caps +dac_read_search --ambient-caps +dac_read_search"; fi; $as $PROCDOCS --version > /dev/null || exit 99; '
)
NOBODY = BECOME + "exec $as $PROCDOCS {words}"


def no_fonts(root: Path) -> None:
    (root / "fonts.conf").write_text("<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig></fontconfig>", encoding="utf-8")


def open_to_all(root: Path) -> None:
    for place in (root.parent, root, *root.rglob("*")):
        place.chmod(0o777 if place.is_dir() else 0o666)


def line(name: str, shell: str, quick: bool = False, **more: Any) -> None:
    add(name, ONE, shell=shell, quick=quick, **more)


add("no listed font, doctor", ONE, prepare=no_fonts, environment={"FONTCONFIG_FILE": "ROOT/fonts.conf"}, arguments=("doctor",), finds="PD906", codes=(3,), quick=True)
add("no listed font, build", ONE, prepare=no_fonts, environment={"FONTCONFIG_FILE": "ROOT/fonts.conf"}, arguments=PRINTED, finds="PD906", codes=(3,), quick=True)
add("no listed font, draw", ONE, prepare=no_fonts, environment={"FONTCONFIG_FILE": "ROOT/fonts.conf"}, arguments=("draw", "S1", "--output", "output/a.png"), codes=(3,))
add("settings of fonts that are not there", ONE, environment={"FONTCONFIG_FILE": "/nonexistent", "FONTCONFIG_PATH": "/nonexistent"})
add("home that is not there", ONE, environment={"HOME": "/nonexistent/home"})
add("home that cannot be written", ONE, environment={"HOME": "/proc"})
add("no locale", ONE, environment={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, arguments=PAGES)
add("unknown locale", ONE, environment={"LC_ALL": "xx_YY.foo", "PYTHONIOENCODING": "ascii"}, arguments=PAGES)
add("clock in 1970", ONE, environment={"SOURCE_DATE_EPOCH": "0"}, arguments=PAGES)
for _said in ("abc", "-99999999999999", "99999999999999999999", ""):
    add(f"clock of {_said!r}", ONE, environment={"SOURCE_DATE_EPOCH": _said}, arguments=("check",))
add("no folder for temporary files", ONE, environment={"TMPDIR": "/nonexistent"})
add("output to a device", ONE, arguments=(*PAGES, "--output", "/dev/full"), codes=(2, 3))
add("output below a device", ONE, arguments=(*PAGES, "--output", "/dev/null/x"), codes=(2, 3))
for _words in ("check", "check --format json", "build --format html", "draw S1", "--help", "explain PD101", "schema", "doctor"):
    line(f"full device, {_words}", f"$PROCDOCS {_words} > /dev/full", quick=_words == "check", codes=(0, 1, 2, 3))
    line(f"closed pipe, {_words}", f"$PROCDOCS {_words} | head -c 1 > /dev/null; exit ${{PIPESTATUS[0]}}", quick=_words == "check")
    line(f"closed streams, {_words}", f"$PROCDOCS {_words} <&- >&- 2>&-", quick=_words == "build --format html")
line("nobody reads", "chmod 711 . && " + NOBODY.format(words="check"), codes=(0, 1, 2, 3))
line("nobody builds", NOBODY.format(words=shlex.join(PRINTED)), prepare=open_to_all, quick=True)
line("nobody, nothing to be written", NOBODY.format(words=shlex.join(PAGES)))
line("nobody and a doctor", NOBODY.format(words="doctor"), prepare=open_to_all)
line(
    "two at once",
    "$PROCDOCS build --format html & one=$!; $PROCDOCS build --format html & two=$!; wait $one; a=$?; wait $two; b=$?; exit $((a > b ? a : b))",
    codes=(0, 1, 3),
    quick=True,
)
line("small files only", "ulimit -f 20; $PROCDOCS build --format html", codes=(0, 1, 3))
line("few open files", f"ulimit -n 24; $PROCDOCS {shlex.join(PRINTED)}", codes=(0, 1, 3))
for _space in (60, 200, 300, 450):
    line(f"address space of {_space} MB", f"ulimit -v {_space}000; $PROCDOCS {shlex.join(PRINTED)}", quick=_space == 300, codes=(1, 3) if _space > 400 else (3,))
line("address space of 60 MB, doctor", "ulimit -v 60000; $PROCDOCS doctor", codes=(3,))
for _processes in (1, 4):
    line(f"{_processes} processes", BECOME + f"ulimit -u {_processes}; exec $as $PROCDOCS {shlex.join(PRINTED)}", prepare=open_to_all, codes=(1, 3), quick=_processes == 4)
line("folder that is gone", "mkdir gone && cd gone && rmdir ../gone && $PROCDOCS check", codes=(1, 2, 3))
