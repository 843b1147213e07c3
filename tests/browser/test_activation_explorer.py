"""The explorer of activations in the built chapter, as a reader uses it."""

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import nnderiv

from .boxes import box_of, expect_to_fit_across
from .places import expect_to_take_its_place
from .pointing import centre, drag
from .tabs import from_disk_too

PAGE = "chapters/activations.html"
COMPARED = ["tanh", "relu", "softplus", "silu"]
Visit = Callable[..., Page]
Press = Callable[[Locator], None]


def shown(value: float) -> str:
    """Return a number as the widget writes it."""
    return f"{value:.4f}".replace("-", "\N{MINUS SIGN}")


def field(widget: Locator, name: str) -> Locator:
    """Return the field in which a number can be typed: x, h or dL/dy."""
    return widget.get_by_role("spinbutton", name=name, exact=True)


def expect_numbers(widget: Locator, activation: str, x: float) -> None:
    """Wait until the widget shows what nnderiv computes at x."""
    forward = getattr(nnderiv, activation)
    backward = getattr(nnderiv, f"{activation}_backward")
    at = np.array([x])
    expect(field(widget, "x")).to_have_value(f"{x:g}")
    expect(widget.locator(".nnd-y")).to_have_text(shown(forward(at)[0]))
    expect(widget.locator(".nnd-slope")).to_have_text(shown(backward(np.ones(1), at)[0][0]))


def expect_secant(widget: Locator, activation: str, x: float, h: float) -> None:
    """Wait until the widget shows the secant's slope and what it is above the tangent's."""
    forward, backward = getattr(nnderiv, activation), getattr(nnderiv, f"{activation}_backward")
    at, behind = np.array([x]), np.array([x + h])
    secant = ((forward(behind) - forward(at)) / h)[0]
    (slope,) = backward(np.ones(1), at)
    expect(field(widget, "h")).to_have_value(f"{h:g}")
    expect(widget.locator(".nnd-secant")).to_have_text(shown(secant))
    expect(widget.locator(".nnd-difference")).to_have_text(shown(secant - slope[0]))


def explorer(page: Page) -> Locator:
    """Return the page's first explorer, once it is drawn."""
    widget = page.locator(".nnd-activation").first
    expect(widget.locator(".nnd-y")).not_to_be_empty()
    return widget


def x_of(widget: Locator, handle: str = ".nnd-point") -> float:
    """Return where the point stands, or another handle."""
    return float(widget.locator(handle).get_attribute("aria-valuenow") or "nan")


def h_of(widget: Locator) -> float:
    """Return the secant's step."""
    return x_of(widget, ".nnd-handle")


def choose(widget: Locator, label: str) -> None:
    """Choose the activation that has the point."""
    widget.get_by_role("radio", name=label, exact=True).check()


def compare(widget: Locator, label: str) -> Locator:
    """Return the check box that draws another activation."""
    return widget.get_by_role("checkbox", name=label, exact=True)


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
    for label, activation in [("tanh", "tanh"), ("ReLU", "relu"), ("sigmoid", "sigmoid")]:
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


