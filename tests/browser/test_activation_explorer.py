"""The explorer of activations in the built chapter, as a reader uses it."""

import numpy as np
import pytest
from playwright.sync_api import expect

import nnderiv

from .activation_widget import (
    PAGE,
    Press,
    Visit,
    choose,
    compare,
    expect_numbers,
    expect_secant,
    explorer,
    field,
    shown,
    x_of,
)
from .boxes import box_of, expect_to_fill_its_place, expect_to_fit_across
from .pointing import centre, drag
from .tabs import from_disk_too


@from_disk_too
def test_the_widget_starts_with_the_numbers_of_nnderiv(visit: Visit) -> None:
    expect_numbers(explorer(visit(PAGE)), "sigmoid", 1.0)


@pytest.mark.parametrize(
    ("key", "x"),
    [
        ("ArrowRight", 1.1),
        ("ArrowLeft", 0.9),
        ("Shift+ArrowLeft", 0.0),
        ("PageUp", 2.0),
        ("PageDown", 0.0),
        ("Home", -6.0),
        ("End", 6.0),
    ],
)
def test_a_key_moves_the_point_and_the_slope_follows(visit: Visit, key: str, x: float) -> None:
    widget = explorer(visit(PAGE))
    widget.locator(".nnd-point").press(key)
    expect_numbers(widget, "sigmoid", x)


