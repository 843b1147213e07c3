"""404.html, which a server shows for an address where no page is.

It may be shown at any depth, so that its links begin at the root of the server: that takes the
address of the book. Without one they are relative, and the page is right in the book's root.
`sphinx-notfound-page` knows no relative links, and repeats much of Sphinx for the others.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

NAME = "404"
BODY = """<h1>There is no such page</h1>
<p>The address leads nowhere: it may have been mistyped, or the page may have got another name. All
pages stand in the contents, and the <a href="search.html">search</a> finds what is on them. The
book begins with <a href="{first}.html">{title}</a>.</p>"""
RELATIVE = re.compile(r'(\b(?:href|src|data-content_root)=")(?![a-z]+:|/|#)(?:\./)?')


def make_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page for Sphinx to write as it writes all others."""
    title = app.config.html_title
    body = BODY.format(first=app.config.root_doc, title=title)
    yield NAME, {"title": "There is no such page", "body": body}, "page.html"


def from_the_root(html: str, address: str) -> str:
    """Return a page whose links begin at the root of the server that has the book."""
    return RELATIVE.sub(rf"\g<1>{urlsplit(address).path}", html)


def make_absolute(app: Sphinx, exception: Exception | None) -> None:
    """When all else in the page was changed, change its links."""
    if exception is None and app.builder.format == "html" and app.config.html_baseurl:
        page = Path(app.outdir) / f"{NAME}.html"
        html = page.read_text(encoding="utf-8")
        page.write_text(from_the_root(html, app.config.html_baseurl), encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.connect("html-collect-pages", make_page)
    app.connect("build-finished", make_absolute, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
