"""The explorer of Jacobians in the built chapter, as a reader uses it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import nnderiv

from .boxes import expect_to_fill_its_place, expect_to_fit_across
from .pointing import click
from .tabs import from_disk_too

PAGE = "chapters/jacobians.html"
Visit = Callable[..., Page]
Press = Callable[[Locator], None]
LABELS = {
    "softmax": "softmax(x)",
    "sigmoid": "sigmoid σ(x)",
    "linear": "xW + b, in x",
    "weights": "xW + b, in W",
}


def explorer(page: Page) -> Locator:
    """Return the page's first explorer, once it is drawn."""
    widget = page.locator(".nnd-jacobians").first
    expect(widget.locator(".nnd-goes")).to_be_attached()
    return widget


def choose(widget: Locator, function: str) -> None:
    """Choose a function, and wait until the page names what J is taken of."""
    widget.get_by_role("radio", name=LABELS[function]).check()
    of = "dy/dW" if function == "weights" else "dy/dx"
    expect(widget.locator(".nnd-matrix .nnd-title")).to_contain_text(of)


def numbers(widget: Locator, grid: str) -> np.ndarray:
    """Return the numbers of a grid as the page shows them."""
    rows = widget.locator(f".nnd-grid-{grid} tr").all()
    texts = [row.locator("td.nnd-entry").all_text_contents() for row in rows]
    lines = [[float(t.replace("\N{MINUS SIGN}", "-")) for t in row] for row in texts if row]
    return np.array(lines)


def cell(widget: Locator, name: str) -> Locator:
    """Return an entry of J by the name that it has for a screen reader."""
    return widget.locator(f'.nnd-grid-J td[aria-label^="{name} ="]')


def heading(widget: Locator, name: str) -> Locator:
    """Return a heading of J."""
    return widget.locator(".nnd-grid-J th").get_by_text(name, exact=True)


def marked(widget: Locator, kind: str) -> list[str]:
    """Return the names of the entries that are lit, or fed."""
    labels = widget.locator(f"td.nnd-{kind}").evaluate_all("all => all.map((td) => td.ariaLabel)")
    return [label.split(" = ")[0] for label in labels]


def jacobian_of(function: str, x: np.ndarray, W: np.ndarray) -> np.ndarray:
    """Return J of one example: each column is a difference, which is exact for what is linear."""
    if function == "softmax":
        return np.array([nnderiv.softmax_backward(row, x[0])[0] for row in np.eye(x.size)])
    if function == "sigmoid":
        return np.diag(nnderiv.sigmoid_backward(np.ones_like(x), x)[0][0])
    if function == "linear":
        return np.array([nnderiv.linear(row, W, np.zeros(W.shape[1])) for row in np.eye(x.size)]).T
    units = np.eye(W.size).reshape(W.size, *W.shape)
    return np.array([(x @ unit)[0] for unit in units]).T


@from_disk_too
@pytest.mark.parametrize("function", LABELS)
def test_the_numbers_are_those_of_nnderiv_with_j_and_without(visit: Visit, function: str) -> None:
    widget = explorer(visit(PAGE))
    choose(widget, function)
    x, dy = numbers(widget, "x"), numbers(widget, "dy")
    W = numbers(widget, "W") if function in ("linear", "weights") else np.zeros((0, 0))
    right = jacobian_of(function, x, W)
    np.testing.assert_allclose(numbers(widget, "J"), right, atol=5.01e-4)
    gradient = (dy @ right).reshape(W.shape if function == "weights" else x.shape)
    np.testing.assert_allclose(numbers(widget, "vjp"), gradient, atol=5.01e-4)
    np.testing.assert_array_equal(numbers(widget, "short"), numbers(widget, "vjp"))


