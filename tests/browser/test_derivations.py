"""The derivations of the built book: marks, numbers and LaTeX, by mouse and by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

SOFTMAX = "chapters/softmax_cross_entropy.html"


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
    expect(source).to_contain_text("%%derivation")


def test_on_a_phone_rule_and_mark_stand_below_their_line(visit: Visit) -> None:
    page = visit(SOFTMAX, width=360)
    line = page.locator(".derivation-line", has_text="chain rule, over all paths").first
    formula, rule, mark = line.evaluate(
        """line => [".derivation-right", ".derivation-rule", ".derivation-mark"]
            .map(part => line.querySelector(part).getBoundingClientRect().toJSON())"""
    )
    assert rule["y"] >= formula["y"] + formula["height"] - 1
    assert abs(rule["y"] - mark["y"]) < 12
