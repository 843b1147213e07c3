"""The derivations of the built book: marks, numbers, links and LaTeX, by mouse and by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.boxes import box_of

Visit = Callable[..., Page]

SOFTMAX = "chapters/softmax_cross_entropy.html"
LINEAR = "chapters/linear.html"
HEADER = 64  # pixels at the top of the window, below which a target comes to rest
# Select from the first of these nodes to the second, both included, and copy.
COPY = """([first, last]) => {
    const range = document.createRange();
    range.setStartBefore(first);
    range.setEndAfter(last);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    const event = new ClipboardEvent("copy", { clipboardData: new DataTransfer(), bubbles: true });
    document.body.dispatchEvent(event);
    return event.clipboardData.getData("text/plain");
}"""


@pytest.mark.parametrize("by_keyboard", [False, True])
def test_a_mark_unfolds_to_the_numbers_on_both_sides(visit: Visit, by_keyboard: bool) -> None:
    page = visit(SOFTMAX, anew=True)
    row = page.locator(".derivation-row", has_text="chain rule, over all paths").first
    numbers = row.locator(".derivation-numbers")
    expect(numbers).to_be_hidden()
    summary = row.locator("summary")
    if by_keyboard:
        summary.focus()
        page.keyboard.press("Enter")
    else:
        summary.click()
    expect(numbers).to_be_visible()
    expect(numbers).to_contain_text("left side")
    lines = numbers.inner_text().splitlines()[1:]
    assert lines
    for line in lines:
        left, right = line.split()[-2:]
        assert float(left) == pytest.approx(float(right), abs=1e-6)


def test_the_latex_is_folded_away_below_its_derivation(visit: Visit) -> None:
    page = visit(SOFTMAX, anew=True)
    cell = page.locator(".cell.tag_derivation").first
    source = cell.locator(".cell_input")
    expect(source).to_be_hidden()
    toggle = cell.get_by_text("Show the LaTeX")
    rows, below = cell.locator(".derivation").bounding_box(), toggle.bounding_box()
    assert rows
    assert below
    assert below["y"] >= rows["y"] + rows["height"] - 1
    toggle.click()
    expect(source).to_be_visible()
    lines = source.inner_text().strip().splitlines()
    assert lines[:2] == [r"% needs \usepackage{amsmath, amssymb}", r"\begin{align}"]
    assert lines[-1] == r"\end{align}"


def test_on_a_phone_rule_and_mark_stand_below_their_line(visit: Visit) -> None:
    page = visit(SOFTMAX, width=360)
    line = page.locator(".derivation-line", has_text="chain rule, over all paths").first
    formula, rule, mark = line.evaluate(
        """line => [".derivation-right", ".derivation-rule", ".derivation-mark"]
            .map(part => line.querySelector(part).getBoundingClientRect().toJSON())"""
    )
    assert rule["y"] >= formula["y"] + formula["height"] - 1
    assert abs(rule["y"] - mark["y"]) < 12


@pytest.mark.parametrize("width", [1280, 360])
def test_a_mark_stays_where_it_is_when_its_row_is_opened_and_closed(
    visit: Visit, width: int
) -> None:
    page = visit(SOFTMAX, width=width, anew=True)
    row = page.locator(".derivation-row", has_text="chain rule, over all paths").first
    parts = [row.locator(part) for part in ("summary", ".derivation-rule", ".derivation-right")]
    row.scroll_into_view_if_needed()
    closed = [box_of(part) for part in parts]
    x, y = closed[0]["x"] + closed[0]["width"] / 2, closed[0]["y"] + closed[0]["height"] / 2
    page.mouse.click(x, y)
    numbers = row.locator(".derivation-numbers")
    expect(numbers).to_be_visible()
    assert [box_of(part) for part in parts] == closed
    assert all(box_of(numbers)["y"] >= box["y"] + box["height"] - 1 for box in closed)
    page.mouse.click(x, y)
    expect(numbers).to_be_hidden()


def test_from_above_leads_to_a_row_that_comes_to_rest_below_the_header(visit: Visit) -> None:
    page = visit(LINEAR, anew=True)
    link = page.get_by_role("link", name="from above")
    target = page.locator(str(link.get_attribute("href")))
    link.click()
    expect(page.locator(".derivation-right:target")).to_have_count(1)
    page.wait_for_function("top => scrollY > 0 && top", arg=HEADER)
    assert target.evaluate("row => row.matches(':target')")
    assert abs(box_of(target)["y"] - HEADER) <= 8


def test_the_link_to_a_row_shows_when_one_comes_to_it_by_mouse_or_by_keyboard(
    visit: Visit,
) -> None:
    page = visit(LINEAR, anew=True)
    row = page.locator(".derivation-row", has_text="substitution").first
    link = row.get_by_role("link", name="Link to this row", include_hidden=True)
    expect(link).to_have_css("visibility", "hidden")
    row.locator(".derivation-rule").hover()
    expect(link).to_have_css("visibility", "visible")
    page.mouse.move(0, 0)
    expect(link).to_have_css("visibility", "hidden")
    row.locator("summary").focus()
    page.keyboard.press("Shift+Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    assert page.url.endswith("#" + str(row.locator(".derivation-right").get_attribute("id")))


def test_what_is_copied_of_a_derivation_is_its_latex_without_marks_and_numbers(
    visit: Visit,
) -> None:
    page = visit(LINEAR, anew=True)
    cell = page.locator(".cell.tag_derivation").nth(3)
    cell.locator("summary", has_text="holds").first.click()
    rows = cell.locator(".derivation-row").element_handles()
    copied = page.evaluate(COPY, [rows[0], rows[-1]])
    cell.get_by_text("Show the LaTeX").click()
    assert copied.splitlines() == cell.locator(".cell_input").inner_text().strip().splitlines()


def test_what_is_copied_of_prose_and_a_part_of_a_derivation_has_its_lines(visit: Visit) -> None:
    page = visit(LINEAR, anew=True)
    cell = page.locator(".cell.tag_derivation").nth(3)
    prose = cell.locator("xpath=preceding-sibling::p[1]")
    rows = cell.locator(".derivation-row").element_handles()
    copied = page.evaluate(COPY, [prose.element_handle(), rows[1]])
    before, _, latex = copied.partition("\n\n")
    assert r"$\frac{dx_{i,l}}{dx_{a,c}}$, the slope" in before
    assert latex.count("\\\\\n") == 1
    assert latex.startswith("% needs")
    assert latex.endswith(r"\end{align}")
    for word in ("holds", "left side", "Show"):
        assert word not in copied
