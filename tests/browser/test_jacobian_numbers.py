"""Numbers of the explorer of Jacobians: what they are, what they cost, and how they change."""

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

import nnderiv

from .jacobian_widget import LABELS, PAGE, Visit, choose, explorer, numbers
from .tabs import from_disk_too


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
