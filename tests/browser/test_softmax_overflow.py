"""The panel of overflow in the explorer of softmax."""

import numpy as np
from playwright.sync_api import expect

import nnderiv

from .softmax_widget import (
    PAGE,
    START,
    Visit,
    expect_numbers,
    explorer,
    listed,
    open_panel,
    shift_to_the_end,
)

OVERFLOW = "Overflow: e^1002 is too large for a float64; inf/inf = nan."


def test_the_same_number_added_to_all_logits_changes_nothing(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    open_panel(widget, "overflow")
    for key, c in [("End", 1000), ("Home", -1000), ("ArrowRight", -990)]:
        widget.get_by_label("add c to all h").press(key)
        texts = [f"{h + c:.2f}".replace("-", "\N{MINUS SIGN}") for h in START]
        expect(widget.locator(".nnd-h-number")).to_have_text(texts)
        expect_numbers(widget, START, 1)


def test_the_mouse_moves_the_shift(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    open_panel(widget, "overflow")
    slider = widget.get_by_label("add c to all h")
    slider.click(position={"x": 2, "y": 8})
    expect(widget.locator(".nnd-shift-value")).to_have_text("c = −1000")
    expect_numbers(widget, START, 1)


def test_the_naive_formula_is_right_for_small_logits(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    open_panel(widget, "overflow")
    widget.get_by_label("naive formula").check()
    expect(widget.locator(".nnd-note")).to_contain_text("Nothing is lost here")
    expect_numbers(widget, START, 1)


def test_the_naive_formula_overflows_and_the_page_says_where(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    open_panel(widget, "overflow")
    widget.get_by_label("naive formula").press("Space")
    shift_to_the_end(widget)
    expect(widget.locator(".nnd-note")).to_have_text(OVERFLOW)
    expect(widget.locator(".nnd-is-E")).to_have_text("nan")
    expect(widget.locator(".nnd-is-o")).to_have_text("(nan, nan, nan, nan)")
    expect(widget.locator(".nnd-arrow")).to_have_count(0)
    widget.get_by_label("naive formula").uncheck()
    expect_numbers(widget, START, 1)


def test_the_naive_formula_underflows_for_a_large_negative_shift(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    open_panel(widget, "overflow")
    widget.get_by_label("naive formula").check()
    widget.get_by_label("add c to all h").press("Home")
    expect(widget.locator(".nnd-note")).to_contain_text("0/0 = nan")


def test_the_naive_formula_loses_digits_before_it_underflows(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    open_panel(widget, "overflow")
    widget.get_by_label("naive formula").check()
    widget.get_by_label("add c to all h").fill("-740")
    e = np.exp(np.array(START) - 740)
    expect(widget.locator(".nnd-is-o")).to_have_text(listed(e / e.sum()))
    expect(widget.locator(".nnd-note")).to_contain_text("Digits are lost: e^−739")
    o = nnderiv.softmax(START)
    digits = np.floor(-np.log10(np.abs(e / e.sum() / o - 1))).astype(int)
    six = [f"{value:.6f}" for value in [*(e / e.sum()), *o]]
    expect(widget.locator(".nnd-formulas .nnd-cell")).to_have_text([*six, *map(str, digits)])
