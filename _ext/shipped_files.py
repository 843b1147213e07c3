"""Leave out of the built book what no page refers to, directly or through styles and scripts.

The theme and its extensions copy whole packages: the icons as a script of 1.5 MB with a source map
of the same size, translations into 45 languages, fonts in formats of old. Source maps are for the
authors of these packages; the comments that name them go too.
"""

import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

TEXTS = {".css", ".html", ".js"}
MAP = re.compile(r"(?://[#@] ?sourceMappingURL=\S+|/\*[#@] ?sourceMappingURL=\S+ ?\*/)\s*")


def unused(out: Path) -> set[Path]:
    """Return the static files below `out` whose names stand in nothing that a page leads to."""
    static = out / "_static"
    left = {path for path in static.rglob("*") if path.is_file()}
    reached = {path for path in out.rglob("*.html") if path not in left}
    while reached:
        read = [path for path in reached if path.suffix in TEXTS]
        text = "\n".join(MAP.sub("", path.read_text(encoding="utf-8")) for path in read)
        reached = {path for path in left if path.name in text}
        left -= reached
    return left


def remove_unused(app: Sphinx, exception: Exception | None) -> None:
    """When everything is written, remove what is not used, and the comments that name it."""
    if exception is not None or app.builder.format != "html":
        return
    out = Path(app.outdir)
    for path in unused(out):
        path.unlink()
    for path in sorted((out / "_static").rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.suffix in {".css", ".js"}:
            text = path.read_text(encoding="utf-8")
            path.write_text(MAP.sub("", text), encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx, after all that writes pages."""
    app.connect("build-finished", remove_unused, priority=990)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
