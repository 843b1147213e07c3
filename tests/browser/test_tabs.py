"""A page that stays open tells each test what went wrong in it, and is closed if it was changed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.tabs import Tabs, Window, from_disk_too


@pytest.fixture
def window(root: str) -> Window:
    return Window(root, 1280, "light")


@pytest.fixture
def own_tabs(browser: Browser, window: Window) -> Iterator[Tabs]:
    tabs = Tabs(browser)
    yield tabs
    tabs.close(window)


@from_disk_too
def test_a_request_to_another_host_is_a_fault_and_does_not_get_there(
    own_tabs: Tabs, window: Window
) -> None:
    page = own_tabs.at(window).open("search.html")
    there = "fetch('http://example.org/').then(() => 'arrived', () => 'refused')"
    assert page.evaluate(there) == "refused"
    with pytest.raises(AssertionError, match=r"search\.html: .*http://example\.org/"):
        own_tabs.give_back(window)
    assert own_tabs.at(window).page != page


@pytest.mark.parametrize("wrong", ["console.error('no ink')", "Promise.reject('no ink')"])
def test_an_error_is_a_fault_of_the_test_that_finds_it(
    own_tabs: Tabs, window: Window, wrong: str
) -> None:
    page = own_tabs.at(window).open("search.html")
    own_tabs.give_back(window)
    page.evaluate(f"() => {{ {wrong}; }}")
    assert own_tabs.at(window).open("search.html") == page
    with pytest.raises(AssertionError, match="no ink"):
        own_tabs.give_back(window)


def test_an_explorer_that_reset_does_not_bring_back_is_told(own_tabs: Tabs, window: Window) -> None:
    page = own_tabs.at(window).open("chapters/techniques.html")
    page.locator(".nnd-step-size .nnd-handle").first.press("Home")
    own_tabs.give_back(window)
    assert own_tabs.at(window).open("chapters/techniques.html") == page
    page.evaluate("document.querySelector('.nnd-step-size .nnd-caption').append('!')")
    with pytest.raises(AssertionError, match="after Reset, an explorer is not as it was"):
        own_tabs.give_back(window)