def test_check_boxes_draw_other_activations_in_both_plots(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    others = widget.locator(".nnd-drawing path.nnd-other")
    expect(others).to_have_count(0)
    for count, label in enumerate(["tanh", "ReLU", "softplus", "SiLU"], start=1):
        compare(widget, label).check()
        expect(others).to_have_count(2 * count)
        for text in [label, f"{label}\N{PRIME}"]:
            expect(widget.locator(".nnd-drawing").get_by_text(text, exact=True)).to_have_count(1)
    compare(widget, "ReLU").uncheck()
    expect(others).to_have_count(6)
    expect_numbers(widget, "sigmoid", 1.0)


STYLE = """node => [getComputedStyle(node).stroke, getComputedStyle(node).strokeDasharray]"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_curve_has_a_colour_and_dashes_of_its_own(visit: Visit, theme: str) -> None:
    widget = explorer(visit(PAGE, theme=theme))
    for label in ["tanh", "ReLU", "softplus", "SiLU"]:
        compare(widget, label).check()
    own = ["path.nnd-curve", "path.nnd-derivative"]
    others = [f".nnd-drawing .nnd-own-{name} > path >> nth=0" for name in COMPARED]
    styles = [widget.locator(path).last.evaluate(STYLE) for path in [*own, *others]]
    colours, dashes = zip(*styles, strict=True)
    assert len(set(colours)) == 6
    assert len(set(dashes)) == 6
    for name in COMPARED:  # the check box shows the line that is drawn
        line = widget.locator(f".nnd-comparison .nnd-own-{name} path").evaluate(STYLE)
        assert line in styles


def test_the_formula_of_each_curve_drawn_is_written_out(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    formulas = widget.locator(".nnd-formula")
    sigmoid = "y = 1/(1 + e⁻ˣ), y\N{PRIME} = y (1 − y)"
    expect(formulas).to_have_text([sigmoid, "", "", "", ""])
    compare(widget, "SiLU").check()
    silu = "y = x σ(x), y\N{PRIME} = σ(x) + y σ(−x)"
    expect(formulas).to_have_text([sigmoid, "", "", "", silu])
    choose(widget, "ReLU")
    expect(formulas).to_have_text(["", "", "y = max(0, x), y\N{PRIME} = 1 or 0", "", silu])


def test_the_chosen_activation_is_not_drawn_twice(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    compare(widget, "tanh").check()
    expect(compare(widget, "sigmoid")).to_be_disabled()
    choose(widget, "tanh")
    expect(compare(widget, "tanh")).to_be_disabled()
    expect(widget.locator(".nnd-drawing path.nnd-other")).to_have_count(0)
    choose(widget, "ReLU")
    expect(widget.locator(".nnd-drawing path.nnd-other")).to_have_count(2)
    expect(compare(widget, "tanh")).to_be_checked()


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


@pytest.mark.parametrize("width", [360, 1280])
def test_the_plots_hold_all_curves_drawn(visit: Visit, width: int) -> None:
    widget = explorer(visit(PAGE, width=width))
    for label in ["tanh", "ReLU", "softplus", "SiLU"]:
        compare(widget, label).check()  # which may scroll the page
        box = box_of(widget.locator(".nnd-stage"))
        for drawn in widget.locator(".nnd-drawing path").all():
            curve = box_of(drawn)
            assert box["x"] <= curve["x"]
            assert box["y"] <= curve["y"]
            assert curve["x"] + curve["width"] <= box["x"] + box["width"]
            assert curve["y"] + curve["height"] <= box["y"] + box["height"]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("label", ["sigmoid", "tanh", "ReLU"])
def test_the_labels_do_not_overlap(visit: Visit, label: str, width: int) -> None:
    widget = explorer(visit(PAGE, width=width))
    choose(widget, label)
    for other in {"sigmoid", "tanh", "ReLU", "softplus", "SiLU"} - {label}:
        compare(widget, other).check()
    boxes = [box_of(text) for text in widget.locator(".nnd-drawing .nnd-label").all()]
    assert len(boxes) == 11  # two for each curve, and that of the step
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            aside = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
            # a line of text is higher than its letters
            apart = abs(a["y"] - b["y"]) > 12
            assert aside or apart


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
    parts = ".nnd-stage, .nnd-name, .nnd-value, .nnd-formula, .nnd-number-label"
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
    expect_to_take_its_place(widget)
    choose(widget, "ReLU")
    widget.locator(".nnd-point").press("Shift+ArrowLeft")  # the longest text, that of the kink
    expect(widget.locator(".nnd-slope")).to_contain_text("no derivative")
    for label in ["sigmoid", "tanh", "softplus", "SiLU"]:
        compare(widget, label).check()
    expect_to_take_its_place(widget)
