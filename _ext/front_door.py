"""index.html, which leads to the first page: with a name, a language, an icon and a link.

The table of contents would write one that has none of these, so that browsers ask for an icon where
none is.
"""

from html import escape
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={first}">
<title>{title}</title>
<link rel="icon" href="{icon}">
</head>
<body><p><a href="{first}">{title}</a></p></body>
</html>
"""


def write_index(app: Sphinx, exception: Exception | None) -> None:
    """Write the page when the others are written, before the table of contents looks for it."""
    if exception is not None or app.builder.format != "html":
        return
    page = PAGE.format(
        language=escape(app.config.language),
        first=escape(f"{app.config.root_doc}.html"),
        title=escape(app.config.html_title),
        icon=escape(f"_static/{Path(app.config.html_favicon).name}"),
    )
    (Path(app.outdir) / "index.html").write_text(page, encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.connect("build-finished", write_index, priority=100)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
