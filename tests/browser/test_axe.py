"""axe-core finds the faults that tests rely on it to find."""

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import violations

PAGE = '<html lang="en"><title>A page</title><main><h1>A page</h1>{}</main></html>'


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        ('<button aria-label="Toggle">Show the LaTeX</button>', "label-content-name-mismatch"),
        ("<button></button>", "button-name"),
        ('<p style="color: #aaa; background: #fff">Pale</p>', "color-contrast"),
    ],
)
def test_a_planted_fault_is_found(browser: Browser, html: str, rule: str) -> None:
    page = browser.new_page()
    page.set_content(PAGE.format("<p>Right</p>"))
    assert violations(page) == []
    page.set_content(PAGE.format(html))
    assert [found for found, _ in violations(page)] == [rule]
    page.close()
