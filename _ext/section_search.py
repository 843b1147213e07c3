"""The search of the book: sections with their text, formulas included, in place of words of pages.

The theme's search page and Sphinx's script for it stay. The index is the file that they expect, a
script, so that the search and its excerpts work from the disk as well as from a server: no page is
fetched. `section_search.js` searches it. The search page alone loads it and what searches it.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any

from page_changes import change_pages
from page_text import sections
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

SCRIPT = Path(__file__).with_suffix(".js")
# What an index of Sphinx has, and nothing here reads. A later build looks for it.
UNUSED = ("alltitles", "indexentries", "objects", "objnames", "objtypes", "terms", "titleterms")
# The theme has them on every page, for a search while one types that is not switched on.
TOOLS = re.compile(r'<script src="[^"]*(?:searchtools|language_data|searchindex)\.js"></script>\s*')


def pages_in_order(app: Sphinx) -> list[str]:
    """Return the names of all pages in the order of the table of contents."""
    return list(dict.fromkeys(_below(app, app.config.root_doc)))


def _below(app: Sphinx, page: str) -> list[str]:
    children = app.env.toctree_includes.get(page, [])
    return [page, *(name for child in children for name in _below(app, child))]


def page_title(app: Sphinx, page: str) -> str:
    """Return the title of a page, with its number if it is a chapter."""
    number = app.env.toc_secnumbers.get(page, {}).get("", ())
    return "".join(f"{part}. " for part in number) + str(app.env.titles[page].astext())


def write_index(app: Sphinx, exception: Exception | None) -> None:
    """Write the texts of all pages in place of Sphinx's index."""
    if exception is not None or app.builder.format != "html":
        return
    pages = pages_in_order(app)
    index = {
        "envversion": app.env.version,
        "docnames": pages,
        "filenames": [app.env.doc2path(page, base=False) for page in pages],
        "titles": [page_title(app, page) for page in pages],
        "sections": [
            [[part.anchor, part.title, part.text, part.code] for part in sections(document)]
            for document in map(app.env.get_doctree, pages)
        ],
        **{name: {} for name in UNUSED},
    }
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    (Path(app.outdir) / "searchindex.js").write_text(f"Search.setIndex({text})", encoding="utf-8")


def without_tools(html: str, path: Path) -> str:
    """Return a page without the scripts that search, unless it is the one that searches."""
    return html if path.name == "search.html" else TOOLS.sub("", html)


def finish(app: Sphinx, exception: Exception | None) -> None:
    """When the pages are written, write the index and drop it where it is not used."""
    write_index(app, exception)
    change_pages(app, exception, without_tools)


def add_script(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Add the script to the search page alone; it runs after those that it changes."""
    if pagename == "search":
        shutil.copy(SCRIPT, Path(app.outdir) / "_static")
        app.add_js_file(SCRIPT.name, loading_method="defer")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.connect("html-page-context", add_script)
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
