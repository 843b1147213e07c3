"""Tables, figures and what scrolls sideways, on a phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.boxes import box_of

Visit = Callable[..., Page]

PAGES = sorted(path.stem for path in (Path(__file__).parents[2] / "chapters").glob("*.[im][pd]*"))
OFF_SCREEN = """(table) => [...table.querySelectorAll("td")]
    .filter((cell) => cell.getClientRects().length)
    .filter((cell) => cell.getBoundingClientRect().right > innerWidth)
    .map((cell) => cell.textContent)"""
# Code on more than one line has a box for each.
BROKEN = """(table) => [...table.querySelectorAll("code")]
    .filter((code) => code.getClientRects().length > 1)
    .map((code) => code.textContent)"""
# What one meets on the explorer, below the header of the page, that is no part of it.
COVERING = """(explorer) => {
    const { left, right, top, bottom } = explorer.getBoundingClientRect();
    const found = [];
    for (let x = left + 2; x < Math.min(right, innerWidth); x += 20)
        for (let y = Math.max(top + 2, 70); y < Math.min(bottom, innerHeight); y += 20)
            found.push(document.elementFromPoint(x, y));
    return found.filter((node) => !explorer.contains(node) && !node.contains(explorer))
        .map((node) => node.className);
}"""


@pytest.mark.parametrize("name", PAGES)
def test_no_cell_of_a_table_is_off_the_screen_and_no_call_is_broken(
    visit: Visit, name: str
) -> None:
    page = visit(f"chapters/{name}.html", width=360)
    for table in page.locator("article table.table").all():
        assert table.evaluate(OFF_SCREEN) == []
        assert table.evaluate(BROKEN) == []


def test_a_cell_says_of_which_column_it_is(visit: Visit) -> None:
    page = visit("chapters/proofread_post.html", width=360)
    row = page.locator("article table.table tbody tr").first
    names = "cell => getComputedStyle(cell, '::before').content.slice(1, -1)"
    shown = [cell.evaluate(names) for cell in row.locator("td").all()]
    heads = page.locator("article table.table thead").first.locator("th").all_text_contents()
    assert shown == [head.strip() for head in heads]


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_is_on_the_screen_as_a_whole(visit: Visit, name: str) -> None:
    page = visit(f"chapters/{name}.html", width=360)
    for image in page.locator("article figure img").all():
        box = box_of(image)
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360


def ends(box: Locator) -> list[str]:
    """On which sides a box says that it goes on."""
    return [side for side in ("left", "right") if f"more-{side}" in str(box.get_attribute("class"))]


def test_what_scrolls_sideways_shows_on_which_side_it_goes_on(visit: Visit) -> None:
    page = visit("chapters/linear.html", width=360, anew=True)
    wide = page.locator(".derivation-right.more-right").first
    expect(wide).to_have_attribute("tabindex", "0")
    assert ends(wide) == ["right"]
    assert wide.evaluate("box => getComputedStyle(box).maskImage") != "none"
    wide.evaluate("box => box.scrollTo({ left: 20 })")
    page.wait_for_function("box => box.matches('.more-left')", arg=wide.element_handle())
    assert ends(wide) == ["left", "right"]
    handle = wide.element_handle()
    wide.evaluate("box => box.scrollTo({ left: box.scrollWidth })")
    page.wait_for_function("box => !box.matches('.more-right')", arg=handle)
    narrow = page.locator(".derivation-right:not([tabindex])").first
    assert ends(narrow) == []


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_lies_on_the_explorers(visit: Visit, width: int) -> None:
    page = visit("chapters/linear.html", width=width, anew=True)
    page.evaluate("scrollTo(0, 3000)")
    page.mouse.wheel(0, -400)
    explorer = page.locator(".nnd-linear")
    explorer.scroll_into_view_if_needed()
    assert explorer.evaluate(COVERING) == []
