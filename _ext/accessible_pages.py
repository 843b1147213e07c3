"""Mend what assistive technology stumbles over in the theme's and the bibliography's markup.

The sidebar with the book's title and search is a landmark of its own, and the entries of the list
of references are items of a list.
"""

from pathlib import Path

from page_changes import change_pages
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

SIDEBAR = '<div id="pst-primary-sidebar"'
LANDMARK = f'{SIDEBAR} role="complementary" aria-label="The book"'
ENTRY, ITEM = ' role="doc-biblioentry"', ' role="listitem"'


def mended(html: str, path: Path) -> str:
    """Return a page with the right roles."""
    return html.replace(SIDEBAR, LANDMARK).replace(ENTRY, ITEM)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.connect("build-finished", lambda app, error: change_pages(app, error, mended))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
