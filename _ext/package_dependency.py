"""Every page depends on nnderiv: when the package changes, the chapters are executed again."""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

PACKAGE = Path(__file__).parent.parent / "nnderiv"


def depend_on_package(app: Sphinx, docname: str, source: list[str]) -> None:
    """Note every file of the package as a dependency of the page that is being read."""
    for path in PACKAGE.rglob("*"):
        if path.suffix in {".py", ".js", ".css", ".mplstyle"}:
            app.env.note_dependency(str(path))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.connect("source-read", depend_on_package)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
