"""axe-core finds the faults that tests rely on it to find."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import violations

PAGE = '<html lang="en"><title>A page</title><main><h1>A page</h1>{}</main></html>'


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        ('<button aria-label="Toggle">Show the LaTeX</button>', "label-content-name-mismatch"),
        ("<button></button>", "button-name"),
        ('<p style="color: #aaa; background: #fff">Pale</p>', "color-contrast"),
    ],
)
def test_a_planted_fault_is_found(page: Page, html: str, rule: str) -> None:
    page.set_content(PAGE.format("<p>Right</p>"))
    assert violations(page) == []
    page.set_content(PAGE.format(html))
    assert [found for found, _ in violations(page)] == [rule]
