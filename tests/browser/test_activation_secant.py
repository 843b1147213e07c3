"""The tangent and the secant of the explorer of activations, as a reader moves them."""

import numpy as np
import pytest
from playwright.sync_api import expect

from .activation_widget import (
    PAGE,
    Visit,
    choose,
    expect_numbers,
    expect_secant,
    explorer,
    field,
    h_of,
    shown,
)
from .boxes import box_of
from .pointing import centre, drag


def test_the_other_slider_says_what_the_secant_is(visit: Visit) -> None:
    handle = explorer(visit(PAGE)).get_by_role("slider", name="h")
    expect(handle).to_have_attribute("aria-valuemin", "-2")
    expect(handle).to_have_attribute("aria-valuemax", "2")
    expect(handle).to_have_attribute("aria-valuenow", "1")
    spoken = "h 1.0000 secant slope (f(x+h) \N{MINUS SIGN} f(x))/h 0.1497"
    spoken += " difference secant \N{MINUS SIGN} tangent \N{MINUS SIGN}0.0469"
    expect(handle).to_have_attribute("aria-valuetext", spoken)


@pytest.mark.parametrize(
    ("key", "h"),
    [
        ("ArrowRight", 1.1),
        ("ArrowDown", 0.9),
        ("Shift+ArrowLeft", 0.5),
        ("PageUp", 1.5),
        ("End", 2.0),
        ("Home", -2.0),
    ],
)
def test_a_key_changes_the_step_and_the_secant_follows(visit: Visit, key: str, h: float) -> None:
    widget = explorer(visit(PAGE))
    widget.locator(".nnd-handle").press(key)
    expect_secant(widget, "sigmoid", 1.0, h)
    expect_numbers(widget, "sigmoid", 1.0)


@pytest.mark.parametrize(("label", "activation"), [("tanh", "tanh"), ("ReLU", "relu")])
def test_the_secant_is_that_of_the_chosen_activation(
    visit: Visit, label: str, activation: str
) -> None:
    widget = explorer(visit(PAGE))
    choose(widget, label)
    for _ in range(15):
        widget.locator(".nnd-point").press("ArrowLeft")
    expect_secant(widget, activation, -0.5, 1.0)  # for ReLU, across the kink


def test_a_shrinking_step_makes_the_secant_the_tangent(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    handle = widget.locator(".nnd-handle")
    for tenths in range(9, 0, -1):
        handle.press("ArrowLeft")
        expect_secant(widget, "sigmoid", 1.0, tenths / 10)
        expect(widget.locator(".nnd-secant-line")).to_have_count(1)
    handle.press("ArrowLeft")
    expect(widget.locator(".nnd-secant")).to_have_text("the secant is the tangent")
    expect(widget.locator(".nnd-secant-line")).to_have_count(0)
    expect(widget.locator(".nnd-tangent")).to_have_count(1)
    handle.press("ArrowLeft")
    expect_secant(widget, "sigmoid", 1.0, -0.1)


@pytest.mark.parametrize(("end", "slope"), [("Home", 0.0), ("End", 1.0)])
def test_at_the_corner_of_relu_the_slopes_to_both_sides_differ(
    visit: Visit, end: str, slope: float
) -> None:
    widget = explorer(visit(PAGE))
    choose(widget, "ReLU")
    widget.locator(".nnd-point").press("Shift+ArrowLeft")
    handle = widget.locator(".nnd-handle")
    handle.press(end)
    for h in [f"{2 * np.sign(slope - 0.5):g}", f"{1.9 * np.sign(slope - 0.5):g}"]:
        expect(field(widget, "h")).to_have_value(h)
        expect(widget.locator(".nnd-secant")).to_have_text(shown(slope))
        handle.press("ArrowLeft" if slope else "ArrowRight")


def test_at_the_kink_no_step_makes_the_secant_a_tangent(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    choose(widget, "ReLU")
    widget.locator(".nnd-point").press("Shift+ArrowLeft")
    expect(widget.locator(".nnd-secant")).to_have_text("1.0000")
    expect(widget.locator(".nnd-difference")).to_have_text("no tangent")
    field(widget, "h").fill("0")
    expect(widget.locator(".nnd-secant")).to_have_text("none at h = 0")


@pytest.mark.parametrize("handle", [".nnd-handle", ".nnd-second"])
def test_the_mouse_drags_the_secant_and_leaves_the_point(visit: Visit, handle: str) -> None:
    page = visit(PAGE)
    widget = explorer(page)
    x, _ = drag(widget.locator(handle), 25, 40)
    expect(field(widget, "h")).not_to_have_value("1")
    dragged = h_of(widget)
    assert 1.2 < dragged < 2
    assert centre(widget.locator(handle))[0] == pytest.approx(x, abs=1)
    page.mouse.up()
    page.mouse.move(0, 0)
    expect_secant(widget, "sigmoid", 1.0, dragged)
    expect_numbers(widget, "sigmoid", 1.0)
    expect(widget.locator(".nnd-handle")).to_be_focused()


def test_the_mouse_drags_the_step_to_the_left_and_back_again(visit: Visit) -> None:
    page = visit(PAGE)
    widget = explorer(page)
    handle = widget.locator(".nnd-handle")
    for by, h in [(-500, -2.0), (500, 2.0)]:
        drag(handle, by, 0)
        page.mouse.up()
        assert h_of(widget) == h
    expect_secant(widget, "sigmoid", 1.0, 2.0)


def test_a_finger_drags_the_secant(visit: Visit) -> None:
    widget = explorer(visit(PAGE, width=360))
    handle = widget.locator(".nnd-handle")
    x, y = centre(handle)
    touch = widget.page.context.new_cdp_session(widget.page)

    def send(kind: str, *points: dict[str, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    send("touchStart", {"x": x, "y": y})
    for step in range(1, 6):
        send("touchMove", {"x": x - 2 * step, "y": y})
    send("touchEnd")
    expect(field(widget, "h")).not_to_have_value("1")
    assert 0.2 < h_of(widget) < 0.8
    expect_secant(widget, "sigmoid", 1.0, h_of(widget))
    expect_numbers(widget, "sigmoid", 1.0)


@pytest.mark.parametrize("x", ["Home", "End"])
def test_both_ends_of_the_secant_stay_in_the_plot(visit: Visit, x: str) -> None:
    widget = explorer(visit(PAGE, width=360))
    widget.locator(".nnd-point").press(x)
    widget.locator(".nnd-handle").press("End")
    box = box_of(widget.locator(".nnd-stage"))
    for handle in [".nnd-point", ".nnd-second", ".nnd-handle"]:
        assert box["x"] < centre(widget.locator(handle))[0] < box["x"] + box["width"]
