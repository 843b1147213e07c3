"""A link to a heading lands on it, and nothing that arrives after the jump moves it away.

It lands where the theme wants it, 64 pixels below the top of the screen, or, near the end of a
page, where the page can be scrolled no further.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.tabs import AT_REST, HEIGHTS, LAST_RESORT, TWO_FRAMES, Width

SOURCES = Path(__file__).parents[2] / "chapters"
PATHS = sorted(
    f"chapters/{path.stem}.html" for path in SOURCES.iterdir() if path.suffix in (".ipynb", ".md")
)
WIDTHS: tuple[Width, ...] = (1280, 360)
SECTION = re.compile(r'<section\b[^>]* id="([^"]+)"')
PLACE, TOLERANCE = 64, 8
AT_ONCE = 6  # tabs that load side by side
# How far below its place a heading is; at the end of a page it may be below.
BELOW = """([id, place]) => {
    const heading = document.getElementById(id).querySelector("h1, h2, h3, h4, h5, h6");
    const below = heading.getBoundingClientRect().top - place;
    const left = document.documentElement.scrollHeight - innerHeight - scrollY;
    return below > 0 && left < 1 ? 0 : below;
}"""
LOADED = "() => document.readyState === 'complete'"


@pytest.fixture(params=PATHS, ids=lambda path: Path(path).stem)
def path(request: pytest.FixtureRequest) -> str:
    assert isinstance(request.param, str)
    return request.param


@pytest.fixture
def headings(book_html: Path, path: str) -> list[str]:
    """The ids of the sections of a page, which are those of their headings."""
    return SECTION.findall((book_html / path).read_text(encoding="utf-8"))


def cold(browser: Browser, width: Width) -> BrowserContext:
    """A context with an empty cache."""
    context = browser.new_context(viewport={"width": width, "height": HEIGHTS[width]})
    context.set_default_timeout(LAST_RESORT)
    return context


def pixels_below(page: Page, heading: str) -> float:
    """How far below its place a heading is, once images, fonts and widgets are there."""
    page.wait_for_function(LOADED)
    page.wait_for_function(AT_REST)
    page.evaluate(TWO_FRAMES)
    below: float = page.evaluate(BELOW, [heading, PLACE])
    return below


def astray(
    browser: Browser, width: Width, headings: list[str], go: Callable[[Page, str], object]
) -> dict[str, float]:
    """Follow a link to each heading, some side by side; return those that are not in place."""
    found: dict[str, float] = {}
    for start in range(0, len(headings), AT_ONCE):
        some = headings[start : start + AT_ONCE]
        contexts = [cold(browser, width) for _ in some]
        pages = [context.new_page() for context in contexts]
        for page, heading in zip(pages, some, strict=True):
            go(page, heading)
        found |= {one: pixels_below(page, one) for page, one in zip(pages, some, strict=True)}
        for context in contexts:
            context.close()
    return {heading: below for heading, below in found.items() if abs(below) > TOLERANCE}


@pytest.mark.parametrize("width", WIDTHS)
def test_a_link_lands_on_each_heading_of_a_page_that_was_not_open_before(
    browser: Browser, server: str, path: str, headings: list[str], width: Width
) -> None:
    def go(page: Page, heading: str) -> None:
        page.goto(f"{server}/{path}#{heading}", wait_until="commit")

    assert headings
    assert astray(browser, width, headings, go) == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_a_link_from_the_search_lands_on_its_heading(
    browser: Browser, server: str, path: str, headings: list[str], width: Width
) -> None:
    def go(page: Page, heading: str) -> None:
        page.goto(f"{server}/{path}?highlight=the#{heading}", wait_until="commit")

    assert astray(browser, width, headings[len(headings) // 2 :: 4], go) == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_a_link_on_another_page_lands_on_its_heading(
    browser: Browser, server: str, path: str, headings: list[str], width: Width
) -> None:
    def go(page: Page, heading: str) -> None:
        page.goto(f"{server}/search.html")
        page.evaluate("url => location.assign(url)", f"{server}/{path}#{heading}")
        page.wait_for_url(f"**/{path}*", wait_until="commit")

    assert astray(browser, width, headings[len(headings) // 2 :: 4], go) == {}
