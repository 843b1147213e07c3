"""The explorer of softmax in the built chapter, as a reader uses it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import nnderiv

from .boxes import expect_to_fill_its_place, expect_to_fit_across
from .pointing import centre, drag
from .tabs import from_disk_too

PAGE = "chapters/softmax_cross_entropy.html"
START = [2.0, 1.0, -1.0, 0.5]
OVERFLOW = "overflow: e^1002 is too large for a float64; inf/inf = nan"
Visit = Callable[..., Page]
Press = Callable[[Locator], None]


def shown(value: float | np.floating[Any]) -> str:
    """Return a number as the widget writes it."""
    return f"{value:.4f}".replace("-", "\N{MINUS SIGN}").replace("\N{MINUS SIGN}0.0000", "0.0000")


def listed(values: Iterable[float]) -> str:
    """Return numbers as the widget lists them."""
    return f"({', '.join(map(shown, values))})"


def explorer(page: Page) -> Locator:
    """Return the page's first explorer, once it is drawn."""
    widget = page.locator(".nnd-softmax").first
    expect(widget.locator(".nnd-is-E")).not_to_be_empty()
    return widget


def logit(widget: Locator, i: int) -> Locator:
    """Return the handle of a logit; classes count from 1."""
    return widget.get_by_role("slider", name=f"logit h{'₁₂₃₄'[i - 1]}")


def logits(widget: Locator) -> list[float]:
    """Return where the logits stand."""
    handles = [logit(widget, i) for i in range(1, 5)]
    return [float(handle.get_attribute("aria-valuenow") or "nan") for handle in handles]


def expect_numbers(widget: Locator, h: Sequence[float], t: int) -> None:
    """Wait until the widget shows what nnderiv computes; t counts from 0, as in code."""
    o = nnderiv.softmax(h)
    (gradient,) = nnderiv.softmax_cross_entropy_backward(1.0, h, t)
    expect(widget.locator(".nnd-is-E")).to_have_text(shown(nnderiv.softmax_cross_entropy(h, t)))
    expect(widget.locator(".nnd-is-o")).to_have_text(listed(o))
    expect(widget.locator(".nnd-is-gradient")).to_have_text(listed(gradient))
    expect(widget.locator(".nnd-o-number")).to_have_text(list(map(shown, o)))
    expect(widget.locator(".nnd-gradient-number")).to_have_text(list(map(shown, gradient)))
    rows = [nnderiv.softmax_backward(row, h)[0] for row in np.eye(4)]
    expect(widget.locator(".nnd-cell")).to_have_text([shown(v) for row in rows for v in row])


def shift_to_the_end(widget: Locator) -> None:
    """Add 1000 to all logits."""
    widget.get_by_label("add c to all h").press("End")
    expect(widget.locator(".nnd-shift-value")).to_have_text("c = 1000")


@from_disk_too
def test_the_widget_starts_with_the_numbers_of_nnderiv(visit: Visit) -> None:
    expect_numbers(explorer(visit(PAGE)), START, 1)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("ArrowUp", 1.1),
        ("ArrowRight", 1.1),
        ("ArrowDown", 0.9),
        ("Shift+ArrowDown", 0.0),
        ("PageUp", 2.0),
        ("PageDown", 0.0),
        ("Home", -6.0),
        ("End", 6.0),
    ],
)
def test_a_key_moves_a_logit_and_everything_follows(visit: Visit, key: str, value: float) -> None:
    widget = explorer(visit(PAGE))
    logit(widget, 2).press(key)
    expect_numbers(widget, [2.0, value, -1.0, 0.5], 1)


