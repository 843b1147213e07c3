"""The Chromium that tests, benchmarks and the printing of the book drive."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Playwright

NO_CHROMIUM = (
    "No Chromium was found. Install one with `playwright install chromium` or with the system's "
    "package manager, or name one in the environment variable CHROMIUM."
)
# No name but the server's is known, so that nothing is fetched from elsewhere.
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
OPTIONS += ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]


def launch_chromium(playwright: Playwright) -> Browser | None:
    """Start the Chromium that the reader names, or the first that is found; None without one."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    found = [path for name in names if name and (path := shutil.which(name))]
    own = playwright.chromium.executable_path
    path = next(iter([*found, *([own] if Path(own).exists() else [])]), None)
    if path is None:
        return None
    return playwright.chromium.launch(executable_path=path, args=OPTIONS)
