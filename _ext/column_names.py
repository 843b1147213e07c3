"""Each cell of a table carries the name of its column, for a phone to show beside it.

There the cells of a row stand below each other. Where a row has two cells, what they are is plain.
"""

import re
from html import escape
from html.parser import HTMLParser

from page_changes import change_pages
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

TABLE = re.compile(r'<table class="table.*?</table>', re.DOTALL)
HEAD = re.compile(r"<thead>.*?</thead>", re.DOTALL)
NAME = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
CELL = re.compile(r"<td(?=[ >])(?! data-column)")
VOID = {"br", "img", "wbr"}


class _Text(HTMLParser):
    """What is read of a piece of HTML: its text, with each formula as LaTeX."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.inside.append("hidden" if ("aria-hidden", "true") in attrs else tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        in_formula = "math" in self.inside and "annotation" not in self.inside
        if not in_formula and "hidden" not in self.inside:
            self.words += data.split()


def with_column_names(html: str) -> str:
    """Return a page with the name of its column on each cell of a table of three or more."""
    return TABLE.sub(lambda table: _named(table[0]), html)


def _named(table: str) -> str:
    head = HEAD.search(table)
    names = [" ".join(_Text(name).words) for name in NAME.findall(head[0])] if head else []
    if len(names) < 3:
        return table

    def row(found: re.Match[str]) -> str:
        columns = iter(names)
        return CELL.sub(lambda _: f'<td data-column="{escape(next(columns, ""))}"', found[0])

    return ROW.sub(row, table)


def name_columns(app: Sphinx, exception: Exception | None) -> None:
    """When the pages are written, change them."""
    change_pages(app, exception, lambda html, path: with_column_names(html))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.connect("build-finished", name_columns)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