def test_the_point_does_not_leave_the_plot(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    point = widget.locator(".nnd-point")
    point.press("End")
    point.press("ArrowRight")
    expect_numbers(widget, "sigmoid", 6.0)


@from_disk_too
def test_the_mouse_drags_the_point_and_the_numbers_follow(visit: Visit) -> None:
    page = visit(PAGE)
    widget = explorer(page)
    point = widget.locator(".nnd-point")
    x, _ = drag(point, -150, 40)
    expect(field(widget, "x")).not_to_have_value("1")
    dragged = x_of(widget)
    assert dragged < 0
    assert centre(point)[0] == pytest.approx(x, abs=1)
    expect_numbers(widget, "sigmoid", dragged)
    page.mouse.up()
    page.mouse.move(0, 0)
    expect_numbers(widget, "sigmoid", dragged)


def test_a_click_anywhere_on_the_plot_moves_the_point(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.locator(".nnd-stage").click(position={"x": 100, "y": 300})
    expect(field(widget, "x")).not_to_have_value("1")
    assert x_of(widget) < 0
    expect_numbers(widget, "sigmoid", x_of(widget))


def test_choosing_another_activation_changes_the_numbers(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    for label, activation in [
        ("tanh", "tanh"),
        ("ReLU", "relu"),
        ("softplus", "softplus"),
        ("SiLU", "silu"),
        ("sigmoid", "sigmoid"),
    ]:
        choose(widget, label)
        expect_numbers(widget, activation, 1.0)


def test_a_key_chooses_the_next_activation(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_role("radio", name="sigmoid", exact=True).press("ArrowRight")
    expect_numbers(widget, "tanh", 1.0)


def test_relu_has_no_derivative_at_zero(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    choose(widget, "ReLU")
    widget.locator(".nnd-point").press("Shift+ArrowLeft")
    expect(widget.locator(".nnd-slope")).to_have_text("no derivative; 0 by convention")
    expect(widget.locator(".nnd-tangent")).to_have_count(0)


def test_the_slider_says_where_it_stands(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    point = widget.get_by_role("slider", name="x")
    expect(point).to_have_attribute("aria-valuemin", "-6")
    expect(point).to_have_attribute("aria-valuemax", "6")
    expect(point).to_have_attribute("aria-valuenow", "1")
    spoken = "x 1.0000 y = σ(x) 0.7311 slope σ\N{PRIME}(x) 0.1966"
    expect(point).to_have_attribute("aria-valuetext", spoken)


@pytest.mark.parametrize(
    ("typed", "x"), [("-3.06", -3.06), ("0.125", 0.125), ("6", 6.0), ("-60", -6.0), ("", 1.0)]
)
def test_a_typed_number_moves_the_point_and_one_beyond_the_range_becomes_its_end(
    visit: Visit, typed: str, x: float
) -> None:
    widget = explorer(visit(PAGE))
    field(widget, "x").fill(typed)
    field(widget, "x").press("Enter")
    expect_numbers(widget, "sigmoid", x)
    assert x_of(widget) == x


def test_while_a_number_is_typed_the_field_keeps_what_was_typed(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    typed = field(widget, "x")
    typed.fill("")
    for so_far, x in [("-", 1.0), ("-0", 0.0), ("-0.", 0.0), ("-0.5", -0.5), ("-0.50", -0.5)]:
        typed.press(so_far[-1])
        expect(widget.locator(".nnd-point")).to_have_attribute("aria-valuenow", f"{x:g}")
    assert typed.input_value() == "-0.50"
    expect_slope = nnderiv.sigmoid_backward(np.ones(1), np.array([-0.5]))[0][0]
    expect(widget.locator(".nnd-slope")).to_have_text(shown(expect_slope))
    typed.press("Enter")
    expect(typed).to_have_value("-0.5")


@pytest.mark.parametrize(("label", "activation"), [("sigmoid", "sigmoid"), ("tanh", "tanh")])
def test_a_gradient_from_above_is_multiplied_with_the_slope(
    visit: Visit, label: str, activation: str
) -> None:
    widget = explorer(visit(PAGE))
    choose(widget, label)
    for typed, dy in [("-2.5", -2.5), ("0", 0.0), ("99", 10.0)]:
        field(widget, "dL/dy").fill(typed)
        field(widget, "dL/dy").press("Enter")
        (dx,) = getattr(nnderiv, f"{activation}_backward")(np.array([dy]), np.ones(1))
        expect(widget.locator(".nnd-dx")).to_have_text(shown(dx[0]))


def test_the_keyboard_reaches_both_handles_the_fields_and_the_check_boxes(visit: Visit) -> None:
    page = visit(PAGE)
    widget = explorer(page)
    widget.get_by_role("radio", name="sigmoid", exact=True).focus()
    for name in ["x", "h"]:
        page.keyboard.press("Tab")
        expect(widget.get_by_role("slider", name=name, exact=True)).to_be_focused()
    for name in ["x", "h", "dL/dy"]:
        page.keyboard.press("Tab")
        expect(field(widget, name)).to_be_focused()
    for label in ["tanh", "ReLU", "softplus", "SiLU"]:
        page.keyboard.press("Tab")
        expect(compare(widget, label)).to_be_focused()
        page.keyboard.press("Space")
        expect(compare(widget, label)).to_be_checked()


@from_disk_too
def test_reset_brings_back_every_trait(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE))
    choose(widget, "tanh")
    compare(widget, "softplus").check()
    widget.locator(".nnd-point").press("Home")
    widget.locator(".nnd-handle").press("End")
    field(widget, "dL/dy").fill("-3")
    press(widget.get_by_role("button", name="Reset"))
    expect_numbers(widget, "sigmoid", 1.0)
    expect_secant(widget, "sigmoid", 1.0, 1.0)
    expect(widget.locator(".nnd-drawing path.nnd-other")).to_have_count(0)
    expect(compare(widget, "softplus")).not_to_be_checked()
    expect(field(widget, "dL/dy")).to_have_value("1")


def test_the_widget_fits_a_phone_and_the_page_does_not_scroll_sideways(visit: Visit) -> None:
    widget = explorer(visit(PAGE, width=360))
    for label in ["tanh", "ReLU", "softplus", "SiLU"]:
        compare(widget, label).check()
    for name in ["x", "h", "dL/dy"]:
        field(widget, name).fill("-1.75")
    parts = ".nnd-stage, .nnd-name, .nnd-value, .nnd-formula:visible, .nnd-number-label"
    expect_to_fit_across(360, widget, *widget.locator(parts).all())


def test_on_a_phone_no_number_is_parted_from_its_sign_or_its_name(visit: Visit) -> None:
    widget = explorer(visit(PAGE, width=360))
    field(widget, "x").fill("-3.06")
    field(widget, "dL/dy").fill("-2.5")
    expect(widget.locator(".nnd-dx")).to_have_text("−0.1070")
    heights = [box_of(cell)["height"] for cell in widget.locator(".nnd-cell").all()]
    assert len(heights) == 5
    assert max(heights) < 30  # two lines are 42
    rows = [box_of(field(widget, name))["y"] for name in ["x", "h", "dL/dy"]]
    assert max(rows) == min(rows)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_widget_takes_the_height_that_the_page_reserves(visit: Visit, width: int) -> None:
    widget = explorer(visit(PAGE, width=width))
    expect_to_fill_its_place(widget, gap=8)
    choose(widget, "ReLU")
    widget.locator(".nnd-point").press("Shift+ArrowLeft")  # the longest text, that of the kink
    expect(widget.locator(".nnd-slope")).to_contain_text("no derivative")
    for label in ["sigmoid", "tanh", "softplus", "SiLU"]:
        compare(widget, label).check()
    expect_to_fill_its_place(widget, gap=8)
