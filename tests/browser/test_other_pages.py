"""The pages that are no chapters: legible, as wide as the window, and open to all readers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.tabs import from_disk_too

Visit = Callable[..., Page]

PAGES = [
    "404.html",
    "search.html",
    "chapters/how_to_cite.html",
    "chapters/references.html",
    "chapters/measured.html",
    "chapters/review.html",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (360, "dark")])
def test_a_page_fits_the_window_and_axe_finds_nothing_in_it(
    visit: Visit, path: str, width: int, theme: str
) -> None:
    page = visit(path, width=width, theme=theme)
    expect(page.locator("h1:visible")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert violations(page) == []


@from_disk_too
def test_a_lost_reader_finds_a_chapter_in_the_contents(visit: Visit) -> None:
    page = visit("404.html", anew=True)
    page.get_by_role("link", name="1. Notation").click()
    expect(page.locator("article h1")).to_contain_text("Notation")


def test_axe_finds_nothing_in_the_results_of_a_search(visit: Visit) -> None:
    page = visit("search.html", anew=True)
    page.goto(f"{page.url}?q=softmax")
    expect(page.locator("#search-results li").first).to_be_visible()
    assert violations(page) == []
