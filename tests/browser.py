"""A real browser for the tests of the site: Debian's Chromium, driven by Playwright, one for all tests of a run."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@dataclass
class Browser:
    """The browser of a run, or the sentence that says why this machine starts none."""

    context: Any = None
    missing: str = ""
    failed: bool = False

    def started(self) -> Any:
        """The browser. Where none starts, the first test that asks for it fails with the sentence, and the others are skipped."""
        if self.context is None and not self.failed:
            self.failed = True
            pytest.fail(self.missing, pytrace=False)
        if self.context is None:
            pytest.skip("no browser starts on this machine: the first test that wanted one says why")
        return self.context


def chromium() -> str:
    """Path of the browser; without one the test is skipped, on the build server it fails."""
    found = next((path for name in NAMES if (path := shutil.which(name))), "") or _own()
    if not found and not os.environ.get("CI"):
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    return found


def _own() -> str:
    """Playwright's build, where `tools/browser.sh` had to install it."""
    from playwright.sync_api import sync_playwright

    try:
        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    except Exception:  # it starts no driver here: `_started` says why where a browser is found
        return ""
    return path if Path(path).is_file() else ""


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A browser with an empty profile."""
    path = chromium()
    with ExitStack() as stack:
        try:
            found = Browser(_started(path, profile, stack)) if path else Browser(missing="No Chromium on this machine, so the site is not tested in a browser.")
        except _NotStarted as problem:
            found = Browser(missing=str(problem))
        yield found


class _NotStarted(Exception):
    """The sentence that says what is missing."""


def _started(path: str, profile: Path, stack: ExitStack) -> Any:
    from playwright._impl._driver import compute_driver_executable
    from playwright.sync_api import sync_playwright

    try:
        driver = stack.enter_context(sync_playwright())
        context = driver.chromium.launch_persistent_context(profile, executable_path=path, headless=True, args=ARGUMENTS, accept_downloads=True)
    except Exception as problem:
        node = compute_driver_executable()[0]
        said = _refusal(str(node)) or _refusal(path) or next(iter(str(problem).splitlines()), repr(problem))
        raise _NotStarted(f"No browser starts on this machine ({said}): `sh tools/system-libraries.sh test` installs what it needs.") from None
    stack.callback(context.close)
    context.set_default_timeout(60_000)
    return context


def _refusal(program: str) -> str:
    """What a program says that cannot even tell its version; empty if it can."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, encoding="utf-8", errors="replace", timeout=60)
    except (OSError, subprocess.TimeoutExpired) as problem:
        return str(problem)
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or [f"{program} ends with {done.returncode}"])[-1]
