#!/bin/sh
# The browser for the tests of the site, where the system's packages bring none (Ubuntu has Chromium as a snap only, macOS as an application):
# Playwright's own build, with the libraries it needs. Says what is missing where that cannot be had either; the tests of the site are skipped then.
# Called with the folder of the environment's programs, such as .venv/bin.
set -eu
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    # Ubuntu's chromium-browser of that name only asks for the snap.
    command -v "$name" >/dev/null 2>&1 && "$name" --version >/dev/null 2>&1 && exit 0
done
"$1/python" -c 'import sys; from pathlib import Path; from playwright.sync_api import sync_playwright
with sync_playwright() as playwright: sys.exit(not Path(playwright.chromium.executable_path).exists())' 2>/dev/null && exit 0
echo "Installing a browser for the tests of the site"
"$1/python" -m playwright install --with-deps chromium || echo "No browser could be installed: the tests of the site are skipped. Install Chromium or Google Chrome to run them." >&2
