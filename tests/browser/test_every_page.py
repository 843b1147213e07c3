"""Every page in a browser: quiet (the fixture `visit` sees to it), legible, and not too wide."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

CHAPTERS = sorted((Path(__file__).parents[2] / "chapters").glob("*.ipynb"))
WIDER_THAN_THE_PAGE = """() => document.documentElement.scrollWidth > window.innerWidth"""
CUT_OFF = """() => [...document.querySelectorAll(".derivation-right, .katex-display, figure")]
    .filter((box) => box.scrollWidth > box.clientWidth + 1)
    .filter((box) => getComputedStyle(box).overflowX !== "auto")
    .map((box) => box.textContent.slice(0, 80))"""


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.stem)
def chapter(request: pytest.FixtureRequest) -> str:
    return f"chapters/{request.param.stem}.html"


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (360, "dark")])
def test_a_page_fits_the_window_cuts_off_no_formula_and_follows_the_theme(
    visit: Visit, chapter: str, width: int, theme: str
) -> None:
    page = visit(chapter, width=width, theme=theme)
    expect(page.locator("article h1").first).to_be_visible()
    expect(page.locator(f'html[data-theme="{theme}"]')).to_have_count(1)
    assert not page.evaluate(WIDER_THAN_THE_PAGE)
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("root", ["http"], indirect=True)
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (1280, "dark"), (360, "light")])
def test_axe_finds_nothing_that_keeps_people_from_using_a_page(
    visit: Visit, chapter: str, width: int, theme: str
) -> None:
    page = visit(chapter, width=width, theme=theme)
    expect(page.locator("article h1").first).to_be_visible()
    # without its own copies of the style sheets, which only some rules of layout would need
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


def test_the_index_leads_to_the_first_page(visit: Visit) -> None:
    page = visit("index.html")
    expect(page.locator("article h1").first).to_contain_text("Deriving the derivatives")
