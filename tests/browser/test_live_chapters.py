"""Cells that have a button, run in their page from the top down, give what the book shows."""

import pytest
from playwright.sync_api import Browser

from tests.browser.live_code import CodePanel, as_elsewhere, code_cells, printed_in_the_book
from tests.browser.tabs import Tab, Window

# The modules' chapters, and one that reads a file. tests/live/test_book.py runs all, in no browser.
PAGES = ["linear", "softmax_cross_entropy", "activations", "more_activations", "proofread_post"]


@pytest.mark.slow
@pytest.mark.parametrize("chapter", PAGES)
def test_cells_print_in_the_page_what_the_book_has(
    browser: Browser, server: str, chapter: str
) -> None:
    tab = Tab(browser, Window(server, 1280, "light"))
    page = tab.open(f"chapters/{chapter}.html")
    places = page.locator('[data-live^="code."]').evaluate_all(
        "bars => bars.map(({ dataset }) => Number(dataset.live.split('.')[1]))"
    )
    assert len(places) > 5
    shown = [as_elsewhere(CodePanel(page, place).open().shown()) for place in places]
    tab.expect_quiet()
    tab.close()
    cells = code_cells(chapter)
    assert shown == [as_elsewhere(printed_in_the_book(cells[place])) for place in places]
