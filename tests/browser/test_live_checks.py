"""Gradients of the reader's own, checked in the page, and ten broken backward passes to mend."""

import ast
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.live_code import opened, stored
from tests.browser.tabs import Tab, Window

CHAPTER = "checking_gradients"
OWN = "def forward(x):\n    return np.log1p"  # a gradient check
BROKEN = "broken = {"
OTHERS = {
    "kink": "gradcheck(relu, relu_backward, np.array([-1.0, 0.0, 2.0]))",
    "noise": "gradcheck(lambda x: 1e9 + x.sum(), lambda dy, x: 1.01 * dy * np.ones_like(x), "
    "np.float32([1, 2]))",
    "vacuous": "gradcheck(relu, relu_backward, [-1.0, -2.0])",
}


@pytest.fixture(scope="module")
def page(browser: Browser, server: str) -> Iterator[Page]:
    """The chapter on checking gradients; all tests share its Python."""
    tab = Tab(browser, Window(server, 1280, "light"))
    yield tab.open(f"chapters/{CHAPTER}.html")
    tab.expect_quiet()
    tab.close()


def lambdas(source: str, name: str) -> dict[str, str]:
    """The functions of the dict that a cell gives a name to, as they are written there."""
    (made,) = (
        node.value
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
    )
    assert isinstance(made, ast.Dict)
    written = {}
    for key, value in zip(made.keys, made.values, strict=True):
        assert isinstance(key, ast.Constant)
        written[str(key.value)] = ast.get_source_segment(source, value) or ""
    return written


def test_each_of_the_ten_broken_backward_passes_is_told_when_it_passes(page: Page) -> None:
    text = stored(CHAPTER, BROKEN)
    broken = lambdas(text, "broken")
    repaired = lambdas(stored(CHAPTER, "repaired = {"), "repaired")
    assert list(broken) == list(repaired)
    assert len(broken) == 10
    with opened(page, CHAPTER, BROKEN) as panel:
        for passing, name in enumerate(broken):
            printed = panel.shown()
            assert f"{name}: fail\n    d" in printed  # with its cause
            assert printed.endswith(f"\n{passing} of ten pass\n")
            assert text.count(broken[name]) == 1
            text = text.replace(broken[name], repaired[name])
            panel.run(text)
            assert f"{name}: pass\n" in panel.shown()
        assert panel.shown() == "".join(f"{name}: pass\n" for name in broken) + "all ten pass\n"


@pytest.mark.parametrize("verdict", OTHERS)
def test_a_verdict_that_is_neither_yes_nor_no_is_told_in_words(page: Page, verdict: str) -> None:
    with opened(page, CHAPTER, OWN) as panel:
        panel.run(OTHERS[verdict])
        expect(panel.status).to_contain_text(f" {verdict}: ")
        expect(panel.status).to_have_attribute("data-verdict", "unread")
        expect(panel.results.get_by_role("row")).to_have_count(2)
