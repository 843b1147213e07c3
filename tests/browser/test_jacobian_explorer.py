"""The explorer of Jacobians in the built chapter, as a reader uses it."""

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

import nnderiv

from .boxes import expect_to_fill_its_place, expect_to_fit_across
from .jacobian_widget import LABELS, PAGE, Visit, cell, choose, explorer, heading, marked, numbers
from .pointing import click
from .tabs import from_disk_too

Press = Callable[[Locator], None]


def test_the_mouse_over_an_entry_writes_out_its_formula_and_marks_what_it_takes(
    visit: Visit,
) -> None:
    widget = explorer(visit(PAGE))
    cell(widget, "dy₃/dx₂").hover()
    expect(widget.locator(".nnd-whole")).to_have_text("dy₃/dx₂")
    expect(widget.locator(".nnd-symbols")).to_have_text("= −y₃·y₂")
    o = nnderiv.softmax(np.array([1.0, 2.0, -1.0]))
    expect(widget.locator(".nnd-products")).to_have_text(f"= −{o[2]:.4f}·{o[1]:.4f}")
    expect(widget.locator(".nnd-result")).to_have_text(f"= −{o[2] * o[1]:.4f}")
    assert marked(widget, "lit") == ["y₂", "y₃"]
    assert marked(widget, "fed") == ["dL/dx₂"]
    cell(widget, "dy₁/dx₁").hover()
    expect(widget.locator(".nnd-symbols")).to_have_text("= y₁·(1 − y₁)")
    assert marked(widget, "lit") == ["y₁"]


def test_an_entry_of_the_linear_layer_is_a_number_that_is_there_already(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    choose(widget, "linear")
    cell(widget, "dy₂/dx₃").hover()
    expect(widget.locator(".nnd-written")).to_have_text("dy₂/dx₃ = W₃₂ = −2")
    assert marked(widget, "lit") == ["W₃₂"]
    choose(widget, "weights")
    cell(widget, "dy₂/dW₃₂").hover()
    expect(widget.locator(".nnd-written")).to_have_text("dy₂/dW₃₂ = x₃ = −1")
    assert marked(widget, "lit") == ["x₃"]
    cell(widget, "dy₁/dW₃₂").hover()
    expect(widget.locator(".nnd-goes")).to_contain_text("W₃₂ is in column 2 of W")
    assert marked(widget, "lit") == []
    expect(widget.locator("td.nnd-zero")).to_have_count(6)


def test_a_heading_tells_all_that_an_output_depends_on(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE))
    choose(widget, "weights")
    press(heading(widget, "y₂"))
    heading(widget, "y₂").focus()
    expect(heading(widget, "y₂")).to_have_attribute("aria-selected", "true")
    expect(widget.locator(".nnd-goes")).to_have_text(
        "Row y₂ of J holds all that y₂ depends on: W₁₂, W₂₂ and W₃₂. The other 3 entries are 0."
    )
    weights, entries = ["W₁₂", "W₂₂", "W₃₂"], ["dy₂/dW₁₂", "dy₂/dW₂₂", "dy₂/dW₃₂"]
    assert marked(widget, "lit") == weights + entries
    heading(widget, "W₁₁").focus()
    expect(widget.locator(".nnd-goes")).to_contain_text("all that depends on W₁₁: y₁.")
    assert marked(widget, "fed") == ["y₁", "dy₁/dW₁₁", "dL/dW₁₁", "dL/dW₁₁"]


