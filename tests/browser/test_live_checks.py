"""Gradients of the reader's own, checked in the page, and ten broken backward passes to mend."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.live_code import opened
from tests.browser.pointing import click
from tests.browser.tabs import Tab, Window

CHAPTER = "checking_gradients"
OWN = "def forward(x):\n    return np.log1p"  # a gradient check
OTHERS = {
    "kink": "gradcheck(relu, relu_backward, np.array([-1.0, 0.0, 2.0]))",
    "noise": "gradcheck(lambda x: np.float32(1e4) + x.astype(np.float32).sum(), "
    "lambda dy, x: 1.01 * dy * np.ones_like(x), mixed)",
    "vacuous": "gradcheck(relu, relu_backward, [-1.0, -2.0])",
}


@pytest.fixture(scope="module")
def page(browser: Browser, server: str) -> Iterator[Page]:
    """The chapter on checking gradients; all tests share its Python."""
    tab = Tab(browser, Window(server, 1280, "light"))
    yield tab.open(f"chapters/{CHAPTER}.html")
    tab.expect_quiet()
    tab.close()


def test_each_of_the_ten_broken_backward_passes_fails_and_is_mended(page: Page) -> None:
    form = page.locator("#exercise-ten-broken-passes form")
    feedback = form.locator(".nnd-feedback")
    for number in range(10):
        if number:
            click(form.get_by_role("button", name="Another one"))
        click(form.get_by_role("button", name="Check"))
        expect(feedback).to_contain_text(re.compile(r"\bd\w fails: "))
        solution = form.locator("details", has_text="Solution").locator("code").text_content()
        form.get_by_role("textbox", name="Your backward pass").fill(str(solution))
        click(form.get_by_role("button", name="Check"))
        expect(feedback).to_contain_text("Right: ")
    expect(form.locator(".nnd-tries")).to_have_text("Done, at the second try.")


@pytest.mark.parametrize("verdict", OTHERS)
def test_a_verdict_that_is_neither_yes_nor_no_is_told_in_words(page: Page, verdict: str) -> None:
    with opened(page, CHAPTER, OWN) as panel:
        panel.run(OTHERS[verdict])
        expect(panel.status).to_contain_text(f" {verdict}: ")
        expect(panel.status).to_have_attribute("data-verdict", "unread")
        expect(panel.results.get_by_role("row")).to_have_count(2)
