"""The page for addresses that lead nowhere, at whatever depth they are."""

import pytest
from not_found import from_the_root

BOOK = "https://example.org/books/deriving/"


@pytest.mark.parametrize(
    ("html", "absolute"),
    [
        ('<a href="search.html">', '<a href="/books/deriving/search.html">'),
        ('<script src="./_static/a.js">', '<script src="/books/deriving/_static/a.js">'),
        ('<html data-content_root="./">', '<html data-content_root="/books/deriving/">'),
        ('<a href="#main-content">', '<a href="#main-content">'),
        ('<a href="https://example.org">', '<a href="https://example.org">'),
        ('<link href="/there.css">', '<link href="/there.css">'),
    ],
)
def test_links_begin_at_the_root_of_the_server(html: str, absolute: str) -> None:
    assert from_the_root(html, BOOK) == absolute