def test_an_entry_of_the_gradient_writes_out_its_sum_in_both_ways(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    choose(widget, "linear")
    widget.locator(".nnd-grid-vjp td").nth(0).hover()
    expect(widget.locator(".nnd-products")).to_have_text("= 1·2 + (−2)·0.5")
    expect(widget.locator(".nnd-result")).to_have_text("= 1")
    assert marked(widget, "lit") == ["dy₁/dx₁", "dy₂/dx₁", "dL/dy₁", "dL/dy₂"]
    widget.locator(".nnd-grid-short td").nth(0).hover()
    expect(widget.locator(".nnd-result")).to_have_text("= 1")
    assert marked(widget, "lit") == ["W₁₁", "W₁₂", "dL/dy₁", "dL/dy₂"]


def test_the_other_layout_is_the_transpose_and_keeps_the_entry(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    choose(widget, "weights")
    before, gradient = numbers(widget, "J"), numbers(widget, "vjp")
    cell(widget, "dy₂/dW₂₂").hover()
    widget.get_by_role("radio", name="inputs (denominator layout)").check()
    expect(widget.locator(".nnd-matrix .nnd-title")).to_have_text(
        "Jᵀ (6×2), the transpose of J = dy/dW"
    )
    np.testing.assert_array_equal(numbers(widget, "J"), before.T)
    np.testing.assert_array_equal(numbers(widget, "vjp"), gradient)
    expect(cell(widget, "dy₂/dW₂₂")).to_have_attribute("aria-selected", "true")
    expect(widget.locator(".nnd-goes")).to_have_text("How y₂ changes with W₂₂: row W₂₂, column y₂.")


def test_arrows_lead_through_the_jacobian_and_to_its_headings(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    cell(widget, "dy₂/dx₁").focus()
    for key, place in [
        ("ArrowRight", cell(widget, "dy₂/dx₂")),
        ("ArrowUp", cell(widget, "dy₁/dx₂")),
        ("ArrowUp", heading(widget, "x₂")),
        ("ArrowRight", heading(widget, "x₃")),
        ("ArrowDown", cell(widget, "dy₁/dx₃")),
        ("Home", heading(widget, "y₁")),
        ("PageDown", heading(widget, "y₃")),
    ]:
        widget.page.keyboard.press(key)
        expect(place).to_be_focused()
        expect(place).to_have_attribute("aria-selected", "true")
        expect(widget.locator('[aria-selected="true"]')).to_have_count(1)


def test_the_tab_key_stops_once_in_each_grid(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_label("inputs m").focus()
    stops = "node => [...document.activeElement.closest('table').classList].at(-1)"
    seen = []
    for _ in range(6):
        widget.page.keyboard.press("Tab")
        grid = widget.evaluate(stops)
        if grid not in seen:
            seen.append(grid)
    assert seen == [f"nnd-grid-{grid}" for grid in ("x", "y", "J", "dy")]


@from_disk_too
def test_reset_brings_all_back(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE))
    choose(widget, "weights")
    widget.get_by_label("inputs m").select_option("2")
    press(widget.get_by_role("button", name="Reset"))
    expect(widget.locator(".nnd-matrix .nnd-title")).to_have_text("Jacobian J = dy/dx (3×3)")
    expect(cell(widget, "dy₂/dx₁")).to_have_attribute("aria-selected", "true")


@from_disk_too
def test_a_link_opens_the_page_at_an_entry(visit: Visit) -> None:
    page = visit(PAGE, anew=True)
    page.evaluate("location.hash = '#jacobian-explorer?function=weights&rows=inputs&entry=J:2,4'")
    widget = explorer(page)
    expect(widget.get_by_role("radio", name=LABELS["weights"])).to_be_checked()
    expect(widget.get_by_role("radio", name="inputs (denominator layout)")).to_be_checked()
    expect(cell(widget, "dy₂/dW₂₂")).to_have_attribute("aria-selected", "true")
    click(cell(widget, "dy₁/dW₂₁"))
    page.wait_for_function("() => location.hash.includes('entry=J:1,3')")


def test_an_entry_of_a_link_that_is_not_there_leads_to_one_that_is(visit: Visit) -> None:
    page = visit(PAGE, anew=True)
    page.evaluate("location.hash = '#jacobian-explorer?entry=W:1,1'")
    expect(cell(explorer(page), "dy₁/dx₁")).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_widget_fits_a_phone_at_its_largest(visit: Visit, theme: str) -> None:
    widget = explorer(visit(PAGE, width=360, theme=theme))
    choose(widget, "weights")
    widget.get_by_label("examples k").select_option("2")
    widget.get_by_label("outputs n").select_option("3")
    expect(widget.locator(".nnd-grid-J td.nnd-entry")).to_have_count(6 * 9)
    widget.locator(".nnd-grid-vjp td").last.click()
    expect(widget.locator(".nnd-whole")).to_have_text("dL/dW₃₃")
    parts = widget.locator(".nnd-grid, .nnd-term, .nnd-sizes, .nnd-code, .nnd-chooser")
    expect_to_fit_across(360, widget, *parts.all())


@pytest.mark.parametrize("width", [360, 1280])
def test_the_height_reserved_in_the_page_holds_the_widget(visit: Visit, width: int) -> None:
    widget = explorer(visit(PAGE, width=width))
    places = [
        cell(widget, "dy₂/dx₂"),
        heading(widget, "y₁"),
        widget.locator(".nnd-grid-dy td").last,
    ]
    places += [widget.locator(f".nnd-grid-{grid} td").last for grid in ("vjp", "short")]
    for place in places:
        place.click()
        expect(place).to_have_attribute("aria-selected", "true")
        expect_to_fill_its_place(widget, gap=8)