@pytest.mark.parametrize(
    ("function", "size", "costs"),
    [
        ("softmax", "3×3", ["9 numbers kept (J)", "18 multiplications",
                            "1 number kept (s)", "6 multiplications"]),
        ("sigmoid", "3×3", ["9 numbers kept (J)", "12 multiplications",
                            "no numbers kept", "6 multiplications"]),
        ("linear", "2×3", ["6 numbers kept (J)", "6 multiplications",
                           "no numbers kept", "6 multiplications"]),
        ("weights", "2×6", ["12 numbers kept (J)", "12 multiplications",
                            "no numbers kept", "6 multiplications"]),
    ],
)  # fmt: skip
def test_each_way_says_what_it_costs(
    visit: Visit, function: str, size: str, costs: list[str]
) -> None:
    widget = explorer(visit(PAGE))
    choose(widget, function)
    expect(widget.locator(".nnd-matrix .nnd-title")).to_contain_text(f"({size})")
    expect(widget.locator(".nnd-cost")).to_have_text(costs)


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


def test_a_changed_number_changes_all_that_depends_on_it(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    for grid, typed in [("x", "0.5"), ("dy", "-3")]:
        field_of = widget.locator(f".nnd-grid-{grid} td").nth(1)
        field_of.focus()
        widget.page.keyboard.press("Enter")
        field_of.get_by_role("textbox").fill(typed)
        widget.page.keyboard.press("Enter")
        expect(field_of).to_be_focused()
    x, dy = np.array([[1, 0.5, -1]]), np.array([[1, -3, 0.5]])
    np.testing.assert_array_equal(numbers(widget, "x"), x)
    np.testing.assert_array_equal(numbers(widget, "dy"), dy)
    (dx,) = nnderiv.softmax_backward(dy, x)
    np.testing.assert_allclose(numbers(widget, "vjp"), dx, atol=5.01e-4)
    np.testing.assert_array_equal(numbers(widget, "short"), numbers(widget, "vjp"))


def test_what_is_no_such_number_says_the_rule_and_changes_nothing(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    field_of = widget.locator(".nnd-grid-dy td").nth(0)
    field_of.focus()
    widget.page.keyboard.type("10")
    widget.page.keyboard.press("Enter")
    expect(widget.get_by_role("alert")).to_have_text(
        "dL/dy₁ takes a number from −9.9 to 9.9 with at most one decimal; got “10”, so it stays 1."
    )
    expect(field_of).to_have_text("1")


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


@pytest.mark.parametrize(
    ("label", "size", "shapes"),
    [
        ("examples k", "2", {"x": (2, 3), "y": (2, 2), "J": (4, 6)}),
        ("inputs m", "1", {"x": (1, 1), "W": (1, 2), "J": (2, 2)}),
        ("outputs n", "3", {"W": (3, 3), "dy": (1, 3), "J": (3, 9)}),
    ],
)
def test_a_size_changes_all_grids_that_have_it(
    visit: Visit, label: str, size: str, shapes: dict[str, Any]
) -> None:
    widget = explorer(visit(PAGE))
    choose(widget, "weights")
    widget.get_by_label(label).select_option(size)
    expect(widget.locator(".nnd-grid-J td.nnd-entry")).to_have_count(int(np.prod(shapes["J"])))
    assert {grid: numbers(widget, grid).shape for grid in shapes} == shapes


def test_softmax_has_as_many_outputs_as_inputs_and_does_not_ask(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    expect(widget.get_by_label("outputs n")).to_be_hidden()
    choose(widget, "linear")
    expect(widget.get_by_label("outputs n")).to_be_visible()


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


def test_a_finger_chooses_a_number_and_then_changes_it(phone: Page, server: str) -> None:
    phone.goto(f"{server}/{PAGE}")
    widget = explorer(phone)
    upstream = widget.locator(".nnd-grid-dy td").nth(2)
    upstream.tap()
    expect(upstream).to_have_attribute("aria-selected", "true")
    expect(widget.get_by_role("textbox")).to_have_count(0)
    upstream.tap()
    field = upstream.get_by_role("textbox")
    field.fill("4")
    field.press("Enter")
    expect(upstream).to_have_text("4")
