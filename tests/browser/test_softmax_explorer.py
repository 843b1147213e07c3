"""The explorer of softmax in the built chapter, as a reader uses it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import nnderiv

from .axe import violations
from .boxes import box_of, expect_to_fit_across
from .places import expect_to_take_its_place
from .pointing import centre, click, drag
from .tabs import from_disk_too

PAGE = "chapters/softmax_cross_entropy.html"
START = [2.0, 1.0, -1.0, 0.5]
OVERFLOW = "Overflow: e^1002 is too large for a float64; inf/inf = nan."
FITS = "panel => panel.scrollHeight <= panel.clientHeight"
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


def open_panel(widget: Locator, name: str) -> None:
    """Choose what stands below the plots: "one step", "Jacobian" or "overflow"."""
    widget.get_by_role("radio", name=name, exact=True).check()


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
    expect(widget.locator(".nnd-entry")).to_have_text([shown(v) for row in rows for v in row])


def shift_to_the_end(widget: Locator) -> None:
    """Add 1000 to all logits, in the panel of overflow."""
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


def test_a_step_that_would_leave_the_plot_stops_at_its_end_and_says_so(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    logit(widget, 3).press("Home")
    logit(widget, 2).press("End")
    widget.get_by_role("radio", name="4", exact=True).check()
    widget.get_by_role("slider", name="rate").press("End")
    logit(widget, 4).press("End")
    h = np.array([2.0, 6.0, -6.0, 6.0])
    (gradient,) = nnderiv.softmax_cross_entropy_backward(1.0, h, 3)
    assert (h - 5 * gradient).max() > 6
    expect(widget.locator(".nnd-told")).to_contain_text("a logit stops at the end of its plot")
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
    np.testing.assert_allclose(heights, 84 - 37 * np.array(losses), atol=1e-9)  # 37 pixels for 1


@pytest.mark.parametrize("right", [1, 2, 3, 4])
def test_the_upstream_gradient_times_the_jacobian_gives_o_minus_t(visit: Visit, right: int) -> None:
    widget = explorer(visit(PAGE))
    open_panel(widget, "Jacobian")
    widget.get_by_role("radio", name=str(right), exact=True).check()
    o = nnderiv.softmax(START)
    upstream = ["0"] * 4
    upstream[right - 1] = f"\N{MINUS SIGN}{1 / o[right - 1]:.{3 if o[right - 1] > 0.1 else 1}f}"
    expect(widget.locator(".nnd-upstream")).to_have_text(upstream)
    (gradient,) = nnderiv.softmax_cross_entropy_backward(1.0, START, right - 1)
    expect(widget.locator("td.nnd-total")).to_have_text(list(map(shown, gradient)))


@pytest.mark.parametrize("way", ["pointing", "keyboard", "radio"])
def test_the_chosen_entry_of_the_gradient_is_written_out(visit: Visit, way: str) -> None:
    widget = explorer(visit(PAGE))
    open_panel(widget, "Jacobian")
    o = nnderiv.softmax(START)
    written = widget.locator(".nnd-written")
    expect(written).to_contain_text(f"{shown(-1 / o[1])} · {shown(o[1] - o[1] ** 2)} = ")
    if way == "pointing":
        widget.locator(".nnd-entry").nth(6).click()
    elif way == "keyboard":
        widget.get_by_role("radio", name="dh₂", exact=True).press("ArrowRight")
    else:
        widget.get_by_role("radio", name="dh₃", exact=True).check()
    product = f"dE/do₂ · do₂/dh₃ = {shown(-1 / o[1])} · {shown(-o[1] * o[2])} = {shown(o[2])}"
    expect(written).to_have_text(f"{product} = o₃ − 0; the other products are 0.")
    chosen = widget.locator(".nnd-chosen")
    expect(chosen).to_have_count(5)
    expect(widget.get_by_role("radio", name="dh₃", exact=True)).to_be_checked()


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
        expect_to_take_its_place(widget)
        assert widget.locator(".nnd-panel:not([hidden])").evaluate(FITS)
    widget.get_by_label("naive formula").check()
    for c, text in [("-740", "Digits are lost"), ("1000", "Overflow"), ("-1000", "Underflow")]:
        widget.get_by_label("add c to all h").fill(c)
        expect(widget.locator(".nnd-note")).to_contain_text(text)
        expect_to_take_its_place(widget)
        assert widget.locator(".nnd-panel:not([hidden])").evaluate(FITS)


def test_on_a_phone_the_widget_is_no_higher_than_the_screen(visit: Visit) -> None:
    widget = explorer(visit(PAGE, width=360))
    assert box_of(widget)["height"] <= 740


def test_a_finger_takes_a_step(visit: Visit) -> None:
    widget = explorer(visit(PAGE, width=360))
    x, y = centre(widget.get_by_role("button", name="Take a step"))
    touch = widget.page.context.new_cdp_session(widget.page)
    points = [{"x": x, "y": y}]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    (gradient,) = nnderiv.softmax_cross_entropy_backward(1.0, START, 1)
    expect_numbers(widget, (START - gradient).tolist(), 1)
