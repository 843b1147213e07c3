"""The explorer of softmax in the built chapter, as a reader uses it."""

import numpy as np
import pytest
from playwright.sync_api import expect

import nnderiv

from .axe import violations
from .boxes import box_of, expect_to_fill_its_place, expect_to_fit_across
from .pointing import centre, drag
from .softmax_widget import (
    FITS,
    PAGE,
    START,
    Press,
    Visit,
    expect_numbers,
    explorer,
    logit,
    logits,
    open_panel,
    shift_to_the_end,
)
from .tabs import from_disk_too


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
    _, y = drag(handle, 30, -32)  # 96 pixels are the 12 units of the plot
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
    assert h[3] == pytest.approx(-40 / 8, abs=0.2)  # a page that moved by a pixel moves it by 1/8
    assert centre(logit(widget, 4))[1] == pytest.approx(centre(area)[1] - 8 * h[3], abs=0.5)
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
    np.testing.assert_allclose(tips, 298 - 30 * gradient, atol=1e-9)  # 30 pixels for 1


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["Jacobian", "overflow"])  # the page opens with the other
def test_axe_finds_no_fault_in_a_panel(visit: Visit, name: str, theme: str) -> None:
    page = visit(PAGE, theme=theme)
    widget = explorer(page)
    open_panel(widget, name)
    assert violations(page, runOnly=["wcag2a", "wcag2aa", "wcag21aa"]) == []


@from_disk_too
def test_reset_brings_back_everything(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE))
    logit(widget, 1).press("Home")
    widget.get_by_role("radio", name="4", exact=True).check()
    widget.get_by_role("slider", name="rate").press("End")
    open_panel(widget, "Jacobian")
    widget.locator(".nnd-entry").first.click()
    open_panel(widget, "overflow")
    widget.get_by_label("naive formula").check()
    shift_to_the_end(widget)
    press(widget.get_by_role("button", name="Reset"))
    expect_numbers(widget, START, 1)
    expect(widget.get_by_label("naive formula")).not_to_be_checked()
    expect(widget.get_by_role("radio", name="2", exact=True)).to_be_checked()
    expect(widget.locator(".nnd-shift-value")).to_have_text("c = 0")
    expect(widget.get_by_role("radio", name="one step")).to_be_checked()
    expect(widget.get_by_role("slider", name="rate")).to_have_value("1")


def test_a_slider_says_where_it_stands(visit: Visit) -> None:
    handle = logit(explorer(visit(PAGE)), 1)
    expect(handle).to_have_attribute("aria-valuemin", "-6")
    expect(handle).to_have_attribute("aria-valuemax", "6")
    expect(handle).to_have_attribute("aria-valuenow", "2")
    expect(handle).to_have_attribute("aria-valuetext", "2.00, o₁ is 0.6095")


def test_the_widget_fits_a_phone_and_the_page_does_not_scroll_sideways(visit: Visit) -> None:
    widget = explorer(visit(PAGE, width=360))
    parts = ".nnd-number, .nnd-line:not(.nnd-spoken), .nnd-chooser, .nnd-panel:not([hidden]) *"
    logit(widget, 2).press("Home")
    logit(widget, 1).press("End")
    for name in ["one step", "Jacobian", "overflow"]:
        open_panel(widget, name)
        if name == "overflow":
            widget.get_by_label("add c to all h").press("Home")
            expect(widget.locator(".nnd-shift-value")).to_have_text("c = −1000")
        expect_to_fit_across(360, widget, *widget.locator(parts).all())


@pytest.mark.parametrize("width", [360, 1280])
def test_the_widget_takes_the_height_that_the_page_reserves(visit: Visit, width: int) -> None:
    widget = explorer(visit(PAGE, width=width))
    logit(widget, 2).press("Home")  # the longest numbers
    logit(widget, 1).press("End")
    for name in ["one step", "Jacobian", "overflow"]:
        open_panel(widget, name)
        expect_to_fill_its_place(widget, gap=8)
        assert widget.locator(".nnd-panel:not([hidden])").evaluate(FITS)
    widget.get_by_label("naive formula").check()
    for c, text in [("-740", "Digits are lost"), ("1000", "Overflow"), ("-1000", "Underflow")]:
        widget.get_by_label("add c to all h").fill(c)
        expect(widget.locator(".nnd-note")).to_contain_text(text)
        expect_to_fill_its_place(widget, gap=8)
        assert widget.locator(".nnd-panel:not([hidden])").evaluate(FITS)


def test_on_a_phone_the_widget_is_no_higher_than_the_screen(visit: Visit) -> None:
    widget = explorer(visit(PAGE, width=360))
    assert box_of(widget)["height"] <= 740
