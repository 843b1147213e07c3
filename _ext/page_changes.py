"""Change every page when all are written, for what no template and no option of the theme does."""

from collections.abc import Callable
from pathlib import Path

from sphinx.application import Sphinx

Change = Callable[[str, Path], str]


def change_pages(app: Sphinx, exception: Exception | None, change: Change) -> bool:
    """Replace each page by what `change` makes of its HTML and of its path below the book's root.

    Returns:
        False if there are no pages to change, as the build failed or was not one of HTML.
    """
    if exception is not None or app.builder.format != "html":
        return False
    out = Path(app.outdir)
    for page in out.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        page.write_text(change(html, page.relative_to(out)), encoding="utf-8")
    return True
