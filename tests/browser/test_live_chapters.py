"""Every cell that has a button, run in its page from the top down: it gives what the book shows."""

import pytest
from playwright.sync_api import Browser

from tests.browser.live_code import CHAPTERS, CodePanel, code_cells, printed_in_the_book
from tests.browser.tabs import Tab, Window

PAGES = sorted(path.stem for path in CHAPTERS.glob("*.ipynb"))


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
    told = {}
    for place in places:
        panel = CodePanel(page, place).open()
        told[place] = panel.shown(), panel.status.text_content()
    cells = code_cells(chapter)
    tab.expect_quiet()
    tab.close()
    assert [shown for shown, _ in told.values()] == [
        printed_in_the_book(cells[place]) for place in places
    ]
