"""Every page depends on nnderiv and on the book's own code: when they change, it is built again."""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

ROOT = Path(__file__).parent.parent
PATTERNS = ("nnderiv/**/*", "_ext/*", "_static/*", "live/*", "live/page/*", "live/page/*/*")
SUFFIXES = {".py", ".js", ".css", ".json", ".mplstyle"}


def depend_on_code(app: Sphinx, docname: str, source: list[str]) -> None:
    """Note every file of code as a dependency of the page that is being read."""
    for pattern in PATTERNS:
        for path in ROOT.glob(pattern):
            if path.suffix in SUFFIXES:
                app.env.note_dependency(str(path))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.connect("source-read", depend_on_code)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
