"""A real browser for the tests of the site: Debian's Chromium, driven by Playwright, one for all tests of a run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def chromium() -> str:
    """Path of the browser; without one the test is skipped, on the build server it fails."""
    found = next((path for name in NAMES if (path := shutil.which(name))), "")
    if not found and os.environ.get("CI"):
        pytest.fail("no Chromium: the site is not tested in a browser")
    if not found:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    return found


@contextmanager
def browser(profile: Path) -> Iterator[Any]:
    """A browser with an empty profile. What pages say on the console is in its `said`."""
    path = chromium()
    playwright = pytest.importorskip("playwright.sync_api") if not os.environ.get("CI") else __import__("playwright.sync_api").sync_api
    with playwright.sync_playwright() as driver:
        context = driver.chromium.launch_persistent_context(profile, executable_path=path, headless=True, args=ARGUMENTS, accept_downloads=True)
        context.set_default_timeout(10_000)
        yield context
        context.close()
