"""The explorer of activations in the chapter on more of them, which offers others."""

import numpy as np
import pytest
from playwright.sync_api import expect

import nnderiv

from .activation_widget import Visit, choose, compare, expect_numbers, explorer, field, shown
from .boxes import box_of, expect_to_fill_its_place, expect_to_fit_across

MORE = "chapters/more_activations.html"
OFFERED = {"ReLU": "relu", "leaky ReLU": "leaky_relu", "ELU": "elu", "GELU": "gelu", "SiLU": "silu"}


def test_the_page_offers_its_own_functions_and_no_others(visit: Visit) -> None:
    widget = explorer(visit(MORE))
    radios, boxes = widget.get_by_role("radio"), widget.get_by_role("checkbox")
    for offered in (radios, boxes):
        expect(offered).to_have_count(len(OFFERED))
        values = offered.evaluate_all("nodes => nodes.map(({ value }) => value)")
        assert values == list(OFFERED.values())
    drawn = [box for box in boxes.all() if box.is_checked()]
    assert [box.get_attribute("value") for box in drawn] == ["leaky_relu", "elu"]


@pytest.mark.parametrize("label", ["ReLU", "ELU", "GELU", "SiLU"])
@pytest.mark.parametrize("x", [-3.5, -1.0, 1.25])
def test_each_function_has_the_numbers_of_nnderiv(visit: Visit, label: str, x: float) -> None:
    widget = explorer(visit(MORE))
    choose(widget, label)
    field(widget, "x").fill(f"{x:g}")
    field(widget, "x").press("Enter")
    expect_numbers(widget, OFFERED[label], x)


def test_the_leaky_relu_has_a_slope_that_can_be_seen(visit: Visit) -> None:
    widget = explorer(visit(MORE))
    choose(widget, "leaky ReLU")
    expect(widget.locator(".nnd-y")).to_have_text(shown(float(nnderiv.leaky_relu(-1.0, alpha=0.1))))
    expect(widget.locator(".nnd-slope")).to_have_text("0.1000")
    widget.locator(".nnd-point").press("Shift+ArrowRight")
    expect(widget.locator(".nnd-slope")).to_have_text("no derivative; 0.1 by convention")
    expect(widget.locator(".nnd-tangent")).to_have_count(0)
    expect(widget.locator(".nnd-band")).to_have_count(0)


def test_elu_has_a_tangent_at_zero(visit: Visit) -> None:
    widget = explorer(visit(MORE))
    choose(widget, "ELU")
    widget.locator(".nnd-point").press("Shift+ArrowRight")
    expect_numbers(widget, "elu", 0.0)
    expect(widget.locator(".nnd-tangent")).to_have_count(1)


def test_the_keys_go_through_the_functions_that_are_offered(visit: Visit) -> None:
    widget = explorer(visit(MORE))
    for label, following in zip(OFFERED, [*OFFERED][1:], strict=False):
        widget.get_by_role("radio", name=label, exact=True).press("ArrowRight")
        expect(widget.get_by_role("radio", name=following, exact=True)).to_be_checked()
    expect_numbers(widget, "silu", -1.0)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("label", OFFERED)
def test_the_labels_do_not_overlap_and_all_fits(visit: Visit, label: str, width: int) -> None:
    widget = explorer(visit(MORE, width=width))
    choose(widget, label)
    for other in OFFERED.keys() - {label}:
        compare(widget, other).check()
    labels = widget.locator(".nnd-drawing .nnd-label")
    expect(labels).to_have_count(11)  # two for each curve, and that of the step
    bands = widget.locator(".nnd-drawing .nnd-tick").filter(has_text="saturated")
    boxes = [box_of(text) for text in [*labels.all(), *bands.all()]]
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            aside = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
            assert aside or abs(a["y"] - b["y"]) > 12
    parts = ".nnd-stage, .nnd-name, .nnd-value, .nnd-formula:visible, .nnd-drawing .nnd-label"
    expect_to_fit_across(width, widget, *widget.locator(parts).all())
    expect_to_fill_its_place(widget, gap=8)


STYLE = "node => [getComputedStyle(node).stroke, getComputedStyle(node).strokeDasharray]"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_curve_has_a_colour_and_dashes_of_its_own(visit: Visit, theme: str) -> None:
    widget = explorer(visit(MORE, theme=theme))
    for other in OFFERED.keys() - {"ReLU"}:
        compare(widget, other).check()
    others = [f".nnd-drawing .nnd-own-{name} > path >> nth=0" for name in OFFERED.values()][1:]
    paths = ["path.nnd-curve", "path.nnd-derivative", *others]
    styles = [widget.locator(path).last.evaluate(STYLE) for path in paths]
    for seen in np.transpose(styles):
        assert len(set(seen)) == len(paths)
