"""The panel of a step against the gradient in the explorer of softmax."""

import numpy as np
import pytest
from playwright.sync_api import expect

import nnderiv

from .pointing import centre, click
from .softmax_widget import (
    FITS,
    PAGE,
    START,
    Press,
    Visit,
    expect_numbers,
    explorer,
    logit,
    open_panel,
    shift_to_the_end,
    shown,
)
from .tabs import from_disk_too


@from_disk_too
def test_a_step_goes_against_the_gradient_and_the_loss_falls(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE))
    h, told = np.array(START), widget.locator(".nnd-told")
    for _ in range(3):
        (gradient,) = nnderiv.softmax_cross_entropy_backward(1.0, h, 1)
        now, after = (nnderiv.softmax_cross_entropy(z, 1) for z in [h, h - gradient])
        assert after < now
        expect(told).to_contain_text(f"takes E from {shown(now)} to {shown(after)}")
        expect(told).to_contain_text(f"a change of {shown(after - now)}")
        expect(told).to_contain_text(f"= {shown(-float(gradient @ gradient))}.")
        press(widget.get_by_role("button", name="Take a step"))
        h = h - gradient
        expect_numbers(widget, h.tolist(), 1)


def test_the_rate_scales_the_step(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_role("slider", name="rate").press("End")
    (gradient,) = nnderiv.softmax_cross_entropy_backward(1.0, START, 1)
    click(widget.get_by_role("button", name="Take a step"))
    expect_numbers(widget, (START - 5 * gradient).tolist(), 1)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_step_that_would_leave_the_plot_stops_at_its_end_and_says_so(
    visit: Visit, width: int
) -> None:
    widget = explorer(visit(PAGE, width=width))
    logit(widget, 3).press("Home")
    logit(widget, 2).press("End")
    widget.get_by_role("radio", name="4", exact=True).check()
    widget.get_by_role("slider", name="rate").press("End")
    logit(widget, 4).press("End")
    h = np.array([2.0, 6.0, -6.0, 6.0])
    (gradient,) = nnderiv.softmax_cross_entropy_backward(1.0, h, 3)
    assert (h - 5 * gradient).max() > 6
    expect(widget.locator(".nnd-told")).to_contain_text("a logit stops at the end of its plot")
    assert widget.locator(".nnd-panel:not([hidden])").evaluate(FITS)
    click(widget.get_by_role("button", name="Take a step"))
    expect_numbers(widget, np.clip(h - 5 * gradient, -6, 6).tolist(), 3)


def test_where_the_gradient_is_nan_no_step_can_be_taken(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    open_panel(widget, "overflow")
    widget.get_by_label("naive formula").check()
    shift_to_the_end(widget)
    open_panel(widget, "one step")
    expect(widget.get_by_role("button", name="Take a step")).to_be_disabled()
    expect(widget.locator(".nnd-told")).to_contain_text("No step can be taken")


def test_the_losses_after_more_steps_are_drawn(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    heights = [
        float(dot.get_attribute("cy") or "nan")
        for dot in widget.locator(".nnd-losses circle").all()
    ]
    h, losses = np.array(START), []
    for _ in range(11):
        losses.append(nnderiv.softmax_cross_entropy(h, 1))
        h = h - nnderiv.softmax_cross_entropy_backward(1.0, h, 1)[0]
    np.testing.assert_allclose(heights, 70 - 30 * np.array(losses), atol=1e-9)  # 30 pixels for 1


def test_a_finger_takes_a_step(visit: Visit) -> None:
    widget = explorer(visit(PAGE, width=360))
    x, y = centre(widget.get_by_role("button", name="Take a step"))
    touch = widget.page.context.new_cdp_session(widget.page)
    points = [{"x": x, "y": y}]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    (gradient,) = nnderiv.softmax_cross_entropy_backward(1.0, START, 1)
    expect_numbers(widget, (START - gradient).tolist(), 1)
