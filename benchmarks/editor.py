"""How long the editor lets a person wait, in a real browser: `python -m benchmarks.editor [N ...]`, each N a system of so many processes; 0 is the sample.

Measured are the way from the command to the first picture, from the key that ends an edit to the new picture, from there to the findings, what the page loads, what a
changed target is in the file, and the memory of the server. Nothing is asserted but that the picture shows what was typed.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser import browser

from benchmarks import corpus

SAMPLE = Path(__file__).parent.parent
TURNS = 11
#: Waits in the page until the picture shows a text, and says how long that took from the key that ended it.
_UNTIL_DRAWN = """([key, mark]) => new Promise(done => {
    const begun = performance.now();
    const look = () => document.querySelector('#stage').textContent.includes(mark) && done(performance.now() - begun);
    new MutationObserver(look).observe(document.querySelector('#stage'), {childList: true, subtree: true});
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
})"""


def main() -> None:
    """A line of figures for each size."""
    with tempfile.TemporaryDirectory(prefix="procdocs-editor-") as temporary, browser(Path(temporary) / "profile") as found:
        context = found.started()
        for count in [int(one) for one in sys.argv[1:]] or [0, 50, 400]:
            root = Path(temporary) / str(count)
            process = system(root, count)
            print(f"{count or 'sample'}:", flush=True)
            with opened(context, root) as (page, server, seconds):
                print(f"  command to picture {seconds:.2f} s, page {weight(page) / 1000:.0f} kB")
                for document in (process, "M60", "M300"):
                    walls, findings = edits(page, document)
                    print(f"  {document}: key to picture {statistics.median(walls):.0f} ms (worst {max(walls):.0f}), to findings {statistics.median(findings):.0f} ms", flush=True)
                print(f"  memory {memory(server.pid):.0f} MB", flush=True)


def system(root: Path, count: int) -> str:
    """Write the project, with two large mind maps; the id of the process that is edited."""
    if count:
        corpus.write(root, count)
    else:
        root.mkdir()
        shutil.copytree(SAMPLE / "processes", root / "processes")
        shutil.copytree(SAMPLE / "registers", root / "registers")
        shutil.copy(SAMPLE / "procdocs.yaml", root)
    for topics in (60, 300):
        branches = "".join(f"    - text: 分支{one}\n      children: [{', '.join(f'主题{one}之{two}' for two in range(5))}]\n" for one in range(topics // 6))
        (root / "processes" / f"M{topics}.yaml").write_text(f"kind: mindmap\nid: M{topics}\nname: 大图\nroot:\n  text: 中心\n  children:\n{branches}", encoding="utf-8")
    return "P001" if count else "C4"


@contextmanager
def opened(context: Any, root: Path) -> Iterator[tuple[Any, subprocess.Popen[str], float]]:
    """The editor in the browser, its process, and the seconds from the command to its first picture."""
    page = context.new_page()
    page.set_viewport_size({"width": 1500, "height": 900})
    begun = time.perf_counter()
    server = subprocess.Popen([sys.executable, "-m", "procdocs", "serve", str(root), "--no-browser"], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        page.goto("http" + server.stdout.readline().split("http", 1)[1].strip())
        page.wait_for_selector("#stage svg")
        yield page, server, time.perf_counter() - begun
    finally:
        page.close()
        server.terminate()
        server.wait()


def edits(page: Any, document: str) -> tuple[list[float], list[float]]:
    """Milliseconds from the key that ends an edit to the new picture, and from there to the findings."""
    page.evaluate(f"location.hash = '{document}'")
    page.wait_for_selector(f"#list a[href='#{document}'][aria-current]", state="attached")
    at = '["root","children",1,"children",1]' if document.startswith("M") else '["inputs",0]'
    walls, findings = [], []
    for turn in range(TURNS):
        place = page.locator(f".place[data-at='{at}']").first
        place.wait_for()
        place.click()
        mark = f"改{turn}{chr(0x4E00 + turn)}"
        page.keyboard.type(mark)
        walls.append(page.evaluate(_UNTIL_DRAWN, ["Enter", mark]))
        findings.append(page.evaluate("async () => { const begun = performance.now(); await (await fetch('api/findings')).json(); return performance.now() - begun; }"))
    return walls[1:], findings[1:]


def weight(page: Any) -> int:
    """Bytes of our own files that the page has loaded, without what it asks of the project."""
    sizes = "performance.getEntriesByType('resource').filter(one => !one.name.includes('/api/')).map(one => one.encodedBodySize || one.decodedBodySize)"
    total: int = page.evaluate(f"{sizes}.reduce((sum, one) => sum + one, performance.getEntriesByType('navigation')[0].decodedBodySize)")
    return total


def memory(pid: int) -> float:
    """Peak of resident memory, in MB; 0 where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.is_file():
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
