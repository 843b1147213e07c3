"""Pages that need no script inside of them, so that a strict Content-Security-Policy fits.

The theme and its extensions write small scripts into every page. They move into files: the first,
which chooses between light and dark before anything is drawn, by itself; the others of the head
together, and those of the body.
"""

import re
from pathlib import Path

from content_names import named_after
from page_changes import change_pages
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

INLINE = re.compile(
    r"<script(?P<attributes>(?![^>]*\bsrc=)[^>]*)>(?P<code>.*?)</script>", re.DOTALL
)
DATA = re.compile(r'type="application/[\w.+-]*json"')
PRINT = ' onclick="window.print()"'
ON_PRINT = (
    'for (const button of document.querySelectorAll("[data-print]"))\n'
    '  button.addEventListener("click", () => window.print());'
)


def without_scripts(html: str, root: str, folder: Path) -> str:
    """Return a page whose scripts are in files in `folder`; `root` leads to the static files."""
    found = [m for m in INLINE.finditer(html) if not DATA.search(m["attributes"])]
    body = html.index("<body") if "<body" in html else len(html)
    head = [m for m in found if m.start() < body]
    groups = [head[:1], head[1:], [m for m in found if m.start() > body]]
    texts = {
        group[0].start(): _reference("\n".join(m["code"].strip() for m in group), root, folder)
        for group in groups
        if group
    }

    def moved(match: re.Match[str]) -> str:
        if DATA.search(match["attributes"]):
            return match[0]
        return texts.get(match.start(), "")

    html = INLINE.sub(moved, html)
    if PRINT in html:
        tag = _reference(ON_PRINT, root, folder)
        html = html.replace(PRINT, " data-print").replace("</body>", f"{tag}</body>")
    return html


def _reference(code: str, root: str, folder: Path) -> str:
    """Write a script into a file that is named after its content, and return the tag for it."""
    name = named_after(code, "page")
    (folder / name).write_text(code + "\n", encoding="utf-8")
    return f'<script src="{root}_static/{name}"></script>'


def move_scripts(app: Sphinx, exception: Exception | None) -> None:
    """When the pages are written, take their scripts out of them."""
    static = Path(app.outdir) / "_static"

    def changed(html: str, path: Path) -> str:
        return without_scripts(html, "../" * (len(path.parts) - 1), static)

    change_pages(app, exception, changed)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.connect("build-finished", move_scripts)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
