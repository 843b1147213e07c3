"""The service worker that keeps visited pages and live Python for reading offline.

It lies in the book's root, because a service worker sees only what lies below it, and knows the
names of all files of its build, so that it drops those of an older one.
"""

import json
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

WORKER = Path(__file__).parents[1] / "live" / "offline.js"
NO_FILES = "const FILES = [];"


def worker_for(out: Path) -> str:
    """Return the service worker of the book that was built into a folder.

    Raises:
        ValueError: if the script has no place, or several, for the names of the files.
    """
    code = WORKER.read_text(encoding="utf-8")
    if (places := code.count(NO_FILES)) != 1:
        raise ValueError(f"{WORKER.name} should say {NO_FILES!r} once, not {places} times.")
    files = [path for path in out.rglob("*") if path.is_file() and path != out / WORKER.name]
    names = json.dumps(sorted(path.relative_to(out).as_posix() for path in files))
    return code.replace(NO_FILES, f"const FILES = {names};")


def write_worker(app: Sphinx, exception: Exception | None) -> None:
    """When all files are there, write the service worker, if anything live would register it."""
    out = Path(app.outdir)
    if exception is None and app.builder.format == "html" and (out / "_static" / "live").is_dir():
        (out / WORKER.name).write_text(worker_for(out), encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx, after all that writes or removes files."""
    app.connect("build-finished", write_worker, priority=995)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