def test_a_logit_does_not_leave_the_plot(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    logit(widget, 3).press("End")
    logit(widget, 3).press("ArrowUp")
    expect_numbers(widget, [2.0, 1.0, 6.0, 0.5], 1)


def test_the_mouse_drags_a_logit_and_the_numbers_follow(visit: Visit) -> None:
    page = visit(PAGE)
    widget = explorer(page)
    handle = logit(widget, 3)
    _, y = drag(handle, 30, -36)  # 108 pixels are the 12 units of the plot
    expect(handle).to_have_attribute("aria-valuenow", "3")
    expect_numbers(widget, [2.0, 1.0, 3.0, 0.5], 1)
    assert centre(handle)[1] == pytest.approx(y, abs=1)
    page.mouse.up()
    page.mouse.move(0, 0)
    expect_numbers(widget, [2.0, 1.0, 3.0, 0.5], 1)


def test_a_click_in_a_column_moves_its_logit(visit: Visit) -> None:
    page = visit(PAGE)
    widget = explorer(page)
    area = widget.locator(".nnd-area").nth(3)
    x, y = centre(area)
    page.mouse.click(x + 20, y + 40)
    expect(logit(widget, 4)).not_to_have_attribute("aria-valuenow", "0.5")
    h = logits(widget)
    assert h[:3] == START[:3]
    assert h[3] == pytest.approx(-40 / 9, abs=0.2)  # a page that moved by a pixel moves it by 1/9
    assert centre(logit(widget, 4))[1] == pytest.approx(centre(area)[1] - 9 * h[3], abs=0.5)
    expect_numbers(widget, h, 1)


@pytest.mark.parametrize("right", [1, 2, 3, 4])
def test_the_mouse_chooses_the_right_class(visit: Visit, right: int) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_role("radio", name=str(right), exact=True).check()
    expect_numbers(widget, START, right - 1)
    expect(widget.locator(".nnd-loss")).to_contain_text(f"E = −log o{'₁₂₃₄'[right - 1]} = ")


def test_the_keyboard_chooses_the_right_class(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_role("radio", name="2", exact=True).press("ArrowRight")
    expect(widget.get_by_role("radio", name="3", exact=True)).to_be_checked()
    expect_numbers(widget, START, 2)


def test_an_arrow_points_up_for_a_positive_gradient_and_down_for_a_negative_one(
    visit: Visit,
) -> None:
    widget = explorer(visit(PAGE))
    ups = [
        float(arrow.get_attribute("y1") or 0) > float(arrow.get_attribute("y2") or 0)
        for arrow in widget.locator(".nnd-shaft").all()
    ]
    assert ups[:2] == [True, False]
    tips = widget.locator(".nnd-arrow").evaluate_all(
        "arrows => arrows.map((a) => Number(a.getAttribute('d').split(/[ L]/)[1]))"
    )
    (gradient,) = nnderiv.softmax_cross_entropy_backward(1.0, START, 1)
    np.testing.assert_allclose(tips, 335 - 35 * gradient, atol=1e-9)  # 35 pixels for 1


def test_the_same_number_added_to_all_logits_changes_nothing(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    for key, c in [("End", 1000), ("Home", -1000), ("ArrowRight", -990)]:
        widget.get_by_label("add c to all h").press(key)
        texts = [f"{h + c:.2f}".replace("-", "\N{MINUS SIGN}") for h in START]
        expect(widget.locator(".nnd-h-number")).to_have_text(texts)
        expect_numbers(widget, START, 1)


def test_the_mouse_moves_the_shift(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    slider = widget.get_by_label("add c to all h")
    slider.click(position={"x": 2, "y": 8})
    expect(widget.locator(".nnd-shift-value")).to_have_text("c = −1000")
    expect_numbers(widget, START, 1)


def test_the_naive_formula_is_right_for_small_logits(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_label("naive formula").check()
    expect(widget.locator(".nnd-note")).to_contain_text("no overflow here")
    expect_numbers(widget, START, 1)


def test_the_naive_formula_overflows_and_the_page_says_where(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
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
    widget.get_by_label("naive formula").check()
    widget.get_by_label("add c to all h").press("Home")
    expect(widget.locator(".nnd-note")).to_contain_text("0/0 = nan")


@from_disk_too
def test_reset_brings_back_everything(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE))
    logit(widget, 1).press("Home")
    widget.get_by_role("radio", name="4", exact=True).check()
    widget.get_by_label("naive formula").check()
    shift_to_the_end(widget)
    press(widget.get_by_role("button", name="Reset"))
    expect_numbers(widget, START, 1)
    expect(widget.get_by_label("naive formula")).not_to_be_checked()
    expect(widget.get_by_role("radio", name="2", exact=True)).to_be_checked()
    expect(widget.locator(".nnd-shift-value")).to_have_text("c = 0")


def test_a_slider_says_where_it_stands(visit: Visit) -> None:
    handle = logit(explorer(visit(PAGE)), 1)
    expect(handle).to_have_attribute("aria-valuemin", "-6")
    expect(handle).to_have_attribute("aria-valuemax", "6")
    expect(handle).to_have_attribute("aria-valuenow", "2")
    expect(handle).to_have_attribute("aria-valuetext", "2.00, o₁ is 0.6095")


def test_the_widget_fits_a_phone_and_the_page_does_not_scroll_sideways(visit: Visit) -> None:
    widget = explorer(visit(PAGE, width=360))
    widget.get_by_label("add c to all h").press("Home")
    expect(widget.locator(".nnd-shift-value")).to_have_text("c = −1000")
    parts = ".nnd-number, .nnd-jacobian, .nnd-controls, .nnd-line span, .nnd-chooser"
    expect_to_fit_across(360, widget, *widget.locator(parts).all())


@pytest.mark.parametrize("width", [360, 1280])
def test_the_height_reserved_in_the_page_holds_the_widget(visit: Visit, width: int) -> None:
    widget = explorer(visit(PAGE, width=width))
    expect_to_fill_its_place(widget)
    widget.get_by_label("naive formula").check()
    expect(widget.locator(".nnd-note")).to_contain_text("no overflow here")
    expect_to_fill_its_place(widget)
    shift_to_the_end(widget)
    expect_to_fill_its_place(widget)
    widget.get_by_label("add c to all h").press("Home")  # the longest text
    expect(widget.locator(".nnd-note")).to_contain_text("underflow")
    expect_to_fill_its_place(widget)
