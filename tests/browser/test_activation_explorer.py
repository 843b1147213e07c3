"""The explorer of activations in the built chapter, as a reader uses it."""

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import nnderiv

PAGE = "chapters/activations.html"
Visit = Callable[..., Page]


def shown(value: float) -> str:
    """Return a number as the widget writes it."""
    return f"{value:.4f}".replace("-", "\N{MINUS SIGN}")


def expect_numbers(widget: Locator, activation: str, x: float) -> None:
    """Wait until the widget shows what nnderiv computes at x."""
    forward = getattr(nnderiv, activation)
    backward = getattr(nnderiv, f"{activation}_backward")
    at = np.array([x])
    expect(widget.locator(".nnd-x")).to_have_text(shown(x))
    expect(widget.locator(".nnd-y")).to_have_text(shown(forward(at)[0]))
    expect(widget.locator(".nnd-slope")).to_have_text(shown(backward(np.ones(1), at)[0][0]))


def explorer(page: Page) -> Locator:
    """Return the page's first explorer, once it is drawn."""
    widget = page.locator(".nnd-activation").first
    expect(widget.locator(".nnd-x")).not_to_be_empty()
    return widget


def x_of(widget: Locator) -> float:
    """Return where the point stands."""
    return float(widget.locator(".nnd-point").get_attribute("aria-valuenow") or "nan")


def centre(locator: Locator) -> tuple[float, float]:
    """Return the middle of an element, in pixels of the window."""
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


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


def test_the_mouse_drags_the_point_and_the_numbers_follow(visit: Visit) -> None:
    page = visit(PAGE)
    widget = explorer(page)
    point = widget.locator(".nnd-point")
    point.scroll_into_view_if_needed()
    x, y = centre(point)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 150, y + 40, steps=5)
    expect(widget.locator(".nnd-x")).not_to_have_text(shown(1.0))
    dragged = x_of(widget)
    assert dragged < 0
    assert centre(point)[0] == pytest.approx(x - 150, abs=1)
    expect_numbers(widget, "sigmoid", dragged)
    page.mouse.up()
    page.mouse.move(x, y)
    expect_numbers(widget, "sigmoid", dragged)


def test_a_click_anywhere_on_the_plot_moves_the_point(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.locator(".nnd-stage").click(position={"x": 100, "y": 300})
    expect(widget.locator(".nnd-x")).not_to_have_text(shown(1.0))
    assert x_of(widget) < 0
    expect_numbers(widget, "sigmoid", x_of(widget))


def test_choosing_another_activation_changes_the_numbers(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    for label, activation in [("tanh", "tanh"), ("ReLU", "relu"), ("sigmoid", "sigmoid")]:
        widget.get_by_label(label, exact=True).check()
        expect_numbers(widget, activation, 1.0)


def test_relu_has_no_derivative_at_zero(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_label("ReLU", exact=True).check()
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


def test_the_widget_fits_a_phone_and_the_page_does_not_scroll_sideways(visit: Visit) -> None:
    page = visit(PAGE, width=360, height=740)
    widget = explorer(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    for part in [widget, widget.locator(".nnd-stage"), widget.locator(".nnd-readout")]:
        box = part.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360


@pytest.mark.parametrize("width", [360, 1280])
def test_the_height_reserved_in_the_page_holds_the_widget(visit: Visit, width: int) -> None:
    widget = explorer(visit(PAGE, width=width))
    widget.get_by_label("ReLU", exact=True).check()
    widget.locator(".nnd-point").press("Shift+ArrowLeft")  # the longest text, that of the kink
    expect(widget.locator(".nnd-slope")).to_contain_text("no derivative")
    reserved = widget.evaluate("node => parseFloat(node.closest('[style]').style.minHeight)")
    box = widget.bounding_box()
    assert box is not None
    assert reserved - 50 < box["height"] <= reserved
