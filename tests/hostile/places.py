"""Links, pipes and devices where files are looked for or written; an output folder that is somebody else's."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.hostile.case import PAGES, add, process

ONE = lambda: {"processes/S1.yaml": process()}  # noqa: E731


def linked(path: str, target: str) -> Callable[[Path], None]:
    def prepare(root: Path) -> None:
        place = root / path
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(target)

    return prepare


def claimed(*paths: str) -> Callable[[Path], None]:
    """A manifest that calls these files ours."""

    def prepare(root: Path) -> None:
        manifest = root / "output" / ".procdocs.json"
        manifest.write_text(json.dumps({path: ["html", "zh"] for path in paths}), encoding="utf-8")
        with_link = root / "output" / "way"
        with_link.symlink_to(root.parent / "outside")

    return prepare


def planned(root: Path) -> None:
    """A journal that asks for files outside to be put back or removed."""
    staging = root / "output" / ".procdocs-new"
    staging.mkdir(parents=True, exist_ok=True)
    (root / "output" / "way").symlink_to(root.parent / "outside")
    rows = [["../../outside/secret.png", "", True], ["way/secret.png", "", False], ["/etc/hostname", "", False], ["a/../../../outside/secret.png", "0" * 64, False]]
    (staging / "plan.json").write_text(json.dumps({"rows": rows, "folders": ["../../outside", "way", "/"]}), encoding="utf-8")


LINKS = {
    "output": ("output", "../outside"),
    "output to itself": ("output", "output"),
    "output to nothing": ("output", "nowhere"),
    "assets": ("output/assets", "../../outside"),
    "documents": ("output/documents", "../../outside"),
    "lock": ("output/.procdocs.lock", "../../outside/secret.png"),
    "manifest": ("output/.procdocs.json", "../../outside/secret.png"),
    "staging": ("output/.procdocs-new", "../../outside"),
    "index": ("output/index.html", "../../outside/secret.png"),
    "processes": ("processes", "../outside"),
    "registers": ("registers", "../outside"),
    "settings": ("procdocs.yaml", "../outside/secret.png"),
    "a process": ("processes/S1.yaml", "/etc/passwd"),
    "a process to a device": ("processes/S1.yaml", "/dev/zero"),
    "a process to itself": ("processes/S1.yaml", "S1.yaml"),
    "a folder of processes": ("processes/more", ".."),
    "templates": ("templates", "../outside"),
    "a template": ("templates/page.html.j2", "../../outside/secret.png"),
}
for _name, _link in LINKS.items():
    add(f"link in the place of {_name}", ONE, prepare=linked(*_link), arguments=PAGES, quick=_name in ("lock", "assets", "staging", "a process to a device"))
add(
    "manifest that claims others",
    ONE,
    prepare=claimed("../../outside/secret.png", "way/secret.png", "/etc/hostname", "way", ".", "", "a\0b", ".procdocs.lock"),
    arguments=PAGES,
    quick=True,
)
add("manifest that is none", ONE, prepare=lambda root: (root / "output" / ".procdocs.json").write_text("[" * 100_000), arguments=PAGES)  # type: ignore[arg-type,return-value]
add("journal that claims others", ONE, prepare=planned, arguments=PAGES, quick=True)
add("pipe among the processes", ONE, prepare=lambda root: os.mkfifo(root / "processes" / "S2.yaml"), arguments=("check",))
add("pipe in the place of the settings", ONE, prepare=lambda root: ((root / "procdocs.yaml").unlink(), os.mkfifo(root / "procdocs.yaml"))[1], arguments=("check",))  # type: ignore[func-returns-value]
add("folder in the place of a process", ONE, prepare=lambda root: (root / "processes" / "S2.yaml").mkdir(), arguments=("check",))
add("names that are none", lambda: {**ONE(), **{f"processes/{name}.yaml": process() for name in ("-rf", "con", "a\nb", " ", "nul.x", "😀", "é", "a:b", "..x")}}, arguments=PAGES)
add("a name as long as can be", lambda: {"processes/S1" + "a" * 240 + ".yaml": process()}, arguments=PAGES)
add(
    "ids that lead elsewhere",
    lambda: {f"processes/{n}.yaml": process(json.dumps(id)) for n, id in enumerate(("../x", "/etc", "a/b", "..", "con", "index", "a" * 300))},
    arguments=PAGES,
    codes=(1,),
)
