"""The explorer of step sizes in the built chapter, as a reader uses it."""

from collections.abc import Callable

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from playwright.sync_api import Locator, Page, expect

from nnderiv.gradcheck import central_difference, complex_step, one_sided_difference
from nnderiv.gradcheck.differences import Function

from .boxes import box_of, expect_to_fill_its_place, expect_to_fit_across
from .pointing import centre, drag
from .tabs import from_disk_too

PAGE = "chapters/techniques.html"
SAID = "one-sided: {}, central: {}, complex step: {}"
Visit = Callable[..., Page]
Press = Callable[[Locator], None]
FUNCTIONS: dict[str, tuple[str, Function, Function]] = {
    "exp": ("eˣ", np.exp, np.exp),
    "sin": ("sin x", np.sin, np.cos),
    "sigmoid": ("σ(x)", lambda x: 1 / (1 + np.exp(-x)), lambda x: 1 / (4 * np.cosh(x / 2) ** 2)),
    "cube": ("x³", lambda x: x * x * x, lambda x: 3 * x * x),
}
METHODS: dict[str, Callable[..., float]] = {
    "oneSided": one_sided_difference,
    "central": central_difference,
    "complexStep": complex_step,
}


def explorer(page: Page) -> Locator:
    """Return the page's first explorer, once it is drawn."""
    widget = page.locator(".nnd-step-size").first
    expect(widget.locator(".nnd-h")).not_to_be_empty()
    return widget


def read(locator: Locator) -> float:
    """Return a number that the widget has written."""
    return float((locator.text_content() or "").replace("\N{MINUS SIGN}", "-"))


def expect_numbers(widget: Locator, name: str, x: float, log10_h: float) -> None:
    """Wait until the widget shows what nnderiv computes at x with the step h."""
    _, f, slope = FUNCTIONS[name]
    h, written = 10.0**log10_h, f"{slope(x):.12f}".replace("-", "\N{MINUS SIGN}")
    expect(widget.locator(".nnd-exact")).to_have_text(written)
    expect(widget.locator(".nnd-handle")).to_have_attribute("aria-valuenow", f"{log10_h:g}")
    for key, estimate in METHODS.items():
        # a last digit that the browser's exp rounds otherwise is divided by h
        lost = 0 if key == "complexStep" else 4e-16 * abs(f(x)) / h
        found = read(widget.locator(f".nnd-estimate.nnd-{key}"))
        assert found == pytest.approx(estimate(f, x, h), rel=0, abs=lost + 1e-11)


def handle_of(widget: Locator) -> Locator:
    """Return the handle of the step."""
    return widget.get_by_role("slider", name="log₁₀ h")


