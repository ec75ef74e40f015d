"""Finds a Chromium for the browser tests, or installs one: an existing one, then Debian's package, then Playwright's.

Run as ``python -m tests.browser.chromium`` it prints the path, or says on standard error what to do and fails.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")


def existing() -> str | None:
    """A browser that is there already: ATLAS_CHROMIUM, one on the PATH, or the one that Playwright has fetched."""
    named = os.environ.get("ATLAS_CHROMIUM")
    found = [named] if named else [shutil.which(name) for name in NAMES] + [playwrights_own()]
    return next((path for path in found if path and Path(path).exists()), None)


def playwrights_own() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def install() -> None:
    """Try Debian's package as root, else Playwright's download; the output goes to standard error."""
    steps = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        steps.insert(0, ["sh", "-c", "apt-get update && apt-get install -y --no-install-recommends chromium"])
    for step in steps:
        if subprocess.run(step, stdout=sys.stderr, check=False).returncode == 0 and existing():
            return


def find() -> str:
    """The path of a Chromium; exits with a remedy when there is none and none could be installed."""
    if existing() is None:
        install()
    path = existing()
    if path is None:
        sys.exit("no Chromium for the browser tests: install one and put its path into ATLAS_CHROMIUM, then run again")
    return path


if __name__ == "__main__":
    print(find())
