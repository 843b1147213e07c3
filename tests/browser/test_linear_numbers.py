"""Given numbers of the linear explorer: where they go, and how they are changed."""

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import nnderiv

from .test_linear_explorer import PAGE, Visit, entry, explorer, numbers, shown


def fed(widget: Locator) -> list[str]:
    """Return the names of the entries that are marked as made with the chosen one."""
    labels = widget.locator("td.nnd-fed").evaluate_all("all => all.map((cell) => cell.ariaLabel)")
    return [label.split(" = ")[0] for label in labels]


@pytest.mark.parametrize(
    ("grid", "row", "column", "made"),
    [
        ("W", 2, 1, ["y₁₁", "y₂₁", "dL/dx₁₂", "dL/dx₂₂"]),
        ("x", 1, 3, ["y₁₁", "y₁₂", "dL/dW₃₁", "dL/dW₃₂"]),
        ("b", 1, 2, ["y₁₂", "y₂₂"]),
        ("dy", 2, 2, ["dL/dW₁₂", "dL/dW₂₂", "dL/dW₃₂", "dL/db₂", "dL/dx₂₁", "dL/dx₂₂", "dL/dx₂₃"]),
    ],
)
def test_a_given_number_marks_and_names_what_is_made_with_it(
    visit: Visit, grid: str, row: int, column: int, made: list[str]
) -> None:
    widget = explorer(visit(PAGE))
    entry(widget, grid, row, column).hover()
    expect(entry(widget, grid, row, column)).to_have_attribute("aria-selected", "true")
    assert fed(widget) == made
    expect(widget.locator("td.nnd-lit")).to_have_count(0)
    sentence = widget.locator(".nnd-goes").text_content() or ""
    assert all(name in sentence for name in made)


def test_what_goes_in_and_what_is_made_differ_by_more_than_their_colour(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    entry(widget, "W", 1, 1).hover()
    expect(widget.locator("td.nnd-fed").first).to_have_css("border-style", "dashed")
    entry(widget, "y", 1, 1).hover()
    expect(widget.locator("td.nnd-lit").first).to_have_css("border-style", "solid")


@pytest.mark.parametrize(("grid", "row", "column"), [("W", 2, 1), ("x", 1, 3), ("b", 1, 2)])
def test_a_given_number_writes_out_the_sum_of_its_gradient(
    visit: Visit, grid: str, row: int, column: int
) -> None:
    widget = explorer(visit(PAGE))
    entry(widget, grid, row, column).hover()
    gradient = numbers(widget, f"d{grid}")[row - 1, column - 1]
    expect(widget.locator(".nnd-whole")).to_contain_text(f"dL/d{grid}")
    expect(widget.locator(".nnd-result")).to_have_text(f"= {shown(gradient)}")


def test_a_clicked_number_is_changed_and_all_that_depends_on_it_follows(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    for grid, typed in [("W", "-1.5"), ("x", "3"), ("b", ".2"), ("dy", "\N{MINUS SIGN}2.5")]:
        cell = entry(widget, grid, 1, 2)
        cell.click()
        field = cell.get_by_role("textbox")
        field.fill(typed)
        field.press("Enter")
        expect(cell).to_be_focused()
        value = float(typed.replace("\N{MINUS SIGN}", "-"))
        expect(cell).to_have_text(shown(value))
        x, W, b, dy = (numbers(widget, name) for name in ("x", "W", "b", "dy"))
        dx, dW, db = nnderiv.linear_backward(dy, x, W, b[0])
        np.testing.assert_allclose(numbers(widget, "y"), nnderiv.linear(x, W, b[0]), atol=1e-9)
        np.testing.assert_allclose(numbers(widget, "dx"), dx, atol=1e-9)
        np.testing.assert_allclose(numbers(widget, "dW"), dW, atol=1e-9)
        np.testing.assert_allclose(numbers(widget, "db"), [db], atol=1e-9)


def test_a_key_that_begins_a_number_begins_to_type_it(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    cell = entry(widget, "x", 1, 1)
    cell.focus()
    widget.page.keyboard.type("-4.5")
    widget.page.keyboard.press("Tab")
    expect(cell).to_have_text(shown(-4.5))
    cell.focus()
    widget.page.keyboard.press("F2")
    widget.page.keyboard.type("7")
    widget.page.keyboard.press("Escape")
    expect(cell).to_have_text(shown(-4.5))
    expect(cell).to_be_focused()
    entry(widget, "y", 1, 1).focus()
    widget.page.keyboard.press("8")  # a result cannot be changed
    expect(widget.get_by_role("textbox")).to_have_count(0)


@pytest.mark.parametrize("typed", ["10", "0.25", "two", ""])
def test_what_is_no_such_number_says_the_rule_and_changes_nothing(visit: Visit, typed: str) -> None:
    widget = explorer(visit(PAGE))
    cell = entry(widget, "W", 1, 1)
    cell.focus()
    widget.page.keyboard.press("Enter")
    cell.get_by_role("textbox").fill(typed)
    widget.page.keyboard.press("Enter")
    expect(cell).to_have_text("2")
    expect(widget.get_by_role("alert")).to_have_text(
        "W₁₁ takes a number from −9.9 to 9.9 with at most one decimal; "
        f"got “{typed}”, so it stays 2."
    )


def test_a_first_tap_chooses_a_number_and_a_second_changes_it(phone: Page, server: str) -> None:
    phone.goto(f"{server}/{PAGE}")
    widget = explorer(phone)
    cell = entry(widget, "x", 2, 2)
    cell.tap()
    expect(cell).to_have_attribute("aria-selected", "true")
    expect(widget.get_by_role("textbox")).to_have_count(0)
    cell.tap()
    field = cell.get_by_role("textbox")
    expect(field).to_be_focused()
    field.fill("5")
    field.press("Enter")
    expect(cell).to_have_text("5")


def test_nothing_floats_over_an_explorer_on_a_phone(phone: Page, server: str) -> None:
    phone.goto(f"{server}/{PAGE}")
    widget = explorer(phone)
    widget.scroll_into_view_if_needed()
    phone.mouse.wheel(0, 1200)
    phone.mouse.wheel(0, -300)
    expect(phone.locator("#pst-back-to-top")).to_have_count(0)