@from_disk_too
def test_the_widget_starts_with_the_numbers_of_nnderiv(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    expect_numbers(widget, "exp", 1.0, -4)
    expect(widget.locator(".nnd-h")).to_have_text("1.0·10⁻⁴")
    expect(widget.locator(".nnd-oneSided-error")).to_have_text("5.0·10⁻⁵")
    expect(widget.locator(".nnd-central-error")).to_have_text("1.7·10⁻⁹")


@pytest.mark.parametrize(
    ("key", "log10_h"),
    [
        ("ArrowRight", -3.9),
        ("ArrowLeft", -4.1),
        ("Shift+ArrowLeft", -5.0),
        ("PageUp", -3.0),
        ("PageDown", -5.0),
        ("Home", -16.0),
        ("End", 0.0),
    ],
)
def test_a_key_moves_the_step_and_the_errors_follow(visit: Visit, key: str, log10_h: float) -> None:
    widget = explorer(visit(PAGE))
    handle_of(widget).press(key)
    expect_numbers(widget, "exp", 1.0, log10_h)


def test_the_mouse_drags_the_step_into_round_off(visit: Visit) -> None:
    page = visit(PAGE)
    widget = explorer(page)
    handle = handle_of(widget)
    said = widget.locator(".nnd-regimes-now")
    expect(said).to_have_text(SAID.format("truncation", "truncation", "truncation"))
    x, _ = drag(handle, -300, -30)
    expect(said).to_have_text(SAID.format("round-off", "round-off", "full precision"))
    page.mouse.up()
    log10_h = float(handle.get_attribute("aria-valuenow") or "nan")
    assert log10_h < -9
    expect_numbers(widget, "exp", 1.0, log10_h)
    assert centre(handle)[0] == pytest.approx(x, abs=3)
    page.mouse.move(0, 0)
    expect_numbers(widget, "exp", 1.0, log10_h)


def test_a_click_on_the_plot_moves_the_step(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.locator(".nnd-stage").click(position={"x": 100, "y": 150})
    said = SAID.format("round-off", "round-off", "full precision")
    expect(widget.locator(".nnd-regimes-now")).to_have_text(said)


def test_between_the_crossovers_each_method_has_a_regime_of_its_own(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    for key in ["PageDown", "PageDown"]:
        handle_of(widget).press(key)
    said = SAID.format("truncation", "round-off", "truncation")  # at h = 10⁻⁶
    expect(widget.locator(".nnd-regimes-now")).to_have_text(said)
    expect(handle_of(widget)).to_have_attribute("aria-valuetext", f"h = 1.0·10⁻⁶, {said}")
    line = centre(handle_of(widget))[0]
    before = widget.locator(".nnd-regime.nnd-before")
    ends = [box_of(band)["x"] + box_of(band)["width"] for band in before.all()]
    assert [end > line for end in ends] == [False, True, False]


@pytest.mark.parametrize(
    ("path", "paint"), [(".nnd-line", "stroke"), (".nnd-mark", "fill"), (".nnd-band-mark", "fill")]
)
def test_the_colours_are_those_of_the_figures(visit: Visit, path: str, paint: str) -> None:
    widget = explorer(visit(PAGE))
    with plt.style.context("nnderiv.book"):
        colours = plt.rcParams["axes.prop_cycle"].by_key()["color"]
    for key, colour in zip(METHODS, colours, strict=False):  # C0, C1 and C2
        drawn = widget.locator(f".nnd-stage .nnd-method-{key} {path}").first
        red, green, blue = (round(255 * part) for part in to_rgb(colour))
        expect(drawn).to_have_css(paint, f"rgb({red}, {green}, {blue})")


def test_choosing_another_function_changes_the_numbers(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    for name in ["cube", "sigmoid", "sin", "exp"]:
        widget.get_by_label(FUNCTIONS[name][0], exact=True).check()
        expect_numbers(widget, name, 1.0, -4)


def test_a_key_chooses_the_next_function(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_label("eˣ", exact=True).press("ArrowRight")
    expect_numbers(widget, "sin", 1.0, -4)


def test_keys_move_the_point(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    point = widget.get_by_role("slider", name="x", exact=True)
    point.press("ArrowLeft")
    expect_numbers(widget, "exp", 0.9, -4)
    point.press("Home")
    expect_numbers(widget, "exp", -3.0, -4)


def test_the_mouse_moves_the_point(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_role("slider", name="x", exact=True).click(position={"x": 3, "y": 5})
    expect_numbers(widget, "exp", -3.0, -4)


@from_disk_too
def test_reset_brings_back_the_first_numbers(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_label("x³", exact=True).check()
    handle_of(widget).press("Home")
    expect_numbers(widget, "cube", 1.0, -16)
    press(widget.get_by_role("button", name="Reset"))
    expect_numbers(widget, "exp", 1.0, -4)


def test_the_digits_in_bold_are_those_of_the_exact_derivative(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    right = widget.locator(".nnd-central .nnd-right")
    expect(right).to_have_text(f"{np.e:.12f}"[:9])


def test_the_marks_lie_on_the_line_of_the_step(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    handle_of(widget).press("Shift+ArrowRight")
    across = centre(handle_of(widget))[0]
    marks = widget.locator(".nnd-stage .nnd-mark:not(.nnd-band-mark)")
    expect(marks).to_have_count(3)
    for i in range(3):
        assert centre(marks.nth(i))[0] == pytest.approx(across, abs=1)


def test_the_widget_fits_a_phone_and_the_page_does_not_scroll_sideways(visit: Visit) -> None:
    widget = explorer(visit(PAGE, width=360))
    handle_of(widget).press("Home")
    expect_numbers(widget, "exp", 1.0, -16)
    widget.get_by_label("x³", exact=True).check()
    widget.get_by_role("slider", name="x", exact=True).fill("0")  # where all digits are bold
    expect_numbers(widget, "cube", 0.0, -16)
    readout = widget.locator(".nnd-readout")
    assert readout.evaluate("node => node.scrollWidth <= node.clientWidth")
    expect_to_fit_across(360, widget, widget.locator(".nnd-stage"), readout)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_widget_takes_the_height_that_the_page_reserves(visit: Visit, width: int) -> None:
    widget = explorer(visit(PAGE, width=width))
    expect_to_fill_its_place(widget, gap=8)
    handle_of(widget).press("Home")  # the longest text, that of round-off
    expect(widget.locator(".nnd-regimes-now")).to_contain_text("full precision")
    expect_to_fill_its_place(widget, gap=8)
