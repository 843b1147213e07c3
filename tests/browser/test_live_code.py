"""Code of a chapter, edited and run in its page: names, errors, endless loops, the keyboard."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.live_code import (
    CodePanel,
    code_cells,
    index_of,
    opened,
    printed_in_the_book,
    stored,
)
from tests.browser.tabs import Tab, Width, Window
from tests.browser.test_every_page import WIDER_THAN_THE_PAGE
from tests.browser.test_print import printing

LINES = "dx, dW, db = linear_backward(dy, x, W, b)"  # a cell that prints what is stored below it
INDICES = "np.einsum"  # the cell below
CHECK = "def forward"  # a gradient check
FIGURE = "forward_and_back(x, W, b, dy"


@pytest.fixture(scope="module")
def either(live_tab: Tab) -> Page:
    """The chapter on the linear layer, over http and from the disk; all tests share its Python."""
    return live_tab.open("chapters/linear.html")


@pytest.fixture(scope="module")
def page(browser: Browser, server: str) -> Iterator[Page]:
    """The same over http alone."""
    tab = Tab(browser, Window(server, 1280, "light"))
    yield tab.open("chapters/linear.html")
    tab.expect_quiet()
    tab.close()


def test_a_cell_runs_after_those_above_it_and_prints_what_the_book_has(either: Page) -> None:
    cell = code_cells("linear")[index_of("linear", LINES)]
    with opened(either, "linear", LINES) as panel:
        assert panel.shown() == printed_in_the_book(cell)
        expect(panel.status).to_have_text("Done.")
        expect(panel.cell.locator("> .cell_input")).to_be_hidden()
        expect(panel.cell.locator("> .cell_output")).to_be_hidden()
    expect(panel.cell.locator("> .cell_input")).to_be_visible()
    expect(panel.cell.locator("> .cell_output")).to_be_visible()
    expect(panel.button).to_be_focused()


def test_names_of_an_edited_cell_are_known_below_while_it_is_open(page: Page) -> None:
    with opened(page, "linear", LINES) as above:
        above.run(f"{stored('linear', LINES)}\nmine = dW.shape")
        with opened(page, "linear", INDICES) as below:
            below.run("mine")
            assert below.shown() == "(3, 2)"
            below.run("mine = 0")
            below.run("mine")
            assert below.shown() == "0"
            above.type(f"{stored('linear', LINES)}\nmine = 'anew'")
            below.run("mine")
            assert below.shown() == "'anew'"
    with opened(page, "linear", INDICES) as below:
        below.run("mine")
        expect(below.status).to_contain_text("NameError: name 'mine' is not defined")


def test_a_wrong_gradient_is_told_with_its_cause(either: Page) -> None:
    right = stored("linear", CHECK)
    with opened(either, "linear", CHECK) as panel:
        expect(panel.status).to_have_text("✓ pass: every gradient agrees with the numbers.")
        panel.run(right.replace("dy @ W.T", "dy @ W"))
        expect(panel.status).to_have_text("✗ fail: a gradient disagrees with the numbers.")
        report = panel.results.locator(".live-report")
        expect(report).to_contain_text("the gradient of x disagrees with the numbers")
        expect(report).to_contain_text("dx is consistent with a transpose missing")
        expect(report.get_by_role("row")).to_have_count(4)
        panel.run(right.replace("\ngradcheck(", "\nreport = gradcheck("))
        expect(panel.status).to_contain_text("its last line is no gradient check")
        expect(panel.results).to_be_empty()


def test_an_error_shows_its_traceback_in_the_readers_lines(either: Page) -> None:
    with opened(either, "linear", LINES) as panel:
        panel.run("def half(n):\n    return n / 0\n\nprint('before')\nhalf(3)")
        expect(panel.status).to_have_text(
            "It ends with an error on line 2: ZeroDivisionError: division by zero"
        )
        assert panel.shown() == "before\n"
        error = panel.results.locator(".live-error")
        expect(error).to_contain_text("<cell>, line 5, in the cell itself\n    half(3)")
        expect(error).to_contain_text("<cell>, line 2, in half\n    return n / 0")
        expect(panel.panel.locator(".live-mark-fails")).to_be_visible()
        panel.run("x = (1,\ny = 2")
        expect(panel.status).to_contain_text("It ends with an error on line")
        expect(panel.status).to_contain_text("SyntaxError")


def test_an_endless_loop_is_stopped_and_the_text_stays(either: Page) -> None:
    endless = "print('begins', x.shape)\nwhile True:\n    pass"
    with opened(either, "linear", LINES) as panel:
        panel.type(endless)
        panel.main.click()
        expect(panel.results.locator(".live-output")).to_have_text("begins (2, 3)\n")
        panel.press("Stop")
        expect(panel.status).to_contain_text("Stopped. Your text is as it was.")
        assert panel.text() == endless
        panel.run("print('again', x.shape)")  # the cells above run again by themselves
        assert panel.shown() == "again (2, 3)\n"


def test_a_failing_cell_above_is_named_and_can_be_gone_to(page: Page) -> None:
    with opened(page, "linear", LINES) as above:
        above.run("\nbad = 1 / 0\nmore = 2")
        below = CodePanel(page, index_of("linear", "mean = gradcheck(")).open()
        expect(below.status).to_have_text(
            "A cell above this one ends with an error: ZeroDivisionError: division by zero"
        )
        expect(below.results.locator(".live-first-line")).to_have_text("bad = 1 / 0")
        below.press("Go to that cell")
        expect(above.editor).to_be_focused()
        above.type(stored("linear", LINES))
        below.run()
        expect(below.results).to_contain_text("db is consistent with a factor of 1/4")
        below.press("Close")


def test_a_figure_says_that_it_needs_the_notebook(page: Page) -> None:
    index = index_of("linear", FIGURE)
    expect(page.locator(f'[data-live="code.{index}"]')).to_have_count(0)
    figure = page.locator("details", has=page.locator(".live-draws")).first
    figure.evaluate("details => (details.open = true)")
    expect(figure).to_contain_text("This code draws, which the Python of this page cannot")
    assert page.locator(".live-draws a").first.get_attribute("href") == (
        "introduction.html#how-to-run-it"
    )
    figure.evaluate("details => (details.open = false)")
    with opened(page, "linear", LINES) as panel:
        panel.run("forward_and_back(x, W, b, dy, row=1, column=2)")
        expect(panel.status).to_contain_text("Open the chapter's notebook to run it.")


def test_from_the_button_to_the_result_and_back_by_keyboard_alone(page: Page) -> None:
    panel = CodePanel(page, index_of("linear", LINES))
    press = page.keyboard.press
    panel.button.focus()
    press("Enter")
    panel.wait()
    expect(panel.editor).to_be_focused()
    press("Control+End")
    page.keyboard.type("\nfor i in range(2):\nprint(i)")  # the second line is indented for us
    press("Control+Enter")
    panel.wait()
    expect(panel.results.locator(".live-output")).to_contain_text("-1. ]\n0\n1\n")
    press("Tab")  # indents
    expect(panel.editor).to_be_focused()
    press("Escape")
    press("Tab")
    expect(panel.main).to_be_focused()
    press("Tab")
    expect(panel.button_called("Reset")).to_be_focused()
    press("Enter")
    press("Shift+Tab")
    press("Enter")
    panel.wait()
    expect(panel.results.locator(".live-output")).to_have_text(
        printed_in_the_book(code_cells("linear")[index_of("linear", LINES)])
    )
    while not panel.button_called("Close").evaluate("node => node === document.activeElement"):
        press("Tab")
        assert panel.panel.evaluate("node => node.contains(document.activeElement)")
    press("Enter")
    expect(panel.button).to_be_focused()
    expect(panel.panel).to_be_hidden()


def test_paper_has_what_stands_in_the_editor_and_what_it_prints(page: Page) -> None:
    with opened(page, "linear", LINES) as panel:
        panel.run("print('on paper')")
        with printing(page):
            expect(panel.panel.locator(".live-printed")).to_have_text("print('on paper')")
            expect(panel.panel.locator(".live-printed")).to_be_visible()
            expect(panel.results).to_be_visible()
            assert panel.shown() == "on paper\n"
            expect(panel.main).to_be_hidden()
            expect(panel.cell.locator("> .cell_input")).to_be_hidden()


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (1280, "dark"), (360, "light")])
def test_open_editors_fit_the_window_and_axe_finds_nothing(
    page: Page, width: Width, theme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
    one, other, last = (opened(page, "linear", part) for part in (LINES, INDICES, CHECK))
    with one as panel, other, last:
        panel.run("print('a' * 200)\n'b' * 200\n1 / 0")
        assert not page.evaluate(WIDER_THAN_THE_PAGE)
        assert violations(page) == []
        target = {"rules": {"target-size": {"enabled": True}}}
        assert width > 360 or violations(page, **target) == []
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_shared_text_does_not_run_for_a_cell_below_it(page: Page) -> None:
    with opened(page, "linear", LINES) as panel:
        panel.type("1 / 0  # from a link")
        panel.press("Link to this")
        expect(page).to_have_url(re.compile("#live="))
        link = page.url
    page.goto(link.replace("#", "?again#"))
    expect(panel.status).to_contain_text("This text came with the link. Nothing of it has run")
    with opened(page, "linear", INDICES) as below:
        assert below.shown() == "index form and matrix form agree\n"
