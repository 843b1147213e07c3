"""The curves to compare with in the explorer of activations."""

import pytest
from playwright.sync_api import expect

from .activation_widget import (
    PAGE,
    Visit,
    choose,
    compare,
    expect_numbers,
    explorer,
)
from .boxes import box_of

COMPARED = ["tanh", "relu", "softplus", "silu"]


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
    formulas = widget.locator(".nnd-formula:not([hidden])")
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
@pytest.mark.parametrize("label", ["sigmoid", "tanh", "ReLU", "softplus", "SiLU"])
def test_the_labels_do_not_overlap(visit: Visit, label: str, width: int) -> None:
    widget = explorer(visit(PAGE, width=width))
    choose(widget, label)
    for other in {"sigmoid", "tanh", "ReLU", "softplus", "SiLU"} - {label}:
        compare(widget, other).check()
    labels = widget.locator(".nnd-drawing .nnd-label")
    expect(labels).to_have_count(11)  # two for each curve, and that of the step
    bands = widget.locator(".nnd-drawing .nnd-tick").filter(has_text="saturated")
    boxes = [box_of(text) for text in [*labels.all(), *bands.all()]]
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            aside = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
            # a line of text is higher than its letters
            apart = abs(a["y"] - b["y"]) > 12
            assert aside or apart
